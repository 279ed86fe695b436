"""What the agent says, in fifteen languages: data/said/<group>/<language>.yaml, checked and read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Final

from argosy_commerce.terms.strict_yaml import document
from cs_agent.domain.answer import Sentence, SentenceKind
from cs_agent.domain.fact import Fact

GROUPS: Final = ("knowledge", "terms", "orders", "manners", "pictures", "quoting")
LANGUAGES: Final = (
    "en", "zh", "es", "pt", "fr", "de", "it", "nl", "pl", "ru", "tr", "ar", "th", "ja", "ko",
)  # fmt: skip
_OF_TAG: Final = {"zh-CN": "zh", "pt-BR": "pt"}


@cache
def phrases(group: str, language: str) -> Mapping[str, str]:
    """Key to phrase; slots stand as ``{name}``. ``language``: a BCP 47 tag or the file's name."""
    name = f"data/said/{group}/{_OF_TAG.get(language, language)}.yaml"
    told: Mapping[str, str] = document(files("cs_agent").joinpath(name).read_text(encoding="utf-8"))
    return told


def phrase(group: str, key: str, language: str, **slots: str) -> str:
    """One phrase with its slots filled. Slots are values of facts, already said in the language.

    Raises KeyError for a key or a slot that is not there: a fault of ours, found by `faults`.
    """
    return phrases(group, language)[key].format(**slots)


def sentence(
    group: str,
    key: str,
    language: str,
    kind: SentenceKind,
    facts: tuple[Fact, ...] = (),
    *,
    rule: str = "",
    slots: Mapping[str, str] | None = None,
) -> Sentence:
    """A phrase as a sentence with its facts."""
    return Sentence(phrase(group, key, language, **(slots or {})), kind, facts, rule)


def slots_of(text: str) -> frozenset[str]:
    """The names of a phrase's slots."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def faults(group: str, language: str) -> Iterator[str]:
    """What a language's file lacks, has too much, or fills with other slots than the English one."""
    english, theirs = phrases(group, "en"), phrases(group, language)
    yield from (f"{group}/{language}: {key} is missing" for key in english if key not in theirs)
    for key, text in theirs.items():
        if key not in english:
            yield f"{group}/{language}: {key} is not in en"
        elif slots_of(text) != slots_of(english[key]):
            yield f"{group}/{language}: {key} has other slots than en"

"""Words that say how others are meant, by language (data/query_cues.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Final, get_args

from pydantic import BaseModel, ConfigDict

from argosy_commerce.channels import function_words
from argosy_commerce.folding import folded
from search_tagger.domain.querying.matches import Role
from search_tagger.domain.querying.words_data import read


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    cues: Mapping[str, Mapping[Role, tuple[str, ...]]]
    part_of_names: Mapping[str, frozenset[str]]
    suffix_not: Mapping[str, tuple[str, ...]]
    prefix_not: Mapping[str, tuple[str, ...]]
    adjectives: Mapping[str, tuple[str, ...]]


_LEAST: Final = 3


@cache
def cues(language: str) -> Mapping[str, Role]:
    """Folded words to what they do; where one does two things, the first of Role's order counts."""
    found: dict[str, Role] = {folded(word, language): "idle" for word in function_words(language)}
    own = _data().cues.get(language, {})
    for role in reversed(get_args(Role)):
        found |= {folded(word, language): role for word in own.get(role, ())}
    return found


@cache
def phrases(language: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Cues of several words by their first: "anything but", the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for cue in cues(language):
        words = tuple(re.split(r"[ '\u2019]", cue))
        if len(words) > 1:
            found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(those, key=len, reverse=True)) for first, those in found.items()}


@cache
def droppable(language: str) -> frozenset[str]:
    """Function words that stand between the words of a name and are not told apart from none."""
    idle = {folded(word, language) for word in function_words(language)}
    idle |= {
        word for word, role in cues(language).items() if role in {"with", "of", "and"} and " " not in word
    }
    kept = frozenset(word for word in idle if cues(language).get(word) not in {"not", "not_after", "but"})
    return kept - _data().part_of_names.get(language, frozenset())


def without_affixes(word: str, language: str) -> Iterator[str]:
    """A folded word without what says that its thing is not there: topuksuz gives topuk."""
    data = _data()
    for rule in data.suffix_not.get(language, ()):
        ending, _, instead = rule.partition(">")
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            yield word.removesuffix(ending) + instead
    for beginning in data.prefix_not.get(language, ()):
        if word.startswith(beginning) and len(word) - len(beginning) > _LEAST:
            rest = word.removeprefix(beginning)
            yield rest
            yield from (
                rest.removesuffix(one) for one in data.adjectives.get(language, ()) if rest.endswith(one)
            )


@cache
def _data() -> _File:
    return read(_File, "query_cues.yaml", "cues")

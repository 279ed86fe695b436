"""Words that point to an intent (data/cues/<language>.yaml): what a dozen examples cannot hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

import ahocorasick  # type: ignore[import-not-found, unused-ignore]  # a C module without stubs
import numpy as np
from pydantic import BaseModel, ConfigDict

from argosy_commerce.examples import Doubles
from argosy_commerce.folding import folded
from argosy_commerce.terms.strict_yaml import read_mapping, validated
from cs_agent.domain.understanding.examples import INTENTS
from cs_agent.domain.understood import Intent

_ANYWHERE: Final = frozenset({"zh", "ja", "th", "ko", "ar"})
"""Languages whose words are not parted, or bear particles in front and behind."""
_GAPS: Final = re.compile(r"[^\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")


Named = tuple[tuple[int, float], ...]
"""Places of intents, and how much a cue counts for each."""
_LITTLE: Final = 0.35


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    cues: Mapping[Intent, tuple[str | int, ...]]


@cache
def cues(language: str) -> Mapping[Intent, tuple[str, ...]]:
    """The file of a language. Raises TermDataError."""
    name = f"{language}.yaml"
    text = (files("cs_agent") / "data" / "cues" / name).read_text(encoding="utf-8")
    data = validated(_File, read_mapping(text, name, holds="cues", may_hold=frozenset({"as_of"})), name)
    return {intent: tuple(map(str, found)) for intent, found in data.cues.items()}


def faults(language: str) -> tuple[str, ...]:
    """Intents without a cue, in words; yes, no and unclear are read otherwise."""
    missing = set(INTENTS) - set(cues(language)) - {"yes", "no", "unclear"}
    return tuple(f"{language}: no cues for {intent}" for intent in sorted(missing))


def pointed(texts: Sequence[str], language: str) -> Doubles:
    """(texts, intents): how much the cues of a text point to each intent; the longer a cue, the more (0..3).

    A cue inside a longer one that is found there counts for nothing.
    """
    found = np.zeros((len(texts), len(INTENTS)))
    machine = _machine(language)
    for row, text in enumerate(texts):
        line = compared_line(text, language)
        hits = [(end - size + 1, end + 1, named) for end, (size, named) in machine.iter(line)]
        for start, end, named in _outermost(hits):
            weight = _weight(line[start:end].strip(), language) / len(named) ** 0.5
            for place, counts in named:
                found[row, place] += weight * counts
    return np.minimum(found, 3.0)


def _weight(cue: str, language: str) -> float:
    return 1.0 + 0.5 * (len(cue) > (2 if language in {"zh", "ja", "ko"} else 6))


def _outermost(hits: list[tuple[int, int, Named]]) -> Iterable[tuple[int, int, Named]]:
    reached = -1
    for start, end, named in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if end > reached:
            reached = end
            yield start, end, named


def compared_line(text: str, language: str) -> str:
    """A text as cues are looked for in it."""
    plain = _GAPS.sub(" ", folded(text, language))
    return plain.replace(" ", "") if language in _ANYWHERE - {"ar"} else f" {plain} "


@cache
def _machine(language: str) -> Any:  # noqa: ANN401 — untyped C module
    named: dict[str, dict[int, float]] = {}
    for intent, words in cues(language).items():
        for cue in words:
            counts = _LITTLE if cue.endswith("~") else 1.0
            named.setdefault(cue_key(cue, language), {})[INTENTS.index(intent)] = counts
    built = ahocorasick.Automaton()
    for key, places in named.items():
        built.add_word(key, (len(key), tuple(sorted(places.items()))))
    built.make_automaton()
    return built


def cue_key(cue: str, language: str) -> str:
    """A cue as it is looked for; the head of data/cues tells its signs."""
    cue = cue.removesuffix("~")
    inside, ends = cue.startswith("-"), cue.endswith("_")
    plain = _GAPS.sub(" ", folded(cue.strip("-_"), language)).strip()
    if language in _ANYWHERE:
        return plain if language == "ar" else plain.replace(" ", "")
    return ("" if inside else " ") + plain + (" " if ends else "")

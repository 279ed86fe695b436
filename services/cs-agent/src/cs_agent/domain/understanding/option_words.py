"""Words by which buyers name what can be chosen (data/option_words/), as patterns over a folded text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import BaseModel, ConfigDict

from argosy_commerce.terms import TermBase
from argosy_commerce.terms.strict_yaml import document, validated
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.retrieval.vocabulary import vocabulary
from cs_agent.domain.understanding.slot_words import any_of
from cs_agent.domain.understanding.spelling import LANGUAGES, UNSPACED

_FOLDER: Final = "option_words"
_IDLE: Final = "options_idle.yaml"


class _File(BaseModel):
    """One language's file, as the folder's README tells."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    colours: Mapping[str, tuple[str, ...]]
    plugs: Mapping[str, tuple[str, ...]]
    models: Mapping[str, tuple[str, ...]]
    sizes: Mapping[str, tuple[str, ...]]
    most: tuple[str, ...] = ()
    least: tuple[str, ...]
    than: tuple[str, ...]
    which: tuple[str, ...]
    there: tuple[str, ...]
    around: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OptionWords:
    """A language's words, ready to search. ``concepts``: ids by a folded word; ``models``: Latin words."""

    concepts: Mapping[str, re.Pattern[str]]
    models: Mapping[str, re.Pattern[str]]
    sizes: Mapping[str, re.Pattern[str]]
    most: tuple[str, ...]
    """Before a size's word they make it another: the largest is not L."""
    least: re.Pattern[str]
    than: re.Pattern[str]
    which: re.Pattern[str]
    there: re.Pattern[str]
    around: re.Pattern[str]

    def named(self, line: str, kind: str) -> Iterator[tuple[int, int, str]]:
        """Where a folded text names concepts of a kind (``colour.``), a longer word before those in it."""
        hits = [
            (*found.span(), concept)
            for concept, pattern in self.concepts.items()
            if concept.startswith(kind)
            for found in pattern.finditer(line)
        ]
        taken: list[tuple[int, int]] = []
        for start, end, concept in sorted(hits, key=lambda one: (one[0] - one[1], one[0])):
            if all(end <= a or b <= start or (start, end) == (a, b) for a, b in taken):
                taken.append((start, end))
                yield start, end, concept

    def in_latin(self, line: str) -> str:
        """A folded text with the words of model names as they stand on things: айфон 15 is iphone 15."""
        for latin, pattern in self.models.items():
            line = pattern.sub(f" {latin} ", line)
        return line


@cache
def option_words(language: str) -> OptionWords:
    """The words of a language (its base). Raises TermDataError."""
    name = f"{_FOLDER}/{language}.yaml"
    text = files("cs_agent").joinpath(f"data/{name}").read_text(encoding="utf-8")
    row = validated(_File, document(text), name)
    told = {f"colour.{one}": words for one, words in row.colours.items()}
    told |= {f"feature.{one}": words for one, words in row.plugs.items()}
    return OptionWords(
        {one: _pattern(words, language) for one, words in told.items()},
        {one: _pattern(words, language) for one, words in row.models.items()},
        {one: _pattern(words, language) for one, words in row.sizes.items()},
        row.most,
        *(_pattern(getattr(row, kind), language) for kind in ("least", "than", "which", "there", "around")),
    )


class Idle(BaseModel):
    """data/options_idle.yaml: what words beside an option may name without asking about it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    matters: frozenset[str]
    meanings: frozenset[str]


@cache
def idle() -> Idle:
    """The file, read once. Raises TermDataError."""
    text = files("cs_agent").joinpath(f"data/{_IDLE}").read_text(encoding="utf-8")
    return validated(Idle, document(text), _IDLE)


def faults() -> tuple[str, ...]:
    """Concepts, matters and meanings that are none, in words; a language without a file raises."""
    lexicon, known = TermBase.load().lexicon, vocabulary()
    return (
        *(
            f"{language}: no concept {one}"
            for language in LANGUAGES
            for one in option_words(language).concepts
            if one not in lexicon
        ),
        *(f"{_IDLE}: no matter {one}" for one in sorted(idle().matters - matters().rows.keys())),
        *(f"{_IDLE}: no meaning {one}" for one in sorted(idle().meanings - known.ids)),
    )


def _pattern(words: tuple[str, ...], language: str) -> re.Pattern[str]:
    """One of some words; Latin ones are words of their own in every script: the EU of エンジン is none."""
    apart = language in UNSPACED or language == "ko"
    latin = tuple(one for one in words if apart and one.isascii())
    others = tuple(one for one in words if one not in latin)
    parts = [any_of(others, language)] if others else []
    if latin:
        parts.append(rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, latin))})(?![a-z0-9])")
    return re.compile("|".join(parts))

"""Words beside what a message holds (data/slots.yaml), as patterns over a cleaned text's folded form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import BaseModel, ConfigDict

from argosy_commerce.folding import folded
from argosy_commerce.terms.strict_yaml import read_mapping, validated
from cs_agent.domain.understanding.spelling import LANGUAGES, UNSPACED

_NAME: Final = "slots.yaml"
_ANYWHERE: Final = UNSPACED | {"ko"}


class Words(BaseModel):
    """One language's row, as the file's head tells."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    body: Mapping[str, tuple[str, ...]]
    usual: tuple[str, ...]
    name: tuple[str, ...]
    order: tuple[str, ...]
    postcode: tuple[str, ...]
    lead: tuple[str, ...]
    whether: tuple[str, ...]
    open: tuple[str, ...]
    refers: tuple[str, ...]
    joins: tuple[str, ...]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    words: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class SlotPatterns:
    """A language's words, ready to search. ``body``: the concept by the pattern's group."""

    body: re.Pattern[str]
    parts: tuple[str, ...]
    usual: re.Pattern[str]
    name: re.Pattern[str]
    order: re.Pattern[str]
    postcode: re.Pattern[str]
    lead: re.Pattern[str]
    whether: re.Pattern[str]
    open: re.Pattern[str]
    refers: re.Pattern[str]
    joins: re.Pattern[str]
    """Of no width, over a text that is not folded."""


@cache
def words() -> Mapping[str, Words]:
    """The file. Raises TermDataError."""
    text = (files("cs_agent") / "data" / _NAME).read_text(encoding="utf-8")
    return validated(
        _File, read_mapping(text, _NAME, holds="words", may_hold=frozenset({"as_of"})), _NAME
    ).words


def faults() -> tuple[str, ...]:
    """Languages without a row, in words; patterns that do not compile raise."""
    for language in words():
        slot_patterns(language)
    return tuple(f"{language}: no row in {_NAME}" for language in LANGUAGES if language not in words())


@cache
def slot_patterns(language: str) -> SlotPatterns:
    """The patterns of a language."""
    row = words()[language]
    body = "|".join(f"({any_of(found, language)})" for found in row.body.values())
    lists = ("usual", "name", "order", "postcode", "lead", "whether", "open", "refers")
    found = {name: re.compile(any_of(getattr(row, name), language)) for name in lists}
    return SlotPatterns(
        body=re.compile(body), parts=tuple(row.body), joins=_cuts(row.joins, language), **found
    )


def _cuts(joins: Iterable[str], language: str) -> re.Pattern[str]:
    spaced = language not in _ANYWHERE
    places = []
    for one in joins:
        behind, _, front = one.partition("|")
        if front:
            places.append(rf"(?<=\s)(?={re.escape(front)}\s)" if spaced else rf"(?={re.escape(front)})")
        else:
            places.append(rf"(?<={re.escape(behind)})")
    return re.compile("|".join(places), re.IGNORECASE)


@cache
def joining_words(language: str) -> tuple[str, ...]:
    """Words that join a message to what was said before, as folded: and, but."""
    return tuple(folded(one.strip("|"), language) for one in words()[language].joins if one[0] == "|")


def any_of(found: Iterable[str], language: str) -> str:
    """A pattern for one of several words, as the file's head tells; over a folded text."""
    keys = sorted({folded(word, language) for word in found}, key=lambda word: (-len(word), word))
    body = "|".join(re.escape(key).replace(r"\*", r"\w*").replace(r"\ ", r"[\s'-]+") for key in keys)
    if language in _ANYWHERE:
        return f"(?:{body})"
    # Arabic writes "and" onto the word; a ß may have been folded to one s or two.
    front = "و?" if language == "ar" else ""
    return rf"(?<!\w){front}(?:{body.replace('ss', 's{1,2}')})(?!\w)"

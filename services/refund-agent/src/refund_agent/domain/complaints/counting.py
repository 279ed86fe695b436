"""How each language tells which things of an order, and how many, are meant (data/lines/<language>.yaml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from argosy_commerce.folding import folded
from argosy_commerce.terms.strict_yaml import read_mapping, validated
from refund_agent.domain.complaints.tongues import Words, tongue
from refund_agent.domain.complaints.wordings import UNSPACED, Wordings


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    fine: Words
    """What says of a thing that nothing is wrong with it, or that it is kept."""
    others: Words
    """The other ones, the rest."""
    all: Words
    """All of it, the whole order."""
    both: Words
    came: Words
    """What is there, so that the rest is missing."""
    needs: Words
    """What is wanted of what was ordered, so that the rest is not."""
    numbers: Mapping[int, Words]
    only: Words
    """What is there, the rest is missing."""
    not_pieces: Words
    """Units behind a number that counts something else."""
    ones: Words
    """One piece, where the word for one alone might be an article."""
    halves: Words
    numbered: Words
    """Before a number that counts nothing: size 4, order no. 12."""
    joins: Words = ()
    """Between things that are named together, beside articles, prepositions and "and"."""
    also: Words
    """Beside a thing of which the same is said as of the one before: and the blanket too."""
    idle: Words = ()
    """With a word for all in it, and of another meaning: not at all."""
    beside: Words = ()
    """Before a thing that is named for another's sake: next to the lamp."""
    big: Words
    small: Words
    counters: Words = ()
    """Behind a number that counts pieces, in languages that count with them."""


@dataclass(frozen=True, slots=True)
class Counting:
    """A language's patterns, for folded texts."""

    fine: re.Pattern[str]
    others: re.Pattern[str]
    all: re.Pattern[str]
    both: re.Pattern[str]
    also: re.Pattern[str]
    idle: re.Pattern[str]
    beside: re.Pattern[str]
    joins: frozenset[str]
    big: re.Pattern[str]
    small: re.Pattern[str]
    came: re.Pattern[str]
    needs: re.Pattern[str]
    only: re.Pattern[str]
    ones: re.Pattern[str]
    halves: re.Pattern[str]
    numbers: Mapping[str, int]
    number: re.Pattern[str]
    """A number that may count pieces: its first group."""
    numbered: re.Pattern[str]
    """What ends before a number that counts nothing."""


@cache
def counting(language: str) -> Counting:
    """The patterns of a language (the base of its tag). Raises TermDataError, WordingError."""
    name = f"{language}.yaml"
    text = (files("refund_agent") / "data" / "lines" / name).read_text(encoding="utf-8")
    others = frozenset(_File.model_fields) - {"numbers"}
    data = validated(_File, read_mapping(text, name, holds="numbers", may_hold=others), name)
    numbers = {folded(word, language): value for value, words in data.numbers.items() for word in words}
    made = Wordings(language, tongue(language).classes, sorted(numbers, key=len, reverse=True))
    return Counting(
        fine=made.pattern(data.fine),
        others=made.pattern(data.others),
        both=made.pattern(data.both),
        all=made.pattern(data.all),
        joins=frozenset(folded(word, language) for word in data.joins),
        also=made.pattern(data.also),
        idle=made.pattern(data.idle),
        beside=made.pattern(data.beside),
        big=made.pattern(data.big),
        small=made.pattern(data.small),
        came=made.pattern(data.came),
        needs=made.pattern(data.needs),
        only=made.pattern(data.only),
        ones=made.pattern(data.ones),
        halves=made.pattern(data.halves),
        numbers=numbers,
        numbered=re.compile(rf"{made.pattern(data.numbered).pattern}[ .:\n]{{0,3}}\Z"),
        number=_number(made, data, numbers),
    )


def _number(made: Wordings, data: _File, numbers: Mapping[str, int]) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(numbers, key=len, reverse=True))
    figure = r"(?<![\d.,/:#-])\d{1,3}(?![\d%])(?![.,/:-]\d)"
    units = made.pattern(data.not_pieces).pattern
    counters = made.pattern(data.counters).pattern
    if made.language in UNSPACED:
        return re.compile(
            rf"((?<![a-z]){figure}|(?<!\d)(?:{words})) ?(?={counters})(?!(?:{counters})?{units})"
        )
    head = "(?<!\\w)[وفب]?" if made.language == "ar" else r"(?<!\w)"
    return re.compile(rf"{head}({figure}|{words})(?!\w)(?! ?-?{units})")

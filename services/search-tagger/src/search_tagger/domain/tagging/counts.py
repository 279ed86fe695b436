"""How many: "3 Pack", "set of 4", "10 قطع", as counts in one writing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from argosy_commerce.numerals import in_latin_digits
from argosy_commerce.proofreading.naming import Named
from search_tagger.domain.rules import rules
from search_tagger.domain.tagging.cover import Cover
from search_tagger.domain.tagging.values import plain

_KINDS = ("piece", "pair", "cup")
_QUANTITY = "attribute.quantity"
_TOGETHER = frozenset({"ja", "th", "ko"})


@dataclass(frozen=True, slots=True)
class CountTold:
    """A count with its place."""

    start: int
    end: int
    attribute: str
    value: str
    of_a_set: bool = False
    """Whether the words say that the things are sold together: set of 4."""


def counts_told(text: str, language: str, names: Sequence[Named]) -> Iterator[CountTold]:
    """The counts of a text; a number inside a longer name (3-in-1) counts nothing."""
    plain_text = in_latin_digits(text).casefold()
    if len(plain_text) != len(text):
        return
    inside = Cover(len(text))
    for name in names:
        if not any(c.startswith("unit.") for c in name.concepts):
            inside.add(name.start, name.end)
    for kind, pattern in _patterns(language):
        for found in pattern.finditer(plain_text):
            start, end = found.span()
            number = found["number"]
            at, to = found.span("number")
            if inside.holds(at, to) or number.startswith("0"):
                continue
            counted = kind if number == "1" else f"{kind}s"
            yield CountTold(start, end, _QUANTITY, f"{plain(Decimal(number))} {counted}", end == to)


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = rules("counts").get(language, {})
    made = []
    border = "" if language in _TOGETHER else r"(?!\w)"
    for kind in _KINDS:
        words = sorted((str(w).casefold() for w in found.get(kind, ())), key=len, reverse=True)
        if words:
            after = "|".join(map(re.escape, words))
            made.append(
                (kind, re.compile(rf"(?<![\w.,])(?P<number>\d{{1,4}})[ \u00a0-]?(?:{after}){border}"))
            )
    before = "|".join(re.escape(str(w).casefold()) for w in found.get("before", ()))
    if before:
        made.append(("piece", re.compile(rf"(?<!\w)(?:{before})\s*(?P<number>\d{{1,4}})(?![\w.,])")))
    return tuple(made)

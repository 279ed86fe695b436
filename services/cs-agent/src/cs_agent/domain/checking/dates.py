"""Days and times of day in a text, however a language writes them: 2026-02-14, 14. Februar, 2月14日."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from babel.dates import get_month_names

from argosy_commerce.numerals import in_latin_digits
from argosy_commerce.proofreading.words import Span

_ISO: Final = re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)")
_CJK: Final = re.compile(
    r"(?:(?P<y>\d{4})\s?[年년]\s?)?(?<!\d)(?P<m>1[0-2]|0?[1-9])\s?[月월]"
    r"(?:\s?(?P<d>3[01]|[12]\d|0?[1-9])\s?[日号號일](?:\s?[-–~〜至到から]{1,2}\s?(?P<e>3[01]|[12]\d|0?[1-9])\s?[日号號일])?)?"
)
_PARTS: Final = re.compile(
    r"(?<![\d.,/])(?P<a>\d{1,4})(?P<sign>[./-])(?P<b>\d{1,2})(?P=sign)(?P<c>\d{1,4})(?![\d/])\.?"
)
_TIME: Final = re.compile(r"(?<![\d:.,])(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?::[0-5]\d)?(?![\d:])")
_MONTH_FIRST: Final = frozenset({"en"})
_BUDDHIST: Final = 543
_CAPITAL: Final = frozenset({"en", "de"})
"""Languages whose months begin with a capital."""
_OWN_NUMBERS: Final = frozenset({"zh", "ja", "ko"})


@dataclass(frozen=True, slots=True)
class Day:
    """A day as far as it was written: 0 where the year or the day was not."""

    year: int
    month: int
    day: int
    span: Span = (0, 0)

    def may_be(self, other: Day) -> bool:
        """Whether both may be the same day; what one does not tell does not part them."""
        return (
            self.month == other.month
            and (self.day == other.day or not self.day)
            and (self.year == other.year or not self.year or not other.year)
        )


def days_in(text: str, language: str) -> tuple[Day, ...]:
    """Every day named, the longest reading of each place."""
    flat = in_latin_digits(text)
    found = [*_numeric(flat, language), *_by_name(flat, language)]
    kept: list[Day] = []
    for day in sorted(found, key=lambda one: (one.span[0] - one.span[1], one.span[0])):
        free = all(
            day.span == one.span or day.span[1] <= one.span[0] or one.span[1] <= day.span[0] for one in kept
        )
        if free:
            kept.append(day)
    return tuple(sorted(kept, key=lambda one: one.span))


def times_in(text: str) -> tuple[tuple[str, Span], ...]:
    """Times of day as HH:MM."""
    flat = in_latin_digits(text)
    return tuple((f"{int(one['h']):02}:{one['m']}", one.span()) for one in _TIME.finditer(flat))


def _numeric(text: str, language: str) -> Iterator[Day]:
    for match in _ISO.finditer(text):
        yield from _day(int(match["y"]), int(match["m"]), int(match["d"]), match.span())
    if language in _OWN_NUMBERS or "月" in text:
        for match in _CJK.finditer(text):
            for end in filter(None, (match["d"] or "0", match["e"])):
                yield from _day(int(match["y"] or 0), int(match["m"]), int(end), match.span())
    for match in _PARTS.finditer(text):
        a, b, c = int(match["a"]), int(match["b"]), int(match["c"])
        if len(match["a"]) == 4:
            yield from _day(a, b, c, match.span())
        elif len(match["c"]) in {2, 4}:
            year = c if c > 99 else 2000 + c
            month, day = (a, b) if language in _MONTH_FIRST and match["sign"] == "/" else (b, a)
            yield from _day(year, month, day, match.span())


def _by_name(text: str, language: str) -> Iterator[Day]:
    if language in _OWN_NUMBERS:
        return
    names, pattern = _names(language)
    for match in pattern.finditer(_folded(text)):
        month = names[match["month"] or match["first"]]
        if match["first"] and not (match["d2"] or match["y2"]) and _is_a_word(text, match, language):
            continue
        days = match["d"] or match["d2"] or "0"
        year = int(match["y"] or match["y2"] or 0)
        year = year - _BUDDHIST if language == "th" and year > 2400 else year
        for day in filter(None, (days, match["e"], match["e2"])):
            yield from _day(year, month, int(day), match.span())


def _is_a_word(text: str, match: re.Match[str], language: str) -> bool:
    """Whether a month's short name stands alone, as other words do: "set" (it), "mar" (es), "may" (en)."""
    if match["first"] not in _long(language):
        return True
    return language in _CAPITAL and text[match.start("first")].islower()


@cache
def _long(language: str) -> frozenset[str]:
    names = (
        *get_month_names("wide", context="format", locale=language).values(),
        *get_month_names("wide", context="stand-alone", locale=language).values(),
    )
    return frozenset(name.casefold().rstrip(".") for name in names)


@cache
def _names(language: str) -> tuple[Mapping[str, int], re.Pattern[str]]:
    """Names of months to their numbers, and a day written with one of them."""
    names: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, context=context, locale=language).items():
                names.setdefault(name.casefold().rstrip("."), number)
    said = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    day, sep = r"3[01]|[12]\d|0?[1-9]", r"\s?(?:[-–/]|to|bis|al?|à|au|до|ถึง|إلى|tot|do)\s?"
    ends = r"(?:\.|st|nd|rd|th|er|º|ª|°|-го|-е)?"
    border = "" if language == "th" else r"(?!\w)"
    year = r"(?:[\s,.]{0,3}(?:de|del|г\.|ค\.ศ\.|พ\.ศ\.)?\s?"
    return names, re.compile(
        rf"(?<![\d.,])(?P<d>{day}){ends}(?:{sep}(?P<e>{day}){ends})?\s?(?:de |of )?(?P<month>{said})"
        rf"{border}\.?{year}(?P<y>(?:19|20|25)\d\d)(?!\d))?"
        rf"|(?<!\w)(?P<first>{said}){border}\.?(?:\s(?P<d2>{day})(?!\d){ends}(?:{sep}(?P<e2>{day})(?!\d))?)?"
        rf"(?:[\s,.]{{0,3}}(?P<y2>(?:19|20|25)\d\d)(?!\d))?"
    )


def _folded(text: str) -> str:
    """Without case, letter by letter: İ and ß would become two, and spans would no longer fit."""
    return "".join(low if len(low := letter.casefold()) == 1 else letter.lower()[0] for letter in text)


def _day(year: int, month: int, day: int, span: Span) -> Iterator[Day]:
    if 1 <= month <= 12 and 0 <= day <= 31:
        yield Day(year, month, day, span)

"""Dates as notices write them: every order, month names of all languages, other calendars' years."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final, Literal

from chargeback_agent.domain.notices.page import Page
from chargeback_agent.domain.notices.view import ALPHABETIC, LETTER, View, folded
from chargeback_agent.domain.notices.vocabulary import LANGUAGES, word_file

Order = Literal["day", "month"]

_NUMBERS: Final = re.compile(
    r"(?<![0-9A-Za-z_À-ԯ.,/\-])(?:"
    r"(\d{1,4})([./\-]) ?(\d{1,2})\2 ?(\d{4}|\d{2})(?![\d/]|[.\-]\d|[A-Za-zÀ-ԯ])"
    r"|(\d{4})(\d{2})(\d{2})(?![0-9A-Za-z_À-ԯ\-]))"
)
_TIMED: Final = re.compile(r"(?<![0-9A-Za-z_À-ԯ.,/\-])(\d{4})-(\d{2})-(\d{2})(?=T\d)", re.IGNORECASE)
# "13.1." at a sentence's end is a reason code of Visa
_SHORT: Final = re.compile(r"(?<![0-9A-Za-z_À-ԯ.,/:\-])(?!1[0-3]\.[1-9]\.)(\d{1,2})\.(\d{1,2})\.(?!\w)")
_EAST: Final = re.compile(
    r"(?:(?P<era>令和|平成|民国|民國|中華民國|中华民国)[ \u3000]*)?"
    r"(?P<year>\d{1,4}|元|[〇零○一二三四五六七八九]{4})[ \u3000]*[年년][ \u3000]*"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,3})[ \u3000]*[月월][ \u3000]*"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十廿]{1,4})[ \u3000]*[日일號号]?"
)
_EAST_SHORT: Final = re.compile(r"(?<![\d年년])(\d{1,2})[ ]*[月월][ ]*(\d{1,2})[ ]*[日일號号]")
_NUMERALS: Final = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_ERAS: Final = {"令和": 2018, "平成": 1988}
_LINK: Final = r"[ .,]{0,3}(?:(?:de|del|of|d'|di|do|da)[ ]+)?"
_YEAR: Final = (
    r"(?:[ .,/\-]{1,3}(?:(?:de|del|of)[ ]+)?(?P<year>\d{4}|'?\d{2}(?![\d:.,h]))|(?P<joined>(?<=\.)\d{4}))"
)
_MOST: Final = 300
"""Of one part; a report of a hundred disputes has no more."""
_SHORT_NAME: Final = 4
_OLDEST: Final = 15 * 365
_YOUNGEST: Final = 3 * 365


@dataclass(frozen=True, slots=True)
class Dated:
    """A date and its place. ``swapped`` is the other reading of an ambiguous one."""

    value: date
    start: int
    end: int
    swapped: date | None = None
    sure: float = 1.0
    full: bool = True
    """Whether its year stands there."""
    wordlike: bool = False
    """``2 out``, ``may 5``: a month so short that it may be a word, and no year."""


@cache
def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in LANGUAGES:
        for number, said in word_file(language).get("months", {}).items():
            for name in said:
                names.setdefault(folded(str(name)).rstrip(".").strip(), int(number))
    return names


@cache
def _named() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_months(), key=len, reverse=True))
    day = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th|er|[ºoª.])?"
    first = rf"(?<!\d)(?<!\d[.,/:\-]){day.format('day')}{_LINK}[\-/]?(?P<month>{names})(?!{LETTER}){_YEAR}?"
    second = (
        rf"(?<!{ALPHABETIC})(?P<month2>{names})(?!{LETTER})[ .\-]{{1,2}}{day.format('day2')}(?![\d:]|[.,]\d)"
    )
    return re.compile(rf"{first}|{second}{_YEAR.replace('year', 'year2').replace('joined', 'joined2')}?")


def dates(page: Page, order: Order | None, received: date, *, proven: bool = True) -> list[Dated]:
    """Every date of a part, in order. ``order``: which comes first where numbers do not say.

    An order that is not ``proven`` leaves the other reading in ``swapped``.
    """
    seen = page.view
    every = (*_east(seen, received), *_by_numbers(seen, order, received, proven), *_by_names(seen, received))
    oldest, youngest = timedelta(-_OLDEST), timedelta(_YOUNGEST)
    found = [one for one in every if oldest <= one.value - received <= youngest]
    found.sort(key=lambda dated: (dated.start, dated.start - dated.end))
    kept: list[Dated] = []
    for dated in found:
        if not kept or dated.start >= kept[-1].end:
            kept.append(dated)
    return kept[:_MOST]


def order_of(views: Iterable[View]) -> Order | None:
    """The order that dates of a notice prove, by one number above twelve or by saying it."""
    said: set[Order] = set()
    for seen in views:
        if re.search(r"\b(?:dd|jj|tt|gg)[./\-](?:mm|aa)[./\-]", seen.low):
            said.add("day")
        elif re.search(r"\bmm[./\-]dd[./\-]", seen.low):
            said.add("month")
        for match in _NUMBERS.finditer(seen.flat):
            if match[1] and len(match[1]) <= 2 and match[2] == "/":
                first, second = int(match[1]), int(match[3])
                if first > 12 >= second:
                    said.add("day")
                elif second > 12 >= first:
                    said.add("month")
    return said.pop() if len(said) == 1 else None


def _by_numbers(seen: View, order: Order | None, received: date, proven: bool) -> Iterable[Dated]:
    for match in _TIMED.finditer(seen.flat):
        value = _date(int(match[1]), int(match[2]), int(match[3]))
        if value:
            yield Dated(value, *match.span())
    for match in _NUMBERS.finditer(seen.flat):
        if match[5]:
            value = _date(int(match[5]), int(match[6]), int(match[7]))
            if value:
                yield Dated(value, *match.span(), sure=0.8)
        elif len(match[1]) >= 3:
            year = int(match[1]) + (1911 if 100 <= int(match[1]) < 200 else 0)
            value = _date(year, int(match[3]), int(match[4])) if len(match[4]) == 2 else None
            if value:
                yield Dated(value, *match.span())
        else:
            yield from _ambiguous(match, order, received, proven)
    for match in _SHORT.finditer(seen.flat):
        value = _nearest(int(match[2]), int(match[1]), received)
        if value:
            yield Dated(value, *match.span(), sure=0.7, full=False)


def _ambiguous(match: re.Match[str], order: Order | None, received: date, proven: bool) -> Iterable[Dated]:
    year = _year(match[4])
    by_day = _date(year, int(match[3]), int(match[1]))
    by_month = _date(year, int(match[1]), int(match[3])) if match[2] != "." else None
    if by_day and by_month and by_day != by_month:
        if match[2] == "-" or order:
            day_first = order != "month"
            meant, other = (by_day, by_month) if day_first else (by_month, by_day)
            certain = proven and order is not None
            yield Dated(meant, *match.span(), None if certain else other, 0.97 if certain else 0.85)
        else:
            yield Dated(by_month, *match.span(), swapped=by_day, sure=0.6)
    elif by_day or by_month:
        yield Dated(by_day or by_month or received, *match.span())
    elif len(match[1]) == 2 and len(match[4]) == 2:
        value = _date(_year(match[1]), int(match[3]), int(match[4]))
        if value:
            yield Dated(value, *match.span(), sure=0.7)


def _east(seen: View, received: date) -> Iterable[Dated]:
    for match in _EAST.finditer(seen.flat):
        year = _east_year(match["era"], match["year"])
        value = _date(year, _numeral(match["month"]), _numeral(match["day"]))
        if value:
            yield Dated(value, *match.span())
    for match in _EAST_SHORT.finditer(seen.flat):
        value = _nearest(int(match[1]), int(match[2]), received)
        if value:
            yield Dated(value, *match.span(), sure=0.8, full=False)


def _east_year(era: str | None, written: str) -> int:
    if written == "元":
        number = 1
    elif written.isdigit():
        number = int(written)
    else:
        number = int("".join(str(_NUMERALS[char]) for char in written))
    if era in _ERAS:
        return number + _ERAS[era]
    if era or 100 <= number < 200:
        return number + 1911
    return _year(written) if len(written) == 2 else number


def _numeral(written: str) -> int:
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.replace("廿", "二十").rpartition("十")
    value = _NUMERALS.get(ones, 0)
    return value + 10 * (_NUMERALS.get(tens, 1) if ten else 0)


def _by_names(seen: View, received: date) -> Iterable[Dated]:
    for match in _named().finditer(seen.low):
        month = _months()[match["month"] or match["month2"]]
        day = int(match["day"] or match["day2"])
        written = match["year"] or match["joined"] or match["year2"] or match["joined2"]
        value = _date(_year(written.lstrip("'")), month, day) if written else None
        if value is None:
            value = _nearest(month, day, received)
            if value is None:
                continue
            end = max(match.end("month"), match.end("day2"), match.end("month2"))
            wordlike = len(match["month"] or match["month2"]) <= _SHORT_NAME
            yield Dated(value, match.start(), end, sure=0.8, full=False, wordlike=wordlike)
        else:
            yield Dated(value, *match.span())


def _year(written: str) -> int:
    """Two digits are of this century; above 2400 it is the Buddhist era."""
    year = int(written)
    if len(written) <= 2:
        return 2000 + year if year < 60 else 1957 + year
    return year - 543 if year > 2400 else year


def _date(year: int, month: int, day: int) -> date | None:
    year = year - 543 if year > 2400 else year
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(month: int, day: int, received: date) -> date | None:
    near = [_date(received.year + shift, month, day) for shift in (-1, 0, 1)]
    return min((one for one in near if one), key=lambda one: abs(one - received), default=None)

"""Figures of a query with their units, in the writing of products' tags: 1,5 литра is "1.5 L"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from argosy_commerce.reading.numerals import CHINESE, read_chinese
from argosy_commerce.units import Quantity, units
from search_tagger.domain.querying.sizes_data import any_of, sizes_data
from search_tagger.domain.querying.units import YEARS, unit_at
from search_tagger.domain.tagging.values import amount, between

_FIGURE: Final = r"\d{1,3}(?:[.,]\d{3})+(?![\d.,])|\d{1,6}(?:[.,]\d{1,3})?(?: ?½| 1/2(?!\d))?|½"
_SPACED: Final = re.compile(r"(?<![\d.,])(\d{1,3}) (\d{3})(?![\d.,])")
_IN_THOUSANDS: Final = frozenset({"mAh", "W", "lm", "Pa", "ml", "g", "rpm", "Hz", "kelvin"})
_HALF: Final = Decimal("0.5")
_NO_TIMES: Final = re.compile(r"[ -]?\d")


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure, or two ends, with its unit. ``unit``: of units.yaml, a counter, ``percent``."""

    start: int
    end: int
    low: Decimal
    high: Decimal | None
    unit: str

    @property
    def is_size(self) -> bool:
        """Whether it says how large or strong a thing is: no time, count or share."""
        row = units().get(self.unit)
        return row is not None and row.dimension not in sizes_data().aside

    @property
    def is_age(self) -> bool:
        """Whether it tells years or months."""
        return self.unit in YEARS or self.unit == "month"

    def written(self) -> str:
        """``20000 mAh``, ``25-27 cm``, ``5-6 years``."""
        low = Quantity(self.low, self.unit)
        return amount(low) if self.high is None else between(low, Quantity(self.high, self.unit))


def measured(text: str, language: str) -> Iterator[Measured]:
    """Every figure of a cleaned text that a unit stands behind, ranges as one."""
    for match in _figures().finditer(text):
        start, low, high = match.start(), number(match["low"]), match["high"]
        end, unit = unit_at(text, match.end(), number(high) if high else low, language)
        if unit == "in" and _NO_TIMES.match(text, end):
            continue  # 2 in 1
        spaced = _SPACED.search(text[max(0, start - 4) : match.end()])
        if spaced and not high and spaced[2] == match["low"] and unit in _IN_THOUSANDS:
            start, low = max(0, start - 4) + spaced.start(), number(spaced[1] + spaced[2])
        if unit and (high is None or low < number(high)):
            yield Measured(start, end, low, number(high) if high else None, unit)
        elif unit:
            yield Measured(match.start("high"), end, number(high), None, unit)
    yield from _in_words(text, language)


def _in_words(text: str, language: str) -> Iterator[Measured]:
    data = sizes_data()
    if language == "zh":
        for match in re.finditer(CHINESE, text):
            value = read_chinese(match[0])
            end, unit = unit_at(text, match.end(), value or Decimal(1), language)
            if value is not None and unit in units():
                yield Measured(match.start(), end, value, None, unit)
    if language == "ar":
        for match in re.finditer(rf"(?<!\w)(?:{any_of(data.duals)})(?!\w)", text):
            yield Measured(match.start(), match.end(), Decimal(2), None, data.duals[match[0]])


def number(written: str) -> Decimal:
    """12,5 and 12.5 and 20,000 and 38 1/2."""
    half = written.endswith(("½", "1/2"))
    plain = re.sub(r" ?½$| 1/2$", "", written)
    if not plain:
        return _HALF
    mark = re.fullmatch(r"([1-9]\d{0,2})((?:[.,]\d{3})+)", plain)
    value = Decimal(re.sub(r"[.,]", "", plain) if mark else plain.replace(",", "."))
    return value + _HALF if half else value


@cache
def _figures() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\d.,])(?<![a-zA-Z])(?P<low>{_FIGURE})"
        rf"(?:(?: ?[-–—~〜～/] ?| (?:{any_of(sizes_data().to)}) |[至到から]+)(?P<high>{_FIGURE}))?",
        re.IGNORECASE,
    )

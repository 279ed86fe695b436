"""Figures of an English text as the measures of a reading: amounts, ranges, sides, counts, shares, tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from argosy_commerce.proofreading.figures import Figure, rows
from argosy_commerce.proofreading.unit_words import PERCENT
from argosy_commerce.reading.items import (
    Amount,
    AmountRange,
    Count,
    Dimensions,
    Item,
    Model,
    Number,
    Percent,
    Series,
)
from argosy_commerce.units import Quantity, units

AGE = "attribute.age"
_BETWEEN = re.compile(r"\s*(?:[-\u2010-\u2015~]|\bto\b)\s*")
_SLASH = re.compile(r"\s*/\s*")
_TOKEN = re.compile(r"(?=.*[A-Za-z])(?=.*\d)[A-Za-z0-9.\-]+")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


def measures_of(text: str, figures: Sequence[Figure], heading: str | None) -> Iterator[Item]:
    """The figures that say one thing each, in their order; one that may say two is left out.

    ``heading`` is the attribute's concept id: under an age, years are years of age.
    """
    sides = {figure.start: row for row in rows(text, figures) for figure in row}
    index = 0
    while index < len(figures):
        figure = figures[index]
        row = sides.get(figure.start, (figure,))
        following = figures[index + 1] if index + 1 < len(figures) else None
        if len(row) > 1:
            item, read = _dimensions(text, row, heading), len(row)
        elif following is not None and _BETWEEN.fullmatch(text, figure.end, following.start):
            item, read = _range(text, figure, following, heading), 2
        elif following is not None and _SLASH.fullmatch(text, figure.end, following.start):
            item, read = _series(text, figure, following, heading)
        else:
            item, read = _single(figure, heading), 1
        if item is not None:
            yield item
        index += read


def _dimensions(text: str, row: Sequence[Figure], heading: str | None) -> Item | None:
    sides = [_quantity(figure, heading) for figure in row]
    known = [side for side in sides if side is not None]
    same = len({side.unit for side in known}) == 1 and len(known) == len(row) <= 3
    if not same or units()[known[0].unit].dimension != "length":
        return None
    start, end = row[0].start, row[-1].end
    return Dimensions((start, end), text[start:end], tuple(known))


def _range(text: str, first: Figure, last: Figure, heading: str | None) -> Item | None:
    low, high = _quantity(first, heading), _quantity(last, heading)
    if low is None or high is None or low.unit != high.unit or low.value >= high.value:
        return None
    start = first.start - (low.value < 0)  # the sign stands before the figure
    return AmountRange((start, last.end), text[start : last.end], low, high)


def _series(text: str, first: Figure, last: Figure, heading: str | None) -> tuple[Item | None, int]:
    """50/60 Hz, both meant; figures in different units (5 V / 2 A) are two items."""
    one, other = _quantity(first, heading), _quantity(last, heading)
    if one is None or other is None or one.unit != other.unit:
        return _single(first, heading), 1
    return Series((first.start, last.end), text[first.start : last.end], (one, other)), 2


def _single(figure: Figure, heading: str | None) -> Item | None:
    span = (figure.start, figure.end)
    if not figure.values:
        return Model(span, figure.text, figure.text) if _TOKEN.fullmatch(figure.text) else None
    value = _value(figure)
    if value is None or (figure.units and figure.may_be_bare):
        return None
    if not figure.units:
        return Number(span, figure.text, figure.text) if _DIGITS.fullmatch(figure.text) else None
    if figure.units == {PERCENT}:
        return Percent(span, figure.text, value)
    quantity = _quantity(figure, heading)
    if quantity is not None:
        return Amount(span, figure.text, quantity)
    counters = [unit_id for unit_id in figure.units if unit_id.startswith("unit.")]
    return Count(span, figure.text, value, counters[0]) if len(counters) == len(figure.units) == 1 else None


def _quantity(figure: Figure, heading: str | None) -> Quantity | None:
    """The amount, if value and unit can be one thing only."""
    value = _value(figure)
    meant = {unit_id for unit_id in figure.units if unit_id.startswith("age_") == (heading == AGE)}
    if not meant or any(unit_id not in units() for unit_id in meant):
        meant = set(figure.units)
    return (
        Quantity(value, meant.pop())
        if value is not None and len(meant) == 1 and meant <= set(units())
        else None
    )


def _value(figure: Figure) -> Decimal | None:
    return next(iter(figure.values)) if len(figure.values) == 1 else None

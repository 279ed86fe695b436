"""What figures become in a market: its shoppers' units beside or instead of the seller's, its decimal sign.

Only what a shopper of the market would misread changes; a figure that says the same there is left
as it is. Values and units are `argosy_commerce.units` and `customary`; nothing is rounded here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from babel.numbers import get_decimal_symbol

from argosy_commerce.customary import customary, is_customary, sign_of
from argosy_commerce.markets import Market
from argosy_commerce.reading.items import (
    Amount,
    AmountRange,
    Dimensions,
    Measure,
    Multiple,
    Series,
    Tolerance,
)
from argosy_commerce.reading.lone_measures import measures_in
from argosy_commerce.units import Quantity, unit, write_number

SURE_FIGURE: Final = 0.8
"""The reader's confidence below which no figure is converted."""
# L25cm, H:8.5cm: a letter that names the side, which would make the figure a model's.
_SIDE_LETTER: Final = re.compile(r"(?<![^\W\d_])[LWHDlwhdΦφØø](?=\d)")
_RATE: Final = re.compile(r"\s?/\s?[^\W\d_]")  # 180 g/m, 25 ml/h: not the amount of anything
_FIGURE: Final = re.compile(r"\d+(?:\.\d+)?")
_POINT: Final = re.compile(r"(?<=\d)\.(?=\d)")


_Way = Callable[[str, Sequence[Quantity], str, Market], str]
"""Writes a measure: its source, its quantities converted, what joins them, the market."""


@dataclass(frozen=True)
class _Whole:
    """A measure of a text as quantities in one unit, and what joins them."""

    span: tuple[int, int]
    quantities: tuple[Quantity, ...]
    joint: str


def figure_texts(text: str, market: Market) -> tuple[str, ...]:
    """How lettering of figures alone is written in a market, the best first, then shorter ones.

    Empty where it stays as it is: it says the same there, or holds no measure.
    """
    measures = _wholes(text)
    both = _with_customary(text, measures, market, _beside)
    if both is None:
        return _with_decimal_sign(text, measures, market)
    instead = _with_customary(text, measures, market, _instead)
    tight = _with_customary(text, measures, market, _instead_tight)
    return tuple(dict.fromkeys(said for said in (both, instead, tight) if said is not None))


def said_in_units_of(text: str, market: Market) -> tuple[str, ...]:
    """A text in the market's language with its shoppers' units, the best first.

    Empty where nothing is to be added. The text as it is comes last: metric is understood, and
    better than letters too small to read.
    """
    measures = _wholes(text)
    both = _with_customary(text, measures, market, _beside)
    if both is None:
        return ()
    instead = _with_customary(text, measures, market, _instead)
    return tuple(dict.fromkeys(said for said in (both, instead, text) if said is not None))


def written(quantities: Sequence[Quantity], locale: str, joint: str = "–") -> str:
    """Values of one cell without their unit: '37,5–40'."""
    return joint.join(write_number(q.value, locale) for q in quantities)


def _wholes(text: str) -> list[_Whole]:
    """The measures that can be written again from their quantities."""
    apart = _SIDE_LETTER.sub(" ", text)
    found = []
    for measure in measures_in(apart):
        whole = _whole(measure)
        if whole is None or _RATE.match(text, whole.span[1]):
            continue
        source = text[slice(*whole.span)]
        # Values are put back between side letters one by one.
        if not _SIDE_LETTER.search(source) or len(_FIGURE.findall(source)) == len(whole.quantities):
            found.append(whole)
    return found


def _whole(measure: Measure) -> _Whole | None:  # noqa: PLR0911 — one per kind
    match measure:
        case Amount(quantity=quantity):
            return _Whole(measure.span, (quantity,), "")
        case AmountRange(low=low, high=high):
            return _Whole(measure.span, (low, high), "–")
        case Dimensions(sides=sides):
            return _Whole(measure.span, sides, " × ")
        case Series(values=values):
            return _Whole(measure.span, values, "/")
        case Tolerance(value=value, off=off):
            return _Whole(measure.span, (value, off), " ± ") if unit(value.unit).offset == 0 else None
        case Multiple(each=each, count=count):
            start = measure.span[0]
            return _Whole((start, _end_of_each(measure, count.span[0])), (each,), "")
    return None


def _end_of_each(measure: Multiple, count_starts: int) -> int:
    """Where 500ml ends in 500ml*2."""
    head = measure.source[: count_starts - measure.span[0]]
    return measure.span[0] + len(head.rstrip("xX×*✕＊ "))


def _beside(source: str, quantities: Sequence[Quantity], joint: str, market: Market) -> str:
    return f"{source} ({_instead('', quantities, joint, market)})"


def _instead(source: str, quantities: Sequence[Quantity], joint: str, market: Market) -> str:
    sign = sign_of(quantities[0].unit, market.units)
    tie = "" if sign.startswith("°") else " "
    return f"{_values(source, quantities, joint, market)}{tie}{sign}"


def _instead_tight(source: str, quantities: Sequence[Quantity], joint: str, market: Market) -> str:
    sign = sign_of(quantities[0].unit, market.units, tight=True)
    tie = " " if sign[0].isalpha() else ""
    return f"{_values(source, quantities, joint.replace(' ', ''), market)}{tie}{sign}"


def _values(source: str, quantities: Sequence[Quantity], joint: str, market: Market) -> str:
    """The values with the market's joint, or, where sides are named (L25*W30cm), with their letters."""
    if not _SIDE_LETTER.search(source):
        return written(quantities, market.locale, joint)
    figures = list(_FIGURE.finditer(source))
    said, at = "", 0
    for found, quantity in zip(figures, quantities, strict=True):
        said += source[at : found.start()] + write_number(quantity.value, market.locale)
        at = found.end()
    return said


def _with_customary(text: str, measures: Sequence[_Whole], market: Market, way: _Way) -> str | None:
    """The text with every measure that converts written in one way; None where none does, or where
    the seller has given the customary unit already."""
    if any(is_customary(q.unit, market.units) for whole in measures for q in whole.quantities):
        return None
    parts, at, changed = [], 0, False
    for whole in measures:
        converted = customary(whole.quantities, market.units)
        if converted is None:
            continue
        start, end = whole.span
        parts += [text[at:start], way(text[start:end], converted, whole.joint, market)]
        at, changed = end, True
    return "".join((*parts, text[at:])) if changed else None


def _with_decimal_sign(text: str, measures: Sequence[_Whole], market: Market) -> tuple[str, ...]:
    """The text with the market's decimal sign in its measures, nothing else changed."""
    sign = get_decimal_symbol(market.locale.replace("-", "_"), numbering_system="latn")
    if sign == ".":
        return ()
    said, at = [], 0
    for whole in measures:
        start, end = whole.span
        said += [text[at:start], _POINT.sub(sign, text[start:end])]
        at = end
    new = "".join((*said, text[at:]))
    return (new,) if new != text else ()

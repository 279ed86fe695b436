"""Measures as a language writes them: CLDR's numbers and units, kilograms for jin, sizes as marked."""

from __future__ import annotations

from decimal import Decimal

from babel.dates import format_skeleton

from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.reading.items import (
    Amount,
    AmountRange,
    Composition,
    Count,
    Date,
    Dimensions,
    Measure,
    Multiple,
    Number,
    Percent,
    PercentRange,
    Price,
    Series,
    Size,
    Tolerance,
    Year,
)
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.units import Quantity, range_formatted, write_number

_TIMES = frozenset("xX×*＊")
METRIC = "metric"
_DIRECTION_MARKS = {ord(mark): None for mark in "\u200e\u200f\u061c"}


def say_measure(measure: Measure, grammar: Grammar, lexicon: Lexicon) -> str:
    """The measure in the language; every figure of it is there, converted only from Chinese units."""
    # CLDR's Arabic patterns carry direction marks, which fonts on pictures draw as boxes.
    return grammar.measured(_say(measure, grammar, lexicon).translate(_DIRECTION_MARKS))


def _say(  # noqa: PLR0911, PLR0912 — one per kind
    measure: Measure, grammar: Grammar, lexicon: Lexicon
) -> str:
    match measure:
        case Amount(quantity=quantity):
            return _metric(quantity).formatted(grammar.language)
        case AmountRange(low=low, high=high) if low.unit != high.unit:
            return grammar.range_sign.join(_metric(end).formatted(grammar.language) for end in (low, high))
        case AmountRange(low=low, high=high):
            return range_formatted(_metric(low), _metric(high), grammar.language, sign=grammar.range_sign)
        case Dimensions(sides=sides):
            return _sides([_metric(side) for side in sides], grammar)
        case Series(values=values):
            return _series([_metric(value) for value in values], grammar)
        case Tolerance(value=value, off=off):
            return (
                f"{_metric(value).formatted(grammar.language)} ± {_metric(off).formatted(grammar.language)}"
            )
        case Count():
            return say_count(measure, grammar, lexicon)
        case Multiple(each=each, count=count):
            each_written = _metric(each).formatted(grammar.language)
            if count.unit_id is None:
                return grammar.multiple(each_written, _number(count.number, grammar), has_unit=False)
            return grammar.multiple(each_written, say_count(count, grammar, lexicon), has_unit=True)
        case Percent(number=number):
            return grammar.percent(number)
        case PercentRange(low=least, high=most):
            return f"{grammar.percent(least)}{grammar.range_sign}{grammar.percent(most)}"
        case Composition(parts=parts):
            return grammar.comma.join(_share(percent, id_, grammar, lexicon) for percent, id_ in parts)
        case Price(money=money):
            return grammar.price(money)
        case Year(year=year):
            return str(year)
        case Date():
            return _date(measure, grammar)
        case Size(low=low_size, high=high_size):
            return low_size if high_size is None else f"{low_size}{grammar.range_sign}{high_size}"
        case Number(text=text):
            return text


def say_count(count: Count, grammar: Grammar, lexicon: Lexicon) -> str:
    """A number of things; the bare number where the language has no word for the unit."""
    written = _number(count.number, grammar)
    top = count.number
    if count.high is not None:
        written, top = f"{written}{grammar.range_sign}{_number(count.high, grammar)}", count.high
    known = count.unit_id is not None and count.unit_id in lexicon
    unit = lexicon[count.unit_id].term(grammar.language) if count.unit_id and known else None
    if unit is None:
        return f"{grammar.times.lstrip()}{written}" if count.source.lstrip()[:1] in _TIMES else written
    return grammar.counted(top, written, grammar.counter(unit, count.source))


def is_bare_count(item: object) -> bool:
    """*2 after a thing: how many of it, with no word for the unit."""
    return isinstance(item, Count) and item.unit_id is None


def _metric(quantity: Quantity) -> Quantity:
    return quantity.for_market(METRIC)


def _number(value: Decimal, grammar: Grammar) -> str:
    return write_number(value, grammar.language)


def _sides(sides: list[Quantity], grammar: Grammar) -> str:
    """30 × 40 × 10 cm: the unit once, after the last, as the last is written with it."""
    last = sides[-1].formatted(grammar.language)
    return grammar.times.join([*(_number(side.value, grammar) for side in sides[:-1]), last])


def _series(values: list[Quantity], grammar: Grammar) -> str:
    """52/59/66 cm: the unit once, after the last."""
    last = values[-1].formatted(grammar.language)
    if len({value.unit for value in values}) > 1:
        return grammar.comma.join(value.formatted(grammar.language) for value in values)
    figures = [*(_number(value.value, grammar) for value in values[:-1]), last]
    return (" / " if "," in "".join(figures) else "/").join(figures)


def _share(percent: Decimal, concept_id: str, grammar: Grammar, lexicon: Lexicon) -> str:
    term = lexicon[concept_id].term(grammar.language)
    return grammar.percent(percent) if term is None else grammar.share(percent, term)


def _date(date: Date, grammar: Grammar) -> str:
    from datetime import date as calendar_date  # noqa: PLC0415 — the name is taken by the measure

    skeleton = ("y" if date.year else "") + "MMMM" + ("d" if date.day else "")
    try:
        day = calendar_date(date.year or 2000, date.month, date.day or 1)
    except ValueError:
        return date.source
    text = format_skeleton(skeleton, day, locale=grammar.locale)
    arabic_digits = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
    return text.translate(arabic_digits)

"""Finds numbers with their units in folded text: exact decimals, ranges, sides, counts, sizes, prices."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from argosy_commerce.errors import CommerceError
from argosy_commerce.money import Money
from argosy_commerce.reading.items import (
    Amount,
    AmountRange,
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
from argosy_commerce.reading.numerals import ARABIC, read_arabic, read_chinese
from argosy_commerce.reading.unit_spellings import physical_units, told_apart
from argosy_commerce.reading.values import NUMBER, Value, below_zero, myriad_of, next_value, plain, with_sign
from argosy_commerce.terms.normalize import Normalized
from argosy_commerce.units import Quantity
from argosy_commerce.units import unit as unit_of

_RANGE = re.compile(r"\s?(?:-{1,2}|~|–|—{1,2}|−|至|到)\s?(?=\d)")
_ONE_OF_SEVERAL = re.compile(r"\s?(?P<dash>[-~])?[/、]?\s?(?=\d)")
"""Between amounts of which each is meant: a stroke, nothing after a unit, a dash if three or more follow."""
_MOST_IN_SERIES = 12
_TIMES = re.compile(r"\s?[x×*✕]\s?(?=\d)")
_PERCENT = re.compile(r"\s?%")
_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)\s?年?(?!\d)")
_SHORT_YEAR = re.compile(r"(?P<year>2\d)年(?=[新款产版])")
"""23年新草: of this century."""
_YEAR_AFTER_NAME = re.compile(r"(?<=[a-z]{3})20[12]\d(?:[年款新早春夏秋冬]|\s)")
_DATE = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:年|[-/.])(?P<month>1[0-2]|0?[1-9])(?:月|[-/.])"
    r"(?:(?P<day>3[01]|[12]\d|0?[1-9])日?)?(?!\d)"
)
_MONTH_DAY = re.compile(r"(?P<month>1[0-2]|0?[1-9])月(?![龄+＋以])(?:(?P<day>3[01]|[12]\d|0?[1-9])日)?(?!\d)")
_SIZE_LETTERS = r"(?:xxs|xs|s|m|l|xl|xxl|xxxl|xxxxl|[2-9]xl)"
_LETTER_SIZE = re.compile(
    rf"(?<![a-z0-9])(?P<low>{_SIZE_LETTERS})(?:\s?[-~–—至到]\s?(?P<high>{_SIZE_LETTERS}))?"
    r"(?:\s?[码号](?!线)|(?![a-z0-9]))"
)
_SIZE_OF_PACK = re.compile(r"(?<![a-z0-9])(?P<low>nb|x{0,3}[sl]|m)(?=\d{1,3}\s?(?:片|条|枚|只))")
"""Diapers: S100片 is size S, 100 pieces."""
_PRICE_BEFORE = re.compile(rf"(?P<sign>[¥￥$€£])\s?(?P<amount>{ARABIC})(?:元)?")
_PRICE_AFTER = re.compile(r"\s?(?:元|块钱|人民币|rmb)")
_TIMES_ALONE = re.compile(
    r"(?:(?<=[^\W\da-z])\s?[x×*]|(?<=[a-z])\s?[×*])\s?(?P<number>\d{1,4})(?!\d|[.,]\d|[a-z%*×])"
)
_COUNT_BEFORE = re.compile(r"[^\W\d_]\s?[×*]$")
"""USB×1、3.5mm音频: one of the first, and no row of millimetres."""
_RATIO = re.compile(r"\d{1,4}(?:\.\d{1,3})?:\d{1,5}(?:\.\d{1,3})?(?!\d)")
_SIGNS = {"¥": "CNY", "￥": "CNY", "$": "USD", "€": "EUR", "£": "GBP"}
_CAMERA_WORDS = re.compile("摄像|监控|镜头|相机|拍照|像素|记录仪|高清")
_ROUND = re.compile("(?:360|180|270|90)(?=旋转|全景|环绕|翻转|可旋转|无死角)")
_A_SIDE = 10
"""From which on a figure beside × is a side (2560×1440, 35*40*12) and no count."""
_TOLERANCE = re.compile(r"\s?±\s?(?=\d)")
_OF_TIME = frozenset({"duration", "calendar", "age"})
_MEGA = Decimal(1_000_000)
"""500万 of a camera are pixels: 5 MP."""
_COUNTED_AFTER = re.compile(r"[^\W\d_]")
_SIZE_WORD = re.compile(r"\s?(?:码|号(?![码线]))")


_DEGREES = frozenset({"celsius", "fahrenheit"})


@dataclass(frozen=True, slots=True)
class Spotted:
    """A measure and its place in the folded text."""

    start: int
    end: int
    measure: Measure


class MeasureScanner:
    """Finds measures; built once with the counted units of a term base (folded spelling -> id)."""

    def __init__(self, counters: Mapping[str, str], *, told: str = "") -> None:
        """``counters``: folded spelling of a unit concept -> its id (件套 -> unit.piece_set).

        ``told``: what every text speaks of without saying so, as `TOLD_BY` has it for an attribute's values.
        """
        self._told = told
        self._counters = counters
        spellings = sorted(counters, key=len, reverse=True)
        body = "|".join(re.escape(spelling) for spelling in spellings) or r"(?!)"
        self._counter = re.compile(rf"\s?(?P<unit>{body})")

    def scan(self, text: Normalized, *, words_end: Collection[int] = ()) -> Iterator[Spotted]:
        """Every measure of a text; they may overlap, the reader chooses.

        ``words_end``: where known Latin words end, so that diy20色 is diy and 20 colours.
        """
        folded = text.text
        yield from self._sizes(text)
        for match in _PRICE_BEFORE.finditer(folded):
            money = _money(read_arabic(match["amount"]), _SIGNS[match["sign"]])
            if money is not None:
                yield _spotted(text, match.start(), match.end(), Price, money)
        for match in _TIMES_ALONE.finditer(folded):
            if _COUNTED_AFTER.match(folded, match.end()) is None:
                number = read_arabic(match["number"])
                yield _spotted(text, match.start(), match.end(), Count, number, None)
        ends = {*words_end, *(match.end() for match in _SIZE_OF_PACK.finditer(folded))}
        for match in NUMBER.finditer(folded):
            if match["chinese"]:
                yield from self._from_chinese(text, match.start(), match.end())
            elif (
                match.start() in ends
                or not _inside_model(folded, match.start())
                or _YEAR_AFTER_NAME.match(folded, match.start())
            ):
                for spotted in self._from_number(text, match):
                    ends.add(spotted.end)
                    yield spotted

    def _from_chinese(self, text: Normalized, start: int, end: int) -> Iterator[Spotted]:
        """Chinese numerals count only right before a unit; each tail of the run is tried."""
        for first in range(start, end):
            number = read_chinese(text.text[first:end])
            if number is None:
                continue
            value = Value(first, end, number, chinese=True)
            yield from self._counted(text, value, None)
            if number != Decimal("0.5") and (unit := self._unit(text, value)) is not None:
                yield _spotted(text, first, unit[1], Amount, Quantity(number, unit[0]))

    def _from_number(self, text: Normalized, match: re.Match[str]) -> Iterator[Spotted]:
        folded = text.text
        start = match.start()
        if start > 1 and folded[start - 1] in ".,-" and folded[start - 2].isdigit():
            return
        yield from _dates(text, start)
        value = Value(start, match.end(), read_arabic(match["digits"], match["myriad"]), False)
        value = with_sign(folded, value)
        yield from self._simple(text, value)
        if between := _RANGE.match(folded, value.end):
            high = next_value(folded, between.end())
            if high is not None:
                yield from self._ranges(text, value, high)
        yield from self._products(text, value)
        if not _COUNT_BEFORE.search(folded, max(0, start - 3), start):
            yield from self._series(text, value)
        yield from self._tolerance(text, value)
        if ratio := _RATIO.match(folded, start):
            yield _spotted(text, start, ratio.end(), Number, ratio.group())

    def _simple(self, text: Normalized, value: Value) -> Iterator[Spotted]:
        folded = text.text
        written = text.source(value.start, value.end)
        if _ROUND.match(folded, value.start):
            yield from _amount(text, value, "degree", value.end)  # 360旋转 has no 度
        if myriad_of(folded, value):
            written = plain(value.value)  # 400万: the figure stands without a Chinese character
        yield _spotted(text, value.start, value.end, Number, written)
        percent = _PERCENT.match(folded, value.end)
        if percent:
            yield _spotted(text, value.start, percent.end(), Percent, value.value)
        yield from self._shares(text, value, percent.end() if percent else value.end)
        if (unit := self._unit(text, value)) is not None:
            told = below_zero(folded, value) if unit[0] in _DEGREES else value
            yield from _amount(text, told, *unit)
            yield from self._across_units(text, told, *unit)
        elif self._are_pixels(folded, value):
            yield from _amount(text, value, "pixel", value.end)
        yield from self._counted(text, value, None)
        if price := _PRICE_AFTER.match(folded, value.end):
            money = _money(value.value, "CNY")
            if money is not None:
                yield _spotted(text, value.start, price.end(), Price, money)
        if size := _SIZE_WORD.match(folded, value.end):
            yield _spotted(text, value.start, size.end(), Size, plain(value.value))

    @staticmethod
    def _shares(text: Normalized, low: Value, end: int) -> Iterator[Spotted]:
        """45%-55%, 45-55%."""
        between = _RANGE.match(text.text, end)
        high = next_value(text.text, between.end()) if between else None
        percent = _PERCENT.match(text.text, high.end) if high else None
        if high is not None and percent is not None and low.value < high.value:
            yield _spotted(text, low.start, percent.end(), PercentRange, low.value, high.value)

    def _across_units(self, text: Normalized, low: Value, unit_id: str, end: int) -> Iterator[Spotted]:
        """6个月-3岁: from months to years; -20℃至60℃, 3000K-6500K: the unit at both ends."""
        between = _RANGE.match(text.text, end)
        high = next_value(text.text, between.end()) if between else None
        found = self._unit(text, high) if high else None
        if high is None or found is None:
            return
        dimensions = {unit_of(unit_id).dimension, unit_of(found[0]).dimension}
        of_one = unit_id in _DEGREES or low.value < high.value
        if of_one if found[0] == unit_id else dimensions <= _OF_TIME:
            ends = _quantity(low.value, unit_id), _quantity(high.value, found[0])
            if ends[0] is not None and ends[1] is not None:
                yield _spotted(text, low.start, found[1], AmountRange, *ends)

    def _are_pixels(self, folded: str, value: Value) -> bool:
        """500万 beside words of cameras."""
        is_mega = myriad_of(folded, value) is not None and value.value >= _MEGA
        return is_mega and _CAMERA_WORDS.search(f"{self._told} {folded}") is not None

    def _ranges(self, text: Normalized, low: Value, high: Value) -> Iterator[Spotted]:
        shared = myriad_of(text.text, high)
        if shared and not myriad_of(text.text, low) and low.value < high.value / shared:
            low = replace(low, value=low.value * shared)  # 1-2万 is 10000 to 20000, 500-1万 is not
        if (unit := self._unit(text, high)) is not None:
            low = below_zero(text.text, low) if unit[0] in _DEGREES else low
            ends = _quantity(low.value, unit[0]), _quantity(high.value, unit[0])
            if ends[0] is not None and ends[1] is not None:
                yield _spotted(text, low.start, unit[1], AmountRange, *ends)
        yield from self._counted(text, low, high)
        if size := _SIZE_WORD.match(text.text, high.end):
            sizes = plain(low.value), plain(high.value)
            yield _spotted(text, low.start, size.end(), Size, *sizes)
        written = text.source(low.start, high.end)
        if shared or myriad_of(text.text, low):
            written = f"{plain(low.value)}-{plain(high.value)}"
        yield _spotted(text, low.start, high.end, Number, written)

    def _products(self, text: Normalized, first: Value) -> Iterator[Spotted]:
        """30*40*10cm, 30cm*40cm, 500ml*2瓶, 2*500ml."""
        values, units, end = [first], [self._unit(text, first)], first.end
        while len(values) < 4:
            end = units[-1][1] if units[-1] else values[-1].end
            times = _TIMES.match(text.text, end)
            following = next_value(text.text, times.end()) if times else None
            if following is None:
                break
            values.append(following)
            units.append(self._unit(text, following))
        if len(values) < 2:
            return
        yield from self._sides(text, values, units)
        if not any(units) and len(values) <= 3 and all(value.value >= _A_SIDE for value in values):
            written = "×".join(text.source(value.start, value.end) for value in values)
            yield _spotted(text, first.start, values[-1].end, Number, written)
        each, count = units[0], values[1]
        if len(values) == 2 and each is not None and units[1] is None:
            quantity = _quantity(first.value, each[0])
            counted = next(iter(self._counted(text, count, None)), None)
            if quantity is None:
                return
            if counted is not None and isinstance(counted.measure, Count):
                yield _spotted(text, first.start, counted.end, Multiple, quantity, counted.measure)
            else:
                bare = Count(text.span(count.start, count.end), "", count.value, None)
                yield _spotted(text, first.start, count.end, Multiple, quantity, bare)

    def _sides(
        self, text: Normalized, values: list[Value], units: list[tuple[str, int] | None]
    ) -> Iterator[Spotted]:
        last = units[-1]
        if last is None or len(values) > 3:
            return
        unit_id = last[0]
        if any(unit is not None and unit[0] != unit_id for unit in units):
            return
        quantities = [_quantity(value.value, unit_id) for value in values]
        if all(quantity is not None for quantity in quantities):
            sides = tuple(quantity for quantity in quantities if quantity is not None)
            yield _spotted(text, values[0].start, last[1], Dimensions, sides)

    def _series(self, text: Normalized, first: Value) -> Iterator[Spotted]:
        """52/59/66cm, 95cm/98cm/102cm, 1.5cm2.5cm3.5cm, 2-3-6-8岁; the longest run that shares a unit."""
        folded = text.text
        values, found, end = [first], self._unit(text, first), first.end
        unit_id, last, dashes = (found[0], found[1], 0) if found else (None, None, 0)
        end = found[1] if found else end
        while len(values) < _MOST_IN_SERIES:
            between = _ONE_OF_SEVERAL.match(folded, end)
            following = next_value(folded, between.end()) if between else None
            if between is None or following is None or (not between.group().strip() and not found):
                break
            found = self._unit(text, following)
            if found and unit_id not in (None, found[0]):
                break
            values.append(following)
            dashes += between["dash"] is not None
            end = found[1] if found else following.end
            if found:
                unit_id, last = found
        if unit_id is None or last is None or found is None or len(values) < 2:
            return
        if dashes and (dashes < 2 or dashes != len(values) - 1 or not _ascend(values)):
            return
        quantities = [_quantity(value.value, unit_id) for value in values]
        if all(quantity is not None for quantity in quantities):
            meant = tuple(quantity for quantity in quantities if quantity is not None)
            yield _spotted(text, values[0].start, last, Series, meant)

    def _tolerance(self, text: Normalized, value: Value) -> Iterator[Spotted]:
        """10g±2g, 10±2g: an amount and how far it may be off."""
        unit = self._unit(text, value)
        between = _TOLERANCE.match(text.text, unit[1] if unit else value.end)
        off = next_value(text.text, between.end()) if between else None
        found = self._unit(text, off) if off else None
        if off is None or found is None or (unit is not None and unit[0] != found[0]):
            return
        amounts = _quantity(value.value, found[0]), _quantity(off.value, found[0])
        if amounts[0] is not None and amounts[1] is not None:
            yield _spotted(text, value.start, found[1], Tolerance, *amounts)

    def _counted(self, text: Normalized, low: Value, high: Value | None) -> Iterator[Spotted]:
        last = high or low
        unit = self._counter.match(text.text, last.end)
        if unit is None:
            return
        unit_id = self._counters[unit["unit"]]
        top = high.value if high else None
        yield _spotted(text, low.start, unit.end(), Count, low.value, unit_id, top)

    def _unit(self, text: Normalized, value: Value) -> tuple[str, int] | None:
        """The physical unit right after a value: its id and where it ends."""
        pattern, table = physical_units()
        match = pattern.match(text.text, value.end)
        if match is None:
            return None
        spelling = match["unit"]
        written = text.source(match.start("unit"), match.end())
        if spelling == "度" and below_zero(text.text, value) is not value:
            return "celsius", match.end()
        choices = table[spelling]
        told = f"{self._told} {text.text}"
        unit_id = told_apart(choices, spelling, written, value.value, told)
        return None if unit_id is None else (unit_id, match.end())

    @staticmethod
    def _sizes(text: Normalized) -> Iterator[Spotted]:
        for match in _LETTER_SIZE.finditer(text.text):
            marked = match["high"] is not None or match.group().endswith(("码", "号"))
            alone = len(match["low"]) > 1
            if marked or alone:
                high = match["high"].upper() if match["high"] else None
                yield _spotted(text, match.start(), match.end(), Size, match["low"].upper(), high)
        for match in _SIZE_OF_PACK.finditer(text.text):
            yield _spotted(text, match.start(), match.end(), Size, match["low"].upper(), None)


def _amount(text: Normalized, value: Value, unit_id: str, end: int) -> Iterator[Spotted]:
    if unit_id == "pixel" and value.value >= _MEGA:
        value, unit_id = replace(value, value=value.value / _MEGA), "megapixel"
    quantity = _quantity(value.value, unit_id)
    if quantity is not None:
        yield _spotted(text, value.start, end, Amount, quantity)


def _inside_model(folded: str, start: int) -> bool:
    """Whether a number goes on a word: a4, iphone15. After a unit (500ml90斤) it is asked elsewhere."""
    return start > 0 and folded[start - 1].isascii() and folded[start - 1].isalpha()


def _spotted(text: Normalized, start: int, end: int, kind: type, *values: object) -> Spotted:
    measure = kind(text.span(start, end), text.source(start, end), *values)
    return Spotted(start, end, measure)


def _ascend(values: list[Value]) -> bool:
    return all(before.value < value.value for before, value in pairwise(values))


def _dates(text: Normalized, start: int) -> Iterator[Spotted]:
    if date := _DATE.match(text.text, start):
        day = int(date["day"]) if date["day"] else None
        parts = int(date["year"]), int(date["month"]), day
        yield _spotted(text, start, date.end(), Date, *parts)
    elif month := _MONTH_DAY.match(text.text, start):
        day = int(month["day"]) if month["day"] else None
        yield _spotted(text, start, month.end(), Date, 0, int(month["month"]), day)
    if short := _SHORT_YEAR.match(text.text, start):
        yield _spotted(text, start, short.end(), Year, 2000 + int(short["year"]))
    if year := _YEAR.match(text.text, start):
        yield _spotted(text, start, year.end(), Year, int(year["year"]))


def _quantity(value: Decimal, unit_id: str) -> Quantity | None:
    try:
        return Quantity(value, unit_id)
    except CommerceError:
        return None


def _money(value: Decimal, currency: str) -> Money | None:
    try:
        return Money(value, currency)
    except CommerceError:
        return None

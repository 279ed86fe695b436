"""Shoe sizes: the number is a length of the last, mm and cm are the foot's (data/sizes/shoes.yaml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from fractions import Fraction

from argosy_commerce.markets import Market
from argosy_commerce.sizes.model import Answer, Audience, Converted, Kept, KeptReason, table, written

_PART = r"\d{1,3}(?:\.\d)?"
_NUMBERS = re.compile(
    rf"(?P<low>{_PART})(?P<half>半)?(?:\s?[-~–—/至到]{{1,2}}\s?(?P<high>{_PART}))?\s?(?P<unit>cm|mm|厘米|毫米)?"
)
_WIDTH = re.compile(r"(?<=\d)\s?[(（]\s?[1-4](?:\.5)?\s?[)）]")
"""240(2.5): the width class of GB/T 3293.1."""
_FOREIGN = re.compile(r"(?<![a-z])(?P<system>us|uk|jp|br|英码|美码|日码)\s?(?P<number>\d{1,2}(?:\.5)?)")
_FOREIGN_NAMES = {"英码": "UK", "美码": "US", "日码": "JP"}
_MARKED = re.compile(r"(?<![a-z])(?:eur|eu|cn|欧码|欧洲码|中国码|中码|国码|鞋码|码数|尺码|码|号)")
_IDLE = re.compile(r"[\s()（）\[\]【】=:：,，/.。-]+")
_HALF = Decimal("0.5")
_INCH = Fraction(254, 100)


@dataclass(frozen=True, slots=True)
class _Shoe:
    """Ends of the number and of the foot's length in mm, as far as the label gives them."""

    number: tuple[Decimal, Decimal] | None
    foot: tuple[Decimal, Decimal] | None


def convert_shoes(text: str, audience: Audience, market: Market) -> Answer | None:
    """A folded shoe label; None if it is none."""
    system = market.shoe_sizes
    if foreign := _FOREIGN.search(text):
        return _from_foreign(text, foreign, system)
    shoe = _read(text)
    if shoe is None:
        return None
    if shoe.number is not None:
        low, high = table("shoes")["ranges"][audience.value]
        if not low <= shoe.number[0] <= shoe.number[1] <= high:
            return Kept(text, KeptReason.OUT_OF_RANGE, f"numbers of {audience.value} go from {low} to {high}")
    if system in table("shoes")["systems_by_foot"]:
        return _by_foot(text, shoe, system)
    return _by_number(text, shoe, system, audience)


def _from_foreign(text: str, found: re.Match[str], system: str) -> Answer:
    named = _FOREIGN_NAMES.get(found["system"], found["system"].upper())
    if named == system:
        return Converted(found["number"], system, "the seller's label is the market's", "the seller")
    return Kept(text, KeptReason.NO_TABLE, f"the seller labels by {named}; that is said as it stands")


def _read(text: str) -> _Shoe | None:
    plain = _WIDTH.sub("", text)
    number = foot = None
    for match in _NUMBERS.finditer(plain):
        low = Decimal(match["low"]) + (_HALF if match["half"] else 0)
        high = Decimal(match["high"]) if match["high"] else low
        length = _millimetres(low, high, match["unit"])
        if length is not None and foot is None:
            foot = length
        elif length is None and number is None and high >= low and (low * 2) % 1 == 0 and (high * 2) % 1 == 0:
            number = (low, high)
        else:
            return None  # 36/240/7: two numbers of one kind, or 38.3
    rest = _IDLE.sub("", _MARKED.sub("", _NUMBERS.sub("", plain)))
    if (number is None and foot is None) or rest:
        return None
    if number is not None and not 10 <= number[0] <= number[1] <= 60:
        return None
    return _Shoe(number, foot)


def _millimetres(low: Decimal, high: Decimal, unit: str | None) -> tuple[Decimal, Decimal] | None:
    if unit in {"cm", "厘米"}:
        low, high = low * 10, high * 10
    elif unit is None and low < 100:
        return None
    least, most = table("shoes")["range_mm"]
    return (low, high) if least <= low <= high <= most else None


def _by_foot(text: str, shoe: _Shoe, system: str) -> Answer:
    rules = table("shoes")["foot_length"]
    feet, rule, about = shoe.foot, "foot length as the seller gives it", False
    if feet is None and shoe.number is not None:
        ends = [_foot_of(number) for number in shoe.number]
        doubtful = [(n, foot) for n, foot in zip(shoe.number, ends, strict=True) if not _agree(n, foot)]
        if doubtful:
            number, foot = doubtful[0]
            why = f"{number} is a foot of {_plain(foot)} mm by the Chinese rule, "
            why += f"{round(_paris_foot(number))} by the European one: the foot length decides"
            return Kept(text, KeptReason.AMBIGUOUS, why)
        feet, rule, about = (ends[0], ends[1]), "number to foot length: (number + 10) × 5 mm", True
    if feet is None:
        return Kept(text, KeptReason.UNREADABLE, "it gives no length")
    values = [_plain(_stepped(foot, rules["step_mm"]) / (10 if system == "cm" else 1)) for foot in feet]
    return Converted(written(*values), system, rule, rules["source"], about)


def _by_number(text: str, shoe: _Shoe, system: str, audience: Audience) -> Answer:
    data = table("shoes")
    numbers, bridged = shoe.number, False
    if numbers is None and shoe.foot is not None:
        ends = [_stepped(foot, 5) / 5 - 10 for foot in shoe.foot]
        if not all(_agree(number, _foot_of(number)) for number in ends):
            why = "a foot of this length has two numbers, by the Chinese and the European rule"
            return Kept(text, KeptReason.AMBIGUOUS, why)
        numbers, bridged = (ends[0], ends[1]), True
    if numbers is None:
        return Kept(text, KeptReason.UNREADABLE, "it gives no number")
    if system == "EU":
        return Converted(
            written(*map(_plain, numbers)),
            "EU",
            "Chinese numbers are Paris points",
            data["scales"]["source"],
            bridged,
        )
    if system in data["paris_point_minus"]:
        row = data["paris_point_minus"][system]
        values = [_plain(number - row["sizes"]) for number in numbers]
        return Converted(written(*values), system, f"{system} is EU less {row['sizes']}", row["source"], True)
    if system not in data["scales"]:
        return Kept(text, KeptReason.NO_TABLE, f"there is no table of {system} sizes")
    return _by_last(text, numbers, system, audience)


def _by_last(text: str, numbers: tuple[Decimal, Decimal], system: str, audience: Audience) -> Answer:
    scale, source = table("shoes")["scales"][system], table("shoes")["scales"]["source"]
    rule = f"the last of the Paris point number on the {system} scale, to the nearest half"
    if audience is Audience.CHILDREN:
        values = [_child(number, Fraction(scale["children"])) for number in numbers]
        return Converted(written(*values), system, rule, source, True)
    if "adults" in scale:
        values = [_plain(_on_scale(number, Fraction(scale["adults"]))) for number in numbers]
    elif audience is Audience.ADULTS:
        men, women = (
            written(*(_plain(_on_scale(number, Fraction(scale[of]))) for number in numbers))
            for of in ("men", "women")
        )
        return Converted(f"M {men} / W {women}", system, rule, source, True)
    elif audience in {Audience.WOMEN, Audience.MEN}:
        values = [_plain(_on_scale(number, Fraction(scale[audience.value]))) for number in numbers]
    else:
        return Kept(
            text,
            KeptReason.AUDIENCE,
            f"{system} sizes of women and men differ, and it is not told whose it is",
        )
    if Decimal(values[0]) <= 0:
        return Kept(text, KeptReason.OUT_OF_RANGE, f"the {system} scale begins above it")
    return Converted(written(*values), system, rule, source, True)


def _child(number: Decimal, minus: Fraction) -> str:
    value = _on_scale(number, minus)
    ends = Decimal(table("shoes")["scales"]["child_scale_ends"])
    return f"{_plain(value)}C" if value <= ends else f"{_plain(value - 13)}Y"


def _on_scale(number: Decimal, minus: Fraction) -> Decimal:
    """3 barleycorns an inch of the last, less the scale's start, to the nearest half."""
    inches = Fraction(number) * Fraction(table("shoes")["scales"]["paris_point_cm"]) / _INCH
    halves = (3 * inches - minus) * 2
    nearest = (Decimal(halves.numerator) / Decimal(halves.denominator)).to_integral_value(ROUND_HALF_UP)
    return nearest / 2


def _foot_of(number: Decimal) -> Decimal:
    return (number + 10) * 5


def _paris_foot(number: Decimal) -> Decimal:
    return number * 20 / 3 - 15


def _agree(number: Decimal, foot: Decimal) -> bool:
    within = Decimal(table("shoes")["foot_length"]["agree_within_mm"])
    return abs(foot - _paris_foot(number)) <= within


def _stepped(foot: Decimal, step: int) -> Decimal:
    """To the step above: a shoe must not be shorter than the foot; a mm of measuring error is forgiven."""
    return ((foot - 1) / step).to_integral_value(ROUND_CEILING) * step


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

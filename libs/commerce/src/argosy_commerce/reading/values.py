"""Figures of a text before they are anything in particular: where they stand, their value, their sign."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from argosy_commerce.reading.numerals import ARABIC, CHINESE, MYRIADS, read_arabic
from argosy_commerce.units import units_by_zh

_OF_A_UNIT = "|".join(sorted({written[1:] for written in units_by_zh() if written.startswith("千")}))
"""Before these 千 is kilo: 1.2千克 is 1.2 kg and not 1200 g."""
NUMBER = re.compile(
    rf"(?P<digits>{ARABIC})(?P<myriad>(?:[万亿]|千(?!{_OF_A_UNIT}))(?!\d))?|(?P<chinese>{CHINESE})"
)


@dataclass(frozen=True, slots=True)
class Value:
    """A figure and its place in the folded text."""

    start: int
    end: int
    value: Decimal
    chinese: bool


def with_sign(folded: str, value: Value) -> Value:
    """-20℃: a minus counts only where no range or word can end before it."""
    at = value.start - 1
    before = folded[at - 1] if at > 0 else " "
    if at >= 0 and folded[at] in "-−" and (before.isspace() or before in ":：,，(（"):
        return Value(at, value.end, -value.value, value.chinese)
    return value


def below_zero(folded: str, value: Value) -> Value:
    """防冻-25℃, 零下25℃: of degrees a sign right before them belongs to them, unless a range ends there."""
    if folded.startswith("零下", max(0, value.start - 2)):
        return Value(value.start - 2, value.end, -abs(value.value), value.chinese)
    at = value.start - 1
    if at > 0 and folded[at] in "-−" and not folded[at - 1].isdigit() and folded[at - 1] not in "℃℉°cf":
        return Value(at, value.end, -value.value, value.chinese)
    return value


def next_value(folded: str, position: int) -> Value | None:
    """The Arabic figure that begins at a place; None if none does."""
    match = NUMBER.match(folded, position)
    if match is None or not match["digits"]:
        return None
    number = read_arabic(match["digits"], match["myriad"])
    return Value(match.start(), match.end(), number, chinese=False)


def myriad_of(folded: str, value: Value) -> int | None:
    """What the 千, 万 or 亿 that ends an Arabic figure multiplies it by; None without one."""
    return None if value.chinese else MYRIADS.get(folded[value.end - 1])


def plain(value: Decimal) -> str:
    """The value in digits, without an exponent."""
    return format(value.normalize() if value == value.to_integral() else value, "f")

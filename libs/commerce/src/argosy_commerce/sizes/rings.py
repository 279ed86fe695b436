"""Rings by inner circumference in mm (data/sizes/rings.yaml)."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from argosy_commerce.markets import Market
from argosy_commerce.sizes.model import Answer, Audience, Converted, Kept, KeptReason, table

_PI = Fraction(355, 113)
_NUMBER = r"(?P<number>\d{1,2}(?:\.\d{1,2})?)"
_AFTER = _NUMBER.replace("number", "after")
_UNIT = r"\s?(?P<unit>mm|毫米|cm|厘米)?"
_HONG_KONG = re.compile(
    rf"(?:港码|港号|港度|港圈|hk|香港码)\s?{_NUMBER}\s?(?:号|#|码)?"
    rf"|{_AFTER}\s?(?:号|#)?\s?[(（]?(?:港码|港号|港度)"
)
_US = re.compile(
    rf"(?:美码|美号|美国码|usa|us)\s?{_NUMBER}\s?(?:号|#|码)?|{_AFTER}\s?(?:号|#)?\s?[(（]?(?:美码|美号)"
)
_ROUND = re.compile(rf"(?:周长|圈口|圈长)[^\d]{{0,3}}{_NUMBER}{_UNIT}")
_ACROSS = re.compile(rf"(?:内径|直径)[^\d]{{0,3}}{_NUMBER}{_UNIT}")
_BARE = re.compile(rf"{_NUMBER}\s?(?:号|#|码)?")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def convert_ring(text: str, _: Audience, market: Market) -> Answer | None:
    """A folded ring label; None if it is none."""
    girth = _circumference(text)
    if girth is None or isinstance(girth, Kept):
        return girth
    data = table("rings")
    least, most = data["range_mm"]
    if not least <= girth <= most:
        return Kept(text, KeptReason.OUT_OF_RANGE, f"rings are {least} to {most} mm around")
    rule = f"{_rounded(girth, '0.1')} mm around"
    for system, codes in data["markets"].items():
        if market.code in codes:
            value, name = _label(girth, system)
            return Converted(value, name, rule, data["source"], about=True)
    return Converted(_rounded(girth, "0.5"), "mm", rule, data["source"])


def _circumference(text: str) -> Fraction | Kept | None:
    """mm around, of whatever the label gives; two ways to say one ring must agree to a mm and a half."""
    found: list[Fraction] = []
    if match := _ROUND.search(text):
        found.append(_value(match) * (10 if match["unit"] in {"cm", "厘米"} else 1))
    if match := _ACROSS.search(text):
        found.append(_value(match) * (10 if match["unit"] in {"cm", "厘米"} else 1) * _PI)
    if match := _HONG_KONG.search(text):
        found.append(_value(match) + table("rings")["hong_kong"]["minus"])
    if match := _US.search(text):
        found.append((Fraction("11.63") + Fraction("0.8128") * _value(match)) * _PI)
    if not found and (bare := _BARE.fullmatch(text)):
        return _bare(text, _value(bare))
    if not found:
        return None
    if max(found) - min(found) > Fraction(3, 2):
        return Kept(text, KeptReason.AMBIGUOUS, "its numbers are rings of different sizes")
    return found[0]


def _bare(text: str, number: Fraction) -> Fraction | Kept:
    data = table("rings")
    least, most = data["hong_kong"]["numbers"]
    if data["bare_number_is_hong_kong_above"] < number <= most and number.denominator == 1:
        return number + Fraction(data["hong_kong"]["minus"])
    if data["us_numbers"][0] <= number <= data["bare_number_is_hong_kong_above"] or number < least:
        why = "the number may be Hong Kong's or America's; the circumference in mm decides"
        return Kept(text, KeptReason.AMBIGUOUS, why)
    if number < 40:
        return Kept(text, KeptReason.OUT_OF_RANGE, "no scale of rings has this number")
    return number


def _label(girth: Fraction, system: str) -> tuple[str, str]:
    across = girth / _PI
    if system == "US":
        return _rounded((across - Fraction("11.63")) / Fraction("0.8128"), "0.25"), "US"
    if system == "UK":
        halves = int(_nearest((girth - Fraction("37.5")) / Fraction("1.25"), Decimal("0.5")) * 2)
        whole, half = divmod(max(halves, 0), 2)
        beyond = f"Z+{whole - 25}" if whole > 25 else _LETTERS[whole]
        return beyond + ("½" if half else ""), "UK"
    if system == "JP":
        return _rounded((across - 13) * 3 + 1, "1"), "JP"
    if system == "IT":
        return f"{_rounded(girth - 40, '1')} ({_rounded(girth, '0.5')} mm)", ""
    return _rounded(across, "0.5"), "mm"


def _value(match: re.Match[str]) -> Fraction:
    groups = match.groupdict()
    return Fraction(groups["number"] or groups.get("after") or 0)


def _nearest(value: Fraction, step: Decimal) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return (exact / step).to_integral_value(ROUND_HALF_UP) * step


def _rounded(value: Fraction, step: str) -> str:
    text = format(_nearest(value, Decimal(step)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

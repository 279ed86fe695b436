"""Beds and quilts: a market's name where both sides fit it, the cm always beside (data/sizes/beds.yaml)."""

from __future__ import annotations

import re
from decimal import Decimal

from argosy_commerce.markets import Market
from argosy_commerce.sizes.model import Answer, Audience, Converted, Kept, KeptReason, table

_SIDE = r"\d{1,3}(?:\.\d{1,2})?"
_BOTH = re.compile(
    rf"(?P<a>{_SIDE})\s?(?P<ua>m|米|cm|厘米)?\s?[x×*✕乘]\s?(?P<b>{_SIDE})\s?(?P<ub>m|米|cm|厘米)?(?![\d.])"
)
_WIDTH = re.compile(rf"(?P<a>{_SIDE})\s?(?P<ua>m|米|cm|厘米)?\s?(?:宽)?(?:的)?(?:床|大床|双人床|单人床)?")


def convert_bed(text: str, _: Audience, market: Market) -> Answer | None:
    """A folded label of a bed, or of a sheet for one; None if it is none."""
    sides = _sides(text)
    data = table("beds")
    assumed = ""
    if sides is None:
        width = _WIDTH.fullmatch(text.removeprefix("适合").removeprefix("适用"))
        side = _centimetres(width["a"], width["ua"]) if width else None
        if side is None or side not in data["chinese_widths_cm"]:
            return None
        sides, assumed = (side, Decimal(data["chinese_length_cm"])), ", with the usual length of Chinese beds"
    return _named(text, sides, market, "beds", assumed)


def convert_quilt(text: str, _: Audience, market: Market) -> Answer | None:
    """A folded label of a quilt or its cover, with both sides; None if it is none."""
    sides = _sides(text)
    return None if sides is None else _named(text, sides, market, "quilts", "")


def _sides(text: str) -> tuple[Decimal, Decimal] | None:
    found = list(_BOTH.finditer(text))
    if len(found) != 1:
        return None
    unit = found[0]["ub"] or found[0]["ua"]
    first, second = (_centimetres(found[0][side], unit) for side in "ab")
    return None if first is None or second is None else (first, second)


def _centimetres(number: str, unit: str | None) -> Decimal | None:
    """Metres are below 4, centimetres from 40: what lies between is neither."""
    value = Decimal(number)
    if value < 4 and unit in {None, "m", "米"}:
        return value * 100
    return value if 40 <= value <= 400 and unit in {None, "cm", "厘米"} else None


def _named(text: str, sides: tuple[Decimal, Decimal], market: Market, of: str, assumed: str) -> Answer:
    data = table("beds")
    size = " × ".join(_plain(side) for side in sides)
    rule = f"{size} cm{assumed}"
    for system in data[of].values():
        if market.code not in system["markets"]:
            continue
        names = [name for name, row in system["names"].items() if _fits(sides, row, of)]
        if len(names) == 1:
            return Converted(f"{names[0]} ({size} cm)", "", rule, data["source"], about=True)
        if names:
            return Kept(text, KeptReason.AMBIGUOUS, f"{size} cm may be {' or '.join(names)}")
    return Converted(size, "cm", rule, data["source"], about=bool(assumed))


def _fits(sides: tuple[Decimal, Decimal], row: list[int], of: str) -> bool:
    within = table("beds")["tolerance_cm"]
    turns = [sides, sides[::-1]] if of == "quilts" else [sides]
    return any(abs(a - row[0]) <= within["width"] and abs(b - row[1]) <= within["length"] for a, b in turns)


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

"""Which unit follows a figure: every Chinese and Latin spelling, told apart where several units share one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from argosy_commerce.terms.normalize import fold
from argosy_commerce.units import units_by_zh

_MEMORY_WORDS = re.compile("内存|存储|硬盘|u盘|优盘|手机|平板|sd卡|tf卡|内存卡|显存|运存|电脑|(?<=\\dg)卡")
_CANVAS_WORDS = re.compile("帆布|牛仔|丹宁")
_POWERS_OF_TWO = frozenset(Decimal(2**power) for power in range(11))
_LEAST_KELVIN, _MOST_KELVIN = Decimal(1000), Decimal(30000)
_TRADE_UNITS = {"寸": ["in"], "转": ["rpm"]}
"""What the trade says for short: screens, bags and cakes are sold by 寸, meaning the inch."""
TOLD_BY: Mapping[str, str] = {
    "attribute.memory": "内存",
    "attribute.resolution": "像素",
    "attribute.speed": "转速",
}
"""What the values of an attribute speak of without saying so: 64G under 存储 are gigabytes, 500万 pixels."""


@lru_cache(maxsize=1)
def physical_units() -> tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]:
    """What finds a unit right behind a figure, and folded spelling -> unit ids. Read once."""
    table: dict[str, list[str]] = {}
    for spelling, ids in units_by_zh().items():
        if spelling[0].isdigit():
            continue
        table.setdefault(fold(spelling), []).extend(
            unit_id for unit_id in ids if unit_id not in table.get(fold(spelling), [])
        )
    for spelling, unit_ids in _TRADE_UNITS.items():
        table.setdefault(spelling, unit_ids)
    longest_first = sorted(table, key=len, reverse=True)
    alternatives = "|".join(
        re.escape(spelling) + (r"(?![a-z])" if spelling[-1].isascii() else "") for spelling in longest_first
    )
    return re.compile(rf"\s?(?P<unit>{alternatives})"), {k: tuple(v) for k, v in table.items()}


_STEELS = frozenset({Decimal(304), Decimal(316), Decimal(317)})


def told_apart(  # noqa: PLR0911 — one per shared spelling
    choices: tuple[str, ...], spelling: str, written: str, value: Decimal, text: str
) -> str | None:
    """One unit of several that share a spelling once case is folded, or None if it is no unit."""
    if spelling == "g" and written == "G":
        if value in _POWERS_OF_TWO and _MEMORY_WORDS.search(text):
            return "GB"
        if value in {Decimal(2), Decimal(3), Decimal(4), Decimal(5), Decimal("2.4")}:
            return None  # 5G, 2.4G: a radio, not a weight
    if spelling == "l" and written == "L" and value in _STEELS:
        return None  # 316L: a steel
    if spelling == "安" and _CANVAS_WORDS.search(text):
        return "oz"  # 16安帆布: canvas is sold by ounces a square yard
    if spelling == "m" and written == "M" and value == 3:
        return None  # the brand 3M
    if spelling == "转" and "转速" not in text:
        return None  # 360转, 前后可转
    if spelling == "k" and not (written == "K" and _LEAST_KELVIN <= value <= _MOST_KELVIN):
        return None  # 4K, 18K, 100k
    if spelling == "d" and (written != "D" or value < 10):
        return None  # 3D
    if len(choices) > 1:
        if "mAh" in choices and value >= 200:
            return "mAh"
        exact = [c for c in choices if c == written]
        return exact[0] if exact else choices[0]
    return choices[0]

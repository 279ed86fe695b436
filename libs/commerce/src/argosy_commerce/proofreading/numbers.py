"""Numbers in a text and its translation: the same values, however each language writes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

# Digits with separators inside; a separator needs a digit after it. U+066B and U+066C are Arabic's.
_NUMBER = re.compile(r"\d+(?:[.,'\u2019\u066b\u066c\u00a0\u202f]\d+)*")
_CHINESE: dict[str, int | str] = {
    "零": 0, "一": 1, "二": 2, "两": 2, "兩": 2, "双": 2, "雙": 2, "对": 2, "對": 2, "三": 3, "四": 4,
    "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "百": 100, "千": 1000, "半": "0.5",
}  # fmt: skip
_ENGLISH: dict[str, int | str] = {
    "one": 1, "two": 2, "pair": 2, "double": 2, "three": 3, "triple": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "hundred": 100,
    "half": "0.5",
}  # fmt: skip
_MULTIPLIERS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000, "千": 1000, "k": 1000}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, where it stands, and the values it may have (1.500: 1500 or 1.5)."""

    text: str
    start: int
    end: int
    values: frozenset[Decimal]


def numbers(text: str) -> list[Number]:
    """All numbers written in digits, of any script."""
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    found = []
    for match in _NUMBER.finditer(plain):
        values = _readings(match[0])
        multiplier = _MULTIPLIERS.get(plain[match.end() : match.end() + 1].lower())
        if multiplier:
            values |= {value * multiplier for value in values}
        start, end = match.span()
        found.append(Number(text[start:end], start, end, frozenset(values)))
    return found


def words(text: str, language: str) -> frozenset[Decimal]:
    """Values that number words of a text may stand for; a translation may write them in digits."""
    if language == "zh":
        values = {Decimal(_CHINESE[c]) for c in text if c in _CHINESE}
        # 十二 is 12, 二十 is 20, 三十六 is 36.
        for tens, unit in re.findall(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)", text):
            values.add(Decimal(_CHINESE.get(tens, 1)) * 10 + Decimal(_CHINESE.get(unit, 0)))
        return frozenset(values)
    if language == "en":
        return frozenset(
            Decimal(_ENGLISH[w]) for w in re.findall(r"[a-z]+", text.casefold()) if w in _ENGLISH
        )
    return frozenset()


def missing(source: Sequence[Number], target: Sequence[Number]) -> list[Number]:
    """The source's numbers that the target never says."""
    said = {value for number in target for value in number.values}
    return [number for number in source if not number.values & said]


def invented(
    source: Sequence[Number], target: Sequence[Number], allowed: Iterable[Number], written: frozenset[Decimal]
) -> str:
    """A number of the target that nothing in the source accounts for, as written; "" if none."""
    known = set(written)
    for number in (*source, *allowed):
        known |= number.values
    return next((number.text for number in target if not number.values & known), "")


def _readings(digits: str) -> set[Decimal]:
    """Both readings of a separator where both are possible."""
    parts = re.split(r"\D", digits)
    values: set[Decimal] = set()
    if len(parts) == 1 or all(len(part) == 3 for part in parts[1:]):
        values.add(Decimal("".join(parts)))
    if len(parts) > 1 and all(len(part) == 3 for part in parts[1:-1]):
        values.add(Decimal("".join(parts[:-1]) + "." + parts[-1]))
    if not values:
        # A version or a date, 1.2.34: a value of its own that only the same writing has.
        values.add(Decimal("-" + "".join(parts)))
    return values

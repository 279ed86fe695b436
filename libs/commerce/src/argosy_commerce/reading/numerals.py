"""Numbers as merchants write them: 1.5, 2,000, 十二, 两, 半, 3千, 2万."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_POWERS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"千": 1_000, "万": 10_000, "亿": 100_000_000, "k": 1_000}

ARABIC = r"\d{1,12}(?:,\d{3})*(?:\.\d{1,6})?"
CHINESE = r"[零一二三四五六七八九十百两〇]{1,7}|半"


def read_arabic(text: str, myriad: str | None = None) -> Decimal:
    """The value of Arabic digits, times 千/万/亿 where one follows (2万 is 20000)."""
    return Decimal(text.replace(",", "")) * MYRIADS.get(myriad or "", 1)


def read_chinese(text: str) -> Decimal | None:
    """The value of a Chinese numeral up to 9999, or None if it is none.

    >>> read_chinese("三十六")
    Decimal('36')
    """
    if text == "半":
        return Decimal("0.5")
    if not any(character in _POWERS for character in text):
        if any(character not in _DIGITS for character in text):
            return None
        return Decimal("".join(str(_DIGITS[character]) for character in text))
    total, digit = 0, 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _POWERS:
            total += (digit or 1) * _POWERS[character]
            digit = 0
        else:
            return None
    return Decimal(total + digit)


def read_number(text: str) -> Decimal | None:
    """Arabic or Chinese."""
    if re.fullmatch(ARABIC, text):
        return read_arabic(text)
    return read_chinese(text)

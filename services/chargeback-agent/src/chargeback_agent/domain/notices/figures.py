"""Numbers of amounts as they are written: grouped, in ten-thousands, with cents as words of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

from argosy_commerce.errors import UnknownCurrency, UnreadableAmount
from argosy_commerce.money import Money, minor_digits
from argosy_commerce.terms.strict_yaml import read_mapping
from chargeback_agent.domain.notices.view import folded

# 12万4,800円, 15만 9천원, 3천원: East Asia counts in ten-thousands and writes their signs between digits.
_MYRIADS: Final = re.compile(
    r"(?<![\d.,])(?:(?P<wan>\d{1,4}(?:\.\d{1,2})?)[ ]?[万萬만])(?:[ ]?(?P<qian>\d)[ ]?[千천])?"
    r"(?:[ ]?(?P<rest>\d{1,4}|\d,\d{3})(?![\d.,:/月日년월年]))?"
    r"|(?<![\d.,])(?P<qian2>\d{1,3})[ ]?[千천](?:[ ]?(?P<rest2>\d{1,3})(?![\d.,:/]))?(?=[ ]?[円元원圓])"
)


@cache
def currency_data() -> Mapping[str, Any]:
    """data/notices/currencies.yaml."""
    text = (files("chargeback_agent") / "data" / "notices" / "currencies.yaml").read_text(encoding="utf-8")
    return read_mapping(
        text, "notices/currencies.yaml", holds="currencies", may_hold=frozenset({"shared", "minor"})
    )


@cache
def _number() -> re.Pattern[str]:
    """Numbers on their own, or right behind the letters of a currency (``USD1,234``)."""
    letters = "|".join(code for code in currency_data()["currencies"])
    joined = rf"(?<=(?<![A-Za-z])(?:{letters}))|(?<=(?<![A-Za-z])(?:RM|Rs|Rp|TL))"
    begin = rf"(?=\d)(?:(?<![0-9A-Za-z_À-ԯ.,/])|{joined})"
    end = r"(?!\d|/\d|[.,:]\d)"
    return re.compile(
        rf"{begin}(?:\d{{1,3}}(?:([.,' ])\d{{3}})(?:\1\d{{3}}){{0,4}}(?:[.,]\d{{1,3}})?{end}"
        rf"|\d{{1,3}}(?:,\d{{2}}){{1,4}},\d{{3}}(?:\.\d{{1,2}})?{end}"
        rf"|(?<!\d:)\d{{1,12}}(?:[.,]\d{{1,3}})?{end})"
    )


def numbers(flat: str) -> list[tuple[int, int, str]]:
    """Every number of a text: its places, and itself in plain digits with its own signs."""
    found = [(match.start(), match.end(), _of_myriads(match)) for match in _MYRIADS.finditer(flat)]
    taken = [(start, end) for start, end, _ in found]
    found += [
        (*match.span(), match[0])
        for match in _number().finditer(flat)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    return sorted(found) if taken else found


def _of_myriads(match: re.Match[str]) -> str:
    value = Decimal(match["wan"] or 0) * 10_000 + int(match["qian"] or match["qian2"] or 0) * 1_000
    return str(int(value) + int((match["rest"] or match["rest2"] or "0").replace(",", "")))


def money_of(number: str, currency: str) -> Money | None:
    """A number as an amount; None where it cannot be one of that currency."""
    try:
        return Money(_decimal(number, minor_digits(currency)), currency)
    except (UnknownCurrency, UnreadableAmount):
        return None


def _decimal(number: str, digits: int) -> Decimal:
    """The value of a number whose groups and decimals are told apart by what they can be."""
    plain = number.replace("'", "").replace(" ", "")
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0:
        return Decimal(plain)
    rest = plain[last + 1 :]
    both = "." in plain and "," in plain
    once = plain.count(plain[last]) == 1
    grouped = len(rest) == 3 and not both and not (once and digits == 3 and plain[last] == ".")
    if grouped or not once:
        return Decimal(re.sub(r"[.,]", "", plain))
    return Decimal(re.sub(r"[.,]", "", plain[:last]) + "." + rest)


@cache
def cents_pattern() -> str:
    """``50 копеек``, in a folded text."""
    words = sorted({folded(word) for word in currency_data()["minor"]}, key=len, reverse=True)
    joined = "|".join(re.escape(word) for word in words)
    return rf"(?:(?:and|und|y|e|et|i|en|и|ve|و|และ)[ ]?)?(?P<cents>\d{{1,3}})[ ]?(?:{joined})(?![a-zа-я])"


@cache
def _cents() -> re.Pattern[str]:
    return re.compile(rf"[ .,]{{0,3}}{cents_pattern()}")


def with_minor(low: str, money: Money, number: str, end: int) -> tuple[Money, int]:
    """``18 740 рублей 50 копеек``: the amount with the cents told behind it, and where its words end."""
    digits = minor_digits(money.currency)
    match = _cents().match(low, end) if digits and money.amount == money.amount.to_integral() else None
    if match is None or re.search(r"[.,]\d{1,2}$", number) or len(match["cents"]) > digits:
        return money, end
    return Money(money.amount + Decimal(match["cents"]).scaleb(-digits), money.currency), match.end()

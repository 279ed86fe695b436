"""Amounts of money as buyers write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import BaseModel, ConfigDict

from argosy_commerce.errors import UnknownCurrency, UnreadableAmount
from argosy_commerce.folding import folded
from argosy_commerce.money import Money, minor_digits
from argosy_commerce.terms.strict_yaml import read_mapping, validated

_FIGURE: Final = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d{1,9}(?:[.,]\d{1,2})?(?![.,]?\d)"
_DIGITS: Final = {
    char: value
    for digits in ("一二三四五六七八九", "일이삼사오육칠팔구")
    for value, char in enumerate(digits, start=1)
} | {"两": 2, "兩": 2}
_TENS: Final = {"十": 10, "십": 10, "百": 100, "백": 100, "千": 1_000, "천": 1_000}
_MYRIADS: Final = "万萬만"
_NAME: Final = "complaint_currencies.yaml"


def _east() -> str:
    """Numbers of Chinese, Japanese and Korean with their units: 三千, 1만5천, 4만 8천, 二十."""
    one = rf"(?:\d[\d,]{{0,12}}|[{''.join(_DIGITS)}])"
    tens = rf"(?:{one}?[十십] ?)?{one}?"
    hundreds = rf"(?:{one}?[百백] ?)?{tens}"
    thousands = rf"(?:{one}?[千천] ?)?{hundreds}"
    many = rf"(?:\d[\d,]{{0,12}}(?:\.\d+)?|[{''.join(_DIGITS)}{''.join(_TENS)}]{{1,7}})"
    return (
        rf"{many}?[{_MYRIADS}] ?{thousands}|{one}?[千천] ?{hundreds}|{one}?[百백] ?{tens}|{one}?[十십]{one}?"
    )


_EAST: Final = _east()
_PIECE: Final = re.compile(r"\d[\d,]*(?:\.\d+)?|\S")


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: object
    currencies: Mapping[str, tuple[str, ...]]
    shared: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount in a text, and where it stands."""

    money: Money
    start: int
    end: int


@cache
def _signs() -> Mapping[str, tuple[str, ...]]:
    text = (files("refund_agent") / "data" / _NAME).read_text(encoding="utf-8")
    data = validated(
        _File, read_mapping(text, _NAME, holds="currencies", may_hold=frozenset({"as_of", "shared"})), _NAME
    )
    own = {folded(sign, "fr"): (code,) for code, signs in data.currencies.items() for sign in signs}
    return own | {folded(sign, "fr"): codes for sign, codes in data.shared.items()}


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    signs = sorted(map(re.escape, _signs()), key=len, reverse=True)
    spoken = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"
    ahead = "|".join(one for one in signs if not re.fullmatch(r"[؀-ۿ฀-๿぀-퟿]+", one))
    letters, sign = "a-zа-я", "|".join(signs)
    return re.compile(
        rf"(?<![{letters}])(?P<before>{ahead})\.?[ ]?(?P<first>{_FIGURE})"
        rf"|(?<![\d.,{letters}])(?:(?P<east>{_EAST})|(?P<figure>{_FIGURE}))[ -]?(?:de )?"
        rf"(?P<after>{sign})(?![{letters}])"
        rf"|(?<![{letters}])(?P<word>{spoken})[ -]?(?:de )?(?P<named>{sign})(?![{letters}])"
    )


def sums(text: str, numbers: Mapping[str, int], currency: str) -> Iterator[Sum]:
    """Every amount that names its currency, in a folded text; ``currency``: the order's, "" if not known.

    ``numbers``: small numbers in words.
    """
    for found in _pattern(tuple(sorted(numbers))).finditer(text):
        sign = found["before"] or found["after"] or found["named"]
        code = _meant(sign, currency)
        figure = found["first"] or found["figure"]
        try:
            if found["east"]:
                value = _counted(found["east"])
            else:
                value = _value(figure, code) if figure else Decimal(numbers[found["word"]])
            money = Money(value, code)
        except (UnknownCurrency, UnreadableAmount):
            continue
        yield Sum(money, *found.span())


def bare(text: str, start: int, end: int, currency: str) -> Iterator[Sum]:
    """Numbers without a sign in a span, as amounts of the order's currency."""
    for found in re.compile(rf"(?<![\d.,a-zа-я])(?:{_FIGURE})(?![\d%a-zа-я])").finditer(text, start, end):
        try:
            yield Sum(Money(_value(found[0], currency), currency), *found.span())
        except (UnknownCurrency, UnreadableAmount):
            continue


def _counted(number: str) -> Decimal:
    """4만 8천 is 48000: digits times their unit, myriads of what stands before."""
    whole = part = Decimal(0)
    digits: Decimal | None = None
    for piece in _PIECE.findall(number):
        if piece in _MYRIADS:
            whole += (part + (digits or 0) or 1) * 10_000
            part, digits = Decimal(0), None
        elif piece in _TENS:
            part += (1 if digits is None else digits) * _TENS[piece]
            digits = None
        else:
            digits = Decimal(_DIGITS.get(piece) or piece.replace(",", ""))
    return whole + part + (digits or 0)


def _meant(sign: str, currency: str) -> str:
    codes = _signs()[sign]
    return currency if currency in codes else codes[0]


def _value(figure: str, currency: str) -> Decimal:
    plain = figure.replace("'", "").replace(" ", "")
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0:
        return Decimal(plain)
    grouped = len(plain) - last - 1 == 3 and (plain.count(plain[last]) > 1 or _digits(currency) < 3)
    whole = re.sub(r"[.,]", "", plain[:last])
    return Decimal(whole + plain[last + 1 :]) if grouped else Decimal(f"{whole}.{plain[last + 1 :]}")


def _digits(currency: str) -> int:
    try:
        return minor_digits(currency)
    except UnknownCurrency:
        return 2

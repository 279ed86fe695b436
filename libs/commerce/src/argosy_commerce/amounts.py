"""Amounts of money that a text names (data/currency_words.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import BaseModel, ConfigDict

from argosy_commerce.errors import UnknownCurrency, UnreadableAmount
from argosy_commerce.money import Money
from argosy_commerce.terms.strict_yaml import read_mapping, validated

_NAME: Final = "currency_words.yaml"
_FIGURE: Final = r"\d{1,3}(?:[., ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d{1,7}(?:[.,]\d{1,2})?"
_LONGEST: Final = 1_200


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    currencies: Mapping[str, tuple[str, ...]]
    before: tuple[str, ...]
    shared: Mapping[str, tuple[str, ...]]
    times: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at its place, with what stands at it; ``currency`` "" where none is told."""

    start: int
    end: int
    value: Decimal
    currency: str


def amount_in(text: str) -> Money | None:
    """The last amount with its currency in a cleaned text; None where none is."""
    for match in reversed(list(_pattern().finditer(text[:_LONGEST]))):
        sign = (match["before"] or match["after"]).lower()
        try:
            return Money(_value(match["first"] or match["figure"], match["times"] or ""), _codes()[sign])
        except (UnknownCurrency, UnreadableAmount):
            continue
    return None


def without_amounts(text: str) -> str:
    """The text with amounts blanked, so that no figure of theirs is taken for another thing."""
    return _pattern().sub(" ", text)


def figures(text: str, own: str = "") -> Iterator[Figure]:
    """Every number of a cleaned text, those with a currency and those without.

    ``own``: the market's currency, which a sign means that several share ("$" in Mexico).
    """
    for match in _any_figure().finditer(text[:_LONGEST]):
        sign = (match["before"] or match["after"] or "").lower()
        figure = match["first"] or match["figure"] or match["bare"]
        value = _value(figure, match["times"] or match["many"] or "")
        code = own if own in _data().shared.get(sign, ()) else _codes().get(sign, "")
        yield Figure(match.start(), match.end(), value, code)


@cache
def _data() -> _File:
    text = (files("argosy_commerce") / "data" / _NAME).read_text(encoding="utf-8")
    others = frozenset(_File.model_fields) - {"currencies"}
    return validated(_File, read_mapping(text, _NAME, holds="currencies", may_hold=others), _NAME)


def currency_signs() -> Mapping[str, str]:
    """Currency codes by the words and signs that stand beside a figure, in small letters."""
    return _codes()


@cache
def _codes() -> Mapping[str, str]:
    return {sign: code for code, signs in _data().currencies.items() for sign in signs}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(_written(), re.IGNORECASE)


@cache
def _any_figure() -> re.Pattern[str]:
    many = rf"(?: ?(?P<many>{_any(_data().times)})(?![^\W\d_]))?"
    return re.compile(rf"{_written()}|(?<![\d.,])(?P<bare>{_FIGURE}){many}", re.IGNORECASE)


def _written() -> str:
    """A figure with the currency before or behind it."""
    behind, before, times = _any(_codes()), _any(_data().before), _any(_data().times)
    return (
        rf"(?<![^\W\d_])(?P<before>{before}) ?(?P<first>{_FIGURE})"
        rf"|(?<![\d.,A-Za-z])(?P<figure>{_FIGURE}) ?(?P<times>{times})? ?"
        rf"(?P<after>{behind})(?![a-zа-яёğışçöüąćęłńóśźż])"
    )


def _any(words: Mapping[str, object] | tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _value(figure: str, times: str = "") -> Decimal:
    """12,90 and 12.90 and 1.290,00; three digits behind a single mark are thousands."""
    plain = figure.replace(" ", "")
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0 or len(plain) - last - 1 == 3:
        value = Decimal(re.sub(r"[.,]", "", plain))
    else:
        value = Decimal(re.sub(r"[.,]", "", plain[:last]) + "." + plain[last + 1 :])
    return value * _data().times.get(times.lower(), 1)

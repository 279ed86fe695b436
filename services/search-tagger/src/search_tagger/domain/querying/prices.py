"""What a shopper would pay: limits with their currency (data/query_prices.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Final

from pydantic import BaseModel, ConfigDict

from argosy_commerce.amounts import Figure, figures
from argosy_commerce.errors import UnreadableAmount
from argosy_commerce.markets import markets
from argosy_commerce.money import Money
from argosy_commerce.proofreading.unit_words import unit_words
from argosy_commerce.reading.numerals import CHINESE, MYRIADS, read_chinese
from search_tagger.domain.querying.words_data import read
from search_tagger.domain.tags import PriceRange

Span = tuple[int, int]
_NUMERALS: Final = re.compile(rf"({CHINESE})([千万])?(?:元|块钱|块|人民币)")
_SPACED: Final = re.compile(r"[a-z\u0400-\u04ff\u0600-\u06ff\u00c0-\u024f]", re.IGNORECASE)


class _Limits(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    before: tuple[str, ...]
    after: tuple[str, ...]


class _Between(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    before: tuple[str, ...]
    joins: tuple[str, ...]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    under: _Limits
    over: _Limits
    kind: tuple[str, ...]
    weak: tuple[str, ...]
    between: _Between


def currency_of(market: str, language: str) -> str:
    """What the market charges in; without one, the first market's that speaks the language; "" for none."""
    if market in markets():
        return markets()[market].currency
    if language == "zh":
        return "CNY"
    return next((one.currency for one in markets().values() if one.language.base == language), "")


def price_in(text: str, language: str, market: str) -> tuple[PriceRange | None, tuple[Span, ...]]:
    """The range told in a cleaned text, and where it is told."""
    own = currency_of(market, language)
    found = sorted([*figures(text, own), *_in_chinese(text)], key=lambda one: one.start)
    if pair := _range(text, found, language, own):
        return pair
    low: Money | None = None
    high: Money | None = None
    spans: list[Span] = []
    for figure in found:
        side, span, weak = _limit(text, figure)
        if not figure.currency and (
            side is None or not own or (weak and _is_measured(text, figure.end, span[1], language))
        ):
            continue
        amount = _money(figure.value, figure.currency or own)
        if amount is None:
            continue
        if side == "around":
            low, high = amount, _last_of_its_kind(amount)
        elif side == "over":
            low = amount
        else:
            high = amount
        spans.append(span)
    if low is None and high is None:
        return None, ()
    if low and high and low.currency != high.currency:
        low = None
    return PriceRange(low, high), tuple(spans)


def _range(
    text: str, found: Sequence[Figure], language: str, own: str
) -> tuple[PriceRange, tuple[Span, ...]] | None:
    for one, other in pairwise(found):
        if not _joins().fullmatch(text[one.end : other.start].casefold()):
            continue
        code = other.currency or one.currency
        before = _between().search(text[: one.start].casefold())
        if not code and (not before or not own or _is_measured(text, other.end, other.end, language)):
            continue
        low, high = _money(one.value, code or own), _money(other.value, code or own)
        if low is not None and high is not None and low.amount <= high.amount:
            return PriceRange(low, high), ((before.start() if before else one.start, other.end),)
    return None


def _limit(text: str, figure: Figure) -> tuple[str | None, Span, bool]:
    """Which end of the range a figure is, where that is told, and whether its word limits others too."""
    plain = text.casefold() if len(text.casefold()) == len(text) else text
    after = {side: _after(side).match(plain, figure.end) for side in ("under", "over")}
    before = {side: _before(side).search(plain[: figure.start]) for side in ("under", "over")}
    for side in ("under", "over"):
        if hit := before[side]:
            longer = before["over" if side == "under" else "under"]
            if longer and longer.start() < hit.start():
                continue
            return side, (hit.start(), figure.end), hit[1] in _weak()
    if hit := _kind().match(plain, figure.end):
        return "around", (figure.start, hit.end()), False
    for side in ("under", "over"):
        if hit := after[side]:
            return side, (figure.start, hit.end()), hit[1] in _weak()
    return None, (figure.start, figure.end), False


def _in_chinese(text: str) -> Iterator[Figure]:
    """一百元: an amount in Chinese numerals, with the yuan behind it."""
    for match in _NUMERALS.finditer(text):
        value = read_chinese(match[1])
        if value is not None:
            yield Figure(match.start(), match.end(), value * MYRIADS.get(match[2] or "", 1), "CNY")


def _last_of_its_kind(amount: Money) -> Money:
    """2만원대 goes to 29,999: as far as the first figure stays."""
    step = Decimal(10) ** (len(str(int(amount.amount))) - len(str(int(amount.amount)).rstrip("0")))
    return Money(amount.amount + step - 1, amount.currency)


def _is_measured(text: str, end: int, limited: int, language: str) -> bool:
    """Whether a unit stands behind a figure (5 years are no price), or letters but those that limit it."""
    place = end + len(text[end:]) - len(text[end:].lstrip())
    units = (unit_words(one).at(text, place)[1] for one in dict.fromkeys((language, "en")))
    return any(units) or (limited == end and text[end : end + 1].isalpha())


def _money(value: Decimal, currency: str) -> Money | None:
    try:
        return Money(value, currency)
    except UnreadableAmount:
        return None


@cache
def _data() -> _File:
    return read(_File, "query_prices.yaml", "under")


@cache
def _weak() -> frozenset[str]:
    return frozenset(_data().weak)


@cache
def _before(side: str) -> re.Pattern[str]:
    limits = _data().under if side == "under" else _data().over
    return re.compile(rf"(?:{_words(limits.before, behind=False)})[ :]*$")


@cache
def _after(side: str) -> re.Pattern[str]:
    limits = _data().under if side == "under" else _data().over
    return re.compile(rf"\s*(?:{_words(limits.after, behind=True)})")


@cache
def _kind() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{_any(_data().kind)})")


@cache
def _joins() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{_any(_data().between.joins)})\s*")


@cache
def _between() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])({_any(tuple(filter(None, _data().between.before)))})[ :]*$")


def _words(words: Sequence[str], *, behind: bool) -> str:
    """One group; words of scripts that part words stand alone."""
    alone = _any(tuple(word for word in words if _SPACED.search(word)))
    free = _any(tuple(word for word in words if not _SPACED.search(word)))
    border = rf"(?:{alone})(?![^\W\d_])" if behind else rf"(?<![^\W\d_])(?:{alone})"
    return rf"({border}|{free})"


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))

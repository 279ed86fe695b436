"""Money and shares of the price that a buyer asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from argosy_commerce.money import Money
from refund_agent.domain.complaints.currencies import bare, sums
from refund_agent.domain.complaints.spelling import Spelled
from refund_agent.domain.complaints.tongues import Speech

_PERCENT: Final = re.compile(
    r"(?<![\d.,a-zа-я])(?P<behind>\d{1,3}) ?(?:%|٪|percent|per cent|prozent|procent|proc\b|por ?ciento|"
    r"pour ?cent|per ?cento|por ?cento|"
    r"процент|в процентах|بالم|في الم|퍼센트|프로|パーセント|เปอร์เซ็นต์|เปอร์เซนต์|个点)"
    r"|(?:%|٪|yuzde|百分之|ร้อยละ) ?(?P<ahead>\d{1,3})(?!\d)|(?<!\d)(?P<tenths>\d)(?:割|成)"
)
_FAR: Final = 60
"""Characters between an amount and the word that says it is asked for, at most."""
_OTHER_CLAUSE: Final = 12
"""A word of another clause stands as if so many characters farther off."""
_MOST: Final = 60
_ROUNDED: Final = Decimal("1.03")
"""6.99 is spoken of as 7."""
_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Part:
    share: float
    start: int
    end: int


def asked_for(
    read: Spelled,
    said: Speech,
    currency: str,
    *,
    reply: bool = False,
    owed: bool = False,
    offered: Money | None = None,
) -> tuple[Money | None, float | None]:
    """An amount and a share (0..1) that the words ask for; None where none is.

    ``reply``: in an answer to an offer an amount is asked for unless the words say that it was paid.
    ``owed``: a payment too much is complained of, so the amount that was taken is the one asked for.
    ``offered``: what the answer is about; an amount that speaks of it gives way to any other.
    """
    text = read.text
    asked = [found.span() for found in said.asked.finditer(text)]
    paid = [found.span() for found in said.paid.finditer(text)]
    amounts = list(sums(text, said.numbers, currency))[:_MOST]
    if reply and not amounts and currency:
        spans = [found.span() for found in _PERCENT.finditer(text)]
        amounts = [
            one for one in list(bare(text, 0, len(text), currency))[:_MOST] if not _within(one.start, spans)
        ]
        amounts = amounts if len(amounts) == 1 else []
    wanted = [one for one in amounts if _asks(read, (one.start, one.end), asked, paid, loose=reply)]
    if owed and not wanted and asked and len({one.money for one in amounts}) == 1:
        wanted = amounts[:1]
    own = [one for one in wanted if not speaks_of(one.money, offered)] or wanted
    money = own[-1].money if own else None
    parts = [one for one in _parts(text, said) if _asks(read, (one.start, one.end), asked, paid, loose=reply)]
    return money, None if money or not parts else parts[-1].share


def speaks_of(amount: Money, offered: Money | None) -> bool:
    """Whether an amount in an answer is the one offered, cut or rounded: nobody asks for less than that."""
    if not offered or amount.currency != offered.currency:
        return False
    return amount.amount <= offered.amount * _ROUNDED


def spans(read: Spelled, said: Speech, currency: str) -> tuple[tuple[int, int], ...]:
    """Where amounts of money and shares stand."""
    found = [(one.start, one.end) for one in list(sums(read.text, said.numbers, currency))[:_MOST]]
    return (*found, *(one.span() for one in _PERCENT.finditer(read.text)))


def contradictory(read: Spelled, said: Speech, currency: str, offered: Money | None = None) -> bool:
    """Whether several different amounts are asked for, beside the one that was offered."""
    asked = [found.span() for found in said.asked.finditer(read.text)]
    paid = [found.span() for found in said.paid.finditer(read.text)]
    found = list(sums(read.text, said.numbers, currency))[:_MOST]
    wanted = {one.money for one in found if _asks(read, (one.start, one.end), asked, paid, loose=False)}
    return len([money for money in wanted if not speaks_of(money, offered)]) > 1


def _parts(text: str, said: Speech) -> Iterator[_Part]:
    found = []
    for percent in _PERCENT.finditer(text):
        value = int(percent["behind"] or percent["ahead"] or int(percent["tenths"] or 0) * 10)
        if 0 < value <= 100:
            found.append(_Part(value / 100, *percent.span()))
    for share, pattern in said.shares.items():
        found += [_Part(float(share), *one.span()) for one in pattern.finditer(text)]
    yield from sorted(found[:_MOST], key=lambda one: one.start)


def _asks(read: Spelled, span: _Span, asked: list[_Span], paid: list[_Span], *, loose: bool) -> bool:
    wants, gave = _distance(read, span, asked), _distance(read, span, paid)
    if loose:
        return gave >= wants
    return wants <= _FAR and wants <= gave


def _distance(read: Spelled, span: _Span, words: list[_Span]) -> int:
    """Characters to the nearest of the words in the sentence; far beyond any where there is none."""
    first, last = read.sentence(span[0])
    nearest = 10_000
    for start, end in words:
        if start < first or end > last or (start < span[1] and span[0] < end):
            continue
        low, high = (end, span[0]) if end <= span[0] else (span[1], start)
        clauses = sum(low <= place < high for place in read.clauses)
        nearest = min(nearest, max(high - low, 0) + clauses * _OTHER_CLAUSE)
    return nearest


def _within(place: int, spans: list[_Span]) -> bool:
    return any(start <= place < end for start, end in spans)

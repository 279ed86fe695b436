"""Outcomes that a merchant can offer, and what each is expected to cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from argosy_commerce.money import Money

Decision = Literal["REFUND", "PARTIAL_KEEP", "RETURN_THEN_REFUND", "EXCHANGE", "REJECT", "ESCALATE"]


@dataclass(frozen=True, slots=True)
class Offer:
    """What the buyer gets. ``refund`` in whole minor units of the order's currency.

    REFUND: all, goods kept. PARTIAL_KEEP: part, goods kept. RETURN_THEN_REFUND: ``refund`` once the goods are
    back, with ``return_label`` if the merchant pays the way. EXCHANGE: the goods again (``resend``: without
    sending the first back). REJECT: nothing.
    """

    decision: Decision
    refund: Money
    keep_item: bool
    return_label: bool = False
    resend: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """An offer with its expected cost to the merchant and the likelihood (0..1) that the buyer accepts it.

    ``parts`` says what the cost is made of, in the order's currency; they add up to ``cost``.
    """

    offer: Offer
    cost: Money
    acceptance: float
    parts: Mapping[str, Money] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """The chosen option, all others by cost, and what bounded the choice."""

    chosen: Option
    options: tuple[Option, ...]
    bounds: tuple[str, ...] = ()

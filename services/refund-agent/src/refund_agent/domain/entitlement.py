"""What a buyer is owed, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from argosy_commerce.money import Money

Ground = Literal["withdrawal", "conformity", "non_delivery", "late_delivery", "cancellation", "overcharge"]
Layer = Literal["law", "platform", "merchant"]
Payer = Literal["merchant", "buyer"]
Remedy = Literal["refund", "price_reduction", "exchange", "resend"]
RefundFrom = Literal["told", "arrival"]
"""From when the days for the money of a return count: the shop was told of it, or the goods have come."""
Condition = Literal["sealed", "unused"]
"""What goods have to be to go back without a reason: with the seal whole, not used."""


@dataclass(frozen=True, slots=True)
class PaidLine:
    """What was paid for one line: goods after its share of discounts, its shares of shipping and tax.

    All amounts are whole minor units of the order's currency, for ``quantity`` pieces.
    """

    sku: str
    product_id: str
    title: str
    quantity: int
    goods: Money
    shipping: Money
    tax: Money

    @property
    def total(self) -> Money:
        """All of it."""
        return self.goods + self.shipping + self.tax


@dataclass(frozen=True, slots=True)
class Paid:
    """What was paid for the lines in question, what of the whole order went back already, what is left.

    ``refundable`` is never more than was paid for the lines, nor than the order's total less earlier refunds.
    """

    lines: tuple[PaidLine, ...]
    total: Money
    already: Money
    refundable: Money
    whole_order: bool
    doubts: tuple[str, ...] = ()
    """What does not add up in the records, in words for a person."""


@dataclass(frozen=True, slots=True)
class Right:
    """One rule that gives the buyer something here.

    ``owed``: what must be paid without anything coming back; ``owed_on_return``: what must be paid once the
    goods are back (both within `Paid.refundable`). ``remedies``: what the rule lets the buyer choose;
    ``merchant_chooses``: those that the merchant may try first (a replacement before a price reduction).
    """

    rule: str
    layer: Layer
    ground: Ground
    owed: Money
    owed_on_return: Money
    remedies: frozenset[Remedy]
    return_paid_by: Payer | None
    """None: nothing is sent back under this rule."""
    until: date | None
    source: str
    as_of: date
    why: str
    merchant_chooses: frozenset[Remedy] = frozenset()
    conditions: frozenset[Condition] = frozenset()
    refund_days: int | None = None
    """In how many days the money has to be back; None: the rule does not say."""
    refund_from: RefundFrom = "told"

    @property
    def statutory(self) -> bool:
        """Given by law, so that no policy takes it away."""
        return self.layer == "law"


@dataclass(frozen=True, slots=True)
class Closed:
    """A rule that gives nothing on the day of the request: its time is over since ``on``, or not yet begun.

    "wait": what is waited for may still come until ``on``.
    """

    rule: str
    layer: Layer
    source: str
    how: Literal["over", "wait"]
    on: date


@dataclass(frozen=True, slots=True)
class Excepted:
    """A rule under which goods of this kind may not go back without a reason."""

    rule: str
    layer: Layer
    source: str


@dataclass(frozen=True, slots=True)
class Entitlement:
    """All rules that apply, and the bounds that follow.

    ``owed``: paid in any case, whatever else is agreed; ``owed_on_return``: paid if the goods come back and
    that is the buyer's right; ``may_return``: they may be sent back; ``must_offer_return``: there is
    a right to return that every offer has to name; ``exclusions``: rules that do not apply here, with why.
    """

    rights: tuple[Right, ...]
    owed: Money
    owed_on_return: Money
    may_return: bool
    must_offer_return: bool
    return_paid_by: Payer
    exclusions: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    escalate: tuple[str, ...] = ()
    """Why a person has to decide; empty: none has to."""
    closed: tuple[Closed, ...] = ()
    """Of the exclusions those that are a matter of time."""
    excepted: tuple[Excepted, ...] = ()
    """Of the exclusions those that are a matter of the kind of goods."""
    return_until: date | None = None
    """The last day to declare a return at the cost of ``return_paid_by``; None: no day is set."""
    return_conditions: frozenset[Condition] = frozenset()
    """What the goods have to be to go back so."""
    refund_days: int | None = None
    """The shortest time that a law which applies sets for the money; None: no law that applies does."""
    refund_from: RefundFrom = "arrival"
    """From when it counts for goods that go back; from their arrival where no law says."""

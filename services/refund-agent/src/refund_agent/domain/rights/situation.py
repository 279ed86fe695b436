"""All that a rule may look at. Who the buyer is, is not among it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from argosy_commerce.money import Money
from refund_agent.domain.checks import Check
from refund_agent.domain.complaint import Complaint, Reason, Severity
from refund_agent.domain.entitlement import Closed, Excepted, Layer, Paid, PaidLine, Right
from refund_agent.domain.rights.delivery import Delivery
from refund_agent.domain.rights.model import Category, Exclusion
from refund_agent.domain.rights.policy import MerchantPolicy

_SURE: Final = 0.5
"""A further reason counts from this confidence on; the likeliest always does."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A complaint with what was paid and what the carriers recorded.

    ``told``: return terms were shown before the order, by the shop or its platform; ``today``: where the
    buyer lives (``market``), on the day on which he asked.
    """

    reasons: frozenset[Reason]
    severity: Severity
    checks: tuple[Check, ...]
    paid: Paid
    delivery: Delivery
    policy: MerchantPolicy
    told: bool
    categories: Mapping[str, frozenset[Category]]
    today: date
    market: str = ""

    @property
    def zero(self) -> Money:
        """Nothing, in the order's currency."""
        return Money.zero(self.paid.refundable.currency)

    @property
    def ordered_on(self) -> date:
        """The day of the order; today's where it is not known."""
        return self.delivery.placed_on or self.today

    def digital(self, line: PaidLine) -> bool:
        """Whether nothing of a line travels: content or a code."""
        return "digital" in self.categories.get(line.sku, frozenset())

    @property
    def nothing_sent(self) -> bool:
        """No carrier has had a parcel of it."""
        return self.delivery.sent is None

    def worth(self, lines: Iterable[PaidLine], *, outward: bool) -> Money:
        """Goods and tax of lines, with their share of the way out or without; never more than is left."""
        total = self.zero
        for line in lines:
            total = total + line.goods + line.tax + (line.shipping if outward else self.zero)
        return min(total, self.paid.refundable)

    def left_in(self, exclusions: Iterable[Exclusion]) -> tuple[tuple[PaidLine, ...], frozenset[Category]]:
        """Lines that the exclusions leave in, and categories that count only once unsealed.

        Whether a seal is broken is not known before the goods are back, so such lines stay in.
        """
        rules = {one.category: one for one in exclusions}
        lines: list[PaidLine] = []
        sealed: set[Category] = set()
        for line in self.paid.lines:
            hit = [rules[kind] for kind in self.categories.get(line.sku, frozenset()) if kind in rules]
            if all(one.when == "unsealed" for one in hit):
                lines.append(line)
                sealed.update(one.category for one in hit)
        return tuple(lines), frozenset(sealed)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one rule comes to: a right, or why not; and what a person should know or decide."""

    right: Right | None = None
    exclusion: str = ""
    doubts: tuple[str, ...] = ()
    escalate: tuple[str, ...] = ()
    closed: Closed | None = None
    excepted: Excepted | None = None
    late_fault: str = ""
    """Why a person has to look at a fault claimed after the rule's time, where no other law gives a right."""


@dataclass(frozen=True, slots=True)
class Named:
    """Which rule is looked at, and where it stands."""

    rule: str
    layer: Layer
    as_of: date

    def over(self, source: str, on: date) -> Closed:
        """The rule's time ended."""
        return Closed(self.rule, self.layer, source, "over", on)

    def wait(self, source: str, on: date) -> Closed:
        """The rule's time has not begun."""
        return Closed(self.rule, self.layer, source, "wait", on)

    def excepted(self, source: str) -> Excepted:
        """The rule is not for goods of this kind."""
        return Excepted(self.rule, self.layer, source)


def reasons_of(complaint: Complaint) -> frozenset[Reason]:
    """The likeliest reason, and those that are sure enough beside it."""
    further = (one.reason for one in complaint.reasons if one.confidence >= _SURE)
    return frozenset((complaint.reason, *further))

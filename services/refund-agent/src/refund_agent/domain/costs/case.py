"""What a choice is made from. Nothing in it says who the buyer is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Final

from argosy_commerce.exchange import ExchangeRates
from argosy_commerce.money import Money, minor_digits
from refund_agent.domain.checks import Check
from refund_agent.domain.complaint import Complaint, Reason
from refund_agent.domain.costs.acceptance import Beliefs, Curve, priors
from refund_agent.domain.costs.figures import CostBook, Group, Strength, cost_book
from refund_agent.domain.costs.lanes import Lane
from refund_agent.domain.entitlement import Entitlement, Paid
from refund_agent.domain.options import Decision

MOST_ROUNDS: Final = 3
OUTCOMES: Final[frozenset[Decision]] = frozenset(
    {"REFUND", "PARTIAL_KEEP", "RETURN_THEN_REFUND", "EXCHANGE", "REJECT", "ESCALATE"}
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a merchant allows, all in the order's currency. No limit takes away what is owed.

    ``most_without_person``: a higher refund, or dearer goods sent again, is a person's decision;
    ``instant_below``: where less can be refunded it is, without a word; ``keep_below``: goods worth less are
    never asked back; ``outcomes``: those the merchant wants (REFUND and ESCALATE always remain); ``rounds``:
    1 to 3; ``goods_cost``: what the goods cost to buy, as a share of what was paid, 0..1; ``floors``: higher
    floors by reason, 0..1.
    """

    most_without_person: Money | None = None
    instant_below: Money | None = None
    keep_below: Money | None = None
    outcomes: frozenset[Decision] = OUTCOMES
    rounds: int = MOST_ROUNDS
    goods_cost: float | None = None
    floors: Mapping[Reason, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 1 <= self.rounds <= MOST_ROUNDS:
            raise ValueError(f"rounds must be 1 to {MOST_ROUNDS}, not {self.rounds}")
        if unknown := self.outcomes - OUTCOMES:
            raise ValueError(f"no outcomes: {', '.join(sorted(unknown))}")
        shares = [*self.floors.values(), *([] if self.goods_cost is None else [self.goods_cost])]
        if any(not 0 <= share <= 1 for share in shares):
            raise ValueError("goods_cost and floors are shares: 0 to 1")


@cache
def _own_priors() -> Beliefs:
    return priors(cost_book().acceptances)


@dataclass(frozen=True, slots=True)
class Params:
    """Figures and beliefs; ours unless others are given. ``rates``: an operator's, which win over ours.

    ``generator``: a numpy.random.Generator draws each curve of acceptance from what is believed of it
    (Thompson sampling: more is learned, and each buyer's offer depends on chance); None, the default, takes
    the likeliest.
    """

    book: CostBook = field(default_factory=cost_book)
    beliefs: Beliefs = field(default_factory=_own_priors)
    rates: ExchangeRates | None = None
    generator: object | None = None

    def curve(self, group: Group, strength: Strength) -> Curve:
        """Of the buyers with such a reason and evidence."""
        belief = self.beliefs[group, strength]
        return belief.curve if self.generator is None else belief.drawn(self.generator)

    def knows(self, currency: str) -> bool:
        """Whether costs can be estimated in it."""
        return currency in self.book.per_euro or bool(self.rates and self.rates.rate("EUR", currency))

    def units(self, euros: float, currency: str) -> float:
        """Minor units of a currency for estimated euros.

        Raises KeyError for a currency that neither the operator nor data/costs/currencies.yaml knows.
        """
        rate = self.rates.rate("EUR", currency) if self.rates else None
        per_euro = float(rate) if rate is not None else self.book.per_euro[currency]
        return euros * per_euro * float(Decimal(10) ** minor_digits(currency))


@dataclass(frozen=True, slots=True)
class Case:
    """One request: what was paid, is owed and claimed, what the checks found, how goods would travel."""

    paid: Paid
    entitlement: Entitlement
    complaint: Complaint
    checks: tuple[Check, ...] = ()
    lane: Lane = field(default_factory=Lane)
    limits: Limits = field(default_factory=Limits)
    params: Params = field(default_factory=Params)

"""Everything a case is built from, in one frozen value, with the ledger's messages read once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from argosy.fact.v1 import fact_pb2
from argosy.refund.v1 import refund_pb2
from argosy_commerce.addresses import read_place
from argosy_commerce.money import Money
from argosy_commerce.spotting import plain
from argosy_ledger.facts import Conversation, OrderFacts, PolicyHistory, Said, money, utc
from argosy_ledger.parcels import Parcel, parcels_of
from chargeback_agent.domain.case.model import Dispute
from chargeback_agent.domain.case.outcomes import Outcomes
from chargeback_agent.domain.case.reading import data
from chargeback_agent.domain.rules.model import ReasonCode

Grade = Literal["full", "part", "none", "unsupported", ""]
PolicyKind = Literal["REFUND", "CANCELLATION", "SHIPPING", "TERMS"]


@dataclass(frozen=True, slots=True)
class OtherCase:
    """Another case of the merchant, as it stands."""

    dispute_id: str
    order_id: str
    status: Literal["open", "won", "lost", "reversed", "accepted"] = "open"
    code: str = ""
    amount: Money | None = None
    case_ref: str = ""
    arn: str = ""
    stage: str = ""
    """Of the rule book; "" where it is not known."""
    later: bool = False
    """Whether it was first told of after this one."""


@dataclass(frozen=True, slots=True)
class Others:
    """The buyer's other orders, other cases, and how cases ended before."""

    orders: tuple[OrderFacts, ...] = ()
    cases: tuple[OtherCase, ...] = ()
    """About this order and about each of the buyer's other ones."""
    outcomes: Outcomes = field(default_factory=Outcomes)
    cost: Money | None = None
    """What the merchant's own answer costs (work and fee), where it was set; else data/weights.yaml's."""


@dataclass(frozen=True, slots=True)
class Repaid:
    """Money given back, as the processor tells it."""

    amount: Money
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Records:
    """The facts of one dispute. Properties read them; nothing here judges."""

    dispute: Dispute
    rule: ReasonCode
    facts: OrderFacts
    conversations: tuple[Conversation, ...]
    policies: tuple[PolicyHistory, ...]
    others: Others
    now: datetime
    parcels: tuple[Parcel, ...] = ()
    replaced: tuple[Parcel, ...] = ()
    """Lost or gone back, with another sent after them in their place; not among ``parcels``."""

    @classmethod
    def of(
        cls,
        dispute: Dispute,
        rule: ReasonCode,
        facts: OrderFacts,
        conversations: tuple[Conversation, ...],
        policies: tuple[PolicyHistory, ...],
        others: Others,
        now: datetime,
    ) -> Records:
        """With the parcels' histories read."""
        own = tuple(one for one in conversations if not one.order_id or one.order_id == facts.order_id)
        every = parcels_of(facts.shipments)
        replaced = tuple(parcel for parcel in every if _replaced(parcel, every, facts))
        kept = tuple(parcel for parcel in every if parcel not in replaced)
        return cls(dispute, rule, facts, own, policies, others, now, kept, replaced)

    @property
    def order(self) -> fact_pb2.Order | None:
        """The order, if it is known."""
        return self.facts.order.data if self.facts.order else None

    @property
    def payment(self) -> fact_pb2.PaymentAuthorized | None:
        """Its payment, if it is known."""
        return self.facts.payment.data if self.facts.payment else None

    @property
    def total(self) -> Money | None:
        """What the order came to."""
        return money(self.order.total) if self.order and self.order.HasField("total") else None

    @property
    def placed_at(self) -> datetime | None:
        """When it was ordered."""
        return utc(self.order.placed_at) if self.order and self.order.HasField("placed_at") else None

    @property
    def captured_at(self) -> datetime | None:
        """When the payment was captured."""
        return (
            utc(self.payment.captured_at) if self.payment and self.payment.HasField("captured_at") else None
        )

    @property
    def paid_on(self) -> date | None:
        """The day of the payment: as captured, else as the notice says, else as ordered."""
        moment = self.captured_at or self.placed_at
        return (
            self.captured_at.date()
            if self.captured_at
            else self.dispute.transaction_on or (moment.date() if moment else None)
        )

    @property
    def repaid(self) -> tuple[Repaid, ...]:
        """Refunds that the processor tells of, oldest first; those without a time last."""
        found = []
        for refund in self.payment.refunds if self.payment else ():
            amount = money(refund.amount)
            if amount is not None and amount.amount > 0:
                found.append(Repaid(amount, utc(refund.at) if refund.HasField("at") else None))
        return tuple(sorted(found, key=lambda one: (one.at is None, one.at or self.now)))

    @property
    def decided(self) -> tuple[Repaid, ...]:
        """Refunds that the shop decided on; that is not yet money given back."""
        paying = {refund_pb2.RefundDecided.REFUND, refund_pb2.RefundDecided.PARTIAL_KEEP}
        found = []
        for fact in self.facts.refunds:
            amount = money(fact.data.refund)
            if fact.data.decision in paying and amount is not None and amount.amount > 0:
                found.append(Repaid(amount, fact.time))
        return tuple(found)

    @property
    def country(self) -> str:
        """Where the order went, ISO 3166-1; "" where its address does not say."""
        return country_of(self.facts)

    def policy(self, kind: PolicyKind) -> fact_pb2.PolicyUpdated | None:
        """The policy in force when it was ordered, of the order's market, else of all markets."""
        if self.placed_at is None:
            return None
        for market in (self.country, ""):
            for history in self.policies:
                if (
                    history.kind == kind
                    and history.market == market
                    and (found := history.on(self.placed_at))
                ):
                    return found
        return None

    @property
    def said(self) -> tuple[Said, ...]:
        """All messages about the order, oldest first."""
        every = [said for conversation in self.conversations for said in conversation.said]
        return tuple(sorted(every, key=lambda one: (one.time, one.message_id)))

    @property
    def avs(self) -> Grade:
        """What the address verification said."""
        return graded("avs", self.payment.avs) if self.payment else ""

    @property
    def cvv(self) -> Grade:
        """What the card verification said."""
        return graded("cvv", self.payment.cvv) if self.payment else ""

    @property
    def three_ds(self) -> Grade:
        """Full: the issuer authenticated; part: it was attempted; none: it failed, or the shop bears fraud.

        Outcome and indicator must not speak against each other: the weaker of both counts.
        """
        if not self.payment or not self.payment.HasField("three_ds"):
            return ""
        told = self.payment.three_ds
        indicators = data("payment_results", "results", "eci")["eci"]
        rows = indicators["mastercard" if self.network == "mastercard" else "others"]
        by_eci = next((grade for grade, codes in rows.items() if told.eci.strip() in codes), "")
        found = [grade for grade in (by_eci, graded("three_ds", told.outcome)) if grade]
        order: tuple[Grade, ...] = ("none", "part", "full")
        return next((grade for grade in order if grade in found), "")

    @property
    def network(self) -> str:
        """The card's network: the dispute's, else the payment's."""
        if self.dispute.network != "generic":
            return self.dispute.network
        return plain(self.payment.card.network) if self.payment else ""


def _replaced(parcel: Parcel, every: tuple[Parcel, ...], facts: OrderFacts) -> bool:
    """Whether one thing was ordered and, after this parcel was lost or went back, another was delivered."""
    lines = list(facts.order.data.lines) if facts.order else []
    one_thing = len(lines) == 1 and lines[0].quantity <= 1
    if not one_thing or parcel.delivered or parcel.state not in {"lost", "returned"}:
        return False
    ended = parcel.scans[-1].at
    return any(one.delivered and one.shipped and one.shipped.at > ended for one in every)


def country_of(facts: OrderFacts) -> str:
    """Where an order went, ISO 3166-1; "" where it is not known or its address does not say."""
    return read_place(facts.order.data.buyer.address).country if facts.order else ""


def graded(check: str, told: str) -> Grade:
    """What a processor's result of a check says; "" where it is unknown."""
    words = plain(told, 80)
    grades: tuple[Grade, ...] = ("full", "part", "none", "unsupported")
    rows = data("payment_results", "results", "eci")["results"][check]
    return next((grade for grade in grades if words and words in rows.get(grade, ())), "")


def days_in(policy: fact_pb2.PolicyUpdated, names: Iterable[str]) -> int:
    """The whole days that a policy's rules give under the first of these names; 0 where they give none."""
    for name in names:
        if name in policy.rules.fields and policy.rules.fields[name].HasField("number_value"):
            value = policy.rules.fields[name].number_value
            if 0 < value <= 1000 and value == int(value):
                return int(value)
    return 0

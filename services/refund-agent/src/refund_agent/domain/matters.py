"""A request with all that it rests on: what was paid, is owed, would be offered, and how that is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_UP, Decimal
from functools import partial
from typing import Final, Literal

from argosy.fact.v1 import fact_pb2
from argosy.refund.v1 import refund_pb2
from argosy_commerce.money import Money
from argosy_ledger.facts import OrderFacts
from refund_agent.domain.checks import Check
from refund_agent.domain.complaint import Complaint, Reason, Wish
from refund_agent.domain.costs.case import Case, Params
from refund_agent.domain.costs.choosing import choose, next_offer, sent_back
from refund_agent.domain.costs.lanes import Lane
from refund_agent.domain.costs.policies import limits_of
from refund_agent.domain.entitlement import Entitlement, Paid
from refund_agent.domain.negotiation.advancing import Planner, Table
from refund_agent.domain.negotiation.fairness import GOODS, used_right
from refund_agent.domain.negotiation.pace import house, pace_of
from refund_agent.domain.negotiation.state import Answer, Meaning
from refund_agent.domain.negotiation.told import Told
from refund_agent.domain.options import Offer, Plan
from refund_agent.domain.rights.book import rights_book
from refund_agent.domain.rights.delivery import delivery_of
from refund_agent.domain.rights.entitlement import doubted, entitlement
from refund_agent.domain.rights.kinds import kinds_of
from refund_agent.domain.rights.paid import Asked, Earlier, paid_for
from refund_agent.domain.rights.policy import read_policy
from refund_agent.domain.rights.situation import reasons_of

_UNCLEAR: Final = "the order has several lines, and the words do not tell which are meant"
_UNWANTED: Final[frozenset[Reason]] = frozenset({"changed_mind", "does_not_fit"})
_WISHES: dict[Meaning, Wish] = {"returns": "return", "exchanges": "exchange"}


Stands = Literal["open", "person", "new goods", "part", "over"]


@dataclass(frozen=True, slots=True)
class Beside:
    """Another request of the order, and the lines that it names (none: all, or those that its words name).

    ``stands``: not decided, with a person, ended with new goods, with a part of the money, or otherwise.
    """

    request_id: str
    skus: frozenset[str]
    stands: Stands
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a request is judged by. ``asked_at``: when the buyer asked; ``clock``: what time it is.

    ``about_market``: doubts about the market; ``earlier``: what other requests of the order were given;
    ``returning``: of that what is paid only once its goods are back; ``beside``: the order's other
    requests, before this one is answered.
    ``back_to``: where returned goods go.
    """

    requested: refund_pb2.RefundRequested
    facts: OrderFacts
    complaint: Complaint
    checks: tuple[Check, ...]
    earlier: tuple[Earlier, ...]
    market: str
    about_market: tuple[str, ...]
    platform: str
    policy: fact_pb2.PolicyUpdated | None
    asked_at: datetime
    clock: datetime
    back_to: str
    params: Params
    returning: tuple[Earlier, ...] = ()
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """A request judged: the case as costs see it, the table to negotiate at, and what is told of it.

    ``doubts``: what a person should look at.
    """

    case: Case
    table: Table
    told: Told
    doubts: tuple[str, ...]

    @property
    def complaint(self) -> Complaint:
        """What the buyer complains of."""
        return self.case.complaint

    @property
    def paid(self) -> Paid:
        """What was paid for the lines in question."""
        return self.case.paid

    @property
    def entitlement(self) -> Entitlement:
        """What is owed."""
        return self.case.entitlement


def asked_lines(requested: refund_pb2.RefundRequested, complaint: Complaint) -> Asked:
    """The lines in question: as the event names them, else as the buyer's words do; none: all of them."""
    if requested.lines:
        return [(line.sku, line.quantity) for line in requested.lines]
    pieces = dict(complaint.quantities)
    return [(sku, pieces.get(sku, 0)) for sku in dict.fromkeys((*complaint.skus, *pieces))]


def matter_of(ground: Ground) -> Matter:
    """Judge a request. Raises CannotTellPaid where the order names no amounts."""
    requested, facts, complaint = ground.requested, ground.facts, ground.complaint
    paid = paid_for(facts, asked_lines(requested, complaint), ground.earlier, requested.request_id)
    currency = paid.refundable.currency
    unclear = complaint.unclear and not requested.lines and sum(line.quantity > 0 for line in paid.lines) > 1
    order = facts.order.data if facts.order else fact_pb2.Order()
    categories, about_kinds = kinds_of(order)
    owed = entitlement(
        complaint, ground.checks, paid, facts, ground.market, ground.platform, ground.policy, categories,
        ground.asked_at,
    )  # fmt: skip
    why = (*_once_more(ground, paid), *((_UNCLEAR,) if unclear else ()), *_unruled(ground, owed))
    owed = replace(owed, escalate=(*owed.escalate, *why))
    limits = limits_of(read_policy(ground.policy), currency, ground.params)
    kinds = frozenset(kind for line in paid.lines for kind in categories.get(line.sku, ()))
    lane = Lane(ground.market, ground.back_to, "", 0, kinds)
    case = Case(paid, owed, complaint, ground.checks, lane, limits, ground.params)
    platform = rights_book().platform_of(ground.platform) if ground.platform else None
    pace = pace_of(house(), limits.rounds, platform, owed, ground.asked_at)
    table = Table(
        owed, complaint, paid.refundable, pace, planner(case), limits.most_without_person, ground.clock,
        partial(sent_back, case),
    )  # fmt: skip
    spent = sum((line.total for line in paid.lines), Money.zero(currency))
    told = Told(
        requested.order_id,
        paid.lines,
        complaint.reason,
        goods=_has_goods(case, facts),
        paid=spent,
        already=paid.already,
        nothing_left=not paid.refundable,
        entitlement=owed,
        pace=pace,
        returning=_returning(ground, complaint, currency),
        returns=used_right(complaint, owed),
        exchanges=complaint.wish == "exchange",
    )
    used = about_kinds if any(kind in text for text in owed.exclusions for kind in kinds) else ()
    shown = doubted(ground.checks, reasons_of(complaint))
    doubts = (*complaint.doubts, *ground.about_market, *paid.doubts, *used, *shown)
    return Matter(case, table, told, tuple(dict.fromkeys(doubts)))


def _once_more(ground: Ground, paid: Paid) -> Iterator[str]:
    """Why a person has to look, as the same goods were asked for before."""
    asked = {line.sku for line in paid.lines}
    for one in ground.beside:
        if one.skus and not one.skus & asked:
            continue
        match one.stands:
            case "open":
                yield f"request {one.request_id} about the same is open"
            case "person":
                yield f"a person decides on the same in request {one.request_id}"
            case "new goods":
                yield f"new goods were agreed for this in request {one.request_id}: which are meant?"
            case "part":
                # Of whatever he complains now: who took a part is not paid another for the next story.
                yield f"a part was agreed for the same goods in request {one.request_id}"


def _unruled(ground: Ground, owed: Entitlement) -> Iterator[str]:
    """Why a person has to decide where rules are silent, or the parcel has to be stopped."""
    reason = ground.complaint.reason
    if reason == "cancelled" and any(
        right.ground == "withdrawal" and right.statutory and right.until is None and not right.owed
        for right in owed.rights
    ):
        yield "the buyer withdraws from what is under way: the parcel has to be stopped, or refused"
    if reason in _UNWANTED and not owed.rights and ground.policy is None:
        yield "no rule that is known gives anything back, and the shop's own return terms are not on record"


def _returning(ground: Ground, complaint: Complaint, currency: str) -> Money | None:
    asked = {sku for sku, _ in asked_lines(ground.requested, complaint)}
    amounts = [one.amount for one in ground.returning if not asked or one.sku in asked]
    return sum((one for one in amounts if one.currency == currency), Money.zero(currency)) or None


def planner(case: Case) -> Planner:
    """Offers of least expected cost for a case."""

    def plan(previous: Offer | None, answer: Answer | None, round_: int) -> Plan:
        if previous is None or answer is None:
            return choose(case)
        if answer.counter is not None and previous.decision in GOODS:
            money = _for_money(case, answer.counter, round_)
            if money is not None:
                return money
        if answer.meaning == "exchanges" and (goods := _for_goods(case, round_)) is not None:
            return goods
        wish = _WISHES.get(answer.meaning)
        said = replace(case.complaint, wish=wish) if wish else case.complaint
        return next_offer(replace(case, complaint=said), previous, answer.counter, round_)

    return plan


def _for_money(case: Case, counter: Money, round_: int) -> Plan | None:
    """For a buyer who was offered goods or a return, and names an amount to keep what he has.

    None where no part of the money may be offered.
    """
    limits, said = case.limits, replace(case.complaint, asked=counter, wish="partial_refund")
    left = replace(limits, rounds=max(limits.rounds - round_ + 1, 1))
    plan = choose(replace(case, complaint=said, limits=left))
    if plan.chosen.offer.decision == "ESCALATE":
        return plan
    part = next((one for one in plan.options if one.offer.decision == "PARTIAL_KEEP"), None)
    return None if part is None else replace(plan, chosen=part)


def _for_goods(case: Case, round_: int) -> Plan | None:
    """For a buyer who wants the goods anew where a rule lets him choose that: these, or all of the money
    where that costs less. None where it is no right of his, or goods are not sent again here.
    """
    rights = (right for right in case.entitlement.rights if right.ground == "conformity")
    if not any({"exchange", "resend"} & right.remedies for right in rights):
        return None
    left = replace(case.limits, rounds=max(case.limits.rounds - round_ + 1, 1))
    plan = choose(replace(case, complaint=replace(case.complaint, wish="exchange"), limits=left))
    if plan.chosen.offer.decision == "ESCALATE":
        return plan
    owed = next((one for one in plan.options if one.offer.decision in {"EXCHANGE", "REFUND"}), None)
    return None if owed is None else replace(plan, chosen=owed)


def counter_of(amount: Money | None, share: float | None, paid: Paid) -> Money | None:
    """What a buyer asks for instead, in the order's currency; a share is of what was paid for the lines.

    None where he names nothing that can be compared.
    """
    currency = paid.refundable.currency
    if amount is not None:
        return amount.rounded() if amount.currency == currency and amount.amount > 0 else None
    if share is None or not 0 < share <= 1:
        return None
    whole = sum((line.total for line in paid.lines), Money.zero(currency))
    return (whole * Decimal(str(share))).rounded(ROUND_UP)


def given_by(offer: Offer, paid: Paid) -> tuple[Earlier, ...]:
    """What a decision takes out of each line, for the order's later requests."""
    weights = [line.total.minor for line in paid.lines]
    if not offer.refund or not any(weights):
        return ()
    whole = offer.decision == "RETURN_THEN_REFUND" or offer.refund >= paid.refundable
    shares = offer.refund.share(weights)
    return tuple(
        Earlier(line.sku, line.quantity if whole else 0, share)
        for line, share in zip(paid.lines, shares, strict=True)
    )


def _has_goods(case: Case, facts: OrderFacts) -> bool:
    """Whether the buyer has something of the order, by his own words and the carriers' records."""
    reason = case.complaint.reason
    if not case.params.book.reasons[reason].goods:
        return False
    return reason != "late" or delivery_of(facts, 0).first is not None

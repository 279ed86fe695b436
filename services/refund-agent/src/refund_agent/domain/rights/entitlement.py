"""What a buyer is owed: every rule of law, platform and shop that applies, and the bounds that follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final, assert_never

from argosy.fact.v1 import fact_pb2
from argosy_ledger.facts import OrderFacts
from refund_agent.domain.checks import Check, CheckName
from refund_agent.domain.complaint import Complaint, Reason
from refund_agent.domain.entitlement import Closed, Entitlement, Excepted, Layer, Paid, Right
from refund_agent.domain.rights.book import ANY, OWN_SHOP, RightsBook, rights_book
from refund_agent.domain.rights.delivery import delivery_of
from refund_agent.domain.rights.goods import conformity, late_delivery, withdrawal
from refund_agent.domain.rights.model import (
    Cancellation,
    Category,
    Conformity,
    Exclusion,
    Fee,
    LateDelivery,
    NonDelivery,
    Overcharge,
    Platform,
    Rule,
    Withdrawal,
)
from refund_agent.domain.rights.policy import MerchantPolicy, read_policy
from refund_agent.domain.rights.situation import Named, Ruling, Situation, reasons_of
from refund_agent.domain.rights.waiting import cancellation, contradicted, non_delivery, overcharge

_FAILED_AS_SAID: Final[Mapping[CheckName, frozenset[Reason]]] = {
    "product_shown": frozenset({"wrong_item", "counterfeit", "not_as_described"}),
    "variant_shown": frozenset({"wrong_variant", "wrong_item", "not_as_described"}),
    "size_measured": frozenset({"does_not_fit", "wrong_variant", "not_as_described"}),
    "delivery": frozenset({"cancelled"}),
}
"""A picture that shows other goods than the listing's is what who got other goods has to show. What was sent
before it was cancelled is a matter of the rules, and nobody says otherwise."""
_UNWANTED: Final[frozenset[Reason]] = frozenset({"changed_mind", "cancelled", "does_not_fit", "other"})
"""Reasons for which a law alone tells whether goods may go back."""
_UNSAFE: Final = "the buyer says that somebody was hurt or could be: a person decides"


def entitlement(
    complaint: Complaint,
    checks: Sequence[Check],
    paid: Paid,
    facts: OrderFacts,
    market: str,
    platform: str,
    policy: fact_pb2.PolicyUpdated | None,
    categories: Mapping[str, frozenset[Category]],
    now: datetime,
    book: RightsBook | None = None,
) -> Entitlement:
    """What is owed for a complaint, and why.

    ``market``: ISO 3166-1 code of where the order went (`market_of`), "" if unknown; ``platform``: its id or
    name, "" for the merchant's own shop; ``policy``: the REFUND policy in force at the order's date;
    ``categories``: kinds of goods by sku; ``now``: when the buyer asked, aware UTC. The statutory
    right always counts: a platform or a policy can only add to it. Evidence that failed takes no right
    away; it is a reason for a person to look.
    """
    book = book or rights_book()
    law = book.law_of(market)
    place = book.platform_of(platform or OWN_SHOP)
    ours = read_policy(policy) or MerchantPolicy()
    delivery = delivery_of(facts, law.utc_offset if law else 0)
    case = Situation(
        reasons_of(complaint),
        complaint.severity,
        tuple(checks),
        paid,
        delivery,
        ours,
        told=ours.shown or (place is not None and place.platform != OWN_SHOP),
        categories=categories,
        today=delivery.day(now),
        market=market,
    )
    rulings = [_ruling(rule, named, case) for named, rule in _rules(book, market, place, ours, case)]
    doubts = [*_unknown(law is None, market, place is None, platform, policy), *paid.doubts, *ours.doubts]
    doubts += [doubt for ruling in rulings for doubt in ruling.doubts]
    doubts += doubted(checks, case.reasons)
    if delivery.placed is None:
        doubts.append("the day of the order is not on record")
    escalate = [*contradicted(case), *(reason for ruling in rulings for reason in ruling.escalate)]
    if "unsafe" in case.reasons:
        escalate.append(_UNSAFE)
    escalate += [
        f"the evidence speaks against the complaint: {check.check}: {check.finding}"
        for check in checks
        if check.result == "failed" and not check.weak and not _bears_out(check, case.reasons)
    ]
    rights = tuple(ruling.right for ruling in rulings if ruling.right)
    if not any(right.ground == "conformity" and right.statutory for right in rights):
        escalate += [ruling.late_fault for ruling in rulings if ruling.late_fault]
    if law is None and not rights and case.reasons & _UNWANTED:
        escalate.append("no law is known for where the order went: whether it may go back is for a person")
    exclusions = (ruling.exclusion for ruling in rulings if ruling.exclusion)
    closed = tuple(ruling.closed for ruling in rulings if ruling.closed)
    excepted = tuple(ruling.excepted for ruling in rulings if ruling.excepted)
    return _joined(rights, case, _once(exclusions), closed, excepted, _once(doubts), _once(escalate))


def _joined(
    rights: tuple[Right, ...],
    case: Situation,
    exclusions: tuple[str, ...],
    closed: tuple[Closed, ...],
    excepted: tuple[Excepted, ...],
    doubts: tuple[str, ...],
    escalate: tuple[str, ...],
) -> Entitlement:
    """Of rights that overlap the best for the buyer counts, in each respect."""
    owed = max((right.owed for right in rights), default=case.zero)
    returns = [right for right in rights if right.return_paid_by and right.owed_on_return.amount > 0]
    on_return = max((right.owed_on_return for right in rights), default=case.zero)
    free = any(right.return_paid_by == "merchant" for right in returns)
    usable = [right for right in returns if right.return_paid_by == "merchant" or not free]
    dated = [right for right in rights if right.statutory and right.refund_days]
    return Entitlement(
        rights,
        owed,
        max(owed, on_return),
        may_return=bool(returns),
        must_offer_return=bool(returns),
        return_paid_by="merchant" if free else "buyer",
        exclusions=exclusions,
        doubts=doubts,
        escalate=escalate,
        closed=closed,
        excepted=excepted,
        return_until=_until(usable),
        return_conditions=frozenset.intersection(*(right.conditions for right in usable))
        if usable
        else frozenset(),
        refund_days=min((right.refund_days for right in dated if right.refund_days), default=None),
        refund_from="told" if any(right.refund_from == "told" for right in dated) else "arrival",
    )


def _until(usable: Sequence[Right]) -> date | None:
    """The last day to declare a return. A guarantee's end is none: it says until when a fault may show."""
    ends = [None if right.ground == "conformity" else right.until for right in usable]
    dated = [end for end in ends if end is not None]
    return max(dated) if dated and len(dated) == len(ends) else None


def doubted(checks: Iterable[Check], reasons: frozenset[Reason]) -> tuple[str, ...]:
    """Weak findings that speak against the complaint: they decide nothing, and a person is to look."""
    return tuple(
        f"{check.check}: {check.finding}"
        for check in checks
        if check.result == "failed" and check.weak and not _bears_out(check, reasons)
    )


def _bears_out(check: Check, reasons: frozenset[Reason]) -> bool:
    """Whether a check failed just because of what the buyer complains of, or says nothing of the matter."""
    return check.check == "readable" or bool(_FAILED_AS_SAID.get(check.check, frozenset()) & reasons)


def _rules(
    book: RightsBook, market: str, place: Platform | None, policy: MerchantPolicy, case: Situation
) -> Iterator[tuple[Named, Rule]]:
    """The rules in force on the day of the order, law first."""
    law = book.law_of(market)
    sets: list[tuple[Layer, Mapping[str, Rule]]] = [
        ("law", one.rules) for one in (law, book.laws[ANY]) if one
    ]
    if place:
        sets.append(("platform", place.rules))
    sets.append(("merchant", book.house.rules))
    for layer, rules in sets:
        for key, rule in rules.items():
            here = not rule.countries or market in rule.countries
            if here and rule.since <= case.ordered_on <= (rule.until or case.ordered_on):
                yield Named(key, layer, book.sources[rule.source].seen), rule
    for key, rule in _own_rules(policy, case):
        yield Named(key, "merchant", case.ordered_on), rule


def _own_rules(policy: MerchantPolicy, case: Situation) -> Iterator[tuple[str, Rule]]:
    """What the shop's own policy promises, as rules of the same shape."""
    article, since = "the shop's refund policy", case.ordered_on
    if policy.window_days:
        payer = policy.return_paid_by or "buyer"
        yield (
            "policy-return",
            Withdrawal(
                ground="withdrawal",
                source="policy",
                article=article,
                since=since,
                days=policy.window_days,
                return_paid_by=payer,
                return_paid_by_untold=payer,
                outward="whole_order" if policy.shipping_refunded else "never",
                fee=Fee(share=policy.restocking_fee_share or Decimal(0)),
                exclusions=tuple(Exclusion(category=one) for one in sorted(policy.excluded_categories)),
            ),
        )
    if days := policy.fault_window_days:
        yield (
            "policy-faults",
            Conformity(ground="conformity", source="policy", article=article, since=since, days=days),
        )
    if days := policy.late_refund_days:
        yield (
            "policy-late",
            NonDelivery(
                ground="non_delivery",
                source="policy",
                article=article,
                since=since,
                days=days,
                agreed_counts=False,
            ),
        )


def _ruling(rule: Rule, named: Named, case: Situation) -> Ruling:
    match rule:
        case Withdrawal():
            return withdrawal(rule, named, case)
        case Conformity():
            return conformity(rule, named, case)
        case NonDelivery():
            return non_delivery(rule, named, case)
        case LateDelivery():
            return late_delivery(rule, named, case)
        case Cancellation():
            return cancellation(rule, named, case)
        case Overcharge():
            return overcharge(rule, named, case)
    assert_never(rule)


def _unknown(
    no_law: bool, market: str, no_platform: bool, platform: str, policy: fact_pb2.PolicyUpdated | None
) -> Iterator[str]:
    if no_law:
        yield (
            f"no law is kept for {market}"
            if market
            else "the country is not known, so no law could be applied"
        )
    if no_platform:
        yield f"the platform {platform[:40]!r} is not known; its rules were not applied"
    if policy is not None and policy.kind not in {fact_pb2.PolicyUpdated.REFUND, 0}:
        yield "the policy given is no refund policy"


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))

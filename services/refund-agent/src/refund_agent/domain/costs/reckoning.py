"""A case put into numbers."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, inf
from typing import Final

from argosy_commerce.money import Money
from refund_agent.domain.complaint import Reason
from refund_agent.domain.costs.case import Case
from refund_agent.domain.costs.figures import ReasonFigures
from refund_agent.domain.costs.parcels import Parcel, parcel_back, sent_again, travels
from refund_agent.domain.costs.strength import evidence
from refund_agent.domain.costs.terms import Kind, Terms
from refund_agent.domain.entitlement import Closed

_LIKELY: Final = 0.5


def terms(case: Case, counter: Money | None = None) -> Terms:
    """The numbers of a case; ``counter`` is what the buyer asks for now, in place of what was asked before.

    Raises KeyError for a currency without a rate, CurrencyMismatch for amounts in other currencies.
    """
    paid, owed, book = case.paid, case.entitlement, case.params.book
    reason = book.reasons[case.complaint.reason]
    currency = paid.refundable.currency
    refundable = max(_minor(paid.refundable, currency), 0)
    found = evidence(case.checks, reason)
    owed_now = min(max(_minor(owed.owed, currency), 0), refundable)
    waits = _waits(case, reason, owed_now)
    floor = min(ceil(refundable * _floor(case, waits=waits is not None) - 1e-9), refundable)
    goods = reason.goods and travels(case)
    may_return = owed.may_return and goods
    on_return = max(_minor(owed.owed_on_return, currency), owed_now) if may_return else refundable

    def units(euros: float) -> float:
        return case.params.units(euros, currency)

    figures = book.figures
    bought = _bought(case, refundable)
    missing = book.lost[case.complaint.severity].value if reason.group == "missing" else 1.0
    asked = _asked(case, counter, refundable, owed_now)
    least = ceil(refundable * book.acceptances.least[reason.group].value - 1e-9)
    own_fault = reason.group in figures.unproven.groups
    shown = found.strength in {"strong", "some"} or not goods or not own_fault
    parcel = parcel_back(case, bought)
    chargeback, review = figures.chargeback, figures.review
    review_cost = units(review.cost.value)
    return Terms(
        currency=currency,
        refundable=refundable,
        owed=owed_now,
        low=max(owed_now, floor),
        floor=floor,
        on_return=min(on_return, refundable),
        least=least if asked is None else min(least, asked),
        unproven=None if shown else max(_unproven(case, refundable), owed_now),
        worth_fetching=not own_fault or parcel.net <= figures.worth_fetching.value * refundable,
        never_fetched=case.limits.keep_below is not None and paid.refundable < case.limits.keep_below,
        spared=_spared(case, reason, parcel),
        sent_worth=ceil(refundable * missing - 1e-9),
        at_stake=bought * missing if reason.group == "missing" else refundable,
        waits=waits,
        asked=asked,
        wished=_wished(case, may_return=may_return),
        may_return=may_return,
        declared=may_return and case.complaint.wish == "return",
        payer=owed.return_paid_by,
        curve=case.params.curve(reason.group, found.strength),
        felt=book.acceptances.felt[case.complaint.severity].value if reason.by_severity else 1.0,
        asked_agree=book.acceptances.asked.value,
        worth={name: worth.value for name, worth in book.acceptances.worth.items()},
        parcel=parcel,
        bought=bought,
        replacement=sent_again(case, bought),
        resent=sent_again(case, bought, missing),
        message=units(figures.round.value),
        person=units(figures.person.value),
        leaves=figures.leaves.value,
        sends_back={payer: one.value for payer, one in figures.sends_back.items()},
        returns_after={payer: one.value for payer, one in figures.returns_after_refusal.items()},
        chargeback=(figures.waiting.value, 0.0) if waits else reason.chargeback,
        chargeback_extra=units(chargeback.fee.value + chargeback.work.value),
        won=chargeback.won[found.strength].value,
        review=(review_cost * review.after_nothing.value, review_cost * review.after_all.value),
        review_agreed=review.agreed.value,
        evidence=found,
        goods=goods,
        again=reason.again,
    )


def _spared(case: Case, reason: ReasonFigures, parcel: Parcel) -> float:
    """Never less than it costs the merchant to get the goods back."""
    most = case.params.book.figures.spared
    if reason.group not in most.groups:
        return inf
    free = case.entitlement.return_paid_by == "merchant"
    fetched = parcel.net if free else parcel.net - parcel.label
    return max(case.params.units(most.value, case.paid.refundable.currency), fetched)


def _unproven(case: Case, refundable: int) -> int:
    most = case.params.book.figures.unproven
    return round(max(case.params.units(most.value, case.paid.refundable.currency), most.share * refundable))


def _waits(case: Case, reason: ReasonFigures, owed: int) -> Closed | None:
    """The first of the rules that give the money back later, where nothing came and nothing is owed yet."""
    later = [one for one in case.entitlement.closed if one.how == "wait"]
    return min(later, key=lambda one: one.on, default=None) if not reason.goods and not owed else None


def _floor(case: Case, *, waits: bool) -> float:
    """The highest floor of the reasons given, as a share; each by the evidence for it.

    Of goods that may still come only a merchant's own floor counts.
    """
    book = case.params.book
    lost = book.lost[case.complaint.severity].value
    floors = []
    for name in reasons(case):
        row = book.reasons[name]
        share = row.floor[evidence(case.checks, row).strength] * (lost if row.by_severity else 1.0)
        floors.append(max(0.0 if waits else share, float(case.limits.floors.get(name, 0.0))))
    return max(floors)


def reasons(case: Case) -> list[Reason]:
    """The likeliest reason, and others that are likelier than not."""
    first, *others = case.complaint.reasons
    return [first.reason, *(one.reason for one in others if one.confidence > _LIKELY)]


def _minor(money: Money, currency: str) -> int:
    return (money + Money.zero(currency)).minor


def _bought(case: Case, refundable: int) -> float:
    """What the goods cost the merchant to buy."""
    share = case.limits.goods_cost
    paid = sum(line.goods.minor for line in case.paid.lines) or refundable
    return paid * (case.params.book.figures.goods_cost.value if share is None else share)


def _asked(case: Case, counter: Money | None, refundable: int, owed: int) -> int | None:
    """What the buyer would settle for, if named: at least one minor unit, at most what is left."""
    currency = case.paid.refundable.currency
    named = counter or case.complaint.asked
    if named is not None and named.currency == currency:
        return min(max(named.rounded().minor, 1), refundable)
    if case.complaint.asked_share is not None:
        return min(max(ceil(refundable * case.complaint.asked_share - 1e-9), 1), refundable)
    # Who was charged too much wants that back.
    billing = case.params.book.reasons[case.complaint.reason].group == "billing"
    return owed if billing and owed else None


def _wished(case: Case, *, may_return: bool) -> frozenset[Kind]:
    wishes: Mapping[str, frozenset[Kind]] = {
        "return": frozenset({"return_label", "return_own"} if may_return else {"return_label"}),
        "exchange": frozenset({"exchange", "resend"}),
        "resend": frozenset({"resend"}),
    }
    return wishes.get(case.complaint.wish or "", frozenset())

"""A case in numbers: minor units of the order's currency, as estimates, and likelihoods.

Offers are whole minor units. What outcomes are expected to cost is an estimate and stays a float until it is
told. All costs count from the sale as it stood: the money is in and the goods are with the buyer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Final, Literal, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from argosy_commerce.money import Money
from refund_agent.domain.complaint import Reason
from refund_agent.domain.costs.acceptance import Curve
from refund_agent.domain.costs.case import Case
from refund_agent.domain.costs.figures import Worth
from refund_agent.domain.costs.strength import Evidence, evidence
from refund_agent.domain.entitlement import Payer

Kind = Literal["none", "return_own", "return_label", "exchange", "resend", "keep", "full"]
Number = TypeVar("Number", float, NDArray[np.float64])
_LIKELY: Final = 0.5
RETURNS: Final[Mapping[Kind, Payer]] = {"return_own": "buyer", "return_label": "merchant"}


@dataclass(frozen=True, slots=True)
class Move:
    """What is offered: its kind, and the refund in minor units."""

    kind: Kind
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Parcel:
    """What it takes, and brings, when goods come back once: minor units."""

    label: float
    handling: float
    reimport: float
    resale: float


@dataclass(frozen=True, slots=True)
class Terms:
    """A case in numbers; amounts in minor units."""

    currency: str
    refundable: int
    owed: int
    low: int
    """No partial refund is below this: what is owed, and the floor."""
    floor: int
    on_return: int
    asked: int | None
    wished: frozenset[Kind]
    may_return: bool
    payer: Payer
    curve: Curve
    asked_agree: float
    worth: Mapping[Worth, float]
    parcel: Parcel
    bought: float
    """What the goods cost to buy."""
    replacement: float
    message: float
    person: float
    leaves: float
    sends_back: Mapping[Payer, float]
    returns_after: Mapping[Payer, float]
    chargeback: tuple[float, float]
    chargeback_extra: float
    won: float
    review: tuple[float, float]
    review_agreed: float
    evidence: Evidence
    goods: bool
    again: bool

    def share(self, kind: Kind, amount: Number) -> Number:
        """What an offer is worth to the buyer, as a share of what can be refunded."""
        if kind == "keep":
            return amount / self.refundable
        if kind in {"none", "full"}:
            return amount * 0.0 + (kind == "full")
        return amount * 0.0 + self.worth[cast("Worth", kind)]

    def agrees(self, kind: Kind, amount: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of all buyers, those who agree to offers of a kind."""
        if kind == "full":
            return np.ones_like(amount)
        z = np.clip(self.curve.steepness * (self.share(kind, amount) - self.curve.half), -700, 700)
        agree = 1 / (1 + np.exp(-z))
        if kind in self.wished:
            return np.maximum(agree, self.asked_agree)
        if kind == "keep" and self.asked is not None:
            return np.where(amount >= self.asked, np.maximum(agree, self.asked_agree), agree)
        return agree

    def agreed_cost(self, kind: Kind, amount: Number) -> dict[str, Number]:
        """What an offer costs once the buyer agreed, by part."""
        nothing = amount * 0.0
        costs = {"review": self._review(self.share(kind, amount)) * self.review_agreed}
        if kind in {"keep", "full"}:
            costs["refund"] = nothing + amount
        elif kind == "none":
            costs["refund"] = nothing + self.owed
        elif kind in RETURNS:
            back = self.sends_back[RETURNS[kind]]
            costs["refund"] = back * amount + (1 - back) * self.owed
            costs |= self._back(nothing + back, label=kind == "return_label")
        elif kind == "resend":
            costs["replacement"] = nothing + self.replacement
        else:
            back = self.sends_back["merchant"]
            costs["replacement"] = nothing + back * self.replacement
            costs |= self._back(nothing + back, label=True)
        return costs

    def disputes(self, kind: Kind, amount: Number) -> Number:
        """Of the buyers who end without agreeing, those who dispute the payment."""
        none, nearly_all = self.chargeback
        return (1 - self._goes_back(kind)) * (none + (nearly_all - none) * self.share(kind, amount))

    def refused_cost(self, kind: Kind, amount: Number) -> dict[str, Number]:
        """What it costs when the buyer ends without agreeing, this having been the last offer, by part."""
        back = self._goes_back(kind)
        disputed = self.disputes(kind, amount)
        nothing = amount * 0.0
        return {
            "refund": nothing + back * self.on_return + (1 - back - disputed) * self.owed,
            "chargeback": disputed * ((1 - self.won) * self.refundable + self.chargeback_extra),
            "review": self._review(self.share(kind, amount)),
            **self._back(nothing + back, label=self.payer == "merchant"),
        }

    def _goes_back(self, kind: Kind) -> float:
        """Who refuses may still use a right to return, unless that is what was offered."""
        return 0.0 if not self.may_return or kind in RETURNS else self.returns_after[self.payer]

    def _back(self, likelihood: Number, *, label: bool) -> dict[str, Number]:
        parcel = self.parcel
        return {
            "post": likelihood * (parcel.label if label else 0.0),
            "handling": likelihood * parcel.handling,
            "reimport": likelihood * parcel.reimport,
            "resale": likelihood * -parcel.resale,
        }

    def _review(self, share: Number) -> Number:
        none, nearly_all = self.review
        return none + (nearly_all - none) * share


def terms(case: Case, counter: Money | None = None) -> Terms:
    """The numbers of a case; ``counter`` is what the buyer asks for now, in place of what was asked before.

    Raises KeyError for a currency without a rate, CurrencyMismatch for amounts in other currencies.
    """
    paid, owed, book = case.paid, case.entitlement, case.params.book
    reason = book.reasons[case.complaint.reason]
    currency = paid.refundable.currency
    refundable = max(_minor(paid.refundable, currency), 0)
    found = evidence(case.checks, reason)
    floor = min(ceil(refundable * _floor(case) - 1e-9), refundable)
    owed_now = min(max(_minor(owed.owed, currency), 0), refundable)
    may_return = owed.may_return and reason.goods
    on_return = max(_minor(owed.owed_on_return, currency), owed_now) if may_return else refundable

    def units(euros: float) -> float:
        return case.params.units(euros, currency)

    figures = book.figures
    bought = _bought(case, refundable)
    chargeback, review = figures.chargeback, figures.review
    review_cost = units(review.cost.value)
    return Terms(
        currency=currency,
        refundable=refundable,
        owed=owed_now,
        low=max(owed_now, floor),
        floor=floor,
        on_return=min(on_return, refundable),
        asked=_asked(case, counter, refundable, owed_now),
        wished=_wished(case),
        may_return=may_return,
        payer=owed.return_paid_by,
        curve=case.params.curve(reason.group, found.strength),
        asked_agree=book.acceptances.asked.value,
        worth={name: worth.value for name, worth in book.acceptances.worth.items()},
        parcel=_parcel(case, bought),
        bought=bought,
        replacement=_replacement(case, bought),
        message=units(figures.round.value),
        person=units(figures.person.value),
        leaves=figures.leaves.value,
        sends_back={payer: one.value for payer, one in figures.sends_back.items()},
        returns_after={payer: one.value for payer, one in figures.returns_after_refusal.items()},
        chargeback=reason.chargeback,
        chargeback_extra=units(chargeback.fee.value + chargeback.work.value),
        won=chargeback.won[found.strength].value,
        review=(review_cost * review.after_nothing.value, review_cost * review.after_all.value),
        review_agreed=review.agreed.value,
        evidence=found,
        goods=reason.goods,
        again=reason.again,
    )


def _floor(case: Case) -> float:
    """The highest floor of the reasons given, as a share; each by the evidence for it."""
    book = case.params.book
    lost = book.lost[case.complaint.severity].value
    floors = []
    for name in reasons(case):
        row = book.reasons[name]
        share = row.floor[evidence(case.checks, row).strength] * (lost if row.by_severity else 1.0)
        floors.append(max(share, float(case.limits.floors.get(name, 0.0))))
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


def _parcel(case: Case, bought: float) -> Parcel:
    book, lane, currency = case.params.book, case.lane, case.paid.refundable.currency
    reason = book.reasons[case.complaint.reason]
    spoilt = min((book.figures.categories[kind].value for kind in lane.categories), default=1.0)
    resale = book.figures.resale[reason.state_of(case.complaint.severity)].value
    cleared = book.lanes.clearance.value if book.lanes.crosses_customs(lane.buyer, lane.back_to) else 0.0
    return Parcel(
        label=case.params.units(book.lanes.post(lane.buyer, lane.back_to, lane.weight), currency),
        handling=case.params.units(book.figures.handling.value, currency),
        reimport=case.params.units(cleared, currency)
        + bought * book.lanes.duty_share(lane.buyer, lane.back_to),
        resale=bought * resale * spoilt,
    )


def _replacement(case: Case, bought: float) -> float:
    """The goods again and their post; of missing parts only what is missing."""
    book, lane = case.params.book, case.lane
    missing = book.reasons[case.complaint.reason].group == "missing"
    share = book.lost[case.complaint.severity].value if missing else 1.0
    post = book.lanes.post(lane.back_to, lane.buyer, lane.weight)
    return bought * share + case.params.units(post, case.paid.refundable.currency)


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


def _wished(case: Case) -> frozenset[Kind]:
    wishes: Mapping[str, frozenset[Kind]] = {
        "return": frozenset({"return_label"}),
        "exchange": frozenset({"exchange", "resend"}),
        "resend": frozenset({"resend"}),
    }
    return wishes.get(case.complaint.wish or "", frozenset())

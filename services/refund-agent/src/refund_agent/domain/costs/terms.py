"""A case in numbers: minor units of the order's currency, as estimates, and likelihoods.

Offers are whole minor units. What outcomes are expected to cost is an estimate and stays a float until it is
told. All costs count from the sale as it stood: the money is in and the goods are with the buyer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from refund_agent.domain.costs.acceptance import Curve
from refund_agent.domain.costs.figures import Worth
from refund_agent.domain.costs.parcels import Parcel
from refund_agent.domain.costs.strength import Evidence
from refund_agent.domain.entitlement import Closed, Payer

Kind = Literal["none", "return_own", "return_label", "exchange", "resend", "keep", "full"]
Number = TypeVar("Number", float, NDArray[np.float64])
RETURNS: Final[Mapping[Kind, Payer]] = {"return_own": "buyer", "return_label": "merchant"}


@dataclass(frozen=True, slots=True)
class Move:
    """What is offered: its kind, and the refund in minor units."""

    kind: Kind
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """A case in numbers; amounts in minor units."""

    currency: str
    refundable: int
    owed: int
    low: int
    """No partial refund is below this: what is owed, and the floor."""
    least: int
    """No partial refund is below this either, unless the buyer names less."""
    unproven: int | None
    """The most that is given with the goods kept, as nothing is shown; None: something is, or need not be."""
    worth_fetching: bool
    """Whether goods that were not right may be asked back: not where that costs more than they are worth."""
    never_fetched: bool
    """Whether the merchant never asks for such goods."""
    spared: float
    """The most for which goods that the buyer may send back need not come back; infinite: no such limit."""
    sent_worth: int
    """What the buyer paid for what would be sent again where nothing comes back."""
    at_stake: float
    """What goods sent again on words alone are counted as: their price, of missing parts what they cost."""
    waits: Closed | None
    """Until when the goods may still come, as nothing is owed before."""
    floor: int
    on_return: int
    asked: int | None
    wished: frozenset[Kind]
    may_return: bool
    declared: bool
    """Whether the buyer has said that he uses his right to return."""
    payer: Payer
    curve: Curve
    felt: float
    """A share to keep the goods feels like that share divided by this."""
    asked_agree: float
    worth: Mapping[Worth, float]
    parcel: Parcel
    bought: float
    """What the goods cost to buy."""
    replacement: float
    resent: float
    """What is sent again where nothing comes back: of missing parts only those."""
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

    @property
    def high(self) -> int:
        """The highest partial refund."""
        return self.refundable - 1 if self.unproven is None else min(self.refundable - 1, self.unproven)

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
        felt = self.share(kind, amount) / (self.felt if kind == "keep" else 1.0)
        z = np.clip(self.curve.steepness * (felt - self.curve.half), -700, 700)
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
            costs["replacement"] = nothing + self.resent
        else:
            back = self.sends_back["merchant"]
            costs["replacement"] = nothing + back * self.replacement
            costs |= self._back(nothing + back, label=True)
        return costs

    def disputes(self, kind: Kind, amount: Number) -> Number:
        """Of the buyers who end without agreeing, those who dispute the payment."""
        none, nearly_all = self.chargeback
        return (1 - self.goes_back(kind)) * (none + (nearly_all - none) * self.share(kind, amount))

    def refused_cost(self, kind: Kind, amount: Number) -> dict[str, Number]:
        """What it costs when the buyer says no, this having been the last offer, by part.

        Who has no right to return is given what was offered all the same.
        """
        back = self.goes_back(kind)
        disputed = self.disputes(kind, amount)
        nothing = amount * 0.0
        stands = self.owed if self.may_return else self.stands(kind, amount)
        return {
            "refund": nothing + back * self.on_return + (1 - back - disputed) * stands,
            "chargeback": disputed * ((1 - self.won) * self.refundable + self.chargeback_extra),
            "review": self._review(self.share(kind, amount)),
            **(self._back(nothing + back, label=self.payer == "merchant") if self.fetched else {}),
        }

    def left_cost(self, kind: Kind, amount: Number) -> dict[str, Number]:
        """What it costs when the buyer is silent, this having been the last offer: it stands, by part.

        Not against a buyer who has used his right to return.
        """
        rest = 1 - self.goes_back(kind) - self.disputes(kind, amount)
        costs = self.refused_cost(kind, amount)
        if self.may_return and not self.declared:
            costs["refund"] = costs["refund"] + rest * (self.stands(kind, amount) - self.owed)
        if kind == "resend":
            costs["replacement"] = rest * self.resent
        return costs

    def stands(self, kind: Kind, amount: Number) -> Number:
        """What money an offer gives without a word of the buyer."""
        given = amount if kind in {"keep", "full"} else amount * 0.0
        return cast("Number", np.maximum(given, self.owed))

    @property
    def fetched(self) -> bool:
        """Whether who uses a right to return has to send the goods: not where the money alone costs less."""
        return self.fetches(
            Move("return_label" if self.payer == "merchant" else "return_own", self.on_return)
        )

    def fetches(self, back: Move) -> bool:
        """Whether goods for their money cost no more than the same money with the goods kept."""
        fetched, given = (
            sum(self.agreed_cost(kind, float(back.amount)).values()) for kind in (back.kind, self.gives(back))
        )
        return not self.never_fetched and (back.amount > self.spared or fetched <= given)

    def gives(self, back: Move) -> Kind:
        """What gives the money of a return with the goods kept."""
        return "full" if back.amount >= self.refundable else "keep"

    def goes_back(self, kind: Kind) -> float:
        """Who refuses may still use a right to return, unless that is what was offered."""
        if not self.may_return or kind in RETURNS:
            return 0.0
        return (self.sends_back if self.declared else self.returns_after)[self.payer]

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

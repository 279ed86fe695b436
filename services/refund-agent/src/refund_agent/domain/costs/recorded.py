"""What a past request really cost and taught, from its offers and what came of them."""

from __future__ import annotations

from dataclasses import dataclass

from argosy_commerce.money import Money
from refund_agent.domain.costs.learning import Outcome
from refund_agent.domain.costs.past import OfferRow, PastRequest
from refund_agent.domain.costs.reckoning import terms
from refund_agent.domain.costs.strength import evidence
from refund_agent.domain.costs.terms import Terms


@dataclass(frozen=True, slots=True)
class Recorded:
    """What it cost, in minor units, as far as the figures tell; what the buyer got; whether he agreed."""

    cost: float
    got: Money
    agreed: bool


def recorded(past: PastRequest) -> Recorded | None:
    """None where no offer or no end was recorded, or a person decided."""
    if not past.offers or past.outcome.person:
        return None
    numbers = terms(past.case)
    last = past.offers[-1]
    messages = len(past.offers) * numbers.message
    if last.answer == "ACCEPTED":
        cost, got = _agreed(last, past, numbers)
    elif past.outcome.disputed:
        cost = (1 - numbers.won) * numbers.refundable + numbers.chargeback_extra
        got = round((1 - numbers.won) * numbers.refundable)
    elif past.outcome.returned:
        label = numbers.payer == "merchant"
        cost, got = numbers.on_return + _parcel(past, numbers, label=label), numbers.on_return
    else:
        got = _stood(last, numbers)
        cost = float(got)
    agreed = last.answer == "ACCEPTED"
    return Recorded(cost + messages, Money.of_minor(min(got, numbers.refundable), numbers.currency), agreed)


def _stood(last: OfferRow, numbers: Terms) -> int:
    """What a last offer that was not agreed to gave all the same: money offered stands (0103)."""
    given = last.refund.money.minor if last.decision == "PARTIAL_KEEP" and last.refund else 0
    stands = last.answer == "SILENCE" or not numbers.may_return
    return max(numbers.owed, given if stands else 0)


def _agreed(offer: OfferRow, past: PastRequest, numbers: Terms) -> tuple[float, int]:
    refund = offer.refund.money.minor if offer.refund else 0
    match offer.decision:
        case "RETURN_THEN_REFUND":
            if past.outcome.returned is False:
                return float(numbers.owed), numbers.owed
            return refund + _parcel(past, numbers, label=offer.return_label), refund
        case "EXCHANGE":
            return numbers.resent, numbers.refundable
        case _:
            return float(refund), refund


def _parcel(past: PastRequest, numbers: Terms, *, label: bool) -> float:
    """What a parcel back cost, less what the goods brought: as recorded, else as expected."""
    parcel, resold = numbers.parcel, past.outcome.resold
    brought = parcel.resale if resold is None else float(resold.money.minor)
    return (parcel.label if label else 0.0) + parcel.handling + parcel.reimport - brought


def outcome_of(past: PastRequest) -> Outcome:
    """What it teaches of partial refunds, disputes, parcels and resale."""
    case, numbers = past.case, terms(past.case)
    reason = case.params.book.reasons[case.complaint.reason]
    shares = [
        (offer.answer, offer.refund.money.minor / numbers.refundable / numbers.felt)
        for offer in past.offers
        if offer.decision == "PARTIAL_KEEP" and offer.refund is not None and numbers.refundable
    ]
    agreed = bool(past.offers) and past.offers[-1].answer == "ACCEPTED"
    back = agreed and past.offers[-1].decision == "RETURN_THEN_REFUND"
    resold = past.outcome.resold
    return Outcome(
        reason=case.complaint.reason,
        strength=evidence(case.checks, reason).strength,
        refused=max((share for answer, share in shares if answer != "ACCEPTED"), default=None),
        agreed=next((share for answer, share in shares if answer == "ACCEPTED"), None),
        ended_at=None if agreed else max((share * numbers.felt for _, share in shares), default=0.0),
        disputed=None if agreed or not past.offers else past.outcome.disputed,
        sent_back=past.outcome.returned if back else None,
        by=("merchant" if past.offers[-1].return_label else "buyer") if back else None,
        resold=resold.money.minor / numbers.bought if resold and numbers.bought else None,
        state=reason.state_of(case.complaint.severity) if resold else None,
    )

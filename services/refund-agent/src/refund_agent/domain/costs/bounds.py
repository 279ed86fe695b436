"""What may be offered: law, floors and the merchant's limits, each that took something away said in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from argosy_commerce.money import Money
from refund_agent.domain.costs.case import Case
from refund_agent.domain.costs.figures import STRENGTHS
from refund_agent.domain.costs.reckoning import reasons
from refund_agent.domain.costs.strength import evidence
from refund_agent.domain.costs.terms import Kind, Move, Terms
from refund_agent.domain.entitlement import Remedy
from refund_agent.domain.options import Decision, Offer

DECISIONS: dict[Kind, Decision] = {
    "none": "REJECT",
    "keep": "PARTIAL_KEEP",
    "full": "REFUND",
    "return_own": "RETURN_THEN_REFUND",
    "return_label": "RETURN_THEN_REFUND",
    "exchange": "EXCHANGE",
    "resend": "EXCHANGE",
}
UNFETCHED: Final = "no return asked for: getting the goods back costs more than they are worth"


@dataclass(slots=True)
class Allowed:
    """Moves that may be made; of kind ``keep`` the least. ``bounds``: what took others away."""

    moves: list[Move] = field(default_factory=list)
    bounds: list[str] = field(default_factory=list)


def allowed(case: Case, terms: Terms) -> Allowed:
    """What may be offered; a full refund always."""
    found = Allowed()
    for kind in DECISIONS:
        against = [] if kind == "full" else list(_against(kind, case, terms))
        if not against:
            found.moves.append(Move(kind, _amount(kind, terms)))
        found.bounds += [why for why in against if why and why not in found.bounds]
    return found


def _amount(kind: Kind, terms: Terms) -> int:
    if kind in {"return_own", "return_label"}:
        return terms.on_return
    return {"full": terms.refundable, "keep": max(terms.low, terms.least, 1)}.get(kind, 0)


def _against(kind: Kind, case: Case, terms: Terms) -> Iterator[str]:
    """Why a kind may not be offered; empty words where it has no sense, which bounds nothing."""
    decision, limits = DECISIONS[kind], case.limits
    # Of a right to return, the merchant's wishes take nothing away.
    owed_anyway = decision == "RETURN_THEN_REFUND" and terms.may_return
    if decision not in limits.outcomes and not owed_anyway:
        yield f"the merchant does not offer {decision}"
    if terms.waits and kind not in {"none", "full"}:
        yield f"nothing but to wait or all of it: the goods may come until {terms.waits.on}"
        return
    match kind:
        case "none":
            if terms.low > 0:
                yield f"not rejected: at least {_told(terms.low, terms)} has to be offered"
            if terms.may_return:
                yield "not rejected: the buyer may return the goods"
        case "keep":
            if max(terms.low, 1) >= terms.refundable:
                yield "no partial refund: all of it is due" if terms.low else ""
            elif _amount("keep", terms) > terms.high:
                yield _unshown(terms) if terms.unproven is not None else ""
        case "return_own" | "return_label":
            yield from _against_return(kind, case, terms)
        case "exchange" | "resend":
            yield from _against_again(kind, case, terms)


def _against_return(kind: Kind, case: Case, terms: Terms) -> Iterator[str]:
    if not terms.goods:
        yield ""
        return
    if terms.owed >= terms.on_return:
        yield "no return asked for: as much is owed without one"
    if kind == "return_label" and not (terms.worth_fetching and terms.fetches(Move(kind, terms.on_return))):
        yield UNFETCHED
    if terms.never_fetched:
        yield f"no return asked for: less than {case.limits.keep_below}"
    if kind == "return_own" and terms.payer == "merchant":
        yield "the way back is paid by the merchant"
    elif kind == "return_own" and terms.floor > 0:
        yield "the way back is paid by the merchant where a claim has a floor"


def _against_again(kind: Kind, case: Case, terms: Terms) -> Iterator[str]:
    remedy: Remedy = "exchange" if kind == "exchange" else "resend"
    if not terms.again or (kind == "exchange" and not terms.goods):
        yield ""
        return
    if kind == "exchange" and not terms.worth_fetching:
        yield UNFETCHED
    if kind == "resend" and terms.unproven is not None and terms.at_stake > terms.unproven:
        yield _unshown(terms)
    owing = [right for right in case.entitlement.rights if right.owed]
    chosen = case.complaint.wish in {"exchange", "resend"}
    agreed = owing and all(
        remedy in right.merchant_chooses or (chosen and remedy in right.remedies) for right in owing
    )
    if terms.owed > 0 and not agreed:
        yield f"no {remedy}: money is owed"


def _unshown(terms: Terms) -> str:
    return f"not more than {_told(terms.unproven or 0, terms)} with the goods kept, without anything shown"


def bounding(offer: Offer, case: Case, terms: Terms) -> Iterator[str]:
    """What an offer's amount cannot go beyond."""
    paid = case.paid
    if paid.already and offer.refund == paid.refundable:
        yield f"{paid.already} went back before: no more than {paid.refundable} is left"
    if offer.decision not in {"PARTIAL_KEEP", "REFUND"} or offer.refund.minor > terms.low or not terms.low:
        return
    if terms.owed >= terms.floor:
        yield f"{_told(terms.owed, terms)} is owed"
    else:
        names = ", ".join(reason.replace("_", " ") for reason in reasons(case))
        claim = f"{names}, {terms.evidence.strength} evidence"
        yield f"not below {_told(terms.floor, terms)}, the floor ({claim})"


def unshown(offer: Offer, terms: Terms) -> Iterator[str]:
    """Why a person has to ask for something that shows the claim before such an offer is made."""
    gives = offer.decision in {"REFUND", "PARTIAL_KEEP"}
    if gives and terms.unproven is not None and terms.unproven < offer.refund.minor > terms.owed:
        yield f"{offer.refund} would be given with the goods kept, without anything shown"


def persons(case: Case, terms: Terms) -> Iterator[str]:
    """Why a person has to decide, whatever it costs."""
    yield from case.entitlement.escalate
    if case.complaint.wants_person:
        yield "the buyer asks for a person"
    if case.complaint.unsure:
        yield "what is complained of is not read surely enough"
    for reason in reasons(case):
        row = case.params.book.reasons[reason]
        strength = evidence(case.checks, row).strength
        if len(row.person) == len(STRENGTHS):
            yield f"{reason}: a person decides"
        elif strength in row.person:
            yield f"{reason}, {strength} evidence: a person decides"
    if case.complaint.reason == "other" and not terms.may_return and not terms.owed:
        yield "what the buyer complains of is not understood, and no right is known"
    if terms.evidence.conflicting:
        yield f"the evidence conflicts: {'; '.join(terms.evidence.findings)}"


def _told(units: int, terms: Terms) -> str:
    return str(Money.of_minor(units, terms.currency))

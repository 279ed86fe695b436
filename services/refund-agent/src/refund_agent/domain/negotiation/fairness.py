"""What may follow on an offer, when one may stand, and when there is nothing to negotiate. Pure."""

from __future__ import annotations

from typing import Final

from argosy_commerce.money import Money
from refund_agent.domain.complaint import Complaint
from refund_agent.domain.entitlement import Entitlement, Ground
from refund_agent.domain.negotiation.state import Answer
from refund_agent.domain.options import Decision, Offer, Plan

_FAULT_OF_THE_SHOP: Final[frozenset[Ground]] = frozenset(
    {"conformity", "non_delivery", "late_delivery", "overcharge"}
)

GOODS: Final[frozenset[Decision]] = frozenset({"RETURN_THEN_REFUND", "EXCHANGE"})
"""Outcomes in which goods travel."""


def no_worse(before: Offer, after: Offer) -> bool:
    """Whether every buyer who would take ``before`` would take ``after`` too."""
    if after.refund < before.refund:
        return False
    if before.decision == "REJECT" or after.decision == "REFUND":
        return True
    if before.decision != after.decision:
        return False
    return after.return_label >= before.return_label and after.resend >= before.resend


def asked_for(before: Offer, after: Offer, answer: Answer) -> bool:
    """Whether an offer is of the kind that the buyer has just asked for in the place of the one before.

    Money in the place of goods or of a return is asked for by whoever names an amount.
    """
    if answer.meaning == "counters":
        return before.decision in GOODS and after.decision in {"PARTIAL_KEEP", "REFUND"}
    return (answer.meaning, after.decision) in {
        ("returns", "RETURN_THEN_REFUND"),
        ("exchanges", "EXCHANGE"),
    }


def meets(offer: Offer, answer: Answer) -> bool:
    """Whether an offer gives all that the buyer has just asked for, so that nobody has to be asked again."""
    if offer.decision == "REFUND":
        return True
    if answer.counter is not None:
        enough = offer.refund.currency == answer.counter.currency and offer.refund >= answer.counter
        return offer.decision == "PARTIAL_KEEP" and enough
    if answer.meaning == "exchanges":
        return offer.decision == "EXCHANGE"
    return answer.meaning == "returns" and offer.decision == "RETURN_THEN_REFUND" and offer.return_label


def at_once(offer: Offer, complaint: Complaint, entitlement: Entitlement) -> bool:
    """Whether a first offer needs no answer: all of it, nothing where nothing is due, or what was wished."""
    match offer.decision:
        case "REJECT":
            return True
        case "REFUND":
            return complaint.wish not in {"exchange", "resend"}
        case "RETURN_THEN_REFUND":
            return complaint.wish == "return" and offer.refund >= entitlement.owed_on_return
        case "EXCHANGE":
            return complaint.wish == "exchange" or (complaint.wish == "resend" and offer.resend)
        case "PARTIAL_KEEP":
            asked = complaint.asked
            return asked is not None and asked.currency == offer.refund.currency and offer.refund >= asked
        case "ESCALATE":
            return False


def rejection(plan: Plan, entitlement: Entitlement) -> Offer | None:
    """Nothing, where rules were looked at, none gives anything, and no floor forbids it; else None."""
    if entitlement.rights or not entitlement.exclusions:
        return None
    return next((one.offer for one in plan.options if one.offer.decision == "REJECT"), None)


def may_stand(offer: Offer, entitlement: Entitlement) -> bool:
    """Whether an offer that was not answered may become the outcome.

    It must give at least what is owed now. Goods that are to come back first, or new goods, are no money:
    they stand only where no money is owed, or where the rule lets the shop try them first.
    """
    if offer.decision in {"REFUND", "PARTIAL_KEEP"}:
        return offer.refund >= entitlement.owed
    if offer.decision == "RETURN_THEN_REFUND":
        return not entitlement.owed and offer.refund >= entitlement.owed_on_return
    if offer.decision == "EXCHANGE":
        remedy = "resend" if offer.resend else "exchange"
        owing = (right for right in entitlement.rights if right.owed)
        return not entitlement.owed or all(remedy in right.merchant_chooses for right in owing)
    return not entitlement.owed and not entitlement.may_return


def used_right(complaint: Complaint, entitlement: Entitlement) -> bool:
    """Whether the request itself is the use of a right to return, which needs no answer to any offer."""
    return complaint.wish == "return" and entitlement.may_return


def return_offer(entitlement: Entitlement, last: Offer | None) -> Offer:
    """What a right to return gives; no less than an offer to return that was made already."""
    label = entitlement.return_paid_by == "merchant"
    refund = entitlement.owed_on_return
    if last is not None and last.decision == "RETURN_THEN_REFUND":
        label, refund = label or last.return_label, max(refund, last.refund)
    return Offer("RETURN_THEN_REFUND", refund, keep_item=False, return_label=label)


def disputed(entitlement: Entitlement) -> tuple[str, ...]:
    """Rights by law because of what the shop did, which buyer and shop do not agree on."""
    return tuple(
        f"{right.rule}: {right.why}"
        for right in entitlement.rights
        if right.statutory and right.ground in _FAULT_OF_THE_SHOP
    )


def within(offer: Offer, refundable: Money) -> bool:
    """Whether what is left to refund is enough for an offer."""
    return offer.refund <= refundable

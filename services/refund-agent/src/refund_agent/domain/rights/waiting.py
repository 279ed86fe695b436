"""Rights about goods that did not come, orders to be stopped, and money paid too much."""

from __future__ import annotations

from typing import Final

from argosy_commerce.money import Money
from refund_agent.domain.entitlement import Ground, Remedy, Right
from refund_agent.domain.rights.model import Cancellation, NonDelivery, Overcharge
from refund_agent.domain.rights.situation import Named, Ruling, Situation
from refund_agent.domain.rights.windows import plus

_USUALLY_SENT: Final = 3
"""Days after which an order without a parcel on record is no longer plainly unsent: a judgement."""


def non_delivery(rule: NonDelivery, named: Named, case: Situation) -> Ruling:
    """All of the money where nothing came and the time is over, or the parcel is lost or went back.

    A carrier's record of delivery neither gives nor refuses: the shop has to prove that the buyer got the
    goods, and a person looks.
    """
    if not _waits(case):
        return Ruling()
    if case.delivery.delivered_on:
        return Ruling(
            exclusion=f"{rule.article}: the carrier recorded delivery on {case.delivery.delivered_on}"
        )
    agreed = case.policy.promised_days if case.policy.shown and rule.agreed_counts else None
    due = plus(case.ordered_on, rule.days if agreed is None else agreed)
    until = plus(due, rule.additional_days)
    sent = case.delivery.sent_on
    gone = case.delivery.gone and case.delivery.gone == case.delivery.open
    if rule.met_by == "sent" and sent and sent <= due:
        return Ruling(exclusion=f"{rule.article}: sent on {sent}, in time (until {due})")
    if gone:
        why = "the carrier lost it or brought it back to the sender: it will not come"
    elif case.today > until:
        why = f"ordered on {case.ordered_on}, due by {due}, not delivered by {until}"
    else:
        return Ruling(
            exclusion=f"{rule.article}: it may still come until {until}",
            closed=named.wait(rule.article, until),
        )
    if case.delivery.first and case.paid.whole_order:
        return Ruling(exclusion=f"{rule.article}: a part of the order was delivered")
    doubts = []
    if case.delivery.parcels == 0:
        doubts.append("no carrier has a parcel of this order on record")
    if case.delivery.first:
        doubts.append("a part of the order was delivered; which lines, the carriers do not say")
    right = _owed(rule, named, case, "non_delivery", case.worth(case.paid.lines, outward=True), why)
    return Ruling(right, doubts=tuple(doubts))


def contradicted(case: Situation) -> tuple[str, ...]:
    """Why a person has to decide on goods that are said not to have come."""
    if not _waits(case):
        return ()
    delivery = case.delivery
    if "not_received" in case.reasons and delivery.delivered_on:
        parcels = "the parcel" if delivery.parcels == 1 else f"all {delivery.parcels} parcels"
        return (
            f"the buyer says that nothing came; the carrier recorded {parcels} by {delivery.delivered_on}",
        )
    if delivery.first and delivery.open and case.paid.whole_order:
        came = delivery.parcels - delivery.open
        return (f"{came} of {delivery.parcels} parcels were delivered, and all is said to be missing",)
    return ()


def cancellation(rule: Cancellation, named: Named, case: Situation) -> Ruling:
    """Stopped before it was sent."""
    if "cancelled" not in case.reasons:
        return Ruling()
    if not case.nothing_sent:
        return Ruling(exclusion=f"{rule.article}: it was sent on {case.delivery.sent_on}")
    lines = [line for line in case.paid.lines if not case.digital(line)]
    supplied = ("digital goods may have been supplied already",) if len(lines) < len(case.paid.lines) else ()
    if not lines:
        return Ruling(exclusion=f"{rule.article}: not for digital goods", escalate=supplied)
    why = f"ordered on {case.ordered_on}, and no carrier has it yet"
    right = _owed(rule, named, case, "cancellation", case.worth(lines, outward=True), why)
    old = case.delivery.parcels == 0 and case.today > plus(case.ordered_on, _USUALLY_SENT)
    doubt = f"no parcel is on record since {case.ordered_on}; it is taken as not sent"
    return Ruling(right, doubts=(doubt,) if old else (), escalate=supplied)


def overcharge(rule: Overcharge, named: Named, case: Situation) -> Ruling:
    """What the order's total is above its parts; what else was charged is not on record here."""
    if "charged_twice" not in case.reasons:
        return Ruling()
    ask = ("the buyer says that too much was charged: a person compares what the processor took",)
    parts = case.zero
    for line in case.paid.lines:
        parts = parts + line.total
    over = min(case.paid.total - parts, case.paid.refundable) if case.paid.whole_order else case.zero
    if over.amount <= 0:
        return Ruling(exclusion=f"{rule.article}: no overcharge is on record", escalate=ask)
    why = f"the total of {case.paid.total} is {case.paid.total - parts} above what its parts come to"
    return Ruling(_owed(rule, named, case, "overcharge", over, why), escalate=ask)


def _waits(case: Situation) -> bool:
    """Whether the complaint is of goods that are still to come."""
    late = "late" in case.reasons and case.delivery.delivered_on is None
    return "not_received" in case.reasons or late


def _owed(
    rule: NonDelivery | Cancellation | Overcharge,
    named: Named,
    case: Situation,
    ground: Ground,
    amount: Money,
    why: str,
) -> Right:
    """Paid without anything coming back."""
    remedies: frozenset[Remedy] = frozenset({"refund", "resend"} if ground == "non_delivery" else {"refund"})
    return Right(
        rule=named.rule,
        layer=named.layer,
        ground=ground,
        owed=min(amount, case.paid.refundable),
        owed_on_return=min(amount, case.paid.refundable),
        remedies=remedies,
        return_paid_by=None,
        until=None,
        source=rule.article,
        as_of=named.as_of,
        why=why,
        refund_days=rule.refund_days if isinstance(rule, NonDelivery) else None,
    )

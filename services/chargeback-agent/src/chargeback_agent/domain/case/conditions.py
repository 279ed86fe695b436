"""Which of a reason code's conditions hold by the records. Those that records cannot tell are not judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from argosy_ledger.parcels import Parcel
from chargeback_agent.domain.case import prior
from chargeback_agent.domain.case.asked import asked_in_time
from chargeback_agent.domain.case.chat import buyer_said, shop_said
from chargeback_agent.domain.case.records import OtherCase, Records
from chargeback_agent.domain.case.refunds import refund_state
from chargeback_agent.domain.rules.model import Condition, CountedFrom

Holds = Callable[[Records], bool]


def holding(records: Records) -> tuple[Condition, ...]:
    """The conditions of the code that hold, in the rule's order; each effect of one kind once."""
    found = [one for one in records.rule.conditions if one.id in _HOLD and _HOLD[one.id](records)]
    return tuple({(one.id, one.effect): one for one in found}.values())


def filed_late(records: Records) -> bool:
    """Past every limit that the network gives the issuer; not if one of them cannot be counted."""
    opened = records.dispute.opened_at.date()
    dates = _dates(records)
    paid = records.paid_on
    for limit in records.rule.filing:
        start = dates.get(limit.counted_from)
        if start is None:
            return False
        last = start + timedelta(days=limit.days)
        if limit.cap_days and paid:
            last = min(last, paid + timedelta(days=limit.cap_days))
        if opened <= last:
            return False
    return bool(records.rule.filing)


def disputed_before(records: Records) -> bool:
    """Another case, with a reference of its own, has disputed the same money of this order.

    An inquiry disputes nothing, and of an order with several things each may be disputed for itself.
    """
    return any(case.stage != "inquiry" and not _of_parts(case, records) for case in other_cases(records))


def other_cases(records: Records) -> list[OtherCase]:
    """Cases about the same order that have references of their own."""
    mine = records.dispute
    return [
        case
        for case in records.others.cases
        if case.order_id
        and case.order_id == mine.order_id
        and case.dispute_id != mine.dispute_id
        and case.case_ref
        and mine.case_ref
        and case.case_ref != mine.case_ref
    ]


def _of_parts(case: OtherCase, records: Records) -> bool:
    """Whether both amounts together are no more than the order came to."""
    amounts = case.amount, records.dispute.amount, records.total
    theirs, mine, total = amounts
    if theirs is None or mine is None or total is None or len({one.currency for one in amounts if one}) > 1:
        return False
    return theirs + mine <= total


def _dates(records: Records) -> dict[CountedFrom, date]:
    dates: dict[CountedFrom, date] = {}
    if records.paid_on:
        dates["transaction"] = records.paid_on
    if records.captured_at:
        dates["processing"] = records.captured_at.date()
    delivered = [parcel.delivered.at.date() for parcel in records.parcels if parcel.delivered]
    if delivered and len(delivered) == len(records.parcels):
        # The day expected is not known; nobody expects it later than it came.
        dates |= {"delivery": max(delivered), "expected_delivery": max(delivered)}
    return dates


def _refunded(records: Records) -> bool:
    state = refund_state(records)
    return state.full and state.before


def _authenticated(records: Records) -> bool:
    return records.three_ds == "full"


def _attempted(records: Records) -> bool:
    return records.three_ds == "part"


def _unprotected(records: Records) -> bool:
    return records.three_ds == "none"


def _undelivered(records: Records) -> bool:
    return bool(records.parcels) and all(_gone(parcel) for parcel in records.parcels)


def _gone(parcel: Parcel) -> bool:
    return parcel.delivered is None and parcel.state in {"lost", "returned"}


def _promised(records: Records) -> bool:
    """The shop promised a refund without a condition, or decided one, and none was made."""
    told = [one for one in shop_said("refund_promised", records.conversations) if not one.conditional]
    return bool(told or records.decided) and not records.repaid


def _policy_hidden(records: Records) -> bool:
    known = [policy for kind in ("REFUND", "CANCELLATION") if (policy := records.policy(kind))]
    return bool(known) and not any(policy.shown_at_checkout for policy in known)


def _policy_shown(records: Records) -> bool:
    policy = records.policy("REFUND") or records.policy("CANCELLATION")
    return policy is not None and policy.shown_at_checkout and asked_in_time(records) is None


def _cancelled_first(records: Records) -> bool:
    captured = records.captured_at
    asked = buyer_said("cancellation_asked", records.conversations)
    return captured is not None and any(one.said.time < captured for one in asked)


def _cvv_overruled(records: Records) -> bool:
    return records.cvv == "none" and records.captured_at is not None


def _cvv_unsupported(records: Records) -> bool:
    letter = records.payment.cvv.strip().upper() if records.payment else ""
    return (
        letter == "U"
        and records.captured_at is not None
        and records.dispute.opened_at.date() >= date(2026, 4, 18)
    )


def _compelling(records: Records) -> bool:
    return prior.earlier_payments(records).qualifies


_HOLD: Final[Mapping[str, Holds]] = {
    "refund_made": _refunded,
    "filed_late": filed_late,
    "filed_too_late": filed_late,
    "disputed_before": disputed_before,
    "several_on_one_capture": disputed_before,
    "three_ds": _authenticated,
    "eci_5": _authenticated,
    "eci_6": _attempted,
    "three_ds_attempted": _attempted,
    "three_ds_absent": _unprotected,
    "compelling_evidence_3": _compelling,
    "cvv2_mismatch_approved": _cvv_overruled,
    "cvv2_unsupported": _cvv_unsupported,
    "undelivered": _undelivered,
    "refund_promised": _promised,
    "promised_not_paid": _promised,
    "policy_not_disclosed": _policy_hidden,
    "policy_not_shown": _policy_hidden,
    "policy_shown": _policy_shown,
    "cancelled_before_charge": _cancelled_first,
}
JUDGED: Final = frozenset(_HOLD)
"""Ids of the conditions that records can tell."""

"""Whether the buyer did what the shop's policy asks for: wanted to cancel or to return in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from chargeback_agent.domain.case.chat import Told, buyer_said, shop_said
from chargeback_agent.domain.case.records import Records, days_in

WINDOWS: Final = ("window_days", "return_days", "cancel_days", "cancellation_days")
_USUAL_DAYS: Final = 14
"""Where a policy names no days: the withdrawal period of the European Union."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the buyer asked for; ``stated``: within days that the shop's own policy names."""

    what: Literal["cancel", "return", "refund"]
    at: datetime
    stated: bool = False


def asked_in_time(records: Records) -> Asked | None:
    """A cancellation asked for before anything was shipped, or return or money back within the days allowed.

    None where the shop gave money back or answered the request with an offer that the buyer did not take up.
    """
    if records.repaid or records.placed_at is None:
        return None
    talks = records.conversations
    shipped = min((parcel.shipped.at for parcel in records.parcels if parcel.shipped), default=None)
    for told in buyer_said("cancellation_asked", talks):
        if told.said.time > records.placed_at and shipped and told.said.time < shipped:
            return Asked("cancel", told.said.time)
    delivered = [parcel.delivered.at for parcel in records.parcels if parcel.delivered]
    if not delivered:
        return None
    policy = records.policy("REFUND")
    days = days_in(policy, WINDOWS) if policy else 0
    last = max(delivered) + timedelta(days=days or _USUAL_DAYS)
    for told in buyer_said("return_asked", talks):
        if min(delivered) <= told.said.time <= last and not _answered(told, records):
            return Asked("return", told.said.time, stated=bool(days))
    for told in buyer_said("refund_asked", talks):
        if min(delivered) <= told.said.time <= last and not _answered(told, records):
            return Asked("refund", told.said.time)
    return None


def _answered(request: Told, records: Records) -> bool:
    """Whether the shop offered something afterwards."""
    after = (*shop_said("remedy_offered", records.conversations),
             *shop_said("refund_promised", records.conversations))  # fmt: skip
    return any(one.said.time >= request.said.time for one in after)

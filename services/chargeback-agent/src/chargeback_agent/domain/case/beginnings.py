"""When a dispute began: what happened before it and what after it is told apart by that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from argosy_ledger.facts import OrderFacts, utc
from argosy_ledger.parcels import parcels_of
from chargeback_agent.domain.notices.model import Notice

_OLDEST: Final = timedelta(days=720)
_ON_ITS_WAY: Final = timedelta(days=10)
"""How long after a dispute its notice may come; acquirers pass it on within days. Judgement."""


@dataclass(frozen=True, slots=True)
class Began:
    """When the first notice of the dispute came, and the first of its present stage."""

    dispute: datetime
    stage: datetime


def opened_at(
    notice: Notice | None, began: Began, facts: OrderFacts, now: datetime
) -> tuple[datetime, list[str]]:
    """When the dispute was opened: the day that a notice names, else when its first notice came."""
    read = notice.disputed_on if notice else None
    if read is None:
        return began.dispute, _too_near(facts, began.dispute)
    day = datetime.combine(read.value, time(), UTC)
    if day > now or now - day > _OLDEST:
        return began.dispute, [
            f"The notice dates the dispute {read.value}, which cannot be; the day it came is taken."
        ]
    # A later round's notice may date that round; the dispute itself was there before.
    return min(day, began.dispute), []


def _too_near(facts: OrderFacts, came: datetime) -> list[str]:
    """Whether something that should be older than the dispute is hardly older than its notice."""
    moments = [parcel.delivered.at for parcel in parcels_of(facts.shipments) if parcel.delivered]
    if facts.payment:
        moments += [utc(one.at) for one in facts.payment.data.refunds if one.HasField("at")]
    if not any(timedelta(0) <= came - moment < _ON_ITS_WAY for moment in moments):
        return []
    taken = f"The notice does not date the dispute; the day it came, {came:%Y-%m-%d}, is taken"
    near = "a delivery or refund of the days before may be younger than the dispute"
    return [f"{taken}, and {near}: ask the processor for its date."]

"""When a file says that it was made, against the delivery; what the carrier recorded, against the claim."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from argosy_commerce.addresses import compared
from argosy_ledger.facts import OrderFacts, utc
from argosy_ledger.parcels import Parcel, parcels_of
from argosy_pictures.showing import Result
from refund_agent.domain.checks import Check
from refund_agent.domain.complaint import Reason
from refund_agent.domain.evidence.choosing import margins
from refund_agent.domain.evidence.files import EvidenceFile

_WEST: Final = timedelta(hours=12)
_EAST: Final = timedelta(hours=14)
"""The clocks of the earth: UTC-12 to UTC+14."""
_PLAUSIBLE: Final = datetime(2012, 1, 1, tzinfo=UTC)


def taken_after_delivery(  # noqa: PLR0911 — one return an outcome
    file: EvidenceFile, facts: OrderFacts, now: datetime
) -> Check:
    """The file's own time against the first delivery scan; against the order where it is earlier still.

    A time without a zone is any of the earth's. Weak, as clocks are wrong and times can be written, but for
    one case: a zone is given (phones keep network time) and the picture is older than the order.
    """
    taken = file.marks.taken
    if taken is None:
        return _told(file, "cannot_tell", "the file names no time")
    earliest, latest = _span(taken)
    if latest < _PLAUSIBLE or earliest > now + timedelta(days=1):
        return _told(file, "cannot_tell", "the file's clock is wrong")
    placed = (
        utc(facts.order.data.placed_at) if facts.order and facts.order.data.HasField("placed_at") else None
    )
    margin = margins()
    if placed is not None and latest < placed - margin.clock:
        said = f"the file is dated {taken:%Y-%m-%d %H:%M}, before the order was placed"
        return _told(file, "failed", said, weak=taken.tzinfo is None)
    delivered = [scan.at for parcel in parcels_of(facts.shipments) if (scan := parcel.delivered)]
    if not delivered:
        return _told(file, "cannot_tell", "no delivery is on record to compare with")
    first = min(delivered)
    if latest < first - margin.scan:
        return _told(
            file, "failed", f"the file is dated {taken:%Y-%m-%d %H:%M}, before the delivery", weak=True
        )
    if earliest >= first - margin.scan:
        return _told(file, "passed", "the file is dated after the delivery", weak=True)
    return _told(file, "cannot_tell", "the file is dated around the delivery, and names no zone")


def _span(taken: datetime) -> tuple[datetime, datetime]:
    if taken.tzinfo is not None:
        return taken, taken
    as_utc = taken.replace(tzinfo=UTC)
    return as_utc - _EAST, as_utc + _WEST


def delivery(  # noqa: PLR0911 — one return an outcome
    facts: OrderFacts, reason: Reason, now: datetime
) -> Check:
    """The carriers' scans: do they bear the claim out (passed) or speak against it (failed)?"""
    parcels = parcels_of(facts.shipments)
    if reason == "cancelled":
        moving = [one for one in parcels if one.shipped]
        if moving:
            return _order("failed", "a carrier has had the parcel")
        return _order("passed", "no carrier has recorded the parcel", weak=not parcels and not facts.order)
    if not parcels:
        return _without_parcels(facts, reason, now)
    delivered = [one for one in parcels if one.delivered]
    if reason == "late":
        return _late(facts, parcels, now)
    if any(one.gone_back or one.state == "lost" for one in parcels) and not delivered:
        return _order("passed", "the carrier recorded the parcel as lost or returned")
    if len(delivered) == len(parcels):
        return _delivered(facts, delivered)
    if delivered:
        return _order("cannot_tell", f"{len(delivered)} of {len(parcels)} parcels were delivered")
    last = max(scan.at for one in parcels for scan in one.scans)
    silent = now - last
    if silent >= margins().silent:
        return _order("passed", f"no scan for {silent.days} days, and none of a delivery", weak=True)
    return _order("cannot_tell", "the parcel is on its way")


def _delivered(facts: OrderFacts, delivered: list[Parcel]) -> Check:
    address = facts.order.data.buyer.address if facts.order else ""
    places = {compared(one.delivered.location, address) for one in delivered if one.delivered}
    if places & {"other", "other_country"}:
        return _order("passed", "the carrier recorded the delivery at another place than the order's address")
    if any(one.signature or one.photo_url for one in delivered):
        return _order("failed", "the carrier recorded the delivery, with a signature or a photograph")
    if places <= {"same", "same_city"}:
        return _order("failed", "the carrier recorded the delivery at the order's address")
    return _order("failed", "the carrier recorded a delivery, without a signature or a place", weak=True)


def _late(facts: OrderFacts, parcels: tuple[Parcel, ...], now: datetime) -> Check:
    placed = (
        utc(facts.order.data.placed_at) if facts.order and facts.order.data.HasField("placed_at") else None
    )
    if placed is None:
        return _order("cannot_tell", "when it was ordered is not on record")
    ends = [one.delivered.at if one.delivered else now for one in parcels]
    took = max(ends) - placed
    if took >= margins().late:
        return _order("passed", f"{took.days} days after the order the delivery was not complete")
    return _order("cannot_tell", "what day was promised is not on record")


def _without_parcels(facts: OrderFacts, reason: Reason, now: datetime) -> Check:
    if facts.order is None or not facts.order.data.HasField("placed_at"):
        return _order("cannot_tell", "when it was ordered is not on record")
    age = now - utc(facts.order.data.placed_at)
    if age >= margins().silent:
        return _order(
            "passed", f"no carrier has recorded a parcel in {age.days} days", weak=reason != "not_received"
        )
    return _order("cannot_tell", "no parcel is on record yet")


def _order(result: Result, finding: str, *, weak: bool = False) -> Check:
    return Check("order", "delivery", result, finding, weak)


def _told(file: EvidenceFile, result: Result, finding: str, *, weak: bool = False) -> Check:
    return Check(file.ref, "taken_after_delivery", result, finding, weak)

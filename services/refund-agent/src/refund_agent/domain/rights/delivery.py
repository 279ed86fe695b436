"""What the carriers recorded of an order: sent, delivered, under way, gone back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from argosy_ledger.facts import OrderFacts, utc
from argosy_ledger.parcels import Parcel, parcels_of


@dataclass(frozen=True, slots=True)
class Delivery:
    """Times are UTC; ``offset`` is the market's, in hours, by which days are told.

    ``delivered``: when the last parcel came, once all have; ``first``: when the first did.
    """

    placed: datetime | None
    sent: datetime | None
    first: datetime | None
    delivered: datetime | None
    parcels: int
    open: int
    """Parcels not delivered."""
    gone: int
    """Parcels that went back to the sender, or that the carrier lost."""
    offset: int

    def day(self, moment: datetime) -> date:
        """The calendar day of a moment where the buyer lives."""
        return moment.astimezone(timezone(timedelta(hours=self.offset))).date()

    @property
    def placed_on(self) -> date | None:
        """The day of the order."""
        return self.day(self.placed) if self.placed else None

    @property
    def delivered_on(self) -> date | None:
        """The day on which the last parcel came, once all have."""
        return self.day(self.delivered) if self.delivered else None

    @property
    def sent_on(self) -> date | None:
        """The day on which a carrier had the first parcel."""
        return self.day(self.sent) if self.sent else None


def delivery_of(facts: OrderFacts, offset: int) -> Delivery:
    """As the scans tell it."""
    parcels = parcels_of(facts.shipments)
    arrivals = [parcel.delivered.at for parcel in parcels if parcel.delivered]
    starts = [at for parcel in parcels if (at := _left(parcel))]
    undelivered = [parcel for parcel in parcels if not parcel.delivered]
    placed = facts.order.data.placed_at if facts.order and facts.order.data.HasField("placed_at") else None
    return Delivery(
        placed=utc(placed) if placed else (facts.order.time if facts.order else None),
        sent=min(starts, default=None),
        first=min(arrivals, default=None),
        delivered=max(arrivals) if parcels and not undelivered else None,
        parcels=len(parcels),
        open=len(undelivered),
        gone=sum(parcel.gone_back is not None or parcel.state == "lost" for parcel in undelivered),
        offset=offset,
    )


def _left(parcel: Parcel) -> datetime | None:
    """When a parcel was first in a carrier's hands; its delivery shows that too."""
    scan = parcel.shipped or parcel.delivered or parcel.gone_back
    return scan.at if scan else None

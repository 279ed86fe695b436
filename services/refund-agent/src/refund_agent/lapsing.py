"""The clock: offers whose time is over, and requests that waited in vain, become events of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from google.protobuf.message import Message

from argosy.refund.v1 import refund_pb2
from argosy_eventing import Event
from argosy_store import sweep_forever
from refund_agent.adapters.requests import DUE, RequestRecord, RequestRepository

_SOURCE: Final = "argosy/refund-agent"
_AT_ONCE: Final = 500

Publishes = Callable[[Sequence[Event[Message]]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Lapsing:
    """Publishes `refund.lapsed` for what is due. Every instance does: the events have one id, and count once.

    Until it was handled, what is due is told again at each sweep.
    """

    requests: RequestRepository
    publishes: Publishes
    clock: Callable[[], datetime]

    async def sweep(self) -> int:
        """Once; how many were told. Raises StoreUnavailable, or what the bus raises."""
        now = self.clock()
        events = []
        for due in await self.requests.due(DUE, now, limit=_AT_ONCE):
            found = await self.requests.get(due.merchant_id, due.key)
            if found is not None and found.document.due_at is not None and found.document.due_at <= now:
                events.append(lapsed(found.document, now))
        if events:
            await self.publishes(events)
        return len(events)

    async def sweep_forever(self, every_s: float) -> None:
        """Sweep now and then until cancelled; a store or bus that is gone is waited for."""
        await sweep_forever(self.sweep, timedelta(seconds=every_s), "what is due")


def lapsed(record: RequestRecord, now: datetime) -> Event[Message]:
    """The event that a request's time is over; its id is the same whoever tells it, and whenever."""
    last = record.state.last
    number = last.number if last else 0
    name = "\x1f".join((record.merchant_id, record.request_id, str(number), str(record.due_at)))
    return Event.new(
        "refund.lapsed",
        refund_pb2.RefundLapsed(request_id=record.request_id, round=number),
        merchant_id=record.merchant_id,
        platform=record.platform,
        source=_SOURCE,
        id_=hashlib.sha256(name.encode()).hexdigest()[:40],
        time=now,
    )

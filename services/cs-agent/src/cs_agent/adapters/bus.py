"""Publishing beside the handlers: answers while they are written, refund requests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Final

from google.protobuf.message import Message

from argosy.refund.v1 import refund_pb2
from argosy_eventing import Event
from argosy_telemetry import logger, mask_cards
from cs_agent.domain.tools.shop import RefundAsk, ShopBusy
from cs_agent.events import SOURCE

Publishes = Callable[[Event[Message]], Awaitable[None]]
_PATIENCE_S: Final = 2.0
"""For one delta: an answer that waits for its own foretaste comes too late."""
_log = logger("cs_agent")


class Deltas:
    """Publishes chat.delta, and never raises: what the answer is, chat.replied tells."""

    def __init__(self, publishes: Publishes) -> None:
        self._publishes = publishes

    async def __call__(self, delta: Event[Message]) -> None:
        """Published, or let go."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await self._publishes(delta)
        except Exception as error:  # noqa: BLE001 — whatever the bus's client raises, the answer goes on
            _log.warning("a delta is not published", error=type(error).__name__)


class RefundRequestsByBus:
    """Publishes refund.requested for one shop; the request's id is the event's, so that twice is once."""

    def __init__(self, publishes: Publishes, merchant_id: str, platform: str) -> None:
        self._publishes = publishes
        self._merchant_id = merchant_id
        self._platform = platform

    async def publish(self, ask: RefundAsk) -> None:
        """Raises ShopBusy."""
        data = refund_pb2.RefundRequested(
            request_id=ask.request_id,
            order_id=ask.order_id,
            lines=[{"sku": sku, "quantity": quantity} for sku, quantity in ask.lines],
            reason_text=mask_cards(ask.words) or ask.reason,
            language=ask.language,
            wants=refund_pb2.RefundRequested.REFUND,
            evidence=[{"kind": refund_pb2.RefundEvidence.IMAGE, "url": url} for url in ask.pictures],
        )
        event = Event.new(
            "refund.requested",
            data,
            merchant_id=self._merchant_id,
            platform=self._platform,
            source=SOURCE,
            id_=ask.request_id,
            time=datetime.now(UTC),
        )
        try:
            await self._publishes(event)
        except Exception as error:  # the client's errors are the bus's own; all of them mean: later
            raise ShopBusy(f"refund.requested is not published: {type(error).__name__}") from error

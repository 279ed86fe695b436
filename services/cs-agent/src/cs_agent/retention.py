"""What is deleted by its age: conversations, and questions that nobody answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from argosy_ledger import OrderLedger
from argosy_store import sweep_forever
from argosy_telemetry import logger
from cs_agent.adapters.conversations import ConversationRepository
from cs_agent.adapters.knowledge import GapRepository

_log = logger("cs_agent")


@dataclass(frozen=True, slots=True)
class Retention:
    """Deletes what nothing has happened to for ``age``; every instance sweeps, and none waits for another."""

    conversations: ConversationRepository
    gaps: GapRepository
    orders: OrderLedger
    age: timedelta

    async def sweep(self) -> int:
        """Once; how many conversations were deleted. Raises StoreUnavailable."""
        gone = await self.conversations.expire(self.age)
        await self.gaps.expire(self.age)
        await self.orders.expire(self.age)
        if gone:
            _log.info("deleted by age", conversations=gone)
        return gone

    async def sweep_forever(self, every: timedelta = timedelta(hours=1)) -> None:
        """Sweep now and then until cancelled; a store that is gone is waited for."""
        await sweep_forever(self.sweep, every, "what is too old")

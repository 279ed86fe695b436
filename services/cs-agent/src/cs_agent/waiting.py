"""Messages that waited for the next in vain: told once more, so that they are answered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from google.protobuf.message import Message

from argosy.conversation.v1 import conversation_pb2
from argosy_eventing import Event
from argosy_store import sweep_forever
from cs_agent.adapters.bus import Publishes
from cs_agent.adapters.conversations import WAITS, Conversation, ConversationRepository
from cs_agent.events import SOURCE

_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """Publishes the last message that waits once more, under an id that is the same whoever tells it.

    The message that it waited for was a repeat, was refused, or never came.
    """

    conversations: ConversationRepository
    publishes: Publishes
    clock: Callable[[], datetime]

    async def sweep(self) -> int:
        """Once; how many were told. Raises StoreUnavailable, or what the bus raises."""
        now, told = self.clock(), 0
        for due in await self.conversations.due(WAITS, now, limit=_AT_ONCE):
            found = await self.conversations.get(due.merchant_id, due.key)
            event = again(found.document, now) if found is not None else None
            if event is not None:
                await self.publishes(event)
                told += 1
        return told

    async def sweep_forever(self, every_s: float) -> None:
        """Sweep now and then until cancelled; a store or bus that is gone is waited for."""
        await sweep_forever(self.sweep, timedelta(seconds=every_s), "messages that wait")


def again(record: Conversation, now: datetime) -> Event[Message] | None:
    """The last message that waits, as an event of ours; None where none does any more."""
    state = record.state
    waiting = [line for line in state.lines if line.message_id in state.unanswered]
    if record.waits_until is None or record.waits_until > now or not waiting:
        return None
    last = waiting[-1]
    name = f"{record.merchant_id}\x1f{state.conversation_id}\x1f{last.message_id}"
    data = conversation_pb2.ChatMessage(
        conversation_id=state.conversation_id,
        message_id=last.message_id,
        product_id=state.focus.product_id,
        order_id=record.order_id,
        text=last.text,
        language=record.tag,
    )
    return Event.new(
        "chat.message",
        data,
        merchant_id=record.merchant_id,
        platform=record.platform,
        source=SOURCE,
        id_=hashlib.sha256(name.encode()).hexdigest()[:40],
        time=last.at,
    )

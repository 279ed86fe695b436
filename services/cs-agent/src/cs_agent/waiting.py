"""Messages that waited for the next in vain: told once more, so that they are answered."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from google.protobuf.message import Message

from argosy.conversation.v1 import conversation_pb2
from argosy_eventing import Event
from argosy_store import sweep_forever
from cs_agent.adapters.bus import Publishes
from cs_agent.adapters.conversations import WAITS, Conversation, ConversationRepository
from cs_agent.domain.intake import MOST_IMAGES
from cs_agent.events import SOURCE
from cs_agent.measures import count_told_again

_AT_ONCE: Final = 200
_EVERY: Final = timedelta(minutes=1)
_REMEMBERED: Final = 10_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """Publishes the last message that waits once more, under an id that is the same whoever tells it.

    The message that it waited for was a repeat, was refused, or never came. While it waits on, behind others
    or because clocks differ, it is told again every minute under a new id: not more often, or a consumer that
    lags would be buried, and not under the same, which the inbox takes for a repeat.
    """

    conversations: ConversationRepository
    publishes: Publishes
    clock: Callable[[], datetime]
    _told: OrderedDict[str, None] = field(default_factory=OrderedDict)
    """Ids of what this process told last."""

    async def sweep(self) -> int:
        """Once; how many were told. Raises StoreUnavailable, or what the bus raises."""
        now, told = self.clock(), 0
        for due in await self.conversations.due(WAITS, now, limit=_AT_ONCE):
            found = await self.conversations.get(due.merchant_id, due.key)
            event = again(found.document, now) if found is not None else None
            if event is not None and event.id not in self._told:
                await self.publishes(event)
                count_told_again()
                self._told[event.id] = None
                told += 1
        while len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)
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
    time = int((now - record.waits_until) / _EVERY)
    name = f"{record.merchant_id}\x1f{state.conversation_id}\x1f{last.message_id}\x1f{time}"
    data = conversation_pb2.ChatMessage(
        conversation_id=state.conversation_id,
        message_id=last.message_id,
        product_id=state.focus.product_id,
        order_id=record.order_id,
        text=last.text,
        language=record.tag,
        images=record.images[-MOST_IMAGES:],
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

"""Conversations by their id: the state between messages, what was answered, sealed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from typing import Any, ClassVar

from argosy_ledger import Sealer
from argosy_store import DocumentRepository, Index, Store, document_id
from cs_agent.adapters.states import moment, moment_text, read_state, state_fields
from cs_agent.domain.conversation import State
from cs_agent.domain.knowledge.gaps import emails_in

WAITS: str = "waits_until"
_EMAILS: int = 50
"""E-mails by which a conversation is found again; nobody has so many."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an event led to: chat.replied in bytes. The same event again gets the same."""

    event_id: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation of a merchant.

    ``waits_until``: when what was written and not answered is answered at the latest, by whoever sweeps.
    ``recent``: when the buyer's last messages came; ``cooling``: he wrote too many and is not answered now.
    ``assured``: since the hand-over he was told once that a person has his messages.
    """

    merchant_id: str
    state: State
    platform: str = ""
    order_id: str = ""
    """The order that the platform says it is about; what a buyer names is in the state's focus."""
    tag: str = ""
    """The language that came with the last message, as the platform tells it."""
    images: tuple[str, ...] = ()
    """Pictures that came with messages not answered yet."""
    waits_until: datetime | None = None
    recent: tuple[datetime, ...] = ()
    cooling: bool = False
    assured: bool = False
    told: tuple[Told, ...] = field(default=())

    def told_for(self, event_id: str) -> Told | None:
        """What an event has led to before."""
        return next((one for one in self.told if one.event_id == event_id), None)


class ConversationRepository(DocumentRepository[Conversation]):
    """Conversations by their id; found again by order, buyer and, of all merchants, by when they are due."""

    collection: ClassVar[str] = "cs_conversations"
    indexes: ClassVar[tuple[Index, ...]] = (
        Index(("order_id",)),
        Index(("user",)),
        Index(("email",)),
        Index((WAITS,), every_merchant=True),
    )

    def __init__(self, store: Store, sealer: Sealer, **options: Any) -> None:  # noqa: ANN401 — the base's own
        super().__init__(store, **options)
        self._sealer = sealer

    async def of_buyer(
        self, merchant_id: str, *, user: str = "", email: str = "", order_id: str = "", limit: int = 500
    ) -> Mapping[str, Conversation]:
        """Conversations of one buyer, by any of what he is known by: ``email`` is in it, known or written."""
        handles = {"user": self._sealer.handle(merchant_id, "user", user), "order_id": order_id}
        handles["email"] = self._sealer.handle(merchant_id, "email", email)
        found: dict[str, Conversation] = {}
        for name, value in handles.items():
            if value:
                for one in await self.find_any(merchant_id, name, [value], limit=limit):
                    found[one.key] = one.document
        return found

    def encode(self, document: Conversation) -> Mapping[str, object]:
        """Fields as MongoDB keeps them; what was said and by whom sealed."""
        merchant, state = document.merchant_id, document.state
        about = document_id(merchant, state.conversation_id)
        words = json.dumps(
            {**state_fields(state), "images": list(document.images)},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return {
            "merchant_id": merchant,
            "conversation_id": state.conversation_id,
            "order_id": document.order_id,
            "user": self._sealer.handle(merchant, "user", state.user),
            "email": [self._sealer.handle(merchant, "email", one) for one in _emails(state)],
            "state": self._sealer.seal(words.encode(), about),
            "platform": document.platform,
            "tag": document.tag,
            WAITS: document.waits_until,
            "recent": [moment_text(one) for one in document.recent],
            "cooling": document.cooling,
            "assured": document.assured,
            "told": [
                {"event_id": one.event_id, "data": self._sealer.seal(one.data, about)}
                for one in document.told
            ],
        }

    def decode(self, fields: Mapping[str, Any]) -> Conversation:
        """What `encode` wrote."""
        merchant, conversation_id = fields["merchant_id"], fields["conversation_id"]
        about = document_id(merchant, conversation_id)
        state = json.loads(self._sealer.open(fields["state"], about))
        return Conversation(
            merchant,
            read_state(conversation_id, state),
            fields["platform"],
            fields["order_id"],
            fields["tag"],
            tuple(state["images"]),
            _aware(fields[WAITS]),
            tuple(moment(one) for one in fields["recent"]),
            fields["cooling"],
            fields["assured"],
            tuple(Told(row["event_id"], self._sealer.open(row["data"], about)) for row in fields["told"]),
        )


def _emails(state: State) -> tuple[str, ...]:
    """All that stand in it: a buyer who was not found by his has to be forgotten too."""
    written = (emails_in(line.text) for line in state.lines if line.by == "buyer")
    return tuple(filter(None, dict.fromkeys((state.identity.email, *chain.from_iterable(written)))))[:_EMAILS]


def _aware(at: datetime | None) -> datetime | None:
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)

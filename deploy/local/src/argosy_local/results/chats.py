"""A run's conversations as a person reads them: what was written, answered, and on what it rests. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from google.protobuf.message import Message

from argosy.conversation.v1 import conversation_pb2
from argosy_contracts import Event


@dataclass(slots=True)
class TurnView:
    """What a buyer wrote since the last answer, and the answer; None where none came in this run."""

    asked: list[conversation_pb2.ChatMessage] = field(default_factory=list)
    replied: conversation_pb2.ChatReplied | None = None


@dataclass(slots=True)
class ChatView:
    """One conversation."""

    conversation_id: str
    turns: list[TurnView] = field(default_factory=list)

    @property
    def answers(self) -> list[conversation_pb2.ChatReplied]:
        """What was answered, in turn."""
        return [turn.replied for turn in self.turns if turn.replied is not None]

    @property
    def needs_review(self) -> bool:
        """Whether a person should look at any answer."""
        return any(one.needs_review for one in self.answers)

    @property
    def handed_over(self) -> str:
        """Why a person goes on, as said last; "" where none does."""
        return next((one.handoff.reason for one in reversed(self.answers) if one.handoff.to), "")


def chats_of(inputs: Sequence[Event[Message]], results: Sequence[Event[Message]]) -> list[ChatView]:
    """The run's conversations as they began; messages that one answer answers stand together."""
    replies = {
        (event.merchant_id, event.data.conversation_id, event.data.message_id): event.data
        for event in results
        if isinstance(event.data, conversation_pb2.ChatReplied)
    }
    found: dict[tuple[str, str], ChatView] = {}
    for event in inputs:
        data = event.data
        if not isinstance(data, conversation_pb2.ChatMessage):
            continue
        chat = found.setdefault((event.merchant_id, data.conversation_id), ChatView(data.conversation_id))
        if not chat.turns or chat.turns[-1].replied is not None:
            chat.turns.append(TurnView())
        chat.turns[-1].asked.append(data)
        chat.turns[-1].replied = replies.get((event.merchant_id, data.conversation_id, data.message_id))
    return list(found.values())

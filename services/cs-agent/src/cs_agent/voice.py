"""An answer's sentences as deltas, while it is being made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from google.protobuf.message import Message

from argosy.conversation.v1 import conversation_pb2
from argosy_eventing import Event
from cs_agent.domain.answer import Sentence
from cs_agent.events import chat_delta

Chat = Event[conversation_pb2.ChatMessage]
Speaks = Callable[[Event[Message]], Awaitable[None]]


class Voice:
    """Says an answer's sentences as they come. An answer that is made anew is not said again, and one that
    comes out otherwise is not gone on with: chat.replied then tells what holds.
    """

    def __init__(self, event: Chat, speaks: Speaks) -> None:
        self._event = event
        self._speaks = speaks
        self._said: list[str] = []
        self._at = 0
        self._lost = False
        self.heard: list[Sentence] = []
        """Of the answer that is being made."""

    def begins(self) -> None:
        """An answer begins, for the first time or anew."""
        self._at = 0
        self.heard = []

    async def says(self, sentence: Sentence, language: str) -> None:
        """One more sentence of the answer."""
        at, self._at = self._at, self._at + 1
        self.heard.append(sentence)
        if at < len(self._said):
            self._lost = self._lost or self._said[at] != sentence.text
        elif not self._lost:
            await self._speaks(chat_delta(self._event, at, sentence.text, language))
            self._said.append(sentence.text)

"""What comes in: bounds of a buyer's message, how long it waits for the next, how many are answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from argosy.conversation.v1 import conversation_pb2

LONGEST_TEXT: Final = 20_000
"""Characters; of a long message the first 4,000 are read."""
KEPT_TEXT: Final = 4_100
"""Of it are kept: all that is read, and a little to tell that it was longer."""
MOST_IMAGES: Final = 8
_LONGEST_ID: Final = 200
_LONGEST_ADDRESS: Final = 4_000
_LONGEST_TAG: Final = 64
_LAYOUT: Final = frozenset("\n\r\t")


@dataclass(frozen=True, slots=True)
class Pace:
    """``most`` messages ``within`` a time are answered; one waits for the next so long, or for so many."""

    most: int = 30
    within: timedelta = timedelta(minutes=5)
    waits: timedelta = timedelta(seconds=10)
    together: int = 10

    def counted(self, recent: Sequence[datetime], at: datetime) -> tuple[datetime, ...]:
        """The times that count with one more message; at most one more than is answered."""
        # Not `one > at - within`: a platform's clock may say the year 1.
        return tuple(sorted(one for one in (*recent, at) if at - one < self.within)[-self.most - 1 :])

    def too_many(self, recent: Sequence[datetime]) -> bool:
        """Whether the last of these is not answered."""
        return len(recent) > self.most


def fault_of(message: conversation_pb2.ChatMessage) -> tuple[str, str] | None:
    """Why a message cannot be one of a buyer's: a reason in one word and where; nothing of it is quoted."""
    return next(_faults(message), None)


def _faults(message: conversation_pb2.ChatMessage) -> Iterator[tuple[str, str]]:
    if not message.message_id:
        yield "no_message_id", "message_id is empty: nothing could be answered twice or not at all"
    for name in ("conversation_id", "message_id", "product_id", "order_id"):
        value = getattr(message, name)
        if len(value) > _LONGEST_ID or (value and not value.isprintable()):
            yield "bad_id", f"{name} has {len(value)} characters or one that cannot be printed"
    if len(message.language) > _LONGEST_TAG or not message.language.isprintable():
        yield "bad_language", "language is no BCP 47 tag"
    if len(message.text) > LONGEST_TEXT:
        yield "text_too_long", f"text has {len(message.text)} characters; {LONGEST_TEXT} are taken"
    if any((ord(c) < 32 and c not in _LAYOUT) or c == "\x7f" for c in message.text):
        yield "control_characters", "text has control characters"
    if len(message.images) > MOST_IMAGES:
        yield "too_many_images", f"{len(message.images)} images; {MOST_IMAGES} are taken"
    if any(not one or len(one) > _LONGEST_ADDRESS or not one.isprintable() for one in message.images):
        yield "bad_image", "an image's address is empty, too long or not printable"


def fault_of_reply(reply: conversation_pb2.ChatReplied) -> tuple[str, str] | None:
    """The same of what a person answered."""
    if len(reply.text) > LONGEST_TEXT:
        return "text_too_long", f"text has {len(reply.text)} characters; {LONGEST_TEXT} are taken"
    if len(reply.conversation_id) > _LONGEST_ID or not reply.conversation_id.isprintable():
        return "bad_id", "conversation_id is too long or not printable"
    return None

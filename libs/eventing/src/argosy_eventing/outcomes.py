"""What a handler may answer: publish, skip, or dead-letter. Nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from google.protobuf.message import Message

_REASON = re.compile(r"[a-z][a-z0-9_]{0,63}")
DETAIL_MAX_CHARS = 1_000


@dataclass(frozen=True, slots=True)
class Output:
    """One event to publish. Its key is the topic's key field of ``data``; merchant, platform and trace
    are those of the event being handled.

    ``discriminator`` tells several outputs of one type apart (a market, a locale, an image id): the
    id of the output follows from it, so it must be the same whenever the same event is handled.
    """

    type: str
    data: Message
    discriminator: str = ""


@dataclass(frozen=True, slots=True)
class Publish:
    """The event led to these events."""

    outputs: tuple[Output, ...]


@dataclass(frozen=True, slots=True)
class Skip:
    """The event needs nothing done, and that is all right; ``reason`` is a word for the metrics."""

    reason: str


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """The event can never be handled: keep it, as it came, for a person to look at."""

    reason: str
    detail: str


Outcome: TypeAlias = Publish | Skip | DeadLetter


def publish(*outputs: Output) -> Publish:
    """Publish these events. Two outputs of one type need different discriminators.

    Raises:
        ValueError: no output at all (that is a skip), or two that would get the same id.
    """
    if not outputs:
        raise ValueError("publish() needs an output; an event that leads to none is a skip(reason)")
    if len(outputs) > 1:
        names = [(output.type, output.discriminator) for output in outputs]
        if len(set(names)) != len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise ValueError(
                f"two outputs of type {twice[0]!r} have the discriminator {twice[1]!r}; "
                "they would get the same id: give each its own"
            )
    return Publish(outputs)


def skip(reason: str) -> Skip:
    """Do nothing, for a reason named in one lower-case word or several joined by ``_``."""
    return Skip(_named(reason))


def dead_letter(reason: str, detail: str) -> DeadLetter:
    """Give the event up for good. ``detail`` says where and what; it must not quote personal data."""
    return DeadLetter(_named(reason), detail[:DETAIL_MAX_CHARS])


def _named(reason: str) -> str:
    if not _REASON.fullmatch(reason):
        raise ValueError(f"a reason is lower-case letters, digits and _, not {reason[:80]!r}")
    return reason

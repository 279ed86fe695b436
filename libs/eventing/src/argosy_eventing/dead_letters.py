"""Dead letters: the record of an event that failed for good, and the cap on how many there may be."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

HEADER_REASON = "argosy_error_reason"
HEADER_DETAIL = "argosy_error_detail"
HEADER_SERVICE = "argosy_service"
HEADER_TOPIC = "argosy_topic"
HEADER_PARTITION = "argosy_partition"
HEADER_OFFSET = "argosy_offset"
HEADER_ATTEMPTS = "argosy_attempts"
HEADER_FAILED_AT = "argosy_failed_at"
HEADER_LEFT_OUT = "argosy_value_left_out"
"""Present where the bus took no dead letter of that size: the value's size; the event itself is still at
``argosy_topic``, ``argosy_partition``, ``argosy_offset`` until that topic forgets it."""
HEADER_REPLAY = "argosy_replay"
"""On an event that a person sent again: the service that is to look at it although it knows the id."""
HEADER_SETTLED = "argosy_settled"
"""On a mark in a dead-letter topic: ``replayed`` or ``dropped``, of the letter named by the mark."""
HEADER_SETTLED_OFFSET = "argosy_settled_offset"

OWN_HEADERS = frozenset(
    {
        HEADER_REASON,
        HEADER_DETAIL,
        HEADER_SERVICE,
        HEADER_TOPIC,
        HEADER_PARTITION,
        HEADER_OFFSET,
        HEADER_ATTEMPTS,
        HEADER_FAILED_AT,
        HEADER_LEFT_OUT,
    }
)

Headers = tuple[tuple[str, bytes | None], ...]


def letter_headers(
    original: Iterable[tuple[str, bytes | None]],
    *,
    reason: str,
    detail: str,
    service: str,
    topic: str,
    partition: int,
    offset: int,
    attempts: int,
    failed_at: datetime,
) -> Headers:
    """The headers of a dead letter: the event's own, byte for byte and in order, then the evidence."""
    evidence = (
        (HEADER_REASON, reason),
        (HEADER_DETAIL, detail),
        (HEADER_SERVICE, service),
        (HEADER_TOPIC, topic),
        (HEADER_PARTITION, str(partition)),
        (HEADER_OFFSET, str(offset)),
        (HEADER_ATTEMPTS, str(attempts)),
        (HEADER_FAILED_AT, failed_at.isoformat().replace("+00:00", "Z")),
    )
    return (*original, *((name, value.encode("utf-8", "replace")) for name, value in evidence))


class CapReached(RuntimeError):
    """So many events failed for good that the fault is likely here: the consumer stops."""


@dataclass(slots=True)
class _Second:
    at: int
    handled: int = 0
    dead: int = 0


@dataclass(slots=True)
class DeadLetterCap:
    """Stops a bad deploy from dead-lettering a whole topic.

    Reached when within ``window_s`` more than ``most`` events failed for good and these are more than
    ``share`` of all handled.
    """

    most: int
    share: float
    window_s: float
    _seconds: deque[_Second] = field(default_factory=deque)
    _handled: int = 0
    _dead: int = 0

    def check(self, now_s: float, *, handled: int, dead: int) -> None:
        """Count a batch that is about to become durable, dead letters included in ``handled``.

        Raises:
            CapReached: with the counts; the batch must not become durable then.
        """
        at = int(now_s)
        if not self._seconds or self._seconds[-1].at != at:
            self._seconds.append(_Second(at))
        self._seconds[-1].handled += handled
        self._seconds[-1].dead += dead
        self._handled += handled
        self._dead += dead
        while self._seconds and self._seconds[0].at < now_s - self.window_s:
            old = self._seconds.popleft()
            self._handled -= old.handled
            self._dead -= old.dead
        if dead and self._dead > self.most and self._dead > self.share * self._handled:
            raise CapReached(
                f"{self._dead} of {self._handled} events failed for good within {self.window_s:g} s "
                f"(cap: {self.most}, and {self.share:.0%}): the consumer has stopped; look at the "
                "dead letters, mend the service or the emitter, and start it again"
            )

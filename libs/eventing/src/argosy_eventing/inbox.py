"""The inbox: which events of one partition have been handled, within a window of days.

In memory it is one dictionary of 16-byte digests; on the bus it is a compacted topic that is written
in the same transaction as the outputs and the offsets (see `inbox_topic`).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from enum import IntEnum

_MINUTE_MS = 60_000
_EPOCH_MINUTES = 25_246_080  # 2018-01-01T00:00Z: 24 bits of minutes from here last until 2049
_KIND_BITS = 2
_CHECK_BITS = 32
_MINUTES_SHIFT = _KIND_BITS + _CHECK_BITS


class Kind(IntEnum):
    """What became of an event."""

    HANDLED = 1
    DEAD_LETTERED = 2


class Claim(IntEnum):
    """What the inbox says to an event that comes in."""

    NEW = 0
    DUPLICATE = 1
    CONFLICT = 2
    """Known id, other bytes: a duplicate whose emitter should be told."""


def content_check(value: bytes | None) -> int:
    """32 bits of an event's data, to see whether a known id came with other bytes."""
    return zlib.crc32(value or b"")


class Inbox:
    """Ids remembered for one partition of one topic, oldest first.

    At ``capacity`` the oldest are forgotten before their window is over: a repeat of one of those would
    be handled again. A redelivery would not, since offsets and outputs are committed together.
    """

    def __init__(self, *, window_s: float, capacity: int) -> None:
        self._window_min = max(1, round(window_s / 60))
        self._capacity = capacity
        self._known: dict[bytes, int] = {}
        self.forgotten_early = 0

    def __len__(self) -> int:
        return len(self._known)

    def claim(self, digest: bytes, check: int, now_ms: int, *, replay: bool = False) -> Claim:
        """Take an event in, unless it is known; it counts as handled from now on.

        ``replay`` lets an event pass that was dead-lettered, and only that.
        """
        packed = self._known.get(digest)
        if packed is not None:
            if replay and packed & 3 == Kind.DEAD_LETTERED:
                del self._known[digest]
            elif (packed >> _KIND_BITS) & 0xFFFFFFFF == check:
                return Claim.DUPLICATE
            else:
                return Claim.CONFLICT
        self.put(digest, check, now_ms, Kind.HANDLED)
        return Claim.NEW

    def put(self, digest: bytes, check: int, at_ms: int, kind: Kind) -> None:
        """Remember an id, newest last."""
        known = self._known
        if digest in known:
            del known[digest]
        elif len(known) >= self._capacity:
            del known[next(iter(known))]
            self.forgotten_early += 1
        minutes = max(0, at_ms // _MINUTE_MS - _EPOCH_MINUTES)
        known[digest] = minutes << _MINUTES_SHIFT | check << _KIND_BITS | kind

    def kind_of(self, digest: bytes) -> Kind | None:
        packed = self._known.get(digest)
        return None if packed is None else Kind(packed & 3)

    def expire(self, now_ms: int) -> int:
        """Forget ids older than the window; returns how many. Cheap when there are none."""
        horizon = now_ms // _MINUTE_MS - _EPOCH_MINUTES - self._window_min
        old = list(self._older_than(horizon))
        for digest in old:
            del self._known[digest]
        return len(old)

    def _older_than(self, horizon: int) -> Iterator[bytes]:
        for digest, packed in self._known.items():
            if packed >> _MINUTES_SHIFT >= horizon:
                return
            yield digest

    def clear(self) -> None:
        self._known.clear()

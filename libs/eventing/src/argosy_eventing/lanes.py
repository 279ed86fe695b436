"""Lanes: work of one key goes one at a time and in order, work of different keys side by side."""

from __future__ import annotations

from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Lanes(Generic[T]):
    """Work waiting by key. `take` never hands out work of a key that is in work."""

    def __init__(self) -> None:
        self._ready: deque[tuple[bytes, T]] = deque()
        self._behind: dict[bytes, deque[T]] = {}
        """What came after, for keys that are ready or in work."""
        self._queued: set[bytes] = set()

    def add(self, key: bytes, work: T) -> None:
        if key in self._queued:
            self._behind.setdefault(key, deque()).append(work)
        else:
            self._queued.add(key)
            self._ready.append((key, work))

    def take(self) -> tuple[bytes, T] | None:
        """The next work whose key is free; its key is in work until `done`."""
        return self._ready.popleft() if self._ready else None

    def done(self, key: bytes) -> None:
        """The work of this key that was taken is finished: the next of the key may go."""
        behind = self._behind.get(key)
        if behind:
            self._ready.append((key, behind.popleft()))
            if not behind:
                del self._behind[key]
        else:
            self._queued.discard(key)

    def behind(self, key: bytes) -> int:
        """How much work of this key waits behind what is in work or ready."""
        return len(self._behind.get(key, ()))

    @property
    def ready(self) -> int:
        """How much work could be taken now."""
        return len(self._ready)

    def clear(self) -> None:
        self._ready.clear()
        self._behind.clear()
        self._queued.clear()

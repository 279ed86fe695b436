"""The finished prefix: how far a partition's offsets may be committed while some work is still open."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Slot(Generic[T, R]):
    """One record's place in the order of its partition; ``result`` is None until it is finished."""

    __slots__ = ("item", "offset", "result")

    def __init__(self, offset: int, item: T) -> None:
        self.offset = offset
        self.item = item
        self.result: R | None = None


class Prefix(Generic[T, R]):
    """Slots in offset order. Work may finish in any order; only the finished head may be committed."""

    def __init__(self) -> None:
        self._slots: deque[Slot[T, R]] = deque()

    def __len__(self) -> int:
        return len(self._slots)

    @property
    def oldest(self) -> Slot[T, R] | None:
        """The slot that holds the commit back, or None if nothing is open."""
        return self._slots[0] if self._slots else None

    def add(self, offset: int, item: T) -> Slot[T, R]:
        """A place for the next record.

        Raises:
            ValueError: the offset is not above the last one: records of a partition come in order.
        """
        if self._slots and offset <= self._slots[-1].offset:
            raise ValueError(f"offset {offset} came after {self._slots[-1].offset}")
        slot: Slot[T, R] = Slot(offset, item)
        self._slots.append(slot)
        return slot

    def finished(self) -> Iterator[tuple[Slot[T, R], R]]:
        """The finished head, oldest first, up to the first slot that is still open."""
        for slot in self._slots:
            if slot.result is None:
                return
            yield slot, slot.result

    def drop_through(self, offset: int) -> int:
        """Forget slots up to and with this offset: they are durable. Returns how many went."""
        dropped = 0
        while self._slots and self._slots[0].offset <= offset:
            self._slots.popleft()
            dropped += 1
        return dropped

    def clear(self) -> None:
        self._slots.clear()

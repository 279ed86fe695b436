"""Which characters of a text are read already: marks, so that a long text costs no more than its length."""

from __future__ import annotations


class Cover:
    """Marks on the characters of one text."""

    def __init__(self, length: int) -> None:
        self._marks = bytearray(length)

    def add(self, start: int, end: int) -> None:
        """Marks a span."""
        self._marks[start:end] = b"\x01" * max(0, end - start)

    def touches(self, start: int, end: int) -> bool:
        """Whether any character of the span is marked."""
        return self._marks.find(1, start, end) >= 0

    def holds(self, start: int, end: int) -> bool:
        """Whether all characters of the span are marked."""
        return self._marks.find(0, start, end) < 0

"""What stands between the commas, stops and brackets of an English row, and those between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from argosy_commerce.reading.items import BreakKind

_BETWEEN: Final = re.compile(
    r"\s*(?:(?:[;；\n]|\.(?=\s+[A-Z])|[.。]\s*$)|(?:[(（\[])|(?:[)）\]](?:\s*,)?)"
    r"|(?:(?<!\d),|,(?!\d)|[、，|]))\s*(?:(?:and|&)\s+(?=\S))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A place of the text; ``kind`` is how it parts the pieces beside it, None where it is one itself."""

    span: tuple[int, int]
    kind: BreakKind | None = None


def pieces_of(text: str) -> Iterator[Piece]:
    """All of the text, in its order, but for white space at its ends."""
    place = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    for found in _BETWEEN.finditer(text, place, end):
        if found.start() > place:
            yield Piece((place, found.start()))
        yield Piece(found.span(), BreakKind.COMMA)
        place = found.end()
    if place < end:
        yield Piece((place, end))

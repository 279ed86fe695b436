"""Words that grew together from several names: Ledergürtel, kinderschooltas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

_LINKS: Final = ("", "s", "n", "en", "e", "es", "er")
_LEAST: Final = 3
"""Letters of a part; what a term base calls a first part may be as short."""
_LEAST_OF_NAME: Final = 4
_MOST_PARTS: Final = 4
LONGEST: Final = 48


def split(
    word: str, is_first: Callable[[str], bool], is_name: Callable[[str], bool]
) -> list[tuple[int, int, int]]:
    """Parts as (start, end of the name, end with what links it), fewest parts first; none if any is unknown.

    ``is_first``: known as a first part; ``is_name``: known as a word of its own.
    """
    if not _LEAST + _LEAST_OF_NAME <= len(word) <= LONGEST:
        return []
    best: dict[int, list[tuple[int, int, int]]] = {len(word): []}
    for start in range(len(word) - _LEAST, -1, -1):
        found: list[tuple[int, int, int]] | None = None
        for end, name_end in _parts(word, start, is_first, is_name):
            rest = best.get(end)
            if rest is not None and len(rest) < _MOST_PARTS and (found is None or len(rest) + 1 < len(found)):
                found = [(start, name_end, end), *rest]
        if found is not None:
            best[start] = found
    parts = best.get(0, [])
    return parts if len(parts) > 1 else []


def _parts(
    word: str, start: int, is_first: Callable[[str], bool], is_name: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    for end in range(len(word), start + _LEAST - 1, -1):
        piece = word[start:end]
        if end == len(word):
            if start and len(piece) >= _LEAST and is_name(piece):
                yield end, end
            continue
        for link in _LINKS:
            name = piece.removesuffix(link) if link else piece
            if link and name == piece:
                continue
            if (len(name) >= _LEAST and is_first(name)) or (len(name) >= _LEAST_OF_NAME and is_name(name)):
                yield end, start + len(name)
                break

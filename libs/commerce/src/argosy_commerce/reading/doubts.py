"""Single characters that only look like concepts: 黑 of 黑板, 棉 of 棉被, 包 of 包邮."""

from __future__ import annotations

from collections.abc import Sequence

from argosy_commerce.reading.breaks import break_kind
from argosy_commerce.reading.cover import Candidate
from argosy_commerce.reading.items import ConceptMatch
from argosy_commerce.reading.words import is_function_word, word_spans
from argosy_commerce.terms.model import Kind

_SAFE_SINGLES = frozenset({Kind.AUDIENCE, Kind.SEASON})
"""男 女 春 夏 stand loose in titles; where jieba knows no word around them they mean themselves."""


def cut_from_words(folded: str, pieces: Sequence[Candidate]) -> list[Candidate]:
    """Single characters beside something unexplained, or inside a word that jieba knows and no
    piece explains (黑 of 黑板, 棉 of 棉被).
    """
    singles = [p for p in pieces if p.end - p.start == 1 and isinstance(p.item, ConceptMatch)]
    explained = {i for piece in pieces for i in range(piece.start, piece.end)}
    doubtful: list[Candidate] = []
    run_end = 0
    within_unexplained: set[int] = set()
    for piece in singles:
        if piece.start >= run_end:
            first, run_end = _run(folded, piece.start)
            within_unexplained = _half_explained(folded, first, run_end, explained)
        stray = any(_is_stray(folded, i, explained) for i in (piece.start - 1, piece.end))
        if piece.start in within_unexplained or (stray and piece.kind not in _SAFE_SINGLES):
            doubtful.append(piece)
    return doubtful


def _half_explained(folded: str, first: int, last: int, explained: set[int]) -> set[int]:
    """Places in words of which some character is not explained; none if all of the run is."""
    if explained.issuperset(range(first, last)):
        return set()
    return {
        place
        for start, end in word_spans(folded, first, last)
        if not explained.issuperset(range(start, end))
        for place in range(start, end)
    }


def _is_stray(folded: str, position: int, explained: set[int]) -> bool:
    """A neighbour that makes a single character doubtful: unexplained, and no mere function word."""
    if not 0 <= position < len(folded) or position in explained:
        return False
    character = folded[position]
    return break_kind(character) is None and not is_function_word(character)


def _run(folded: str, position: int) -> tuple[int, int]:
    """The stretch without separators around a place."""
    first = last = position
    while first > 0 and break_kind(folded[first - 1]) is None:
        first -= 1
    while last < len(folded) and break_kind(folded[last]) is None:
        last += 1
    return first, last

"""A row in English that cannot be said whole, piece by piece: each at its place, said or quoted.

What `parting` is for Chinese rows. A piece reaches to the next comma outside brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from argosy_commerce.reading.items import (
    MEASURES,
    Break,
    Composition,
    ConceptMatch,
    Item,
    Model,
    Unknown,
)
from cs_agent.domain.answering.parting import Piece

_HANGS: Final = re.compile(r"[:：]|(?:[,;(]|^)\s*(?:or|nor|but|else|otherwise|instead)\b", re.IGNORECASE)
"""Where one of these stands, pieces hang together: a heading within, an alternative to the piece before."""
_REACHES_ON: Final = re.compile(
    r"\b(?:not?|non|never|none|neither|nor|cannot|without|except|excluding|excludes|excluded|exclusive|free|avoid"
    r"|only|just|solely|if|unless|when|while|where|once|until|till|before|after|during|unlike"
    r"|depending|depends|provided|otherwise|instead|rather|other|than|least|most|up to|under|over"
    r"|below|above|within|max|min|maximum|minimum|less|more|each|per|either|both|all|any|for|with|on)\b|n['’]t\b",
    re.IGNORECASE,
)
"""A denial, a condition, a limit or what something is for: it may hold for the pieces behind it as well."""
_PARTS: Final = re.compile(r"[,;.\n，；、|]")
_STOP: Final = re.compile(r"[.;；\n]")
_CARE: Final = "care."


def reaches_on(words: str) -> bool:
    """Whether something stands in words that may hold for what follows them."""
    return bool(_REACHES_ON.search(words))


def in_pieces(text: str, items: Sequence[Item], whole: Callable[[Sequence[Item]], str]) -> tuple[Piece, ...]:
    """The pieces of a row's value in their order; () where none can be said, or they hang together.

    Args:
        whole: says items, "" unless all of them can be said.
    """
    if _HANGS.search(text):
        return ()
    pieces: list[Piece] = []
    reaches = False
    for between, one in _parted(text, items):
        reaches = reaches and not _STOP.search(between)
        source = text[one[0].span[0] : one[-1].span[1]].strip()
        if source.count("(") != source.count(")"):
            source = _with_bracket(text, one)
        free = not reaches or _is_care(one) or reaches_on(source)
        said = whole(one) if free and _says_something(one, is_first=not pieces) else ""
        if pieces and not said and not pieces[-1].said:
            start = text.rindex(pieces[-1].source, 0, one[0].span[0])
            pieces[-1] = Piece(text[start : one[0].span[0]] + source)
        else:
            pieces.append(Piece(source, said, items=tuple(one)))
        reaches = reaches or (reaches_on(source) and not (said and _stands_alone(one)))
    return tuple(pieces) if any(piece.said for piece in pieces) else ()


def _parted(text: str, items: Sequence[Item]) -> Iterator[tuple[str, list[Item]]]:
    """The pieces, and the break before each; a break within brackets parts nothing."""
    before = ""
    piece: list[Item] = []
    for item in items:
        is_open = text.count("(", 0, item.span[1]) > text.count(")", 0, item.span[1])
        if isinstance(item, Break) and _PARTS.search(item.source) and not is_open:
            if piece:
                yield before, piece
            before, piece = item.source, []
        elif piece or not isinstance(item, Break):
            piece.append(item)
    while piece and isinstance(piece[-1], Break):
        piece.pop()
    if piece:
        yield before, piece


def _with_bracket(text: str, piece: Sequence[Item]) -> str:
    """With the closing bracket that stands behind its last word."""
    closed = text.find(")", piece[-1].span[1] - 1)
    return text[piece[0].span[0] : closed + 1].strip() if closed >= 0 else text[piece[0].span[0] :].strip()


def _is_care(items: Sequence[Item]) -> bool:
    """Whether it is an instruction of care in words of its own: `tumble dry low`."""
    meant = [item for item in items if not isinstance(item, Break)]
    return bool(meant) and all(
        isinstance(item, ConceptMatch) and item.concept_id.startswith(_CARE) and " " in item.source.strip()
        for item in meant
    )


def _stands_alone(items: Sequence[Item]) -> bool:
    """Whether a piece that is said limits or denies only itself: a phrase around a figure or a thing."""
    meant = [item for item in items if not isinstance(item, Break)]
    return all(
        isinstance(item, ConceptMatch) and (item.fills or item.concept_id.startswith(_CARE)) for item in meant
    )


def _says_something(items: Sequence[Item], *, is_first: bool) -> bool:
    """Whether a thing is named: a bare figure says nothing apart from what it stands behind."""
    if any(isinstance(item, Unknown) for item in items):
        return False
    names = any(isinstance(item, ConceptMatch | Model | Composition) for item in items)
    return names or (is_first and any(isinstance(item, MEASURES) for item in items))

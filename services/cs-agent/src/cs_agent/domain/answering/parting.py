"""A row that cannot be said whole, piece by piece: each stands at its place, said or quoted, none left out.

Sellers write rows as lists: 毛刷清理，不可水洗，不可用洗碗机. One word that nobody taught would make all
of it Chinese to a buyer who asks whether it may be washed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from argosy_commerce.reading.items import (
    MEASURES,
    Break,
    BreakKind,
    Composition,
    ConceptMatch,
    Dropped,
    DropReason,
    Item,
    Model,
)
from cs_agent.domain.answering.brackets import bracketed

_PARTS: Final = frozenset({BreakKind.COMMA, BreakKind.STOP, BreakKind.LINE})
LIST: Final = "、"
_HANGS: Final = re.compile(r"[:：]|(?<!\d)\.\d|(?:[，,；;。、]|^)\s*(?:或|要么|还是)")
"""Where one of these stands, pieces hang together: a heading within, an alternative to the piece before,
a figure that begins with its point (.012)."""
_OPEN, _CLOSED = re.compile(r"[（(【\[]"), re.compile(r"[）)】\]]")
_REACHES_ON: Final = re.compile(
    r"[不无未非勿禁没免别除如若但需仅只限当则才]|(?<![小定实及计])时(?![间长尚效钟])|以[内外下上]"
)
"""What a denial, a condition or a limit in one piece says may hold for those behind it, up to a full stop."""
_CARE: Final = "care."


@dataclass(frozen=True, slots=True)
class Piece:
    """``said``: in the buyer's language; else ``source``, as the shop wrote it."""

    source: str
    said: str = ""
    """Without its bracket."""
    bracket: str = ""
    """What stands in brackets behind a figure that is said, as the shop wrote it."""
    items: tuple[Item, ...] = ()


def in_pieces(text: str, items: Sequence[Item], whole: Callable[[Sequence[Item]], str]) -> tuple[Piece, ...]:
    """The pieces of a row's value in their order; () where none can be said, or they hang together.

    Args:
        whole: says items, "" unless all of them can be said.
    """
    if _HANGS.search(text):
        return ()
    pieces: list[Piece] = []
    for sentence in _parted(items, frozenset({BreakKind.STOP, BreakKind.LINE})):
        reaches = False
        for clause in _parted(sentence, _PARTS):
            named = _parted(clause, _PARTS, at_list=True)
            for one in [clause] if _reaches(text, clause) else named:
                source = _source(text, one)
                if len(_OPEN.findall(source)) != len(_CLOSED.findall(source)):
                    return ()  # a bracket goes on into the next piece
                free = not reaches or reaches_on(source) or _is_care(one)
                is_first = not pieces
                tells = _says_something(one, is_first=is_first) and not _OPEN.search(source)
                said = whole(one) if free and tells else ""
                bracket = ""
                if free and not said:
                    said, bracket = _figure(text, one, whole)
                pieces.append(Piece(source, said, bracket, tuple(one)))
            reaches = reaches or _reaches(text, clause)
    if not any(piece.said for piece in pieces):
        return ()
    return tuple(_quotes_joined(text, pieces))


def _figure(text: str, items: Sequence[Item], whole: Callable[[Sequence[Item]], str]) -> tuple[str, str]:
    """A figure said and what stands in brackets behind it as it is written; two "" where it cannot be.

    Its brackets tell of what it is one, wherever it stands: 25dB（睡眠档），52dB（强力档）.
    """
    front, inner = bracketed(items)
    if not inner or not _says_something(front, is_first=True) or reaches_on(_source(text, front)):
        return "", ""
    return (said, _source(text, inner)) if (said := whole(front)) else ("", "")


def reaches_on(words: str) -> bool:
    """Whether a denial, a condition or a limit stands in words, and may hold for what follows them."""
    return bool(_REACHES_ON.search(words))


def _parted(
    items: Sequence[Item], kinds: frozenset[BreakKind], *, at_list: bool = False
) -> list[Sequence[Item]]:
    def parts(item: Item) -> bool:
        return isinstance(item, Break) and (item.kind in kinds or (at_list and item.source == LIST))

    return [list(group) for is_break, group in groupby(items, parts) if not is_break]


def _source(text: str, items: Sequence[Item]) -> str:
    return text[items[0].span[0] : items[-1].span[1]].strip()


def _reaches(text: str, items: Sequence[Item]) -> bool:
    """Whether a denial or a condition in it may hold for what follows; an instruction of care does not."""
    return reaches_on(_source(text, items)) and not _is_care(items)


def _is_care(items: Sequence[Item]) -> bool:
    """Whether it is an instruction of care, which stands for itself."""
    meant = [item for item in items if not isinstance(item, Break | Dropped)]
    return bool(meant) and all(
        isinstance(item, ConceptMatch) and item.concept_id.startswith(_CARE) for item in meant
    )


def _says_something(items: Sequence[Item], *, is_first: bool) -> bool:
    """Whether a thing is named: a bare figure says nothing apart from what it stands behind."""
    lost = any(isinstance(item, Dropped) and item.reason is not DropReason.FUNCTION_WORD for item in items)
    names = any(isinstance(item, ConceptMatch | Model | Composition) for item in items)
    return not lost and (names or (is_first and any(isinstance(item, MEASURES) for item in items)))


def _quotes_joined(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours that are quoted as one quotation, with what stands between them."""
    found: list[Piece] = []
    place = 0
    for piece in pieces:
        start = text.index(piece.source, place)
        place = start + len(piece.source)
        if found and not found[-1].said and not piece.said:
            before = text.rindex(found[-1].source, 0, start)
            found[-1] = Piece(text[before:place])
        else:
            found.append(piece)
    return found

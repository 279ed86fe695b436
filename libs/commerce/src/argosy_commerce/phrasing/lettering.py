"""Which clauses of lettering on pictures keep their sense when only their concepts are said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

from argosy_commerce.phrasing.soundness import clauses_of, is_row_of_captions, is_sound
from argosy_commerce.reading.items import (
    MEASURES,
    Amount,
    Break,
    BreakKind,
    ConceptMatch,
    Count,
    Dropped,
    DropReason,
    Item,
    Model,
    Unknown,
    Verbatim,
)
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Kind
from argosy_commerce.terms.strict_yaml import document

_Clause = tuple[list[Item], Break | None]
_ADJUNCTS = frozenset({Kind.OCCASION, Kind.AUDIENCE, Kind.SEASON})
_THINGS = frozenset({Kind.CATEGORY, Kind.PART})
_FILLS_A_NAME = frozenset({Kind.FEATURE, Kind.VALUE, Kind.CATEGORY, Kind.PART})
_LEFT_OUT = frozenset({DropReason.REACH, DropReason.PLATFORM})
_OPENS, _CLOSES = frozenset("(（[【"), frozenset(")）]】")


def judged_on_pictures(
    items: Sequence[Item], lexicon: Lexicon
) -> list[tuple[list[Item], Break | None, bool]]:
    """Clauses with the break that ends each, and whether it may be said; a space parts slogans.

    大容量 304不锈钢 is said whole; of 一抹水润 云淡风轻 the half that keeps its sense; a thing whose fault
    is lost is not said either.
    """
    found: list[tuple[list[Item], Break | None, bool]] = []
    for clause, ending in clauses_of(items):
        pieces = _parted_by_spaces(clause, ending)
        sound = [_is_sound(piece, lexicon) and _keeps_its_head(piece, lexicon) for piece, _ in pieces]
        if _is_sound(clause, lexicon) and all(_keeps_its_head(piece, lexicon) for piece, _ in pieces):
            # 陈**女士 is somebody's name: a person alone after what is lost is no buyer.
            found.append((clause, ending, not (_follows_lost(found) and _is_purpose(clause, lexicon))))
            continue
        lost = [
            piece
            for (piece, _), may_be_said in zip(pieces, sound, strict=True)
            if not may_be_said and not _is_aside(clause, piece)
        ]
        figures = any(_has_figure(piece) for piece in lost)  # 天然橡胶 加厚6mm: a figure is the point
        found += [
            (piece, end, may_be_said and (not lost or (not figures and _stands_alone(piece, lexicon))))
            for (piece, end), may_be_said in zip(pieces, sound, strict=True)
        ]
    return found


def _is_sound(clause: Sequence[Item], lexicon: Lexicon) -> bool:
    """Only words of decoration may be lost: half of what 急刹不掉的支架 says is not that it is a stand."""
    decoration = _words()["decoration"]
    unread = [item for item in clause if isinstance(item, Unknown) and item.source.strip() in decoration]
    read = [item for item in clause if item not in unread]
    if any(isinstance(item, Unknown) and any(c.isalnum() for c in item.source) for item in read):
        return False
    return is_sound(read, lexicon) or is_row_of_captions(read, lexicon)


def _keeps_its_head(piece: Sequence[Item], lexicon: Lexicon) -> bool:
    """Whether nothing in a slogan stands for a thing that is not said.

    夜跑装备 is no night, 可放28件T恤 no T-shirt, 贴合腰部 no waist; and 12度 is warm, strong or steep.
    """
    heard = [item for item in piece if not isinstance(item, Break)]
    said = [item for item in heard if not isinstance(item, Unknown | Dropped)]
    if len(said) == 1 and isinstance(said[0], Amount) and said[0].source.strip().endswith("度"):
        return False
    kinds = [_kind(item, lexicon) for item in said]
    left_out = [item for item in heard if _is_left_out(item)]
    if left_out and kinds and all(kind in _ADJUNCTS for kind in kinds):
        return False
    for before, after in pairwise(heard):
        if _kind(before, lexicon) in _ADJUNCTS and _is_left_out(after) and after is heard[-1]:
            return False
        if _counts(before) and _kind(after, lexicon) is Kind.CATEGORY and before.span[1] == after.span[0]:
            return False
    return not any(
        kind is Kind.ATTRIBUTE and not _is_filled(index, said, kinds) for index, kind in enumerate(kinds)
    )


def _is_filled(index: int, said: Sequence[Item], kinds: Sequence[Kind | None]) -> bool:
    """Whether the name of an attribute has its quality or figure beside it, where it needs one: alone it is
    a heading, but for a figure in the name (3C认证), which is then the point."""
    if not index:
        return len(said) > 1 or not any(character.isdigit() for character in said[0].source)
    following = said[index + 1] if index + 1 < len(said) else None
    if isinstance(following, (*MEASURES, Model, Verbatim)):
        return True
    return kinds[index - 1] in _FILLS_A_NAME or (
        following is not None and kinds[index + 1] in _FILLS_A_NAME | {Kind.PHRASE}
    )


def _is_left_out(item: Item) -> bool:
    """A word that the rules of other texts leave out (装备, 神器), and that is no mere style word."""
    return (
        isinstance(item, Dropped)
        and item.reason in _LEFT_OUT
        and item.source.strip() not in _words()["behind_purposes"]
    )


def _counts(item: Item) -> bool:
    """可放28件: a phrase that ends in how many."""
    return isinstance(item, ConceptMatch) and any(isinstance(filler, Count) for _, filler in item.fills)


def _stands_alone(piece: Sequence[Item], lexicon: Lexicon) -> bool:
    """Whether a slogan says something though the one beside it is lost: a phrase does, and a thing with its
    feature; a thing, a feature, a figure or a purpose alone may be half of what was meant."""
    kinds = {_kind(item, lexicon) for item in piece}
    return Kind.PHRASE in kinds or (Kind.FEATURE in kinds and bool(kinds & _THINGS))


def _follows_lost(found: Sequence[tuple[list[Item], Break | None, bool]]) -> bool:
    """Whether the clause before was not said; nothing at all stands between two asterisks."""
    for clause, ending, may_be_said in reversed(found):
        if ending is None or ending.kind is not BreakKind.COMMA:
            return False
        if clause:
            return not may_be_said
    return False


def _is_purpose(piece: Sequence[Item], lexicon: Lexicon) -> bool:
    return bool(piece) and all(_kind(item, lexicon) in _ADJUNCTS for item in piece)


def _has_figure(piece: Sequence[Item]) -> bool:
    return any(isinstance(item, MEASURES) for item in piece)


def _is_aside(clause: Sequence[Item], piece: Sequence[Item]) -> bool:
    """腰围(尺): what stands between brackets may be lost without the rest."""
    if not any(isinstance(item, Unknown) for item in piece):
        return not piece
    start, end = piece[0].span[0], piece[-1].span[1]
    opened = any(item.span[1] == start and item.source.strip() in _OPENS for item in clause)
    return opened and any(item.span[0] == end and item.source.strip() in _CLOSES for item in clause)


def _parted_by_spaces(clause: Sequence[Item], ending: Break | None) -> list[_Clause]:
    pieces: list[_Clause] = []
    piece: list[Item] = []
    for item in clause:
        if isinstance(item, Break) and item.kind is BreakKind.SPACE:
            pieces.append((piece, replace(item, kind=BreakKind.COMMA)))
            piece = []
        else:
            piece.append(item)
    return [*pieces, (piece, ending)]


def _kind(item: Item, lexicon: Lexicon) -> Kind | None:
    return lexicon[item.concept_id].kind if isinstance(item, ConceptMatch) else None


@cache
def _words() -> dict[str, frozenset[str]]:
    text = (files("argosy_commerce") / "data/lettering_words.yaml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in document(text).items()}

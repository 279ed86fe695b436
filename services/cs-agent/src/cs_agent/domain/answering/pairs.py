"""A row that tells each of several things apart: 大号38L，小号20L is said as "Large: 38 L, small: 20 L"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.soundness import clauses_of
from argosy_commerce.reading.items import (
    MEASURES,
    Break,
    ConceptMatch,
    Count,
    Dropped,
    Item,
    Model,
    Number,
    Size,
    Verbatim,
    Year,
)
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.model import Kind

_FEWEST: Final = 2
_KINDS: Final = frozenset({"型", "款", "版"})
_THINGS: Final = frozenset({Kind.CATEGORY, Kind.PART})
_NO_LABELS: Final = frozenset({Kind.ATTRIBUTE, Kind.PHRASE, Kind.UNIT})


def in_pairs(
    items: Sequence[Item], say: Callable[[Sequence[Item]], str], grammar: Grammar, base: TermBase
) -> str:
    """Each clause as `label: figure`; "" unless every clause is one name and one figure of it.

    Args:
        say: a part as it is said within a sentence, "" where it cannot be said whole.
    """
    clauses = [_without_kind(clause) for clause, _ in clauses_of(items)]
    clauses = [clause for clause in clauses if clause]
    if len(clauses) < _FEWEST or not all(_is_pair(clause, base) for clause in clauses):
        return ""
    said = [(say(clause[:1]), say(clause[1:])) for clause in clauses]
    if not all(name and figure for name, figure in said):
        return ""
    return grammar.sentence(grammar.comma.join(grammar.spec(name, figure) for name, figure in said))


def _without_kind(clause: Sequence[Item]) -> list[Item]:
    """2000型6kg, 15m款5m: the word for a kind behind the first name makes a name of a figure."""
    items: list[Item] = [item for item in clause if not isinstance(item, Break)]
    if len(items) > _FEWEST and isinstance(items[1], Dropped) and items[1].source in _KINDS:
        name = items[0]
        is_bare = isinstance(name, Number | Year)  # a reel of the size 2000 is none of a year
        return [Verbatim(name.span, name.source, name.source) if is_bare else name, *items[2:]]
    return items


def _is_pair(clause: Sequence[Item], base: TermBase) -> bool:
    if len(clause) != _FEWEST:
        return False
    name, figure = clause
    is_figure = isinstance(figure, MEASURES) and not isinstance(figure, Size)
    if isinstance(figure, ConceptMatch):
        is_figure = bool(figure.fills) and all(isinstance(fill, MEASURES) for _, fill in figure.fills)
    if not is_figure:
        return False
    if isinstance(name, ConceptMatch):
        kind = base.lexicon[name.concept_id].kind
        counts_it = kind in _THINGS and isinstance(figure, Count)  # 电池2块 is said with its count already
        return not name.fills and kind not in _NO_LABELS and not counts_it
    return isinstance(name, Size | Model | Verbatim)

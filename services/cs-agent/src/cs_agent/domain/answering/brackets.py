"""A figure and what it holds for: 500W（3L），700W（4L） is said as "500 W (3 L), 700 W (4 L)"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Final

from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.reading.items import MEASURES, Break, BreakKind, ConceptMatch, Item, Size

_OPEN, _CLOSED = frozenset("（("), frozenset("）)")
_PARTS: Final = frozenset({BreakKind.COMMA, BreakKind.STOP, BreakKind.LINE})
_WIDE: Final = frozenset({"zh", "ja"})
_SIZE: Final = "attribute.size"


def in_brackets(
    items: Sequence[Item],
    say: Callable[[Sequence[Item]], str],
    name_of: Callable[[str], str],
    grammar: Grammar,
) -> str:
    """Clauses with what stands in brackets behind their figure; "" unless each of both can be said whole.

    Left out, the brackets would make one list of all figures, of which a buyer joins the wrong ones.

    Args:
        say: a part as it is said within a sentence, "" where it cannot be said whole.
        name_of: a concept's name.
    """
    clauses = [list(group) for parts, group in groupby(items, _parts) if not parts]
    halves = [bracketed(clause) for clause in clauses]
    if not any(inner for _, inner in halves) or not all(front for front, _ in halves):
        return ""
    said: list[str] = []
    for front, inner in halves:
        before, within = say(front), _within(inner, say, name_of, grammar)
        if not before or (inner and not within):
            return ""
        said.append(put_in_brackets(before, within, grammar.language) if inner else before)
    return grammar.sentence(grammar.comma.join(said))


def bracketed(clause: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """A clause's figure and what stands in brackets behind it; the clause and [] where it has no brackets.

    ([], []) where brackets stand otherwise: behind no figure, or with words behind them.
    """
    kinds = [_bracket(item) for item in clause]
    if not any(kinds):
        return list(clause), []
    if kinds.count("(") != 1 or kinds.count(")") != 1 or kinds[-1] != ")":
        return [], []
    opens = kinds.index("(")
    front, inner = list(clause[:opens]), list(clause[opens + 1 : -1])
    return (front, inner) if front and inner and _is_figure(front[-1]) else ([], [])


def put_in_brackets(said: str, within: str, language: str) -> str:
    """`500 W (3 L)`, with the language's own brackets."""
    return f"{said}（{within}）" if language in _WIDE else f"{said} ({within})"


def _within(
    inner: Sequence[Item],
    say: Callable[[Sequence[Item]], str],
    name_of: Callable[[str], str],
    grammar: Grammar,
) -> str:
    said = say(inner) if inner else ""
    is_size = len(inner) == 1 and isinstance(inner[0], Size)  # 42 alone might be anything
    return grammar.spec(name_of(_SIZE), said) if said and is_size else said


def _is_figure(item: Item) -> bool:
    if isinstance(item, ConceptMatch):
        return bool(item.fills) and all(isinstance(fill, MEASURES) for _, fill in item.fills)
    return isinstance(item, MEASURES)


def _parts(item: Item) -> bool:
    return isinstance(item, Break) and item.kind in _PARTS


def _bracket(item: Item) -> str:
    if not isinstance(item, Break):
        return ""
    return "(" if item.source in _OPEN else ")" if item.source in _CLOSED else ""

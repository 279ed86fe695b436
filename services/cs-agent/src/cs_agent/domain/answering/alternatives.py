"""A row's value that leaves a choice (15L或25L, 硅胶或不锈钢), said with the language's own "or"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Final

from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.soundness import clauses_of
from argosy_commerce.reading.items import MEASURES, Break, ConceptMatch, Dropped, Item
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.model import Kind
from cs_agent.domain.answering.parting import LIST, reaches_on

_OR: Final = frozenset({"或", "或者", "或是"})
_THINGS: Final = frozenset({Kind.CATEGORY, Kind.PART, Kind.VALUE, Kind.UNIT})
_NO_DENIALS: Final = frozenset({"无线", "无极", "无线充电"})
"""Words that begin with a denial and are the name of something that is there."""


def offers_a_choice(items: Sequence[Item]) -> bool:
    """Whether "or" stands between its words."""
    return any(_is_or(item) for item in items)


def either(
    items: Sequence[Item], say: Callable[[Sequence[Item]], str], grammar: Grammar, base: TermBase
) -> str:
    """The items clause by clause, each choice with "or"; "" where one cannot be said or reaches too far.

    A denial, a condition or a limit in a clause may hold for one side or for both: none such is said.

    Args:
        say: a part as it is said within a sentence, "" where it cannot be said whole.
    """
    said = [_clause(clause, say, grammar, base) for clause, _ in clauses_of(items) if clause]
    return grammar.sentence(grammar.comma.join(said)) if all(said) else ""


def _clause(
    clause: Sequence[Item], say: Callable[[Sequence[Item]], str], grammar: Grammar, base: TermBase
) -> str:
    if not offers_a_choice(clause):
        return say(clause)
    if any(_reaches(item, base) for item in clause):
        return ""
    sides = _parted(clause, _is_or)
    if len(sides) != 1 + sum(map(_is_or, clause)):
        return ""  # "or" stands first or last: its other side is elsewhere
    if len({_tells(side, base) for side in sides}) > 1 or any(_names(item, base) for item in clause):
        return ""  # 脚宽或脚背高请拍大一码: what is to be done goes with both
    words = [say(one) for side in sides for one in _parted(side, _is_list)]
    differ = len(set(words)) == len(words)
    return grammar.either(words) if differ and all(words) else ""


def _parted(items: Sequence[Item], at: Callable[[Item], bool]) -> list[Sequence[Item]]:
    return [list(group) for parts, group in groupby(items, at) if not parts]


def _tells(side: Sequence[Item], base: TermBase) -> bool:
    """Whether it says what is done or is so, and not only a thing, a quality or a figure."""
    return any(
        isinstance(item, ConceptMatch)
        and base.lexicon[item.concept_id].kind is Kind.PHRASE
        and not any(isinstance(fill, MEASURES) for _, fill in item.fills)
        for item in side
    )


def _names(item: Item, base: TermBase) -> bool:
    """Whether it is an attribute's name, of which the value is elsewhere."""
    return isinstance(item, ConceptMatch) and base.lexicon[item.concept_id].kind is Kind.ATTRIBUTE


def _is_or(item: Item) -> bool:
    return isinstance(item, Dropped) and item.source in _OR


def _is_list(item: Item) -> bool:
    return isinstance(item, Break) and item.source == LIST


def _reaches(item: Item, base: TermBase) -> bool:
    if isinstance(item, ConceptMatch) and not item.fills and base.lexicon[item.concept_id].kind in _THINGS:
        return False
    return reaches_on(item.source) and item.source not in _NO_DENIALS

"""How many of a thing stands with the thing: pencil × 2, and not pencil, 2 pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import TypeGuard

from argosy_commerce.phrasing.plan import role_of
from argosy_commerce.phrasing.quantities import is_bare_count
from argosy_commerce.phrasing.voice import Voice
from argosy_commerce.reading.items import ConceptMatch, Count, Item, Number
from argosy_commerce.terms.model import Kind, Role

_PIECE = "unit.piece"
_COPY = "unit.portion"
_THINGS = frozenset({Kind.CATEGORY, Kind.PART})
_FEW = 20


def with_counts_after(items: Sequence[Item], voice: Voice) -> list[Item]:
    """铅笔2支, 3个接口: how many of a thing goes on the thing (pencil × 2), not beside it."""
    ordered: list[Item] = []
    for item in items:
        before = ordered[-1] if ordered else None
        if (
            (_counts_pieces(item) or _counts_copies(item, before))
            and _is_thing(before, voice)
            and _touch(before, item)
        ):
            ordered.append(_bare(item))
        elif _is_few(item) and _is_thing(before, voice) and _touch(before, item):
            ordered.append(Count(item.span, f"×{item.text}", Decimal(item.text), None))
        elif _is_thing(item, voice) and _counts_pieces(before) and _touch(before, item):
            ordered[-1:] = [item, _bare(before)]
        elif _is_named(item, voice) and _counts_pieces(before) and _touch(before, item) and not before.high:
            ordered[-1:] = [item, Number(before.span, before.source, f"{before.number:f}")]
        else:
            ordered.append(item)
    return ordered


def _is_named(item: Item, voice: Voice) -> bool:
    """3个接口: a heading, which its number follows (ports: 3)."""
    return isinstance(item, ConceptMatch) and voice.lexicon[item.concept_id].kind is Kind.ATTRIBUTE


def counts_after(match: ConceptMatch, items: Sequence[Item]) -> list[Count]:
    """How many of the thing that a phrase ends in: 含文胸1件."""
    return [
        after
        for before, after in pairwise(items)
        if before is match and isinstance(after, Count) and is_bare_count(after)
    ]


def _is_few(item: Item) -> TypeGuard[Number]:
    """拉链袋1+插袋2: a small figure right behind a thing counts it."""
    return isinstance(item, Number) and item.text.isascii() and item.text.isdigit() and int(item.text) <= _FEW


def _counts_pieces(item: Item | None) -> TypeGuard[Count]:
    return isinstance(item, Count) and item.unit_id == _PIECE


def _is_thing(item: Item | None, voice: Voice) -> TypeGuard[ConceptMatch]:
    """A noun, what a product comes with (口袋: with pockets), or a phrase that ends in a noun (含文胸)."""
    if not isinstance(item, ConceptMatch):
        return False
    concept = voice.lexicon[item.concept_id]
    if concept.kind is Kind.FEATURE:
        term = concept.term(voice.grammar.language)
        return term is not None and role_of(concept, term) is Role.PREPOSITIONAL
    ends_in_one = bool(item.fills) and item.fills[-1][1].span[1] == item.span[1]
    return concept.kind in _THINGS or (concept.kind is Kind.PHRASE and ends_in_one)


def _counts_copies(item: Item, thing: Item | None) -> TypeGuard[Count]:
    """说明书1份: 份 counts portions of food, and copies of what lies in the box."""
    is_in_the_box = isinstance(thing, ConceptMatch) and thing.concept_id.startswith("item.")
    return is_in_the_box and isinstance(item, Count) and item.unit_id == _COPY


def _touch(one: Item | None, other: Item) -> bool:
    return one is not None and one.span[1] == other.span[0]


def _bare(count: Count) -> Count:
    return replace(count, unit_id=None, source=f"×{count.source}")

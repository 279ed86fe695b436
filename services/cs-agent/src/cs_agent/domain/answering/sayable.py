"""What of a fact's items can be said without loss, and what of its value is a name or a bare no."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from argosy_commerce.reading.items import (
    Amount,
    Break,
    ConceptMatch,
    Dropped,
    DropReason,
    Item,
    Model,
    Number,
    Unknown,
)
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.model import Kind
from cs_agent.domain.answering.verdict_rules import verdict_rules

_HARMLESS: Final = re.compile(
    r"[\W_]*(?:的|了|为|是|可选|款|版|用|a|an|the|is|are|with|and|of|for|to)?[\W_]*"
)
"""Words left out that change nothing of what is said."""
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_HALF_A_FIGURE: Final = re.compile(r"0\d")
"""Strings of .012-.053 inch, of which the points are unread."""
_TOLD_ONCE: Final = frozenset({Kind.FEATURE, Kind.CATEGORY})
_GRADE: Final = re.compile(r"\d{1,2}[A-Z]")


def is_split(items: Sequence[Item], base: TermBase) -> bool:
    """Whether one word was read as two of a kind: 枫叶棕 is no list of maple red and brown."""
    return any(
        isinstance(one, ConceptMatch)
        and isinstance(other, ConceptMatch)
        and one.span[1] == other.span[0]
        and base.lexicon[one.concept_id].attribute == "attribute.colour"
        and base.lexicon[other.concept_id].attribute == "attribute.colour"
        for one, other in pairwise(items)
    )


def is_twice(items: Sequence[Item], base: TermBase) -> bool:
    """Whether two words were read as one: of 耳机1对、耳塞3对 the tips would be earphones as well."""
    spelt: dict[str, str] = {}
    for item in items:
        if isinstance(item, ConceptMatch) and base.lexicon[item.concept_id].kind in _TOLD_ONCE:
            other = spelt.setdefault(item.concept_id, item.source)
            if other not in item.source and item.source not in other:
                return True
    return False


def is_another(items: Sequence[Item], base: TermBase) -> bool:
    """Whether what would be said is not what stands there: words left out, one word as two, a list."""
    lost = any(is_lost(item) for item in items)
    return lost or is_split(items, base) or is_twice(items, base) or _excepts_ahead(items)


def _excepts_ahead(items: Sequence[Item]) -> bool:
    """Whether something is excepted ahead of the rest: 除电池外保修一年 would read as two exceptions."""
    meant = [item for item in items if not isinstance(item, Break | Dropped)]
    return any(
        isinstance(item, ConceptMatch) and item.concept_id.startswith("contents.except_")
        for item in meant[:-1]
    )


def is_lost(item: Item) -> bool:
    """Whether an item holds words that would be left out and change what is said."""
    if isinstance(item, Amount) and item.quantity.unit == "chi" and not item.source.endswith("市尺"):
        return True  # a third of a metre of cloth, and a foot of a boat: nothing tells which
    if isinstance(item, Number) and _HALF_A_FIGURE.match(item.text):
        return True
    if isinstance(item, Unknown):
        return any(character.isalnum() for character in item.source)
    if isinstance(item, Dropped):
        return item.reason is DropReason.FUNCTION_WORD and not _HARMLESS.fullmatch(item.source.lower())
    return False


def is_name(value: str, models: Sequence[Model]) -> bool:
    """Whether a value is names and grades in Latin letters, which every language writes alike: 9H, PD3.0."""
    return not _HAN.search(value) and (bool(models) or bool(_GRADE.fullmatch(value.strip())))


def is_left_out(kind: str, thing: str) -> bool:
    """Whether a bare answer (`polarity`) says that a thing does not come with the product.

    No alcohol in it is another thing, and so is no pocket.
    """
    is_thing = kind == "left_out" and thing.startswith(("category.", "part.", "item."))
    return is_thing or (kind in {"none", "left_out"} and thing in verdict_rules().supplied)

"""Whether what was found in a piece of an English row is all of it, in an order that says what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Final

from argosy_catalogue.english.phrases import Span
from argosy_catalogue.english.senses import ANSWERS
from argosy_commerce.reading.items import (
    MEASURES,
    Amount,
    Break,
    BreakKind,
    Composition,
    ConceptMatch,
    Count,
    Item,
    Model,
    Number,
    Percent,
)
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Kind

_NOTHING: Final = re.compile(r"\s*(?:(?:a|an|the)\s+)?", re.IGNORECASE)
_TIMES: Final = re.compile(r"\s*[x×]\s*", re.IGNORECASE)
_OF: Final = re.compile(r"\s+of\s+", re.IGNORECASE)
_JOINT: Final = re.compile(r"\s*(?:/|&|\+|\band\b|,)\s*(?:(?:a|an|the)\s+)?", re.IGNORECASE)
_THINGS: Final = frozenset({Kind.CATEGORY, Kind.PART})
_SAID_OF_A_THING: Final = frozenset({Kind.VALUE, Kind.FEATURE, Kind.AUDIENCE})
_PIECE: Final = "unit.piece"


def grouped(
    text: str, span: Span, found: Sequence[Item], lexicon: Lexicon, heading: str | None
) -> list[Item]:
    """The items with the joints between them; [] where something of the place is unread, or may mislead."""
    items = _counted(text, found, lexicon)
    if not items or not _NOTHING.fullmatch(text, span[0], items[0].span[0]):
        return []
    if text[items[-1].span[1] : span[1]].strip():
        return []
    joined: list[Item] = [items[0]]
    for before, item in pairwise(items):
        if joint := _JOINT.fullmatch(text, before.span[1], item.span[0]):
            joined.append(Break(joint.span(), joint[0], BreakKind.JOIN))
        elif not _NOTHING.fullmatch(text, before.span[1], item.span[0]):
            return []
        joined.append(item)
    answers = [item for item in items if isinstance(item, ConceptMatch) and item.concept_id in ANSWERS]
    if answers and (len(items) > 1 or heading is None):
        return []
    return joined if all(_stands(group, lexicon) for group in _groups(joined)) else []


def _groups(items: Sequence[Item]) -> Iterator[list[Item]]:
    for is_break, group in groupby(items, lambda item: isinstance(item, Break)):
        if not is_break:
            yield list(group)


def _counted(text: str, found: Sequence[Item], lexicon: Lexicon) -> list[Item]:
    """3 sockets, 3 pairs of ear tips, 2 x AA: the number as a count of what stands behind it."""
    items: list[Item] = []
    for item in found:
        before = items[-1] if items else None
        between = text[before.span[1] : item.span[0]] if before is not None else ""
        is_next = not between.strip() or bool(_TIMES.fullmatch(between))
        if isinstance(before, Number) and isinstance(item, Model) and _TIMES.fullmatch(between):
            span = (before.span[0], item.span[1])
            items[-1] = Model(span, text[slice(*span)], f"{before.text} × {item.text}")
            continue
        if isinstance(before, Number) and is_next and _is_thing_or_said_of_one(item, lexicon):
            start, end = before.span[0], item.span[0]
            items[-1] = Count((start, end), text[start:end].strip(), Decimal(before.text), _PIECE)
        elif isinstance(before, Count) and _OF.fullmatch(between):
            items[-1] = replace(before, span=(before.span[0], item.span[0]))
        items.append(item)
    return items


def _is_thing_or_said_of_one(item: Item, lexicon: Lexicon) -> bool:
    return isinstance(item, ConceptMatch) and lexicon[item.concept_id].kind in _THINGS | _SAID_OF_A_THING


def _stands(group: Sequence[Item], lexicon: Lexicon) -> bool:
    """Whether what stands between joints is one thing, or one with what is said of it before it."""
    if len(group) == 1:
        return True
    last = group[-1]
    if isinstance(last, Model):
        return len(group) == 2 and isinstance(group[0], Amount)  # 1.19 inch AMOLED, 12 V DC
    concepts = [lexicon[item.concept_id] for item in group if isinstance(item, ConceptMatch)]
    kinds = [concept.kind for concept in concepts]
    attributes = [concept.attribute for concept in concepts if concept.attribute]
    is_thing = isinstance(last, ConceptMatch) and kinds[-1] in _THINGS
    measures = sum(isinstance(item, MEASURES) for item in group)
    return (
        isinstance(last, ConceptMatch)
        # 5.3 beside Bluetooth: a figure of what?
        and not any(isinstance(item, Number | Percent | Composition) for item in group)
        and all(kind in _THINGS | _SAID_OF_A_THING for kind in kinds)
        # Phone case strap, polyester cotton: which of the two?
        and sum(kind in _THINGS for kind in kinds) == is_thing
        and len(set(attributes)) == len(attributes)
        # A count or a measure is of the thing that it stands before: 2 side pockets, 60 cm cable.
        and measures <= is_thing
    )

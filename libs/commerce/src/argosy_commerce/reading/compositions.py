"""Shares and materials (95%棉5%氨纶) put together after both were found."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from argosy_commerce.reading.items import Break, BreakKind, Composition, ConceptMatch, Item, Percent
from argosy_commerce.terms.loader import Lexicon


def joined_compositions(text: str, items: list[Item], lexicon: Lexicon) -> list[Item]:
    """95%棉5%氨纶 and 棉95% 氨纶5%: shares with their materials become one composition.

    ``text`` is the original that the items' spans count in.
    """
    joined: list[Item] = []
    position = 0
    while position < len(items):
        taken = _composition(text, items, position, lexicon, share_first=True) or _composition(
            text, items, position, lexicon, share_first=False
        )
        if taken is None:
            joined.append(items[position])
            position += 1
        else:
            composition, position = taken
            joined.append(composition)
    return joined


def _composition(
    text: str, items: list[Item], position: int, lexicon: Lexicon, *, share_first: bool
) -> tuple[Composition, int] | None:
    parts: list[tuple[Decimal, str]] = []
    end = position
    source: list[Item] = []
    is_share: Callable[[Item], bool] = lambda item: isinstance(item, Percent)  # noqa: E731 — as a pair
    is_material: Callable[[Item], bool] = lambda item: _is_material(item, lexicon)  # noqa: E731
    tests = (is_share, is_material) if share_first else (is_material, is_share)
    while True:
        at = end
        while parts and at < len(items) and _is_light(items[at]):
            at += 1
        pair = _pair(items, at, tests)
        if pair is None:
            break
        share, material = pair if share_first else pair[::-1]
        if not isinstance(share, Percent) or share.number > 100 or not isinstance(material, ConceptMatch):
            break
        if any(material.concept_id == known for _, known in parts):
            break  # the same material again begins another composition
        parts.append((share.number, material.concept_id))
        source = [*source, *pair]
        end = at + 2
    if not parts:
        return None
    span = source[0].span[0], source[-1].span[1]
    return Composition(span, text[slice(*span)], tuple(parts)), end


def _pair(
    items: list[Item], at: int, tests: tuple[Callable[[Item], bool], Callable[[Item], bool]]
) -> tuple[Item, Item] | None:
    if at + 1 < len(items) and tests[0](items[at]) and tests[1](items[at + 1]):
        return items[at], items[at + 1]
    return None


def _is_light(item: Item) -> bool:
    return isinstance(item, Break) and item.kind in {
        BreakKind.SPACE,
        BreakKind.JOIN,
        BreakKind.COMMA,
    }


def _is_material(item: Item, lexicon: Lexicon) -> bool:
    return isinstance(item, ConceptMatch) and lexicon[item.concept_id].attribute == "attribute.material"

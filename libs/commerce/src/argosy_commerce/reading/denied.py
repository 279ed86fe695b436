"""What a denial says of the first of several holds for all: 不含电池、充电器 has no charger either."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from argosy_commerce.reading.denials import denials
from argosy_commerce.reading.items import Break, BreakKind, ConceptMatch, Dropped, Item, Model, Unknown

_DENYING: Final = denials("list")
_LONGEST: Final = max(map(len, _DENYING))
_OF_ITS_OWN: Final = denials("own")
"""How a thing begins that says of itself whether it is there."""
_AND: Final = frozenset("和及与或跟") | {"以及"}

_NAMED: Final = frozenset(
    f"feature.no_{thing}"
    for thing in ("backlight", "bluetooth", "drawstring", "gps", "lining", "metal", "plastic_parts",
                  "small_parts", "wifi")
) | {"contents.no_memory_card"}  # fmt: skip
"""Denials of a thing that are one spelling: 无蓝牙、GPS has no GPS either, while 无痕、透气 is breathable."""


def without_denied(items: Sequence[Item]) -> Iterator[Item]:
    """The items, those that a denial before them takes in as words that nobody understood.

    What a phrase with slots holds itself (不含被芯和枕芯) is read already; here it is told or denied in part.
    """
    clause = ""
    denies = in_list = False
    for item, behind in zip_longest(items, items[1:]):
        if isinstance(item, Break):
            in_list = denies and (in_list or item.kind is BreakKind.JOIN)
            if item.kind not in {BreakKind.JOIN, BreakKind.SPACE}:
                clause, denies, in_list = "", False, False
            yield item
            continue
        right_behind = clause.endswith(_DENYING)
        clause = (clause + item.source[-_LONGEST:])[-_LONGEST:]
        if isinstance(item, Dropped) and item.source in _AND:
            in_list = denies
        elif (right_behind or in_list) and _is_bare(item):
            denies = True
            yield Unknown(item.span, item.source)
            continue
        if isinstance(item, ConceptMatch) and _denies(item):
            denies = True
            if item.fills and _is_cut(item, behind):
                in_list = True  # 不含玻璃内胆 has no inner pot of glass, and may well have glass and a pot
                yield Unknown(item.span, item.source)
                continue
        is_denial = isinstance(item, Unknown) and item.source.startswith(_DENYING)
        denies = denies or right_behind or is_denial
        yield item


def _is_cut(phrase: ConceptMatch, behind: Item | None) -> bool:
    """Whether the thing that a phrase ends in goes on in the next word."""
    _, fill = phrase.fills[-1]
    ends_in_it = fill.span[1] == phrase.span[1]
    return ends_in_it and behind is not None and (isinstance(behind, Unknown) or _is_bare(behind))


def _denies(phrase: ConceptMatch) -> bool:
    is_of_a_thing = bool(phrase.fills) or phrase.concept_id in _NAMED
    return is_of_a_thing and phrase.source.startswith(_DENYING)


def _is_bare(item: Item) -> bool:
    """Whether it names a thing, and says not itself whether that is there."""
    if isinstance(item, Model):
        return True
    return (
        isinstance(item, ConceptMatch)
        and not item.fills
        and not item.source.startswith(_OF_ITS_OWN)
        and not item.concept_id.startswith("care.")
    )

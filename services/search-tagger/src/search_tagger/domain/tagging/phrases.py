"""Chinese slogans that are no tags themselves: what their words and figures say of the product."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from argosy_catalogue.values import DENIALS
from argosy_commerce.reading.items import Amount, ConceptMatch, Count, Item, Number
from argosy_commerce.terms import TermBase
from search_tagger.domain.tagging.mentions import is_tag

_LONGEST_UNIT: Final = 3


def words_in_phrase(item: ConceptMatch, base: TermBase) -> Iterator[str]:
    """The tags that its words spell, the longest first, outside its slots; none of one that denies."""
    text, at = item.source, 0
    if DENIALS & set(text):
        return
    start = item.span[0]
    filled = {place - start for _, fill in item.fills for place in range(*fill.span)}
    while at < len(text) - 1:
        for end in range(len(text), at + 1, -1):
            if end - at == len(text) or filled & set(range(at, end)):
                continue
            spelled = [one for one in base.concepts_spelled(text[at:end]) if is_tag(one, base.lexicon)]
            if len(spelled) == 1:
                yield spelled[0]
                at = end - 1
                break
        at += 1


def figures_in_phrase(item: ConceptMatch, base: TermBase) -> Iterator[Item]:
    """A bare number of a slot with the unit or counter that the phrase's words put behind it: 360°."""
    for _, fill in item.fills:
        if not isinstance(fill, Number):
            continue
        first, last = (place - item.span[0] for place in fill.span)
        if not 0 <= first < last <= len(item.source):
            continue
        for end in range(min(last + _LONGEST_UNIT, len(item.source)), last, -1):
            items = base.read(item.source[first:end]).items
            if len(items) == 1 and isinstance(items[0], (Amount, Count)):
                yield items[0]
                break

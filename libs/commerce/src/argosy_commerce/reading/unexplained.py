"""What no piece of the reading explains: separators, function words, and the words nobody knew."""

from __future__ import annotations

from collections.abc import Iterator

from argosy_commerce.reading.breaks import break_kind
from argosy_commerce.reading.items import Break, ConceptMatch, Dropped, DropReason, Item, Number, Unknown
from argosy_commerce.reading.words import is_function_word, word_spans
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.normalize import Normalized

_PARTS = frozenset("垫底条圈扣带边头面层柄盖塞套芯脚轮片网管珠杆板架")
"""What a short unread word begins with that names a part of the product."""
_LONGEST_PART = 2


def unexplained(text: Normalized, start: int, end: int) -> Iterator[Item]:
    """Separators and unknown words of a stretch that no piece explains."""
    position = start
    while position < end:
        kind = break_kind(text.text[position])
        last = position + 1
        if kind is not None:
            yield Break(text.span(position, last), text.source(position, last), kind)
        else:
            while last < end and not break_kind(text.text[last]):
                last += 1
            yield from _unknown(text, position, last)
        position = last


def _unknown(text: Normalized, start: int, end: int) -> Iterator[Item]:
    first = start
    for word_start, word_end in word_spans(text.text, start, end):
        if is_function_word(text.text[word_start:word_end]):
            if first < word_start:
                yield Unknown(text.span(first, word_start), text.source(first, word_start))
            span, source = text.span(word_start, word_end), text.source(word_start, word_end)
            yield Dropped(span, source, DropReason.FUNCTION_WORD)
            first = word_end
    if first < end:
        yield Unknown(text.span(first, end), text.source(first, end))


def joined_unknown(text: str, items: list[Item]) -> list[Item]:
    """A bare number grown onto unknown words (5折起) means nothing without them: all of it is unknown."""
    joined: list[Item] = []
    for item in items:
        last = joined[-1] if joined else None
        touching = last is not None and last.span[1] == item.span[0]
        if last is not None and touching and _is_stub(last, item):
            span = last.span[0], item.span[1]
            joined[-1] = Unknown(span, text[slice(*span)])
        else:
            joined.append(item)
    return joined


def _is_stub(one: Item, other: Item) -> bool:
    kinds = type(one), type(other)
    return kinds in {(Unknown, Number), (Number, Unknown), (Unknown, Unknown)}


def with_parts_apart(text: str, items: list[Item], lexicon: Lexicon) -> list[Item]:
    """硅胶垫 of which 垫 is unread: the pad is of silicone, not the shorts; both are unknown together."""
    kept: list[Item] = []
    for item in items:
        last = kept[-1] if kept else None
        of_part = last is not None and _is_material(last, lexicon) and last.span[1] == item.span[0]
        if last is not None and of_part and isinstance(item, Unknown) and _is_part(item):
            span = last.span[0], item.span[1]
            kept[-1] = Unknown(span, text[slice(*span)])
        else:
            kept.append(item)
    return kept


def _is_part(item: Unknown) -> bool:
    return len(item.source) <= _LONGEST_PART and item.source[:1] in _PARTS


def _is_material(item: Item, lexicon: Lexicon) -> bool:
    return isinstance(item, ConceptMatch) and lexicon[item.concept_id].attribute == "attribute.material"

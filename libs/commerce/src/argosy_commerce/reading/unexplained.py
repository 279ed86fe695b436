"""What no piece of the reading explains: separators, function words, and the words nobody knew."""

from __future__ import annotations

from collections.abc import Iterator

from argosy_commerce.reading.breaks import break_kind
from argosy_commerce.reading.items import Break, Dropped, DropReason, Item, Number, Unknown
from argosy_commerce.reading.words import is_function_word, word_spans
from argosy_commerce.terms.normalize import Normalized


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

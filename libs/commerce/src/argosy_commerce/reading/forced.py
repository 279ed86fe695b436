"""Words a caller keeps or replaces: they win over everything the term base knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from argosy_commerce.reading.cover import Candidate
from argosy_commerce.reading.finding import Finder
from argosy_commerce.reading.items import ConceptMatch, Verbatim
from argosy_commerce.terms.model import Kind
from argosy_commerce.terms.normalize import Normalized


@dataclass(frozen=True, slots=True)
class Forced:
    """What a caller wants of certain source words, whatever the term base knows of them."""

    keep: Collection[str] = ()
    """Said as they stand (brands)."""
    say: Mapping[str, str] = field(default_factory=dict)
    """Source word -> the words to say instead."""
    categories: Mapping[str, str] = field(default_factory=dict)
    """Source word -> the category (concept id) that it is one more name of."""


_Word = tuple[str, str | None, str | None]
"""A source, the words to say for it, the category that it names."""


def forced_pieces(text: Normalized, forced: Forced) -> Iterator[Candidate]:
    """Longest first, so that a kept 'Acme Pro' is not cut by a kept 'Acme'. Linear in the text."""
    words: tuple[_Word, ...] = (
        *((word, None, None) for word in forced.keep),
        *((source, target, None) for source, target in forced.say.items()),
        *((source, None, category) for source, category in forced.categories.items()),
    )
    if not words:
        return
    for place in _compiled(words).find(text):
        _, target, category = place.what
        span, original = text.span(place.start, place.end), text.source(place.start, place.end)
        if category is not None:
            match = ConceptMatch(span, original, category)
            yield Candidate(place.start, place.end, 0.0, match, Kind.CATEGORY)
        else:
            item = Verbatim(span, original, original if target is None else target)
            yield Candidate(place.start, place.end, 0.0, item)


@lru_cache(maxsize=32)
def _compiled(words: tuple[_Word, ...]) -> Finder[_Word]:
    """A caller asks for many texts with the same words; thousands of them take 10 ms to compile."""
    return Finder((word[0], word) for word in words)

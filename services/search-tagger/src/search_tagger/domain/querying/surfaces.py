"""Every way the term base says what a query may name, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from argosy_commerce.folding import folded
from argosy_commerce.shop_words import shop_words
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Concept, Group, Kind, Role
from argosy_commerce.terms.patterns import has_slots
from search_tagger.domain.querying.cues import cues
from search_tagger.domain.querying.matches import Entry
from search_tagger.domain.rules import rules

_NAMED: Final = frozenset(
    {
        Kind.CATEGORY,
        Kind.VALUE,
        Kind.FEATURE,
        Kind.PART,
        Kind.OCCASION,
        Kind.SEASON,
        Kind.AUDIENCE,
        Kind.BRAND,
    }
)
_DESCRIBING: Final = frozenset({Kind.FEATURE, Kind.VALUE, Kind.AUDIENCE, Kind.OCCASION, Kind.SEASON})
_NOT_WANTED: Final = frozenset(
    {Group.PROMOTION, Group.PLATFORM, Group.REACH, Group.SELLING, Group.SIZE_CHART, Group.POLICY}
)


def entries(lexicon: Lexicon, language: str) -> Iterator[Entry]:
    """All names of what may be wanted, as they are written; one concept has several."""
    for concept in lexicon:
        is_said = concept.kind is Kind.CATEGORY or concept.id.split(".", 1)[0] in rules("tags")["kinds"]
        if is_said and concept.kind in _NAMED and concept.group not in _NOT_WANTED:
            yield from _of(concept, language)
            yield from (Entry(concept.id, word, 1) for word in shop_words(concept.id, language))


def attribute_names(lexicon: Lexicon, language: str) -> Iterator[str]:
    """What attributes are called: said beside a value (color negro), they add nothing."""
    for concept in lexicon:
        if concept.kind is Kind.ATTRIBUTE and (term := concept.term(language)):
            yield term.preferred


def _of(concept: Concept, language: str) -> Iterator[Entry]:
    if language == "zh":
        for surface in concept.zh:
            implied = surface.implies.concepts if surface.implies else ()
            if not has_slots(surface.text) and not surface.only_for:
                yield Entry(concept.id, surface.text, 0, implied, surface.only_in)
    term = concept.terms.get(language)
    if concept.kind is Kind.BRAND:
        yield from (Entry(concept.id, one.preferred, 0) for one in concept.terms.values())
    if term is None:
        return
    ranked = [
        *((text, 0) for text in (term.preferred, term.plural, *term.forms.values())),
        *((text, 1) for text in term.alternatives),
        *((text, 2) for text in (term.modifier, term.short)),
    ]
    describes = concept.kind in _DESCRIBING and term.role in {None, Role.ADJECTIVE}
    seen: set[str] = set()
    for text, rank in ranked:
        if text and text not in seen and not has_slots(text):
            seen.add(text)
            # "sin mangas" takes no gender: a handle is another word.
            bends = describes and folded(text.split(" ")[0], language) not in cues(language)
            yield Entry(concept.id, text, rank, bends=bends)
    if term.compound:
        yield Entry(concept.id, term.compound.rstrip("-") + "-", 2)

"""Finds concepts by their Chinese spellings, their ids, or a word of any language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from argosy_commerce.terms.loader import Layer, Lexicon
from argosy_commerce.terms.model import Concept, Term
from argosy_commerce.terms.normalize import fold


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept, and what of it met the text."""

    concept: Concept
    layer: Layer
    source: str
    by: str
    """The id, spelling or word that met it, with its language: `zh 纯棉`, `es algodón`, `id`."""
    rank: int
    """0 is the whole of it, 1 its beginning, 2 a part."""


def find(text: str, lexicon: Lexicon, *, language: str | None = None) -> list[Hit]:
    """Every concept that the text meets, the whole matches first, then by id.

    ``language`` (BCP 47) looks among this language's words alone, beside ids and spellings.
    """
    hits: list[Hit] = []
    for concept in lexicon:
        met = [
            (rank, by)
            for by, named in _names(concept, language)
            if (rank := _rank(text, named, zh=by.startswith("zh "))) is not None
        ]
        if met:
            rank, by = min(met)
            layer, source = lexicon.layers[concept.id], lexicon.sources.get(concept.id, "")
            hits.append(Hit(concept, layer, source, by, rank))
    return sorted(hits, key=lambda hit: (hit.rank, hit.concept.id))


def words_of(term: Term) -> tuple[str, ...]:
    """Every word that a term gives for its concept."""
    forms = (term.modifier, term.plural, term.short)
    return (term.preferred, *term.alternatives, *(form for form in forms if form))


def _names(concept: Concept, language: str | None) -> Iterator[tuple[str, str]]:
    yield "id", concept.id
    for surface in concept.zh:
        yield f"zh {surface.text}", surface.text
    for of, term in concept.terms.items():
        if language is None or of.split("-", 1)[0] == language.split("-", 1)[0]:
            for word in words_of(term):
                yield f"{of} {word}", word


def _rank(text: str, named: str, *, zh: bool) -> int | None:
    wanted, there = (fold(text).strip(), fold(named)) if zh else (text.strip().casefold(), named.casefold())
    if not wanted or wanted not in there:
        return None
    return 0 if wanted == there else 1 if there.startswith(wanted) else 2

"""A call's own terms over the term base: the merchant's word with our grammar, or as it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from argosy_commerce.terms.base import TermBase
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Concept, Role, Term


def with_glossary(
    base: TermBase, language: str, pairs: Sequence[tuple[str, str]]
) -> tuple[Lexicon, Mapping[str, str]]:
    """The lexicon with this call's terms, and the pairs that no concept stands behind.

    A source word that is a concept's spelling keeps the concept's role and gender, so that its new
    word still stands in its place in the phrase; any other pair is said exactly as given. A pair that
    asks for what the term base says anyway changes nothing, not even the grammar around it.
    """
    return _with_pairs(base, language, tuple(pairs)) if pairs else (base.lexicon, {})


@lru_cache(maxsize=16)
def _with_pairs(
    base: TermBase, language: str, pairs: tuple[tuple[str, str], ...]
) -> tuple[Lexicon, Mapping[str, str]]:
    exact: dict[str, str] = {}
    renamed: dict[str, Concept] = {}
    for source, target in pairs:
        ids = base.concepts_spelled(source)
        own = [base.lexicon[id_].term(language) for id_ in ids]
        if any(term is not None and term.preferred == target for term in own):
            continue
        if len(set(ids)) != 1:
            exact[source] = target
            continue
        concept = renamed.get(ids[0], base.lexicon[ids[0]])
        renamed[concept.id] = renamed_concept(concept, language, target)
    return with_concepts(base.lexicon, renamed), exact


def with_concepts(lexicon: Lexicon, changed: Mapping[str, Concept]) -> Lexicon:
    """The lexicon with some concepts replaced; their spellings must be the same."""
    if not changed:
        return lexicon
    return Lexicon({**lexicon.concepts, **changed}, lexicon.layers, lexicon.clashes, lexicon.sources)


def renamed_concept(concept: Concept, language: str, target: str) -> Concept:
    """The concept with another word in its grammar's place.

    ``language`` may be regional (es-MX); the base language's term is replaced then, unless the concept
    has one of the region.
    """
    key = language if language in concept.terms else language.split("-", 1)[0]
    return concept.model_copy(
        update={"terms": {**concept.terms, key: _renamed(concept.term(language), target)}}
    )


def _renamed(term: Term | None, target: str) -> Term:
    if term is None:
        return Term(preferred=target)
    role = term.role
    if role is Role.COMPOUND or (role is Role.PREPOSITIONAL and " " not in target):
        role = Role.NOUN  # one word brings neither its first-part form nor a preposition
    return Term(
        preferred=target,
        role=role,
        gender=term.gender,
        number=term.number,
        countable=False,
        classifier=term.classifier,
    )

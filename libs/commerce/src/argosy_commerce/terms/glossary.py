"""A call's own terms over the term base: the merchant's word with our grammar, or as it stands."""

from __future__ import annotations

from collections.abc import Sequence

from argosy_commerce.terms.base import TermBase
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Role, Term


def with_glossary(
    base: TermBase, language: str, pairs: Sequence[tuple[str, str]]
) -> tuple[Lexicon, dict[str, str]]:
    """The lexicon with this call's terms, and the pairs that no concept stands behind.

    A source word that is a concept's spelling keeps the concept's role and gender, so that its new
    word still stands in its place in the phrase; any other pair is said exactly as given. A pair that
    asks for what the term base says anyway changes nothing, not even the grammar around it.
    """
    exact: dict[str, str] = {}
    concepts = dict(base.lexicon.concepts)
    renamed = False
    for source, target in pairs:
        ids = base.concepts_spelled(source)
        own = [base.lexicon[id_].term(language) for id_ in ids]
        if any(term is not None and term.preferred == target for term in own):
            continue
        if len(set(ids)) != 1:
            exact[source] = target
            continue
        concept = concepts[ids[0]]
        term = _renamed(concept.term(language), target)
        key = language if language in concept.terms else language.split("-", 1)[0]
        concepts[concept.id] = concept.model_copy(update={"terms": {**concept.terms, key: term}})
        renamed = True
    if not renamed:
        return base.lexicon, exact
    lexicon = base.lexicon
    return Lexicon(concepts, lexicon.layers, lexicon.clashes, lexicon.sources), exact


def _renamed(term: Term | None, target: str) -> Term:
    if term is None:
        return Term(preferred=target)
    role = term.role
    if role in {Role.COMPOUND, Role.PREPOSITIONAL}:
        role = Role.NOUN  # the new word brings neither its first-part form nor a preposition
    return Term(
        preferred=target,
        role=role,
        gender=term.gender,
        number=term.number,
        countable=False,
        classifier=term.classifier,
    )

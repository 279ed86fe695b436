"""What ids are called: the words of the fifteen languages for what was tagged or wanted."""

from __future__ import annotations

from collections.abc import Iterable

from argosy_commerce.languages import languages
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.patterns import has_slots


def labels_of(ids: Iterable[str], base: TermBase) -> dict[str, dict[str, str]]:
    """Language (its base) -> concept id -> word, for ids that are concepts; ``95 % material.cotton`` counts
    as the concept in it. Words with a slot to fill name nothing alone and are left out.
    """
    lexicon = base.lexicon
    known = list(dict.fromkeys(c for one in ids for c in one.split(" ") if c in lexicon))
    return {language.base: dict(_said(known, language.base, base)) for language in languages().values()}


def _said(known: Iterable[str], language: str, base: TermBase) -> Iterable[tuple[str, str]]:
    for concept_id in known:
        term = base.lexicon[concept_id].term(language)
        if term is not None and not has_slots(term.preferred):
            yield concept_id, term.preferred

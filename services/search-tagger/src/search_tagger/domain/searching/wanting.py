"""An interpreted query as an index looks for it: rounds, the nearest to what is wanted first."""

from __future__ import annotations

from dataclasses import dataclass

from argosy_commerce.terms.loader import Lexicon
from search_tagger.domain.searching.documents import NO_CATEGORY
from search_tagger.domain.searching.tokens import tokens_unwanted, tokens_wanted, words_of
from search_tagger.domain.tags import Interpreted


@dataclass(frozen=True, slots=True)
class Round:
    """One look into the index. ``must``: one of these; ``any_of`` add, or are needed too (``needs_any``)."""

    must: tuple[str, ...]
    needs_any: bool


@dataclass(frozen=True, slots=True)
class Sought:
    """What to look for: ``rounds`` in their order, the later only where the earlier found nothing."""

    first: tuple[Round, ...]
    otherwise: tuple[Round, ...]
    tokens: tuple[str, ...]
    words: tuple[str, ...]
    never: tuple[str, ...]


def sought(query: Interpreted, lexicon: Lexicon) -> Sought | None:
    """The rounds of a query; None where it wants nothing that could be found."""
    values = [*(one.value for one in query.wanted), *query.sizes]
    tokens = dict.fromkeys(
        token for value in values for token in tokens_wanted(value, lexicon, query.language)
    )
    words = words_of(" ".join(query.unmatched))
    never = dict.fromkeys(token for one in query.negated for token in tokens_unwanted(one, lexicon))
    parts = (tuple(tokens), words, tuple(never))
    if query.category is None:
        return Sought((Round((), needs_any=True),), (), *parts) if tokens or words else None
    above = tuple(one for one in query.category.path if one != query.category.id)
    first = [Round((query.category.id,), needs_any=False)]
    if above:
        first.append(Round(tuple(f"is:{one}" for one in above), needs_any=bool(tokens or words)))
    if tokens or words:
        first.append(Round((NO_CATEGORY,), needs_any=True))
    root = query.category.path[0] if query.category.path else query.category.id
    otherwise = (Round((root,), needs_any=True),) if tokens or words else ()
    return Sought(tuple(first), otherwise, *parts)

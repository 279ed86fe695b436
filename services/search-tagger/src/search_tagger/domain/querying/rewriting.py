"""What is wanted, said for a keyword engine in the languages of the listings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from argosy_commerce.terms.loader import Lexicon
from search_tagger.domain.querying.matches import HEAD_FIRST

_MOST: Final = 3


def rewritten(
    category: str | None, values: Sequence[str], said: Sequence[str], language: str, lexicon: Lexicon
) -> tuple[str, ...]:
    """Queries in one language, the fullest first, then other words for the thing; none of nothing.

    ``said``: what is the same in every language (brands). Sizes are none: few listings say them so.
    """
    thing = lexicon[category].term(language) if category else None
    described = [term.as_modifier for one in values if (term := lexicon[one].term(language))]
    names = [thing.preferred, *thing.alternatives] if thing else [""]
    found = [_phrase(name, described, said, language) for name in names[:_MOST]]
    if thing and len(described) > 1:
        found.insert(1, _phrase(thing.preferred, described[:1], (), language))
    return tuple(dict.fromkeys(filter(None, found)))[:_MOST]


def _phrase(name: str, described: Sequence[str], said: Sequence[str], language: str) -> str:
    parts = [name, *described] if language in HEAD_FIRST else [*described, name]
    return " ".join(filter(None, (*parts, *said)))

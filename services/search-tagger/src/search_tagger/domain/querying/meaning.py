"""Which of a name's concepts is meant of a thing, by the same rules as a product's (data/senses.yaml)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Kind
from search_tagger.domain.attributes import attribute_of
from search_tagger.domain.querying.matches import Entry, Match
from search_tagger.domain.rules import rules

_ORDER: Final = tuple(
    "colour brand audience material season pattern neckline sleeve waist length fit closure style feature "  # noqa: SIM905
    "for_whom occasion part room theme scent flavour skin craft use pet sport".split()
)
"""Of several things that a word names, the one that a shopper means more often."""
_BY_RANK: Final = (1.0, 0.6, 0.5)
_AT_HOME: Final = 0.5
_TELLING: Final = 0.7
_GIVES_WAY: Final = -1.0


def values_of(match: Match, path: set[str], lexicon: Lexicon) -> list[Entry]:
    """What a name says of a thing, the likeliest first; categories are none. ``path``: the thing's."""
    kept = [one for one in match.entries if lexicon[one.concept].kind is not Kind.CATEGORY]
    kept = [one for one in kept if not one.only_in or not path or path & set(one.only_in)]
    if len(kept) < 2:
        return kept
    telling = {attribute for one in path for attribute in lexicon[one].attributes}
    return sorted(kept, key=lambda one: _likely(one, path, telling, lexicon))


def homes_of(concept: str) -> Sequence[str]:
    """The only categories of which a value is said, itself or one below; none where it may be said of all."""
    homes = rules("senses")["only_below"]
    return homes.get(concept) or homes.get(concept.split(".", 1)[0]) or ()


def _likely(entry: Entry, path: set[str], telling: set[str], lexicon: Lexicon) -> tuple[float, int, str]:
    group = entry.concept.split(".", 1)[0]
    homes = homes_of(entry.concept)
    score = _BY_RANK[entry.rank]
    if homes:
        score += _AT_HOME if path & set(homes) else -_AT_HOME
    if attribute_of(entry.concept, lexicon) in telling:
        score += _TELLING
    if entry.concept.startswith(tuple(rules("senses")["gives_way"])):
        score += _GIVES_WAY
    return -score, _ORDER.index(group) if group in _ORDER else len(_ORDER), entry.concept

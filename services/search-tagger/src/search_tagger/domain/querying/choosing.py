"""From the names in a query to what is wanted: the thing, what it should be, and what it must not be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Kind
from search_tagger.domain.one_id import one_id
from search_tagger.domain.querying.matches import COMPOUND, HEAD_FIRST, Entry, Found, Match
from search_tagger.domain.querying.meaning import homes_of, values_of
from search_tagger.domain.querying.scope import ids_unwanted, parted
from search_tagger.domain.rules import rules

_ASIDE: Final = 0.5
"""What a category loses that another thing is for: "bag for a laptop"."""
_MAY_DESCRIBE: Final = 0.2
"""What a category loses whose name says something of a thing, too: glass, sport."""
_NARROWS: Final = 0.25
_LATER: Final = 0.06
_DEPTH: Final = 0.02
_LETTER: Final = 0.01
_AMBIGUOUS: Final = 0.9


@dataclass(frozen=True, slots=True)
class Chosen:
    """``categories``: ids with how likely each is meant, the best first; ``wanted`` and ``negated``: entries
    with the words that say them; ``left``: places of words that mean something and that no name covers.
    """

    categories: tuple[tuple[str, float], ...]
    wanted: tuple[tuple[str, float, str], ...]
    negated: tuple[str, ...]
    left: tuple[tuple[int, int], ...]


def choose(found: Found, language: str, lexicon: Lexicon) -> Chosen:
    """What a query's names come to."""
    parts = parted(found, language, lexicon)
    ranked = _categories(parts.things, language, lexicon)
    head = ranked[0][2] if ranked else None
    path = set(lexicon.ancestors(ranked[0][0])) if ranked else set()
    things = [one for one in parts.things if one is head or not _is_of_another_thing(one, path)]
    unwanted = [*parts.unwanted, *(_without(one) for one in parts.things if one not in things)]
    negated = list(ids_unwanted(unwanted, path, lexicon))
    left = [*parts.left, *((one.start, one.end) for one in things if _is_lost(one, head, path, lexicon))]
    wanted: dict[str, tuple[float, str]] = {}
    for match in things:
        entries = [] if match is head else values_of(match, path, lexicon)
        if entries:
            sure = match.quality * (_AMBIGUOUS if len(entries) > 1 else 1.0)
            for concept in (entries[0].concept, *entries[0].implies):
                _keep(wanted, concept, sure, match.words)
        for inner in match.inner:
            homes = homes_of(inner.concept)
            if homes and path.isdisjoint(homes):
                continue
            _keep(wanted, inner.concept, min(match.quality, COMPOUND), match.words)
        if match is head:
            own = next((one for one in match.entries if one.concept == ranked[0][0]), None)
            for concept in own.implies if own else ():
                _keep(wanted, concept, match.quality, match.words)
    negated += [concept for match in things for concept in match.denied]
    negated = [one_id(concept) for concept in negated]
    for concept, (sure, words) in tuple(wanted.items()):
        for other in rules("follows").get(concept, ()):
            if other in lexicon and other not in wanted:
                wanted[other] = sure, words
    kept = tuple(
        (concept, sure, words) for concept, (sure, words) in wanted.items() if concept not in negated
    )
    categories: dict[str, float] = {}
    if ranked and (own_kind := _for_audience(ranked[0][0], wanted)) in lexicon:
        categories[own_kind] = ranked[0][1]
    for concept, score, _ in ranked:
        categories.setdefault(concept, score)
    return Chosen(tuple(categories.items()), kept, tuple(dict.fromkeys(negated)), tuple(left))


def _is_of_another_thing(match: Match, path: set[str]) -> bool:
    """A name that says what is not there, of things of another kind: sin cordones is slip-on of shoes."""
    homes = [homes_of(one.concept) for one in match.entries]
    return bool(match.without and path and homes and all(home and path.isdisjoint(home) for home in homes))


def _without(match: Match) -> Match:
    return replace(match, entries=match.without, without=(), denied=())


def _is_lost(match: Match, head: Match | None, path: set[str], lexicon: Lexicon) -> bool:
    """Whether a name tells nothing: another thing beside the one that is wanted, no kind of it."""
    if match is head or match.inner or values_of(match, path, lexicon):
        return False
    kinds = [one.concept for one in match.entries if lexicon[one.concept].kind is Kind.CATEGORY]
    return not any(one in path or not path.isdisjoint(lexicon.ancestors(one)[:-1]) for one in kinds)


def _for_audience(category: str, wanted: Mapping[str, object]) -> str:
    """What a thing is for that audience: a bed for dogs is a pet bed (data/categories.yaml)."""
    for rule in rules("categories")["for_audience"]:
        if not wanted.keys().isdisjoint(rule["audience"]):
            return str(rule["things"].get(category, category))
    return category


def _keep(wanted: dict[str, tuple[float, str]], concept: str, sure: float, words: str) -> None:
    concept = one_id(concept)
    if concept not in wanted or wanted[concept][0] < sure:
        wanted[concept] = sure, words


def _are_kin(some: Sequence[Entry], others: Sequence[Entry], lexicon: Lexicon) -> bool:
    """Whether one names the kind of the other, side by side: bolso bandolera, torebka listonoszka."""
    above = {lexicon[one.concept].parent for one in others} | {one.concept for one in others}
    return any(lexicon[one.concept].parent in above for one in some)


def _categories(things: Sequence[Match], language: str, lexicon: Lexicon) -> list[tuple[str, float, Match]]:
    """Categories with how well each fits as the thing wanted, the best first."""
    named = [
        (match, [one for one in match.entries if lexicon[one.concept].kind is Kind.CATEGORY])
        for match in things
    ]
    named = [(match, kept) for match, kept in named if kept]
    if not named:
        return []
    first_chunk, gap, before = named[0][0].chunk, 0, -1
    found: list[tuple[str, float, Match]] = []
    for place, (match, kept) in enumerate(named):
        score = match.quality - (
            _ASIDE if match.joined in {"with", "and"} and (place or len(things) > 1) else 0.0
        )
        score -= _NARROWS if match.joined == "of" and place else 0.0
        if language in HEAD_FIRST:
            is_kind = (
                place
                and things.index(match) == before + 1
                and match.joined is None
                and _are_kin(kept, named[place - 1][1], lexicon)
            )
            score += _LATER if is_kind else -_LATER * place
            before = things.index(match)
        else:
            at = things.index(match)
            gap += 0 if not place or (at == before + 1 and match.chunk == first_chunk) else 1
            before = at
            score += -_LATER * gap if gap else _LATER * place
        score += _LETTER * min(len(match.words), 12)
        score -= _MAY_DESCRIBE if len(kept) < len(match.entries) else 0.0
        for order, entry in enumerate(kept):
            depth = len(lexicon.ancestors(entry.concept))
            found.append((entry.concept, score - 0.05 * order - 0.02 * entry.rank + _DEPTH * depth, match))
    specific = {a for concept, _, _ in found for a in lexicon.ancestors(concept)[1:]}
    found = [
        (concept, score - (0.3 if concept in specific else 0.0), match) for concept, score, match in found
    ]
    return sorted(found, key=lambda one: (-one[1], one[0]))

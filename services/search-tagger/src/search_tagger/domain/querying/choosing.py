"""From the names in a query to what is wanted: the thing, what it should be, and what it must not be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Kind
from search_tagger.domain.attributes import attribute_of
from search_tagger.domain.querying.matches import COMPOUND, HEAD_FIRST, Entry, Found, Match
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
    things, negated, left = _parted(found, lexicon)
    ranked = _categories(things, language, lexicon)
    head = ranked[0][2] if ranked else None
    path = set(lexicon.ancestors(ranked[0][0])) if ranked else set()
    wanted: dict[str, tuple[float, str]] = {}
    for match in things:
        entries = [] if match is head else _values(match, path, lexicon)
        if entries:
            sure = match.quality * (_AMBIGUOUS if len(entries) > 1 else 1.0)
            for concept in (entries[0].concept, *entries[0].implies):
                _keep(wanted, concept, sure, match.words)
        for inner in match.inner:
            _keep(wanted, inner.concept, min(match.quality, COMPOUND), match.words)
        if match is head:
            own = next((one for one in match.entries if one.concept == ranked[0][0]), None)
            for concept in own.implies if own else ():
                _keep(wanted, concept, match.quality, match.words)
    negated += [concept for match in things for concept in match.denied]
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


def _for_audience(category: str, wanted: Mapping[str, object]) -> str:
    """What a thing is for that audience: a bed for dogs is a pet bed (data/categories.yaml)."""
    for rule in rules("categories")["for_audience"]:
        if not wanted.keys().isdisjoint(rule["audience"]):
            return str(rule["things"].get(category, category))
    return category


def _keep(wanted: dict[str, tuple[float, str]], concept: str, sure: float, words: str) -> None:
    if concept not in wanted or wanted[concept][0] < sure:
        wanted[concept] = sure, words


def _parted(found: Found, lexicon: Lexicon) -> tuple[list[Match], list[str], list[tuple[int, int]]]:
    """Things that are wanted, ids that are not, and places of words that no name covers.

    A negation reaches to the next thing, or to what narrows that ("senza cinturino in pelle"); before a
    word that is not known it says something of that word only.
    """
    things: list[Match] = []
    negated: list[str] = []
    left: list[tuple[int, int]] = []
    waiting: Match | None = None
    narrowed: Match | None = None
    for one in _in_order(found):
        if not isinstance(one, Match):
            left.append((waiting.start, one[1]) if waiting else one)
            waiting = narrowed = None
        elif one.role == "not":
            waiting, narrowed = one, None
        elif one.role == "not_after":
            if things and things[-1].role != "with":
                negated.append(_negated(things.pop(), lexicon))
        elif one.role in {"with", "of"}:
            narrowed = narrowed if one.role == "of" else None
        elif one.role == "with_after" and things:
            things[-1] = replace(things[-1], joined="with")
        elif one.role == "thing" and waiting:
            negated.append(_negated(one, lexicon))
            waiting, narrowed = None, one
        elif one.role == "thing" and narrowed and one.joined == "of":
            negated[-1] = _negated(one, lexicon)
            narrowed = None
        elif one.role == "thing":
            narrowed = None
            things.append(one)
    return things, negated, left


def _in_order(found: Found) -> Iterator[Match | tuple[int, int]]:
    places: list[Match | tuple[int, int]] = [*found.matches, *found.left]
    yield from sorted(places, key=lambda one: one.start if isinstance(one, Match) else one[0])


def _negated(match: Match, lexicon: Lexicon) -> str:
    values = _values(match, set(), lexicon)
    return values[0].concept if values else match.entries[0].concept


def _values(match: Match, path: set[str], lexicon: Lexicon) -> list[Entry]:
    """What a name says of a thing, the likeliest first; categories are none."""
    kept = [one for one in match.entries if lexicon[one.concept].kind is not Kind.CATEGORY]
    kept = [one for one in kept if not one.only_in or not path or path & set(one.only_in)]
    if len(kept) < 2:
        return kept
    telling = {attribute for one in path for attribute in lexicon[one].attributes}
    return sorted(kept, key=lambda one: _likely(one, path, telling, lexicon))


def _likely(entry: Entry, path: set[str], telling: set[str], lexicon: Lexicon) -> tuple[float, int, str]:
    """Which sense of a word goes first, by the same rules as a product's (data/senses.yaml)."""
    group = entry.concept.split(".", 1)[0]
    senses = rules("senses")
    homes = senses["only_below"].get(entry.concept) or senses["only_below"].get(group)
    score = _BY_RANK[entry.rank]
    if homes:
        score += _AT_HOME if path & set(homes) else -_AT_HOME
    if attribute_of(entry.concept, lexicon) in telling:
        score += _TELLING
    if entry.concept.startswith(tuple(senses["gives_way"])):
        score += _GIVES_WAY
    return -score, _ORDER.index(group) if group in _ORDER else len(_ORDER), entry.concept


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
        score = match.quality - (_ASIDE if match.joined == "with" and (place or len(things) > 1) else 0.0)
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

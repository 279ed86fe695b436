"""Which of our categories a release's categories are, by their names in all languages at once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from argosy_commerce.proofreading.naming import Naming
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.model import Kind
from argosy_local.taxonomy.release import Release, ancestors_of, order_of

_LEAST: Final = 3
"""One language in so many has to agree: light is a lamp in English alone."""
_OF_TWO_THINGS: Final = re.compile(r"[&/・、,，+]")
"""Hats & Caps is what a shelf is called; nobody calls a thing so."""
_LONGEST_SPELLING: Final = 64

Why = Literal["two categories", "elsewhere", "mapped already", "word taken"]


@dataclass(frozen=True, slots=True)
class Clash:
    """What was not taken over, and why. ``language`` and ``word`` only where a word is the matter."""

    shopify: str
    why: Why
    ours: tuple[str, ...]
    language: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Mapped:
    """One of ours and the release's category that it is. ``new``: language -> the word we had not."""

    ours: str
    shopify: str
    agree: tuple[str, ...]
    new: Mapping[str, str]
    also: tuple[str, ...] = ()
    """Others of the release that are called the same: T-Shirts of babies, of boys."""


@dataclass(slots=True)
class Matches:
    """What a release comes to."""

    mapped: list[Mapped] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    unmapped: list[str] = field(default_factory=list)


_Votes = dict[str, set[str]]
"""One of ours -> languages in which it is called as the release's category."""


def matched(release: Release, base: TermBase, show: Callable[[int], None] = lambda _: None) -> Matches:
    """The categories that are ours, by whole names: inflected forms count, parts of a name do not.

    ``show`` is told how many names are looked at.
    """
    votes = _all_votes(release, base, show)
    least = -(-len(release.names) // _LEAST)
    found, best = Matches(), dict[str, str]()
    for shopify in release.ids:
        winners = _winners(votes.get(shopify, {}), least)
        if len(winners) == 1:
            best[shopify] = winners[0]
            continue
        found.unmapped.append(shopify)
        if winners:
            found.clashes.append(Clash(shopify, "two categories", winners))
    for ours, several in _by_ours(best).items():
        near = [one for one in several if not _is_elsewhere(one, ours, best, base)]
        for one in set(several) - set(near):
            found.clashes.append(Clash(one, "elsewhere", (ours,)))
            found.unmapped.append(one)
        if not near:
            continue
        ranked = sorted(near, key=lambda one: _rank(one, ours, best, votes, base))
        known = base.lexicon[ours].mapping.get("shopify")
        if known is not None and known != ranked[0]:
            found.clashes.append(Clash(ranked[0], "mapped already", (ours,), word=known))
            if known not in release.ids:
                continue
            ranked = [known, *(one for one in ranked if one != known)]
        new = _new_words(ranked[0], ours, release, base, found)
        agree = tuple(sorted(votes.get(ranked[0], {}).get(ours, ())))
        found.mapped.append(Mapped(ours, ranked[0], agree, new, tuple(sorted(ranked[1:], key=order_of))))
    found.unmapped.sort(key=order_of)
    found.clashes.sort(key=lambda clash: (clash.why, order_of(clash.shopify), clash.language))
    return found


def named(word: str, language: str, base: TermBase) -> frozenset[str]:
    """Concepts that a whole text is a name of."""
    if language == "zh":
        return frozenset(base.concepts_spelled(word))
    for one in Naming.of(base, language).find(word):
        if not word[: one.start].strip() and not word[one.end :].strip():
            return one.concepts
    return frozenset()


def _all_votes(release: Release, base: TermBase, show: Callable[[int], None]) -> dict[str, _Votes]:
    votes: defaultdict[str, _Votes] = defaultdict(dict)
    done = 0
    for language, names in release.names.items():
        cache: dict[str, frozenset[str]] = {}
        for shopify, name in names.items():
            if name not in cache:
                cache[name] = named(name, language, base)
            for concept in cache[name]:
                if base.lexicon[concept].kind is Kind.CATEGORY:
                    votes[shopify].setdefault(concept, set()).add(language)
            done += 1
            if done % 500 == 0:
                show(done)
    return votes


def _winners(votes: _Votes, least: int) -> tuple[str, ...]:
    counted = Counter({ours: len(languages) for ours, languages in votes.items()})
    most = max(counted.values(), default=0)
    return tuple(sorted(ours for ours, count in counted.items() if count == most)) if most >= least else ()


def _by_ours(best: Mapping[str, str]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for shopify, ours in best.items():
        found[ours].append(shopify)
    return dict(sorted(found.items()))


def _is_elsewhere(shopify: str, ours: str, best: Mapping[str, str], base: TermBase) -> bool:
    """Whether all that is known above it is of another branch: bowls of pet supplies are no tableware."""
    above = [best[one] for one in ancestors_of(shopify) if one in best]
    own = set(base.lexicon.ancestors(ours))
    return bool(above) and not any(own & set(base.lexicon.ancestors(one)) for one in above)


def _rank(
    shopify: str, ours: str, best: Mapping[str, str], votes: Mapping[str, _Votes], base: TermBase
) -> tuple[int, int, int, tuple[str, tuple[int, ...]]]:
    """The likeliest first: what stands above agrees too, many languages agree, it stands high in the tree."""
    above = set(base.lexicon.ancestors(ours)[1:])
    agree = sum(best.get(one) in above for one in ancestors_of(shopify))
    return -agree, -len(votes[shopify][ours]), shopify.count("-"), order_of(shopify)


def _new_words(shopify: str, ours: str, release: Release, base: TermBase, found: Matches) -> dict[str, str]:
    """Words that the release has for it and the term base has not; another's word is left where it is."""
    new: dict[str, str] = {}
    for language, names in release.names.items():
        word = names.get(shopify, "")
        if not word or _OF_TWO_THINGS.search(word) or (language == "zh" and len(word) > _LONGEST_SPELLING):
            continue
        known = named(word, language, base)
        if ours in known:
            continue
        if known:
            found.clashes.append(Clash(shopify, "word taken", tuple(sorted(known)), language, word))
        else:
            new[language] = word
    return new

"""What a name says beside its own concept: the leather of Ledergürtel, the alcohol that is not in 无酒精."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from search_tagger.domain.querying.matches import Entry
from search_tagger.domain.rules import rules

_RELATIVES: Final = frozenset({"audience.girlfriend", "audience.boyfriend", "audience.couples"})
"""Who gives and gets, as a word beside: "vestido de novia" is for no girlfriend."""
_SUBSTANCES: Final = frozenset({"ingredient"})
_AS_SUBSTANCE: Final = frozenset({"feature.fragrance"})


def is_category(entries: Iterable[Entry]) -> bool:
    """Whether the concepts of a name are things."""
    return any(one.concept.startswith("category.") for one in entries)


def said(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Of what a part of a thing's name stands for, the first that is true of the thing."""
    told = rules("tags")["told_by_a_name"]
    kept = [one for one in entries if one.concept in told or one.concept.split(".", 1)[0] in told]
    return tuple(one for one in kept if one.concept not in _RELATIVES)[:1]


def denied(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Of what a feature's name negates ("alcohol-free"), the first substance."""
    found = [
        one.concept
        for one in entries
        if one.concept.split(".", 1)[0] in _SUBSTANCES or one.concept in _AS_SUBSTANCE
    ]
    return tuple(found[:1])

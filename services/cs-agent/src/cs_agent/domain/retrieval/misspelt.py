"""Matters that a short message names with one slip of the keys: watrproof, wasserdciht, impemeabile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Final

from cs_agent.domain.retrieval.analysis import TOGETHER
from cs_agent.domain.retrieval.matters import key_of, matters
from cs_agent.domain.understanding.examples import written

_LONGEST: Final = 120
"""Characters of a message that is read so; a longer one says what it means in other words too."""
_LEAST: Final = 8
"""Letters of a word that one slip leaves recognisable."""


def nearly_named(text: str, language: str) -> frozenset[str]:
    """Matters whose word begins a word of the text but for one letter more, less, other or exchanged.

    For a text that names none; none where words are written together, and no two letters may be wrong.
    """
    base = language.split("-", 1)[0]
    if base in TOGETHER or len(text) > _LONGEST:
        return frozenset()
    known = _words(base)
    found: set[str] = set()
    for word in key_of(text, base).split():
        if len(word) >= _LEAST - 1 and word not in _spelt(base):
            found.update(
                id_ for key, ids in known.get(word[0], {}).items() if _begins(key, word) for id_ in ids
            )
    return frozenset(found)


def _begins(key: str, word: str) -> bool:
    """Whether a word is, up to the length of another, that one but for one slip."""
    place = next((at for at, (one, two) in enumerate(zip(key, word, strict=False)) if one != two), None)
    if place is None or place == len(key) - 1:
        return False  # cut short, or with another ending, it is another word
    rest, typed = key[place:], word[place:]
    other = typed[1:].startswith(rest[1:])
    more = typed[1:].startswith(rest)
    less = typed.startswith(rest[1:])
    exchanged = len(typed) > 1 and (typed[1] + typed[0] + typed[2:]).startswith(rest)
    return other or more or less or exchanged


@cache
def _spelt(language: str) -> frozenset[str]:
    """Words that buyers write: whoever writes one of them means it."""
    return frozenset(word for row in written(language) for word in key_of(row.text, language).split())


@cache
def _words(language: str) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """By first letter: single words of matters, long enough, and what they name."""
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in matters().rows.values():
        for word in row.words.get(language, ()):
            key = key_of(word.rstrip("="), language)
            if len(key) >= _LEAST and " " not in key:
                found[key[0]][key].add(row.id)
    return {first: {key: frozenset(ids) for key, ids in rows.items()} for first, rows in found.items()}

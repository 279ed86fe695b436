"""Matters that a short message names with one slip of the keys: watrproof, wasserdciht, impemeabile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Final

from argosy_commerce.slips import begins_with_slip
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
                id_
                for key, ids in known.get(word[0], {}).items()
                if begins_with_slip(word, key)
                for id_ in ids
            )
    return frozenset(found)


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

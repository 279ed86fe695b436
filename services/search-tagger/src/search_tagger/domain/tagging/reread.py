"""Words of a title that no name covers, read once more as a shopper's are.

Compounds, words written together, the head of a longer name (a drill is an electric drill where no other
thing is called so). Never misspelt words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from argosy_commerce.proofreading.naming import Named
from argosy_commerce.terms import TermBase
from search_tagger.domain.querying.inner import said
from search_tagger.domain.querying.matches import HEAD_FIRST, PART, Match
from search_tagger.domain.querying.names import UNSPACED, Names
from search_tagger.domain.tagging.cover import Cover

_WORD_BEHIND: Final = re.compile(r" ([^\W\d_]{2,})")


def reread(text: str, names: Sequence[Named], language: str, base: TermBase) -> Iterator[Named]:
    """Further names, outside those that are found."""
    known = Names.of(base)
    found = known.unspaced(language) if language in UNSPACED else known.spaced(language)
    cover = Cover(len(text))
    for named in names:
        cover.add(named.start, named.end)
    matches = found.find(text, slips=False).matches
    known_at = {*(one.start for one in matches), *(named.start for named in names)}
    things = [
        one
        for one in matches
        if one.role == "thing"
        and not (one.quality <= PART and _tells_of_another(one, text, language, known_at))
    ]
    for match in _heads_last(things):
        concepts = frozenset(entry.concept for entry in match.entries)
        if concepts and not cover.touches(match.start, match.end):
            yield Named(match.start, match.end, match.words, concepts)


def _tells_of_another(match: Match, text: str, language: str, known_at: Collection[int]) -> bool:
    """Whether a part of a name stands before a word that is not known, and so says what that is like.

    The claw of "claw hammer" is no hair claw; where the thing comes first, the word behind it is the lesser.
    """
    behind = _WORD_BEHIND.match(text, match.end)
    return language not in HEAD_FIRST and behind is not None and behind.start(1) not in known_at


def _heads_last(things: Sequence[Match]) -> Iterator[Match]:
    """Parts of one word: what goes before its last says only what is true of the thing."""
    for one, after in pairwise((*things, None)):
        if one is None:
            continue
        is_first = after is not None and (after.start, after.end) == (one.start, one.end)
        yield replace(one, entries=said(one.entries)) if is_first else one

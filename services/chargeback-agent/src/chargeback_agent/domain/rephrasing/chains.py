"""A statement as the chain of words that a sentence must hold in this order, and what it may leave out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from chargeback_agent.domain.rephrasing.ground import MARK
from chargeback_agent.domain.rephrasing.words import JoiningWords, joining_words

_TOKEN: Final = re.compile(r"⟦\d{1,3}⟧|[^\W\d_]+|[,;:\u2013\u2014]")
PAUSES: Final = frozenset(",;:\u2013\u2014")


def tokens(text: str) -> tuple[str, ...]:
    """Words (apostrophes and hyphens part them), marks and pauses of a text, as they are written."""
    return tuple(_TOKEN.findall(text))


def is_mark(token: str) -> bool:
    """Whether a token stands for a value."""
    return MARK.fullmatch(token) is not None


def lowered(word: str) -> str:
    """A word as it stands within a sentence, if its capital is only a beginning's."""
    return word[:1].lower() + word[1:]


@dataclass(frozen=True, slots=True)
class Chain:
    """One statement. ``held`` are its words and marks without articles and moving auxiliaries."""

    held: tuple[str, ...]
    fronted: tuple[str, ...]
    """The same with its day first; () where that could change what the day belongs to."""
    moving: tuple[str, ...]
    """Its auxiliaries, sorted: they stand anywhere in the clause, and all of them do."""
    articles: frozenset[tuple[str, str]]
    """Each article with the word right behind it."""
    values: Mapping[int, int]
    """Places where a value begins that may be left out once it was said, with the place after it."""
    begins: str
    """Its first word if that is held: its capital may be a beginning's or, as with German nouns, its own."""
    is_denying: bool

    @property
    def words(self) -> frozenset[str]:
        """All that a sentence may take from it."""
        return frozenset((*self.held, *self.moving, *self.fronted, lowered(self.begins)))


@lru_cache(maxsize=512)
def chain_of(sentence: str, language: str) -> Chain:
    """The chain of a statement's sentence (``Ground.sentences``)."""
    words = joining_words(language)
    read = [one for one in tokens(sentence) if one not in PAUSES]
    free = words.bending | words.moving
    read[:1] = [lowered(one) if lowered(one) in free else one for one in read[:1]]
    held = [i for i, one in enumerate(read) if one not in free]
    is_denying = not words.denying.isdisjoint(map(lowered, read))
    articles = frozenset((read[i - 1], read[i]) for i in held if i and read[i - 1] in words.bending)
    return Chain(
        held=tuple(read[i] for i in held),
        fronted=() if is_denying else _fronted(sentence, read, held, words),
        moving=tuple(sorted(one for one in read if one in words.moving)),
        articles=articles,
        values={} if is_denying else _values(read, held, words),
        begins=read[0] if held[:1] == [0] else "",
        is_denying=is_denying,
    )


def _fronted(sentence: str, read: Sequence[str], held: Sequence[int], words: JoiningWords) -> tuple[str, ...]:
    """Of a single clause with a single day behind its beginning."""
    days = [i for i in range(1, len(read)) if read[i - 1] in words.fronted and is_mark(read[i])]
    if len(days) != 1 or days[0] == 1 or PAUSES.intersection(sentence) or words.clauses.intersection(read):
        return ()
    day = days[0]
    return (read[day - 1], read[day], *(read[i] for i in held if i not in {day - 1, day}))


def _values(read: Sequence[str], held: Sequence[int], words: JoiningWords) -> dict[int, int]:
    places = {}
    for place, i in enumerate(held):
        if not is_mark(read[i]) or i == 0 or read[i - 1] not in words.leads:
            continue
        begins = place - 1 if place and held[place - 1] == i - 1 else place
        places[begins] = place + 1
    return places

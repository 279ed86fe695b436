"""What is wrong with a generator's sentence, by rules that are no model.

A sentence passes where it is its statements and joining words, nothing else (``matching``): a list of what
may be said, not of what may not. The other rules only say what is wrong, so that a person or a counter knows.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, pairwise
from typing import Final

from chargeback_agent.domain.rephrasing.chains import PAUSES, Chain, chain_of, is_mark, lowered, tokens
from chargeback_agent.domain.rephrasing.findings import Finding, Rule
from chargeback_agent.domain.rephrasing.ground import MARK, Ground
from chargeback_agent.domain.rephrasing.matching import joins
from chargeback_agent.domain.rephrasing.reading import Proposed
from chargeback_agent.domain.rephrasing.words import JoiningWords, calendar_words

MOST_JOINED: Final = 4
"""Statements in one sentence; more are hard to read, and there are too many orders to try."""
_PUNCTUATION: Final = frozenset(" \u00a0,;:.'\u2019-\u2013\u2014")
_LINK: Final = re.compile(r"https?:|www\.|\.\S|//", re.IGNORECASE)
_ADDED: Final = 3
"""Words that a sentence may add for each of its statements, and as many once more."""


def check(proposed: Proposed, ground: Ground, said: Collection[int] = ()) -> Finding | None:
    """The first rule that a sentence breaks; None if it may stand in the letter.

    Args:
        proposed: the sentence and the numbers of its statements.
        ground: the letter's statements.
        said: numbers of statements that other sentences have said.
    """
    numbers = proposed.statements
    known = range(1, len(ground.sentences) + 1)
    if len(numbers) > MOST_JOINED or len(set(numbers)) < len(numbers) or not set(numbers) <= set(known):
        return Finding(Rule.STATEMENTS, ", ".join(map(str, numbers)))
    if again := set(numbers).intersection(said):
        return Finding(Rule.AGAIN, ", ".join(map(str, sorted(again))))
    sentences = [ground.sentences[number - 1] for number in numbers]
    broken = chain(_written(proposed.text, sentences), _worded(proposed.text, sentences, ground))
    return next(broken, None)


def _written(text: str, sentences: Sequence[str]) -> Iterator[Finding]:
    """How it is written: characters and form. Only the first finding is meant to be read."""
    plain = MARK.sub("", text)
    if strange := [one for one in plain if unicodedata.category(one)[0] == "C"]:
        yield Finding(Rule.CONTROL, " ".join(f"U+{ord(one):04X}" for one in strange))
    if digits := [one for one in plain if one.isnumeric()]:
        yield Finding(Rule.NUMBER, "".join(digits))
    if {"⟦", "⟧"}.intersection(plain):
        yield Finding(Rule.VALUE, plain)
    allowed = _PUNCTUATION.union(*sentences)
    if other := [one for one in plain if one not in allowed and unicodedata.category(one)[0] not in "LM"]:
        yield Finding(Rule.MARKUP, "".join(other))
    if link := _LINK.search(plain):
        yield Finding(Rule.MARKUP, link[0])
    stops = 1 + sum(one.rstrip(".").count(".") for one in sentences)
    if not (text[0].isupper() or text[0] == "⟦") or not text.endswith(".") or text.count(".") > stops:
        yield Finding(Rule.FORM, text)


def _worded(text: str, sentences: Sequence[str], ground: Ground) -> Iterator[Finding]:
    """What it says, against its statements. Only the first finding is meant to be read."""
    words = ground.words
    chains = [chain_of(sentence, ground.language) for sentence in sentences]
    read = tokens(text)
    spoken = [lowered(read[0]), *read[1:]] if read else []
    if strange := _values_of(read, chains):
        yield Finding(Rule.VALUE, strange)
    yield from _strange(read, chains, ground.language, words)
    denied = Counter(one for one in spoken if one in words.denying)
    denying = Counter(one for given in chains for one in map(lowered, given.held) if one in words.denying)
    if denied != denying:
        yield Finding(Rule.DENIAL, " ".join((denied - denying) | (denying - denied)))
    if lost := {one for given in chains for one in _needed(given, chains)} - _as_written(read):
        yield Finding(Rule.VALUE if any(map(is_mark, lost)) else Rule.LOST, " ".join(sorted(lost)))
    if any(one == other for one, other in pairwise(spoken)):
        yield Finding(Rule.REPEATS, text)
    if not joins(read, chains, words):
        moved = joins(read, chains, words, any_value=True)
        yield Finding(Rule.VALUE if moved else Rule.ORDER, text)
    if len(read) > sum(len(tokens(sentence)) for sentence in sentences) + _ADDED * (len(sentences) + 1):
        yield Finding(Rule.LENGTH, text)


def _values_of(read: Sequence[str], chains: Sequence[Chain]) -> str:
    """Marks that are no statement's, or that stand more often than in the statements."""
    given = Counter(one for given in chains for one in given.held if is_mark(one))
    return " ".join(Counter(filter(is_mark, read)) - given)


def _needed(given: Chain, chains: Sequence[Chain]) -> Iterator[str]:
    """A statement's words without the values that another statement of the sentence says for it."""
    others = {one for other in chains if other is not given for one in other.held}
    spans = (range(*span) for span in given.values.items() if given.held[span[1] - 1] in others)
    may_go = {place for span in spans for place in span}
    yield from (one for place, one in enumerate(given.held) if place not in may_go)
    yield from given.moving


def _as_written(read: Sequence[str]) -> set[str]:
    """A sentence's words, the first of them also as it stands within one, each also as a beginning."""
    return {*read, *map(lowered, read[:1]), *(one[:1].upper() + one[1:] for one in read)}


def _strange(
    read: Sequence[str], chains: Sequence[Chain], language: str, words: JoiningWords
) -> Iterator[Finding]:
    """Words that are neither a statement's nor joining ones, called by what they are."""
    known = {*words.bending, *(one for phrase in words.phrases for one in phrase), *PAUSES}
    known.update(*(given.words for given in chains))
    spoken = [one for one in read if one not in PAUSES]
    strange = [
        one for i, one in enumerate(spoken) if one not in known and not (i == 0 and lowered(one) in known)
    ]
    if len(strange) > 2 and 2 * len(strange) > len(spoken):
        yield Finding(Rule.LANGUAGE, " ".join(strange))
    for rule, named in (
        (Rule.DATE, calendar_words(language)),
        (Rule.NUMBER, words.numbers),
        (Rule.DENIAL, words.denying),
        (Rule.CLAIM, frozenset(one.casefold() for one in words.claiming)),
    ):
        if found := [one for one in strange if one.casefold() in named]:
            yield Finding(rule, " ".join(found))
    if named_things := [one for one in strange if one[0].isupper() and one != spoken[0]]:
        yield Finding(Rule.NAME, " ".join(named_things))
    if strange:
        yield Finding(Rule.WORD, " ".join(strange))

"""Which lines of an order a complaint is about.

A line is meant where the words name what it has and the others have not, and do not say that it is fine.
Where several are possible nothing is guessed: a wrong line is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from refund_agent.domain.complaint import ReadReason, Reason
from refund_agent.domain.complaints.counting import Counting, counting
from refund_agent.domain.complaints.goods import names
from refund_agent.domain.complaints.marks import Mark, Told, marks, said_of
from refund_agent.domain.complaints.profiles import Line, Profile, fits, is_colour, is_goods, literal, profile
from refund_agent.domain.complaints.reasons import Heard
from refund_agent.domain.complaints.scopes import Scopes
from refund_agent.domain.complaints.spelling import Spelled, folded
from refund_agent.domain.complaints.tongues import Speech

_WORD: Final = re.compile(r"[a-z]*\d+[a-z]*|[a-z]+|[^\W\d_]+")
_ENOUGH: Final = 0.35
"""A word that fits a line less than this says nothing of it."""
_CLEARLY: Final = 0.15
"""Lines that fit so much less than the best are not meant."""
_WHOLE: Final = frozenset[Reason]({"not_received", "late", "cancelled", "charged_twice"})
"""Reasons that are the whole order's where no line is named."""
_SURE: Final = 0.5
"""From here on a reason counts that makes the whole order meant."""
_ASIDE: Final = 12
"""Characters between words that name one thing together, at most."""


@dataclass(frozen=True, slots=True)
class Named:
    """Words of the text that name lines (by their place in the order), and how well they fit each.

    ``colour``: they tell a colour only; ``every``: all of what they name is meant.
    """

    start: int
    end: int
    fits: tuple[float, ...]
    colour: bool = False
    goods: bool = False
    every: bool = False

    @property
    def lines(self) -> frozenset[int]:
        """The lines that they fit best."""
        best = max(self.fits, default=0.0)
        return frozenset(i for i, fit in enumerate(self.fits) if fit >= _ENOUGH and fit > best - _CLEARLY)


@dataclass(frozen=True, slots=True)
class About:
    """The lines that are meant, by their place in the order; none: all of them, unless it is ``unclear``."""

    lines: tuple[int, ...]
    unclear: bool
    named: tuple[Named, ...]
    marks: tuple[Mark, ...]


def about(
    read: Spelled,
    said: Speech,
    scopes: Scopes,
    heard: Sequence[Heard],
    lines: Sequence[Line],
    reason: ReadReason,
) -> About:
    """What a complaint is about; ``reason``: the main one."""
    talk = counting(said.language)
    found = marks(read, said, talk, scopes, heard)
    if not lines:
        return About((), False, (), found)
    given = _given(read, lines)
    if given or len(lines) == 1:
        return About(given, False, (), found)
    profiles = [profile(line.title, said.language) for line in lines]
    refs = _refs(read, said.language, talk, profiles, [line.quantity for line in lines], found)
    told = said_of([(one.start, one.end) for one in refs], found, read, scopes)
    meant, unclear = _judged(refs, told, len(lines), reason)
    return About(tuple(sorted(meant)), unclear, refs, found)


def _given(read: Spelled, lines: Sequence[Line]) -> tuple[int, ...]:
    """The lines whose number the words give."""
    return tuple(
        i for i, line in enumerate(lines) if len(line.sku) > 2 and folded(line.sku, "fr") in read.text
    )


def _refs(
    read: Spelled,
    language: str,
    talk: Counting,
    profiles: Sequence[Profile],
    pieces: Sequence[int],
    found: Sequence[Mark],
) -> tuple[Named, ...]:
    named = sorted(_names(read, language, profiles, found), key=lambda one: (one.start, one.end))
    joined: list[Named] = []
    for one in named:
        last = joined[-1] if joined else None
        if last and _together(last, one, read):
            both = tuple(sum(pair) for pair in zip(last.fits, one.fits, strict=True))
            joined[-1] = Named(
                last.start, max(last.end, one.end), both, last.colour and one.colour, last.goods or one.goods
            )
        else:
            joined.append(one)
    known = _of_their_kind(joined, profiles, read)
    whole = [Named(*span.span(), (1.0,) * len(profiles), every=True) for span in talk.all.finditer(read.text)]
    whole = [
        one
        for one in whole
        if not any(one.start < mark.end and mark.start < one.end and mark.said == "fine" for mark in found)
    ]
    every = [one for one in whole if not _beside(one, known, read)]
    return tuple(sorted((*_with_others(known, talk, read, pieces), *every), key=lambda one: one.start))


def _names(
    read: Spelled, language: str, profiles: Sequence[Profile], found: Sequence[Mark]
) -> Iterator[Named]:
    taken: list[tuple[int, int]] = []
    for name in names(language).find(read.text):
        taken.append((name.start, name.end))
        fit = fits(name, profiles)
        if max(fit) >= _ENOUGH:
            yield Named(name.start, name.end, fit, is_colour(name), is_goods(name))
    fine = [(mark.start, mark.end) for mark in found if mark.said == "fine"]
    for word in _WORD.finditer(read.text):
        start, end = word.span()
        if any(first < end and start < last for first, last in (*taken, *fine)):
            continue
        fit = literal(word[0], profiles, language)
        if 0 < sum(map(bool, fit)) < len(profiles):
            yield Named(start, end, fit)


def _together(one: Named, other: Named, read: Spelled) -> bool:
    """Whether two names are one thing's: beside each other, and some line has both."""
    if other.start <= one.end:
        return bool(one.lines & other.lines)
    gap = read.text[one.end : other.start]
    if len(gap) > _ASIDE or "\n" in gap or any(one.end <= place < other.start for place in read.clauses):
        return False
    return bool(one.lines & other.lines)


def _of_their_kind(named: Sequence[Named], profiles: Sequence[Profile], read: Spelled) -> list[Named]:
    """Names that tell lines apart; a colour means things of the kind that its sentence speaks of."""
    kept: list[Named] = []
    topic: frozenset[int] = frozenset()
    place = -1
    for one in named:
        sentence = read.sentence(one.start)[0]
        if sentence != place and one.goods:
            topic, place = one.lines, sentence
        if one.colour:
            spoken = topic and place == sentence
            kind = _same_kind(topic, profiles) if spoken else frozenset(range(len(profiles)))
            if not all(profiles[i].hues for i in kind):
                continue
            fit = tuple(value * (i in kind) for i, value in enumerate(one.fits))
            one = replace(one, fits=fit)  # noqa: PLW2901 — the narrowed name replaces it
        elif one.goods:
            topic, place = one.lines, sentence
        if one.lines and len(one.lines) < len(profiles):
            kept.append(one)
    return kept


def _same_kind(topic: frozenset[int], profiles: Sequence[Profile]) -> frozenset[int]:
    """The lines of the kinds of goods that the topic's lines are of."""
    kinds = {one for i in topic for one in profiles[i].concepts if one.startswith("category.")}
    return topic | {i for i, line in enumerate(profiles) if kinds & line.concepts}


def _beside(whole: Named, named: Sequence[Named], read: Spelled) -> bool:
    """Whether "all" is said of a named thing (all the plates), not of the order."""
    return any(
        0 <= one.start - whole.end <= _ASIDE and "\n" not in read.text[whole.end : one.start] for one in named
    )


def _with_others(named: Sequence[Named], talk: Counting, read: Spelled, pieces: Sequence[int]) -> list[Named]:
    """The names, and "the other ones": the lines not named before, or other pieces of those that were."""
    found, count = list(named), len(pieces)
    for span in talk.others.finditer(read.text):
        before = [one for one in named if one.end <= span.start() and len(one.lines) == 1]
        gone = {i for one in before for i in one.lines}
        if any(pieces[i] > 1 for i in gone):
            continue
        own = any(0 <= one.start - span.end() <= _ASIDE for one in named)
        left = frozenset(range(count)) - gone
        if gone and left and not own:
            fit = tuple(float(i in left) for i in range(count))
            found.append(Named(*span.span(), fit, every=True))
    return found


def _judged(
    refs: Sequence[Named], told: Sequence[Told], count: int, reason: ReadReason
) -> tuple[frozenset[int], bool]:
    """The lines that are meant, and whether it is unclear which are."""
    wrong: set[int] = set()
    fine: set[int] = set()
    plain: set[int] = set()
    mixed: set[int] = set()
    doubtful: list[frozenset[int]] = []
    for ref, said in zip(refs, told, strict=True):
        single = len(ref.lines) == 1 or ref.every
        if said.faulty:
            if single:
                wrong |= ref.lines
            else:
                doubtful.append(ref.lines)
        elif said.mixed:
            mixed |= ref.lines if single else set()
        elif "fine" in said.all:
            fine |= ref.lines if single else set()
        elif single and not ref.every:
            plain |= ref.lines
    fine -= wrong
    meant = wrong or plain - fine
    if any(not lines & meant for lines in doubtful):
        return frozenset(), True
    if len(meant) > 1 and not wrong:
        return frozenset(), True
    if meant:
        return (frozenset() if len(meant) == count else frozenset(meant)), False
    left = frozenset(range(count)) - fine
    if fine and not mixed and len(left) == 1 and reason.reason != "other":
        return left, False
    whole = reason.reason in _WHOLE and reason.confidence >= _SURE
    return frozenset(), not whole or bool(fine or mixed)

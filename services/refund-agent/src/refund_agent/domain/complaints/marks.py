"""What is said of the things that a complaint names: that they are at fault, or that they are fine."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from argosy_commerce.channels import function_words
from refund_agent.domain.complaints.counting import Counting, counting
from refund_agent.domain.complaints.reasons import Heard
from refund_agent.domain.complaints.scopes import Scopes
from refund_agent.domain.complaints.spelling import Spelled
from refund_agent.domain.complaints.tongues import Speech
from refund_agent.domain.complaints.wordings import UNSPACED

Said = Literal["wrong", "missing", "wanted", "fine", "came", "needs"]
"""At fault; not there; money, goods or a return are asked for; all is well or it is kept; there; needed."""
FAULTS: Final = frozenset[Said]({"wrong", "missing", "wanted"})
Span = tuple[int, int]
_ABSENT: Final = frozenset({"missing_parts", "not_received"})
_WHOLE: Final = frozenset({"late", "charged_twice"})
"""Reasons that are never one thing's of several."""
_HINT: Final = 0.5
"""A wording that says its reason no stronger gives way to words that say that all is well."""
_WIDE: Final = 14
"""A wording so much longer than another may hold it and speak of something else."""
_SPACES: Final = frozenset({"th", "zh", "ja"})
_SPACE: Final = re.compile(r"(?<=[^\d\s]) (?=[^\d\s])")
_TOGETHER: Final = 25
_TOO: Final = 4
"""Characters between a thing and the "too" that is said of it, at most."""
_JOINED: Final = 4
"""Characters between things that share what is said of them, at most; in scripts without spaces."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_MOST: Final = 300
"""Marks that are weighed; a longer text says nothing new."""
_APART: Final = re.compile(r"[\n:;()]")
_LISTED: Final = re.compile(r"[\n:;(),]")
_NOT_BEHIND: Final = frozenset({"de", "nl", "fr"})
"""Languages in which a "not" may follow what it denies."""
_FAR: Final = 80
"""Characters beyond which no "not" counts."""
_BEHIND: Final = 16
"""Characters between what says that all is well and a "not" behind it, at most (läuft leider nicht)."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that say something of what is named near them."""

    said: Said
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a thing in its own clause, and beyond it."""

    near: frozenset[Said]
    far: frozenset[Said]

    @property
    def all(self) -> frozenset[Said]:
        """Both."""
        return self.near | self.far

    @property
    def faulty(self) -> bool:
        """Whether it is at fault; what is fine in its own clause is not."""
        return bool(self.near & FAULTS or (self.far & FAULTS and "fine" not in self.all))

    @property
    def far_off(self) -> bool:
        """Whether it is at fault by words of another clause alone, which may speak of another thing."""
        return self.faulty and not self.near & FAULTS

    @property
    def mixed(self) -> bool:
        """Whether it is fine, and a fault that follows may be its own or another thing's."""
        return "fine" in self.all and not self.near & FAULTS and bool(self.far & FAULTS)


def marks(
    read: Spelled, said: Speech, talk: Counting, scopes: Scopes, heard: Sequence[Heard]
) -> tuple[Mark, ...]:
    """All of them, in the order of the text."""
    told = [found.span() for found in islice(talk.fine.finditer(read.text), _MOST)]
    negations = sorted(one.span() for one in said.before.finditer(read.text))
    behind = tuple(one.span() for one in said.after.finditer(read.text))
    if said.language in _NOT_BEHIND:
        behind = (*behind, *negations)
    behind = tuple(sorted(behind))
    fine = [span for span in told if not _denied(span, negations, behind, scopes)]
    faults = [
        _mark("missing" if one.reason in _ABSENT else "wrong", (one.start, one.end), read)
        for one in heard
        if one.reason not in _WHOLE and not _outdone(one, fine, scopes)
    ]
    faults += [Mark("wrong", *span) for span in told if span not in fine]
    wishes = [
        _mark("wanted", found.span(), read)
        for pattern in said.wishes.values()
        for found in islice(pattern.finditer(read.text), _MOST)
        if not scopes.denied(*found.span())
        and not scopes.supposed(*found.span())
        and not any(_ends(found.span(), one) for one in fine)
    ]
    well = [
        Mark("fine", *span)
        for span in fine
        if not any(
            one.start < span[1] and span[0] < one.end and one.end - one.start <= span[1] - span[0] + _WIDE
            for one in faults
        )
    ]
    kinds: tuple[tuple[Said, re.Pattern[str]], ...] = (("came", talk.came), ("needs", talk.needs))
    there = [
        Mark(name, *found.span())
        for name, pattern in kinds
        for found in islice(pattern.finditer(read.text), _MOST)
        if not _denied(found.span(), negations, behind, scopes)
    ]
    return tuple(sorted((*faults, *wishes, *well, *there), key=lambda one: (one.start, one.end))[:_MOST])


def _mark(said: Literal["wrong", "missing", "wanted"], span: Span, read: Spelled) -> Mark:
    """A wording that runs over the end of a clause says what its last part says."""
    start, end = span
    place = bisect_left(read.clauses, end - 1) - 1
    if place >= 0 and start < read.clauses[place] < end:
        start = read.clauses[place] + 1
    return Mark(said, start, end)


def _outdone(one: Heard, fine: Sequence[Span], scopes: Scopes) -> bool:
    """Whether a wording of a fault is, or stands beside, one that nothing is wrong."""
    if any(_ends((one.start, one.end), span) for span in fine):
        return True
    return one.strength < _HINT and any(
        not scopes.breaks(min(one.end, span[1]), max(one.start, span[0])) for span in fine
    )


def _ends(span: Span, fine: Span) -> bool:
    """Whether a wording ends in words that nothing is wrong."""
    return span[0] < fine[1] and fine[0] < span[1] <= fine[1] + 1


def _denied(span: Span, before: Sequence[Span], behind: Sequence[Span], scopes: Scopes) -> bool:
    """Whether a "not" stands before words that all is well, within them or just behind.

    ``before`` and ``behind``: all that may stand there, in order; "not good" denies nothing of a fault, and
    does of this.
    """
    start, end = span
    for first, last in _around(before, start - _FAR, end):
        if last <= start:
            between = _WORD.findall(scopes.read.text[last:start])
            length = start - last if scopes.speech.unspaced else len(between)
            if length <= scopes.speech.reach and not scopes.breaks(last, start):
                return True
        elif start < first and last < end:
            return True
    return any(not scopes.breaks(end, first) for first, _ in _around(behind, end, end + _BEHIND))


def _around(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    return spans[bisect_left(spans, (start, 0)) : bisect_left(spans, (end, 0))]


def said_of(
    spans: Sequence[Span],
    found: Sequence[Mark],
    read: Spelled,
    scopes: Scopes,
    weak: frozenset[int] = frozenset(),
) -> tuple[Told, ...]:
    """What is said of each of the spans, which stand in the order of the text.

    ``weak``: of these nothing is said that may be said of what follows.
    """
    near: list[set[Said]] = [set() for _ in spans]
    far: list[set[Said]] = [set() for _ in spans]
    ahead: set[int] = set()
    """Spans of which something is said in words before them."""
    for mark in found:
        for index in _meant(mark, spans, read, scopes, ahead | weak):
            first, last = sorted((spans[index], (mark.start, mark.end)))
            (far if _breaks(first[1], last[0], read, scopes) else near)[index].add(mark.said)
            if mark.end <= spans[index][0]:
                ahead.add(index)
    _shared(near, far, spans, read, ahead, scopes.speech.language)
    _carried(far, spans, found, read)
    return tuple(Told(frozenset(one), frozenset(other)) for one, other in zip(near, far, strict=True))


def _meant(
    mark: Mark, spans: Sequence[Span], read: Spelled, scopes: Scopes, ahead: set[int]
) -> Iterator[int]:
    """The spans of its sentence that words speak of: those they hold, else one beside them."""
    first, last = read.sentence(mark.start)
    near = [index for index, (start, end) in enumerate(spans) if first <= start and end <= last]
    held = [index for index in near if spans[index][0] < mark.end and mark.start < spans[index][1]]
    if held:
        yield held[-1]
        return
    before = next((index for index in reversed(near) if spans[index][1] <= mark.start), None)
    behind = next((index for index in near if spans[index][0] >= mark.end), None)
    if before is None or behind is None:
        yield from (index for index in (before, behind) if index is not None)
        return
    parted = _breaks(spans[before][1], mark.start, read, scopes)
    parts = _breaks(mark.end, spans[behind][0], read, scopes)
    if parted != parts:
        yield behind if parted else before
        return
    yield behind if not parted and before in ahead else before


def _breaks(start: int, end: int, read: Spelled, scopes: Scopes) -> bool:
    """Whether a clause ends between two places; in scripts without spaces between words a space ends one."""
    if scopes.breaks(start, end):
        return True
    return scopes.speech.language in _SPACES and _SPACE.search(read.text, start, end) is not None


def _shared(
    near: list[set[Said]],
    far: list[set[Said]],
    spans: Sequence[Span],
    read: Spelled,
    ahead: set[int],
    language: str,
) -> None:
    """What is said of things that are named together ("the vase and the bowl") is said of each."""
    joining = function_words(language) | counting(language).joins

    def copied(index: int, other: int, apart: re.Pattern[str] = _APART) -> None:
        gap = read.text[min(spans[index][1], spans[other][1]) : max(spans[index][0], spans[other][0])]
        if language in UNSPACED:
            joined = len(gap) <= _JOINED
        else:
            joined = len(gap) <= _TOGETHER and all(word in joining for word in _WORD.findall(gap))
        if joined and not near[index] | far[index] and not apart.search(gap):
            near[index] |= near[other]
            far[index] |= far[other]

    for index in range(len(spans) - 2, -1, -1):
        copied(index, index + 1)
    also = [found.span() for found in islice(counting(language).also.finditer(read.text), _MOST)]
    for index in range(1, len(spans)):
        start, end = spans[index]
        first, _ = read.sentence(start)
        too = any(0 <= one - end <= _TOO or 0 <= start - other <= _TOO for one, other in also)
        if too and not near[index] | far[index] and spans[index - 1][0] >= first:
            near[index] |= near[index - 1]
            far[index] |= far[index - 1]
    for index in range(1, len(spans)):
        if index - 1 in ahead:
            copied(index, index - 1, _LISTED)


def _carried(told: list[set[Said]], spans: Sequence[Span], found: Sequence[Mark], read: Spelled) -> None:
    """What a sentence that names nothing says is said of the last thing that nothing was said of."""
    for mark in found:
        first, last = read.sentence(mark.start)
        if any(first <= start < last for start, _ in spans):
            continue
        before = next((i for i in range(len(spans) - 1, -1, -1) if spans[i][1] <= first), None)
        if before is None:
            continue
        own = read.sentence(spans[before][0])
        if not any(own[0] <= one.start < own[1] for one in found if one.said not in {"came", "needs"}):
            told[before].add(mark.said)

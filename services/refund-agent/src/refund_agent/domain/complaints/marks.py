"""What is said of the things that a complaint names: that they are at fault, or that they are fine."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from refund_agent.domain.complaints.counting import Counting
from refund_agent.domain.complaints.reasons import Heard
from refund_agent.domain.complaints.scopes import Scopes
from refund_agent.domain.complaints.spelling import Spelled
from refund_agent.domain.complaints.tongues import Speech

Said = Literal["wrong", "missing", "wanted", "fine", "came", "needs"]
"""At fault; not there; money, goods or a return are asked for it; nothing is wrong with it or it is kept; it is
there; it is needed.
"""
Span = tuple[int, int]
_ABSENT: Final = frozenset({"missing_parts", "not_received"})
_TOGETHER: Final = 25
"""Characters between things that share what is said of them ("the vase and the bowl are broken"), at most."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that say something of what is named near them."""

    said: Said
    start: int
    end: int


def marks(
    read: Spelled, said: Speech, counting: Counting, scopes: Scopes, heard: Sequence[Heard]
) -> tuple[Mark, ...]:
    """All of them, in the order of the text."""
    faults = [_mark("missing" if one.reason in _ABSENT else "wrong", (one.start, one.end), read) for one in heard]
    wishes = [
        _mark("wanted", found.span(), read)
        for pattern in said.wishes.values()
        for found in pattern.finditer(read.text)
        if not scopes.denied(*found.span()) and not scopes.supposed(*found.span())
    ]
    fine = [
        Mark("fine", *found.span())
        for found in counting.fine.finditer(read.text)
        if not _denied(found.span(), scopes)
        and not any(one.start < found.end() and found.start() < one.end for one in faults)
    ]
    there = [
        Mark(name, *found.span())
        for name, pattern in (("came", counting.came), ("needs", counting.needs))
        for found in pattern.finditer(read.text)
        if not _denied(found.span(), scopes)
    ]
    return tuple(sorted((*faults, *wishes, *fine, *there), key=lambda one: (one.start, one.end)))


def _mark(said: Said, span: Span, read: Spelled) -> Mark:
    """A wording that runs over the end of a clause says what its last part says."""
    start, end = span
    place = bisect_left(read.clauses, end - 1) - 1
    if place >= 0 and start < read.clauses[place] < end:
        start = read.clauses[place] + 1
    return Mark(said, start, end)


def _denied(span: Span, scopes: Scopes) -> bool:
    if scopes.denied(*span):
        return True
    return any(span[0] < first and last < span[1] for first, last in scopes.before)


def said_of(
    spans: Sequence[Span], found: Sequence[Mark], read: Spelled, scopes: Scopes
) -> tuple[frozenset[Said], ...]:
    """What is said of each of the spans, which stand in the order of the text."""
    told: list[set[Said]] = [set() for _ in spans]
    ahead: set[int] = set()
    """Spans of which something is said in words before them."""
    for mark in found:
        for index in _meant(mark, spans, read, scopes, ahead):
            told[index].add(mark.said)
            if mark.end <= spans[index][0]:
                ahead.add(index)
    _shared(told, spans, read)
    _carried(told, spans, found, read)
    return tuple(map(frozenset, told))


def _meant(
    mark: Mark, spans: Sequence[Span], read: Spelled, scopes: Scopes, ahead: set[int]
) -> Iterator[int]:
    """The spans of its sentence that words speak of: those they hold, else one beside them."""
    first, last = read.sentence(mark.start)
    near = [index for index, (start, end) in enumerate(spans) if first <= start and end <= last]
    held = [index for index in near if spans[index][0] < mark.end and mark.start < spans[index][1]]
    if held:
        yield from held
        return
    before = next((index for index in reversed(near) if spans[index][1] <= mark.start), None)
    behind = next((index for index in near if spans[index][0] >= mark.end), None)
    if before is None or behind is None:
        yield from (index for index in (before, behind) if index is not None)
        return
    parted = scopes.breaks(spans[before][1], mark.start)
    parts = scopes.breaks(mark.end, spans[behind][0])
    if parted != parts:
        yield behind if parted else before
        return
    yield behind if not parted and before in ahead else before


def _shared(told: list[set[Said]], spans: Sequence[Span], read: Spelled) -> None:
    for index in range(len(spans) - 2, -1, -1):
        gap = read.text[spans[index][1] : spans[index + 1][0]]
        if not told[index] and len(gap) <= _TOGETHER and "\n" not in gap:
            told[index] |= told[index + 1]


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

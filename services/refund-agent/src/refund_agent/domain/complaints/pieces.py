"""How many pieces of a line a complaint is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from babel.dates import get_month_names

from argosy_commerce.folding import folded
from refund_agent.domain.complaint import Reason
from refund_agent.domain.complaints.counting import Counting, counting
from refund_agent.domain.complaints.lines import About
from refund_agent.domain.complaints.marks import Told, said_of
from refund_agent.domain.complaints.profiles import Line
from refund_agent.domain.complaints.scopes import Scopes
from refund_agent.domain.complaints.spelling import Spelled

_ABSENT: Final = frozenset[Reason]({"missing_parts", "not_received", "other"})
_ONLY: Final = 14
"""Characters between "only" and the number that it is said of, at most."""
_MOST: Final = 200
"""Numbers that are weighed; a longer text says nothing new."""
_ASIDE: Final = 25
"""Characters between a number and what it counts, at most."""
_BACK: Final = frozenset[Reason]({"changed_mind", "cancelled"})


@dataclass(frozen=True, slots=True)
class _Number:
    value: int
    start: int
    end: int
    only: bool
    others: bool = False
    """Not a number: the others."""


def pieces(
    read: Spelled,
    language: str,
    scopes: Scopes,
    lines: Sequence[Line],
    meant: About,
    reason: Reason,
    sums: Sequence[tuple[int, int]] = (),
) -> tuple[tuple[int, int], ...]:
    """(place of the line in the order, pieces) where the words give a number below what was ordered.

    ``sums``: where amounts of money stand, which count nothing.
    """
    chosen = meant.lines or (range(len(lines)) if len(lines) == 1 else ())
    open_ = [i for i in chosen if lines[i].quantity > 1]
    if not open_ or meant.unclear:
        return ()
    talk = counting(language)
    numbers = tuple(_numbers(read, talk, language, sums))
    found = []
    for i in open_:
        own = [one for one in numbers if _of(one, i, open_, meant, read)]
        parts = _parts(own, lines[i].quantity, talk, read)
        told = _told(parts, i, lines[i].quantity, meant, read, scopes)
        lacking = reason in _ABSENT or any(one.said == "missing" for one in meant.marks)
        count = _count(parts, told, lines[i].quantity, talk, read, reason, lacking=lacking)
        if count:
            found.append((i, count))
    return tuple(found)


def _numbers(
    read: Spelled, talk: Counting, language: str, sums: Sequence[tuple[int, int]]
) -> Iterator[_Number]:
    taken: list[tuple[int, int]] = list(sums)
    only = [found.end() for found in talk.only.finditer(read.text)]
    spans = [(found.span(), 1) for found in talk.ones.finditer(read.text)]
    for found in talk.number.finditer(read.text):
        start, end = found.span(1)
        value = int(found[1]) if found[1].isdigit() else talk.numbers[found[1]]
        spans.append(((start, end), value))
    for (start, end), value in sorted(spans)[:_MOST]:
        if any(first < end + 1 and start - 2 < last for first, last in taken):
            continue
        if talk.numbered.search(read.text[max(0, start - 30) : start]) or _dated(read, language, start, end):
            continue
        taken.append((start, end))
        yield _Number(value, start, end, any(start - _ONLY <= place <= end for place in only))


def _dated(read: Spelled, language: str, start: int, end: int) -> bool:
    """Whether a month stands beside it."""
    around = re.findall(r"[^\W\d_]+", read.text[max(0, start - 14) : start])[-1:]
    around += re.findall(r"[^\W\d_]+", read.text[end : end + 14])[:2]
    return any(word in _months(language) for word in around)


@cache
def _months(language: str) -> frozenset[str]:
    told = {
        folded(name, language)
        for context in ("format", "stand-alone")
        for name in get_month_names("wide", context=context, locale=language).values()
    }
    return frozenset(name for name in told if len(name) > 3 and name.isalpha())


def _of(number: _Number, line: int, open_: Sequence[int], meant: About, read: Spelled) -> bool:
    """Whether a number may be of a line: no other thing is named between them."""
    if not meant.named:
        return len(open_) == 1
    first, last = read.sentence(number.start)
    near = [one for one in meant.named if first <= one.start < last and not one.every]
    behind = next((one for one in near if one.start >= number.end), None)
    before = next((one for one in reversed(near) if one.end <= number.start), None)
    if (
        behind
        and behind.start - number.end < _ASIDE
        and not any(number.end <= mark.start and mark.end <= behind.start for mark in meant.marks)
    ):
        return line in behind.lines
    if before:
        return line in before.lines
    if behind:
        return line in behind.lines
    return len(open_) == 1


def _count(
    parts: Sequence[_Number],
    told: Sequence[Told],
    ordered: int,
    talk: Counting,
    read: Spelled,
    reason: Reason,
    *,
    lacking: bool,
) -> int:
    """Pieces of one line; 0 where nothing below ``ordered`` is told."""
    by_kind: dict[str, list[_Number]] = {"wrong": [], "there": [], "fine": [], "": []}
    for part, said in zip(parts, told, strict=True):
        if part.value < ordered:
            by_kind[_kind(part, said, lacking=lacking)].append(part)
    wrong, there, fine, plain = by_kind.values()
    halved = ordered % 2 == 0 and talk.halves.search(read.text)
    if wrong:
        others = sum(one.value for one in wrong if one.others)
        return (max((one.value for one in wrong if not one.others), default=0) + others) % ordered
    if there or halved:
        return ordered - max((one.value for one in there), default=ordered // 2)
    if fine:
        return max(ordered - sum(one.value for one in fine), 0)
    if len({one.value for one in plain}) == 1 and not any(one.others for one in plain):
        whole = any(one.value == ordered for one in parts)
        return plain[0].value if whole or reason in _BACK else 0
    return int(reason in _BACK and ordered == 2 and talk.others.search(read.text) is not None)


def _kind(part: _Number, said: Told, *, lacking: bool) -> str:
    """What a number counts: pieces at fault, those that are there while others are not, fine ones."""
    if said.faulty and "wrong" in said.all:
        return "wrong"
    if "needs" in said.all or (
        lacking
        and "wanted" not in said.near
        and (part.only or ("came" in said.all and "missing" not in said.near))
    ):
        return "there"
    if said.faulty:
        return "wrong"
    return "fine" if "fine" in said.all else ""


def _parts(numbers: Sequence[_Number], ordered: int, talk: Counting, read: Spelled) -> tuple[_Number, ...]:
    """The numbers that pieces of the line may have, and "the others" behind one: what is left of all."""
    parts = [one for one in numbers if 0 < one.value <= ordered]
    for found in talk.others.finditer(read.text):
        start, end = found.span()
        before = [one for one in parts if one.end <= start and one.value < ordered and not one.others]
        if len(before) == 1:
            parts = [one for one in parts if one.end <= start or end <= one.start]
            parts.append(_Number(ordered - before[0].value, start, end, only=False, others=True))
    return tuple(sorted(parts, key=lambda one: one.start))


def _told(
    parts: Sequence[_Number], line: int, ordered: int, meant: About, read: Spelled, scopes: Scopes
) -> tuple[Told, ...]:
    """What is said of each number; what is said of other lines is not."""
    barred = {(one.start, one.end) for one in meant.named if line not in one.lines}
    spans = sorted({*((one.start, one.end) for one in parts), *barred})
    wholes = {(one.start, one.end) for one in parts if one.value == ordered}
    weak = frozenset(index for index, span in enumerate(spans) if span in wholes)
    there = [one for one in meant.marks if one.said == "came"]
    found = [
        one  # "only two came" says how many are there
        for one in meant.marks
        if one.said != "missing" or not any(one.start < it.end and it.start < one.end for it in there)
    ]
    told = dict(zip(spans, said_of(spans, found, read, scopes, weak), strict=True))
    return tuple(told[one.start, one.end] for one in parts)

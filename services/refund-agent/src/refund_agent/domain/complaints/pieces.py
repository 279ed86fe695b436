"""How many pieces of a line a complaint is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from babel.dates import get_month_names

from refund_agent.domain.complaint import Reason
from refund_agent.domain.complaints.counting import Counting, counting
from refund_agent.domain.complaints.lines import About
from refund_agent.domain.complaints.marks import Mark, Said, said_of
from refund_agent.domain.complaints.profiles import Line
from refund_agent.domain.complaints.scopes import Scopes
from refund_agent.domain.complaints.spelling import Spelled, folded

_ABSENT: Final = frozenset[Reason]({"missing_parts", "not_received", "other"})
_ONLY: Final = 14
"""Characters between "only" and the number that it is said of, at most."""
_FAULTS: Final = frozenset[Said]({"wrong", "missing", "wanted"})
_BACK: Final = frozenset[Reason]({"changed_mind", "cancelled"})


@dataclass(frozen=True, slots=True)
class _Number:
    value: int
    start: int
    end: int
    only: bool


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
        count = _count(own, talk, lines[i].quantity, meant.marks, read, scopes, reason)
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
    for (start, end), value in sorted(spans):
        if any(first < end and start < last for first, last in taken):
            continue
        if talk.numbered.search(read.text[max(0, start - 30) : start]) or _dated(read, language, start, end):
            continue
        taken.append((start, end))
        yield _Number(value, start, end, any(0 <= start - place <= _ONLY for place in only))


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
    if behind and not read.text[number.end : behind.start].count(" ") > 3 and len(read.text[number.end : behind.start]) < 25:
        return line in behind.lines
    if before:
        return line in before.lines
    if behind:
        return line in behind.lines
    return len(open_) == 1


def _count(
    numbers: Sequence[_Number], talk: Counting, ordered: int, found: Sequence[Mark], read: Spelled,
    scopes: Scopes, reason: Reason,
) -> int:  # fmt: skip
    """Pieces of one line; 0 where nothing below ``ordered`` is told."""
    parts = [one for one in numbers if 0 < one.value < ordered]
    whole = any(one.value == ordered for one in numbers)
    told = said_of([(one.start, one.end) for one in parts], found, read, scopes)
    wrong, there, fine, plain = [], [], [], []
    for part, said in zip(parts, told, strict=True):
        lacking = reason in _ABSENT or "missing" in said
        if "wrong" in said:
            wrong.append(part.value)
        elif "needs" in said or (lacking and (part.only or ("came" in said and "missing" not in said))):
            there.append(part.value)
        elif said & _FAULTS:
            wrong.append(part.value)
        elif "fine" in said:
            fine.append(part.value)
        else:
            plain.append(part.value)
    if wrong:
        return max(wrong)
    if there:
        return ordered - max(there)
    if fine and sum(fine) < ordered:
        return ordered - sum(fine)
    if ordered % 2 == 0 and talk.halves.search(read.text):
        return ordered // 2
    if plain and len(set(plain)) == 1 and (whole or reason in _BACK):
        return plain[0]
    if reason in _BACK and ordered == 2 and talk.others.search(read.text):
        return 1
    return 0

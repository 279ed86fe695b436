"""What a complaint's words name of an order: things by their kinds, colours, sizes, words of titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from argosy_commerce.folding import folded
from refund_agent.domain.complaints.counting import Counting
from refund_agent.domain.complaints.goods import names
from refund_agent.domain.complaints.marks import Mark
from refund_agent.domain.complaints.profiles import (
    Line,
    Profile,
    by_size,
    fits,
    is_colour,
    is_goods,
    literal,
    same_kind,
)
from refund_agent.domain.complaints.spelling import Spelled

_WORD: Final = re.compile(r"[a-z]*\d+[a-z]*|[a-z]+|[^\W\d_]+")
_NUMBER: Final = 3.0
"""A line's own number fits it better than any words."""
_ENOUGH: Final = 0.35
"""A word that fits a line less than this says nothing of it."""
_CLEARLY: Final = 0.15
"""Lines that fit so much less than the best are not meant."""
_TWO: Final = 2
_MOST: Final = 200
"""Names that are weighed; a longer text says nothing new."""
_ASIDE: Final = 12
"""Characters between words that name one thing together, at most."""


@dataclass(frozen=True, slots=True)
class Named:
    """Words of the text that name lines (by their place in the order), and how well they fit each.

    ``told_apart``: they tell a colour or a size only; ``every``: all of what they name is meant.
    """

    start: int
    end: int
    fits: tuple[float, ...]
    told_apart: bool = False
    goods: bool = False
    every: bool = False

    @property
    def lines(self) -> frozenset[int]:
        """The lines that they fit best."""
        best = max(self.fits, default=0.0)
        return frozenset(i for i, fit in enumerate(self.fits) if fit >= _ENOUGH and fit > best - _CLEARLY)


def named(
    read: Spelled,
    language: str,
    talk: Counting,
    profiles: Sequence[Profile],
    lines: Sequence[Line],
    found: Sequence[Mark],
) -> tuple[Named, ...]:
    """All that names some of the lines, and "the others"; in the order of the text.

    ``profiles``: of the order's lines.
    """
    joined: list[Named] = []
    beside = [span.end() for span in talk.beside.finditer(read.text)]
    found_names = (*_numbers(read, lines), *_names(read, language, talk, profiles, found))
    for one in sorted(found_names, key=lambda one: (one.start, -one.end)):
        if any(0 <= one.start - end <= 1 for end in beside):
            continue
        last = joined[-1] if joined else None
        if last is None or not _together(last, one, read):
            if last is None or one.start >= last.end:
                joined.append(one)
            continue
        both = tuple(sum(pair) for pair in zip(last.fits, one.fits, strict=True))
        joined[-1] = Named(
            last.start,
            max(last.end, one.end),
            both,
            last.told_apart and one.told_apart,
            last.goods or one.goods,
        )
    known = _of_their_kind(joined[:_MOST], profiles, read)
    return tuple(
        sorted(_with_others(known, talk, read, [line.quantity for line in lines]), key=lambda one: one.start)
    )


def wholes(read: Spelled, talk: Counting, known: Sequence[Named], count: int) -> tuple[Named, ...]:
    """Words for all of the order: not "all" of a thing that is named (all the plates), nor "not at all".

    "Both" are the order's two lines whatever is named beside.
    """
    idle = [found.span() for found in talk.idle.finditer(read.text)]
    two = [found.span() for found in islice(talk.both.finditer(read.text), _MOST)]
    found = [(span, True) for span in two if count == _TWO]
    found += [(one.span(), False) for one in islice(talk.all.finditer(read.text), _MOST)]
    idle += two if count != _TWO else []
    return tuple(
        Named(start, end, (1.0,) * count, every=True)
        for (start, end), both in found
        if not any(first < end and start < last for first, last in idle)
        and not any(_of_named(one, start, end, read, both=both) for one in known)
    )


def _of_named(one: Named, start: int, end: int, read: Spelled, *, both: bool) -> bool:
    """Whether a word for all is said of a thing: before it, or behind it in its clause."""
    if start < one.start:
        return one.start - end <= _ASIDE and "\n" not in read.text[end : one.start]
    first, _ = read.sentence(start)
    return not both and first <= one.start and not any(one.end <= at < start for at in read.clauses)


def _numbers(read: Spelled, lines: Sequence[Line]) -> Iterator[Named]:
    """Lines whose number in the shop the words give."""
    for i, line in enumerate(lines):
        sku = re.escape(folded(line.sku, "fr"))
        if len(line.sku) > 2 and sku:
            fit = tuple(_NUMBER * (place == i) for place in range(len(lines)))
            for found in re.finditer(rf"(?<!\w){sku}(?![\w-])", read.text):
                yield Named(*found.span(), fit)


def _names(
    read: Spelled, language: str, talk: Counting, profiles: Sequence[Profile], found: Sequence[Mark]
) -> Iterator[Named]:
    taken = {place for mark in found if mark.said == "fine" for place in range(mark.start, mark.end)}
    for large, pattern in ((True, talk.big), (False, talk.small)):
        for size in pattern.finditer(read.text):
            taken.update(range(*size.span()))
            yield Named(*size.span(), by_size(profiles, large=large), told_apart=True)
    for name in names(language).find(read.text):
        fit = fits(name, profiles)
        if max(fit) >= _ENOUGH:
            yield Named(name.start, name.end, fit, is_colour(name), is_goods(name))
        taken.update(range(name.start, name.end))
    for word in _WORD.finditer(read.text):
        start, end = word.span()
        if not taken.isdisjoint(range(start, end)):
            continue
        fit = literal(word[0], profiles, language)
        if 0 < sum(map(bool, fit)) < len(profiles):
            yield Named(start, end, fit)


def _together(one: Named, other: Named, read: Spelled) -> bool:
    """Whether two names are one thing's: beside each other, and some line has both."""
    if other.start > one.end:
        gap = read.text[one.end : other.start]
        if len(gap) > _ASIDE or "\n" in gap or any(one.end <= at < other.start for at in read.clauses):
            return False
    return bool(one.lines & other.lines)


def _of_their_kind(found: Sequence[Named], profiles: Sequence[Profile], read: Spelled) -> list[Named]:
    """Names that tell lines apart; a colour or size means things of the kind that its sentence speaks of."""
    kept: list[Named] = []
    topic: frozenset[int] = frozenset()
    place = -1
    for one in found:
        sentence = read.sentence(one.start)[0]
        if one.told_apart:
            spoken = topic and place == sentence
            kind = same_kind(topic, profiles) if spoken else frozenset(range(len(profiles)))
            if not all(profiles[i].hues or profiles[i].size for i in kind):
                continue
            fit = tuple(value * (i in kind) for i, value in enumerate(one.fits))
            one = replace(one, fits=fit)  # noqa: PLW2901 — the narrowed name replaces it
        elif one.goods:
            topic, place = one.lines, sentence
        if one.lines and len(one.lines) < len(profiles):
            kept.append(one)
    return kept


def _with_others(found: Sequence[Named], talk: Counting, read: Spelled, pieces: Sequence[int]) -> list[Named]:
    """The names, and "the other ones": lines not named before, or none where pieces of those may be meant."""
    whole, count = list(found), len(pieces)
    for span in talk.others.finditer(read.text):
        gone = {i for one in found if one.end <= span.start() and len(one.lines) == 1 for i in one.lines}
        left = frozenset(range(count)) - gone
        own = any(0 <= one.start - span.end() <= _ASIDE for one in found)
        if gone and left and not own:
            counted = any(pieces[i] > 1 for i in gone)
            fit = tuple(float(i in left and not counted) for i in range(count))
            whole.append(Named(*span.span(), fit, every=True))
    return whole

"""Which lines of an order a complaint is about.

A line is meant where the words name what it has and the others have not, and do not say that it is fine.
Where several are possible nothing is guessed: a wrong line is worse than none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from refund_agent.domain.complaint import ReadReason, Reason
from refund_agent.domain.complaints.counting import counting
from refund_agent.domain.complaints.marks import FAULTS, Mark, Told, marks, said_of
from refund_agent.domain.complaints.named import Named, named, wholes
from refund_agent.domain.complaints.profiles import Line, Profile, profile, same_kind
from refund_agent.domain.complaints.reasons import Heard
from refund_agent.domain.complaints.scopes import Scopes
from refund_agent.domain.complaints.spelling import Spelled
from refund_agent.domain.complaints.tongues import Speech

_WHOLE: Final = frozenset[Reason]({"not_received", "late", "cancelled", "charged_twice"})
"""Reasons that are the whole order's where no line is named."""
_ABSENT: Final = frozenset[Reason]({"missing_parts", "not_received"})
"""Reasons of which a thing that came is free."""
_SURE: Final = 0.5
"""From here on a reason counts that makes the whole order meant."""


@dataclass(frozen=True, slots=True)
class About:
    """The lines that are meant, by their place in the order; none: all of them, unless it is ``unclear``.

    ``aside``: lines that are named, and nothing that is understood is said of them.
    """

    lines: tuple[int, ...]
    unclear: bool
    named: tuple[Named, ...] = ()
    marks: tuple[Mark, ...] = ()
    aside: tuple[int, ...] = ()


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
        return About((), unclear=False)
    if len(lines) == 1:
        return About((), unclear=False, marks=found)
    profiles = [profile(line.title, said.language) for line in lines]
    pieces = [line.quantity for line in lines]
    known = named(read, said.language, talk, profiles, lines, found)
    # A fault that is only the name of a thing ("the sound of the speaker") says nothing of it yet, and what
    # says that one is there does not say that it is missing.
    there = [mark for mark in found if mark.said == "came"]
    bare = tuple(
        mark
        for mark in found
        if mark.said not in FAULTS
        or not any(one.start <= mark.start and mark.end <= one.end for one in known if not one.every)
    )
    bare = tuple(mark for mark in bare if mark.said != "missing" or not _ends_in(mark, there))
    told = said_of([(one.start, one.end) for one in known], bare, read, scopes)
    views = _Views.of(known, told, pieces, absent=reason.reason in _ABSENT)
    swapped = _swapped(known, told, profiles, read, found)
    views.wrong -= swapped
    views.plain -= swapped
    views.doubtful += [frozenset(swapped)] if swapped else []
    for whole in wholes(read, talk, known, len(lines)):
        (of_all,) = said_of([(whole.start, whole.end)], found, read, scopes)
        views.all |= bool(of_all.near & FAULTS) and "fine" not in of_all.near
    meant = _judged(views, profiles, reason)
    if meant is None:
        return About((), unclear=True, named=known, marks=found)
    aside = views.plain - meant - views.fine if meant and views.wrong else set()
    chosen = () if len(meant) == len(lines) else tuple(sorted(meant))
    return About(chosen, unclear=False, named=known, marks=found, aside=tuple(sorted(aside)))


def _swapped(
    known: Sequence[Named], told: Sequence[Told], profiles: Sequence[Profile], read: Spelled,
    found: Sequence[Mark],
) -> set[int]:  # fmt: skip
    """Lines of one kind that a sentence names one after the other ("ordered black, received white").

    Which of them came and which is asked for is not read.
    """
    swapped: set[int] = set()
    for (one, said), (other, of_other) in pairwise(zip(known, told, strict=True)):
        first, last = read.sentence(one.start)
        if one.lines & other.lines or not one.lines or not first <= other.start < last:
            continue
        alike = other.lines <= same_kind(one.lines, profiles) if other.told_apart else False
        came = any(first <= mark.start < last and mark.said == "came" for mark in found)
        if alike and came and "fine" not in said.all | of_other.all:
            swapped |= one.lines | other.lines
    return swapped


def _ends_in(mark: Mark, others: Sequence[Mark]) -> bool:
    """Whether a wording ends in one of the others."""
    return any(mark.start < one.end and one.start < mark.end <= one.end + 1 for one in others)


@dataclass(slots=True)
class _Views:
    """Lines by what is said of them. ``far``: at fault by the words of another clause alone; ``mixed``: fine,
    and a fault may be theirs or another thing's; ``doubtful``: a fault of one of these.
    """

    wrong: set[int] = field(default_factory=set)
    far: set[int] = field(default_factory=set)
    fine: set[int] = field(default_factory=set)
    plain: set[int] = field(default_factory=set)
    mixed: set[int] = field(default_factory=set)
    doubtful: list[frozenset[int]] = field(default_factory=list)
    all: bool = False

    @classmethod
    def of(
        cls, known: Sequence[Named], told: Sequence[Told], pieces: Sequence[int], *, absent: bool
    ) -> _Views:
        views = cls()
        for one, said in zip(known, told, strict=True):
            single = len(one.lines) == 1 or one.every
            parted = single and said.mixed and "fine" not in said.near
            if said.faulty and not single:
                views.doubtful.append(one.lines)
            elif said.faulty or (parted and all(pieces[i] > 1 for i in one.lines)):
                views.wrong |= one.lines
                views.far |= one.lines if said.far_off else set()
                views.far -= set() if said.far_off else one.lines
            elif single and absent and "came" in said.near and not said.all & FAULTS:
                views.fine |= one.lines
            elif single and said.mixed:
                views.mixed |= one.lines
            elif single and "fine" in said.all:
                views.fine |= one.lines
            elif single and not one.every:
                views.plain |= one.lines
        views.fine -= views.wrong
        return views


def _judged(views: _Views, profiles: Sequence[Profile], reason: ReadReason) -> set[int] | None:
    """The lines that are meant; None: it is not clear which."""
    everything = set(range(len(profiles)))
    if views.all and not views.fine and (not views.wrong or len(profiles) == 2):
        return everything
    meant = views.wrong or views.plain - views.fine
    vague = any(not lines & meant for lines in views.doubtful) or (len(meant) > 1 and not views.wrong)
    # Another thing, which cannot be named here, may be the one that is spoken of.
    hidden = meant <= views.far | views.plain and any(not profiles[i].goods for i in everything - meant)
    if meant or vague:
        return None if vague or hidden else meant
    left = everything - views.fine
    if views.fine and not views.mixed and len(left) == 1 and reason.reason != "other":
        return left
    whole = reason.reason in _WHOLE and reason.confidence >= _SURE
    return everything if whole and not (views.fine or views.mixed) else None

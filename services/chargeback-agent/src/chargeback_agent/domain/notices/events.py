"""What happened on a day that a sentence names: ``on 4 May the bank opened a dispute``.

Labels say it in forms; prose tells it by verbs, before the day or behind it, by the language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chargeback_agent.domain.notices.dates import Dated
from chargeback_agent.domain.notices.page import Page
from chargeback_agent.domain.notices.vocabulary import Hit

EVENTS: Final = {
    "disputed": "date_disputed", "later": "date_later", "paid": "date_transaction", "other": "date_other",
}  # fmt: skip
"""``date_later``: of a later round; the dispute is older."""
_REACH: Final = 90
_NEAREST: Final = 0.78
_FARTHER: Final = 0.003
"""Less for each character between the verb and the day."""
_OF_OPENING: Final = 0.6
_OPENING: Final = 4
"""Letters before the day: "on", "am", "le"."""
_REST: Final = 12
"""Words that may follow the verb."""
_FARTHER_ON: Final = 40
_AROUND: Final = 4
"""Words around the day are parted by it: a verb right beside it says more."""
_PARTED: Final = 14
"""A comma between them counts as so many characters."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence says happened on a day, and how surely."""

    meaning: str
    strength: float


def told(page: Page, day: Dated, days: Sequence[Dated]) -> Told | None:
    """The event whose words stand nearest to a day, in its sentence and without another day between."""
    first, last = page.view.sentence(day.start)
    best: tuple[int, int, str] | None = None
    for name, meaning in EVENTS.items():
        for hit in page.of(f"events.{name}"):
            if not (first <= hit.start < last and hit.end <= last + 1):
                continue
            gap = _gap(page, hit, day, days)
            # of two as near the longer one, which says more
            if gap is not None and (best is None or (gap, hit.start - hit.end) < best[:2]):
                best = gap, hit.start - hit.end, meaning
    if best is not None and best[0] <= _REACH:
        meaning = best[2]
        if meaning == "date_disputed" and _of_later_round(page, day, days, (first, last), best[0]):
            meaning = "date_later"  # "on 4 May we were told that the case has gone to arbitration"
        return Told(meaning, _NEAREST - _FARTHER * best[0])
    return _of_opening(page, day, first, last)


def _of_later_round(
    page: Page, day: Dated, days: Sequence[Dated], sentence: tuple[int, int], near: int
) -> bool:
    gaps = [
        _gap(page, hit, day, days)
        for hit in page.of("events.later")
        if sentence[0] <= hit.start < sentence[1]
    ]
    return any(gap is not None and gap <= near + _FARTHER_ON for gap in gaps)


def _of_opening(page: Page, day: Dated, first: int, last: int) -> Told | None:
    """``On 4 May, the bank that ... opened a dispute``: the day that opens a sentence is its last verb's."""
    if len(page.view.flat[first : day.start].strip()) > _OPENING:
        return None
    later = [
        (hit.end, meaning)
        for name, meaning in EVENTS.items()
        for hit in page.of(f"events.{name}")
        if day.end <= hit.start and hit.end <= last + 1
    ]
    end, meaning = max(later, default=(0, ""))
    if not later or page.view.flat[end:last].count(" ") > _REST or last - end > _REACH:
        return None
    return Told(meaning, _OF_OPENING)


def _gap(page: Page, hit: Hit, day: Dated, days: Sequence[Dated]) -> int | None:
    """Characters between; None where another day stands between, or within words around this one."""
    if hit.start < day.end and day.start < hit.end:
        inside = any(one is not day and hit.start < one.end and one.start < hit.end for one in days)
        return None if inside else _AROUND
    start, end = (hit.end, day.start) if hit.end <= day.start else (day.end, hit.start)
    if any(start <= one.start and one.end <= end for one in days):
        return None
    between = page.view.flat[start:end]
    wide = sum(1 for char in between if ord(char) > 0x2E80)  # an ideograph says as much as two letters
    return len(between) + wide + _PARTED * (between.count(",") + between.count("、") + between.count("("))

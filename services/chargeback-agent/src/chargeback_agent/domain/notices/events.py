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

EVENTS: Final = {"disputed": "date_disputed", "paid": "date_transaction", "other": "date_other"}
_REACH: Final = 90
_NEAREST: Final = 0.78
_FARTHER: Final = 0.003
"""Less for each character between the verb and the day."""
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
    if best is None or best[0] > _REACH:
        return None
    return Told(best[2], _NEAREST - _FARTHER * best[0])


def _gap(page: Page, hit: Hit, day: Dated, days: Sequence[Dated]) -> int | None:
    """Characters between; 0 where the words stand around the day, None where another day does between."""
    if hit.start < day.end and day.start < hit.end:
        return (
            0
            if not any(one is not day and hit.start < one.end and one.start < hit.end for one in days)
            else None
        )
    start, end = (hit.end, day.start) if hit.end <= day.start else (day.end, hit.start)
    if any(start <= one.start and one.end <= end for one in days):
        return None
    between = page.view.flat[start:end]
    wide = sum(1 for char in between if ord(char) > 0x2E80)  # an ideograph says as much as two letters
    return len(between) + wide + _PARTED * (between.count(",") + between.count("、") + between.count("("))

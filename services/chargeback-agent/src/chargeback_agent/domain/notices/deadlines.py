"""By when an answer must be there: dates that say so. Days counted from a date: terms.py."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from chargeback_agent.domain.notices.clock import moment
from chargeback_agent.domain.notices.dates import Dated
from chargeback_agent.domain.notices.page import Page, tie
from chargeback_agent.domain.notices.vocabulary import Hit

DATE_FAMILY: Final = (
    "date_due",
    "date_first",
    "date_disputed",
    "date_transaction",
    "date_letter",
    "date_alert",
    "date_other",
)
_INCLUDED: Final = re.compile(
    r"[(（\[, ]+(?:含|包含|inclu|einschl|eingeschl|y compris|當日|当日|włącznie|включ)"
)
"""``18日前（含當日）``: before the day, and on it."""
_BESIDE: Final = 0
"""In a request, only words that touch the day can make it another's."""
_ANSWERED: Final = re.compile(
    r"\s*[(\[](?:已|replied|answered|met|responded|beantwortet|repondu|respondid|risposto|回答済|회신)"
)


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline that a part states. ``computed``: counted from another date; ``doubt``: what was assumed."""

    value: date | datetime
    start: int
    end: int
    strength: float
    computed: bool = False
    doubt: str = ""


def is_told(page: Page, dated: Dated) -> bool:
    """Whether words beside a date say what it is of."""
    held = tie(page, dated.start, dated.end, DATE_FAMILY)
    return bool((held and held.strength >= 0.5) or asks(page, dated))


def asks(page: Page, dated: Dated) -> bool:
    """Whether words beside a date say that something is to be done by it."""
    return bool(
        word_before(page, dated.start, ("due.by", "due.before"))
        or word_after(page, dated.end, ("due.until", "due.until_before"))
    )


def stated(page: Page, dated: Sequence[Dated], home: tzinfo | None, *, with_day: bool = False) -> list[Due]:
    """Deadlines that stand there as a date, with the hour where there is one.

    ``with_day``: where "before a day" usually means "on it at the latest", as in Taiwan's letters.
    """
    found = []
    spans = [(one.start, one.end) for one in dated]
    for one in dated:
        said = moment(page, one, home, dated)
        held = tie(page, one.start, one.end, DATE_FAMILY, spans)
        strength = 0.0
        if held and held.meaning == "date_due" and held.strength >= 0.4:
            strength = max(0.7, held.strength)
        elif held and held.strength >= 0.9:
            continue
        before = word_before(page, said.start, ("due.before",))
        if before and any(inside(before, [hit]) and hit != before for hit in page.of("due.by")):
            before = None  # "on or before" holds "before"
        until = word_after(page, said.end, ("due.until_before",), one.end)
        if until and inside(until, [hit for hit in page.of("due.until") if hit.end > until.end]):
            until = None  # "前（含當日）" holds "前", and says that the day counts
        exclusive = bool(before) or bool(until)
        by = (
            exclusive
            or word_before(page, said.start, ("due.by",))
            or word_after(page, said.end, ("due.until",), one.end)
        )
        if by:
            strength = max(strength, acted(page, said.start, said.end))
        elif strength < 0.7:
            strength = 0.0
        if not strength:
            continue
        value, doubt = said.value, ""
        if (
            exclusive
            and not _INCLUDED.search(page.view.low, said.end, said.end + 12)
            and not isinstance(value, datetime)
            and not said.hour
        ):
            doubt = f"the deadline, before {value}, is taken to include that day, as letters there mean it"
            if not (with_day and until):
                value, doubt = value - timedelta(days=1), ""
        elif said.hour:
            doubt = f"the deadline's hour, {said.hour.strip()}, names no zone of time"
        if _answered(page, said.end):
            strength -= 0.4
        found.append(Due(value, said.start, said.end, strength * one.sure, doubt=doubt))
    return found


def word_before(page: Page, start: int, meanings: Sequence[str]) -> Hit | None:
    """A word that ends right before a place, with signs, articles or a weekday between at most."""
    for hit in page.of(*meanings):
        if hit.end <= start and start - hit.end <= 32:
            gap = page.view.flat[hit.end : start]
            if any(hit.end <= party.start < start for party in page.of("trust.party")):
                continue  # "lodged by their cardholder on 16 March"
            if (
                "\n" not in gap
                and not re.search(r"[^\W\d_][\s.]*:", gap)  # "opened by the bank: 2 May" is a label
                and not re.search(r"[.;!?]\s", gap)
                and len(re.findall(r"[^\W\d_]+", gap)) <= (1 if "," in gap else 4)
            ):
                return hit
    return None


def word_after(page: Page, end: int, meanings: Sequence[str], first: int = 0) -> Hit | None:
    """A word right after a place; or from ``first`` on before it, where the zone stands behind the word."""
    for hit in page.of(*meanings):
        if 0 < first <= hit.start and hit.end <= end:
            return hit
        if 0 <= hit.start - end <= 14:
            gap = page.view.flat[end : hit.start]
            if "\n" not in gap and not re.search(r"\d", gap) and len(re.findall(r"[^\W\d_]+", gap)) <= 2:
                return hit
    return None


def acted(page: Page, start: int, end: int) -> float:
    """Whether the sentence asks the merchant to act."""
    first, last = page.view.sentence(start)
    said = [hit for hit in page.of("due.act") if first <= hit.start < last]
    never = [hit for hit in page.of("due.never") if first <= hit.start < last and not _within(hit, said)]
    acts = [hit for hit in said if not _within(hit, never)]
    if acts and any(first <= hit.start < last for hit in page.of("due.please")):
        never = [hit for hit in never if _gap(hit, start, end) <= _BESIDE]
    nearest = min((_gap(hit, start, end) for hit in acts), default=1000)
    if any(_gap(hit, start, end) < nearest for hit in never):
        return 0.3
    return 0.84 if acts else 0.62


def _within(hit: Hit, others: Sequence[Hit]) -> bool:
    """Whether longer words hold these: ``proof of delivery`` is no delivery."""
    return any(
        other.start <= hit.start and hit.end <= other.end and other.end - other.start > hit.end - hit.start
        for other in others
    )


def _gap(hit: Hit, start: int, end: int) -> int:
    return start - hit.end if hit.end <= start else max(0, hit.start - end)


def inside(hit: Hit, others: Sequence[Hit]) -> bool:
    """Whether one of the others holds these words, or is they."""
    return any(other.start <= hit.start and hit.end <= other.end for other in others)


def _answered(page: Page, end: int) -> bool:
    """``2026-08-11 (replied)``: a deadline of before."""
    return _ANSWERED.match(page.view.low, end) is not None

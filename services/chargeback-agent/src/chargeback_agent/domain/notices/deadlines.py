"""By when an answer must be there: dates that say so, and days counted from a date."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from typing import Final

from chargeback_agent.domain.notices.clock import moment
from chargeback_agent.domain.notices.dates import Dated
from chargeback_agent.domain.notices.page import Page, tie
from chargeback_agent.domain.notices.view import folded
from chargeback_agent.domain.notices.vocabulary import LANGUAGES, Hit, word_file

DATE_FAMILY: Final = (
    "date_due",
    "date_first",
    "date_disputed",
    "date_transaction",
    "date_letter",
    "date_alert",
    "date_other",
)
_UNITS: Final = ("hour", "business_day", "day", "week", "month")
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


@dataclass(frozen=True, slots=True)
class Bases:
    """The dates that days are counted from; None where the notice has none."""

    letter: date | None
    mail: date
    mailed_at: datetime
    dispute: date | None
    alert: datetime | None


@cache
def _numbers() -> Mapping[str, int]:
    return {
        folded(str(word)): int(value)
        for language in LANGUAGES
        for word, value in word_file(language).get("numbers", {}).items()
    }


def is_told(page: Page, dated: Dated) -> bool:
    """Whether words beside a date say what it is of."""
    held = tie(page, dated.start, dated.end, DATE_FAMILY)
    return bool((held and held.strength >= 0.5) or asks(page, dated))


def asks(page: Page, dated: Dated) -> bool:
    """Whether words beside a date say that something is to be done by it."""
    return bool(
        _word_before(page, dated.start, ("due.by", "due.before"))
        or _word_after(page, dated.end, ("due.until", "due.until_before"))
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
        before = _word_before(page, said.start, ("due.before",))
        if before and any(_inside(before, [hit]) and hit != before for hit in page.of("due.by")):
            before = None  # "on or before" holds "before"
        until = _word_after(page, said.end, ("due.until_before",), one.end)
        if until and _inside(until, [hit for hit in page.of("due.until") if hit.end > until.end]):
            until = None  # "前（含當日）" holds "前", and says that the day counts
        exclusive = bool(before) or bool(until)
        by = (
            exclusive
            or _word_before(page, said.start, ("due.by",))
            or _word_after(page, said.end, ("due.until",), one.end)
        )
        if by:
            strength = max(strength, _acted(page, said.start, said.end))
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


def _word_before(page: Page, start: int, meanings: Sequence[str]) -> Hit | None:
    """A word that ends right before a place, with signs, articles or a weekday between at most."""
    for hit in page.of(*meanings):
        if hit.end <= start and start - hit.end <= 32:
            gap = page.view.flat[hit.end : start]
            if (
                "\n" not in gap
                and not re.search(r"[^\W\d_][\s.]*:", gap)  # "opened by the bank: 2 May" is a label
                and not re.search(r"[.;!?]\s", gap)
                and len(re.findall(r"[^\W\d_]+", gap)) <= 4
            ):
                return hit
    return None


def _word_after(page: Page, end: int, meanings: Sequence[str], first: int = 0) -> Hit | None:
    """A word right after a place; or from ``first`` on before it, where the zone stands behind the word."""
    for hit in page.of(*meanings):
        if 0 < first <= hit.start and hit.end <= end:
            return hit
        if 0 <= hit.start - end <= 14:
            gap = page.view.flat[end : hit.start]
            if "\n" not in gap and not re.search(r"\d", gap) and len(re.findall(r"[^\W\d_]+", gap)) <= 2:
                return hit
    return None


def _acted(page: Page, start: int, end: int) -> float:
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


def _inside(hit: Hit, others: Sequence[Hit]) -> bool:
    return any(other.start <= hit.start and hit.end <= other.end for other in others)


def _answered(page: Page, end: int) -> bool:
    """``2026-08-11 (replied)``: a deadline of before."""
    return _ANSWERED.match(page.view.low, end) is not None


@cache
def _number_words() -> re.Pattern[str]:
    words = sorted(
        (word for word in _numbers() if len(word) > 1 or not word.isascii()), key=len, reverse=True
    )
    said = "|".join(map(re.escape, words)) or "(?!)"
    # "ten (10) days", "10 (ten) days", "5 个"
    again = r"(?:[ ]?\([^\W\d_ \-]{1,24}\)|[ ]?\(\d{1,3}\))?"
    return re.compile(rf"(?:(\d{{1,3}})|(?<![a-z])({said})){again}[\s\-]*[個个]?\s*$")


def counted(page: Page, bases: Bases, dated: Sequence[Dated] = ()) -> list[Due]:
    """Deadlines that stand there as days, weeks or hours from a date; a date's own day is no such number."""
    found = []
    days = {place for one in dated for place in range(one.start, one.end)}
    for name in _UNITS:
        for hit in page.of(f"units.{name}")[:60]:
            if any(
                _inside(hit, [other]) and other != hit
                for unit in _UNITS
                for other in page.of(f"units.{unit}")
            ):
                continue
            number = _number_before(page, hit.start)
            if number is None or number[1] in days or not 0 < number[0] <= 365:
                continue
            due = _from(page, name, number[0], number[1], hit, bases)
            if due:
                found.append(due)
    return found


def _number_before(page: Page, start: int) -> tuple[int, int] | None:
    match = _number_words().search(page.view.low, max(0, start - 28), start)
    if match is None:
        return None
    return int(match[1]) if match[1] else _numbers()[match[2]], match.start()


def _from(page: Page, unit: str, count: int, start: int, hit: Hit, bases: Bases) -> Due | None:
    first, last = page.view.sentence(start)
    within = _word_before(page, start, ("due.within",)) or _word_after(page, hit.end, ("due.within_after",))
    from_hits = {
        name: [one for one in page.of(f"due.{name}") if first - 2 <= one.start < last]
        for name in ("from_letter", "from_mail", "from_dispute", "from_alert")
    }
    acts = _acted(page, start, hit.end)
    if not within and not any(from_hits.values()):
        return None
    acts = max(acts, 0.7) if from_hits["from_letter"] or from_hits["from_mail"] else acts
    strength = acts - 0.06 if any(from_hits.values()) else acts - 0.16
    if not within:
        strength -= 0.1
    end = hit.end
    for hits in from_hits.values():
        end = max([end, *(one.end for one in hits if one.start >= start and one.start - hit.end < 60)])
    doubt = ""
    base: date | datetime | None = None
    if from_hits["from_alert"] and bases.alert:
        base = bases.alert
    elif from_hits["from_dispute"] and bases.dispute:
        base = bases.dispute
    elif from_hits["from_letter"] and bases.letter:
        base = bases.letter
    elif from_hits["from_mail"]:
        base = bases.mail
    if base is None:
        base = bases.letter or bases.mail
        doubt = f"the deadline's {count} days are counted from {base}, for the notice does not say from when"
        if from_hits["from_letter"]:
            doubt = ""
    if unit == "hour":
        base = base if isinstance(base, datetime) else bases.alert or bases.mailed_at
    elif isinstance(base, datetime):
        base = base.date()
    return Due(_COUNT[unit](base, count), start, end, strength, computed=True, doubt=doubt)


def _after_hours(base: date, count: int) -> date:
    return base + timedelta(hours=count)


def _after_days(base: date, count: int) -> date:
    return base + timedelta(days=count)


def _after_weeks(base: date, count: int) -> date:
    return base + timedelta(weeks=count)


def _after_working_days(base: date, count: int) -> date:
    day = base
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _after_months(base: date, count: int) -> date:
    month = base.month - 1 + count
    year, month = base.year + month // 12, month % 12 + 1
    for day in (base.day, 30, 29, 28):
        try:
            return base.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    return base


_COUNT: Final[Mapping[str, Callable[[date, int], date]]] = {
    "hour": _after_hours, "day": _after_days, "business_day": _after_working_days, "week": _after_weeks,
    "month": _after_months,
}  # fmt: skip

"""Deadlines as days, weeks or hours from a date: ``within ten working days of this letter``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

from chargeback_agent.domain.notices.dates import Dated
from chargeback_agent.domain.notices.deadlines import Due, acted, inside, word_after, word_before
from chargeback_agent.domain.notices.page import Page
from chargeback_agent.domain.notices.view import folded
from chargeback_agent.domain.notices.vocabulary import LANGUAGES, Hit, word_file

_UNITS: Final = ("hour", "business_day", "day", "week", "month")


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
                inside(hit, [other]) and other != hit for unit in _UNITS for other in page.of(f"units.{unit}")
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
    within = word_before(page, start, ("due.within",)) or word_after(page, hit.end, ("due.within_after",))
    from_hits = {
        name: [one for one in page.of(f"due.{name}") if first - 2 <= one.start < last]
        for name in ("from_letter", "from_mail", "from_dispute", "from_alert")
    }
    acts = acted(page, start, hit.end)
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

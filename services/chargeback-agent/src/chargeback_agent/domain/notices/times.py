"""The dates of a notice: of the payment, of the dispute, and by when to answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from chargeback_agent.domain.notices.choosing import Candidate, candidate, choose
from chargeback_agent.domain.notices.clock import moment, zone_for
from chargeback_agent.domain.notices.dates import Dated, Order, dates
from chargeback_agent.domain.notices.deadlines import DATE_FAMILY, Due, asks, is_told, stated
from chargeback_agent.domain.notices.events import told
from chargeback_agent.domain.notices.model import Read
from chargeback_agent.domain.notices.page import Found, Page, tie
from chargeback_agent.domain.notices.terms import Bases, counted

_PLACE: Final = re.compile(r"(?:[^\d:,]{1,24}[,:\-])?\s*[^\W\d]{0,4}")
_ASKS: Final = 0.65
_LABELLED: Final = 0.8
"""From which on a label is surer than any sentence."""
_OF_CASES: Final = frozenset({"date_due", "date_first", "date_disputed", "date_transaction"})
_PAST: Final = frozenset({"date_first", "date_disputed", "date_later", "date_transaction", "date_other"})
_SAID: Final = 0.7
_HEADER: Final = re.compile(r"\A[^\n]*@[^\n]*\n[^\n]{6,120}")


@dataclass(frozen=True, slots=True)
class Calendar:
    """A notice's dates and where any stand."""

    transaction_on: Read[date] | None
    disputed_on: Read[date] | None
    due_at: Read[date | datetime] | None
    places: Mapping[int, Sequence[tuple[int, int]]]
    due_doubts: frozenset[str]
    asked: Mapping[int, int]
    """Page -> where it first asks for an answer by a day yet to come."""


def read_calendar(
    pages: Sequence[Page], order: Order | None, proven: bool, received_at: datetime, country: str,
    language: str, doubts: list[str],
) -> Calendar:  # fmt: skip
    """Dates by their labels; deadlines by labels, by words, or counted."""
    home = zone_for(country, language)
    received = received_at.astimezone(home or UTC).date()
    dated = [
        [day for day in dates(one, order, received, proven=proven) if not day.wordlike or is_told(one, day)]
        for one in pages
    ]
    places = {number: [(one.start, one.end) for one in found] for number, found in enumerate(dated)}
    said: dict[str, list[Candidate[date]]] = {}
    for number, one in enumerate(pages):
        head = _header(one)
        for day in dated[number]:
            meaning, strength = _meaning(one, day, dated[number], received)
            if day.end <= head:
                meaning, strength = "mail", 0.95
            elif strength < 0.8 and _alone(one, day):
                meaning, strength = "date_letter", 0.8
            unsure = doubts if meaning in _OF_CASES else []
            settled = _settled(day, received, past=meaning != "date_due", doubts=unsure)
            if settled:
                found = Found(settled, day.start, day.end, 1.0)
                said.setdefault(meaning, []).append(
                    candidate(one, found, strength * (0.98 if day.full else 0.8))
                )
    transaction = choose(
        said.get("date_transaction", ()), "the payment's date", doubts, least=0.45, first=True
    )
    first = choose(said.get("date_first", ()), "the first dispute's date", [], least=0.55, first=True)
    disputed = first or choose(
        said.get("date_disputed", ()), "the dispute's date", doubts, least=0.45, first=True
    )
    letter = choose(said.get("date_letter", ()), "the letter's date", [], first=True)
    mailed = choose(said.get("mail", ()), "the mail's date", [], first=True)
    bases = Bases(
        letter.value if letter else None, mailed.value if mailed else received,
        received_at if mailed is None else datetime.combine(mailed.value, time(0), home or UTC),
        disputed.value if disputed else None, _alert(pages, dated, home),
    )  # fmt: skip
    due_doubts: list[str] = []
    asked: dict[int, int] = {}
    due = _due(pages, dated, bases, home, received, due_doubts, asked, with_day=country == "tw")
    doubts += due_doubts
    return Calendar(
        transaction.read() if transaction else None, disputed.read() if disputed else None,
        due.read() if due else None, places, frozenset(due_doubts), asked,
    )  # fmt: skip


def _meaning(page: Page, day: Dated, days: Sequence[Dated], received: date) -> tuple[str, float]:
    """What a day is of, by its label or by what its sentence says happened; "" where nothing says it."""
    held = tie(page, day.start, day.end, DATE_FAMILY, [(one.start, one.end) for one in days])
    meaning, strength = (held.meaning, held.strength) if held else ("", 0.4)
    if strength < _LABELLED and min(day.value, day.swapped or day.value) <= received + timedelta(days=1):
        event = told(page, day, days)
        if event and event.strength > strength and not asks(page, day):
            return event.meaning, event.strength
    return meaning, strength


def _happened(page: Page, day: Dated, days: Sequence[Dated], received: date) -> bool:
    """Whether words say what happened on a day that is over: then nothing is to be done by it."""
    meaning, strength = _meaning(page, day, days, received)
    return meaning in _PAST and strength >= _SAID


def _header(page: Page) -> int:
    """Where the lines end that say who wrote a forwarded mail, and when."""
    head = _HEADER.match(page.view.flat)
    return head.end() if head and page.view.part.where == "body" else 0


def _alone(page: Page, day: Dated) -> bool:
    """A letter's date: a line of its own, perhaps behind a place."""
    line = page.view.lines[page.view.line_at(day.start)]
    before, after = (
        page.view.flat[line.start : day.start].strip(),
        page.view.flat[day.end : line.end].strip(" .\t"),
    )
    return _PLACE.fullmatch(before) is not None and len(after) <= 4


def _settled(day: Dated, received: date, *, past: bool, doubts: list[str]) -> date | None:
    """The reading of an ambiguous date that can be meant."""
    if day.swapped is None:
        return day.value
    first, second = (_can_be(value, received, past=past) for value in (day.value, day.swapped))
    if first != second:
        return day.value if first else day.swapped
    if day.sure < 0.8:
        doubts.append(f"a date could be {day.value} or {day.swapped}: the notice does not show its order")
        return None
    return day.value


def _can_be(value: date, received: date, *, past: bool) -> bool:
    if past:
        return value <= received + timedelta(days=1)
    return received - timedelta(days=10) <= value <= received + timedelta(days=130)


def _alert(pages: Sequence[Page], dated: Sequence[Sequence[Dated]], home: tzinfo | None) -> datetime | None:
    """The moment an alert gives for itself."""
    for one, found in zip(pages, dated, strict=True):
        for hit in one.of("labels.date_alert"):
            for day in found:
                if 0 <= day.start - hit.end <= 40:
                    value = moment(one, day, home).value
                    if isinstance(value, datetime):
                        return value
    return None


def _due(
    pages: Sequence[Page], dated: Sequence[Sequence[Dated]], bases: Bases, home: tzinfo | None,
    received: date, doubts: list[str], asked: dict[int, int], *, with_day: bool,
) -> Candidate[date | datetime] | None:  # fmt: skip
    """By when to answer; ``asked`` is filled."""
    said: list[Candidate[date | datetime]] = []
    notes: dict[date | datetime, str] = {}
    over: list[date] = []
    for number, one in enumerate(pages):
        settled = []
        for day in dated[number]:
            value = _settled(day, received, past=False, doubts=[])
            if value and not (value < received and _happened(one, day, dated[number], received)):
                settled.append(Dated(value, day.start, day.end, None, 1.0 if day.full else 0.9, day.full))
        for due in (*stated(one, settled, home, with_day=with_day), *counted(one, bases, dated[number])):
            if _day(due.value) < min(received, bases.mail) - timedelta(days=3):
                if due.strength >= _ASKS:
                    over.append(_day(due.value))
                continue
            said.append(candidate(one, _found(due), due.strength))
            if due.strength >= _ASKS and _day(due.value) >= received:
                asked[number] = min(due.start, asked.get(number, due.start))
            if due.doubt:
                notes[due.value] = due.doubt
    best = choose(_finer(said), "the deadline", doubts, least=0.5)
    if best is None and doubts:
        likely = [one for one in said if one.strength >= 0.6]
        best = min(likely, key=lambda one: _day(one.value), default=None)
    if best and best.value in notes:
        doubts.append(notes[best.value])
    if best is None and over:
        doubts.append(
            f"An answer was asked for by {max(over)}, before the notice came; "
            "ask the processor whether one is still taken."
        )
    return best


def _finer(said: Sequence[Candidate[date | datetime]]) -> list[Candidate[date | datetime]]:
    """Where a day is named once with its hour and once without, the hour holds."""
    hours = {one.value.date(): one.value for one in said if isinstance(one.value, datetime)}
    result = []
    for one in said:
        if not isinstance(one.value, datetime) and one.value in hours:
            continue
        result.append(one)
    return result


def _found(due: Due) -> Found[date | datetime]:
    return Found(due.value, due.start, due.end)


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value

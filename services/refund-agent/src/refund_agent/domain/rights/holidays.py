"""Public holidays (data/holidays.yaml), for windows that end later by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from argosy_commerce.terms.strict_yaml import packaged, validated

_SATURDAY: Final = 5
_FURTHEST: Final = 60
MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Offset = Annotated[int, Field(ge=-_FURTHEST, le=_FURTHEST)]


class Country(BaseModel):
    """Month and day; days after Easter Sunday, western or orthodox; days of one year alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fixed: tuple[MonthDay, ...]
    easter: tuple[Offset, ...] = ()
    orthodox: tuple[Offset, ...] = ()
    dates: tuple[date, ...] = ()


class Calendar(BaseModel):
    """Of all countries; ``easter``, ``orthodox``: the Sundays that are known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    easter: tuple[date, ...]
    orthodox: tuple[date, ...]
    countries: Mapping[str, Country]


def is_working_day(day: date, country: str) -> bool:
    """Whether a day is neither a Saturday, a Sunday nor a public holiday of a whole country (ISO 3166-1)."""
    return day.weekday() < _SATURDAY and day not in _of(country, day.year)


@cache
def calendar() -> Calendar:
    """Ours."""
    document = packaged("refund_agent", "holidays", "countries", "source", "easter", "orthodox")
    rows = {key: row for key, row in document.items() if key != "as_of"}
    return validated(Calendar, rows, "holidays.yaml")


@cache
def _of(country: str, year: int) -> frozenset[date]:
    known = calendar().countries.get(country)
    return frozenset(_days(known, year)) if known else frozenset()


def _days(known: Country, year: int) -> Iterator[date]:
    for text in known.fixed:
        month, day = text.split("-")
        yield date(year, int(month), int(day))
    ours = calendar()
    for sundays, offsets in ((ours.easter, known.easter), (ours.orthodox, known.orthodox)):
        for sunday in sundays:
            if sunday.year == year:
                yield from (sunday + timedelta(days=offset) for offset in offsets)
    yield from (day for day in known.dates if day.year == year)

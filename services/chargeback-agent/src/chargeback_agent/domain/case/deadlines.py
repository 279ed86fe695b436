"""The last moment to answer: the earliest of what notice, event, processor and network say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, Literal

from chargeback_agent.domain.case.model import Deadline
from chargeback_agent.domain.rules.model import CountedFrom, Given, Network, Processor, Response, Stage

_DAY_ANYWHERE: Final = timedelta(hours=36)
Lapsed = Literal["no", "computed", "stated"]
"""``stated``: notice or event say that it is over; ``computed``: only a rule's count of days does."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit. ``stated`` ones were told for this case; the others follow from rules.

    ``over`` is when it has passed in every reading: a day that names no zone ends last at UTC-12.
    """

    at: datetime
    why: str
    stated: bool
    over: datetime


def stated_limit(due: date | datetime, who: str, zone: tzinfo | None = None) -> Limit:
    """A moment that somebody named; ``who`` names it.

    A day without a time ends with that day where the sender's time zone is known, else at its beginning in
    UTC: nobody's last day ends earlier in a zone that a bank works in.
    """
    if isinstance(due, datetime):
        moment = due if due.tzinfo else due.replace(tzinfo=zone or UTC)
        read = "" if due.tzinfo or zone else " (no time zone stands there, so UTC is taken)"
        at = moment.astimezone(UTC)
        return Limit(at, f"{who} says {due:%Y-%m-%d %H:%M}{read}", True, at)
    if zone is not None:
        end = datetime.combine(due + timedelta(days=1), time(), zone).astimezone(UTC)
        return Limit(end, f"{who} says {due}, which ends there at {end:%Y-%m-%d %H:%M} UTC", True, end)
    start = datetime.combine(due, time(), UTC)
    why = f"{who} says {due} without a time or zone, so its beginning in UTC is taken, the stricter reading"
    return Limit(start, why, True, start + _DAY_ANYWHERE)


def network_limits(network: Network, stage: Stage, dates: Mapping[CountedFrom, date]) -> Iterator[Limit]:
    """The network's limits for a stage that can be counted; where sources disagree each of them."""
    for response in network.respond:
        if response.stage == stage and (limit := _counted(response, network.name, dates)):
            yield limit


def processor_limits(
    processor: Processor, network: str, stage: Stage, dates: Mapping[CountedFrom, date], country: str = ""
) -> Iterator[Limit]:
    """The processor's own limits; ``country`` is the merchant's, "" where it is not known.

    An entry for this network goes before those for networks that it does not name.
    """
    fitting = [
        given
        for given in processor.respond
        if given.stage == stage and (not given.countries or country in given.countries)
    ]
    own = [given for given in fitting if given.network == network]
    for given in [*own, *(one for one in fitting if not one.network and (not own or one.countries))]:
        if limit := _counted(given, processor.name, dates):
            yield limit


def earliest(limits: Iterable[Limit], now: datetime) -> Deadline:
    """The earliest of all, and why. At least one limit is needed."""
    ordered = sorted(limits, key=lambda limit: (limit.at, not limit.stated, limit.why))
    if not ordered:
        raise ValueError("no limit to answer is known; every network has one for each stage it knows")
    first, *rest = ordered
    why = first.why
    if rest:
        why += "; it is the earliest of those known"
    if first.at <= now:
        why += f"; it is past since {first.at:%Y-%m-%d %H:%M} UTC"
    seen = dict.fromkeys((limit.at, limit.why) for limit in rest)
    return Deadline(first.at, why, tuple(seen))


def lapsed(limits: Iterable[Limit], now: datetime) -> Lapsed:
    """Whether the time to answer is over.

    What a notice or an event names decides; a count of days by the rules decides only where neither names
    one, and then it is ``computed``: a person should ask before the case is given up.
    """
    known = list(limits)
    stated = [limit for limit in known if limit.stated]
    if any(limit.over <= now for limit in stated):
        return "stated"
    return "computed" if any(limit.over <= now for limit in known) and not stated else "no"


def _counted(response: Response, who: str, dates: Mapping[CountedFrom, date]) -> Limit | None:
    start = dates.get(response.counted_from)
    if start is None:
        return None
    working = isinstance(response, Given) and response.working_days
    day = _after(start, response.days, working=working)
    kind = "working days" if working else "days"
    why = f"{who} gives {response.days} {kind} from the {_SAID[response.counted_from]} ({start})"
    at = datetime.combine(day, time(), UTC)
    return Limit(at, f"{why}, counted to the beginning of {day} UTC", False, at + _DAY_ANYWHERE)


def _after(start: date, days: int, *, working: bool) -> date:
    day = start
    for _ in range(days):
        day += timedelta(days=1)
        while working and day.weekday() >= 5:
            day += timedelta(days=1)
    return day


_SAID: Mapping[CountedFrom, str] = {
    "transaction": "transaction",
    "processing": "processing of the payment",
    "expected_delivery": "expected delivery",
    "delivery": "delivery",
    "discovery": "discovery",
    "cancellation": "cancellation",
    "credit_slip": "credit slip",
    "dispute": "dispute",
    "notice": "notice",
    "return": "return",
}

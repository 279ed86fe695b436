"""The last day of a window, counted as laws do: the day of the event is not the first."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from refund_agent.domain.rights.model import Conformity, Withdrawal

_SATURDAY = 5


def last_day(start: date, rule: Withdrawal | Conformity, *, told: bool = True) -> date:
    """The last day on which a rule can be used, for goods that came on ``start``."""
    if isinstance(rule, Conformity):
        return months_after(start, rule.months) if rule.months is not None else plus(start, rule.days or 0)
    if not told and rule.untold_days is not None:
        end = plus(start, rule.untold_days)
    else:
        end = _working(start, rule.days) if rule.working_days else plus(start, rule.days)
    if rule.next_working_day:
        while end.weekday() >= _SATURDAY:
            end = plus(end, 1)
    return end


def plus(start: date, days: int) -> date:
    """So many days on."""
    return start + timedelta(days=days)


def _working(start: date, days: int) -> date:
    """Public holidays are not known: a window may be longer by them."""
    end = start
    while days:
        end = plus(end, 1)
        days -= end.weekday() < _SATURDAY
    return end


def months_after(start: date, months: int) -> date:
    """The same day so many months on, or that month's last."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))

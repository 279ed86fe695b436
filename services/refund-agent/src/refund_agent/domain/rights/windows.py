"""The last day of a window, counted as laws do: the day of the event is not the first."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from refund_agent.domain.rights.holidays import is_working_day
from refund_agent.domain.rights.model import Conformity, Withdrawal


def last_day(start: date, rule: Withdrawal | Conformity, *, country: str = "", told: bool = True) -> date:
    """The last day on which a rule can be used, for goods that came on ``start`` in a country."""
    if isinstance(rule, Conformity):
        return months_after(start, rule.months) if rule.months is not None else plus(start, rule.days or 0)
    if not told and rule.untold_days is not None:
        end = plus(start, rule.untold_days)
    else:
        end = _working(start, rule.days, country) if rule.working_days else plus(start, rule.days)
    while rule.next_working_day and not is_working_day(end, country):
        end = plus(end, 1)
    return end


def plus(start: date, days: int) -> date:
    """So many days on."""
    return start + timedelta(days=days)


def _working(start: date, days: int, country: str) -> date:
    end = start
    while days:
        end = plus(end, 1)
        days -= is_working_day(end, country)
    return end


def months_after(start: date, months: int) -> date:
    """The same day so many months on, or that month's last."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))

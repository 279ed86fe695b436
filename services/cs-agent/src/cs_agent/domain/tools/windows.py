"""Whether a delivered order is still within its days."""

from __future__ import annotations

from datetime import datetime, timedelta

from cs_agent.domain.tools.orders import Order
from cs_agent.domain.tools.verdicts import HandOver, Refused


def outside(order: Order, days: int | None, now: datetime) -> Refused | HandOver | None:
    """None within the window. Whole days of the clock's own zone: the last one counts to its end.

    Where no scan says when it came, a person looks.
    """
    if days is None:
        return None
    came = order.delivered_at
    if came is None:
        return HandOver("delivery_unknown")
    first = came.astimezone(now.tzinfo).date()
    last = first + timedelta(days=days)
    if now.date() > last:
        return Refused("window", {"days": days, "delivered": first.isoformat(), "until": last.isoformat()})
    return None

"""Requests to negotiate: what is owed, what would be offered, and answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from argosy_commerce.money import Money
from refund_agent.domain.checks import Check
from refund_agent.domain.complaint import Complaint, ReadReason, Reason
from refund_agent.domain.costs.case import Case, Limits
from refund_agent.domain.costs.choosing import sent_back
from refund_agent.domain.costs.lanes import Lane
from refund_agent.domain.entitlement import Entitlement, Paid, PaidLine, Right
from refund_agent.domain.matters import planner
from refund_agent.domain.negotiation.advancing import Step, Table, advance
from refund_agent.domain.negotiation.pace import Pace, house
from refund_agent.domain.negotiation.state import Answer, Asked, Happening, Meaning, Replied, Round, State
from refund_agent.domain.negotiation.told import Told
from refund_agent.domain.options import Offer, Option, Plan

ASKED = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def at(hours: float) -> datetime:
    return ASKED + timedelta(hours=hours)


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def paid(total: str = "40.00", already: str = "0.00") -> Paid:
    zero = euros("0.00")
    line = PaidLine("A-1", "p-1", "Lamp", 1, euros(total), zero, zero)
    left = euros(total) - euros(already)
    return Paid((line,), euros(total), euros(already), left, whole_order=True)


def right(**more: Any) -> Right:
    usual = {
        "rule": "eu-withdrawal", "layer": "law", "ground": "withdrawal", "owed": euros("0.00"),
        "owed_on_return": euros("40.00"), "remedies": frozenset({"refund"}), "return_paid_by": "buyer",
        "until": date(2026, 11, 20), "source": "Directive 2011/83/EU, art. 9", "as_of": date(2026, 1, 1),
        "why": "delivered on 2026-11-06; it may go back within 14 days",
    }  # fmt: skip
    return Right(**(usual | more))


def entitled(*rights: Right, escalate: tuple[str, ...] = (), **more: Any) -> Entitlement:
    returns = [one for one in rights if one.return_paid_by]
    zero = euros("0.00")
    owed = max((one.owed for one in rights), default=zero)
    usual = {
        "owed": owed,
        "owed_on_return": max([owed, *(one.owed_on_return for one in rights)]),
        "may_return": bool(returns),
        "must_offer_return": bool(returns),
        "return_paid_by": "merchant" if any(one.return_paid_by == "merchant" for one in returns) else "buyer",
        "return_until": max((one.until for one in returns if one.until), default=None),
    }
    return Entitlement(rights, escalate=escalate, **(usual | more))  # type: ignore[arg-type]


def complaint(reason: str = "damaged", **more: Any) -> Complaint:
    return Complaint("de", (ReadReason(reason, 0.9, ()),), **({"severity": "partial"} | more))  # type: ignore[arg-type]


def pace(**more: Any) -> Pace:
    return Pace(house(), **({"rounds": 3, "ship_back_days": 14, "pay_days": 14, "person_hours": 48} | more))


def real(
    said: Complaint,
    owed: Entitlement,
    spent: Paid,
    checks: Sequence[Check] = (),
    limits: Limits | None = None,
    **more: Any,
) -> Table:
    """A table whose offers are those of least expected cost."""
    case = Case(spent, owed, said, tuple(checks), Lane("DE", "CN", "", 400), limits or Limits())

    back = partial(sent_back, case)
    return Table(owed, said, spent.refundable, pace(), planner(case), sent_back=back, **more)


def keep(amount: str) -> Offer:
    return Offer("PARTIAL_KEEP", euros(amount), keep_item=True)


def back(amount: str = "40.00", label: bool = False) -> Offer:
    return Offer("RETURN_THEN_REFUND", euros(amount), keep_item=False, return_label=label)


FULL = Offer("REFUND", euros("40.00"), keep_item=True)
NOTHING = Offer("REJECT", euros("0.00"), keep_item=True)
PERSON = Offer("ESCALATE", euros("0.00"), keep_item=True)
AGAIN = Offer("EXCHANGE", euros("0.00"), keep_item=True, resend=True)


OFFERS = (keep("8.00"), back(), back(label=True), AGAIN, replace(AGAIN, resend=False), FULL)
ISOLATES = str.maketrans("", "", "\u2068\u2069")


def told(reason: Reason = "damaged", *, goods: bool = True, **more) -> Told:
    usual = {
        "order_id": "A-10024",
        "lines": paid().lines,
        "reason": reason,
        "goods": goods,
        "paid": euros("40.00"),
        "already": euros("0.00"),
        "nothing_left": False,
        "entitlement": entitled(right()),
        "pace": pace(),
    }
    return Told(**(usual | more))


def made(offer=OFFERS[0], number: int = 1, **more) -> Round:
    return Round(number, offer, ASKED, at(120.5), **more)


def scripted(
    *offers: Offer, owed: Entitlement | None = None, said: Complaint | None = None, **more: Any
) -> Table:
    """A table whose rounds bring these offers; the last one is repeated."""

    def plan(previous: Offer | None, answer: Answer | None, round_: int) -> Plan:
        option = Option(offers[min(round_, len(offers)) - 1], euros("1.00"), 0.5)
        return Plan(option, (option,), ("a bound",))

    refundable = more.pop("refundable", euros("40.00"))
    return Table(owed or entitled(), said or complaint(), refundable, more.pop("pace", pace()), plan, **more)


def reply(meaning: Meaning, hours: float, round_: int = 0, counter: str = "") -> Replied:
    return Replied(at(hours), Answer(meaning, euros(counter) if counter else None), round_)


def walked(table: Table, *events: Happening) -> list[Step]:
    """The request, and what follows, in turn."""
    steps, state = [], State("r-1")
    for event in (Asked(ASKED), *events):
        step = advance(state, event, table)
        steps.append(step)
        state = step.state
    return steps

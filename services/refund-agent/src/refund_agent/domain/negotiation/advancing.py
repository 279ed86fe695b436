"""The state machine: what a request, an answer or a deadline leads to. Pure.

Whatever comes twice, late or out of order changes nothing but the trail: an offer is made once, a request is
decided once, and what was decided stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol, assert_never

from argosy_commerce.money import Money
from refund_agent.domain.complaint import Complaint
from refund_agent.domain.entitlement import Entitlement
from refund_agent.domain.negotiation.fairness import (
    asked_for,
    at_once,
    disputed,
    may_stand,
    meets,
    no_worse,
    rejection,
    return_offer,
    used_right,
    within,
)
from refund_agent.domain.negotiation.ignoring import ignored, look_again
from refund_agent.domain.negotiation.pace import Pace
from refund_agent.domain.negotiation.state import (
    Answer,
    Asked,
    By,
    CameBack,
    Handed,
    Happening,
    How,
    Lapsed,
    Pay,
    Replied,
    Round,
    State,
    Verdict,
)
from refund_agent.domain.options import Offer, Plan

LOST: Final = "the carrier lost the goods on their way back"
_BY: Final[Mapping[type[Happening], By]] = {Lapsed: "clock", Handed: "agent", CameBack: "carrier"}


class Planner(Protocol):
    """The best offer of a round: ``previous`` was answered with ``answer``; both None at first."""

    def __call__(self, previous: Offer | None, answer: Answer | None, round_: int) -> Plan: ...


@dataclass(frozen=True, slots=True)
class Table:
    """All that a step rests on.

    ``most``: a higher refund is a person's decision. ``clock``: what time it is; events may be older, and no
    offer made for one may be over when it is made. ``sent_back``: what a buyer gets who uses a right to
    return, for what is due then; None: that.
    """

    entitlement: Entitlement
    complaint: Complaint
    refundable: Money
    pace: Pace
    plan: Planner
    most: Money | None = None
    clock: datetime | None = None
    sent_back: Callable[[Offer], Plan] | None = None

    def until(self, at: datetime) -> datetime:
        """The deadline of an offer that an event at ``at`` leads to."""
        return self.pace.until(at if self.clock is None else max(at, self.clock))


@dataclass(frozen=True, slots=True)
class Step:
    """Where the request stands now, and what came of it: an offer, an offer said again, or the decision.

    ``reminded``: the decision as it was, which a person is asked to look at, ``look`` says why. ``due``: the
    decision, as its goods are back. ``plan``: the choice that it rests on, where one was made. None of the
    five: nothing is to be told.
    """

    state: State
    offered: Round | None = None
    restated: Round | None = None
    decided: Verdict | None = None
    reminded: Verdict | None = None
    plan: Plan | None = None
    due: Verdict | None = None
    look: str = ""


def advance(state: State, event: Happening, table: Table | None) -> Step:
    """One step; ``table`` is None as long as the order's facts are not there.

    The same event given again to the state that it led to is ignored or, where it led to nothing, does so
    again.
    """
    if why := ignored(state, event):
        by = _BY.get(type(event), "buyer")
        known = any(entry.at == event.at and entry.why == (why,) for entry in state.trail)
        return Step(state if known else state.noted(event.at, by, "ignored", why))
    match event:
        case Asked():
            return _asked(state, event, table)
        case Lapsed():
            return _lapsed(state, event.at, event.round, table)
        case Replied():
            return _replied(state, event, table)
        case Handed():
            return _person(state, event.at, (event.why,))
        case CameBack():
            return _came_back(state, event)
    assert_never(event)


def _came_back(state: State, event: CameBack) -> Step:
    """What was promised for the goods is due."""
    verdict = state.verdict
    if verdict is None or event.lost:
        return Step(state.noted(event.at, "carrier", "lost"), reminded=verdict, look=LOST)
    pay = verdict.pay
    if pay is not None:
        days = timedelta(days=pay.days or 0)
        pay = Pay(by=max(event.at + days, pay.by or event.at))
    due = replace(verdict, pay=pay)
    state = replace(state, verdict=due, back_at=event.at)
    return Step(state.noted(event.at, "carrier", "came_back"), due=due)


def _asked(state: State, event: Asked, table: Table | None) -> Step:
    if state.asked_at is None:
        state = replace(state, asked_at=event.at).noted(event.at, "buyer", "asked")
    if state.person:
        return _person(state, event.at, ("the buyer asks for a person",))
    if table is None:
        if not any(entry.what == "waits" for entry in state.trail):
            state = state.noted(event.at, "agent", "waits", "the order is not on record yet")
        return Step(state)
    plan = table.plan(None, None, 1)
    chosen = plan.chosen.offer
    if chosen.decision == "ESCALATE":
        return _person(state, event.at, plan.bounds, plan)
    if table.pace.house.no_right == "reject":
        chosen = rejection(plan, table.entitlement) or chosen
    if at_once(chosen, table.complaint, table.entitlement):
        return _decided(state, event.at, chosen, "at_once", table, plan.bounds, plan)
    return _offered(state, event.at, chosen, table, plan)


def _replied(state: State, event: Replied, table: Table | None) -> Step:
    answer, last = event.answer, state.last
    look = look_again(state, event)
    if answer.for_a_person or look:
        meaning = "person" if answer.for_a_person else answer.meaning
        heard = replace(state.noted(event.at, "buyer", "replied", meaning), person=True)
        if state.phase == "unasked":
            return Step(heard)
        if state.verdict is not None:
            return Step(heard, reminded=state.verdict if look else None, look=look)
        return _person(heard, event.at, ("the buyer asks for a person",))
    if last is None or table is None:
        raise ValueError("an answer to an offer needs the facts that the offer rests on")
    if event.at > last.until:
        late = state.noted(event.at, "buyer", "replied", answer.meaning, "after the deadline")
        return _lapsed(late, event.at, last.number, table)
    told = (answer.meaning, str(answer.counter)) if answer.counter else (answer.meaning,)
    heard = state.noted(event.at, "buyer", "replied", *told)
    if table.entitlement.escalate:
        return _person(heard, event.at, table.entitlement.escalate)
    return _answered(heard, event.at, last, answer, table)


def _answered(state: State, at: datetime, last: Round, answer: Answer, table: Table) -> Step:
    match answer.meaning:
        case "accepts":
            return _decided(state, at, last.offer, "accepted", table)
        case "asks":
            return _question(state, at, last, table)
        case "returns" if table.entitlement.may_return:
            return _by_right(state, at, last, table)
        case _:
            return _next(state, at, last, answer, table)


def _question(state: State, at: datetime, last: Round, table: Table) -> Step:
    """The offer stays as it is; the time to answer begins anew, once."""
    if last.questions >= table.pace.house.questions:
        return _person(state, at, ("the buyer asks what no offer answers",))
    until = max(last.until, table.until(at))
    again = replace(last, until=until, questions=last.questions + 1)
    state = replace(state, rounds=(*state.rounds[:-1], again))
    return Step(state.noted(at, "agent", "restated", "a question is for a person to answer"), restated=again)


def _next(state: State, at: datetime, last: Round, answer: Answer, table: Table) -> Step:
    plan = table.plan(last.offer, answer, last.number + 1)
    chosen = plan.chosen.offer
    if chosen.decision == "ESCALATE":
        return _person(state, at, plan.bounds, plan)
    good = no_worse(last.offer, chosen) or asked_for(last.offer, chosen, answer)
    if good and meets(chosen, answer):
        return _decided(state, at, chosen, "agreed", table, plan.bounds, plan)
    if good and chosen != last.offer and last.number < table.pace.rounds:
        return _offered(state, at, chosen, table, plan)
    if at_issue := disputed(table.entitlement):
        return _person(state, at, (f"no agreement after {last.number} rounds", *at_issue), plan)
    if table.entitlement.may_return:
        return _by_right(state, at, last, table, ("no agreement; the goods may go back",))
    return _decided(state, at, last.offer, "no_agreement", table, ("the last offer stands",), plan)


def _by_right(state: State, at: datetime, last: Round, table: Table, why: tuple[str, ...] = ()) -> Step:
    """The goods may go back: for what is due then, or the buyer keeps them and has its money alone."""
    due = return_offer(table.entitlement, last.offer)
    if table.sent_back is None:
        return _decided(state, at, due, "right", table, why)
    plan = table.sent_back(due)
    if plan.chosen.offer.decision == "ESCALATE":
        return _person(state, at, (*why, *plan.bounds), plan)
    return _decided(state, at, plan.chosen.offer, "right", table, (*why, *plan.bounds), plan)


def _lapsed(state: State, at: datetime, round_: int, table: Table | None) -> Step:
    state = state.noted(at, "clock", "lapsed", f"round {round_}")
    last = state.last
    if last is None or table is None:
        return _person(state, at, ("the order did not come on record in time",))
    if last.questions:
        return _person(state, at, ("the buyer asked something and then did not answer",))
    if table.pace.house.on_silence == "escalate":
        return _person(state, at, ("the buyer did not answer",))
    if used_right(table.complaint, table.entitlement) and last.offer.decision in {"PARTIAL_KEEP", "REJECT"}:
        return _by_right(state, at, last, table, ("the buyer did not answer, and had asked to return",))
    if not may_stand(last.offer, table.entitlement):
        return _person(state, at, ("the buyer did not answer, and more is owed than was offered",))
    why = ("the buyer did not answer; the last offer stands",)
    return _decided(state, at, last.offer, "silence", table, why)


def _offered(state: State, at: datetime, offer: Offer, table: Table, plan: Plan) -> Step:
    if why := _too_much(offer, table):
        return _person(state, at, (why,), plan)
    number = len(state.rounds) + 1
    made = Round(number, offer, at, table.until(at))
    state = replace(state, rounds=(*state.rounds, made))
    said = (f"round {number}: {offer.decision} {offer.refund}", *plan.bounds)
    return Step(state.noted(at, "agent", "offered", *said), offered=made, plan=plan)


def _decided(
    state: State,
    at: datetime,
    offer: Offer,
    how: How,
    table: Table,
    why: tuple[str, ...] = (),
    plan: Plan | None = None,
) -> Step:
    if fault := _too_much(offer, table):
        return _person(state, at, (fault,), plan)
    verdict = Verdict(offer.decision, offer, how, at, why)
    asked = used_right(table.complaint, table.entitlement) and offer.decision == "RETURN_THEN_REFUND"
    told = state.asked_at if asked and state.asked_at else at
    return _ended(state, replace(verdict, pay=table.pace.pay(offer, at, told)), plan)


def _too_much(offer: Offer, table: Table) -> str:
    """Why an offer is more than may be given here; "" where it is not."""
    if not within(offer, table.refundable):
        return f"{offer.refund} was offered and {table.refundable} is left to refund"
    if table.most is not None and offer.refund > table.most:
        return f"{offer.refund} is more than {table.most}, the most without a person"
    return ""


def _person(state: State, at: datetime, why: tuple[str, ...], plan: Plan | None = None) -> Step:
    return _ended(state, Verdict("ESCALATE", None, "person", at, why), plan)


def _ended(state: State, verdict: Verdict, plan: Plan | None) -> Step:
    refund = f" {verdict.refund}" if verdict.refund is not None else ""
    said = f"{verdict.decision}{refund}, {verdict.how}"
    state = replace(state, verdict=verdict).noted(verdict.at, "agent", "decided", said, *verdict.why)
    return Step(state, decided=verdict, plan=plan)

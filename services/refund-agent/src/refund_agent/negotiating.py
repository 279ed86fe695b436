"""One event about a request, to its end: judged, decided, reserved, written, told; repeated, told alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from google.protobuf.message import Message

from argosy.refund.v1 import refund_pb2
from argosy_commerce.money import Money
from argosy_eventing import Output
from argosy_eventing.threads import in_thread
from argosy_ledger import Fact, OrderFacts
from argosy_ledger.merging import with_refund
from argosy_store import DocumentConflict
from refund_agent.adapters.requests import Answered, RequestRecord
from refund_agent.deciding import Desk, Seen
from refund_agent.domain.checks import Check
from refund_agent.domain.matters import Matter, given_by
from refund_agent.domain.negotiation.advancing import Step, advance
from refund_agent.domain.negotiation.state import Asked, Handed, Happening, State, Verdict
from refund_agent.domain.rights.paid import CannotTellPaid, paid_for
from refund_agent.events import money
from refund_agent.past_requests import past_of
from refund_agent.telling import Teller

_ROUNDS: Final = 8
"""How often an event is taken up anew because others changed its request meanwhile."""
_TYPES: Final[dict[str, type[Message]]] = {
    "refund.offered": refund_pb2.RefundOffered,
    "refund.decided": refund_pb2.RefundDecided,
}


class NotLeft(Exception):
    """What was to be paid back is more than what is left of the order."""


@dataclass(frozen=True, slots=True)
class Cause:
    """The event that is handled: whose, about which request, what it is known by, when it was."""

    merchant_id: str
    request_id: str
    event_id: str
    time: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """What an event means to a request, what a person should know of it, and the reply's language."""

    happening: Happening
    doubts: tuple[str, ...] = ()
    language: str = ""


Means = Callable[[RequestRecord, Matter | None], Turn]


async def handle(
    desk: Desk,
    cause: Cause,
    means: Turn | Means,
    *,
    first: Callable[[RequestRecord], RequestRecord] = lambda record: record,
    wait_s: float = 0.0,
) -> tuple[Output, ...]:
    """What is to be published for an event; nothing where it changes nothing.

    ``first``: what the event adds to the request before it is judged. Raises DocumentConflict: other events
    kept changing the request meanwhile.
    """
    merchant, request_id = cause.merchant_id, cause.request_id
    found: tuple[Check, ...] | None = None
    reserved = False
    for _ in range(_ROUNDS):
        kept = await desk.requests.get(merchant, request_id)
        new = RequestRecord(merchant, request_id, State(request_id))
        record = first(kept.document if kept else new)
        if reserved and record.state.verdict is not None:
            await _settle(desk, record)
        if before := record.outputs_of(cause.event_id):
            await desk.experience.keep(record)
            return tuple(_output(one, request_id) for one in before)
        seen, fault = await _seen(desk, record, cause, found, wait_s)
        found, wait_s = seen.checks, 0.0
        turn = means if isinstance(means, Turn) else await in_thread(means, record, seen.matter)
        step = await _step(record, seen.matter, turn, fault, cause)
        if step.decided is not None and step.decided.refund:
            reserved = True
            try:
                await _reserve(desk, record, step.decided, cause)
            except NotLeft:
                step = await _step(record, _without_money(seen.matter), turn, fault, cause)
        teller = Teller(record, seen.matter, turn.language, turn.doubts)
        outputs = teller.outputs(step, turn.happening)
        changed = _changed(desk, record, seen, step, teller.language, outputs, cause)
        try:
            if kept is None:
                await desk.requests.insert(merchant, request_id, changed)
            elif changed != kept.document:
                await desk.requests.replace(merchant, request_id, changed, version=kept.version)
        except DocumentConflict:
            continue
        if step.decided is not None:
            await desk.experience.keep(changed)
        return outputs
    raise DocumentConflict(f"request {request_id!r} changed {_ROUNDS} times while an event was handled")


async def _seen(
    desk: Desk, record: RequestRecord, cause: Cause, checks: tuple[Check, ...] | None, wait_s: float
) -> tuple[Seen, str]:
    """The request judged, or why it cannot be."""
    checks = record.checks if checks is None else checks
    if record.state.phase == "decided" or record.requested is None:
        return Seen(None, checks), ""
    if record.forgotten or not record.order_id:
        why = "the buyer was taken out of what is kept" if record.forgotten else "the request names no order"
        return Seen(None, checks), why
    try:
        seen = await desk.seen(record, record.state.asked_at or cause.time, checks, wait_s)
    except CannotTellPaid as error:
        return Seen(None, checks), str(error)
    gone = seen.matter is None and record.state.phase == "open"
    return seen, "the order is not on record any more" if gone else ""


async def _step(record: RequestRecord, matter: Matter | None, turn: Turn, fault: str, cause: Cause) -> Step:
    table = matter.table if matter else None
    if not fault:
        return await in_thread(advance, record.state, turn.happening, table)
    state = record.state
    if isinstance(turn.happening, Asked):
        state = advance(state, turn.happening, None).state
    return advance(state, Handed(cause.time, fault), None)


def _without_money(matter: Matter | None) -> Matter | None:
    if matter is None:
        return None
    nothing = Money.zero(matter.table.refundable.currency)
    return replace(matter, table=replace(matter.table, refundable=nothing))


async def _reserve(desk: Desk, record: RequestRecord, verdict: Verdict, cause: Cause) -> None:
    """Have the order know what goes back, before it is promised. Raises NotLeft.

    Two requests of one order may be decided at once: the order's own document lets one of them pass first.
    """
    fact = _fact(record, verdict, cause.event_id)

    def reserved(known: OrderFacts) -> OrderFacts:
        paid = paid_for(known, (), (), record.request_id)
        if verdict.refund is not None and verdict.refund > paid.total - paid.already:
            raise NotLeft
        return with_refund(_without(known, record.request_id), fact)

    await desk.orders.learn(record.merchant_id, record.order_id, reserved)


async def _settle(desk: Desk, record: RequestRecord) -> None:
    """Another event decided first: the order is to know that decision, not the one that came second."""
    verdict = record.state.verdict

    def settled(known: OrderFacts) -> OrderFacts:
        others = _without(known, record.request_id)
        if verdict is None or not verdict.refund:
            return others
        return with_refund(others, _fact(record, verdict, ""))

    await desk.orders.learn(record.merchant_id, record.order_id, settled)


def _without(known: OrderFacts, request_id: str) -> OrderFacts:
    return replace(known, refunds=tuple(one for one in known.refunds if one.data.request_id != request_id))


def _fact(record: RequestRecord, verdict: Verdict, event_id: str) -> Fact[refund_pb2.RefundDecided]:
    decided = refund_pb2.RefundDecided(
        request_id=record.request_id,
        order_id=record.order_id,
        decision=verdict.decision,
        rounds=len(record.state.rounds),
    )
    if verdict.refund is not None:
        decided.refund.CopyFrom(money(verdict.refund))
    return Fact(decided, verdict.at, event_id)


def _changed(
    desk: Desk,
    record: RequestRecord,
    seen: Seen,
    step: Step,
    language: str,
    outputs: Sequence[Output],
    cause: Cause,
) -> RequestRecord:
    matter, state = seen.matter, step.state
    waits = record.waits_until
    if state.phase == "waiting" and waits is None:
        waits = desk.clock() + timedelta(seconds=desk.settings.refund_patience_s)
    offer = step.decided.offer if step.decided else None
    answered = [
        Answered(cause.event_id, one.type, one.data.SerializeToString(deterministic=True)) for one in outputs
    ]
    return replace(
        record,
        state=state,
        language=language if outputs else record.language,
        waits_until=waits,
        checks=seen.checks,
        options=step.plan.options if step.plan else record.options,
        given=given_by(offer, matter.paid) if offer and matter else record.given,
        answered=(*record.answered, *answered),
        past=past_of(matter.case) if matter and outputs else record.past,
    )


def _output(one: Answered, request_id: str) -> Output:
    message = _TYPES[one.type]()
    message.ParseFromString(one.data)
    return Output(one.type, message, discriminator=request_id)

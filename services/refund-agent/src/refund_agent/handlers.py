"""What this service does with an event: keep facts, answer requests and replies, let offers lapse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from google.protobuf.message import Message

from argosy.fact.v1 import fact_pb2
from argosy.product.v1 import product_pb2
from argosy.refund.v1 import refund_pb2
from argosy_eventing import Event, Outcome, Output, dead_letter, publish, skip
from argosy_ledger import keeping
from argosy_ledger.facts import money
from argosy_ledger.parcels import returns_of
from refund_agent.adapters.listings import ListingRepository
from refund_agent.adapters.requests import RequestRecord
from refund_agent.deciding import Desk
from refund_agent.domain.matters import Matter, counter_of
from refund_agent.domain.negotiation.state import Answer, Asked, CameBack, Lapsed, Replied
from refund_agent.negotiating import Cause, Turn, handle

M = TypeVar("M", bound=Message)
_SURE = 0.8
"""A reason read with less is no other story."""


@dataclass(frozen=True, slots=True)
class Deps:
    """What the handlers need from outside."""

    desk: Desk
    listings: ListingRepository


async def request_refund(event: Event[refund_pb2.RefundRequested], deps: Deps) -> Outcome:
    """refund.requested: an offer, or a decision where nothing is to be negotiated."""

    def first(record: RequestRecord) -> RequestRecord:
        if record.requested is not None:
            return record
        return replace(record, requested=event.data, platform=event.platform)

    cause = _cause(event, event.data.request_id, event.time)
    outputs = await handle(
        deps.desk, cause, Turn(Asked(event.time)), first=first, wait_s=deps.desk.settings.facts_wait_s
    )
    return _told(outputs)


async def hear_reply(event: Event[refund_pb2.RefundReplied], deps: Deps) -> Outcome:
    """refund.replied: the next offer, or the decision."""
    cause = _cause(event, event.data.request_id, event.time)
    return _told(await handle(deps.desk, cause, lambda record, matter: _reply(event, record, matter, deps)))


async def let_lapse(event: Event[refund_pb2.RefundLapsed], deps: Deps) -> Outcome:
    """refund.lapsed: what silence means."""
    cause = _cause(event, event.data.request_id, event.time)
    return _told(await handle(deps.desk, cause, Turn(Lapsed(event.time, event.data.round))))


async def keep_order(event: Event[fact_pb2.OrderPlaced], deps: Deps) -> Outcome:
    """order.placed: kept; requests that wait for it are answered."""
    known = await keeping.keep_order(deps.desk.orders, event)
    outputs: list[Output] = []
    for record in await deps.desk.requests.about(event.merchant_id, known.order_id):
        asked = record.state.asked_at
        if asked is None:
            continue
        cause = _cause(event, record.request_id, asked)
        if record.state.phase == "waiting" or record.outputs_of(cause.event_id):
            outputs += await handle(deps.desk, cause, Turn(Asked(asked)))
    return publish(*outputs) if outputs else skip("kept")


async def keep_payment(event: Event[fact_pb2.PaymentAuthorized], deps: Deps) -> Outcome:
    """payment.authorized: kept."""
    await keeping.keep_payment(deps.desk.orders, event)
    return skip("kept")


async def keep_shipment(event: Event[fact_pb2.ShipmentUpdated], deps: Deps) -> Outcome:
    """shipment.updated: kept; goods that came back make what was promised for them due."""
    known = await keeping.keep_shipment(deps.desk.orders, event)
    request_id = event.data.return_of
    kept = await deps.desk.requests.get(event.merchant_id, request_id) if request_id else None
    if kept is None or kept.document.order_id != event.data.order_id:
        return skip("kept" if not request_id else "no_request")
    parcels = returns_of(known.shipments, request_id)
    arrived = [parcel.delivered.at for parcel in parcels if parcel.delivered]
    lost = any(parcel.state == "lost" for parcel in parcels)
    if len(arrived) < len(parcels) and not lost:
        return skip("kept")
    happened = CameBack(event.time, lost=True) if lost else CameBack(max(arrived))
    outputs = await handle(deps.desk, _cause(event, request_id, event.time), Turn(happened))
    return publish(*outputs) if outputs else skip("kept")


async def keep_refund(event: Event[refund_pb2.RefundDecided], deps: Deps) -> Outcome:
    """refund.decided, of this service or another: kept with its order."""
    known = await keeping.keep_refund(deps.desk.orders, event)
    return skip("no_order" if known is None else "kept")


async def keep_policy(event: Event[fact_pb2.PolicyUpdated], deps: Deps) -> Outcome:
    """policy.updated: kept with the versions before it."""
    try:
        await keeping.keep_policy(deps.desk.policies, event)
    except keeping.NoKind as error:
        return dead_letter(error.reason, str(error))
    return skip("kept")


async def keep_new_listing(event: Event[product_pb2.ProductCreated], deps: Deps) -> Outcome:
    """product.created: what the listing shows is kept, for pictures to be held against."""
    await deps.listings.learn(event.merchant_id, event.data.product, event.time, event.id)
    return skip("kept")


async def keep_listing(event: Event[product_pb2.ProductUpdated], deps: Deps) -> Outcome:
    """product.updated: kept as above."""
    await deps.listings.learn(event.merchant_id, event.data.product, event.time, event.id)
    return skip("kept")


def _reply(
    event: Event[refund_pb2.RefundReplied], record: RequestRecord, matter: Matter | None, deps: Deps
) -> Turn:
    """What a reply means to the offer that it answers."""
    data, last = event.data, record.state.last
    offer = last.offer if last else None
    heard = deps.desk.hears(data, offer, record.language or data.language)
    named = money(data.counter) if data.HasField("counter") else heard.counter
    counter = counter_of(named, heard.counter_share, matter.paid) if matter else None
    meaning, doubts = heard.meaning, heard.doubts
    if meaning == "counters" and counter is None and matter is not None:
        meaning, doubts = "asks", (*doubts, "the buyer names an amount that cannot be compared")
    named_less = counter is not None and offer is not None and counter <= offer.refund
    if meaning == "counters" and named_less and not data.HasField("counter"):
        meaning = "asks"  # who speaks of the share that was offered asks for nothing else by it
    if meaning == "counters" and heard.sends_back and counter is not None and matter is not None:
        # "I'll post it back and have my £46.50" names what a return gives.
        meaning = "returns" if counter >= matter.paid.refundable else meaning
    if meaning != "counters":
        counter = None
    if matter is not None and data.text:
        doubts = (*doubts, *_told_otherwise(event, matter, deps))
    answer = Answer(meaning, counter, heard.wants_person)
    return Turn(Replied(event.time, answer, data.round), doubts, heard.language or data.language)


def _told_otherwise(event: Event[refund_pb2.RefundReplied], matter: Matter, deps: Deps) -> tuple[str, ...]:
    """A reason that the buyer gives now and did not give at first: misread then, or another story."""
    before = matter.complaint
    now = deps.desk.reads(
        event.data.text, event.data.language or before.language, (), None, (), matter.paid.refundable.currency
    ).reasons[0]
    known = {one.reason for one in before.reasons}
    if now.reason in known | {"other"} or now.confidence < _SURE:
        return ()
    return (f"the buyer now speaks of {now.reason}; {before.reason} was read in the request",)


def _cause(event: Event[M], request_id: str, at: datetime) -> Cause:
    """An event is known by its source and id; some platforms count each type from 1."""
    return Cause(event.merchant_id, request_id, f"{event.type} {event.source} {event.id}", at)


def _told(outputs: Iterable[Output]) -> Outcome:
    found = tuple(outputs)
    return publish(*found) if found else skip("nothing_new")

"""What this service does with an event: answer buyers, listen to persons, keep facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from argosy.conversation.v1 import conversation_pb2
from argosy.fact.v1 import fact_pb2
from argosy.product.v1 import product_pb2
from argosy_eventing import Event, Outcome, dead_letter, skip
from argosy_eventing.threads import in_thread
from argosy_ledger import OrderLedger, PolicyLedger, keeping
from cs_agent.adapters.conversations import Conversation
from cs_agent.adapters.gallery import Gallery
from cs_agent.adapters.listings import ListingRepository
from cs_agent.conversing import converse
from cs_agent.domain.conversation import Line, State
from cs_agent.domain.intake import KEPT_TEXT, fault_of, fault_of_reply
from cs_agent.domain.knowledge.listings import (
    language_of_listing,
    language_of_market,
    published_of,
    rejected,
)
from cs_agent.domain.receiving import taken_over
from cs_agent.events import AGENT, SOURCE
from cs_agent.floor import Floor


@dataclass(frozen=True, slots=True)
class Deps:
    """What the handlers need from outside."""

    floor: Floor
    orders: OrderLedger
    policies: PolicyLedger
    listings: ListingRepository
    gallery: Gallery | None = None
    """Product pictures, where buyers' are looked at."""


async def answer_message(event: Event[conversation_pb2.ChatMessage], deps: Deps) -> Outcome:
    """chat.message: an answer, now or together with what comes after it."""
    if fault := fault_of(event.data):
        return dead_letter(*fault)
    if not event.data.text.strip() and not event.data.images:
        return skip("empty_message")
    return await converse(event, deps.floor)


async def hear_person(event: Event[conversation_pb2.ChatReplied], deps: Deps) -> Outcome:
    """chat.replied of anybody else: a person goes on, until he gives the conversation back."""
    if event.source == SOURCE:
        return skip("own")
    if fault := fault_of_reply(event.data):
        return dead_letter(*fault)
    data, merchant = event.data, event.merchant_id
    line = Line(f"{event.source} {event.id}", "person", data.text[:KEPT_TEXT], event.time)
    back = data.HasField("handoff") and data.handoff.to == AGENT

    def how(known: Conversation | None) -> Conversation:
        record = known or Conversation(merchant, State(data.conversation_id), event.platform)
        state = taken_over(record.state, line, back=back)
        return replace(record, state=state, waits_until=None, assured=False)

    await deps.floor.conversations.change(merchant, data.conversation_id, how)
    return skip("given_back" if back else "kept")


async def keep_new_product(event: Event[product_pb2.ProductCreated], deps: Deps) -> Outcome:
    """product.created: what is asked about."""
    return await _keep(event.merchant_id, event.data.product, event.time, deps)


async def keep_product(event: Event[product_pb2.ProductUpdated], deps: Deps) -> Outcome:
    """product.updated: kept as above."""
    return await _keep(event.merchant_id, event.data.product, event.time, deps)


async def _keep(merchant: str, product: product_pb2.Product, told_at: datetime, deps: Deps) -> Outcome:
    await deps.floor.products.learn(merchant, product, told_at)
    if deps.gallery is not None:
        await deps.gallery.learn(merchant, product, told_at)
    return skip("kept")


async def keep_listing(event: Event[product_pb2.ListingLocalized], deps: Deps) -> Outcome:
    """listing.localized: what buyers of a market read of a product, once nobody has to look at it."""
    language = language_of_listing(event.data)
    published = await in_thread(published_of, event.data, event.time)
    if not language:
        return dead_letter("no_locale", "a listing names no language")
    if published is None:
        return skip("needs_review")
    await deps.listings.learn(event.merchant_id, event.data.product_id, language, published)
    return skip("kept")


async def keep_review(event: Event[product_pb2.ListingReviewed], deps: Deps) -> Outcome:
    """listing.reviewed: what a person rejects is used no more; what he approves comes as a listing."""
    data, language = event.data, language_of_market(event.data.market)
    if data.verdict != product_pb2.ListingReviewed.REJECTED:
        return skip("comes_as_listing")
    if not language:
        return skip("unknown_market")
    gone = rejected(data.market, data.channel, event.time)
    await deps.listings.learn(event.merchant_id, data.product_id, language, gone)
    return skip("kept")


async def keep_order(event: Event[fact_pb2.OrderPlaced], deps: Deps) -> Outcome:
    """order.placed: kept."""
    await keeping.keep_order(deps.orders, event)
    return skip("kept")


async def keep_shipment(event: Event[fact_pb2.ShipmentUpdated], deps: Deps) -> Outcome:
    """shipment.updated: kept."""
    await keeping.keep_shipment(deps.orders, event)
    return skip("kept")


async def keep_policy(event: Event[fact_pb2.PolicyUpdated], deps: Deps) -> Outcome:
    """policy.updated: kept with the versions before it."""
    try:
        await keeping.keep_policy(deps.policies, event)
    except keeping.NoKind as error:
        return dead_letter(error.reason, str(error))
    return skip("kept")

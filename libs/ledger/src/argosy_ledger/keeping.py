"""Facts from events into the ledger: what every service that needs them does alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from google.protobuf.message import Message

from argosy.fact.v1 import fact_pb2
from argosy.refund.v1 import refund_pb2
from argosy_contracts import Event
from argosy_ledger.facts import Fact, OrderFacts, PolicyHistory
from argosy_ledger.merging import with_order, with_payment, with_policy, with_refund, with_shipment
from argosy_ledger.repositories import OrderLedger, PolicyLedger

M = TypeVar("M", bound=Message)


class NoKind(ValueError):
    """A policy that does not say what it is about."""

    reason = "no_kind"


async def keep_order(orders: OrderLedger, event: Event[fact_pb2.OrderPlaced]) -> OrderFacts:
    """order.placed. Returns all that is known of the order now."""
    return await _learnt(orders, event, event.data.order.id, with_order)


async def keep_payment(orders: OrderLedger, event: Event[fact_pb2.PaymentAuthorized]) -> OrderFacts:
    """payment.authorized: of the card's number the last four digits alone."""
    return await _learnt(orders, event, event.data.order_id, with_payment)


async def keep_shipment(orders: OrderLedger, event: Event[fact_pb2.ShipmentUpdated]) -> OrderFacts:
    """shipment.updated."""
    return await _learnt(orders, event, event.data.order_id, with_shipment)


async def keep_refund(orders: OrderLedger, event: Event[refund_pb2.RefundDecided]) -> OrderFacts | None:
    """refund.decided; None where it names no order."""
    if not event.data.order_id:
        return None
    return await _learnt(orders, event, event.data.order_id, with_refund)


async def keep_policy(policies: PolicyLedger, event: Event[fact_pb2.PolicyUpdated]) -> PolicyHistory:
    """policy.updated, with the versions before it. Raises NoKind."""
    data = event.data
    if data.kind == fact_pb2.PolicyUpdated.KIND_UNSPECIFIED:
        raise NoKind("a policy needs a kind: REFUND, CANCELLATION, SHIPPING or TERMS")
    kind = fact_pb2.PolicyUpdated.Kind.Name(data.kind)
    fact = fact_of(event)
    return await policies.learn(event.merchant_id, kind, data.market, lambda known: with_policy(known, fact))


def fact_of(event: Event[M]) -> Fact[M]:
    """An event as the fact that it tells."""
    return Fact(event.data, event.time, event.id)


async def _learnt(
    orders: OrderLedger, event: Event[M], order_id: str, merge: Callable[[OrderFacts, Fact[M]], OrderFacts]
) -> OrderFacts:
    fact = fact_of(event)
    return await orders.learn(event.merchant_id, order_id, lambda known: merge(known, fact))

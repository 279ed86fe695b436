"""A person taken out of what is known: the trade's figures stay, who it was does not."""

from __future__ import annotations

from dataclasses import replace

from argosy.fact.v1 import fact_pb2
from argosy_ledger.facts import Fact, OrderFacts


def without_person(known: OrderFacts) -> OrderFacts:
    """An order without its buyer, card, and where its parcels were signed for and by whom."""
    order, payment = known.order, known.payment
    if order is not None:
        data = fact_pb2.Order()
        data.CopyFrom(order.data)
        data.ClearField("buyer")
        order = Fact(data, order.time, order.event_id)
    if payment is not None:
        paid = fact_pb2.PaymentAuthorized()
        paid.CopyFrom(payment.data)
        paid.ClearField("card")
        payment = Fact(paid, payment.time, payment.event_id)
    shipments = []
    for scan in known.shipments:
        seen = fact_pb2.ShipmentUpdated()
        seen.CopyFrom(scan.data)
        seen.ClearField("proof")
        seen.ClearField("location")
        shipments.append(Fact(seen, scan.time, scan.event_id))
    return replace(known, order=order, payment=payment, shipments=tuple(shipments))

from __future__ import annotations

from datetime import UTC, datetime

from argosy.fact.v1 import fact_pb2
from argosy_ledger import Fact, OrderFacts
from argosy_ledger.forgetting import without_person

NOW = datetime(2026, 8, 1, tzinfo=UTC)


def test_who_bought_is_gone_and_what_was_sold_stays() -> None:
    order = fact_pb2.Order(id="o", total={"amount": "9.00", "currency": "EUR"})
    order.buyer.name, order.buyer.email, order.buyer.ip = "Marta", "m@x.example", "203.0.113.9"
    order.buyer.address, order.buyer.id, order.buyer.device_id = "Calle 1", "u-1", "device-1"
    payment = fact_pb2.PaymentAuthorized(
        order_id="o", arn="1" * 23, card={"network": "visa", "last4": "4242"}
    )
    scan = fact_pb2.ShipmentUpdated(order_id="o", status="delivered", location="Calle 1")
    scan.proof.signature = "Marta"
    known = OrderFacts("o", Fact(order, NOW, "a"), Fact(payment, NOW, "b"), (Fact(scan, NOW, "c"),))
    left = without_person(known)
    assert left.order is not None
    assert left.payment is not None
    assert left.order.data.total.amount == "9.00"
    assert left.payment.data.arn == "1" * 23
    assert left.shipments[0].data.status == "delivered"
    texts = b"".join(one.data.SerializeToString() for one in (left.order, left.payment, *left.shipments))
    for word in (b"Marta", b"m@x", b"203.0", b"Calle", b"u-1", b"device", b"4242"):
        assert word not in texts
    assert order.buyer.name == "Marta"  # what was given is left alone
    assert without_person(left) == left

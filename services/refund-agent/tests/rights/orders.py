"""Orders, payments and parcels as the tests of rights need them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from argosy.fact.v1 import fact_pb2
from argosy.refund.v1 import refund_pb2
from argosy_commerce.money import Money
from argosy_ledger import Fact, OrderFacts

ORDERED = datetime(2026, 8, 1, 10, tzinfo=UTC)


def at(days: float) -> datetime:
    """So many days after the order."""
    return ORDERED + timedelta(days=days)


def money(amount: str, currency: str = "EUR") -> Money:
    return Money(Decimal(amount), currency)


def order(
    lines: Sequence[tuple[str, int, str]] = (("a", 1, "100.00"),),
    total: str | None = "105.00",
    currency: str = "EUR",
    address: str = "Hauptstr. 5, 10115 Berlin, Germany",
    **sums: str,
) -> Fact[fact_pb2.Order]:
    """Lines of (sku, pieces, price of one); ``sums``: shipping, tax, discount."""
    told = fact_pb2.Order(
        id="o-1",
        buyer={"id": "b-1", "name": "Anna Example", "address": address, "language": "de"},
        lines=[
            {"sku": sku, "title": sku, "quantity": count, "price": {"amount": price, "currency": currency}}
            for sku, count, price in lines
        ],
    )
    for name, amount in {"shipping": "5.00", **sums}.items():
        getattr(told, name).MergeFrom(_told(amount, currency))
    if total is not None:
        told.total.MergeFrom(_told(total, currency))
    told.placed_at.FromDatetime(ORDERED)
    return Fact(told, ORDERED, "e-order")


def _told(amount: str, currency: str) -> Any:
    return fact_pb2.Order(total={"amount": amount, "currency": currency}).total


def payment(*refunds: tuple[str, float], currency: str = "EUR") -> Fact[fact_pb2.PaymentAuthorized]:
    """A payment with refunds of (amount, days after the order)."""
    told = fact_pb2.PaymentAuthorized(order_id="o-1")
    told.captured_at.FromDatetime(ORDERED)
    for amount, days in refunds:
        told.refunds.add(amount={"amount": amount, "currency": currency}).at.FromDatetime(at(days))
    return Fact(told, ORDERED, "e-payment")


def decided(
    amount: str, days: float, decision: str = "REFUND", request_id: str = "r-0", currency: str = "EUR"
) -> Fact[refund_pb2.RefundDecided]:
    told = refund_pb2.RefundDecided(
        request_id=request_id,
        decision=refund_pb2.RefundDecided.Decision.Value(decision),
        refund={"amount": amount, "currency": currency},
    )
    return Fact(told, at(days), f"e-{request_id}")


def scan(status: str, days: float, number: str = "T1") -> Fact[fact_pb2.ShipmentUpdated]:
    told = fact_pb2.ShipmentUpdated(order_id="o-1", carrier="DHL", tracking_number=number, status=status)
    told.at.FromDatetime(at(days))
    return Fact(told, at(days), f"e-{number}-{days}")


def facts(**parts: Any) -> OrderFacts:
    """An order that was paid."""
    return OrderFacts("o-1", **({"order": order(), "payment": payment()} | parts))

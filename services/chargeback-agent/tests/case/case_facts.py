"""Orders, payments, parcels, conversations and notices as tests need them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from argosy.dispute.v1 import dispute_pb2
from argosy.fact.v1 import fact_pb2
from argosy.refund.v1 import refund_pb2
from argosy_commerce.money import Money
from argosy_ledger import Conversation, Fact, OrderFacts, PolicyHistory, Said
from chargeback_agent.domain.case.building import build_case
from chargeback_agent.domain.case.model import Case
from chargeback_agent.domain.case.records import Others
from chargeback_agent.domain.notices.model import Notice, Read
from chargeback_agent.domain.rules.loader import rule_book

ORDERED = datetime(2026, 8, 1, 10, tzinfo=UTC)
OPENED = datetime(2026, 9, 10, tzinfo=UTC)
NOW = datetime(2026, 9, 12, 9, tzinfo=UTC)
ADDRESS = "Hauptstr. 5, 10115 Berlin, Germany"
ARN = "74537604221222132710572"


def at(days: float) -> datetime:
    """So many days after the order."""
    return ORDERED + timedelta(days=days)


def fact(data: Any, when: datetime = ORDERED) -> Fact[Any]:
    return Fact(data, when, "e")


def order(
    order_id: str = "o-1", placed: datetime = ORDERED, total: str = "120.00", **buyer: str
) -> Fact[fact_pb2.Order]:
    who = {"id": "b-9", "name": "Anna Example", "email": "anna@example.com", "ip": "93.184.216.34",
           "device_id": "device-0123456789abcdef", "address": ADDRESS, "language": "de"} | buyer  # fmt: skip
    told = fact_pb2.Order(
        id=order_id,
        buyer=who,
        lines=[
            {
                "sku": "s-1",
                "title": "Leather bag",
                "quantity": 1,
                "price": {"amount": "115.00", "currency": "EUR"},
            }
        ],
        shipping={"amount": "5.00", "currency": "EUR"},
        total={"amount": total, "currency": "EUR"},
    )
    told.placed_at.FromDatetime(placed)
    return fact(told, placed)


def payment(order_id: str = "o-1", captured: datetime = ORDERED, arn: str = ARN, **changes: Any) -> Fact[Any]:
    given: dict[str, Any] = {
        "order_id": order_id, "card": {"network": "visa", "last4": "4242", "bin_country": "DE"},
        "avs": "Y", "cvv": "M", "arn": arn, "descriptor": "SHOP BERLIN",
    } | changes  # fmt: skip
    told = fact_pb2.PaymentAuthorized(**given)
    told.captured_at.FromDatetime(captured)
    return fact(told, captured)


def refunded(told: Fact[Any], amount: str, when: datetime, currency: str = "EUR") -> Fact[Any]:
    """The payment with a refund."""
    changed = fact_pb2.PaymentAuthorized()
    changed.CopyFrom(told.data)
    changed.refunds.add(amount={"amount": amount, "currency": currency}).at.FromDatetime(when)
    return fact(changed, told.time)


def scan(
    status: str, days: float, location: str = "", number: str = "T1", carrier: str = "DHL", **proof: str
) -> Fact[Any]:
    told = fact_pb2.ShipmentUpdated(
        order_id="o-1", carrier=carrier, tracking_number=number, status=status, location=location
    )
    if proof:
        told.proof.MergeFrom(fact_pb2.ShipmentUpdated.Proof(**proof))
    told.at.FromDatetime(at(days))
    return fact(told, at(days))


DELIVERED = (
    scan("Picked up from sender", 1, "Hamburg, Germany"),
    scan("in transit", 2, "Leipzig, Germany"),
    scan("Zugestellt", 4, "10115 Berlin", signature="A. Example"),
)


def known(**parts: Any) -> OrderFacts:
    """An order that was delivered and signed for."""
    given: dict[str, Any] = {"order": order(), "payment": payment(), "shipments": DELIVERED} | parts
    return OrderFacts("o-1", **given)


def earlier(order_id: str, days_before_dispute: int, **buyer: str) -> OrderFacts:
    """A paid order of the same buyer, that long before the dispute."""
    when = OPENED - timedelta(days=days_before_dispute)
    number = order_id.removeprefix("o-").rjust(3, "0")
    return OrderFacts(order_id, order(order_id, when, **buyer), payment(order_id, when, ARN[:-3] + number))


def decided(amount: str, when: datetime = ORDERED) -> Fact[Any]:
    told = refund_pb2.RefundDecided(
        request_id="r-1",
        decision=refund_pb2.RefundDecided.REFUND,
        refund={"amount": amount, "currency": "EUR"},
    )
    return fact(told, when)


def policy(
    kind: str, text: str = "Returns within 30 days.", shown: bool = True, market: str = "", **rules: float
) -> PolicyHistory:
    told = fact_pb2.PolicyUpdated(merchant_id="m", market=market, text=text, shown_at_checkout=shown)
    told.kind = fact_pb2.PolicyUpdated.Kind.Value(kind)
    told.rules.update(rules)
    told.effective_from.FromDatetime(datetime(2026, 1, 1, tzinfo=UTC))
    return PolicyHistory(kind, market, (fact(told, datetime(2026, 1, 1, tzinfo=UTC)),))


def chat(*said: tuple[str, float, str], language: str = "en") -> Conversation:
    """Lines of (side, days after the order, text)."""
    lines = tuple(
        Said(f"m{index}", "buyer" if side == "buyer" else "shop", text, language, at(days))
        for index, (side, days, text) in enumerate(said)
    )
    return Conversation("c-1", "o-1", said=lines)


def read(value: Any, confidence: float = 0.95) -> Read[Any]:
    return Read(value, str(value), "body", confidence)


def notice(**fields: Any) -> Notice:
    """A notice; values are wrapped as read."""
    given = {"kind": "dispute", "disputed_on": OPENED.date(), "due_at": date(2026, 10, 1)} | fields
    language = given.pop("language", "en")
    sender = given.pop("sender", "other")
    doubts = given.pop("doubts", ())
    wrapped = {name: read(value) for name, value in given.items() if value is not None}
    return Notice(language=language, sender=sender, doubts=doubts, **wrapped)


def event(
    network: str = "visa", code: str = "13.1", amount: str = "120.00", currency: str = "EUR", **more: Any
) -> Any:
    told = dispute_pb2.DisputeOpened(dispute_id="d-1", order_id="o-1", network=network, reason_code=code)
    if amount:
        told.amount.amount, told.amount.currency = amount, currency
    told.notice.received_at.FromDatetime(more.pop("received", OPENED))
    if due := more.pop("due", None):
        told.due_at.FromDatetime(due)
    return told


def case(
    facts: OrderFacts | None = None,
    told: Any = None,
    said: Any = (),
    policies: Any = (),
    others: Others | None = None,
    of: Notice | None = None,
    now: datetime = NOW,
    book: Any = None,
) -> Case:
    """A case of all this; by itself a delivered order against Visa 13.1 with time left."""
    return build_case(
        of or notice(),
        told or event(),
        facts or known(),
        said,
        policies,
        others or Others(),
        book or rule_book(),
        now,
    )


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")

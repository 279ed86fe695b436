"""Orders and parcels as facts; only of the buyer who is identified: whoever calls sees to that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from argosy.common.v1 import common_pb2
from argosy_commerce.errors import UnknownCurrency, UnreadableAmount
from argosy_commerce.money import Money
from argosy_commerce.reading.items import Date, Price
from argosy_ledger.facts import OrderFacts
from cs_agent.domain.fact import Fact

_ORDER = frozenset(
    {"order_status", "cancel_order", "change_order", "change_address", "return_item", "invoice"}
)
_PARCEL = frozenset({"order_status", "delivered_not_received"})
_REFUND = frozenset({"refund_status", "refund_request"})


def facts_of_order(known: OrderFacts) -> tuple[Fact, ...]:
    """What may be told of one order: when, what, how much; where its parcels are; what was paid back.

    No name, address, e-mail or card stands in a fact: they are for comparing, never for telling.
    """
    return (*_order(known), *_parcels(known), *_refunds(known))


def _order(known: OrderFacts) -> Iterator[Fact]:
    if known.order is None:
        return
    order = known.order.data
    lines = "; ".join(f"{line.quantity} x {line.title or line.sku}" for line in order.lines[:50])
    quote = f"{known.order_id}: {lines}"
    items = [price] if (price := _price(order.total)) else []
    if order.HasField("placed_at"):
        day = order.placed_at.ToDatetime(UTC)
        quote += f" ({day.date().isoformat()})"
        items.append(Date((0, 0), day.date().isoformat(), day.year, day.month, day.day))  # type: ignore[arg-type]
    yield Fact("order", known.order_id, quote, "", tuple(items), of=known.order_id, topics=_ORDER)


def _parcels(known: OrderFacts) -> Iterator[Fact]:
    """The last scan of each parcel, the newest first."""
    last = {fact.data.tracking_number: fact for fact in known.shipments if not fact.data.return_of}
    newest = sorted(last.values(), key=lambda fact: fact.age, reverse=True)
    for fact in newest:
        scan = fact.data
        day = fact.time.astimezone(UTC).date()
        quote = (
            f"{scan.carrier} {scan.tracking_number}: {scan.status} {day.isoformat()} {scan.location}".strip()
        )
        when = Date((0, 0), day.isoformat(), day.year, day.month, day.day)
        ref = f"{known.order_id}:{scan.tracking_number}"
        yield Fact("shipment", ref, quote, "", (when,), of=known.order_id, topics=_PARCEL)


def _refunds(known: OrderFacts) -> Iterator[Fact]:
    if known.payment is None:
        return
    for number, refund in enumerate(known.payment.data.refunds[:50], 1):
        day = refund.at.ToDatetime(UTC).date()
        price = _price(refund.amount)
        when = Date((0, 0), day.isoformat(), day.year, day.month, day.day)
        items = (price, when) if price else (when,)
        quote = f"{refund.amount.amount} {refund.amount.currency} {day.isoformat()}"
        yield Fact(
            "order", f"{known.order_id}:refund {number}", quote, "", items, of=known.order_id, topics=_REFUND
        )


def _price(money: common_pb2.Money) -> Price | None:
    try:
        read = Money.from_strings(money.amount, money.currency)
    except (UnknownCurrency, UnreadableAmount):
        return None
    return Price((0, 0), f"{money.amount} {money.currency}", read)

"""Where an order is, and what was paid back of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cs_agent.domain.answer import Sentence
from cs_agent.domain.answering.orders_facts import order_fact, parcel_fact
from cs_agent.domain.answering.orders_values import Teller, printable
from cs_agent.domain.tools.orders import Order

SCANS: Final = frozenset(
    {"dispatched", "departed", "arrived_in_country", "out_for_delivery", "delivered", "held_at_customs",
     "delivery_failed"}
)  # fmt: skip
"""Scans that there is a phrase for; another's words are not said."""
_MOST_PARCELS: Final = 5


def status_told(order: Order, teller: Teller) -> tuple[Sentence, ...]:
    """Its status, its parcels' last scans, and, where it is cancelled or goes back, the money."""
    return (state_told(order, teller), *parcels_told(order, teller), *_money(order, teller))


def state_told(order: Order, teller: Teller) -> Sentence:
    """Its status alone."""
    return teller.say(f"status_{order.status}", "fact", [order_fact(order, teller.zone)], order=order.id)


def refunds_told(order: Order, teller: Teller) -> tuple[Sentence, ...]:
    """What went back, what will, or that nothing did."""
    told = tuple(_money(order, teller))
    none = teller.say("no_refund", "fact", [order_fact(order, teller.zone)], order=order.id)
    return (state_told(order, teller), *(told or (none,)))


def parcels_told(order: Order, teller: Teller) -> Iterator[Sentence]:
    """Carrier, number and last scan of each parcel, where it is sent."""
    if order.status in {"cancelled", "pending", "processed"}:
        return
    for parcel in order.parcels[:_MOST_PARCELS]:
        facts = [parcel_fact(order, parcel, teller.zone)]
        if parcel.tracking_number:
            carrier, tracking = printable(parcel.carrier), printable(parcel.tracking_number)
            yield teller.say("parcel", "fact", facts, carrier=carrier, tracking=tracking)
        last = parcel.events[-1] if parcel.events else None
        if last is not None and last.status in SCANS:
            scan, place = teller.words(f"scan_{last.status}"), printable(last.place) or parcel.carrier
            yield teller.say("last_scan", "fact", facts, date=teller.day(last.at), scan=scan, place=place)


def _money(order: Order, teller: Teller) -> Iterator[Sentence]:
    facts = [order_fact(order, teller.zone)]
    for payment in order.payments:
        if not payment.refunded:
            continue
        amount, where = teller.money(payment.refunded), teller.where(payment.method, payment.to)
        if payment.refunded_at is None:
            yield teller.say("refunded_undated", "fact", facts, amount=amount, where=where)
        else:
            day = teller.day(payment.refunded_at)
            yield teller.say("refunded", "fact", facts, date=day, amount=amount, where=where)
    paid = {payment.to: payment.method for payment in order.payments}
    for due in order.due:
        where = teller.where(paid.get(due.to, "gift_card"), due.to)
        key = "refunded_undated" if due.paid else "refund_due"
        yield teller.say(key, "fact", facts, amount=teller.money(due.amount), where=where)

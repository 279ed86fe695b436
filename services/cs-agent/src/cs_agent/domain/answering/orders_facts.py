"""What is known of an order, a parcel, a rule, as facts: every figure that a sentence says stands in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, tzinfo

from argosy_commerce.money import Money
from argosy_commerce.reading.items import Date, Item, Price
from cs_agent.domain.fact import Fact
from cs_agent.domain.tools.addressing import one_line
from cs_agent.domain.tools.orders import Order, Parcel, Product
from cs_agent.domain.tools.verdicts import Slots, Will


def order_fact(order: Order, zone: tzinfo = UTC) -> Fact:
    """When, what, how much, how paid. No name, address or e-mail."""
    lines = "; ".join(f"{line.quantity} x {line.sku} {line.title}" for line in order.lines)
    items: list[Item] = [_price(order.total), _date(order.placed_at, zone)]
    quote = f"{order.id}: {order.status}; {_iso(order.placed_at, zone)}; {lines}; {order.total}"
    for payment in order.payments:
        quote += f"; {payment.method} {payment.to} {payment.amount}"
        if payment.refunded:
            quote += f" refunded {payment.refunded}"
            items.append(_price(payment.refunded))
            if payment.refunded_at:
                quote += f" {_iso(payment.refunded_at, zone)}"
                items.append(_date(payment.refunded_at, zone))
    for due in order.due:
        quote += f"; due {due.to} {due.amount}"
        items.append(_price(due.amount))
    return Fact("order", order.id, quote, items=tuple(items), of=order.id)


def parcel_fact(order: Order, parcel: Parcel, zone: tzinfo = UTC) -> Fact:
    """A parcel and its last scan."""
    quote = f"{parcel.carrier} {parcel.tracking_number}"
    items: tuple[Item, ...] = ()
    if parcel.events:
        last = parcel.events[-1]
        quote += f": {last.status} {_iso(last.at, zone)} {last.place}".rstrip()
        items = (_date(last.at, zone),)
    return Fact("shipment", order.id, quote, items=items, of=order.id)


def will_fact(will: Will) -> Fact:
    """What will be done or was, as the buyer is asked about it: things, address, money."""
    lines = "; ".join(f"{one.quantity} x {one.sku} {one.new}".rstrip() for one in will.lines)
    money = "; ".join(f"{one.kind} {one.amount} {one.method} {one.to}" for one in will.movements)
    told = (will.tool, lines, one_line(will.address), money, f"{will.days} days" if will.days else "")
    items = tuple(_price(one.amount) for one in will.movements)
    quote = f"{will.order_id}: {'; '.join(filter(None, told))}"
    return Fact("order", will.order_id, quote, items=items, of=will.order_id)


def thing_facts(order: Order, products: Mapping[str, Product], also: Iterable[str] = ()) -> tuple[Fact, ...]:
    """What the order's things are, and what other variants are (``also``: SKUs), by the shop's products."""
    wanted = {*(line.sku for line in order.lines), *also}
    found = [
        Fact("variant", one.sku, "; ".join((one.sku, product.title, *one.options.values())), of=product.id)
        for product in products.values()
        for one in product.variants
        if one.sku in wanted
    ]
    return tuple(found)


def rule_fact(tool: str, slots: Mapping[str, object] | Slots) -> Fact:
    """A rule of the shop (`tools.rules`), with the figures that it names."""
    quote = "; ".join(f"{name} {value}" for name, value in slots.items())
    return Fact("policy", f"RULES:ALL:{tool}", f"{tool}: {quote}" if quote else tool)


def claimed_fact(order_id: str) -> Fact:
    """The order's number, which the buyer said himself: nothing is known of it."""
    return Fact("conversation", "order", order_id)


def dated(told: Slots, names: Iterator[str] | tuple[str, ...]) -> tuple[Item, ...]:
    """ISO days of a verdict's slots, as items."""
    days = [str(told[name]) for name in names if told.get(name)]
    return tuple(_date(datetime.fromisoformat(day), None) for day in days)


def _price(money: Money) -> Price:
    return Price((0, 0), str(money), money)


def _iso(at: datetime, zone: tzinfo | None) -> str:
    return (at.astimezone(zone) if zone else at).date().isoformat()


def _date(at: datetime, zone: tzinfo | None) -> Date:
    day = (at.astimezone(zone) if zone else at).date()
    return Date((0, 0), day.isoformat(), day.year, day.month, day.day)

"""What a permitted change makes of an order and of gift cards, as rows of JSON."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from argosy_commerce.money import Money
from cs_agent.adapters.wire import read_order, read_product, written, written_at
from cs_agent.domain.tools.addressing import one_line
from cs_agent.domain.tools.moving import added
from cs_agent.domain.tools.verdicts import Movement, Will

Row = dict[str, Any]


def apply(
    will: Will, order: Row, users: Mapping[str, Row], products: Mapping[str, Row], now: datetime
) -> tuple[Row, dict[str, Row]]:
    """The order after it, and the users whose gift cards changed; what was given is not touched."""
    after = copy.deepcopy(order)
    owner = copy.deepcopy(users[order["user_id"]])
    if will.status_after:
        after["status"] = will.status_after
    if will.address:
        after["address"] = one_line(will.address)
    if any(swap.new for swap in will.lines):
        _swap(will, after, products)
    for movement in will.movements:
        if movement.kind == "charge":
            _charge(movement, after, owner, now)
        else:
            _refund(movement, will, after, owner, now)
    after["done"] = {**after.get("done", {}), will.tool: after.get("done", {}).get(will.tool, 0) + 1}
    return after, {owner["id"]: owner}


def _swap(will: Will, order: Row, products: Mapping[str, Row]) -> None:
    lines = {line.sku: line for line in read_order(order).lines}
    rows: dict[str, Row] = {}

    def put(sku: str, product_id: str, title: str, quantity: int, price: Money) -> None:
        before = rows.get(sku, {}).get("quantity", 0)
        rows[sku] = {
            "sku": sku,
            "product_id": product_id,
            "title": title,
            "quantity": before + quantity,
            "price": written(price),
        }

    for line in lines.values():
        gone = sum(swap.quantity for swap in will.lines if swap.sku == line.sku)
        if line.quantity > gone:
            put(line.sku, line.product_id, line.title, line.quantity - gone, line.price)
        for swap in (one for one in will.lines if one.sku == line.sku):
            product = next(
                found
                for row in products.values()
                if (found := read_product(row)).variant(swap.new) is not None
            )
            variant = product.variant(swap.new)
            assert variant is not None  # noqa: S101 — found by it
            put(swap.new, product.id, product.title, swap.quantity, variant.price)
    order["lines"] = list(rows.values())
    changed = read_order(order)
    goods = added([line.price * line.quantity for line in changed.lines], changed.total.currency)
    order["subtotal"] = written(goods)
    order["total"] = written(goods + changed.shipping - changed.discount)


def _charge(movement: Movement, order: Row, owner: Row, now: datetime) -> None:
    name = "gift_card_id" if movement.method == "gift_card" else "last4"
    row = {"method": movement.method, name: movement.to, "amount": written(movement.amount)}
    order["payments"].append({**row, "at": written_at(now), "refunds": []})
    if movement.method == "gift_card":
        _put_on(owner, movement.to, -movement.amount)


def _refund(movement: Movement, will: Will, order: Row, owner: Row, now: datetime) -> None:
    due: Row = {"to": movement.to, "amount": written(movement.amount)}
    if movement.when == "returned":
        due["lines"] = {swap.sku: swap.quantity for swap in will.lines}
        order.setdefault("due", []).append(due)
        return
    left = movement.amount
    payments = read_order(order).payments
    for row, payment in zip(order["payments"], payments, strict=True):
        part = min(left, payment.kept)
        if payment.to == movement.to and part.minor > 0:
            row["refunds"].append({"amount": written(part), "at": written_at(now)})
            left -= part
    if left:
        order.setdefault("due", []).append({**due, "amount": written(left), "at": written_at(now)})
    if movement.method == "gift_card":
        _put_on(owner, movement.to, movement.amount)


def _put_on(owner: Row, card: str, amount: Money) -> None:
    """On a gift card of the owner's; one that he no longer has gets nothing here: the shop issues it."""
    for row in owner.get("gift_cards", ()):
        if row["id"] == card:
            balance = Money.from_strings(row["balance"]["amount"], row["balance"]["currency"])
            row["balance"] = written(balance + amount)

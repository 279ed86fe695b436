"""Other options of the same products: before an order is sent, or in exchange for what came."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from argosy_commerce.money import Money
from cs_agent.domain.answer import Call
from cs_agent.domain.tools.moving import charged, refunded
from cs_agent.domain.tools.orders import MOST_PIECES, Order, OrderLine, Product, User, Variant
from cs_agent.domain.tools.rules import ItemsRule
from cs_agent.domain.tools.verdicts import HandOver, NeedsMore, Planned, Refused, Swap, Will


def planned_swap(
    call: Call,
    order: Order,
    user: User,
    products: Mapping[str, Product],
    rule: ItemsRule,
    sold_out: AbstractSet[str],
) -> Planned:
    """What the swaps will do and cost: now's price of the new less the price paid of the old."""
    if order.done.get(call.tool, 0) >= rule.times_per_order:
        return Refused("times", {"times": rule.times_per_order})
    told = call.arguments.get("lines")
    if not isinstance(told, list | tuple) or not told:
        return NeedsMore(("lines",))
    swaps: list[Swap] = []
    difference = Money.zero(order.total.currency)
    for row in told:
        one = _swap(row if isinstance(row, Mapping) else {}, order, products, rule, sold_out)
        if not isinstance(one, tuple):
            return one
        swap, line, new = one
        used = sum(other.quantity for other in swaps if other.sku == swap.sku) + swap.quantity
        if used > line.quantity:
            return Refused("too_many", {"sku": swap.sku, "quantity": line.quantity})
        swaps.append(swap)
        difference += (new.price - line.price) * swap.quantity
    to = str(call.arguments.get("to") or "")
    if difference < Money.zero(difference.currency):
        movements = refunded(order, user, -difference, to, rule.cheaper, rule.cheaper_when)
    else:
        movements = charged(order, user, difference, to, rule.dearer)
    if not isinstance(movements, tuple):
        return movements
    return Will(
        call.tool,
        order.id,
        rule.status_after,
        lines=tuple(sorted(swaps, key=lambda swap: (swap.sku, swap.new))),
        movements=movements,
        days=rule.within_working_days if any(one.kind == "refund" for one in movements) else 0,
    )


def _swap(  # noqa: PLR0911 — each way out is a rule of its own
    row: Mapping[str, object],
    order: Order,
    products: Mapping[str, Product],
    rule: ItemsRule,
    sold_out: AbstractSet[str],
) -> tuple[Swap, OrderLine, Variant] | Refused | NeedsMore | HandOver:
    sku, new = str(row.get("sku") or "")[:80], str(row.get("new") or "")[:80]
    line = order.line(sku)
    if line is None:
        return Refused("no_such_line", {"sku": sku})
    if not new:
        return NeedsMore(("lines.new",))
    quantity = row.get("quantity", line.quantity)
    if isinstance(quantity, bool) or not isinstance(quantity, int) or not 0 < quantity <= MOST_PIECES:
        return Refused("too_many", {"sku": sku, "quantity": line.quantity})
    if new == sku:
        return Refused("unchanged")
    own = products.get(line.product_id)
    variant = own.variant(new) if own else None
    if variant is None and not rule.same_product:
        variant = next((found for one in products.values() if (found := one.variant(new))), None)
    if variant is None:
        other = any(one.variant(new) for one in products.values())
        return Refused("other_product" if other else "no_such_variant", {"sku": new})
    if rule.in_stock and (new in sold_out or variant.in_stock is False):
        return Refused("sold_out", {"sku": new})
    before = order.line(new)
    if before is not None and before.price != variant.price:
        return HandOver("out_of_scope")  # one SKU at two prices: no shop's order has that
    return Swap(sku, quantity, new), line, variant

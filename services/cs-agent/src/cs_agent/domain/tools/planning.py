"""What a call would do to an order, or why it may not: by the order, the rules and the shop's clock alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from argosy_commerce.money import Money
from cs_agent.domain.answer import Call
from cs_agent.domain.tools.addressing import planned_address
from cs_agent.domain.tools.moving import back_all, refunded, worth
from cs_agent.domain.tools.orders import MOST_PIECES, Order, Product, User
from cs_agent.domain.tools.rules import (
    AddressRule,
    CancelRule,
    Condition,
    ItemsRule,
    NotReturnable,
    RequestRule,
    ReturnRule,
    ShopRules,
)
from cs_agent.domain.tools.swapping import planned_swap
from cs_agent.domain.tools.verdicts import HandOver, NeedsMore, Planned, Refused, Swap, Will
from cs_agent.domain.tools.windows import outside
from cs_agent.domain.tools.words import names_all

_CONDITIONS: Final[tuple[Condition, ...]] = ("unused", "opened", "used")


@dataclass(frozen=True, slots=True)
class Known:
    """What a plan rests on. ``products``: of the order's lines, by id; ``now``: the shop's clock, aware."""

    order: Order
    user: User
    rules: ShopRules
    now: datetime
    products: Mapping[str, Product]


def planned(call: Call, known: Known) -> Planned:
    """What the call will do, or why not. Reads and hand-overs have no plan: ValueError."""
    rule = known.rules.tools.get(call.tool)  # type: ignore[call-overload]
    order = known.order
    allowed = getattr(rule, "statuses", ())
    if order.status not in allowed:
        return Refused("status", {"status": order.status, "allowed": list(allowed)})
    match rule:
        case CancelRule():
            return _cancel(call, known, rule)
        case AddressRule():
            return planned_address(call, order, known.user, rule)
        case ItemsRule():
            window = outside(order, rule.days, known.now)
            return window or planned_swap(
                call, known.order, known.user, known.products, rule, known.rules.sold_out
            )
        case ReturnRule():
            return outside(order, rule.days, known.now) or _return(call, known, rule)
        case RequestRule():
            return _request(call, known, rule)
    raise ValueError(f"{call.tool}: there is no plan of a {getattr(rule, 'kind', 'tool that no rule names')}")


def pieces_of(call: Call, order: Order) -> dict[str, int] | Refused:
    """The pieces that a call names, by SKU; all of the order where it names none."""
    told = call.arguments.get("lines") or ()
    if not isinstance(told, list | tuple):
        return Refused("no_such_line", {"sku": ""})
    pieces: dict[str, int] = {}
    for row in told:
        sku, quantity = (row.get("sku"), row.get("quantity", 1)) if isinstance(row, Mapping) else (None, 0)
        line = order.line(sku) if isinstance(sku, str) else None
        if line is None or not isinstance(sku, str):
            return Refused("no_such_line", {"sku": str(sku)[:80]})
        if isinstance(quantity, bool) or not isinstance(quantity, int) or not 0 < quantity <= MOST_PIECES:
            return Refused("too_many", {"sku": sku, "quantity": line.quantity})
        pieces[sku] = pieces.get(sku, 0) + quantity
        if pieces[sku] > line.quantity:
            return Refused("too_many", {"sku": sku, "quantity": line.quantity})
    return pieces or {line.sku: line.quantity for line in order.lines}


def _cancel(call: Call, known: Known, rule: CancelRule) -> Planned:
    order = known.order
    pieces = pieces_of(call, order)
    if isinstance(pieces, Refused):
        return pieces
    if pieces != {line.sku: line.quantity for line in order.lines}:
        return Refused("part_of_order")
    reason = str(call.arguments.get("reason") or "")
    if not reason:
        return NeedsMore(("reason",), rule.reasons)
    if reason not in rule.reasons:
        return Refused("reason", {"allowed": list(rule.reasons)})
    movements = back_all(order, rule.fee_share)
    return Will(
        call.tool, order.id, rule.status_after, reason, movements=movements, days=rule.within_working_days
    )


def _return(call: Call, known: Known, rule: ReturnRule) -> Planned:
    order = known.order
    pieces = pieces_of(call, order)
    if isinstance(pieces, Refused):
        return pieces
    if not rule.part_of_order and pieces != {line.sku: line.quantity for line in order.lines}:
        return Refused("part_of_order")
    condition = call.arguments.get("condition")
    refusal = _stays(condition, pieces, known, rule)
    if refusal is not None:
        return refusal
    if condition not in _CONDITIONS:
        return NeedsMore(("condition",), _CONDITIONS)
    back: Money = worth(order, pieces)
    to = str(call.arguments.get("to") or "")
    movements = refunded(order, known.user, back, to, rule.to, "returned")
    if not isinstance(movements, tuple):
        return movements
    label = rule.label.get(order.country, rule.label["other"])
    lines = tuple(Swap(sku, quantity) for sku, quantity in sorted(pieces.items()))
    return Will(
        call.tool,
        order.id,
        rule.status_after,
        condition,
        lines=lines,
        movements=movements,
        days=rule.within_working_days,
        label=label,
    )


def _stays(condition: object, pieces: Mapping[str, int], known: Known, rule: ReturnRule) -> Refused | None:
    for sku in pieces:
        line = known.order.line(sku)
        product = known.products.get(line.product_id) if line else None
        for which, row in rule.not_returnable.items():
            if condition in row.when and product is not None and _is_of(product, row):
                return Refused("not_returnable", {"sku": sku, "which": which})
    if rule.unused and condition == "used":
        return Refused("used", {"sku": min(pieces)})
    return None


def _is_of(product: Product, row: NotReturnable) -> bool:
    return any(names_all(product.category, words.split()) for words in row.categories)


def _request(call: Call, known: Known, rule: RequestRule) -> Planned:
    order = known.order
    pieces = pieces_of(call, order)
    if isinstance(pieces, Refused):
        return pieces
    reason = str(call.arguments.get("reason") or "")
    if not reason:
        return NeedsMore(("reason",), rule.reasons)
    if reason not in rule.reasons:
        return HandOver("out_of_scope")
    if reason in order.asked:
        return Refused("asked_before", {"reason": reason})
    lines = tuple(Swap(sku, quantity) for sku, quantity in sorted(pieces.items()))
    whole = pieces == {line.sku: line.quantity for line in order.lines}
    return Will(call.tool, order.id, order.status, reason, lines=() if whole else lines)

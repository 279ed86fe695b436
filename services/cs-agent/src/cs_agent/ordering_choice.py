"""Which of a buyer's orders a wish may mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cs_agent.domain.conversation import Wish
from cs_agent.domain.ordering.choosing import meant_orders
from cs_agent.domain.ordering.said import Said
from cs_agent.domain.ordering.wishes import kind_of
from cs_agent.domain.tools.orders import Order, Status
from cs_agent.domain.tools.rules import ShopRules

_FINAL: Final = frozenset({"delivered", "cancelled", "return_requested", "exchange_requested"})


def chosen(wish: Wish, orders: Sequence[Order], focus: str, rules: ShopRules) -> tuple[Order, ...]:
    """The order whose number was told, () where it is none of his; else those that may be meant."""
    claimed = str(wish.told.get("order") or "").casefold()
    if claimed:
        return tuple(one for one in orders if one.id.casefold() == claimed)
    return _meant(wish, orders, focus, rules)


def allowed(kind: str, rules: ShopRules) -> frozenset[Status]:
    """In which states an order may be for what a wish asks."""
    tools = ("change_items", "exchange_items") if kind == "swap" else (kind,)
    return frozenset(
        status
        for tool in tools
        for status in getattr(rules.tools.get(tool), "statuses", ())  # type: ignore[call-overload]
    )


def _meant(wish: Wish, orders: Sequence[Order], focus: str, rules: ShopRules) -> tuple[Order, ...]:
    said = Said(wish.words, frozenset(wish.concepts), wish.language)
    kind = kind_of(wish)
    if kind == "status":
        going = [one.status for one in orders if one.status not in _FINAL]
        return _of_status(meant_orders(orders, said, focus, going, going), bool(going))
    if kind == "refunds":
        back = [one for one in orders if one.due or one.asked or any(p.refunded for p in one.payments)]
        found = meant_orders(orders, said, focus, (), ())
        return tuple(one for one in found if one in back) or found
    return meant_orders(orders, said, focus, allowed(kind, rules), _likely(wish, rules))


def _of_status(found: tuple[Order, ...], going: bool) -> tuple[Order, ...]:
    """Of several those that are under way; else the newest."""
    if len(found) < 2:
        return found
    return tuple(one for one in found if one.status not in _FINAL) if going else found[:1]


def _likely(wish: Wish, rules: ShopRules) -> frozenset[Status]:
    if kind_of(wish) == "ask_refund":
        return frozenset({"delivered"})
    if wish.intent == "exchange_item":
        return frozenset({"delivered"})
    if wish.intent == "change_order":
        return frozenset({"pending"})
    return allowed(kind_of(wish), rules)

"""What a tool's verdict comes to in sentences: what is missing, a refusal with its rule, a hand-over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from argosy_commerce.money import Money
from cs_agent.domain.answer import Sentence
from cs_agent.domain.answering.orders_facts import claimed_fact, dated, order_fact, rule_fact, thing_facts
from cs_agent.domain.answering.orders_status import state_told, status_told
from cs_agent.domain.answering.orders_values import Teller
from cs_agent.domain.fact import Fact
from cs_agent.domain.tools.orders import Order, User
from cs_agent.domain.tools.rules import ReturnRule, ShopRules
from cs_agent.domain.tools.verdicts import Refused

_CANNOT: Final[Mapping[str, str]] = {
    "cancel_order": "cannot_cancel",
    "change_address": "cannot_change",
    "change_items": "cannot_change",
    "return_items": "cannot_return",
    "exchange_items": "cannot_return",
    "ask_refund": "cannot_return",
}
_LATER: Final = frozenset({"pending", "processed", "shipped"})
_TOLD_ALREADY: Final[Mapping[str, str]] = {
    "return_requested": "return_items",
    "exchange_requested": "exchange_items",
    "cancelled": "cancel_order",
}
_PLAIN: Final[Mapping[str, str]] = {
    "part_of_order": "part_of_order",
    "address_kind": "address_kind",
    "unchanged": "unchanged",
    "other_product": "other_product",
    "no_such_variant": "other_product",
    "used": "used",
    "refund_elsewhere": "elsewhere",
    "charge_elsewhere": "elsewhere",
}
_HANDED: Final = frozenset({"invoice", "payment_problem", "identity_tries", "other_country"})
_MOST_ORDERS: Final = 5
_MOST_OPTIONS: Final = 30


def refusal(  # noqa: PLR0911 — each reason says its own
    refused: Refused, tool: str, order: Order | None, teller: Teller, rules: ShopRules
) -> tuple[Sentence, ...]:
    """Why a rule forbids it. ``order``: the identified buyer's own, None where it is not known."""
    reason, slots = refused.reason, refused.slots
    if reason == "one_user":
        return (teller.say("one_user", "refusal"),)
    if order is None:
        return ()
    facts = [order_fact(order, teller.zone), rule_fact(tool, slots)]
    if reason == "status":
        return tuple(_of_status(tool, order, teller, rules))
    if reason in _PLAIN:
        return (teller.say(_PLAIN[reason], "refusal", facts),)
    if reason == "sold_out":
        facts += thing_facts(order, teller.products, [str(slots["sku"])])
        return (teller.say("sold_out", "refusal", facts, thing=_variant(str(slots["sku"]), order, teller)),)
    if reason == "window":
        items = dated(slots, ("delivered", "until"))
        rule = Fact("policy", f"RULES:ALL:{tool}", str(dict(slots)), items=items)
        days = {"date": teller.day(str(slots["delivered"])), "until": teller.day(str(slots["until"]))}
        told = teller.say(
            "window", "refusal", [facts[0], rule], order=order.id, days=str(slots["days"]), **days
        )
        return (told,)
    if reason == "not_returnable":
        key = "opened_cosmetics" if slots.get("which") == "opened_cosmetics" else "used"
        return (teller.say(key, "refusal", facts),)
    if reason == "gift_card_balance":
        where = teller.words("gift_card", id=str(slots["to"]))
        amounts = {"balance": _amount(slots["balance"], teller), "needed": _amount(slots["needed"], teller)}
        return (teller.say("gift_card_balance", "refusal", facts, where=where, **amounts),)
    if reason == "reason":
        return (teller.say("ask_reason", "asks", facts),)
    key = reason if reason in {"times", "asked_before"} else "not_possible"
    return (teller.say(key, "refusal", facts, order=order.id),)


def _of_status(tool: str, order: Order, teller: Teller, rules: ShopRules) -> Iterator[Sentence]:
    if tool == _TOLD_ALREADY.get(order.status) or order.status == "cancelled":
        yield from status_told(order, teller)
        return
    facts = [order_fact(order, teller.zone), rule_fact(tool, {"status": order.status})]
    yield state_told(order, teller)
    yield teller.say(_CANNOT.get(tool, "not_possible"), "refusal", facts, **_order_slot(tool, order))
    returns = rules.tools.get("return_items")
    if order.status in _LATER and isinstance(returns, ReturnRule) and tool != "change_address":
        if order.status == "pending" and tool != "cancel_order":
            yield teller.say("may_cancel", "fact", [rule_fact("cancel_order", {"status": order.status})])
        elif "delivered" in returns.statuses:
            rule = rule_fact("return_items", {"days": returns.days})
            yield teller.say("may_return_later", "fact", [rule], days=str(returns.days))


def _order_slot(tool: str, order: Order) -> dict[str, str]:
    return {} if tool in _CANNOT else {"order": order.id}


def no_such_order(claimed: str, teller: Teller) -> Sentence:
    """None of his has this number; whether another has it is not told."""
    return teller.say("no_such_order", "refusal", [claimed_fact(claimed)], order=claimed)


def which_order(orders: Sequence[Order], teller: Teller) -> Sentence:
    """Asks, with a short list of his own."""
    rows = [
        teller.words("order_in_list", order=one.id, date=teller.day(one.placed_at), things=teller.things(one))
        for one in orders[:_MOST_ORDERS]
    ]
    facts = [order_fact(one, teller.zone) for one in orders[:_MOST_ORDERS]]
    return teller.say("ask_order", "asks", facts, orders="; ".join(rows))


def which_things(order: Order, teller: Teller) -> Sentence:
    """Asks which of an order's things."""
    facts = [order_fact(order, teller.zone), *thing_facts(order, teller.products)]
    return teller.say("ask_things", "asks", facts, order=order.id, things=teller.things(order))


def which_option(order: Order, sku: str, rules: ShopRules, teller: Teller) -> tuple[Sentence, ...]:
    """Asks for another variant, with those that can be had."""
    line = order.line(sku)
    product = teller.products.get(line.product_id) if line else None
    if line is None or product is None:
        return (which_things(order, teller),)
    asked = teller.say(
        "ask_option",
        "asks",
        [order_fact(order, teller.zone), *thing_facts(order, teller.products)],
        thing=teller.thing(product.id, sku),
    )
    free = [
        one
        for one in product.variants
        if one.sku != sku and one.sku not in rules.sold_out and one.in_stock is not False
    ]
    said = [text for one in free if (text := teller.options(one.options))][:_MOST_OPTIONS]
    fact = Fact(
        "variant", product.id, "; ".join(f"{one.sku} {dict(one.options)}" for one in free), of=product.id
    )
    return (asked, teller.say("options", "asks", [fact], options="; ".join(said))) if said else (asked,)


def which_payment(order: Order, user: User, teller: Teller) -> Sentence:
    """Asks for a way that money may go: as he paid, or gift cards of his own."""
    ways = [(payment.method, payment.to) for payment in order.payments]
    ways += [("gift_card", card.id) for card in user.gift_cards]
    said = [teller.where(method, to) for method, to in dict.fromkeys(ways)]
    cards = Fact("order", order.id, "; ".join(card.id for card in user.gift_cards), of=order.id)
    facts = [order_fact(order, teller.zone), *([cards] if user.gift_cards else [])]
    return teller.say("ask_payment", "asks", facts, choices="; ".join(said))


def address_asked(missing: Iterable[str], teller: Teller) -> Sentence:
    """All of a new address, or the parts that are missing of it."""
    parts = [one.removeprefix("address.") for one in missing]
    if {"street", "postcode", "city"} <= set(parts):
        return teller.say("ask_address", "asks")
    return teller.say(
        "ask_address_parts", "asks", parts=teller.listed(teller.words(f"part_{one}") for one in parts)
    )


def handed_over(reason: str, teller: Teller) -> Sentence:
    """That a person goes on, and why."""
    return teller.say(f"handover_{reason if reason in _HANDED else 'other'}", "handover")


def _variant(sku: str, order: Order, teller: Teller) -> str:
    for line in order.lines:
        product = teller.products.get(line.product_id)
        if product is not None and product.variant(sku):
            return teller.thing(product.id, sku)
    return sku


def _amount(told: object, teller: Teller) -> str:
    """A verdict's amount ("2.00 USD")."""
    amount, _, currency = str(told).partition(" ")
    return teller.money(Money.from_strings(amount, currency))

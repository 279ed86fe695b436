"""What will be done, as the buyer is asked about it, and what was done: exactly the same things and money."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cs_agent.domain.answer import Sentence, SentenceKind
from cs_agent.domain.answering.orders_facts import order_fact, thing_facts, will_fact
from cs_agent.domain.answering.orders_values import Teller, printable
from cs_agent.domain.fact import Fact
from cs_agent.domain.tools.addressing import one_line
from cs_agent.domain.tools.orders import Order, OrderLine
from cs_agent.domain.tools.verdicts import Will

_SWAPS: Final = frozenset({"change_items", "exchange_items"})


def question(will: Will, order: Order, teller: Teller, *, again: bool = False) -> Sentence:
    """Order, things, address, money and where it goes, and whether to do it: in one, so that no part of it
    can be left out. ``again``: it was put before.
    """
    asked = [teller.say(f"will_{will.tool}", "asks", (), **_slots(will, order, teller))]
    asked += [*_money(will, teller, "asks"), teller.say("confirm", "asks")]
    if again:
        asked.insert(0, teller.say("not_yet", "asks"))
    return Sentence(teller.joined(one.text for one in asked), "asks", _facts(will, order, teller))


def done(will: Will, before: Order, teller: Teller) -> tuple[Sentence, ...]:
    """``before``: the order as it was when the buyer was asked, so that old and new can be told."""
    facts = _facts(will, before, teller)
    slots = _slots(will, before, teller)
    if will.tool == "cancel_order":
        return (
            teller.say("status_cancelled", "done", facts, order=will.order_id),
            *_money(will, teller, "done"),
        )
    return (teller.say(f"done_{will.tool}", "done", facts, **slots), *_money(will, teller, "done"))


def _facts(will: Will, order: Order, teller: Teller) -> tuple[Fact, ...]:
    """What is asked and done, the order that it is done to, and what its things are."""
    things = thing_facts(order, teller.products, [one.new for one in will.lines])
    return (will_fact(will), order_fact(order, teller.zone), *things)


def _slots(will: Will, order: Order, teller: Teller) -> dict[str, str]:
    if will.tool == "change_address":
        return {"order": will.order_id, "address": printable(one_line(will.address))}
    if will.tool in _SWAPS:
        lines = [(one, order.line(one.sku)) for one in will.lines]
        told = [(one, line or _unknown(one.sku, order)) for one, line in lines]
        return {
            "order": will.order_id,
            "old": teller.listed(teller.line(line, one.quantity) for one, line in told),
            "new": teller.listed(teller.piece(one.quantity, line.product_id, one.new) for one, line in told),
        }
    pieces = {one.sku: one.quantity for one in will.lines}
    slots = {"order": will.order_id, "things": teller.things(order, pieces)}
    if will.tool == "ask_refund":
        slots["reason"] = teller.words(f"reason_{will.reason}")
    return slots


def _money(will: Will, teller: Teller, kind: SentenceKind) -> Iterator[Sentence]:
    facts = [will_fact(will)]
    for one in will.movements:
        slots = {"amount": teller.money(one.amount), "where": teller.where(one.method, one.to)}
        if one.kind == "charge":
            yield teller.say("charge", kind, facts, **slots)
        else:
            yield teller.say(
                "refund_returned" if one.when == "returned" else "refund_now",
                kind,
                facts,
                days=str(will.days),
                **slots,
            )
    if will.tool in _SWAPS and not will.movements:
        yield teller.say("same_price", kind, facts)
    if will.label:
        yield teller.say("label_free" if will.label == "free_label" else "label_buyer", kind, facts)


def _unknown(sku: str, order: Order) -> OrderLine:
    """A line that the order holds no more: told by its number."""
    return OrderLine(sku, "", "", 1, order.total)

"""What holds whatever is said, in whatever order, of whatever shop."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from shops import RULES, Clock, Requests, Talk
from worlds import possible, shops, talks

from argosy_commerce.money import Money
from cs_agent.acting import act
from cs_agent.adapters.reference_shop import ReferenceShop
from cs_agent.adapters.wire import read_order, read_user
from cs_agent.domain.tools.moving import added, back_all, charged, kept, refunded, worth
from cs_agent.domain.tools.orders import Order
from cs_agent.domain.tools.rules import WRITES
from cs_agent.domain.tools.verdicts import NeedsYes, Permitted

MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Row = dict[str, Any]


def owed(order: Order, before: Order) -> Money:
    """What the shop must have kept of an order, by its state."""
    nothing = Money.zero(order.total.currency)
    if order.status == "cancelled":
        return nothing
    if order.status == "return_requested":
        returned = {sku: n for due in order.due for sku, n in due.lines.items()}
        return order.total - worth(before, returned)
    return order.total


def on_cards(world: Row, currency: str) -> Money:
    cards = [card.balance for row in world["users"] for card in read_user(row).gift_cards]
    return added(cards, currency)


@MANY
@given(shops(), st.data())
def test_pieces_are_worth_what_was_paid_for_them(world: Row, data: st.DataObject) -> None:
    order = read_order(world["orders"][0])
    some = {line.sku: data.draw(st.integers(0, line.quantity)) for line in order.lines}
    rest = {line.sku: line.quantity - some[line.sku] for line in order.lines}
    goods = added([line.price * line.quantity for line in order.lines], order.total.currency)
    assert worth(order, {line.sku: line.quantity for line in order.lines}) == goods - order.discount
    more = (worth(order, some) + worth(order, rest)) - (goods - order.discount)
    assert 0 <= more.minor <= len(order.lines)
    assert 0 <= worth(order, some).minor <= (goods - order.discount).minor


@MANY
@given(shops(), st.integers(0, 90_000), st.sampled_from(["", "4417", "9035", "G1", "G3", "0000"]))
def test_a_refund_is_the_amount_and_no_payment_gets_more_than_it_gave(
    world: Row, minor: int, to: str
) -> None:
    order, user = read_order(world["orders"][0]), read_user(world["users"][0])
    amount = Money.of_minor(minor, order.total.currency)
    moved = refunded(order, user, amount, to, ("original", "gift_card"), "now")
    assume(isinstance(moved, tuple))
    assert isinstance(moved, tuple)
    assert added([one.amount for one in moved], amount.currency) == amount
    assert amount <= kept(order)
    own = {card.id for card in user.gift_cards}
    for one in moved:
        paid = [payment.kept for payment in order.payments if payment.to == one.to]
        assert one.to in own or one.amount <= added(paid, amount.currency)
        assert one.to in own | {payment.to for payment in order.payments}
        assert one.amount.minor > 0


@MANY
@given(shops(), st.sampled_from(["0", "0.1", "0.3333"]))
def test_a_cancelled_order_gives_all_back_but_the_fee(world: Row, share: str) -> None:
    order = read_order(world["orders"][0])
    back = added([one.amount for one in back_all(order, share)], order.total.currency)
    assert back == kept(order) - (kept(order) * Decimal(share)).rounded()


@MANY
@given(shops(), st.integers(1, 30_000), st.sampled_from(["", "4417", "9035", "G1", "G2", "G3", "0000"]))
def test_a_charge_is_the_amount_and_no_gift_card_is_overdrawn(world: Row, minor: int, to: str) -> None:
    order, user = read_order(world["orders"][0]), read_user(world["users"][0])
    amount = Money.of_minor(minor, order.total.currency)
    moved = charged(order, user, amount, to, ("original", "gift_card"))
    assume(isinstance(moved, tuple))
    assert isinstance(moved, tuple)
    (one,) = moved
    assert one.amount == amount
    card = user.gift_card(one.to)
    assert card is None or amount <= card.balance
    assert card is not None or one.to in {
        payment.to for payment in order.payments if payment.method == "card"
    }


@settings(MANY, max_examples=80)
@given(talks())
def test_whatever_a_buyer_writes(talk: tuple[Row, list[tuple[str, Any]]]) -> None:
    asyncio.run(_whatever(*talk))


async def _whatever(world: Row, said: list[tuple[str, Any]]) -> None:
    clock = Clock()
    requests = Requests()
    shop = ReferenceShop(world, RULES, requests, clock=clock)
    talk = Talk(shop, clock)
    first = {row["id"]: read_order(row) for row in world["orders"]}
    users: set[str] = set()
    for kind, what in said:
        before, had_said_yes = shop.world, False
        asked_for = talk.state.pending
        if kind == "later":
            clock.now += timedelta(minutes=what)
            continue
        talk.says(kind if kind in {"yes", "no"} else "other")
        if kind == "who":
            await talk.call("find_user", **what)
        elif kind == "wish":
            acted = await talk.call(what[0], **what[1])
            assert not (acted.made and what[0] in WRITES)
        elif talk.state.pending:
            had_said_yes = kind == "yes"
            acted = await talk.again()
            assert acted.made is False or (had_said_yes and asked_for is not None)
        users |= {talk.state.user} - {""}
        _holds(before, shop.world, talk.state.user, first, changed_may_be=had_said_yes)
    assert len(users) <= 1
    assert all(first[ask.order_id].user_id in users for ask in requests.asks.values())


def _holds(before: Row, after: Row, user: str, first: dict[str, Order], *, changed_may_be: bool) -> None:
    old = {row["id"]: row for row in before["orders"]}
    for row in after["orders"]:
        same = {key: row.get(key) for key in row if key != "asked"} == {
            key: old[row["id"]].get(key) for key in old[row["id"]] if key != "asked"
        }
        assert same or (changed_may_be and row["user_id"] == user)
        order = read_order(row)
        assert kept(order) == owed(order, first[order.id])
        goods = added([line.price * line.quantity for line in order.lines], order.total.currency)
        assert order.total == goods + order.shipping - order.discount
        pieces = sum(line.quantity for line in first[order.id].lines)
        assert sum(line.quantity for line in order.lines) == pieces
    currency = read_order(after["orders"][0]).total.currency
    moved = on_cards(after, currency) - on_cards(before, currency)
    orders = [read_order(row) for row in after["orders"]]
    assert moved == _put_on_cards(orders) - _put_on_cards([read_order(row) for row in before["orders"]])
    others = [json.dumps(row) for row in after["users"] if row["id"] != user]
    assert others == [json.dumps(row) for row in before["users"] if row["id"] != user]
    for row in after["users"]:
        for card in read_user(row).gift_cards:
            assert not card.balance.minor < 0


def _put_on_cards(orders: list[Order]) -> Money:
    """What gift cards got of orders less what they paid."""
    nothing = Money.zero(orders[0].total.currency)
    for order in orders:
        for payment in order.payments:
            if payment.method == "gift_card":
                nothing += payment.refunded - payment.amount
        nothing += added([due.amount for due in order.due if due.paid], order.total.currency)
    return nothing


@settings(MANY, max_examples=50)
@given(possible())
def test_the_same_call_twice_is_done_once(given_: tuple[Row, str, Row]) -> None:
    world, tool, arguments = given_

    async def twice() -> None:
        requests = Requests()
        shop = ReferenceShop(world, RULES, requests, clock=Clock())
        talk = Talk(shop)
        await talk.call("find_user", email="u-1@mail.example")
        first = await talk.call(tool, **arguments)
        if first.made:
            after = shop.world
            assert (await talk.call(tool, **arguments)).made
            assert shop.world == after
            assert len(requests.asks) == 1
            return
        if not isinstance(first.verdict, NeedsYes):
            assert shop.world["orders"] == world["orders"]
            return
        talk.says("yes")
        waiting = talk.state
        once = await talk.again()
        assert isinstance(once.verdict, Permitted)
        after = shop.world
        assert after["orders"] != world["orders"]
        _holds(
            world, after, "u-1", {row["id"]: read_order(row) for row in world["orders"]}, changed_may_be=True
        )
        assert waiting.pending is not None
        again = await act(waiting.pending.call, waiting, talk.desk)
        assert again.call.result == once.call.result
        assert shop.world == after

    asyncio.run(twice())

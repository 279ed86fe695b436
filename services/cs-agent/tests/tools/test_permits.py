"""The engine by itself: it trusts neither its caller nor the shop."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from shops import NOW, RULES, Talk, reference, world

from cs_agent.adapters.wire import read_order, read_product, read_user
from cs_agent.domain.answer import Call
from cs_agent.domain.conversation import State
from cs_agent.domain.tools.engine import answered, asked, call_id, identified, may_be_made, permits
from cs_agent.domain.tools.verdicts import NeedsIdentity, NeedsYes, Permitted, Refused
from cs_agent.domain.understood import Identity

WORLD = world()
ORDERS = {row["id"]: read_order(row) for row in WORLD["orders"]}
USERS = {row["id"]: read_user(row) for row in WORLD["users"]}
PRODUCTS = {row["id"]: read_product(row) for row in WORLD["products"]}
CANCEL = Call("cancel_order", {"order_id": "o-2023", "reason": "no_longer_needed"})
HIS = State("c-1", user="u-18")


def verdict(call: Call, state: State, order: str = "o-2023", user: str = "u-18", **more: Any) -> Any:
    now = more.pop("now", NOW)
    return permits(
        call, state, ORDERS.get(order), USERS.get(user), RULES, now, more.pop("products", PRODUCTS)
    )


@pytest.mark.parametrize(
    "tool", ["cancel_order", "change_address", "get_order", "ask_refund", "return_items"]
)
def test_anothers_order_is_none_whoever_hands_it_in(tool: str) -> None:
    call = Call(tool, {"order_id": "o-2028"})
    assert verdict(call, HIS, order="o-2028") == Refused("no_such_order")
    assert verdict(call, HIS, order="o-0000") == Refused("no_such_order")


def test_another_user_than_the_conversations_is_refused() -> None:
    assert verdict(CANCEL, HIS, order="o-2028", user="u-22") == Refused("one_user")
    assert isinstance(verdict(CANCEL, HIS, user="u-99"), NeedsIdentity)
    assert isinstance(verdict(CANCEL, State("c-1")), NeedsIdentity)


def test_who_is_known_stays_known() -> None:
    other = USERS["u-22"]
    assert identified(HIS, Identity(email=other.email), [other], RULES) == HIS
    assert identified(HIS, Identity(email="x@y.example"), [], RULES) == HIS


def test_two_users_of_one_name_and_postcode_are_neither() -> None:
    twin = replace(USERS["u-22"], id="u-77")
    claim = Identity(name=twin.name, postcode=twin.postcode)
    after = identified(State("c-1"), claim, [USERS["u-22"], twin], RULES)
    assert (after.user, after.tries) == ("", 1)


def test_a_yes_that_comes_too_late_confirms_nothing() -> None:
    state = asked(HIS, CANCEL, verdict(CANCEL, HIS).will, NOW)
    late = answered(state, "yes", NOW + timedelta(minutes=31), RULES)
    assert late.pending is not None
    assert not late.pending.confirmed
    early = answered(state, "yes", NOW - timedelta(seconds=1), RULES)
    assert early.pending is not None
    assert not early.pending.confirmed


def test_a_yes_that_was_in_time_is_not_used_too_late() -> None:
    state = answered(asked(HIS, CANCEL, verdict(CANCEL, HIS).will, NOW), "yes", NOW, RULES)
    assert isinstance(verdict(CANCEL, state), Permitted)
    assert isinstance(verdict(CANCEL, state, now=NOW + timedelta(hours=1)), NeedsYes)


def test_a_price_that_changed_since_the_question_is_asked_about_again() -> None:
    state = State("c-1", user="u-22")
    lines = [{"sku": "P39-ORG-L", "new": "P39-ORG-XL"}]
    call = Call("change_items", {"order_id": "o-2028", "lines": lines})
    first = verdict(call, state, "o-2028", "u-22")
    state = answered(asked(state, call, first.will, NOW), "yes", NOW, RULES)
    assert isinstance(verdict(call, state, "o-2028", "u-22"), Permitted)
    row = next(one for one in WORLD["products"] if one["id"] == "p39")
    dearer = [{**one, "price": {"amount": "25.00", "currency": "USD"}} for one in row["variants"]]
    products = {"p39": read_product({**row, "variants": dearer})}
    again = verdict(call, state, "o-2028", "u-22", products=products)
    assert isinstance(again, NeedsYes)
    assert [str(one.amount) for one in again.will.movements] == ["7.50 USD"]


def test_a_call_has_one_id_and_no_two_calls_share_one() -> None:
    will = verdict(CANCEL, HIS).will
    state = answered(asked(HIS, CANCEL, will, NOW), "yes", NOW, RULES)
    later = answered(
        asked(HIS, CANCEL, will, NOW + timedelta(minutes=1)), "yes", NOW + timedelta(minutes=1), RULES
    )
    other = replace(state, conversation_id="c-2")
    ids = [call_id(CANCEL, one) for one in (state, later, other)]
    assert len(set(ids)) == 3
    assert verdict(CANCEL, state).call_id == ids[0] == may_be_made(CANCEL, state)
    assert may_be_made(CANCEL, HIS) == ""
    assert may_be_made(CANCEL, asked(HIS, CANCEL, will, NOW)) == ""


def test_a_question_names_all_that_is_agreed_to() -> None:
    will = verdict(CANCEL, HIS).will
    movement = will.movements[0]
    others = [
        replace(will, order_id="o-2022"),
        replace(will, reason="ordered_by_mistake"),
        replace(will, address={"street": "x"}),
        replace(will, movements=()),
        replace(will, movements=(replace(movement, to="0000"),)),
        replace(will, movements=(replace(movement, amount=movement.amount * 2),)),
        replace(will, movements=(replace(movement, when="returned"),)),
    ]
    assert len({one.digest for one in (will, *others)}) == len(others) + 1


async def test_a_shop_that_hands_out_anothers_order_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = reference()
    talk = Talk(shop)
    await talk.is_("u-18")

    async def anothers(*_: object) -> Any:
        return ORDERS["o-2028"]

    monkeypatch.setattr(shop, "get_order", anothers)
    for order_id in ("o-2023", "o-2028"):
        acted = await talk.call("get_order", order_id=order_id)
        assert acted.verdict == Refused("no_such_order")
        assert acted.order is None

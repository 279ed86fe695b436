"""Nothing of an order before the buyer is known, nothing before his plain yes, nothing forbidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

import pytest
from shops import NOW, RULES, Clock, Requests, Talk, plain, reference

from cs_agent.domain.tools.orders import Status
from cs_agent.domain.tools.rules import Tool
from cs_agent.domain.tools.verdicts import HandOver, NeedsIdentity, NeedsMore, NeedsYes, Permitted, Refused

TOOLS = sorted(get_args(Tool))
STATUSES = get_args(Status)
ADDRESS = {"street": "Storgata 40", "postcode": "0182", "city": "Oslo"}
ARGUMENTS: dict[str, dict[str, Any]] = {
    "cancel_order": {"reason": "no_longer_needed"},
    "change_address": {"address": ADDRESS},
    "change_items": {"lines": [{"sku": "P39-ORG-L", "new": "P39-BLK-L"}]},
    "return_items": {"condition": "unused"},
    "exchange_items": {"lines": [{"sku": "P39-ORG-L", "new": "P39-BLK-L"}]},
    "ask_refund": {"reason": "broken"},
    "get_product": {"product_id": "p39"},
    "find_user": {"email": "ingrid.sh@post.example"},
}
ALLOWED = {
    "cancel_order": {"pending"},
    "change_address": {"pending"},
    "change_items": {"pending"},
    "return_items": {"delivered"},
    "exchange_items": {"delivered"},
    "ask_refund": {"shipped", "delivered"},
}
CAME = [{"events": [{"at": "2026-02-10T08:00:00Z", "status": "delivered", "location": "Oslo"}]}]


def order_that_is(status: str, **more: Any) -> Any:
    requests = Requests()
    shop = reference(requests, o_2028={"status": status, "shipments": CAME, **more})
    return shop, requests


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("tool", TOOLS)
async def test_every_tool_at_every_status_does_what_the_rules_say(tool: str, status: str) -> None:
    shop, requests = order_that_is(status)
    talk = Talk(shop)
    await talk.is_("u-22")
    before = plain(shop)
    acted = await talk.call(tool, order_id="o-2028", **ARGUMENTS.get(tool, {}))
    if tool not in ALLOWED:
        assert isinstance(acted.verdict, Permitted)
        assert plain(shop) == before
        return
    if status not in ALLOWED[tool]:
        assert isinstance(acted.verdict, Refused)
        assert acted.verdict.reason == "status"
        assert acted.verdict.slots["status"] == status
        assert plain(shop) == before
        assert not requests.asks
        return
    assert isinstance(acted.verdict, NeedsYes)
    assert plain(shop) == before
    assert not requests.asks
    talk.says("yes")
    assert (await talk.again()).made
    assert plain(shop) != before
    assert len(requests.asks) == (tool == "ask_refund")


@pytest.mark.parametrize("tool", TOOLS)
async def test_before_the_buyer_is_known_nothing_of_an_order_is_told_or_done(tool: str) -> None:
    shop = reference()
    before = plain(shop)
    verdicts = []
    for order_id in ("o-2028", "o-0000"):
        talk = Talk(shop)
        acted = await talk.call(tool, order_id=order_id, **ARGUMENTS.get(tool, {}))
        verdicts.append(acted.verdict)
        assert acted.order is None
        assert not acted.orders
    if tool in {"get_product", "find_user", "hand_over"}:
        assert all(isinstance(verdict, Permitted) for verdict in verdicts)
    else:
        assert verdicts == [NeedsIdentity((("email",), ("name", "postcode")), 3)] * 2
    assert plain(shop) == before


@pytest.mark.parametrize("tool", [*ALLOWED, "get_order"])
async def test_anothers_order_and_none_at_all_are_one_answer(tool: str) -> None:
    shop = reference()
    talk = Talk(shop)
    await talk.is_("u-18")
    for order_id in ("o-2028", "o-0000", ""):
        acted = await talk.call(tool, order_id=order_id, **ARGUMENTS.get(tool, {}))
        assert acted.verdict == Refused("no_such_order")
        assert acted.order is None


async def test_a_conversation_is_one_buyers_for_good() -> None:
    talk = Talk(reference())
    await talk.is_("u-04")
    for claim in (
        {"email": "larissa.mc@caixa.example"},
        {"name": "Larissa Monteclaro", "postcode": "30130-010"},
        {"email": "nobody@nowhere.example"},
    ):
        assert (await talk.call("find_user", **claim)).verdict == Refused("one_user")
        assert talk.state.user == "u-04"
    assert isinstance(
        (await talk.call("find_user", email="JOAO.figueirinha@caixa.example")).verdict, Permitted
    )
    assert talk.state.tries == 0


async def test_whoever_errs_three_times_gets_a_person() -> None:
    talk = Talk(reference())
    for left in (2, 1, 0):
        await talk.call("find_user", name="Кирилл Ольшанов", postcode="050010")
        assert RULES.identification.failed_tries - talk.state.tries == left
    assert (await talk.call("find_user", email="k.olshanov@pochta.example")).verdict == HandOver(
        "identity_tries"
    )
    assert (await talk.call("list_orders")).verdict == HandOver("identity_tries")
    assert not talk.state.user


async def test_too_little_is_no_try() -> None:
    talk = Talk(reference())
    for claim in (
        {"name": "Annika Brandvogel"},
        {"postcode": "22303"},
        {},
        {"email": "  "},
        {"name": "—", "postcode": "--"},
    ):
        assert isinstance((await talk.call("find_user", **claim)).verdict, NeedsIdentity)
    assert talk.state.tries == 0


async def test_who_is_not_the_buyer_gets_a_person() -> None:
    talk = Talk(reference())
    talk.state = replace(talk.state, not_the_buyer=True)
    assert (await talk.call("find_user", email="ingrid.sh@post.example")).verdict == HandOver("not_the_buyer")
    assert isinstance((await talk.call("get_product", product_id="p26")).verdict, Permitted)
    assert isinstance((await talk.call("hand_over", reason="not_the_buyer")).verdict, Permitted)


@pytest.mark.parametrize("answers", [[], ["other"], ["other", "yes"], ["no"], ["no", "yes"]])
async def test_without_a_plain_yes_to_the_question_that_stands_nothing_is_done(answers: list[str]) -> None:
    shop = reference()
    talk = Talk(shop)
    await talk.is_("u-18")
    before = plain(shop)
    acted = await talk.call("cancel_order", order_id="o-2023", reason="no_longer_needed")
    for answer in answers:
        talk.says(answer)
    again = await talk.call("cancel_order", order_id="o-2023", reason="no_longer_needed")
    assert again.verdict == acted.verdict
    assert plain(shop) == before


async def test_a_yes_before_the_question_is_none() -> None:
    shop = reference()
    talk = Talk(shop)
    talk.says("yes")
    await talk.is_("u-18")
    talk.says("yes")
    assert isinstance(
        (await talk.call("cancel_order", order_id="o-2023", reason="no_longer_needed")).verdict, NeedsYes
    )


async def test_a_question_put_again_can_be_said_yes_to() -> None:
    talk = Talk(reference())
    await talk.is_("u-18")
    await talk.call("cancel_order", order_id="o-2023", reason="no_longer_needed")
    talk.says("other")
    assert isinstance((await talk.again()).verdict, NeedsYes)
    talk.says("yes")
    assert (await talk.again()).made


async def test_a_yes_is_to_that_question_and_to_no_other() -> None:
    shop = reference()
    talk = Talk(shop)
    await talk.is_("u-01")
    await talk.call(
        "change_address",
        order_id="o-2001",
        address={"street": "Ahornweg 5", "postcode": "50733", "city": "Köln"},
    )
    talk.says("yes")
    for call in (
        ("change_address", {"address": {"street": "Ahornweg 15", "postcode": "50733", "city": "Köln"}}),
        ("cancel_order", {"reason": "no_longer_needed"}),
        ("change_items", {"lines": [{"sku": "P01-WHT-M", "new": "P01-WHT-XL"}]}),
    ):
        waiting = talk.state
        assert isinstance((await talk.call(call[0], order_id="o-2001", **call[1])).verdict, NeedsYes)
        talk.state = waiting
    assert (await talk.again()).made


async def test_a_question_expires() -> None:
    for minutes, made in ((30, True), (31, False), (-1, False)):
        clock = Clock()
        talk = Talk(reference(clock=clock), clock)
        await talk.is_("u-18")
        await talk.call("cancel_order", order_id="o-2023", reason="no_longer_needed")
        clock.now += timedelta(minutes=minutes)
        talk.says("yes")
        assert (await talk.again()).made is made


async def test_a_second_question_takes_the_firsts_place() -> None:
    shop = reference()
    talk = Talk(shop)
    await talk.is_("u-09")
    await talk.call(
        "change_address",
        order_id="o-2011",
        address={"street": "Lipowa 3", "postcode": "02-012", "city": "Warszawa"},
    )
    await talk.call("change_items", order_id="o-2011", lines=[{"sku": "P04-YLW-130", "new": "P04-YLW-140"}])
    talk.says("yes")
    await talk.again()
    order = next(row for row in shop.world["orders"] if row["id"] == "o-2011")
    assert [line["sku"] for line in order["lines"]] == ["P04-GRN-110", "P04-YLW-140"]
    assert "address" not in order
    assert talk.state.pending is None


async def test_a_tool_that_no_rule_names_gets_a_person() -> None:
    talk = Talk(reference())
    await talk.is_("u-18")
    assert (await talk.call("refund_to_bank", order_id="o-2023")).verdict == HandOver("out_of_scope")


@pytest.mark.parametrize(("days", "verdict"), [(30, NeedsYes), (31, Refused)])
@pytest.mark.parametrize("tool", ["return_items", "exchange_items"])
async def test_days_are_counted_by_the_shops_clock(tool: str, days: int, verdict: type) -> None:
    clock = Clock(NOW.replace(day=10, hour=23, minute=59) + timedelta(days=days))
    shop = reference(clock=clock, o_2028={"status": "delivered", "shipments": CAME})
    talk = Talk(shop, clock)
    await talk.is_("u-22")
    acted = await talk.call(tool, order_id="o-2028", **ARGUMENTS[tool])
    assert isinstance(acted.verdict, verdict)
    if isinstance(acted.verdict, Refused):
        assert acted.verdict.slots == {"days": 30, "delivered": "2026-02-10", "until": "2026-03-12"}


async def test_where_no_scan_says_when_it_came_a_person_looks() -> None:
    shop = reference(o_2028={"status": "delivered", "shipments": []})
    talk = Talk(shop)
    await talk.is_("u-22")
    acted = await talk.call("return_items", order_id="o-2028", condition="unused")
    assert acted.verdict == HandOver("delivery_unknown")


async def test_what_is_missing_is_asked_for() -> None:
    talk = Talk(reference())
    await talk.is_("u-03")
    assert (await talk.call("cancel_order", order_id="o-2005")).verdict == NeedsMore(
        ("reason",), ("no_longer_needed", "ordered_by_mistake")
    )
    street = {"street": "Calle del Romero 5, 3º A"}
    assert (await talk.call("change_address", order_id="o-2005", address=street)).verdict == NeedsMore(
        ("address.postcode", "address.city")
    )
    assert (await talk.call("change_items", order_id="o-2005")).verdict == NeedsMore(("lines",))
    assert (await talk.call("return_items", order_id="o-2004")).verdict == NeedsMore(
        ("condition",), ("unused", "opened", "used")
    )

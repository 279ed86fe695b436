"""One suite, whichever shop is behind the tools."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from http_fake import FakeHttpShop, Nobody, over_http
from shops import NOW, RULES, Clock, Requests, Talk, plain, reference

from cs_agent.acting import act
from cs_agent.adapters.reference_shop import ReferenceShop, read_world
from cs_agent.domain.answer import Call
from cs_agent.domain.tools.rules import ShopRules
from cs_agent.domain.tools.shop import Shop, ShopBad, ShopBusy, ShopRefuses
from cs_agent.domain.tools.verdicts import HandOver, Movement, NeedsYes, Permitted, Refused, Will, read_will
from cs_agent.domain.understood import Identity


@dataclass
class Behind:
    shop: Shop
    data: ReferenceShop
    requests: Requests
    clock: Clock

    def order(self, id_: str) -> dict[str, Any]:
        return next(row for row in self.data.world["orders"] if row["id"] == id_)

    def gift_card(self, id_: str) -> str:
        cards = [card for user in self.data.world["users"] for card in user["gift_cards"]]
        return str(next(card["balance"]["amount"] for card in cards if card["id"] == id_))


@pytest.fixture(params=["in process", "over HTTP"])
async def behind(request: pytest.FixtureRequest) -> AsyncIterator[Behind]:
    requests, clock = Requests(), Clock()
    if request.param == "in process":
        data = reference(requests, clock)
        yield Behind(data, data, requests, clock)
        return
    data = reference(Nobody(), clock)  # type: ignore[arg-type]
    shop = over_http(FakeHttpShop(data), requests)
    yield Behind(shop, data, requests, clock)
    await shop.close()


async def test_a_user_is_found_by_email_or_by_name_and_postcode_and_by_nothing_less(behind: Behind) -> None:
    for claim, found in (
        (Identity(email=" Caleb.Worthingale@INBOX.example"), ["u-18"]),
        (Identity(name="陈沐辰", postcode="m5v2t6"), ["u-21"]),
        (Identity(name="藤森小春", postcode="１５０－０００１"), ["u-15"]),
        (Identity(name="elif yildirgan", postcode="34433"), ["u-11"]),
        (Identity(name="annika brandvogel", postcode="22303"), ["u-23"]),
        (Identity(name="Annika Brandvogel"), []),
        (Identity(postcode="22303"), []),
        (Identity(order_id="o-2001", name="Annika Brandvogel"), []),
        (Identity(email="caleb.worthingale@inbox.exampl"), []),
        (Identity(name="Annika Brandvogel", postcode="22304"), []),
        (Identity(), []),
    ):
        assert [user.id for user in await behind.shop.find_user(claim)] == found


async def test_reads_tell_orders_the_newest_first_and_change_nothing(behind: Behind) -> None:
    before = plain(behind.data)
    orders = await behind.shop.list_orders("u-18")
    assert [order.id for order in orders] == ["o-2023", "o-2022"]
    order = await behind.shop.get_order("o-2008")
    assert order is not None
    assert order == (await behind.shop.list_orders("u-06"))[0]
    assert [payment.to for payment in order.payments] == ["GC-5502", "3316"]
    product = await behind.shop.get_product("p26")
    assert product is not None
    assert [variant.sku for variant in product.variants] == ["P26"]
    sold_out = await behind.shop.get_product("p01")
    assert sold_out is not None
    assert [one.sku for one in sold_out.variants if not one.in_stock] == ["P01-BLU-XL"]
    assert await behind.shop.get_order("o-9999") is None
    assert await behind.shop.get_product("p99") is None
    assert await behind.shop.get_user("u-99") is None
    assert plain(behind.data) == before


async def test_a_cancelled_order_is_paid_back_as_it_was_paid(behind: Behind) -> None:
    talk = Talk(behind.shop, behind.clock)
    await talk.is_("u-03")
    acted = await talk.yes("cancel_order", order_id="o-2005", reason="ordered_by_mistake")
    assert isinstance(acted.verdict, Permitted)
    assert behind.order("o-2005")["status"] == "cancelled"
    assert behind.order("o-2005")["payments"][0]["refunds"][0]["amount"]["amount"] == "44.90"
    assert behind.gift_card("GC-5501") == "44.90"


async def test_the_same_call_again_is_the_same_call(behind: Behind) -> None:
    talk = Talk(behind.shop, behind.clock)
    await talk.is_("u-22")
    await talk.call("change_items", order_id="o-2028", lines=[{"sku": "P39-ORG-L", "new": "P39-ORG-XL"}])
    talk.says("yes")
    waiting = talk.state
    first = await talk.again()
    after = plain(behind.data)
    behind.clock.now += timedelta(minutes=2)
    assert waiting.pending is not None
    second = await act(waiting.pending.call, waiting, talk.desk)
    assert second.call.result == first.call.result
    assert second.state == first.state
    assert plain(behind.data) == after
    assert [row["amount"]["amount"] for row in behind.order("o-2028")["payments"]] == ["29.40", "2.00"]


async def test_an_id_is_never_two_calls(behind: Behind) -> None:
    talk = Talk(behind.shop, behind.clock)
    await talk.is_("u-22")
    first = await talk.call("cancel_order", order_id="o-2028", reason="no_longer_needed")
    assert isinstance(first.verdict, NeedsYes)
    await behind.shop.change("k-1", first.verdict.will)
    other = Will("change_address", "o-2028", "pending", address={"street": "a", "postcode": "b", "city": "c"})
    with pytest.raises(ShopRefuses):
        await behind.shop.change("k-1", other)
    with pytest.raises(ShopBad):
        await behind.shop.change("", other)


async def test_the_shop_does_what_was_said_yes_to_or_nothing(behind: Behind) -> None:
    talk = Talk(behind.shop, behind.clock)
    await talk.is_("u-22")
    acted = await talk.call("cancel_order", order_id="o-2028", reason="no_longer_needed")
    assert isinstance(acted.verdict, NeedsYes)
    before = plain(behind.data)
    told = acted.verdict.will.told()
    changes: tuple[dict[str, Any], ...] = (
        {"movements": []},
        {"movements": [{**told["movements"][0], "to": "9999"}]},  # type: ignore[index]
        {"status_after": "pending"},
        {"order_id": "o-2027"},
    )
    for change in changes:
        with pytest.raises(ShopRefuses):
            await behind.shop.change("k-2", read_will({**told, **change}))
    assert plain(behind.data) == before


async def test_a_question_is_void_when_the_order_has_changed_since(behind: Behind) -> None:
    talk = Talk(behind.shop, behind.clock)
    await talk.is_("u-18")
    await talk.call("cancel_order", order_id="o-2023", reason="no_longer_needed")
    behind.data._orders["o-2023"]["status"] = "shipped"
    talk.says("yes")
    assert isinstance((await talk.again()).verdict, Refused)
    assert talk.state.pending is None
    assert behind.order("o-2023")["status"] == "shipped"


async def test_money_back_on_a_gift_card_that_had_not_paid_is_told_of_the_order(behind: Behind) -> None:
    behind.data._orders["o-2023"]["lines"][0] |= {"sku": "P39-ORG-XL", "product_id": "p39"}
    behind.data._orders["o-2023"]["lines"][0]["price"]["amount"] = "34.00"
    talk = Talk(behind.shop, behind.clock)
    await talk.is_("u-18")
    acted = await talk.yes(
        "change_items", order_id="o-2023", lines=[{"sku": "P39-ORG-XL", "new": "P39-ORG-L"}], to="GC-5504"
    )
    assert isinstance(acted.verdict, Permitted)
    assert acted.verdict.will is not None
    assert [str(one.amount) for one in acted.verdict.will.movements] == ["16.50 USD"]
    assert behind.gift_card("GC-5504") == "31.50"
    order = behind.order("o-2023")
    assert order["total"]["amount"] == "23.40"
    assert [row["amount"]["amount"] for row in order["due"]] == ["16.50"]


async def test_a_difference_paid_by_gift_card_is_taken_off_it_once(behind: Behind) -> None:
    behind.data._orders["o-2023"]["lines"][0] |= {"sku": "P39-ORG-L", "product_id": "p39"}
    talk = Talk(behind.shop, behind.clock)
    await talk.is_("u-18")
    lines = [{"sku": "P39-ORG-L", "new": "P39-BLK-XL"}]
    behind.data._orders["o-2023"]["lines"][0]["price"]["amount"] = "17.50"
    await talk.call("change_items", order_id="o-2023", lines=lines, to="GC-5504")
    talk.says("yes")
    waiting = talk.state
    assert (await talk.again()).made
    assert waiting.pending is not None
    assert (await act(waiting.pending.call, waiting, talk.desk)).made
    assert behind.gift_card("GC-5504") == "13.00"
    paid = behind.order("o-2023")["payments"][1]
    assert (paid["method"], paid["gift_card_id"], paid["amount"]["amount"]) == (
        "gift_card",
        "GC-5504",
        "2.00",
    )


def _without_a_yes(tool: str) -> ShopRules:
    """The rules of a shop that lets it be called at once."""
    rule = RULES.tools[tool].model_copy(update={"confirmation": "none"})  # type: ignore[index]
    return RULES.model_copy(update={"tools": {**RULES.tools, tool: rule}})


async def test_a_refund_is_asked_for_once(behind: Behind) -> None:
    talk = Talk(behind.shop, behind.clock, _without_a_yes("ask_refund"))
    await talk.is_("u-15")
    ask = {
        "order_id": "o-2018",
        "reason": "broken",
        "lines": [{"sku": "P25", "quantity": 1}],
        "words": "割れて",
    }
    assert (await talk.call("ask_refund", **ask)).made
    assert (await talk.call("ask_refund", **ask)).made
    refused = await talk.call("ask_refund", order_id="o-2018", reason="broken")
    assert refused.verdict == Refused("asked_before", {"reason": "broken"})
    (asked,) = behind.requests.asks.values()
    assert (asked.order_id, asked.reason, asked.words, asked.lines) == ("o-2018", "broken", "割れて", ())
    assert behind.order("o-2018")["asked"] == ["broken"]


async def test_a_request_that_could_not_be_published_is_asked_for_again(behind: Behind) -> None:
    talk = Talk(behind.shop, behind.clock, _without_a_yes("ask_refund"))
    await talk.is_("u-15")
    behind.requests.busy = 1
    with pytest.raises(ShopBusy):
        await talk.call("ask_refund", order_id="o-2018", reason="broken")
    assert (await talk.call("ask_refund", order_id="o-2018", reason="broken")).made
    assert len(behind.requests.asks) == 1


async def test_a_person_is_called_once_and_then_nothing_is_done(behind: Behind) -> None:
    talk = Talk(behind.shop, behind.clock)
    await talk.call("hand_over", reason="invoice", summary="wants one")
    assert talk.state.with_person
    assert (await talk.call("hand_over", reason="invoice")).verdict == Refused("with_person")
    assert (await talk.call("find_user", email="chen.muchen@youxiang.example")).verdict == Refused(
        "with_person"
    )
    assert [row["reason"] for row in behind.data.world["handovers"].values()] == ["invoice"]


async def test_a_shop_that_contradicts_itself_gets_a_person(behind: Behind, monkeypatch: Any) -> None:
    talk = Talk(behind.shop, behind.clock)
    await talk.is_("u-18")
    await talk.call("cancel_order", order_id="o-2023", reason="no_longer_needed")
    talk.says("yes")

    async def refuses(*_: object) -> None:
        raise ShopRefuses("no")

    monkeypatch.setattr(behind.shop, "change", refuses)
    assert (await talk.again()).verdict == HandOver("shop_disagrees")
    assert talk.state.pending is None


async def test_the_trail_tells_calls_and_nobody(behind: Behind) -> None:
    talk = Talk(behind.shop, behind.clock)
    await talk.is_("u-18")
    await talk.yes("cancel_order", order_id="o-2023", reason="no_longer_needed")
    await talk.call("cancel_order", order_id="o-2028", reason="no_longer_needed")
    told = [(note.tool, note.verdict, note.outcome) for note in talk.notes]
    assert told == [
        ("find_user", "Permitted", "made"),
        ("cancel_order", "NeedsYes", ""),
        ("cancel_order", "Permitted", "made"),
        ("cancel_order", "Refused:no_such_order", ""),
    ]
    for word in ("caleb", "worthingale", "maple", "60614", "39.90", "1006"):
        assert word not in repr([*talk.notes, *behind.data.audit]).casefold()


async def test_a_shop_survives_a_restart_with_its_calls(tmp_path: Any) -> None:
    shop = reference()
    shop._kept_in = tmp_path / "shop.json"
    talk = Talk(shop)
    await talk.is_("u-18")
    await talk.call("cancel_order", order_id="o-2023", reason="no_longer_needed")
    talk.says("yes")
    waiting = talk.state
    await talk.again()
    again = ReferenceShop(read_world(tmp_path / "shop.json"), RULES, Requests(), clock=Clock(NOW))
    assert plain(again) == plain(shop)
    assert waiting.pending is not None
    assert (await act(waiting.pending.call, waiting, Talk(again).desk)).made
    assert plain(again) == plain(shop)


async def test_a_movement_goes_both_ways_through_json() -> None:
    talk = Talk(reference())
    await talk.is_("u-06")
    acted = await talk.call(
        "exchange_items", order_id="o-2008", lines=[{"sku": "P44-500-WHT", "new": "P44-750-BLK"}], to="3316"
    )
    assert isinstance(acted.verdict, NeedsYes)
    will = acted.verdict.will
    assert read_will(will.told()) == will
    assert isinstance(will.movements[0], Movement)
    assert Call("exchange_items", will.again).arguments["to"] == "3316"

"""Whose orders can be worked on, and what is read where a shop has no tools."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from cs_agent.acting import act
from cs_agent.adapters.bus import Deltas, RefundRequestsByBus
from cs_agent.adapters.closed_shop import ClosedShop
from cs_agent.adapters.desks import Desks
from cs_agent.domain.answer import Call
from cs_agent.domain.conversation import State
from cs_agent.domain.tools.rules import shop_rules
from cs_agent.domain.tools.shop import RefundAsk, ShopBusy
from cs_agent.domain.tools.verdicts import HandOver, Permitted, Refused
from cs_agent.settings import ChatSettings

from .talking import AT, Clock, House, event

CLAIM = Call("find_user", {"email": "marta@mail.example"})


def order(id_: str = "o-1", email: str = "marta@mail.example") -> Any:
    price = {"amount": "40.00", "currency": "EUR"}
    data = {
        "id": id_,
        "buyer": {
            "id": f"u-{email}", "name": "Marta", "email": email,
            "address": "Hauptstr. 5, 10115 Berlin, Germany",
        },
        "lines": [{"sku": "LAMP-1", "title": "Desk lamp", "quantity": 1, "price": price}],
        "total": price,
        "placed_at": AT.isoformat(),
    }  # fmt: skip
    return event("order.placed", {"order": data}, AT, f"order-{id_}")


def scan(status: str, id_: str = "o-1") -> Any:
    data = {
        "order_id": id_, "carrier": "DHL", "tracking_number": "T1", "status": status, "at": AT.isoformat(),
        "location": "Berlin",
    }  # fmt: skip
    return event("shipment.updated", data, AT, f"scan-{id_}-{status}")


async def known(house: House) -> State:
    return (await act(CLAIM, State("c-1"), house.deps.floor.desk("m-1"))).state


async def test_an_order_of_the_ledger_is_told_to_its_buyer_alone() -> None:
    house = House()
    await house.tell(order(), scan("out for delivery"), order("o-2", "ben@mail.example"))
    state = await known(house)
    assert state.user == "u-marta@mail.example"
    desk = house.deps.floor.desk("m-1")
    acted = await act(Call("get_order", {"order_id": "o-1"}), state, desk)
    assert isinstance(acted.verdict, Permitted)
    assert acted.order is not None
    assert acted.order.status == "shipped"
    assert acted.order.parcels[0].events[-1].status == "out_for_delivery"
    other = await act(Call("get_order", {"order_id": "o-2"}), state, desk)
    assert isinstance(other.verdict, Refused)
    assert (await act(CLAIM, State("c-1"), house.deps.floor.desk("m-2"))).state.user == ""


@pytest.mark.parametrize("status", ["lost", "returned to sender", "who knows"])
async def test_where_the_scans_do_not_say_how_an_order_stands_a_person_goes_on(status: str) -> None:
    house = House()
    await house.tell(order(), scan(status))
    state = await known(house)
    acted = await act(Call("list_orders", {}), state, house.deps.floor.desk("m-1"))
    assert isinstance(acted.verdict, HandOver)


async def test_the_ledger_changes_nothing_and_says_so_before_it_asks() -> None:
    house = House()
    await house.tell(order(), scan("delivered"))
    state = await known(house)
    call = Call("return_items", {"order_id": "o-1", "condition": "unused"})
    acted = await act(call, state, house.deps.floor.desk("m-1"))
    assert acted.verdict == HandOver("out_of_scope")


async def test_where_no_order_was_ever_told_nobody_is_asked_for_his_e_mail_again_and_again() -> None:
    acted = await act(CLAIM, State("c-1"), House().deps.floor.desk("m-1"))
    assert acted.verdict == HandOver("shop_unreachable")
    house = House()
    await house.tell(order("o-2", "ben@mail.example"))
    acted = await act(CLAIM, State("c-1"), house.deps.floor.desk("m-1"))
    assert acted.state.tries == 1


async def test_a_merchants_shop_is_no_other_merchants() -> None:
    desks = Desks({"m-1": ClosedShop()}, shop_rules(), None, Clock())
    assert desks.of("m-1").rules == shop_rules()
    assert set(desks.of("m-2").rules.tools) < set(shop_rules().tools)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"shop_url": "https://x.example", "shop_file": "x.json"}, "ARGOSY_SHOP_FILE"),
        ({"shop_file": "x.json"}, "ARGOSY_SHOP_MERCHANT"),
        ({"shop_url": "https://x.example", "shop_merchant": "m-1"}, "ARGOSY_SHOP_TOKEN"),
    ],
)
def test_half_a_shop_fails_the_start_by_name(given: dict[str, str], named: str) -> None:
    with pytest.raises(ValidationError, match=named):
        ChatSettings(mongodb_uri="x", **given)


async def test_a_refund_is_asked_for_once_and_a_bus_that_is_gone_is_busy() -> None:
    sent: list[Any] = []

    async def publishes(one: Any) -> None:
        sent.append(one)

    ask = RefundAsk(
        "call-1", "o-1", (("LAMP-1", 1),), "damaged", "Der Schirm ist kaputt. 4242 4242 4242 4242", "de"
    )
    for _ in range(2):
        await RefundRequestsByBus(publishes, "m-1", "own_shop").publish(ask)
    assert [(one.id, one.type, one.key) for one in sent] == [("call-1", "refund.requested", "call-1")] * 2
    assert sent[0].data.reason_text == "Der Schirm ist kaputt. [card]"

    async def gone(one: Any) -> None:
        raise OSError("no broker")

    with pytest.raises(ShopBusy):
        await RefundRequestsByBus(gone, "m-1", "own_shop").publish(ask)
    await Deltas(gone)(sent[0])

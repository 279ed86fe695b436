"""A shop that is slow, broken or hostile."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from http_fake import FakeHttpShop, over_http
from shops import Clock, Requests, Talk, plain, reference

from cs_agent.adapters.http_shop import HttpShop
from cs_agent.domain.tools.shop import ShopBad, ShopBusy, ShopRefuses
from cs_agent.domain.tools.verdicts import HandOver, NeedsYes, Permitted
from cs_agent.domain.understood import Identity

ODD_TIME = json.dumps(
    {**reference().world["orders"][0], "placed_at": "0001-01-01T00:00:00+14:00"}, ensure_ascii=True
).encode()


def fake() -> FakeHttpShop:
    return FakeHttpShop(reference())


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
async def test_a_shop_that_is_busy_is_asked_three_times(status: int) -> None:
    app = fake()
    app.before = lambda *_: (status, b"", {"Retry-After": "900"})
    shop = over_http(app, Requests())
    with pytest.raises(ShopBusy, match=str(status)):
        await shop.get_order("o-2001")
    assert len(app.seen) == 3


async def test_a_shop_that_is_gone_is_left_alone_for_a_while_and_then_asked_again() -> None:
    app, now = fake(), [1_000.0]
    app.before = lambda *_: (503, b"", {})
    shop = over_http(app, Requests())
    shop._clock = lambda: now[0]
    for _ in range(8):
        with pytest.raises(ShopBusy):
            await shop.get_order("o-2001")
    assert len(app.seen) == 9
    now[0] += 16
    app.before = lambda *_: None
    assert (await shop.get_order("o-2001")) is not None
    assert (await shop.get_order("o-none")) is None


async def test_a_change_is_tried_again_with_the_same_key_and_made_once() -> None:
    app = fake()
    shop = over_http(app, Requests())
    talk = Talk(shop)
    await talk.is_("u-18")
    await talk.call("cancel_order", order_id="o-2023", reason="no_longer_needed")
    lost: list[str] = []

    class Loses(httpx.AsyncBaseTransport):
        """Brings the request and loses the first answer."""

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            answer = await httpx.ASGITransport(app=app).handle_async_request(request)
            if request.method == "POST" and not lost:
                lost.append(request.headers["Idempotency-Key"])
                raise httpx.ReadTimeout("gone", request=request)
            return answer

    shop._client._transport = Loses()
    talk.says("yes")
    assert isinstance((await talk.again()).verdict, Permitted)
    keys = [key for method, path, key in app.seen if path.endswith("/cancel")]
    assert keys == [lost[0]] * 2
    outcomes = [row["outcome"] for row in app.shop.audit if row["tool"] == "cancel_order"]
    assert outcomes == ["done", "repeated"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((301, b"", {"Location": "https://elsewhere.example/"}), ShopBad),
        ((307, b"", {"Location": "/v1/orders/o-2002"}), ShopBad),
        ((401, b"{}", {}), ShopBad),
        ((403, b"{}", {}), ShopBad),
        ((409, b"{}", {}), ShopRefuses),
        ((422, b"{}", {}), ShopRefuses),
        ((200, b"<html>", {}), ShopBad),
        ((200, b"[" * 200_000, {}), ShopBad),
        ((200, b"{}", {}), ShopBad),
        ((200, ODD_TIME, {}), ShopBad),
        ((200, b"[]", {}), ShopBad),
        ((200, b"\x1f\x8b\x08\x00", {"Content-Encoding": "gzip"}), ShopBad),
        ((200, b'{"id": "' + b"x" * 3_000_000 + b'"}', {}), ShopBad),
    ],
)
async def test_what_is_no_answer_is_bad_at_once(answer: Any, error: type[Exception]) -> None:
    app = fake()
    app.before = lambda *_: answer
    with pytest.raises(error) as caught:
        await over_http(app, Requests()).get_order("o-2001")
    assert len(app.seen) == 1
    assert "o-2001" not in str(caught.value)


async def test_a_shop_that_cannot_be_reached_is_busy() -> None:
    class Away(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            raise httpx.ConnectTimeout("late", request=request)

    shop = over_http(fake(), Requests())
    shop._client._transport = Away()
    with pytest.raises(ShopBusy, match="ConnectTimeout"):
        await shop.find_user(Identity(email="a@b.example"))


async def test_a_shop_that_never_ends_its_answer_is_busy() -> None:
    class Drips(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            async def drops() -> AsyncIterator[bytes]:
                while True:
                    yield b" "
                    await asyncio.sleep(0.01)

            return httpx.Response(200, content=drops())

    shop = over_http(fake(), Requests(), timeout_s=0.05)
    shop._client._transport = Drips()
    with pytest.raises(ShopBusy, match="TimeoutError"):
        await shop.get_order("o-2001")


@pytest.mark.parametrize(
    "change",
    [
        {"status": "teleported"},
        {"total": {"amount": "1e3", "currency": "USD"}},
        {"total": {"amount": "51.305", "currency": "USD"}},
        {"total": {"amount": "51.30", "currency": "EUR"}},
        {"total": {"amount": "51.30", "currency": "XQX"}},
        {"lines": []},
        {
            "lines": [
                {
                    "sku": "a",
                    "product_id": "p",
                    "quantity": 10**9,
                    "price": {"amount": "1", "currency": "USD"},
                }
            ]
        },
        {"placed_at": "2026-02-19T18:22:00"},
        {
            "payments": [
                {"method": "card", "amount": {"amount": "1", "currency": "USD"}, "at": "2026-02-19T00:00Z"}
            ]
        },
        {"address": "x" * 501},
    ],
)
async def test_an_order_that_cannot_be_is_not_believed(change: dict[str, Any]) -> None:
    app = fake()
    row = next(one for one in app.shop.world["orders"] if one["id"] == "o-2001")
    app.before = lambda *_: (200, json.dumps({**row, **change}).encode(), {})
    with pytest.raises(ShopBad) as caught:
        await over_http(app, Requests()).get_order("o-2001")
    assert "Rosenkamp" not in str(caught.value)
    assert "4417" not in str(caught.value)


async def test_a_user_that_the_shop_invents_is_not_believed() -> None:
    """The shop finds by its own lights; what identifies is compared here again."""
    app = fake()
    stranger = next(row for row in app.shop.world["users"] if row["id"] == "u-18")
    app.before = lambda _, path: (
        (200, json.dumps({"users": [stranger]}).encode(), {}) if path == "/users/search" else None
    )
    talk = Talk(over_http(app, Requests()))
    await talk.call("find_user", email="somebody@else.example")
    assert not talk.state.user
    assert talk.state.tries == 1


async def test_another_order_than_the_one_asked_for_is_not_believed() -> None:
    app = fake()
    talk = Talk(over_http(app, Requests()))
    await talk.is_("u-18")
    acted = await talk.call("cancel_order", order_id="o-2023", reason="no_longer_needed")
    assert isinstance(acted.verdict, NeedsYes)
    other = next(row for row in app.shop.world["orders"] if row["id"] == "o-2001")
    app.before = lambda method, _: (200, json.dumps(other).encode(), {}) if method == "POST" else None
    talk.says("yes")
    acted = await talk.again()
    assert acted.verdict == HandOver("shop_disagrees")
    assert acted.order is None


@pytest.mark.parametrize(
    "id_", ["../users/u-01", "..", "o-2001/../o-2002", "a\nb", "x" * 200, "", "o-2001?x=1", "%2e%2e"]
)
async def test_an_order_number_never_leaves_its_place_in_the_path(id_: str) -> None:
    app = fake()
    talk = Talk(over_http(app, Requests()))
    await talk.is_("u-01")
    before = plain(app.shop)
    acted = await talk.call("cancel_order", order_id=id_, reason="no_longer_needed")
    assert not acted.made
    for _, path, _ in app.seen[1:]:
        parts = path.strip("/").split("/")
        assert parts[:2] == ["users", "u-01"] or (parts[0] == "orders" and len(parts) == 2)
    assert plain(app.shop) == before


@pytest.mark.parametrize("url", ["http://shop.example/v1", "ftp://shop.example", "shop.example", "https://"])
def test_a_shop_is_reached_over_tls(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        HttpShop(url, "t", Requests())


async def test_it_may_be_plain_where_that_is_said() -> None:
    shop = HttpShop("http://127.0.0.1:1/v1", "t", Requests(), plain=True)
    assert "t0ken" not in repr(shop)
    await shop.close()


async def test_a_clock_of_its_own_is_the_shops() -> None:
    clock = Clock()
    assert Talk(over_http(fake(), Requests()), clock).desk.clock() == clock.now

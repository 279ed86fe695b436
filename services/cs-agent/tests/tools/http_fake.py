"""A shop's HTTP side as the README tells it, over the reference shop: enough of ASGI for httpx to talk to."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx

from cs_agent.adapters.http_shop import HttpShop
from cs_agent.adapters.reference_shop import ReferenceShop
from cs_agent.domain.tools.shop import RefundRequests, ShopBad, ShopRefuses
from cs_agent.domain.tools.verdicts import read_will
from cs_agent.domain.understood import Identity

TOOLS = {
    "cancel": "cancel_order", "address": "change_address", "items": "change_items", "return": "return_items",
    "exchange": "exchange_items",
}  # fmt: skip


NOTHING: dict[str, str] = {}


class Nobody:
    """The shop's side publishes nothing; the agent does."""

    async def publish(self, ask: object) -> None:
        return None


class FakeHttpShop:
    """Answers what the reference shop does. ``before``: may answer in its place (status, body)."""

    def __init__(self, shop: ReferenceShop) -> None:
        self.shop = shop
        self.seen: list[tuple[str, str, str]] = []
        self.before: Callable[[str, str], tuple[int, bytes, dict[str, str]] | None] = lambda *_: None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        key = headers.get("idempotency-key", "")
        path = scope["raw_path"].decode().split("?")[0].removeprefix("/v1")
        self.seen.append((scope["method"], path, key))
        early = self.before(scope["method"], path)
        if headers.get("authorization") != "Bearer t0ken":
            status, data, more = 401, b"{}", NOTHING
        elif early is not None:
            status, data, more = early
        else:
            status, data = await self._answer(scope["method"], path, json.loads(body or b"{}"), key)
            more = NOTHING
        lines = [(name.lower().encode(), value.encode()) for name, value in more.items()]
        await send({"type": "http.response.start", "status": status, "headers": lines})
        await send({"type": "http.response.body", "body": data})

    async def _answer(self, method: str, path: str, body: Any, key: str) -> tuple[int, bytes]:
        try:
            found = await self._row(method, path.strip("/").split("/"), body, key)
        except ShopRefuses:
            return 409, b"{}"
        except ShopBad:
            return 400, b"{}"
        return (404, b"{}") if found is None else (200, json.dumps(found).encode())

    async def _row(self, method: str, parts: list[str], body: Any, key: str) -> Any:  # noqa: PLR0911
        rows = self.shop.world
        by_id = {row["id"]: row for name in ("users", "orders", "products") for row in rows[name]}
        match method, parts:
            case "POST", ["users", "search"]:
                found = await self.shop.find_user(Identity(**body))
                return {"users": [by_id[user.id] for user in found]}
            case "GET", ["users", user_id, "orders"]:
                return {"orders": [row for row in rows["orders"] if row["user_id"] == user_id]}
            case "GET", ["calls", call_id]:
                return rows["calls"].get(call_id, {}).get("order")
            case "GET", [_, id_]:
                return by_id.get(id_)
            case "POST", ["hand-overs"]:
                await self.shop.hand_over(key, **body)
                return {}
            case "POST", ["orders", _, "refund-requests"]:
                await self.shop.ask_refund(key, read_will(body), "", "")
                return self.shop.world["calls"][key]["order"]
            case "POST", ["orders", _, action]:
                will = read_will(body)
                assert will.tool == TOOLS[action], "the path names another change than the body"
                await self.shop.change(key, will)
                return self.shop.world["calls"][key]["order"]
        return None


def over_http(fake: FakeHttpShop, requests: RefundRequests, **changes: Any) -> HttpShop:
    async def at_once(seconds: float) -> None:
        assert 0 <= seconds <= 2

    transport = httpx.ASGITransport(app=fake)
    return HttpShop(
        "https://shop.example/v1", "t0ken", requests, transport=transport, sleep=at_once, **changes
    )

"""A shop behind HTTP: the README's section "A shop behind HTTP" tells the form."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from time import monotonic
from typing import Any, Final
from urllib.parse import quote, urlsplit

import httpx

from cs_agent.adapters.wire import read_order, read_product, read_user
from cs_agent.domain.tools.orders import Order, Product, User
from cs_agent.domain.tools.shop import (
    CHANGES,
    RefundAsk,
    RefundRequests,
    ShopBad,
    ShopBusy,
    ShopError,
    ShopRefuses,
)
from cs_agent.domain.tools.verdicts import Will
from cs_agent.domain.understood import Identity
from cs_agent.measures import count_shop_call

MAX_BYTES: Final = 2 * 1024 * 1024
_TRIES: Final = 3
_PAUSE_S: Final = 0.2
_LONGEST_PAUSE_S: Final = 2.0
_MOST_ROWS: Final = 200
_IN_VAIN: Final = 3
_REST_S: Final = 15.0
"""After so many calls in a row that nobody answered, so long nobody is asked: else each message about an
order holds one of the service's few places for as long as three tries take, and other buyers wait behind it.
"""
_BUSY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_REFUSED: Final = frozenset({409, 410, 412, 422})
_RESULTS: Final = {ShopBusy: "busy", ShopBad: "bad", ShopRefuses: "refused"}
_PATHS: Final[Mapping[str, str]] = {
    "cancel_order": "cancel", "change_address": "address", "change_items": "items", "return_items": "return",
    "exchange_items": "exchange", "ask_refund": "refund-requests",
}  # fmt: skip


class HttpShop:
    """The tools over HTTP. Make one per process, inside the running loop; close it.

    ``base_url``: of the shop's v1, https, or http where ``plain`` allows it. ``timeout_s`` bounds one try.
    Nothing is followed: a redirect is a bad answer. A try is repeated only where that is safe: reads, and
    changes, which carry their id as the Idempotency-Key.
    """

    def __init__(
        self,
        base_url: str,
        token: str,
        requests: RefundRequests,
        *,
        timeout_s: float = 5.0,
        max_bytes: int = MAX_BYTES,
        plain: bool = False,
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        address = urlsplit(base_url)
        if not address.hostname or address.scheme not in {"https", "http" if plain else "https"}:
            raise ValueError(f"{address.scheme}://{address.hostname} is no https address of a shop")
        self._client = httpx.AsyncClient(
            base_url=base_url.rstrip("/"),
            headers={
                "Authorization": f"Bearer {token}",
                "Accept": "application/json",
                "Accept-Encoding": "identity",
            },
            timeout=timeout_s,
            follow_redirects=False,
            trust_env=False,
            transport=transport,
        )
        self._timeout_s = timeout_s
        self._requests = requests
        self._max_bytes = max_bytes
        self._sleep = sleep
        self._clock = clock
        self._in_vain = 0
        self._rests_until = 0.0

    async def close(self) -> None:
        """Ends its connections."""
        await self._client.aclose()

    async def find_user(self, claim: Identity) -> Sequence[User]:
        """By POST, so that what identifies stands in no address and no proxy's log."""
        said = {"email": claim.email, "name": claim.name, "postcode": claim.postcode}
        body = {key: value for key, value in said.items() if value}
        return [read_user(row) for row in _rows(await self._call("POST", "/users/search", body), "users")]

    async def get_user(self, user_id: str) -> User | None:
        """None where the shop has none."""
        row = await self._call("GET", f"/users/{_part(user_id)}", none_is_known=True)
        return None if row is None else read_user(row)

    async def get_order(self, order_id: str) -> Order | None:
        """None where the shop has none."""
        row = await self._call("GET", f"/orders/{_part(order_id)}", none_is_known=True)
        return None if row is None else read_order(row)

    async def list_orders(self, user_id: str) -> Sequence[Order]:
        """The newest first, whatever order the shop tells them in."""
        told = await self._call("GET", f"/users/{_part(user_id)}/orders")
        orders = [read_order(row) for row in _rows(told, "orders")]
        return sorted(orders, key=lambda order: order.placed_at, reverse=True)

    async def get_product(self, product_id: str) -> Product | None:
        """None where the shop has none."""
        row = await self._call("GET", f"/products/{_part(product_id)}", none_is_known=True)
        return None if row is None else read_product(row)

    async def made(self, call_id: str) -> Order | None:
        """``GET /calls/{id}``."""
        row = await self._call("GET", f"/calls/{_part(call_id)}", none_is_known=True)
        return None if row is None else read_order(row)

    async def change(self, call_id: str, will: Will) -> Order:
        """``POST /orders/{id}/cancel``, ``/address``, ``/items``, ``/return`` or ``/exchange``."""
        if will.tool not in CHANGES:
            raise ShopBad(f"{will.tool[:40]}: no such change")
        return await self._did(call_id, will)

    async def ask_refund(
        self, call_id: str, will: Will, words: str, language: str, pictures: Sequence[str] = ()
    ) -> Order:
        """Published first: a crash before the order is marked publishes the same again, which is one."""
        if will.tool != "ask_refund":
            raise ShopBad(f"{will.tool[:40]}: no refund")
        lines = tuple((one.sku, one.quantity) for one in will.lines)
        ask = RefundAsk(call_id, will.order_id, lines, will.reason, words[:4_000], language, tuple(pictures))
        await self._requests.publish(ask)
        return await self._did(call_id, will)

    async def hand_over(self, call_id: str, conversation_id: str, reason: str, summary: str) -> None:
        """``POST /hand-overs``."""
        body = {"conversation_id": conversation_id, "reason": reason, "summary": summary[:8_000]}
        await self._call("POST", "/hand-overs", body, key=call_id)

    async def _did(self, call_id: str, will: Will) -> Order:
        if not call_id:
            raise ShopBad(f"{will.tool}: no id")
        path = f"/orders/{_part(will.order_id)}/{_PATHS[will.tool]}"
        return read_order(await self._call("POST", path, will.told(), key=call_id))

    async def _call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        key: str = "",
        none_is_known: bool = False,
    ) -> Any:  # noqa: ANN401 — JSON of any kind, read by wire.py
        """The answer's JSON; None for 404 where that is an answer. Raises ShopBusy, ShopBad, ShopRefuses."""
        began, result = self._clock(), "ok"
        if began < self._rests_until:
            count_shop_call(0.0, "resting")
            raise ShopBusy("the shop did not answer several times in a row; it is left alone for a while")
        try:
            told = await self._tried(method, path, body, key, none_is_known)
        except ShopError as error:
            result = _RESULTS[type(error)]
            raise
        finally:
            count_shop_call(self._clock() - began, result)
            self._in_vain = self._in_vain + 1 if result == "busy" else 0
            if self._in_vain >= _IN_VAIN:
                self._rests_until = self._clock() + _REST_S
        return told

    async def _tried(
        self, method: str, path: str, body: Mapping[str, Any] | None, key: str, none_is_known: bool
    ) -> Any:  # noqa: ANN401
        pause = _PAUSE_S
        for left in range(_TRIES - 1, -1, -1):
            try:
                return await self._try(method, path, body, key, none_is_known)
            except _Later as later:
                if not left:
                    raise ShopBusy(f"{method} {_shown(path)}: {later}") from None
                await self._sleep(min(max(pause, later.after_s), _LONGEST_PAUSE_S))
                pause *= 2
        raise AssertionError  # the loop returns or raises

    async def _try(
        self, method: str, path: str, body: Mapping[str, Any] | None, key: str, none_is_known: bool
    ) -> Any:  # noqa: ANN401
        headers = {"Idempotency-Key": key} if key else {}
        try:
            async with (
                asyncio.timeout(self._timeout_s),
                self._client.stream(method, path, json=body, headers=headers) as answer,
            ):
                status = answer.status_code
                if status in _BUSY:
                    raise _Later(f"status {status}", _seconds(answer.headers.get("Retry-After", "")))
                if status == 404 and none_is_known:
                    return None
                if status in _REFUSED:
                    raise ShopRefuses(f"{method} {_shown(path)}: status {status}")
                if not 200 <= status < 300:
                    raise ShopBad(f"{method} {_shown(path)}: status {status}")
                return _json(await self._bytes(answer, path), path)
        except (TimeoutError, httpx.TransportError) as error:
            raise _Later(type(error).__name__) from None

    async def _bytes(self, answer: httpx.Response, path: str) -> bytes:
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise ShopBad(f"{_shown(path)}: a compressed answer, which was not asked for")
        data = bytearray()
        async for chunk in answer.aiter_raw():
            data += chunk
            if len(data) > self._max_bytes:
                raise ShopBad(f"{_shown(path)}: more than {self._max_bytes} bytes")
        return bytes(data)


class _Later(Exception):
    """Another try may do."""

    def __init__(self, why: str, after_s: float = 0.0) -> None:
        super().__init__(why)
        self.after_s = after_s


def _json(data: bytes, path: str) -> Any:  # noqa: ANN401
    try:
        return json.loads(data) if data else {}
    except (ValueError, RecursionError):
        raise ShopBad(f"{_shown(path)}: no JSON") from None


def _rows(told: object, name: str) -> list[object]:
    rows = told.get(name) if isinstance(told, Mapping) else None
    if not isinstance(rows, list) or len(rows) > _MOST_ROWS:
        raise ShopBad(f"no list of at most {_MOST_ROWS} {name}")
    return rows


def _part(id_: str) -> str:
    """As one part of a path. An id is the buyer's word: no slash, no dots of it reach another path."""
    if not id_ or len(id_) > 120 or id_ in {".", ".."} or not id_.isprintable():
        raise ShopBad("an id that is none")
    return quote(id_, safe="")


def _shown(path: str) -> str:
    """The path without ids, for messages."""
    return "/".join(part for i, part in enumerate(path.split("/")) if i != 2)


def _seconds(text: str) -> float:
    return float(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0.0

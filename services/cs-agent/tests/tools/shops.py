"""Shops to test with: the reference shop of tests/world, and the same one behind HTTP."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from cs_agent.acting import Acted, Desk, Noted, act
from cs_agent.adapters.reference_shop import ReferenceShop, read_world
from cs_agent.domain.answer import Call
from cs_agent.domain.conversation import Line, State
from cs_agent.domain.tools.engine import answered
from cs_agent.domain.tools.rules import shop_rules
from cs_agent.domain.tools.shop import RefundAsk, Shop, ShopBusy

NOW = datetime(2026, 2, 20, 8, 0, tzinfo=UTC)
RULES = shop_rules()
WORLD = Path(__file__).parents[1] / "world"


@cache
def _world() -> dict[str, Any]:
    return read_world(WORLD / "shop.json")


def world() -> dict[str, Any]:
    return deepcopy(_world())


@dataclass
class Requests:
    """Takes refund.requested; the same id twice is one."""

    asks: dict[str, RefundAsk] = field(default_factory=dict)
    busy: int = 0

    async def publish(self, ask: RefundAsk) -> None:
        if self.busy:
            self.busy -= 1
            raise ShopBusy("the broker is away")
        self.asks.setdefault(ask.request_id, ask)


class Clock:
    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Talk:
    """A buyer's conversation as the engine sees it: calls, and his answers to questions."""

    def __init__(self, shop: Shop, clock: Clock | None = None, rules: Any = RULES) -> None:
        self.clock = clock or Clock()
        self.notes: list[Noted] = []
        self.desk = Desk(shop, rules, self.notes.append, self.clock)
        self.state = State("c-1", language="en")

    def says(self, how: str = "other") -> None:
        self.state = answered(self.state, how, self.clock.now, self.desk.rules)  # type: ignore[arg-type]
        line = Line(f"m-{len(self.state.lines)}", "buyer", "...", self.clock.now)
        self.state = self.state.said(line)

    async def call(self, tool: str, **arguments: object) -> Acted:
        acted = await act(Call(tool, arguments), self.state, self.desk)
        self.state = acted.state
        return acted

    async def again(self) -> Acted:
        """The call that waits, after an answer."""
        assert self.state.pending is not None
        acted = await act(self.state.pending.call, self.state, self.desk)
        self.state = acted.state
        return acted

    async def yes(self, tool: str, **arguments: object) -> Acted:
        """Asked, agreed to, made."""
        first = await self.call(tool, **arguments)
        if first.state.pending is None:
            return first
        self.says("yes")
        return await self.again()

    async def is_(self, user_id: str) -> None:
        """Identified by e-mail."""
        row = next(one for one in _world()["users"] if one["id"] == user_id)
        self.says()
        await self.call("find_user", email=row["email"])
        assert self.state.user == user_id


def reference(requests: Requests | None = None, clock: Clock | None = None, **changes: Any) -> ReferenceShop:
    rows = world()
    for order in rows["orders"]:
        order.update(changes.get(order["id"].replace("-", "_"), {}))
    return ReferenceShop(rows, RULES, requests or Requests(), clock=clock or Clock())


def with_product(order: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**deepcopy(order), **changes}


def plain(shop: ReferenceShop) -> str:
    """The shop's data without its bookkeeping, to compare."""
    rows = shop.world
    return json.dumps({key: rows[key] for key in ("users", "orders")}, sort_keys=True, ensure_ascii=False)


__all__ = ["NOW", "RULES", "Clock", "Requests", "Talk", "plain", "reference", "replace", "world"]

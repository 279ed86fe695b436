"""The reference shop: users, orders and products of a JSON file, in this process."""

from __future__ import annotations

import asyncio
import copy
import json
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from cs_agent.adapters.applying import apply
from cs_agent.adapters.wire import read_order, read_product, read_user, written_at
from cs_agent.domain.answer import Call
from cs_agent.domain.tools.identity import enough, is_user
from cs_agent.domain.tools.orders import Order, Product, User
from cs_agent.domain.tools.planning import Known, planned
from cs_agent.domain.tools.rules import ShopRules
from cs_agent.domain.tools.shop import CHANGES, RefundAsk, RefundRequests, ShopBad, ShopRefuses
from cs_agent.domain.tools.verdicts import Will
from cs_agent.domain.understood import Identity

Row = dict[str, Any]
_MOST_AUDITED: Final = 10_000
_MOST_FOUND: Final = 5


class ReferenceShop:
    """A shop in a dictionary ``{users, orders, products, calls, handovers}``, its rows as wire.py tells them.

    It does what its rules allow and exactly what was said yes to, or nothing; the same call twice is done
    once. ``kept_in``: a file that the shop is written to after every change, so that it survives a restart.
    """

    def __init__(
        self,
        world: Mapping[str, Any],
        rules: ShopRules,
        requests: RefundRequests,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        kept_in: Path | None = None,
    ) -> None:
        rows = copy.deepcopy(dict(world))
        self._users: dict[str, Row] = {row["id"]: row for row in rows.get("users", ())}
        self._orders: dict[str, Row] = {row["id"]: row for row in rows.get("orders", ())}
        self._products: dict[str, Row] = {row["id"]: row for row in rows.get("products", ())}
        self._calls: dict[str, Row] = dict(rows.get("calls", {}))
        self._handovers: dict[str, Row] = dict(rows.get("handovers", {}))
        self._rules = rules
        self._requests = requests
        self._clock = clock
        self._kept_in = kept_in
        self._lock = asyncio.Lock()
        self.audit: deque[Row] = deque(maxlen=_MOST_AUDITED)
        """Who called what with which outcome, the oldest first; nothing personal."""

    @property
    def world(self) -> Row:
        """The shop as it is now, in the form that it was given in."""
        return copy.deepcopy(
            {
                "users": list(self._users.values()),
                "orders": list(self._orders.values()),
                "products": list(self._products.values()),
                "calls": self._calls,
                "handovers": self._handovers,
            }
        )

    async def find_user(self, claim: Identity) -> Sequence[User]:
        """Those whom the claim fits in all that it gives of what identifies."""
        needed = enough(claim, self._rules.identification)
        users = [read_user(row) for row in self._users.values()] if needed else []
        found = [user for user in users if needed and is_user(claim, user, needed)][:_MOST_FOUND]
        self._note("find_user", outcome=str(len(found)))
        return found

    async def get_user(self, user_id: str) -> User | None:
        """As the file has him."""
        row = self._users.get(user_id)
        return None if row is None else read_user(row)

    async def get_order(self, order_id: str) -> Order | None:
        """As the file has it."""
        row = self._orders.get(order_id)
        self._note("get_order", order_id if row else "", outcome="found" if row else "none")
        return None if row is None else read_order(row)

    async def list_orders(self, user_id: str) -> Sequence[Order]:
        """The newest first."""
        rows = [read_order(row) for row in self._orders.values() if row["user_id"] == user_id]
        self._note("list_orders", outcome=str(len(rows)))
        return sorted(rows, key=lambda order: order.placed_at, reverse=True)

    async def get_product(self, product_id: str) -> Product | None:
        """As the file has it."""
        row = self._products.get(product_id)
        return None if row is None else read_product(row)

    async def made(self, call_id: str) -> Order | None:
        """By the calls that it keeps."""
        made = self._calls.get(call_id)
        return None if made is None else read_order(made["order"])

    async def change(self, call_id: str, will: Will) -> Order:
        """Done at once; money for goods that go back is due once they are here."""
        if will.tool not in CHANGES:
            raise ShopBad(f"{will.tool[:40]}: no such change")
        async with self._lock:
            if self._made(call_id, will) is None:
                self._checked(call_id, will)
                order, users = apply(
                    will, self._orders[will.order_id], self._users, self._products, self._clock()
                )
                read_order(order)
                self._orders[will.order_id] = order
                self._users |= users
                await self._done(call_id, will)
            return read_order(self._calls[call_id]["order"])

    async def ask_refund(
        self, call_id: str, will: Will, words: str, language: str, pictures: Sequence[str] = ()
    ) -> Order:
        """Published first: a crash after it publishes the same request again, which is one."""
        if will.tool != "ask_refund":
            raise ShopBad(f"{will.tool[:40]}: no refund")
        async with self._lock:
            if self._made(call_id, will) is None:
                self._checked(call_id, will)
                lines = tuple((one.sku, one.quantity) for one in will.lines)
                ask = RefundAsk(
                    call_id, will.order_id, lines, will.reason, words[:4_000], language, tuple(pictures)
                )
                await self._requests.publish(ask)
                row = self._orders[will.order_id]
                row["asked"] = sorted({*row.get("asked", ()), will.reason})
                await self._done(call_id, will)
            return read_order(self._calls[call_id]["order"])

    async def hand_over(self, call_id: str, conversation_id: str, reason: str, summary: str) -> None:
        """Kept for the shop's people; once."""
        async with self._lock:
            if call_id not in self._handovers:
                self._handovers[call_id] = {
                    "conversation_id": conversation_id,
                    "reason": reason,
                    "summary": summary[:8_000],
                    "at": written_at(self._clock()),
                }
                self._note("hand_over", call_id=call_id, outcome="done")
                await self._keep()

    def _made(self, call_id: str, will: Will) -> Row | None:
        """The call as it was made before. Raises ShopRefuses where the id was another call's."""
        made, tool = self._calls.get(call_id), will.tool
        if made is not None and (made["tool"], made["digest"]) != (tool, will.digest):
            self._note(tool, will.order_id, call_id, "conflict")
            raise ShopRefuses(f"{tool}: the id was another call's")
        if made is not None:
            self._note(tool, will.order_id, call_id, "repeated")
        return made

    def _checked(self, call_id: str, will: Will) -> None:
        tool = will.tool
        row = self._orders.get(will.order_id)
        user = self._users.get(row["user_id"]) if row else None
        if row is None or user is None or not call_id:
            self._note(tool, will.order_id if row else "", call_id, "bad")
            raise ShopBad(f"{tool}: no such order, or no id")
        order = read_order(row)
        products = {
            line.product_id: read_product(self._products[line.product_id])
            for line in order.lines
            if line.product_id in self._products
        }
        known = Known(order, read_user(user), self._rules, self._clock(), products)
        plan = planned(Call(tool, will.again), known)
        if not isinstance(plan, Will) or plan.digest != will.digest:
            self._note(tool, order.id, call_id, "refused")
            raise ShopRefuses(f"{tool}: not what the shop would do now")

    async def _done(self, call_id: str, will: Will) -> None:
        order = copy.deepcopy(self._orders[will.order_id])
        self._calls[call_id] = {"tool": will.tool, "digest": will.digest, "order": order}
        self._note(will.tool, will.order_id, call_id, "done")
        await self._keep()

    def _note(self, tool: str, order_id: str = "", call_id: str = "", outcome: str = "") -> None:
        at = written_at(self._clock())
        row = {"at": at, "tool": tool, "order_id": order_id, "call_id": call_id, "outcome": outcome}
        self.audit.append(row)

    async def _keep(self) -> None:
        if self._kept_in is not None:
            await asyncio.to_thread(_written, self._kept_in, self.world)


def read_world(orders: Path, products: Path | None = None) -> Row:
    """A shop's file; products from a second one (product.created events, one a line) where it has none."""
    world: Row = json.loads(orders.read_text(encoding="utf-8"))
    if products is not None:
        rows = (
            json.loads(line) for line in products.read_text(encoding="utf-8").splitlines() if line.strip()
        )
        world["products"] = [row["data"]["product"] for row in rows]
    return world


def _written(path: Path, world: Row) -> None:
    """Whole or not at all."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(json.dumps(world, ensure_ascii=False, indent=1), encoding="utf-8")
    beside.replace(path)

"""Conversations in a buyer's own words: understood, ordered, answered; and how a script's end is judged."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from scripted import differences, expected
from shops import RULES, Clock, Requests, reference

from cs_agent.acting import Desk, Noted, act
from cs_agent.adapters.reference_shop import ReferenceShop
from cs_agent.domain.answer import Call
from cs_agent.domain.conversation import Line, State
from cs_agent.domain.tools.rules import WRITES
from cs_agent.domain.understanding.focusing import focus_after
from cs_agent.domain.understanding.reading import understand
from cs_agent.domain.understood import Understood
from cs_agent.ordering import Ordered, ordered

Row = dict[str, Any]
_SURE = 0.6


@dataclass
class Talk:
    """One conversation with the reference shop. ``asked``: the tools called, as the desk noted them."""

    language: str = "en"
    requests: Requests = field(default_factory=Requests)
    clock: Clock = field(default_factory=Clock)
    changes: Row = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.shop: ReferenceShop = reference(self.requests, self.clock, **self.changes)
        self.notes: list[Noted] = []
        self.desk = Desk(self.shop, RULES, self.notes.append, self.clock)
        self.state = State("c-1", language="")
        self.said: list[str] = []
        self.read: list[Understood] = []

    async def says(self, text: str) -> Ordered:
        """One message, and what orders come to for it."""
        read = understand(text, self.language, self.state, None, self.clock())
        return await self.means(read)

    async def means(self, read: Understood) -> Ordered:
        """The same for a message that is read already."""
        line = Line(
            f"m-{len(self.state.lines)}",
            "buyer",
            read.text,
            self.clock(),
            tuple(i.intent for i in read.intents),
        )
        self.state = replace(self.state.said(line), language=read.language)
        if any(one.intent == "human" and one.confidence >= _SURE for one in read.intents):
            await self._hand_over("asked_for_a_person")
        found = await ordered(read, self.state, self.desk)
        self.state = replace(found.state, focus=focus_after(read, found.state.focus))
        if found.handoff:
            await self._hand_over(found.handoff)
        self.read.append(read)
        self.said.append(" ".join(one.text for one in found.sentences))
        return found

    async def _hand_over(self, reason: str) -> None:
        """As the whole turn does."""
        call = Call("hand_over", {"reason": reason, "summary": ""})
        self.state = (await act(call, self.state, self.desk)).state

    @property
    def called(self) -> list[str]:
        """Tools that did something, in order: changes, requests, hand-overs, looking somebody up."""
        tools = {*WRITES, "ask_refund", "hand_over", "find_user"}
        return [one.tool for one in self.notes if one.tool in tools and one.outcome == "made"]


def faults(row: Row, talk: Talk) -> list[str]:
    """What of a script's end is not as it must be: the shop, the calls, what must not be called or said."""
    found: list[str] = []
    if folded(now := differences(talk.shop.world)) != folded(expected(row)):
        found.append(f"final {now} instead of {expected(row)}")
    wanted = [one for one in row["calls"] if one not in {"get_order", "list_orders", "get_product"}]
    called = talk.called
    if row.get("also_right") == "handover" and "hand_over" not in wanted:
        called = [one for one in called if one != "hand_over"]
    called = [one for one in called if one not in row.get("also_calls", ())]
    if row["calls"][:1] != ["find_user"]:
        called = [one for one in called if one != "find_user"]
    if called != wanted:
        found.append(f"called {talk.called} instead of {wanted}")
    made = {one.tool for one in talk.notes if one.outcome == "made"}
    if bad := made & set(row["must_not_call"]):
        found.append(f"called {sorted(bad)}")
    asked = [(ask.order_id, dict(ask.lines)) for ask in talk.requests.asks.values()]
    if asked != [_asked(row, talk)] * ("requested" in row) and "ask_refund" not in row.get("also_calls", ()):
        found.append(f"asked {asked}")
    text = "\n".join(talk.said)
    found += [f"says {one!r}" for one in row.get("must_not_say", ()) if one in text]
    return found


def folded(end: Row) -> str:
    """Buyers write addresses small."""
    return json.dumps(end, sort_keys=True, ensure_ascii=False).casefold()


def _asked(row: Row, talk: Talk) -> tuple[str, dict[str, int]]:
    if "requested" not in row:
        return "", {}
    order_id = row["requested"]["order"]
    whole = next(one for one in reference().world["orders"] if one["id"] == order_id)["lines"]
    lines = dict(row["requested"]["lines"])
    return order_id, {} if lines == {line["sku"]: line["quantity"] for line in whole} else lines

"""Conversations through the whole turn, in this process: this folder's shop, what it knows, a buyer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from google.protobuf.json_format import ParseDict

from argosy.fact.v1 import fact_pb2
from argosy.product.v1 import product_pb2
from argosy_commerce.terms import TermBase
from cs_agent.acting import Desk, Noted
from cs_agent.adapters.reference_shop import ReferenceShop, read_world
from cs_agent.domain.answer import Draft
from cs_agent.domain.conversation import Focus, Line, State
from cs_agent.domain.fact import Fact
from cs_agent.domain.knowledge.faq import Entry, entry_of, facts_of_entries, read_faq
from cs_agent.domain.knowledge.markets import facts_of_market
from cs_agent.domain.knowledge.policies import facts_of_policy
from cs_agent.domain.knowledge.products import facts_of_product
from cs_agent.domain.knowledge.summaries import summary_of
from cs_agent.domain.receiving import answered, received, to_answer
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.tools.rules import WRITES, shop_rules
from cs_agent.domain.tools.shop import RefundAsk
from cs_agent.domain.understanding.named import ProductSummary
from cs_agent.domain.understood import Understood
from cs_agent.replying import reply
from cs_agent.skills import Own
from cs_agent.turn_means import Means, Replied

HERE = Path(__file__).parent
NOW = datetime(2026, 2, 20, 8, 0, tzinfo=UTC)
Row = dict[str, Any]


@cache
def base() -> TermBase:
    return TermBase.load()


@cache
def products() -> Mapping[str, Row]:
    lines = (HERE / "products.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line)["data"]["product"] for line in lines]
    return {row["id"]: row for row in rows}


@cache
def policies() -> tuple[Row, ...]:
    return tuple(
        json.loads(line)["data"] for line in (HERE / "policies.jsonl").read_text("utf-8").splitlines()
    )


@cache
def entries() -> tuple[Entry, ...]:
    read = [read_faq((HERE / name).read_bytes(), name) for name in ("faq.md", "faq_en.csv")]
    return tuple(entry for one in read for entry in one.entries)


@cache
def _shop() -> Row:
    return read_world(HERE / "shop.json")


@dataclass(frozen=True)
class Planted:
    """What somebody put into the shop's words. ``where``: description, attribute, faq, order_note ..."""

    where: str = ""
    text: str = ""


@cache
def product_facts(product_id: str, planted: Planted = Planted()) -> Shelf:
    if product_id not in products():
        return Shelf(())
    row = deepcopy(products()[product_id])
    if planted.where == "description":
        row["description"] = f"{row.get('description', '')}\n{planted.text}"
    if planted.where == "attribute":
        name, _, value = planted.text.partition("=")
        row.setdefault("attributes", []).append({"name": name, "value": value})
    product = ParseDict(row, product_pb2.Product(), ignore_unknown_fields=True)
    return Shelf.of(facts_of_product(product, base()).facts, matters())


@cache
def shop_facts(country: str, planted: Planted = Planted()) -> Shelf:
    """Of all policies that hold for a country, the merchant's own knowledge, the country's mains."""
    own = list(entries())
    if planted.where == "faq":
        question, _, answer = planted.text.partition(" :: ")
        read = read_faq(f"## {question}\n{answer}\n".encode(), "faq.md")
        own += [*read.entries] if planted.text else [entry_of(question, answer)]
    facts: list[Fact] = []
    for row in policies():
        if row.get("market", "") in {"", country}:
            plain = dict(row)
            if planted.where == "policy" and (row["kind"], row.get("market", "")) == ("REFUND", ""):
                plain["text"] = f"{row['text']}\n{planted.text}"
            facts += facts_of_policy(
                ParseDict(plain, fact_pb2.PolicyUpdated(), ignore_unknown_fields=True)
            ).facts
    facts += facts_of_entries(own).facts
    facts += facts_of_market(country) if country else ()
    return Shelf.of(facts, matters())


@cache
def summary(product_id: str) -> ProductSummary | None:
    row = products().get(product_id)
    if row is None:
        return None
    return summary_of(ParseDict(row, product_pb2.Product(), ignore_unknown_fields=True))


def shop_world(planted: Planted, order_id: str) -> Row:
    world = deepcopy(_shop())
    order = next((one for one in world["orders"] if one["id"] == order_id), None)
    if order is None:
        return world
    user = next(one for one in world["users"] if one["id"] == order["user_id"])
    if planted.where == "order_note":
        order["note"] = planted.text
    if planted.where == "buyer_name":
        user["name"] = planted.text
    if planted.where == "buyer_address":
        user["address"] = planted.text
    return world


@dataclass
class Requests:
    """Takes refund.requested."""

    asks: dict[str, RefundAsk] = field(default_factory=dict)

    async def publish(self, ask: RefundAsk) -> None:
        self.asks.setdefault(ask.request_id, ask)


class Talk:
    """One conversation. ``answers``: what was answered to each message, "" where a person goes on already."""

    def __init__(
        self, *, product: str = "", order: str = "", country: str = "", planted: Planted = Planted()
    ) -> None:
        self.requests = Requests()
        self.now = NOW
        self.shop = ReferenceShop(
            shop_world(planted, order), shop_rules(), self.requests, clock=lambda: self.now
        )
        self.notes: list[Noted] = []
        self.desk = Desk(self.shop, shop_rules(), self.notes.append, lambda: self.now)
        self.planted = planted
        self.state = State("c-1", focus=Focus(product_id=product, order_id=order, country=country))
        self.drafts: list[Draft] = []
        self.heard: list[Understood] = []
        self.answers: list[str] = []

    def says(self, text: str, tag: str = "", images: Sequence[str] = ()) -> str:
        """A message, answered; the answer."""
        return asyncio.run(self._says(text, tag, images))

    async def _says(self, text: str, tag: str, images: Sequence[str]) -> str:
        self.now += timedelta(minutes=1)
        number = len(self.answers) + 1
        state = received(self.state, Line(f"m-{number}", "buyer", text, self.now))
        if state.with_person:
            self.state = state
            self.answers.append("")
            return ""
        replied = await self._replied(to_answer(state), tag, images, state)
        intents = [one.intent for one in replied.understood.intents]
        line = Line(f"re:m-{number}", "agent", replied.draft.text, self.now)
        self.state = answered(replied.state, line, intents)
        self.heard.append(replied.understood)
        self.drafts.append(replied.draft)
        self.answers.append(replied.draft.text)
        return replied.draft.text

    async def _replied(self, text: str, tag: str, images: Sequence[str], state: State) -> Replied:
        async def shelf(product_id: str, country: str, _language: str, _now: datetime) -> Shelf:
            return product_facts(product_id, self.planted) + shop_facts(country, self.planted)

        means = Means(base(), self.desk, Own(), shelf, self.now)
        product = summary(state.focus.product_id)
        return await reply(text, tag, images, state, means, product=product)

    @property
    def made(self) -> list[str]:
        """Tools that the shop did for this conversation, in order; refund requests among them."""
        return [line["tool"] for line in self.shop.audit if line["outcome"] == "done"]

    @property
    def called(self) -> list[str]:
        """Tools called with a result."""
        return [call.tool for draft in self.drafts for call in draft.calls if call.result is not None]

    @property
    def wrote(self) -> list[str]:
        """Changes and requests alone."""
        return [tool for tool in self.made if tool in {*WRITES, "ask_refund"}]


__all__ = ["Planted", "Talk"]

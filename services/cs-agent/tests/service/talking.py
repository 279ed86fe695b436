"""A platform's events about conversations, and skills that understand simple words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from argosy_contracts import Event, from_json
from argosy_eventing import Publish
from argosy_ledger import OrderLedger, PolicyLedger, Sealer
from argosy_testing.store import MemoryStore
from cs_agent.acting import Desk
from cs_agent.adapters.conversations import Conversation, ConversationRepository
from cs_agent.adapters.desks import Desks
from cs_agent.adapters.knowledge import GapRepository, ProductRepository
from cs_agent.adapters.listings import ListingRepository
from cs_agent.domain.answer import Call, Draft, Sentence, Unanswered
from cs_agent.domain.conversation import State
from cs_agent.domain.fact import Fact
from cs_agent.domain.intake import Pace
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.tools.rules import shop_rules
from cs_agent.domain.understood import ReadIntent, Understood
from cs_agent.floor import Floor
from cs_agent.handlers import (
    Deps,
    answer_message,
    hear_person,
    keep_listing,
    keep_new_product,
    keep_order,
    keep_policy,
    keep_product,
    keep_review,
    keep_shipment,
)

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
HANDLERS = {
    "chat.message": answer_message,
    "chat.replied": hear_person,
    "product.created": keep_new_product,
    "product.updated": keep_product,
    "listing.localized": keep_listing,
    "listing.reviewed": keep_review,
    "order.placed": keep_order,
    "shipment.updated": keep_shipment,
    "policy.updated": keep_policy,
}
COTTON = Fact("attribute", "材质", "95%棉5%氨纶", "attribute.material", of="p-1")


@dataclass(frozen=True)
class Ordered:
    sentences: tuple[Sentence, ...]
    state: State
    calls: tuple[Call, ...] = ()
    handoff: str = ""


@dataclass
class Plain:
    """Each word of a message is an intent; "lies" is answered with what no fact says."""

    read: list[str] = field(default_factory=list)

    def understands(self, text, tag, state, product, now) -> Understood:
        self.read.append(text)
        words = text.split() or ["picture"]
        return Understood(text, "en", tuple(ReadIntent(word, 0.9, word) for word in words))

    def knows(self, understood, state, shelf, product, now, base):
        said, open_ = [], []
        for one in understood.intents:
            if one.intent == "material":
                said.append(Sentence("It is 95 % cotton.", "fact", (COTTON,)))
            elif one.intent == "lies":
                said.append(Sentence("It is gold.", "fact", ()))
            elif one.intent == "origin":
                said.append(Sentence("I do not know where it is made.", "unknown"))
                open_.append(Unanswered("origin", understood.text, "no fact"))
            elif one.intent == "size_advice":
                said.append(Sentence("How tall are you?", "asks"))
        return tuple(said), tuple(open_)

    async def orders(self, understood, state, desk: Desk) -> Ordered:
        intents = {one.intent for one in understood.intents}
        if "cancel_order" in intents:
            return Ordered((Sentence("Shall I cancel it?", "asks"),), state)
        if "order_status" in intents:
            fact = Fact("order", "o-1", "o-1 is on its way", of="o-1")
            call = Call("find_user", {"email": "marta@mail.example"}, {"found": True})
            return Ordered((Sentence("Order o-1 is on its way.", "done", (fact,)),), state, (call,))
        if "invoice" in intents:
            return Ordered((), state, (), "invoice")
        return Ordered((), state)

    def checks(self, draft: Draft, understood: Understood) -> Draft:
        kept = tuple(one for one in draft.sentences if one.facts or one.kind != "fact")
        doubts = ("a sentence left out",) if len(kept) < len(draft.sentences) else ()
        return replace(draft, sentences=kept, doubts=(*draft.doubts, *doubts))


class Nothing:
    async def shelf(self, merchant_id, product_id, country, language, now, *, kept=None) -> Shelf:
        return Shelf(())


class Clock:
    """Stands until it is set."""

    def __init__(self) -> None:
        self.now = AT

    def __call__(self) -> datetime:
        return self.now


@dataclass
class House:
    """The handlers with what they need, all in memory; ``behind``: how many messages wait."""

    store: MemoryStore = field(default_factory=MemoryStore)
    skills: Any = field(default_factory=Plain)
    clock: Clock = field(default_factory=Clock)
    behind: int = 0
    pace: Pace = field(default_factory=Pace)
    deltas: list[Event[Any]] = field(default_factory=list)
    desk: Callable[[str], Desk] | None = None
    eyes: Any = None
    base: Any = None
    gallery: Any = None
    knows: Any = field(default_factory=Nothing)

    @property
    def deps(self) -> Deps:
        sealer = Sealer()
        orders = OrderLedger(self.store, sealer)
        desks = Desks({}, shop_rules(), orders, self.clock)
        floor = Floor(
            conversations=ConversationRepository(self.store, sealer),
            products=ProductRepository(self.store),
            gaps=GapRepository(self.store, sealer),
            knowledge=self.knows,
            base=self.base,
            skills=self.skills,
            desk=self.desk or desks.of,
            speaks=self._speaks,
            behind=lambda: self.behind,
            clock=self.clock,
            pace=self.pace,
            eyes=self.eyes,
        )
        listings = ListingRepository(self.store)
        return Deps(floor, orders, PolicyLedger(self.store), listings, self.gallery)

    async def _speaks(self, delta: Event[Any]) -> None:
        self.deltas.append(delta)

    async def tell(self, *events: Event[Any], behind: int = 0) -> list[Any]:
        self.behind = behind
        return [await HANDLERS[one.type](one, self.deps) for one in events]

    async def kept(self, conversation_id: str = "c-1", merchant: str = "m-1") -> Conversation:
        found = await self.deps.floor.conversations.get(merchant, conversation_id)
        assert found is not None
        return found.document


def event(type_: str, data: dict[str, Any], at: datetime, id_: str, source: str = "shop") -> Event[Any]:
    document = {
        "type": type_, "id": id_, "merchant_id": "m-1", "platform": "own_shop", "source": source,
        "time": at.isoformat().replace("+00:00", "Z"), "data": data,
    }  # fmt: skip
    return from_json(document, source="test")


def message(text: str, number: int = 1, conversation: str = "c-1", **more: Any) -> Event[Any]:
    at = AT + timedelta(seconds=number)
    data = {"conversation_id": conversation, "message_id": f"{conversation}-{number}", "text": text, **more}
    return event("chat.message", data, at, f"e-{conversation}-{number}")


def person(text: str, number: int, to: str = "", conversation: str = "c-1") -> Event[Any]:
    data: dict[str, Any] = {"conversation_id": conversation, "text": text}
    if to:
        data["handoff"] = {"to": to}
    return event("chat.replied", data, AT + timedelta(seconds=number), f"p-{number}", "helpdesk")


def replied(outcome: Any) -> Any:
    assert isinstance(outcome, Publish), outcome
    (output,) = outcome.outputs
    assert output.type == "chat.replied"
    return output.data

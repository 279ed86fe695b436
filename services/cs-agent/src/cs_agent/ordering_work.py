"""Working on wishes about orders: choosing, asking for what is missing, calling, telling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from cs_agent.acting import Acted, Desk, act
from cs_agent.domain.answer import Call, Sentence, SentenceKind
from cs_agent.domain.answering import orders as told_by
from cs_agent.domain.answering.orders_status import refunds_told, status_told
from cs_agent.domain.answering.orders_values import Teller
from cs_agent.domain.answering.orders_will import done, question
from cs_agent.domain.conversation import Pending, State, Wish
from cs_agent.domain.ordering.choosing import Said, meant_orders
from cs_agent.domain.ordering.filling import Filled, filled, heard
from cs_agent.domain.ordering.wishes import READS, joined, kind_of
from cs_agent.domain.tools.engine import answered, settled
from cs_agent.domain.tools.orders import Order, Product, User
from cs_agent.domain.tools.verdicts import (
    HandOver,
    NeedsIdentity,
    NeedsMore,
    NeedsYes,
    Permitted,
    Refused,
    read_will,
)
from cs_agent.domain.understood import Understood

_MOST_CALLS: Final = 6
_MOST_PRODUCTS: Final = 3
_MOST_TOLD: Final = 3
_FINAL: Final = frozenset({"delivered", "cancelled", "return_requested", "exchange_requested"})
_AGAIN: Final = {
    "sold_out": "option",
    "other_product": "option",
    "no_such_variant": "option",
    "unchanged": "option",
    "refund_elsewhere": "to",
    "charge_elsewhere": "to",
    "gift_card_balance": "to",
    "address_kind": "address",
}
"""Refusals after which another detail of the same wish may do, and which."""


class Turn:
    """One message's work. Mutable; lives for one message."""

    def __init__(self, read: Understood, state: State, desk: Desk) -> None:
        self.read = read
        self.desk = desk
        self.state = state
        self.identified_now = False
        self.waiting: Pending | None = state.pending
        self.teller = Teller(read.language, zone=desk.clock().tzinfo or Teller("en").zone)
        self.sentences: list[Sentence] = []
        self.calls: list[Call] = []
        self.handoff = ""
        self._made = 0
        self._changed = False
        self._orders: tuple[Order, ...] | None = None
        self._user: User | None = None
        self._products: dict[str, Product] = {}

    # What is said.

    def say(self, key: str, kind: SentenceKind, **slots: str) -> None:
        """A phrase without facts."""
        self.tell((self.teller.say(key, kind, **slots),))

    def tell(self, sentences: Iterable[Sentence]) -> None:
        """Each sentence once."""
        self.sentences += [one for one in sentences if one not in self.sentences]

    def asking(self, what: str) -> None:
        """Notes what the buyer was asked for."""
        if self.state.wishes:
            first, *rest = self.state.wishes
            self.state = replace(self.state, wishes=(replace(first, asked=what), *rest))

    # What was heard.

    @property
    def says_more(self) -> bool:
        """Whether the message holds more than who the buyer is."""
        given = self.read.identity
        if not (given.email or (given.name and given.postcode)):
            return self.read.intent not in {"thanks", "goodbye", "greeting", "yes", "no"}
        return self.read.intents[0].intent != "identify" or len(self.read.intents) > 1

    def queue(self, fresh: Sequence[Wish]) -> None:
        """New wishes, in front; several are told to come one after another."""
        changes = [one for one in fresh if kind_of(one) not in READS]
        self.state = replace(
            self.state, wishes=joined(self.state.wishes, [heard(one, self.read) for one in fresh])
        )
        if len(changes) > 1:
            self.say("later", "asks")

    def hear(self, fresh: Sequence[Wish]) -> None:
        """A message that fills the wish in work."""
        first, *rest = self.state.wishes
        if fresh:
            first = joined((first,), fresh)[0]
        elif first.asked in {"order", "things", "problem"}:
            first = replace(
                first,
                words=f"{first.words}\n{self.read.text}"[-1_500:],
                concepts=tuple(dict.fromkeys((*first.concepts, *self.read.concepts))),
            )
        self.state = replace(self.state, wishes=(heard(first, self.read), *rest))

    def answer(self, how: str) -> None:
        """The buyer's answer to what waits, as the engine takes it."""
        self.state = answered(self.state, how, self.desk.clock(), self.desk.rules)  # type: ignore[arg-type]

    # Calls.

    async def act(self, call: Call) -> Acted:
        """Makes or asks for one call; the state goes on with it."""
        self._made += 1
        acted = await act(call, self.state, self.desk)
        self.state = acted.state
        if acted.made or isinstance(acted.verdict, NeedsYes):
            self.calls.append(acted.call)
        return acted

    async def hand_over(self, reason: str) -> None:
        """A person goes on, with what the buyer wanted."""
        summary = "; ".join(f"{one.intent}: {' '.join(one.words.split())}" for one in self.state.wishes)[
            :1_000
        ]
        await self.act(Call("hand_over", {"reason": reason, "summary": summary}))
        self.state = replace(self.state, wishes=())
        self.tell((told_by.handed_over(reason, self.teller),))
        self.handoff = reason

    # Answers to a question that stands.

    async def confirmed(self) -> None:
        """A yes: the call that waited is made, or the question is put again where something moved."""
        pending = self.state.pending
        if pending is None:
            return
        order = await self._order(str(pending.call.arguments.get("order_id") or ""))
        await self._know(order, [str(row["sku"]) for row in pending.will.get("lines", ())])  # type: ignore[attr-defined]
        acted = await self.act(pending.call)
        if acted.made and order is not None and isinstance(acted.verdict, Permitted) and acted.verdict.will:
            self._changed = True
            self.tell(done(acted.verdict.will, order, self.teller))
            self._next()
            self._orders = None
            await self.work()
        else:
            await self._verdict(acted, order, Filled(pending.call, self._first()))

    async def dropped(self) -> None:
        """A no."""
        self.say("kept", "manners")
        self._next()
        await self.work()

    async def asked_again(self, *, apart: bool) -> None:
        """The same question again; ``apart``: after the answer to something else."""
        pending = self.state.pending
        if pending is None:
            return
        order = await self._order(str(pending.call.arguments.get("order_id") or ""))
        await self._know(order, [str(row["sku"]) for row in pending.will.get("lines", ())])  # type: ignore[attr-defined]
        acted = await self.act(pending.call)
        if isinstance(acted.verdict, NeedsYes) and order is not None:
            self.tell(question(acted.verdict.will, order, self.teller, again=not apart))
        else:
            await self._verdict(acted, order, Filled(pending.call, self._first()))

    async def changes_detail(self, before: Pending | None) -> bool:
        """Whether what was said makes another call of the wish; then that one is asked about."""
        if before is None or not self.state.wishes:
            return False
        order = await self._order(str(before.call.arguments.get("order_id") or ""))
        user = await self._me()
        if order is None or user is None or kind_of(self._first()) in {*READS, "hand_over"}:
            return False
        await self._know(order, [line.sku for line in order.lines])
        new = filled(self._first(), order, self._products, user)
        if new.unclear or dict(new.call.arguments) == dict(before.call.arguments):
            return False
        self._keep(new.wish)
        await self._verdict(await self.act(new.call), order, new)
        return True

    # Wishes.

    async def work(self) -> None:
        """The wishes one after another, until one of them asks the buyer something."""
        while self.state.wishes and not self.handoff and self._made < _MOST_CALLS:
            if not await self._one(self._first()):
                return

    async def _one(self, wish: Wish) -> bool:
        """Whether the next may follow."""
        orders = await self._mine()
        if orders is None:
            return False
        if kind_of(wish) == "hand_over":
            await self.hand_over(wish.intent)
            return False
        if not orders:
            self.say("no_orders", "refusal")
            return self._next()
        claimed = self.read.identity.order_id or str(wish.told.get("order") or "")
        if self.read.identity.order_id:
            self._keep(replace(wish, told={**wish.told, "order": claimed}))
        named = next((one for one in orders if one.id.casefold() == claimed.casefold()), None)
        if claimed and named is None:
            self.tell((told_by.no_such_order(claimed, self.teller),))
            return self._next()
        if kind_of(wish) in READS:
            return await self._read(wish, (named,) if named else self._meant(wish, orders))
        meant = (named,) if named else self._meant(wish, orders)
        if len(meant) != 1:
            self.tell((told_by.which_order(meant, self.teller),))
            self.asking("order")
            return False
        return await self._do(self._first(), meant[0])

    async def _do(self, wish: Wish, order: Order) -> bool:
        user = await self._me()
        if user is None:
            return False
        if kind_of(wish) == "ask_refund" and not wish.told.get("reason") and order.asked:
            self.tell(
                told_by.refusal(Refused("asked_before"), "ask_refund", order, self.teller, self.desk.rules)
            )
            return self._next()
        self._about(order, wish)
        self._keep(replace(wish, told={**wish.told, "order": order.id}))
        await self._know(order, [line.sku for line in order.lines])
        new = filled(self._first(), order, self._products, user)
        self._keep(new.wish)
        if new.call.tool == "ask_refund" and (new.unclear or self._changed):
            if self._changed:
                self.say("later", "asks")
                return False
            if order.status in getattr(self.desk.rules.tools.get("ask_refund"), "statuses", ()):
                self._ask(new, order)
                return False
        return await self._verdict(await self.act(new.call), order, new)

    async def _read(self, wish: Wish, meant: Sequence[Order]) -> bool:
        told = refunds_told if kind_of(wish) == "refunds" else status_told
        for order in meant[:_MOST_TOLD]:
            acted = await self.act(Call("get_order", {"order_id": order.id}))
            if acted.order is None:
                continue
            self.tell(told(acted.order, self.teller))
            if len(meant) == 1:
                self._about(order, wish)
        return self._next()

    def _meant(self, wish: Wish, orders: Sequence[Order]) -> tuple[Order, ...]:
        said = Said(wish.words, frozenset(wish.concepts), wish.language)
        kind = kind_of(wish)
        focus = self.state.focus.order_id
        if kind == "status":
            going = [one.status for one in orders if one.status not in _FINAL]
            return self._of_status(meant_orders(orders, said, focus, going, going), bool(going))
        if kind == "refunds":
            back = [one for one in orders if one.due or one.asked or any(p.refunded for p in one.payments)]
            found = meant_orders(orders, said, focus, (), ())
            return tuple(one for one in found if one in back) or found
        return meant_orders(orders, said, focus, self._allowed(kind), self._likely(wish))

    @staticmethod
    def _of_status(found: tuple[Order, ...], going: bool) -> tuple[Order, ...]:  # noqa: FBT001
        """Of several those that are under way; else the newest."""
        if len(found) < 2:
            return found
        return tuple(one for one in found if one.status not in _FINAL) if going else found[:1]

    def _allowed(self, kind: str) -> frozenset[str]:
        tools = ("change_items", "exchange_items") if kind == "swap" else (kind,)
        return frozenset(
            status
            for tool in tools
            for status in getattr(self.desk.rules.tools.get(tool), "statuses", ())  # type: ignore[call-overload]
        )

    def _likely(self, wish: Wish) -> frozenset[str]:
        if kind_of(wish) == "ask_refund":
            return frozenset({"delivered"})
        if wish.intent == "exchange_item":
            return frozenset({"delivered"})
        if wish.intent == "change_order":
            return frozenset({"pending"})
        return self._allowed(kind_of(wish))

    # Verdicts.

    async def _verdict(self, acted: Acted, order: Order | None, new: Filled) -> bool:  # noqa: PLR0911
        match acted.verdict:
            case NeedsIdentity():
                self.say("ask_identity", "asks")
                self.asking("identity")
            case NeedsMore() if order is not None:
                self._ask(new, order, acted.verdict)
            case NeedsYes(will=will) if order is not None:
                self.tell(question(will, order, self.teller))
                self.asking("yes")
            case Permitted(will=will) if will is not None and order is not None and acted.made:
                self._changed = True
                self.tell(done(will, order, self.teller))
                return self._next()
            case Refused() as refused:
                return await self._refused(refused, order, new)
            case HandOver(reason=reason):
                await self.hand_over(reason)
            case _:
                await self.hand_over("out_of_scope")
        return False

    async def _refused(self, refused: Refused, order: Order | None, new: Filled) -> bool:
        tool = new.call.tool
        # Nothing of what waited before is asked about any more.
        self.state = settled(self.state)
        self.tell(told_by.refusal(refused, tool, order, self.teller, self.desk.rules))
        what = _AGAIN.get(refused.reason, "reason" if refused.reason == "reason" else "")
        if not what or order is None or not self.state.wishes:
            return self._next()
        told = {key: value for key, value in self._first().told.items() if key not in {what, "written"}}
        if what == "option":
            told["refused"] = True
        self._keep(replace(self._first(), told=told, asked=what))
        user = await self._me()
        if what == "option":
            sku = str(told.get("sku") or order.lines[0].sku)
            self.tell(told_by.which_option(order, sku, self.desk.rules, self.teller))
        elif what == "to" and user is not None:
            self.tell((told_by.which_payment(order, user, self.teller),))
        elif what == "address":
            self.tell((told_by.address_asked(("street", "postcode", "city"), self.teller),))
        return False

    def _ask(self, new: Filled, order: Order, verdict: NeedsMore | None = None) -> None:
        """One thing: what the buyer alone can tell, or the first that the engine lacks."""
        missing = verdict.missing if verdict else ()
        if any(one.startswith("address.") for one in missing):
            self.tell((told_by.address_asked(missing, self.teller),))
            self.asking("address.city" if missing == ("address.city",) else "address")
        elif "reason" in missing:
            key = "ask_reason" if new.call.tool == "cancel_order" else "ask_problem"
            self.say(key, "asks")
            self.asking("reason" if new.call.tool == "cancel_order" else "problem")
        elif new.unclear in {"things", "count"}:
            is_count = new.unclear == "count"
            self.tell((told_by.which_things(order, self.teller, new.skus, count=is_count),))
            self.asking(new.unclear)
        elif new.unclear == "option" or "lines.new" in missing or "lines" in missing:
            sku = new.skus[0] if new.skus else order.lines[0].sku
            self.tell(told_by.which_option(order, sku, self.desk.rules, self.teller))
            self.asking("option")
        else:
            self.say("ask_condition", "asks")
            self.asking("condition")

    # What is known.

    def _first(self) -> Wish:
        return self.state.wishes[0] if self.state.wishes else Wish("order_status")

    def _keep(self, wish: Wish) -> None:
        if self.state.wishes:
            self.state = replace(self.state, wishes=(wish, *self.state.wishes[1:]))

    def _next(self) -> bool:
        self.state = replace(self.state, wishes=self.state.wishes[1:])
        return True

    def _about(self, order: Order, wish: Wish) -> None:
        focus = replace(self.state.focus, order_id=order.id, intent=wish.intent)
        self.state = replace(self.state, focus=focus)

    async def _mine(self) -> tuple[Order, ...] | None:
        """The buyer's orders; None, and told why, where he is not known or a person goes on."""
        if self._orders is None:
            acted = await self.act(Call("list_orders", {}))
            if not acted.made:
                await self._verdict(acted, None, Filled(acted.call, self._first()))
                return None
            self._orders = acted.orders
        return self._orders

    async def _order(self, id_: str) -> Order | None:
        acted = await self.act(Call("get_order", {"order_id": id_}))
        return acted.order

    async def _me(self) -> User | None:
        """The identified buyer's own account, for his gift cards; nothing of it is told but their ids."""
        if self._user is None and self.state.user:
            self._user = await self.desk.shop.get_user(self.state.user)
        return self._user

    async def _know(self, order: Order | None, skus: Sequence[str]) -> None:
        """Products of an order's lines, to name things and options; the first few."""
        lines = [line for line in order.lines if line.sku in skus or not skus] if order else []
        wanted = dict.fromkeys(line.product_id for line in lines if line.product_id not in self._products)
        room = _MOST_CALLS - self._made - 1
        for product_id in list(wanted)[: min(_MOST_PRODUCTS, max(room, 0))]:
            acted = await self.act(Call("get_product", {"product_id": product_id}))
            if acted.product is not None:
                self._products[product_id] = acted.product
        self.teller = replace(self.teller, products=dict(self._products))

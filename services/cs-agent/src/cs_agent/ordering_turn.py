"""One message's work on orders: what is said, which calls are made, what is known of the buyer's orders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from cs_agent.acting import Acted, Desk, act
from cs_agent.domain.answer import Call, Sentence, SentenceKind
from cs_agent.domain.answering.orders import handed_over
from cs_agent.domain.answering.orders_values import Teller
from cs_agent.domain.conversation import Pending, State, Wish
from cs_agent.domain.ordering.filling import heard
from cs_agent.domain.ordering.wishes import READS, joined, kind_of
from cs_agent.domain.tools.engine import answered
from cs_agent.domain.tools.orders import Order, Product, User
from cs_agent.domain.tools.shop import ShopBad
from cs_agent.domain.tools.verdicts import NeedsYes
from cs_agent.domain.understood import Understood

MOST_CALLS: Final = 6
_MOST_PRODUCTS: Final = 2


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
        self.made = 0
        self.changed = False
        self.orders: tuple[Order, ...] | None = None
        self._user: User | None = None
        self.products: dict[str, Product] = {}

    # What is said.

    def say(self, key: str, kind: SentenceKind, **slots: str) -> None:
        """A phrase without facts."""
        self.tell((self.teller.say(key, kind, (), **slots),))

    def tell(self, sentences: Iterable[Sentence]) -> None:
        """Each sentence once, whichever facts it rests on the second time."""
        for sentence in sentences:
            if all(sentence.text != one.text for one in self.sentences):
                self.sentences.append(sentence)

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
        kinds = {kind_of(one) for one in fresh}
        wishes = joined(self.state.wishes, fresh)
        wishes = tuple(heard(one, self.read) if kind_of(one) in kinds else one for one in wishes)
        self.state = replace(self.state, wishes=wishes)
        if len(changes) > 1:
            self.say("later", "asks")

    def hear(self, fresh: Sequence[Wish]) -> None:
        """A message that fills the wish in work."""
        first, *rest = self.state.wishes
        if fresh:
            first = joined((first,), fresh)[0]
        elif first.asked in {"order", "things", "problem", "yes"} and self.read.intent not in {"yes", "no"}:
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
        self.made += 1
        acted = await act(call, self.state, self.desk)
        self.state = acted.state
        if acted.made or isinstance(acted.verdict, NeedsYes):
            self.calls.append(acted.call)
        return acted

    def hand_over(self, reason: str) -> None:
        """A person is to go on; the call that tells him is made by who put the whole answer together."""
        self.state = replace(self.state, wishes=())
        self.tell((handed_over(reason, self.teller),))
        self.handoff = reason

    # What is known.

    def first(self) -> Wish:
        return self.state.wishes[0] if self.state.wishes else Wish("order_status")

    def keep(self, wish: Wish) -> None:
        if self.state.wishes:
            self.state = replace(self.state, wishes=(wish, *self.state.wishes[1:]))

    def next_wish(self) -> bool:
        self.state = replace(self.state, wishes=self.state.wishes[1:])
        return True

    def about(self, order: Order, wish: Wish) -> None:
        """What the conversation is about now; "does it fold?" after that means the order's only product."""
        focus = replace(self.state.focus, order_id=order.id, intent=wish.intent)
        products = {line.product_id: line.sku for line in order.lines if line.product_id}
        if len(products) == 1:
            ((product_id, sku),) = products.items()
            focus = replace(focus, product_id=product_id, sku=sku)
        self.state = replace(self.state, focus=focus)

    async def order(self, id_: str) -> Order | None:
        acted = await self.act(Call("get_order", {"order_id": id_}))
        return acted.order

    async def me(self) -> User | None:
        """The identified buyer's own account, for his gift cards; nothing of it is told but their ids.

        None, and a person goes on, where the shop does not tell.
        """
        if self._user is None and self.state.user:
            try:
                self._user = await self.desk.shop.get_user(self.state.user)
            except ShopBad:
                self._user = None
            if self._user is None:
                self.hand_over("shop_unreachable")
        return self._user

    async def know(self, order: Order | None, skus: Sequence[str]) -> None:
        """Products of an order's lines, to name things and options; the first few."""
        lines = [line for line in order.lines if line.sku in skus or not skus] if order else []
        wanted = dict.fromkeys(line.product_id for line in lines if line.product_id not in self.products)
        room = MOST_CALLS - self.made - 1
        for product_id in list(wanted)[: min(_MOST_PRODUCTS, max(room, 0))]:
            acted = await self.act(Call("get_product", {"product_id": product_id}))
            if acted.product is not None:
                self.products[product_id] = acted.product
        self.teller = replace(self.teller, products=dict(self.products))

"""A turn's pictures looked at, and what the message is about by them; a choice among products offered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from argosy.product.v1 import product_pb2
from argosy_commerce.terms import TermBase
from argosy_eventing.threads import in_thread
from argosy_telemetry import names
from cs_agent.acting import Desk
from cs_agent.domain.answer import Sentence, Unanswered
from cs_agent.domain.answering.knowledge import KNOWN_BY_FACTS
from cs_agent.domain.conversation import State
from cs_agent.domain.knowledge.summaries import summary_of
from cs_agent.domain.pictures.choosing import chosen
from cs_agent.domain.pictures.deciding import Note, Sight, decided, is_problem, said
from cs_agent.domain.pictures.looked import Looked
from cs_agent.domain.pictures.naming import Named, named
from cs_agent.domain.tools.shop import ShopError
from cs_agent.domain.understanding.focusing import focus_after
from cs_agent.domain.understanding.named import ProductSummary
from cs_agent.domain.understood import ReadIntent, Understood
from cs_agent.measures import watched

Says = Callable[[Sequence[Sentence]], Awaitable[None]]
Understands = Callable[[State, ProductSummary | None], Understood]
_ASKED_BEFORE = 0.6
"""How sure it is that who chooses wants what he asked before."""


class Eyes(Protocol):
    """`adapters.eyes.EyesOfTier`."""

    async def look(
        self, merchant_id: str, urls: Sequence[str], *, product_id: str, title: str, damage: bool
    ) -> Looked:
        """A message's pictures, bounded; what cannot be looked at is told by name, never raised."""
        ...


@dataclass(frozen=True, slots=True)
class Pictures:
    """What pictures are looked at with, of one merchant. ``product``: as last told, None where it is not."""

    eyes: Eyes
    merchant_id: str
    product: Callable[[str], Awaitable[product_pb2.Product | None]]
    base: TermBase


@dataclass(frozen=True, slots=True)
class Pictured:
    """The message, the state and the product in talk once its pictures are looked at."""

    read: Understood
    state: State
    product: ProductSummary | None
    sight: Sight = field(default_factory=Sight)

    @property
    def asked(self) -> Understood:
        """What facts are to answer: the words, with the codes on the pictures where those may settle it."""
        read, codes = self.read, self.sight.codes
        rest = tuple(one for one in read.intents if one.intent != "picture")
        if read.looked_at and rest:
            read = replace(read, intents=rest)
        if not codes:
            return read
        text = "\n".join(filter(None, (read.text, " ".join(codes))))
        return replace(read, text=text, figures=(*read.figures, *codes))

    def without_codes(self, unanswered: Sequence[Unanswered]) -> tuple[Unanswered, ...]:
        """Open questions are kept in the buyer's words; what stood on his picture is not kept."""
        if not self.sight.codes:
            return tuple(unanswered)
        return tuple(replace(one, words=self.read.text) for one in unanswered)


async def pictured(
    read: Understood,
    state: State,
    product: ProductSummary | None,
    pictures: Pictures,
    understands: Understands,
    says: Says,
) -> Pictured:
    """Looks at a message's pictures, or hears which of the offered products is meant.

    Raises StoreUnavailable.
    """
    offered, state = state.focus.offered, replace(state, focus=replace(state.focus, offered=()))
    if not read.pictures:
        return await _chosen(read, state, product, pictures, understands, offered)
    await says([said("looking", read.language)])
    focus = state.focus.product_id
    in_talk = await pictures.product(focus) if focus else None
    with watched(names.SPAN_CHAT_LOOK):
        looked = await pictures.eyes.look(
            pictures.merchant_id,
            read.pictures,
            product_id=focus,
            title=in_talk.title if in_talk else "",
            damage=is_problem(read, state),
        )
    known = await _named(_products(looked, focus), read.language, pictures)
    sight = decided(read, state, looked, known)
    if sight.product_id and sight.product_id != focus:
        state, product, read = await _about(sight.product_id, read, state, pictures, understands)
    state = replace(state, focus=replace(state.focus, offered=sight.offered))
    # Who sends a picture without a word is not misunderstood.
    unread = read.doubts if read.text.strip() else ()
    read = replace(read, pictures=sight.evidence, doubts=unread)
    return Pictured(read, state, product, sight)


async def _chosen(
    read: Understood,
    state: State,
    product: ProductSummary | None,
    pictures: Pictures,
    understands: Understands,
    offered: Sequence[str],
) -> Pictured:
    names_of = await _named(offered, read.language, pictures)
    meant = chosen(read, [names_of[one] for one in offered if one in names_of])
    if not meant:
        return Pictured(read, state, product)
    before = state.focus.intent
    state, product, again = await _about(meant, read, state, pictures, understands)
    again = replace(again, doubts=())
    asks = read.intent in KNOWN_BY_FACTS and read.intents[0].confidence >= _ASKED_BEFORE
    if not asks and before in KNOWN_BY_FACTS and before != "picture":
        again = replace(again, intents=(ReadIntent(before, _ASKED_BEFORE, read.text[:160]),))
        return Pictured(again, state, product)
    if asks:
        return Pictured(again, state, product)
    return Pictured(again, state, product, Sight(asks=(said("what_about", read.language),), answers=False))


async def _about(
    product_id: str, read: Understood, state: State, pictures: Pictures, understands: Understands
) -> tuple[State, ProductSummary | None, Understood]:
    """The conversation is about another product from now on; the message is read again with its options."""
    found = await pictures.product(product_id)
    product = summary_of(found) if found is not None else None
    state = replace(state, focus=focus_after(read, state.focus, product_id))
    again = await in_thread(understands, state, product)
    return state, product, again


def _products(looked: Looked, focus: str) -> tuple[str, ...]:
    found = [focus]
    for one in looked.seen:
        found += [one.recognised.sure.product_id] if one.recognised.sure else []
        found += [near.product_id for near in one.recognised.near]
    return tuple(dict.fromkeys(filter(None, found)))


async def _named(products: Sequence[str], language: str, pictures: Pictures) -> dict[str, Named]:
    told: dict[str, Named] = {}
    for product_id in products:
        product = await pictures.product(product_id)
        name = await in_thread(named, product, pictures.base, language) if product is not None else None
        if name is not None:
            told[product_id] = name
    return told


async def of_order(sight: Sight, state: State, desk: Desk) -> tuple[Note, ...]:
    """The notes for people, with whether the product that was recognised is in the order in talk."""
    shown = next((slots["product"] for label, slots in sight.notes if label == "picture_sure"), "")
    if not (shown and state.user and state.focus.order_id):
        return sight.notes
    try:
        order = await desk.shop.get_order(state.focus.order_id)
    except ShopError:
        return sight.notes
    if order is None or order.user_id != state.user:
        return sight.notes
    is_in = any(line.product_id == shown for line in order.lines)
    label = "picture_ordered" if is_in else "picture_not_ordered"
    return (*sight.notes, (label, {"product": shown, "order": order.id}))

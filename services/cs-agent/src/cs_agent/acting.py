"""Making a call: looked up, asked of the policy engine, made once, and noted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from cs_agent.domain.answer import Call
from cs_agent.domain.conversation import State
from cs_agent.domain.tools.engine import asked, claim_of, identified, may_be_made, permits, settled
from cs_agent.domain.tools.orders import Order, Product, User
from cs_agent.domain.tools.rules import ShopRules
from cs_agent.domain.tools.shop import CHANGES, Shop, ShopBad, ShopBusy, ShopRefuses
from cs_agent.domain.tools.telling import told_order, told_product, told_user
from cs_agent.domain.tools.verdicts import HandOver, NeedsYes, Permitted, Refused, Verdict, Will, read_will

_LONGEST_ID: Final = 120
_READS: Final = frozenset({"find_user", "get_order", "list_orders", "get_product"})


@dataclass(frozen=True, slots=True)
class Acted:
    """``call``: with its result where it was made; ``order``: as it is now, only where it may be told."""

    verdict: Verdict
    call: Call
    state: State
    order: Order | None = None
    orders: tuple[Order, ...] = ()
    product: Product | None = None

    @property
    def made(self) -> bool:
        """Whether the shop did it."""
        return self.call.result is not None


@dataclass(frozen=True, slots=True)
class Noted:
    """One line of the audit trail: never a name, an address or an amount."""

    at: datetime
    conversation_id: str
    tool: str
    order_id: str
    call_id: str
    verdict: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What a call is made with. ``clock``: the shop's, aware."""

    shop: Shop
    rules: ShopRules
    note: Callable[[Noted], None]
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


async def act(call: Call, state: State, desk: Desk) -> Acted:
    """Makes a call if the rules permit it now; else says what is missing, and the state says what waits.

    A shop that does not answer or refuses gives a hand-over, never an exception: ShopBusy alone is raised, so
    that the message is worked on again with the same id.
    """
    now = desk.clock()
    try:
        before = await _made_before(call, state, desk.shop)
        user = await desk.shop.get_user(state.user) if state.user else None
        order, products = await _looked_up(call, state, desk.shop)
    except ShopBad:
        return Acted(HandOver("shop_unreachable"), call, state)
    if before is not None:
        _note(desk, before, now, "repeated")
        return before
    verdict = permits(call, state, order, user, desk.rules, now, products)
    acted = Acted(verdict, call, state)
    if isinstance(verdict, NeedsYes):
        acted = replace(acted, state=asked(state, call, verdict.will, now))
    elif isinstance(verdict, Permitted):
        try:
            acted = await _made(acted, verdict, order, user, desk)
        except ShopBusy:
            _note(desk, acted, now, "busy")
            raise
        except (ShopRefuses, ShopBad):
            # What was asked cannot be done any more: nothing waits, and the next question is a new one.
            reads = call.tool in _READS
            verdict = HandOver("shop_unreachable" if reads else "shop_disagrees")
            acted = replace(acted, verdict=verdict, state=settled(state))
    elif isinstance(verdict, Refused | HandOver) and state.pending and state.pending.call == call:
        acted = replace(acted, state=settled(state))
    _note(desk, acted, now, "made" if acted.made else "")
    return acted


async def _made_before(call: Call, state: State, shop: Shop) -> Acted | None:
    """A call that the shop made, while the service died before it could tell: told now, not done again."""
    id_ = may_be_made(call, state)
    order = await shop.made(id_) if id_ else None
    if order is None or order.user_id != state.user:
        return None
    pending = state.pending if state.pending and state.pending.call == call else None
    did = dict(pending.will) if pending else {"tool": call.tool, **call.arguments}
    result = {**told_order(order), "did": did, "call_id": id_}
    verdict = Permitted(id_, read_will(pending.will) if pending else None)
    return Acted(verdict, _with(call, result), settled(state) if pending else state, order)


async def _looked_up(call: Call, state: State, shop: Shop) -> tuple[Order | None, Mapping[str, Product]]:
    """The order that a call names and its products; nothing of it before somebody is known."""
    named = str(call.arguments.get("order_id") or "")
    if not named.isprintable() or not 0 < len(named) <= _LONGEST_ID or not state.user:
        return None, {}
    order = await shop.get_order(named)
    if order is None or order.id != named or order.user_id != state.user:
        return None, {}
    products: dict[str, Product] = {}
    for product_id in {line.product_id for line in order.lines}:
        product = await shop.get_product(product_id)
        if product is not None and product.id == product_id:
            products[product_id] = product
    return order, products


async def _made(
    acted: Acted, verdict: Permitted, order: Order | None, user: User | None, desk: Desk
) -> Acted:
    call, state, shop = acted.call, acted.state, desk.shop
    match call.tool:
        case "find_user":
            return await _found(acted, desk)
        case "get_order" if order is not None:
            return replace(acted, order=order, call=_with(call, told_order(order)))
        case "list_orders" if user is not None:
            orders = tuple(one for one in await shop.list_orders(user.id) if one.user_id == user.id)
            return replace(acted, orders=orders, call=_with(call, {"orders": [one.id for one in orders]}))
        case "get_product":
            product = await shop.get_product(str(call.arguments.get("product_id") or ""))
            result = told_product(product) if product else {"found": False}
            return replace(acted, product=product, call=_with(call, result))
        case "hand_over":
            reason = str(call.arguments.get("reason") or "out_of_scope")
            summary = str(call.arguments.get("summary") or "")
            await shop.hand_over(verdict.call_id, state.conversation_id, reason, summary)
            after = replace(settled(state), with_person=True)
            return replace(acted, state=after, call=_with(call, {"handed_over": True}))
    if verdict.will is None:
        raise ShopBad(f"{call.tool}: nothing to do")
    after_order = await _changed(call, verdict.call_id, verdict.will, state, shop)
    if after_order.id != verdict.will.order_id or after_order.user_id != state.user:
        raise ShopBad(f"{call.tool}: the shop answers with another order")
    result = {**told_order(after_order), "did": verdict.will.told(), "call_id": verdict.call_id}
    return replace(acted, order=after_order, state=settled(state), call=_with(call, result))


async def _found(acted: Acted, desk: Desk) -> Acted:
    state = acted.state
    claim = claim_of(acted.call)
    users = await desk.shop.find_user(claim)
    after = identified(state, claim, users, desk.rules)
    user = next((one for one in users if one.id == after.user), None)
    result: Mapping[str, Any] = told_user(user) if user else {"found": False}
    return replace(acted, state=after, call=_with(acted.call, result))


async def _changed(call: Call, id_: str, will: Will, state: State, shop: Shop) -> Order:
    if will.tool == call.tool and call.tool in CHANGES:
        return await shop.change(id_, will)
    if will.tool == call.tool == "ask_refund":
        words = str(call.arguments.get("words") or "")
        sent = call.arguments.get("pictures")
        pictures = tuple(map(str, sent)) if isinstance(sent, list | tuple) else ()
        return await shop.ask_refund(id_, will, words, state.language, pictures)
    raise ShopBad(f"{call.tool}: no such tool")


def _with(call: Call, result: Mapping[str, object]) -> Call:
    return replace(call, result=result)


def _note(desk: Desk, acted: Acted, at: datetime, outcome: str) -> None:
    verdict = acted.verdict
    reason = getattr(verdict, "reason", "")
    desk.note(
        Noted(
            at,
            acted.state.conversation_id,
            acted.call.tool,
            acted.order.id if acted.order else "",
            getattr(verdict, "call_id", ""),
            ":".join(filter(None, (type(verdict).__name__, str(reason)))),
            outcome,
        )
    )

"""Working on wishes about orders: choosing, asking for what is missing, calling, telling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from cs_agent.acting import Acted
from cs_agent.domain.answer import Call
from cs_agent.domain.answering import orders as told_by
from cs_agent.domain.answering.orders_status import parcels_told, refunds_told, state_told, status_told
from cs_agent.domain.answering.orders_will import done, question
from cs_agent.domain.conversation import Pending, Wish
from cs_agent.domain.ordering.filling import Filled, filled
from cs_agent.domain.ordering.wishes import READS, kind_of
from cs_agent.domain.tools.engine import settled
from cs_agent.domain.tools.orders import Order
from cs_agent.domain.tools.verdicts import (
    HandOver,
    NeedsIdentity,
    NeedsMore,
    NeedsYes,
    Permitted,
    Refused,
)
from cs_agent.ordering_choice import allowed, chosen
from cs_agent.ordering_turn import MOST_CALLS, Turn

_MOST_TOLD: Final = 3
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


class Work(Turn):
    """Choosing, asking for what is missing, calling, telling."""

    # Answers to a question that stands.

    async def confirmed(self) -> None:
        """A yes: the call that waited is made, or the question is put again where something moved."""
        pending = self.state.pending
        if pending is None:
            return
        order = await self.order(str(pending.call.arguments.get("order_id") or ""))
        await self.know(order, [str(row["sku"]) for row in pending.will.get("lines", ())])  # type: ignore[attr-defined]
        acted = await self.act(pending.call)
        if acted.made and order is not None and isinstance(acted.verdict, Permitted) and acted.verdict.will:
            self.changed = True
            self.tell(done(acted.verdict.will, order, self.teller))
            self.next_wish()
            self.orders = None
            await self.work()
        else:
            await self._verdict(acted, order, Filled(pending.call, self.first()))

    async def dropped(self) -> None:
        """A no."""
        self.say("kept", "manners")
        self.next_wish()
        await self.work()

    async def asked_again(self, *, apart: bool) -> None:
        """The same question again; ``apart``: after the answer to something else."""
        pending = self.state.pending
        if pending is None:
            return
        order = await self.order(str(pending.call.arguments.get("order_id") or ""))
        await self.know(order, [str(row["sku"]) for row in pending.will.get("lines", ())])  # type: ignore[attr-defined]
        acted = await self.act(pending.call)
        if isinstance(acted.verdict, NeedsYes) and order is not None:
            self.tell((question(acted.verdict.will, order, self.teller, again=not apart),))
        else:
            await self._verdict(acted, order, Filled(pending.call, self.first()))

    async def changes_detail(self, before: Pending | None) -> bool:
        """Whether what was said makes another call of the wish; then that one is asked about."""
        if before is None or not self.state.wishes:
            return False
        now = self.first().told.get("order") or before.call.arguments.get("order_id")
        order = await self.order(str(now or ""))
        user = await self.me()
        if order is None or user is None or kind_of(self.first()) in {*READS, "hand_over"}:
            return False
        await self.know(order, [line.sku for line in order.lines])
        new = filled(self.first(), order, self.products, user)
        if new.unclear or dict(new.call.arguments) == dict(before.call.arguments):
            return False
        self.keep(new.wish)
        await self._verdict(await self.act(new.call), order, new)
        return True

    # Wishes.

    async def work(self) -> None:
        """The wishes one after another, until one of them asks the buyer something."""
        while self.state.wishes and not self.handoff and self.made < MOST_CALLS:
            if not await self._one(self.first()):
                return

    async def _one(self, wish: Wish) -> bool:
        """Whether the next may follow."""
        orders = await self._mine()
        if orders is None or kind_of(wish) == "hand_over":
            if orders is not None:
                meant = self._chosen(wish, orders)
                if len(meant) == 1:
                    self.about(meant[0], wish)
                self.hand_over(wish.intent)
            return False
        if not orders:
            self.say("no_orders", "refusal")
            return self.next_wish()
        meant = self._chosen(wish, orders)
        if not meant:
            self.tell((told_by.no_such_order(str(wish.told.get("order")), self.teller),))
            return self.next_wish()
        if kind_of(wish) in READS:
            return await self._read(wish, meant)
        return await self._do(wish, meant[0]) if len(meant) == 1 else self._which(meant)

    def _which(self, meant: Sequence[Order]) -> bool:
        self.tell((told_by.which_order(meant, self.teller),))
        self.asking("order")
        return False

    def _chosen(self, wish: Wish, orders: Sequence[Order]) -> tuple[Order, ...]:
        return chosen(wish, orders, self.state.focus.order_id, self.desk.rules)

    async def _do(self, wish: Wish, order: Order) -> bool:
        user = await self.me()
        if user is None:
            return False
        if kind_of(wish) == "ask_refund" and not wish.told.get("reason") and order.asked:
            self.tell(
                told_by.refusal(Refused("asked_before"), "ask_refund", order, self.teller, self.desk.rules)
            )
            return self.next_wish()
        self.about(order, wish)
        self.keep(replace(wish, told={**wish.told, "order": order.id}))
        await self.know(order, [line.sku for line in order.lines])
        new = filled(self.first(), order, self.products, user)
        self.keep(new.wish)
        if new.unclear and order.status in allowed(kind_of(wish), self.desk.rules):
            if new.unclear == "option" and not self._has_options(order, new):
                # He wants another product: there is nothing of this one to choose from.
                return await self._refused(Refused("other_product"), order, new)
            self._ask(new, order)
            return False
        if self.changed and self._needs_no_yes(new.call.tool):
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
                self.about(order, wish)
        return self.next_wish()

    def _has_options(self, order: Order, new: Filled) -> bool:
        """Whether the thing in question comes in more than one variant, as far as is known."""
        sku = str(new.wish.told.get("sku") or (new.skus[0] if new.skus else ""))
        line = order.line(sku)
        product = self.products.get(line.product_id) if line else None
        return product is None or len(product.variants) > 1

    def _needs_no_yes(self, tool: str) -> bool:
        """Whether a call would be made at once: then not in the turn of another change."""
        return getattr(self.desk.rules.tools.get(tool), "confirmation", "") == "none"  # type: ignore[call-overload]

    # Verdicts.

    async def _verdict(self, acted: Acted, order: Order | None, new: Filled) -> bool:
        match acted.verdict:
            case NeedsIdentity():
                self.say("ask_identity", "asks")
                self.asking("identity")
            case NeedsMore() if order is not None:
                self._ask(new, order, acted.verdict)
            case NeedsYes(will=will) if order is not None:
                if will.reason == "never_came":
                    self.tell((state_told(order, self.teller), *parcels_told(order, self.teller)))
                self.tell((question(will, order, self.teller),))
                self.asking("yes")
            case Permitted(will=will) if will is not None and order is not None and acted.made:
                self.changed = True
                self.tell(done(will, order, self.teller))
                return self.next_wish()
            case Refused() as refused:
                return await self._refused(refused, order, new)
            case HandOver(reason=reason):
                self.hand_over(reason)
            case _:
                self.hand_over("out_of_scope")
        return False

    async def _refused(self, refused: Refused, order: Order | None, new: Filled) -> bool:
        tool = new.call.tool
        # Nothing of what waited before is asked about any more.
        self.state = settled(self.state)
        self.tell(told_by.refusal(refused, tool, order, self.teller, self.desk.rules))
        what = _AGAIN.get(refused.reason, "reason" if refused.reason == "reason" else "")
        if what == "option" and order is not None and not self._has_options(order, new):
            what = ""
        if not what or order is None or not self.state.wishes:
            return self.next_wish()
        told = {key: value for key, value in self.first().told.items() if key not in {what, "written"}}
        if what == "option":
            told["refused"] = True
        self.keep(replace(self.first(), told=told, asked=what))
        user = await self.me()
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
        elif new.unclear == "things":
            self.tell((told_by.which_things(order, self.teller),))
            self.asking(new.unclear)
        elif new.unclear == "option" or "lines.new" in missing or "lines" in missing:
            sku = new.skus[0] if new.skus else order.lines[0].sku
            self.tell(told_by.which_option(order, sku, self.desk.rules, self.teller))
            self.asking("option")
        else:
            self.say("ask_condition", "asks")
            self.asking("condition")

    async def _mine(self) -> tuple[Order, ...] | None:
        """The buyer's orders; None, and told why, where he is not known or a person goes on."""
        if self.orders is None:
            acted = await self.act(Call("list_orders", {}))
            if not acted.made:
                await self._verdict(acted, None, Filled(acted.call, self.first()))
                return None
            self.orders = acted.orders
        return self.orders

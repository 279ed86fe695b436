"""The policy engine: nothing of an order before the buyer is known, nothing changed before his plain yes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Literal

from cs_agent.domain.answer import Call
from cs_agent.domain.conversation import Pending, State
from cs_agent.domain.tools.identity import enough, is_user, the_one
from cs_agent.domain.tools.orders import Order, Product, User
from cs_agent.domain.tools.planning import Known, planned
from cs_agent.domain.tools.rules import ShopRules
from cs_agent.domain.tools.verdicts import (
    HandOver,
    NeedsIdentity,
    NeedsYes,
    Permitted,
    Refused,
    Verdict,
    Will,
)
from cs_agent.domain.understood import Identity

Answered = Literal["yes", "no", "other"]
"""``yes``: plain and unhedged; what is neither that nor a plain no is ``other``."""
_NO_PRODUCTS: Final[Mapping[str, Product]] = {}


def permits(  # noqa: PLR0911 — each way out is a rule of its own
    call: Call,
    state: State,
    order: Order | None,
    user: User | None,
    rules: ShopRules,
    now: datetime,
    products: Mapping[str, Product] = _NO_PRODUCTS,
) -> Verdict:
    """Whether a call may be made now.

    ``order``: the one that the call names, as the shop has it at this moment, None where there is none;
    ``user``: the one the conversation belongs to, None before that. ``now``: the shop's clock, aware.
    Deterministic: the same arguments give the same verdict, so a call that was permitted is checked again
    right before it is made.
    """
    if state.with_person:
        return Refused("with_person")
    if call.tool in {"hand_over", "get_product"}:
        return Permitted(call_id(call, state))
    if call.tool not in rules.tools:
        return HandOver("out_of_scope")
    if state.not_the_buyer:
        return HandOver("not_the_buyer")
    if call.tool == "find_user":
        return _may_look(call, state, user, rules)
    if not state.user or user is None:
        return _who(state, rules)
    if user.id != state.user:
        return Refused("one_user")
    if call.tool == "list_orders":
        return Permitted(call_id(call, state))
    if order is None or order.user_id != user.id:
        return Refused("no_such_order")
    if call.tool == "get_order":
        return Permitted(call_id(call, state))
    return _may_change(call, state, Known(order, user, rules, now, products))


def asked(state: State, call: Call, will: Will, now: datetime) -> State:
    """The state after the question was put. Whatever waited before does no more: one action at a time."""
    return replace(state, pending=Pending(call, will.digest, now, will.told()))


def answered(state: State, how: Answered, now: datetime, rules: ShopRules) -> State:
    """The state after the buyer's next message.

    Only a plain yes to the question that stands confirms it, and only in time. A no drops it. After anything
    else it has to be put again before a yes counts.
    """
    pending = state.pending
    if pending is None:
        return state
    if how == "no":
        return replace(state, pending=None)
    confirmed = how == "yes" and (pending.confirmed or (pending.stands and _in_time(pending, now, rules)))
    return replace(state, pending=replace(pending, confirmed=confirmed, stands=False))


def settled(state: State) -> State:
    """The state after the call was made, or cannot be: nothing waits."""
    return replace(state, pending=None)


def identified(state: State, claim: Identity, users: Sequence[User], rules: ShopRules) -> State:
    """The state after users were looked for: one user for good, or one try more.

    The shop's answer is not taken for it: the claim is compared with each user again.
    """
    if state.user:
        return state
    user = the_one(claim, users, rules.identification)
    if user is None:
        return replace(state, tries=state.tries + 1)
    return replace(state, user=user.id, identity=claim)


def claim_of(call: Call) -> Identity:
    """What a find_user call says to be known by."""
    told = {key: str(call.arguments.get(key) or "") for key in ("email", "name", "postcode")}
    return Identity(email=told["email"], name=told["name"], postcode=told["postcode"])


def call_id(call: Call, state: State) -> str:
    """The same for the same call of one conversation, however often the message is worked on.

    A confirmed change is named by what was asked, and when; a request by what it asks; anything else by the
    message.
    """
    told = json.dumps(dict(call.arguments), sort_keys=True, ensure_ascii=False, default=str)
    pending = state.pending
    if pending is not None and pending.confirmed and pending.call == call:
        parts = (call.tool, pending.question, pending.asked_at.isoformat())
    elif call.tool == "ask_refund":
        named = {key: call.arguments.get(key) for key in ("order_id", "reason", "lines")}
        parts = (call.tool, json.dumps(named, sort_keys=True, ensure_ascii=False, default=str), "")
    else:
        parts = (call.tool, told, state.lines[-1].message_id if state.lines else "")
    return hashlib.sha256("\n".join((state.conversation_id, *parts)).encode()).hexdigest()[:32]


def may_be_made(call: Call, state: State) -> str:
    """The id under which the shop may have made this call already, before a crash; "" where it cannot."""
    pending = state.pending
    confirmed = pending is not None and pending.confirmed and pending.call == call
    return call_id(call, state) if state.user and (confirmed or call.tool == "ask_refund") else ""


def _may_look(call: Call, state: State, user: User | None, rules: ShopRules) -> Verdict:
    claim = claim_of(call)
    needed = enough(claim, rules.identification)
    if needed is None:
        return _who(state, rules)
    if state.user:
        same = user is not None and user.id == state.user and is_user(claim, user, needed)
        return Permitted(call_id(call, state)) if same else Refused("one_user")
    if state.tries >= rules.identification.failed_tries:
        return HandOver("identity_tries")
    return Permitted(call_id(call, state))


def _who(state: State, rules: ShopRules) -> Verdict:
    left = rules.identification.failed_tries - state.tries
    return NeedsIdentity(rules.identification.any_of, left) if left > 0 else HandOver("identity_tries")


def _may_change(call: Call, state: State, known: Known) -> Verdict:
    plan = planned(call, known)
    if not isinstance(plan, Will):
        return plan
    if getattr(known.rules.tools.get(call.tool), "confirmation", "plain_yes") == "none":  # type: ignore[call-overload]
        return Permitted(call_id(call, state), plan)
    pending = state.pending
    said_yes = (
        pending is not None
        and pending.confirmed
        and pending.call == call
        and pending.question == plan.digest
        and _in_time(pending, known.now, known.rules)
    )
    return Permitted(call_id(call, state), plan) if said_yes else NeedsYes(plan)


def _in_time(pending: Pending, now: datetime, rules: ShopRules) -> bool:
    return timedelta(0) <= now - pending.asked_at <= timedelta(minutes=rules.confirmation.expires_minutes)

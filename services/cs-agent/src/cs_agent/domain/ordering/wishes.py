"""Which wishes about orders a message has, and how they join those that are being worked on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

from cs_agent.domain.conversation import State, Wish
from cs_agent.domain.ordering.words import condition_in, means_in
from cs_agent.domain.understanding.cues import pointed
from cs_agent.domain.understanding.examples import INTENTS
from cs_agent.domain.understood import Intent, ReadIntent, Understood

Kind = Literal[
    "cancel_order", "change_address", "swap", "return_items", "ask_refund", "hand_over", "status", "refunds"
]
KINDS: Final[Mapping[Intent, Kind]] = {
    "cancel_order": "cancel_order", "change_address": "change_address", "change_order": "swap",
    "exchange_item": "swap", "return_item": "return_items", "refund_request": "ask_refund",
    "damaged": "ask_refund", "wrong_item": "ask_refund", "missing_part": "ask_refund",
    "delivered_not_received": "ask_refund", "invoice": "hand_over", "payment_problem": "hand_over",
    "order_status": "status", "refund_status": "refunds",
}  # fmt: skip
"""What is done for an intent. A swap is a change before an order is sent and an exchange after it came."""
PROBLEMS: Final[Mapping[Intent, str]] = {
    "damaged": "broken",
    "wrong_item": "wrong_item",
    "missing_part": "missing_part",
    "delivered_not_received": "never_came",
}
"""Reasons of the shop's rules for which a refund is asked."""
READS: Final[frozenset[Kind]] = frozenset({"status", "refunds"})
_SURE_ALONE: Final = 0.25
_SURE_BESIDE: Final = 0.5
"""With a wish being worked on, a message that is half understood rather fills that one."""
_SURE_FURTHER: Final = 0.55
_SURE_SWAP: Final = 0.6
_SURE_PERSON: Final = 0.7
_ABOUT_OPTIONS: Final[frozenset[Intent]] = frozenset({"variants", "size_advice", "stock", "voltage"})
_MOST: Final = 4
_LONGEST: Final = 1_500


def kind_of(wish: Wish) -> Kind:
    """What is done for it."""
    return KINDS[wish.intent]


def wanted(read: Understood, state: State) -> tuple[Wish, ...]:
    """The wishes of a message, the main first; none where it has none of its own."""
    if read.intent == "no":
        return ()
    sure = _SURE_BESIDE if state.wishes else _SURE_ALONE
    found: list[Intent] = []
    for place, one in enumerate(read.intents):
        surely = one.confidence >= (_SURE_FURTHER if place else sure)
        if one.intent in KINDS and surely and not (place and _is_aside(one, read, state)):
            found.append(one.intent)
    found = _inferred(read, state, found) or [_precise(one, read) for one in found]
    text = _without_email(read)
    return tuple(
        Wish(one, text, read.language, read.concepts, _told(one))
        for one in _folded(list(dict.fromkeys(found)))
    )


def _is_aside(one: ReadIntent, read: Understood, state: State) -> bool:
    """Whether what is read besides is no wish: another option beside an address, another thing wrong."""
    if one.intent in {"change_order", "exchange_item"} and read.address:
        return one.confidence < _SURE_SWAP
    if KINDS.get(one.intent) == "hand_over":
        return one.confidence < _SURE_PERSON
    return one.intent in PROBLEMS and any(other.intent in PROBLEMS for other in state.wishes)


def joined(old: Sequence[Wish], new: Sequence[Wish]) -> tuple[Wish, ...]:
    """Those being worked on with a message's: the same kind goes on, another takes its place in front."""
    wishes = list(old)
    fresh: list[Wish] = []
    for one in new:
        same = next((other for other in wishes if kind_of(other) == kind_of(one)), None)
        if same is None:
            fresh.append(one)
            continue
        wishes.remove(same)
        fresh.append(more(same, one))
    if not fresh:
        return tuple(wishes)
    asks_only = all(kind_of(one) in READS for one in fresh)
    kept = (
        wishes if asks_only or len(fresh) < len(new) or any(one in fresh for one in old[:1]) else wishes[1:]
    )
    return tuple([*fresh, *kept][:_MOST])


def more(wish: Wish, said: Wish) -> Wish:
    """A wish with further words of its own."""
    words = wish.words if said.words in wish.words else f"{wish.words}\n{said.words}"[-_LONGEST:]
    concepts = tuple(dict.fromkeys((*wish.concepts, *said.concepts)))
    intent = said.intent if said.intent in PROBLEMS else wish.intent
    return replace(wish, intent=intent, words=words, concepts=concepts, told={**wish.told, **said.told})


def _told(intent: Intent) -> dict[str, object]:
    return {"reason": PROBLEMS[intent]} if intent in PROBLEMS else {}


def _precise(intent: Intent, read: Understood) -> Intent:
    """Money back for what? A problem that the words point to; else goods that are told to be used go back."""
    if intent != "refund_request":
        return intent
    points = pointed([read.text], read.language.partition("-")[0])[0]
    problem = max(PROBLEMS, key=lambda one: points[INTENTS.index(one)])
    if points[INTENTS.index(problem)] > 0:
        return problem
    return "return_item" if condition_in(read.text, read.language) else intent


def _inferred(read: Understood, state: State, found: Sequence[Intent]) -> list[Intent]:
    """What is not said in so many words: another size of "o-2001", or "the difference to the same card"."""
    if read.intent == "returns_policy" and all(KINDS[one] in READS for one in found):
        told = condition_in(read.text, read.language) and means_in(read.text, read.language)
        return ["return_item"] if told else []
    if found:
        return []
    if read.intent in _ABOUT_OPTIONS:
        paid = means_in(read.text, read.language) == "original"
        if paid or read.identity.order_id:
            return ["change_order"]
    if read.address:
        return ["change_address"]
    if read.identity.order_id and not state.wishes:
        before = state.focus.intent
        return [before if before is not None and KINDS.get(before) in READS else "order_status"]
    return []


def _folded(found: list[Intent]) -> list[Intent]:
    """One wish said in several ways is one: "broken, money back" is no return besides."""
    kinds = [KINDS[one] for one in found]
    changes = [one for one in found if KINDS[one] not in READS]
    if changes:
        found = changes
    if len({kind for kind in kinds if kind not in READS}) > 1 or any(one in PROBLEMS for one in found):
        found = [one for one in found if one != "refund_request"]
    kept: list[Intent] = []
    for one in found:
        taken = {KINDS[other] for other in kept}
        if KINDS[one] in taken or (KINDS[one] in _ALIKE and taken & _ALIKE):
            continue
        kept.append(one)
    return sorted(kept, key=lambda one: KINDS[one] == "hand_over")


_ALIKE: Final[frozenset[Kind]] = frozenset({"return_items", "ask_refund", "swap", "cancel_order"})
"""Of these one message wants one, the likeliest."""


def _without_email(read: Understood) -> str:
    text = read.text.strip()
    if read.identity.email:
        place = text.lower().find(read.identity.email)
        text = (text[:place] + text[place + len(read.identity.email) :]) if place >= 0 else text
    return text.strip(" ,:;")[:_LONGEST]

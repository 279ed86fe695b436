"""Whatever buyers say in whatever order: only what one of them was asked and said yes to is done."""

from __future__ import annotations

import asyncio
import json
from typing import Any, get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from talks import Talk

from cs_agent.domain.answer import Draft
from cs_agent.domain.checking.drafts import faults
from cs_agent.domain.tools.rules import WRITES
from cs_agent.domain.understanding.named import concepts_in
from cs_agent.domain.understood import Identity, Intent, ReadIntent, Understood

ORDERS = ["o-2001", "o-2004", "o-2005", "o-2011", "o-2017", "o-2022", "o-2028", "o-9999"]
EMAILS = ["marisol.q@correo.example", "zofia.brzeziak@poczta.example", "nobody@mail.example"]
TEXTS = [
    "cancel it, by mistake", "no longer needed", "never used", "opened", "just one", "all of it",
    "to my gift card", "to another card", "in orange XL", "in 140 instead of 130", "the lipstick",
    "the black one", "Calle Nueva 5, 28004 Madrid", "ul. Nowa 3, 02-012 Warszawa", "PO Box 7", "?", "", "ok",
    "broken", "o-2005", "it never came", "28004", "Madrid",
]  # fmt: skip
INTENTS: list[Intent] = [
    "cancel_order", "change_address", "change_order", "exchange_item", "return_item", "refund_request",
    "damaged", "delivered_not_received", "order_status", "refund_status", "identify", "no", "unclear",
    "thanks", "care", "price", "yes", "yes", "yes", "yes",
]  # fmt: skip
WISHES: list[tuple[Intent, str, str]] = [
    ("cancel_order", "cancel it, by mistake", "o-2005"), ("cancel_order", "not needed any more", "o-2011"),
    ("change_address", "Calle Nueva 5, 28004 Madrid", "o-2005"), ("damaged", "the dress is torn", "o-2004"),
    ("change_address", "ul. Nowa 3, 02-012 Warszawa", "o-2011"), ("cancel_order", "by mistake", "o-2028"),
    ("change_order", "the 130 one in 140", "o-2011"), ("exchange_item", "the dress in L please", "o-2004"),
    ("return_item", "the lipsticks, never used", "o-2004"), ("change_order", "in navy blue", "o-2005"),
]  # fmt: skip


YES = Understood("yes", "en", (ReadIntent("yes", 0.95, "yes"),))


@st.composite
def talks(draw: st.DrawFn) -> list[Understood]:
    """Most are with somebody who is known, and most of his wishes are whole and of his own orders."""
    email = draw(st.sampled_from(EMAILS))
    found = [Understood(email, "en", (ReadIntent("identify", 0.95, email),), identity=Identity(email=email))]
    for _ in range(draw(st.integers(2, 5))):
        between = draw(st.sampled_from(["", "", "something"]))
        found.append(draw(_wishes(email)))
        found += [draw(_anything())] if between else []
        found.append(draw(st.one_of(st.just(YES), st.just(YES), _anything())))
    return found


@st.composite
def _wishes(draw: st.DrawFn, email: str) -> Understood:
    own = {"marisol.q@correo.example": {"o-2004", "o-2005"}, "zofia.brzeziak@poczta.example": {"o-2011"}}
    fit = [one for one in WISHES if one[2] in own.get(email, set())] or WISHES
    intent, text, order = draw(st.sampled_from([*fit, *fit, *fit, *WISHES]))
    read = (ReadIntent(intent, 0.9, text),)
    return Understood(text, "en", read, concepts_in(text, "en"), identity=Identity(order_id=order))


@st.composite
def _anything(draw: st.DrawFn) -> Understood:
    text = draw(st.sampled_from(TEXTS))
    intent = draw(st.sampled_from(INTENTS))
    identity = Identity(
        order_id=draw(st.sampled_from(["", "", *ORDERS])),
        email=draw(st.sampled_from([*EMAILS[:2], EMAILS[2], ""])) if intent == "identify" else "",
    )
    sure = draw(st.sampled_from([0.3, 0.6, 0.95]))
    further = draw(st.lists(st.sampled_from(INTENTS[:12]), max_size=1))
    read = tuple(ReadIntent(one, sure, text) for one in dict.fromkeys([intent, *further]))
    return Understood(text, "en", read, identity=identity, address=text if "Madrid" in text else "")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(talks())
def test_nothing_is_changed_but_by_a_yes_to_what_was_asked(said: list[Understood]) -> None:
    asyncio.run(_holds(said))


async def _holds(said: list[Understood]) -> None:
    talk = Talk()
    for read in said:
        before, pending, noted = _orders(talk), talk.state.pending, len(talk.notes)
        user = talk.state.user
        found = await talk.means(read)
        after, new = _orders(talk), talk.notes[noted:]
        changed = {id_ for id_ in after if after[id_] != before[id_]}
        made = [one for one in new if one.outcome == "made" and one.tool in {*WRITES, "ask_refund"}]
        assert len(made) <= 1
        assert len(new) <= 7  # six, and a hand-over
        if changed:
            assert read.intent == "yes"
            assert pending is not None
            assert pending.stands
            assert changed == {pending.call.arguments["order_id"]}
            assert {json.loads(before[id_])["user_id"] for id_ in changed} == {user}
        assert user in {"", talk.state.user}
        assert faults(Draft("en", found.sentences), read) == ()


def _orders(talk: Talk) -> dict[str, str]:
    rows: list[dict[str, Any]] = talk.shop.world["orders"]
    return {row["id"]: json.dumps(row, sort_keys=True) for row in rows}


def test_the_intents_are_of_the_closed_set() -> None:
    assert set(INTENTS) <= set(get_args(Intent))

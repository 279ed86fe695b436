"""Stores that go at any moment, and events of several requests mixed up: nobody is paid twice."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

import pytest

from argosy_eventing import Publish
from argosy_store import StoreUnavailable
from argosy_testing.store import MemoryStore
from refund_agent.lapsing import lapsed

from .asking import delivered, deps_of, desk_of, reply, request, tell
from .test_handlers import kept


async def until_done(deps, event):
    """As the host does: a store that is gone is tried again."""
    while True:
        try:
            return (await tell(deps, event))[0]
        except StoreUnavailable:
            continue


@pytest.mark.parametrize("broken", range(1, 14))
async def test_a_store_that_goes_at_any_moment_costs_a_try_and_no_answer(broken) -> None:
    events = (request("damaged"), reply("refuses", 5), reply("accepts", 9, accepts=True))
    whole = deps_of(desk_of())
    await tell(whole, *delivered(), *events)
    store = MemoryStore()
    deps = deps_of(desk_of(store))
    await tell(deps, *delivered())
    for event in events:
        store.breaks_at = broken
        outcome = await until_done(deps, event)
        assert isinstance(outcome, Publish)
        store.breaks_at = 0
        assert str(await until_done(deps, event)) == str(outcome)
    assert (await kept(deps)).state.verdict == (await kept(whole)).state.verdict
    facts = await deps.desk.orders.of("m-1", "A-1")
    assert [one.data for one in facts.refunds] == [
        one.data for one in (await whole.desk.orders.of("m-1", "A-1")).refunds
    ]
    assert len(await deps.desk.experience.outcomes.all_of("m-1")) == 1


@pytest.mark.parametrize("seed", range(12))
async def test_requests_and_replies_mixed_up_and_told_at_once_pay_once_and_no_more_than_was_paid(
    seed,
) -> None:
    dice = random.Random(seed)  # noqa: S311 — no secret hangs on it
    deps = deps_of(desk_of())
    await tell(deps, *delivered(pieces=2, price="20.00"))
    names = [f"rr-{number}" for number in range(5)]
    reasons = ("damaged", "not_as_described", "changed_mind", "wrong_item")
    events = [request(dice.choice(reasons), 0, name) for name in names]
    meanings = ("accepts", "refuses", "returns", "asks", "person", "counters 0.9")
    events += [
        reply(dice.choice(meanings), dice.choice([1, 5, 30]) + number / 100, dice.choice(names))
        for number in range(25)
    ]
    events += dice.sample(events, 10)
    dice.shuffle(events)
    told: Counter[tuple[str, str]] = Counter()
    decisions: dict[str, set[str]] = {}
    while events:
        batch = [events.pop() for _ in range(min(len(events), dice.randint(1, 6)))]
        # The host handles two events of one key and type one after the other, all else at once.
        for outcome in await asyncio.gather(*(tell(deps, one) for one in batch)):
            for output in outcome[0].outputs if isinstance(outcome[0], Publish) else ():
                told[output.data.request_id, output.type] += 1
                if output.type == "refund.decided":
                    said = f"{output.data.decision} {output.data.refund.amount}"
                    decisions.setdefault(output.data.request_id, set()).add(said)
    for name in names:
        record = await kept(deps, name)
        if record.state.phase == "open":
            await tell(deps, lapsed(record, record.due_at))
    records = [await kept(deps, name) for name in names]
    assert all(one.state.phase == "decided" for one in records)
    assert all(len(said) == 1 for said in decisions.values())
    given = {
        one.request_id: one.state.verdict.refund
        for one in records
        if one.state.verdict and one.state.verdict.refund
    }
    assert sum(float(one.amount) for one in given.values()) <= 40
    facts = await deps.desk.orders.of("m-1", "A-1")
    assert {one.data.request_id: one.data.refund.amount for one in facts.refunds} == {
        name: str(refund.amount) for name, refund in given.items()
    }

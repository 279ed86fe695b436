"""Messages repeated, mixed up and left waiting, persons in between: each is answered once, or by a person."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_eventing import Publish
from cs_agent.waiting import again

from .talking import AT, House, message, person

steps = st.lists(
    st.one_of(
        st.tuples(st.just("buyer"), st.integers(1, 9), st.integers(0, 2)),
        st.tuples(st.just("person"), st.integers(10, 12), st.booleans()),
        st.tuples(st.just("sweep"), st.integers(0, 20), st.just(0)),
    ),
    max_size=14,
)


@given(steps)
@settings(deadline=None, max_examples=60)
def test_each_message_is_read_once_and_each_answer_told_alike(script) -> None:
    asyncio.run(_played(script))


async def _played(script) -> None:
    house, told, asked, taken, heard = House(), {}, set(), set(), set()
    for who, number, more in script:
        event = None
        if who == "buyer":
            event = message(f"material x{number}", number)
            asked.add(number)
        elif who == "person":
            event = person("I am on it.", number, to="agent" if more else "")
        elif asked:
            house.clock.now += timedelta(seconds=number)
            event = again(await house.kept(), house.clock.now)
        if event is None:
            continue
        before = (await house.kept()).state if asked - {number} or (who != "buyer" and asked) else None
        (outcome,) = await house.tell(event, behind=more if who == "buyer" else 0)
        if isinstance(outcome, Publish):
            assert told.setdefault(event.id, str(outcome)) == str(outcome)
        if who == "person" and before is not None and event.id not in heard:
            taken |= set(before.unanswered)
        heard.add(event.id)
    house.clock.now = AT + timedelta(days=1)
    await house.tell(person("Over to you.", 50, to="agent"), message("material x99", 99))
    state = (await house.kept()).state
    assert state.unanswered == ()
    reads = Counter(word for text in house.skills.read for word in text.split() if word.startswith("x"))
    assert set(reads.values()) == {1}
    by_agent = {f"c-1-{word[1:]}" for word in reads}
    assert {f"c-1-{number}" for number in asked} <= by_agent | set(state.answered)
    assert not by_agent & taken

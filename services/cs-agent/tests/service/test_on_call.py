"""What goes wrong at night: clocks out of all bounds, floods, faults of ours, two writers at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from argosy_eventing import Skip
from argosy_telemetry import TelemetrySettings, names, setup
from cs_agent.conversing import CUT, DONE_BESIDE
from cs_agent.domain.answer import Call, Sentence
from cs_agent.domain.fact import Fact
from cs_agent.waiting import Waiting, again

from .talking import AT, House, Ordered, message, person, replied


@pytest.mark.parametrize("year", [1, 1969, 9999])
async def test_a_platforms_clock_may_say_any_time(year) -> None:
    house = House()
    odd = replace(message("material"), time=datetime(year, 1, 1, tzinfo=UTC))
    assert replied((await house.tell(odd))[0]).text == "It is 95 % cotton."
    assert replied((await house.tell(message("material", 2)))[0]).text == "It is 95 % cotton."
    assert await house.tell(replace(person("Hi", 3), time=odd.time)) == [Skip("kept")]


async def test_what_was_written_last_is_read_however_much_was_written_before() -> None:
    house = House()
    for number in range(1, 10):
        await house.tell(message(f"x{number}" * 1_000, number), behind=10 - number)
    answer = replied((await house.tell(message("material", 10)))[0])
    assert house.skills.read[-1] == f"{'x9' * 1_000}\nmaterial"
    assert answer.review_reasons == [CUT]
    assert len((await house.kept()).state.answered) == 10


async def test_a_fault_is_logged_by_its_place_and_never_by_what_a_buyer_wrote(caplog, monkeypatch) -> None:
    house = House()

    def broken(*_args: object) -> None:
        raise KeyError("Marta Kowalska, Hauptstr. 5")

    monkeypatch.setattr(house.skills, "knows", broken)
    await house.tell(message("material"))
    assert "Marta" not in caplog.text
    assert "KeyError" in caplog.text
    assert "test_on_call.py" in caplog.text


async def test_what_was_done_while_a_person_came_in_is_told_to_him_and_the_buyer(monkeypatch) -> None:
    house, took = House(), []

    async def orders(_understood, state, _desk):
        if not took:
            took.append(1)
            await house.tell(person("Mine.", 2))
        call = Call("cancel_order", {"order_id": "o-1"}, {"did": {"order_id": "o-1"}, "call_id": "k-1"})
        fact = Fact("order", "o-1", "o-1 is cancelled", of="o-1")
        said = (
            Sentence("It is 95 % cotton.", "fact", (fact,)),
            Sentence("It is cancelled.", "done", (fact,)),
        )
        return Ordered(said, replace(state, pending=None, user="u-1"), (call,))

    monkeypatch.setattr(house.skills, "orders", orders)
    (outcome,) = await house.tell(message("yes"))
    answer = replied(outcome)
    assert answer.text == "It is cancelled."
    assert [one.tool for one in answer.actions] == ["cancel_order"]
    assert answer.handoff.to == ""
    assert answer.review_reasons == [DONE_BESIDE]
    state = (await house.kept()).state
    assert state.with_person
    assert [line.by for line in state.lines] == ["person", "buyer", "agent"]
    assert str(await house.tell(message("yes"))) == str([outcome])
    assert await house.tell(message("material", 3)) == [Skip("with_person")]


def _faulty(*_args: object) -> None:
    raise ZeroDivisionError("Marta Kowalska")


async def test_operators_see_how_turns_end_and_no_label_holds_a_word_of_a_buyer(monkeypatch) -> None:
    house = House()
    with setup("test", TelemetrySettings(in_memory=True)) as telemetry:
        await house.tell(message("material greeting"), message("origin", 2), message("size_advice", 3))
        await house.tell(message("lies material", 4), message("human", 5), message("material", 6))
        await house.tell(message("material", 7))
        monkeypatch.setattr(house.skills, "knows", _faulty)
        await house.tell(message("material", conversation="c-2"), message("material", conversation="c-2"))

        spans = telemetry.finished_spans()
        assert {names.SPAN_CHAT_READ, names.SPAN_CHAT_KNOW, names.SPAN_CHAT_ORDER} <= {
            one.name for one in spans
        }
        assert not [one for one in spans if one.events or one.status.description]

        def answers(word: str) -> float:
            return telemetry.metric(names.METRIC_CHAT_ANSWERS, {names.ATTR_CHAT_ANSWER: word})

        silent = telemetry.metric(names.METRIC_CHAT_PASSED_OVER, {names.ATTR_OUTCOME_REASON: "with_person"})
        assert silent == 1
        words = ("told", "not_known", "asked", "person", "waiting")
        assert [answers(word) for word in words] == [2, 1, 1, 2, 1]
        by_reason = {"asked_for_a_person": 1, "faulty_answer": 1}
        for reason, times in by_reason.items():
            counted = telemetry.metric(names.METRIC_CHAT_HANDOVERS, {names.ATTR_CHAT_HANDOVER: reason})
            assert counted == times
        assert telemetry.metric(names.METRIC_CHAT_UNANSWERED, {names.ATTR_CHAT_INTENT: "origin"}) == 1
        assert telemetry.metric(names.METRIC_CHAT_LEFT_OUT, {names.ATTR_CHAT_SENTENCE: "fact"}) == 1
        assert telemetry.metric(names.METRIC_CHAT_FAULTS, {names.ATTR_ERROR_TYPE: "ZeroDivisionError"}) == 1


async def test_what_waits_behind_a_lag_is_told_once_a_minute_and_under_another_id() -> None:
    house, sent = House(), []

    async def publishes(one: Any) -> None:
        sent.append(one)

    await house.tell(message("material"), behind=1)
    sweeps = [Waiting(house.deps.floor.conversations, publishes, house.clock) for _ in range(2)]
    for second in range(10, 70, 2):
        house.clock.now = AT + timedelta(seconds=second)
        for one in sweeps:
            await one.sweep()
    assert len(sent) == 2
    assert len({one.id for one in sent}) == 1
    house.clock.now = AT + timedelta(seconds=71)
    assert await sweeps[0].sweep() == 1
    assert sent[2].id != sent[0].id
    # A second instance's clock goes after: it still waits, and the message behind it is a bad one.
    house.clock.now = AT + timedelta(seconds=9)
    assert await house.tell(sent[0], behind=1) == [Skip("more_to_come")]
    house.clock.now = AT + timedelta(seconds=72)
    assert replied((await house.tell(sent[2]))[0]).text == "It is 95 % cotton."
    assert await house.tell(sent[0]) == [Skip("repeated")]
    assert await sweeps[1].sweep() == 0


async def test_two_instances_with_one_conversation_answer_each_message_once(monkeypatch) -> None:
    house = House()
    orders, inside = house.skills.orders, []

    async def slow(understood, state, desk):
        if not inside:
            inside.append(1)
            other = await house.tell(message("material x2", 2), message("material x1", 1))
            assert [replied(one).message_id for one in other] == ["c-1-2", "c-1-1"]
        return await orders(understood, state, desk)

    monkeypatch.setattr(house.skills, "orders", slow)
    # The same event goes on to be answered elsewhere while it is answered here: both tell the same.
    answer = replied((await house.tell(message("material x1", 1)))[0])
    assert answer.text == "It is 95 % cotton."
    state = (await house.kept()).state
    assert state.answered == ("c-1-2", "c-1-1")
    assert [line.by for line in state.lines] == ["buyer", "agent", "buyer", "agent"]


async def test_a_hand_back_answers_what_came_after_the_person() -> None:
    house = House()
    await house.tell(message("human"), person("Ana here.", 2), message("origin", 3))
    assert await house.tell(person("", 4, to="agent")) == [Skip("given_back")]
    told = [one.text for one in replied((await house.tell(message("material", 5)))[0]).sentences]
    assert sorted(told) == ["I do not know where it is made.", "It is 95 % cotton."]


async def test_a_picture_that_waited_for_a_repeat_is_answered_too() -> None:
    house = House()
    for number in (1, 2):
        await house.tell(
            message("", number, images=[f"https://x.example/{number}{i}.jpg" for i in range(8)]), behind=1
        )
    house.clock.now = AT + timedelta(seconds=10)
    event = again(await house.kept(), house.clock.now)
    assert replied((await house.tell(event))[0]).handoff.reason == "picture"

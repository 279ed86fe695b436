"""What goes wrong at night: clocks out of all bounds, floods, faults of ours, two writers at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from argosy_eventing import Skip
from argosy_telemetry import TelemetrySettings, names, setup
from cs_agent.conversing import CUT, DONE_BESIDE
from cs_agent.domain.answer import Call, Sentence
from cs_agent.domain.fact import Fact

from .talking import House, Ordered, message, person, replied


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


async def test_operators_see_how_turns_end_and_no_label_holds_a_word_of_a_buyer(monkeypatch) -> None:
    house = House()
    with setup("test", TelemetrySettings(in_memory=True)) as telemetry:
        await house.tell(message("material greeting"), message("origin", 2), message("size_advice", 3))
        await house.tell(message("lies material", 4), message("human", 5), message("material", 6))
        monkeypatch.setattr(house.skills, "knows", lambda *_: 1 / 0)
        await house.tell(message("material", conversation="c-2"), message("material", conversation="c-2"))

        def answers(word: str) -> float:
            return telemetry.metric(names.METRIC_CHAT_ANSWERS, {names.ATTR_CHAT_ANSWER: word})

        words = ("told", "not_known", "asked", "person", "waiting")
        assert [answers(word) for word in words] == [2, 1, 1, 2, 1]
        by_reason = {"asked_for_a_person": 1, "faulty_answer": 1}
        for reason, times in by_reason.items():
            counted = telemetry.metric(names.METRIC_CHAT_HANDOVERS, {names.ATTR_CHAT_HANDOVER: reason})
            assert counted == times
        assert telemetry.metric(names.METRIC_CHAT_UNANSWERED, {names.ATTR_CHAT_INTENT: "origin"}) == 1
        assert telemetry.metric(names.METRIC_CHAT_LEFT_OUT, {names.ATTR_CHAT_SENTENCE: "fact"}) == 1
        assert telemetry.metric(names.METRIC_CHAT_FAULTS, {names.ATTR_ERROR_TYPE: "ZeroDivisionError"}) == 1

"""Messages to their end: answered once, together, in silence, by whom; nothing in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from argosy_eventing import DeadLetter, Skip
from argosy_store import DocumentConflict, StoreUnavailable
from cs_agent.domain.intake import Pace
from cs_agent.knowing import gaps_of
from cs_agent.waiting import again

from .talking import AT, House, message, person, replied

HELLO = "Hello, this is the shop's automatic assistant."


async def test_an_answer_has_greeting_facts_and_orders_in_this_order_and_each_sentence_its_fact() -> None:
    house = House()
    (outcome,) = await house.tell(message("order_status material greeting", product_id="p-1"))
    answer = replied(outcome)
    assert (
        answer.text
        == "Hello, this is the shop's automatic assistant. It is 95 % cotton. Order o-1 is on its way."
    )
    assert [one.evidence.kind for one in answer.sentences] == ["manners", "attribute", "order"]
    assert answer.sentences[1].evidence.quote == "95%棉5%氨纶"
    assert (answer.intent, answer.confidence, answer.handoff.to) == ("order_status", 0.9, "")
    assert answer.engine.profile == "embedded"
    assert dict(answer.actions[0].arguments) == {"email": "given"}
    assert not answer.needs_review


async def test_deltas_in_a_row_are_the_answer_and_none_is_of_a_sentence_that_was_left_out() -> None:
    house = House()
    (outcome,) = await house.tell(message("greeting lies material"))
    answer = replied(outcome)
    assert "".join(one.data.text for one in house.deltas) == answer.text
    assert [one.data.sequence for one in house.deltas] == [0, 1]
    assert "gold" not in answer.text
    assert answer.needs_review
    assert {one.cause_id for one in house.deltas} == {"e-c-1-1"}
    assert len({one.id for one in house.deltas}) == 2


async def test_where_nothing_of_an_answer_passes_the_check_a_person_goes_on() -> None:
    house = House()
    answer = replied((await house.tell(message("lies")))[0])
    assert (answer.handoff.to, answer.handoff.reason) == ("person", "faulty_answer")
    assert (await house.kept()).state.with_person


async def test_one_question_at_the_end_and_the_orders_one_first() -> None:
    house = House()
    (outcome,) = await house.tell(message("size_advice cancel_order material"))
    assert replied(outcome).text == "It is 95 % cotton. Shall I cancel it?"


async def test_the_same_event_again_gets_the_same_answer_and_changes_nothing() -> None:
    house = House()
    first = await house.tell(message("material"))
    before = await house.kept()
    assert str(await house.tell(message("material"))) == str(first)
    assert await house.kept() == before
    assert len(house.deltas) == 1
    other = replace(message("material"), id="e-other")
    assert await house.tell(other) == [Skip("repeated")]
    assert await house.kept() == before


async def test_five_messages_at_once_get_one_answer_to_all_of_them() -> None:
    house = House()
    for number, word in enumerate(["greeting", "material", "origin", "material"], 1):
        assert await house.tell(message(word, number), behind=5 - number) == [Skip("more_to_come")]
    (outcome,) = await house.tell(message("thanks", 5))
    answer = replied(outcome)
    assert house.skills.read == ["greeting\nmaterial\norigin\nmaterial\nthanks"]
    assert answer.message_id == "c-1-5"
    assert (
        answer.text
        == "Hello, this is the shop's automatic assistant. It is 95 % cotton. I do not know where it is made."
    )
    state = (await house.kept()).state
    assert state.unanswered == ()
    assert state.answered == tuple(f"c-1-{number}" for number in range(1, 6))
    assert await house.tell(message("material", 3), behind=1) == [Skip("repeated")]


async def test_waiting_ends_after_ten_messages_or_ten_seconds() -> None:
    house = House()
    outcomes = [(await house.tell(message("material", n), behind=50))[0] for n in range(1, 12)]
    assert [type(one) for one in outcomes[:9]] == [Skip] * 9
    assert replied(outcomes[9]).message_id == "c-1-10"
    assert outcomes[10] == Skip("more_to_come")
    house.clock.now = AT + timedelta(seconds=11)
    assert replied((await house.tell(message("material", 12), behind=50))[0])


async def test_a_message_that_waited_for_a_repeat_is_told_again_and_answered() -> None:
    house = House()
    await house.tell(message("material", product_id="p-1"), behind=1)
    assert again(await house.kept(), AT) is None
    house.clock.now = AT + timedelta(seconds=10)
    event = again(await house.kept(), house.clock.now)
    assert event == again(await house.kept(), house.clock.now)
    assert (event.data.message_id, event.source) == ("c-1-1", "argosy/cs-agent")
    answer = replied((await house.tell(event))[0])
    assert (answer.message_id, answer.text) == ("c-1-1", "It is 95 % cotton.")
    assert again(await house.kept(), house.clock.now) is None


async def test_a_person_takes_over_is_not_talked_over_and_gives_back() -> None:
    house = House()
    answer = replied((await house.tell(message("human")))[0])
    assert answer.handoff.to == "person"
    assert answer.handoff.reason == "asked_for_a_person"
    (call,) = answer.actions
    assert call.tool == "hand_over"
    assert "买家要求人工" in call.arguments["summary"]
    assert "colleague" in replied((await house.tell(message("material", 2)))[0]).text
    assert await house.tell(message("material", 3)) == [Skip("with_person")]
    assert await house.tell(person("Hello, Ana here.", 4)) == [Skip("kept")]
    assert (await house.kept()).state.unanswered == ()
    assert await house.tell(message("material", 5)) == [Skip("with_person")]
    assert await house.tell(person("Our robot goes on.", 6, to="agent")) == [Skip("given_back")]
    assert replied((await house.tell(message("material", 7)))[0]).text == "It is 95 % cotton."
    said = [(line.by, line.text) for line in (await house.kept()).state.lines]
    assert ("person", "Hello, Ana here.") in said
    assert said[-1] == ("agent", "It is 95 % cotton.")


async def test_a_person_who_just_writes_has_the_conversation() -> None:
    house = House()
    await house.tell(message("material"))
    await house.tell(person("I'll take this one.", 2), person("I'll take this one.", 2))
    record = await house.kept()
    assert record.state.with_person
    assert [line.by for line in record.state.lines] == ["buyer", "agent", "person"]


async def test_own_answers_are_not_heard_as_a_persons() -> None:
    house = House()
    own = replace(person("It is 95 % cotton.", 2), source="argosy/cs-agent")
    assert await house.tell(own) == [Skip("own")]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"text": "a" * 20_001}, "text_too_long"),
        ({"text": "a\x00b"}, "control_characters"),
        ({"text": "\x1b[2J"}, "control_characters"),
        ({"images": ["https://x.example/1.jpg"] * 9}, "too_many_images"),
        ({"images": ["a\nb"]}, "bad_image"),
        ({"product_id": "p" * 201}, "bad_id"),
        ({"message_id": ""}, "no_message_id"),
        ({"language": "x" * 65}, "bad_language"),
    ],
)
async def test_what_no_buyer_sends_is_a_dead_letter_that_quotes_nothing(more, reason) -> None:
    house = House()
    (outcome,) = await house.tell(message(**{"text": "material", **more}))
    assert isinstance(outcome, DeadLetter)
    assert outcome.reason == reason
    assert "aaa" not in outcome.detail


async def test_a_cards_number_is_not_kept() -> None:
    house = House()
    await house.tell(message("material 4242-4242-4242-4242 2029"))
    assert (await house.kept()).state.lines[0].text == "material [card] 2029"


async def test_an_empty_message_is_none_and_emoji_are_letters() -> None:
    house = House()
    assert await house.tell(message("  \n", 1)) == [Skip("empty_message")]
    assert replied((await house.tell(message("material 👩‍👧", 2)))[0]).text == "It is 95 % cotton."


async def test_who_writes_too_much_hears_one_line_and_is_answered_when_it_cools() -> None:
    house = House(pace=Pace(most=3, within=timedelta(seconds=60)))
    for number in range(1, 4):
        replied((await house.tell(message("material", number)))[0])
    assert "wait" in replied((await house.tell(message("material", 4)))[0]).text
    assert await house.tell(message("material", 5)) == [Skip("too_many")]
    assert replied((await house.tell(message("material", 80)))[0]).text == "It is 95 % cotton."
    assert (await house.kept()).state.unanswered == ()


async def test_who_is_not_understood_twice_gets_a_person() -> None:
    house = House()
    assert replied((await house.tell(message("unclear")))[0]).handoff.to == ""
    answer = replied((await house.tell(message("unclear", 2)))[0])
    assert answer.handoff.reason == "not_understood"
    assert "colleague" in answer.text


async def test_a_question_that_nothing_answers_is_kept_once_for_the_merchant() -> None:
    house = House()
    await house.tell(message("origin", product_id="p-1"))
    await house.tell(message("origin", product_id="p-1"))
    (gap,) = await gaps_of(house.deps.floor.gaps, "m-1")
    assert (gap.intent, gap.times, gap.product) == ("origin", 1, "p-1")


async def test_a_picture_of_damage_goes_to_a_person_and_any_other_is_honestly_not_seen() -> None:
    house = House()
    image = ["https://shop.example/1.jpg"]
    seen = replied((await house.tell(message("damaged", images=image)))[0])
    assert seen.handoff.reason == "picture"
    other = replied((await house.tell(message("material", conversation="c-2", images=image)))[0])
    assert "cannot look at pictures" in other.text
    assert other.handoff.to == ""
    alone = replied((await house.tell(message("", conversation="c-3", images=image)))[0])
    assert alone.handoff.reason == "picture"


@pytest.mark.parametrize("broken", range(1, 8))
async def test_a_store_that_goes_at_any_moment_costs_a_try_and_no_answer(broken) -> None:
    whole = House()
    expected = await whole.tell(message("origin material"), message("human", 2))
    house, outcomes = House(), []
    for one in (message("origin material"), message("human", 2)):
        house.store.breaks_at = broken
        while True:
            try:
                outcomes += await house.tell(one)
                break
            except StoreUnavailable:
                continue
    house.store.breaks_at = 0
    assert str(outcomes) == str(expected)
    assert (await house.kept()).state == (await whole.kept()).state


async def test_a_person_who_comes_in_between_wins(monkeypatch) -> None:
    house = House()
    orders = house.skills.orders
    took = []

    async def slow(understood, state, desk):
        if not took:
            took.append(1)
            await house.tell(person("Mine.", 2))
        return await orders(understood, state, desk)

    monkeypatch.setattr(house.skills, "orders", slow)
    assert await house.tell(message("material")) == [Skip("with_person")]
    assert (await house.kept()).state.unanswered == ("c-1-1",)


@pytest.mark.parametrize("part", ["understands", "knows", "orders", "checks"])
async def test_a_fault_of_ours_costs_one_answer_and_not_the_service(part, monkeypatch) -> None:
    house = House()

    def broken(*_args):
        raise KeyError("marta@mail.example")

    monkeypatch.setattr(house.skills, part, broken)
    (outcome,) = await house.tell(message("material order_status"))
    answer = replied(outcome)
    assert (answer.handoff.to, answer.handoff.reason) == ("person", "faulty_answer")
    assert answer.text.endswith("who will answer you in this chat.")
    assert "".join(one.data.text for one in house.deltas) == answer.text
    assert "the answer failed: KeyError" in answer.review_reasons
    assert "marta" not in str(answer)
    assert (await house.kept()).state.with_person
    assert str(await house.tell(message("material order_status"))) == str([outcome])


async def test_a_conversation_that_never_rests_is_tried_again_later(monkeypatch) -> None:
    house = House()
    deps = house.deps

    async def conflict(*_args, **_more):
        raise DocumentConflict("moved on")

    monkeypatch.setattr(type(deps.floor.conversations), "insert", conflict)
    with pytest.raises(DocumentConflict):
        await house.tell(message("material"))

"""One turn: what becomes of a shop that does not answer, and of what a person is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cs_agent.adapters.desks import Desks
from cs_agent.domain.answer import Call, Draft, Sentence, Unanswered
from cs_agent.domain.answering.manners import Key, handoff_of, manners, said
from cs_agent.domain.answering.phrases import LANGUAGES, faults, phrases
from cs_agent.domain.answering.summary import summary
from cs_agent.domain.checking import checked
from cs_agent.domain.conversation import Line, Pending, State
from cs_agent.domain.tools.rules import shop_rules
from cs_agent.domain.tools.shop import ShopBusy
from cs_agent.domain.tools.verdicts import HandOverReason
from cs_agent.domain.understood import ReadIntent, Understood
from cs_agent.replying import FAULTY, NOT_SURE
from cs_agent.talk import Talk

from .talking import AT, Clock, Nothing, Ordered, Plain

UNCLEAR = "I am sorry, I did not understand that. Could you say it in other words?"


class Gone(Plain):
    async def orders(self, understood, state, desk):
        raise ShopBusy("no answer")


def talk(skills: Plain) -> Talk:
    desks = Desks({}, shop_rules(), None, Clock())
    return Talk(None, skills, Nothing(), desks.of("m-1"), Clock())


def read(*intents: str, **more) -> Understood:
    return Understood("x", "en", tuple(ReadIntent(one, 0.9, one) for one in intents), **more)


async def test_a_shop_that_does_not_answer_is_a_hand_over_and_facts_are_told_all_the_same() -> None:
    turn = await talk(Gone()).says("material order_status")
    assert turn.draft.handoff == "shop_unreachable"
    assert turn.draft.text.startswith("It is 95 % cotton. I cannot look into orders at the moment.")


async def test_where_a_change_was_under_way_nobody_says_that_it_was_not_made() -> None:
    conversation = talk(Gone())
    conversation.state = State("c-1", pending=Pending(Call("cancel_order", {}), "q", AT))
    turn = await conversation.says("yes")
    assert turn.draft.handoff == "shop_unreachable"
    assert "cannot tell yet whether the change was made" in turn.draft.text
    assert NOT_SURE in turn.draft.doubts


class Unasked(Plain):
    """A question about an order that the check does not let pass; a state in which it waits."""

    async def orders(self, understood, state, desk):
        state = replace(state, pending=Pending(Call("cancel_order", {"order_id": "o-1"}), "q", AT))
        return Ordered((Sentence("Shall I cancel the gold one?", "fact"), Sentence("Yes?", "asks")), state)


async def test_a_question_that_is_not_asked_in_full_does_not_wait_for_a_yes() -> None:
    turn = await talk(Unasked()).says("cancel_order")
    assert turn.draft.handoff == "faulty_answer"
    assert "gold" not in turn.draft.text
    assert "Yes?" not in turn.draft.text
    assert turn.state.pending is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("goodbye", "Goodbye, and all the best."),
        ("thanks", "You are welcome."),
        ("greeting", "Hello, this is the shop's automatic assistant. How can I help you?"),
        ("yes", "How can I help you?"),
        ("care greeting", f"Hello, this is the shop's automatic assistant. {UNCLEAR}"),
        ("care", UNCLEAR),
    ],
)
async def test_manners_alone_ask_for_nothing_more_than_they_must(text: str, answer: str) -> None:
    assert (await talk(Plain()).says(text)).draft.text == answer


async def test_an_orders_own_hand_over_has_its_call_and_its_sentence() -> None:
    turn = await talk(Plain()).says("invoice")
    assert turn.draft.handoff == "invoice"
    assert [one.kind for one in turn.draft.sentences] == ["handover"]
    assert turn.draft.calls[-1].tool == "hand_over"
    assert turn.state.with_person


@pytest.mark.parametrize(
    ("intents", "rules"),
    [
        (("greeting",), ["greeting", "how_help"]),
        (("yes",), ["how_help"]),
        (("thanks", "goodbye"), ["thanks", "goodbye"]),
        (("material", "thanks"), []),
        (("abuse", "order_status"), []),
        (("abuse",), ["abuse"]),
        (("medical", "greeting"), ["greeting", "medical"]),
        (("manipulation", "material"), ["manipulation"]),
        (("unclear",), ["unclear"]),
    ],
)
def test_manners_know_when_to_speak(intents: tuple[str, ...], rules: list[str]) -> None:
    said_ = manners(read(*intents), State("c-1"))
    assert [one.rule.removeprefix("manners.") for one in said_] == rules


def test_a_second_insult_in_a_row_goes_to_a_person() -> None:
    state = State("c-1", lines=(Line("m-1", "buyer", "…", AT, ("abuse",)),), answered=("m-1",))
    assert handoff_of(read("abuse"), State("c-1")) == ""
    assert handoff_of(read("abuse"), state) == "abuse"
    assert handoff_of(read("material", "abuse"), state) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_has_a_phrase_that_passes_the_check_and_none_a_slot(language: str) -> None:
    assert set(phrases("manners", language)) == set(Key.__args__)
    assert not list(faults("manners", language))
    unread = Understood("", language, (ReadIntent("unclear", 0.9, ""),))
    for key in Key.__args__:
        draft = Draft(language, (said(key, language),))
        assert checked(draft, unread) == draft


def test_the_hand_over_tells_facts_in_the_merchants_language_and_no_mail_address() -> None:
    pending = Pending(Call("cancel_order", {"order_id": "o-1"}), "q", AT)
    state = State("c-1", "de", user="u-1", pending=pending)
    state = state.said(Line("m-1", "buyer", "Wo ist o-1? marta@mail.example", AT))
    state = state.said(Line("re:m-1", "agent", "Unterwegs.", AT + timedelta(seconds=1)))
    draft = Draft("de", (), (Unanswered("origin", "woher", "no fact"),), (), "invoice")
    told = summary(state, "Ich brauche eine Rechnung.", draft, "zh-CN")
    assert "转人工原因：发票" in told
    assert "买家：Wo ist o-1? […]" in told
    assert "已核实" in told
    assert "未能回答（origin）：woher" in told
    assert "等待买家确认：cancel_order o-1" in told
    assert "Handed over because: an invoice" in summary(state, "x", draft, "fr")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_reason_of_a_hand_over_is_told_in_words(language: str) -> None:
    told = {*HandOverReason.__args__, "legal", "complaint", "picture", "abuse", "distress", "threat", FAULTY}
    for reason in told:
        first = summary(State("c-1"), "x", Draft("en", (), handoff=reason), language).split("\n")[0]
        assert (
            first.partition("：" if language == "zh-CN" else ": ")[2] not in {"", reason}
            or reason == "wholesale"
        )

"""Who may hurt himself, or threatens others, is answered by kind words and a person."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cs_agent.domain.answering.manners import handoff_of, manners
from cs_agent.domain.conversation import State
from cs_agent.domain.understanding.distress import in_distress, threatens
from cs_agent.domain.understanding.examples import written
from cs_agent.domain.understanding.reading import understand
from cs_agent.domain.understanding.spelling import LANGUAGES

DESPAIRS = [
    "I want to die", "what's the point, I'll end it all", "ich will nicht mehr leben", "quiero morirme",
    "quero morrer", "je veux plus vivre", "voglio farla finita", "ik wil niet meer leven", "nie chcę żyć",
    "не хочу больше жить", "yaşamak istemiyorum artık", "أريد أن أموت", "อยากตาย", "死にたい",
    "죽고 싶어요", "我不想活了",
]  # fmt: skip
FINE = [
    "this price kills me", "the plant died", "my phone is dead", "das ist ja zum sterben schön",
    "me muero por verlo",
    "c'est mortel ce truc", "не работает, просто убил время", "笑死我了", "배고파 죽겠어요",
    "is it sharp enough for tomatoes?",
    "I don't want it any more", "the lamp ended up broken", "ich weiß nicht wo euer Paket ist",
]  # fmt: skip


@pytest.mark.parametrize("text", DESPAIRS)
def test_despair_is_heard_and_nothing_else_is_said(text: str) -> None:
    read = understand(text, "", State("c"), None, datetime(2026, 2, 20, tzinfo=UTC))
    assert in_distress(text)
    assert [one.rule for one in manners(read, State("c"))] == ["manners.distress"]
    assert handoff_of(read, State("c")) == "distress"
    assert [one.intent for one in read.intents] == ["human"]


@pytest.mark.parametrize("text", FINE)
def test_strong_words_about_things_are_no_despair(text: str) -> None:
    assert not in_distress(text)
    assert not threatens(text)


def test_buyers_of_the_examples_are_not_taken_for_desperate() -> None:
    texts = [row.text for language in LANGUAGES for row in written(language)]
    assert [text for text in texts if in_distress(text) or threatens(text)] == []

"""What of a buyer reaches events, logs and the store, and what is left when he is forgotten."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cs_agent.domain.answer import Call, Draft, Unanswered
from cs_agent.domain.answering.summary import summary
from cs_agent.domain.conversation import Line, Pending, State
from cs_agent.domain.knowledge.gaps import masked
from cs_agent.domain.personal import personal_in
from cs_agent.domain.understood import Identity

from .talking import AT


def talked(language: str, *texts: str) -> State:
    lines = [Line(f"m-{number}", "buyer", text, AT) for number, text in enumerate(texts)]
    return State("c-1", language, tuple(lines))


@pytest.mark.parametrize(
    ("language", "texts", "secret"),
    [
        ("en", ["Hi, my name is Marta Kowalska, postcode 10115. Where is it?", "marta here again"],
         ["Marta", "Kowalska", "10115", "marta"]),
        ("en", ["Please send it to Hauptstr. 5, 10115 Berlin instead"], ["Hauptstr", "10115"]),
        ("de", ["Ich heiße Jörg Müller, PLZ 80331", "Neue Adresse: Lindenweg 12, 80331 München"],
         ["Jörg", "Müller", "80331", "Lindenweg"]),
        ("zh-CN", ["我叫王小明，邮编100000，地址改成北京市朝阳区建国路88号"], ["王小明", "100000", "建国路"]),
    ],
)  # fmt: skip
def test_a_hand_over_names_no_buyer_and_no_street(language, texts, secret) -> None:
    state = talked(language, *texts, "Is it made of cotton?")
    told = summary(state, "A person, please", Draft(language, (), handoff="legal"), "en")
    assert "cotton" in told
    assert not [one for one in secret if one in told]


def test_an_address_that_waits_for_a_yes_is_masked_where_it_was_asked_about() -> None:
    call = Call(
        "change_address", {"order_id": "o-1", "address": {"street": "Hauptstr. 5", "postcode": "10115"}}
    )
    state = replace(
        talked("en", "hi"),
        lines=(Line("re:1", "agent", "Shall o-1 go to HAUPTSTR. 5, 10115 Berlin?", AT),),
        pending=Pending(call, "q", AT),
        identity=Identity(name="Marta Kowalska"),
    )
    told = summary(
        state, "hm", Draft("en", (), (Unanswered("origin", "Kowalska asks", ""),), (), "legal"), "en"
    )
    assert "Shall o-1 go to […], […] Berlin?" in told
    assert "Kowalska" not in told


def test_words_that_only_look_like_a_name_stay() -> None:
    state = replace(talked("en"), identity=Identity(name="Rose Li", postcode="123"))
    assert masked("rosewood, 1234 g, Rose LI", personal_in(state)) == "rosewood, 1234 g, […]"

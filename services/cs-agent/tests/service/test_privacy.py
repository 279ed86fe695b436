"""What of a buyer reaches events, logs and the store, and what is left when he is forgotten."""

from __future__ import annotations

from dataclasses import replace

import pytest

from argosy_ledger import Sealer
from argosy_testing.store import MemoryStore
from cs_agent.adapters.conversations import Conversation, ConversationRepository
from cs_agent.domain.answer import Call, Draft, Unanswered
from cs_agent.domain.answering.summary import summary
from cs_agent.domain.conversation import Line, Pending, State
from cs_agent.domain.knowledge.gaps import masked
from cs_agent.domain.personal import personal_in
from cs_agent.domain.understood import Identity, ReadIntent, Understood
from cs_agent.events import chat_replied
from cs_agent.forgetting import forget_conversations

from .talking import AT, House, event, message, replied

KEY = "a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


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


def reading(text: str, **more: object) -> Understood:
    return Understood(text, "en", (ReadIntent("order_status", 0.9, text),), **more)  # type: ignore[arg-type]


def test_actions_tell_neither_gift_cards_nor_an_account_that_is_an_e_mail() -> None:
    paid = {"method": "gift_card", "to": "GC-99887766", "amount": "9.00 EUR"}
    calls = (
        Call("find_user", {"email": "marta@mail.example"}, {"found": True, "user_id": "marta@mail.example"}),
        Call(
            "get_order",
            {"order_id": "o-1"},
            {"payments": [paid], "parcels": [{"tracking_number": "123456789012"}]},
        ),
        Call("ask_refund", {"order_id": "o-1", "words": "I am Marta Kowalska: it is torn"}, None),
    )
    told = str(chat_replied("c-1", "m-1", Draft("en", (), calls=calls), reading("my name is Marta Kowalska")))
    assert not [one for one in ("marta", "Marta", "Kowalska", "GC-99887766") if one in told]
    assert "7766" in told
    assert "123456789012" in told
    assert "it is torn" in told


def test_an_account_lies_in_the_store_as_a_handle_also_where_it_is_an_e_mail() -> None:
    kept = ConversationRepository(MemoryStore(), Sealer.from_text(KEY, "A" * 43 + "="))
    state = replace(talked("en", "I am marta@mail.example"), user="marta@mail.example")
    assert "marta" not in repr(kept.encode(Conversation("m-1", state)))


async def test_who_wrote_his_e_mail_and_was_not_found_is_forgotten_and_so_is_who_wrote_for_years() -> None:
    house = House()
    kept = house.deps.floor.conversations
    for number in range(620):
        state = replace(
            talked("en", "(mail: Marta@mail.example), where is it?"), conversation_id=f"c-{number}"
        )
        await kept.insert("m-1", f"c-{number}", Conversation("m-1", state))
    await kept.insert("m-1", "other", Conversation("m-1", State("other")))
    gone = await forget_conversations("m-1", [], kept, buyer="", email="marta@mail.example", dry_run=False)
    assert len(gone) == 620
    assert (
        await forget_conversations("m-1", [], kept, buyer="", email="marta@mail.example", dry_run=True) == ()
    )
    assert await kept.get("m-1", "other") is not None


async def test_another_merchants_conversation_and_product_are_other_ones() -> None:
    house = House()
    await house.tell(replace(message("origin", product_id="p-1"), merchant_id="m-2"))
    product = {"product": {"id": "p-1", "language": "en", "title": "Lamp of m-2"}}
    await house.tell(replace(event("product.created", product, AT, "e-p"), merchant_id="m-2"))
    seen = []
    house.skills.knows = lambda read, state, shelf, product, now, base: (seen.append(product), ((), ()))[1]
    replied((await house.tell(message("material", product_id="p-1")))[0])
    assert seen == [None]
    assert [line.text for line in (await house.kept()).state.lines if line.by == "buyer"] == ["material"]
    assert (await house.kept(merchant="m-2")).state.lines[0].text == "origin"

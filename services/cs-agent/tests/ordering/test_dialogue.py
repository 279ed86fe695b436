"""Turns about orders, read as a good reader would: the dialogue alone, without understanding's own faults."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from shops import plain
from talks import Talk

from cs_agent.domain.answer import Draft
from cs_agent.domain.checking.drafts import faults as faults_of
from cs_agent.domain.tools.shop import ShopBusy
from cs_agent.domain.understanding.named import concepts_in
from cs_agent.domain.understood import Identity, Intent, ReadIntent, Understood
from cs_agent.ordering import Ordered

ANNIKA = "annika.brandvogel@post.example"


def means(text: str, *intents: Intent, email: str = "", order: str = "", address: str = "") -> Understood:
    """A message as it should be read."""
    read = tuple(ReadIntent(one, 0.9, text) for one in intents) or (ReadIntent("unclear", 0.5, text),)
    identity = Identity(order_id=order, email=email)
    return Understood(text, "en", read, concepts_in(text, "en"), identity=identity, address=address)


async def known(email: str) -> Talk:
    talk = Talk()
    await talk.means(means(email, "identify", email=email))
    return talk


def told(found: Ordered) -> str:
    return " ".join(one.text for one in found.sentences)


async def test_a_name_and_a_postcode_beside_a_new_address_are_who_he_is() -> None:
    identity = Identity(order_id="o-2023", name="Caleb Worthingale", postcode="60614")
    read = means("it goes elsewhere", "change_address", address="12 Lindenweg, 10115 Berlin")
    talk = Talk()
    await talk.means(replace(read, identity=identity))
    assert talk.state.user == "u-18"
    other = Talk()
    await other.means(replace(read, identity=replace(identity, postcode="10115")))
    assert not other.state.user
    assert other.state.tries == 0


async def test_an_order_number_opens_nothing() -> None:
    talk = Talk()
    found = await talk.means(means("where is o-2003", "order_status", order="o-2003"))
    assert "o-2003" not in told(found)
    assert [one.kind for one in found.sentences] == ["asks"]


async def test_a_yes_before_the_buyer_is_known_makes_nothing() -> None:
    talk = Talk()
    before = plain(talk.shop)
    await talk.means(means("cancel o-2001, not needed", "cancel_order", order="o-2001"))
    await talk.means(means("yes", "yes"))
    await talk.means(means(ANNIKA, "identify", email=ANNIKA))
    assert plain(talk.shop) == before
    assert talk.state.pending is not None
    await talk.means(means("yes", "yes"))
    assert plain(talk.shop) != before


async def test_a_yes_counts_once() -> None:
    talk = await known(ANNIKA)
    await talk.means(means("cancel o-2001, i don't need it", "cancel_order", order="o-2001"))
    await talk.means(means("yes", "yes"))
    once = plain(talk.shop)
    found = await talk.means(means("yes", "yes"))
    assert plain(talk.shop) == once
    assert "Nothing is waiting" in told(found)


async def test_a_yes_after_other_words_has_the_question_put_again() -> None:
    talk = await known(ANNIKA)
    await talk.means(means("cancel o-2001, i don't need it", "cancel_order", order="o-2001"))
    before = plain(talk.shop)
    await talk.means(means("thanks", "thanks"))
    found = await talk.means(means("yes", "yes"))
    assert plain(talk.shop) == before
    assert "Shall I do that?" in told(found)


async def test_a_yes_too_late_has_the_question_put_again() -> None:
    talk = await known(ANNIKA)
    await talk.means(means("cancel o-2001, i don't need it", "cancel_order", order="o-2001"))
    before = plain(talk.shop)
    talk.clock.now += timedelta(hours=2)
    found = await talk.means(means("yes", "yes"))
    assert plain(talk.shop) == before
    assert "Shall I do that?" in told(found)


async def test_a_no_drops_it_and_a_later_yes_is_to_nothing() -> None:
    talk = await known(ANNIKA)
    before = plain(talk.shop)
    await talk.means(means("cancel o-2001, i don't need it", "cancel_order", order="o-2001"))
    found = await talk.means(means("no", "no"))
    assert "not changed anything" in told(found)
    await talk.means(means("yes", "yes"))
    assert plain(talk.shop) == before
    assert talk.state.wishes == ()


async def test_somebody_elses_details_after_the_question_are_no_yes() -> None:
    talk = await known(ANNIKA)
    before = plain(talk.shop)
    await talk.means(means("cancel o-2001, i don't need it", "cancel_order", order="o-2001"))
    found = await talk.means(
        means("it is ingrid.sh@post.example", "identify", email="ingrid.sh@post.example")
    )
    assert "only help with your own account" in told(found)
    await talk.means(means("yes", "yes"))
    assert plain(talk.shop) == before
    assert talk.state.user == "u-01"


async def test_who_then_calls_himself_somebody_else_cannot_say_yes() -> None:
    talk = await known(ANNIKA)
    before = plain(talk.shop)
    await talk.means(means("cancel o-2001, i don't need it", "cancel_order", order="o-2001"))
    him = means("actually i'm Rhys Penhallow, CF10 1AA", "unclear")
    found = await talk.means(replace(him, identity=Identity(name="Rhys Penhallow", postcode="CF10 1AA")))
    assert "only help with your own account" in told(found)
    assert talk.state.pending is None
    await talk.means(means("yes", "yes"))
    assert plain(talk.shop) == before


async def test_another_order_named_after_the_question_is_asked_about_anew() -> None:
    talk = await known("marisol.q@correo.example")
    await talk.means(means("cancel o-2005, by mistake", "cancel_order", order="o-2005"))
    found = await talk.means(means("sorry, i mean o-2004", "cancel_order", order="o-2004"))
    assert "o-2004 has been delivered" in told(found)
    assert talk.state.pending is None


@pytest.mark.parametrize("order", ["o-2028", "o-9999"])
async def test_anothers_order_and_none_are_told_alike(order: str) -> None:
    talk = await known(ANNIKA)
    found = await talk.means(means(f"where is {order}", "order_status", order=order))
    assert told(found) == f"I cannot find order {order} in your account."
    found = await talk.means(means(f"cancel {order}, by mistake", "cancel_order", order=order))
    assert told(found) == f"I cannot find order {order} in your account."


async def test_what_is_missing_is_asked_for_one_thing_at_a_time() -> None:
    talk = await known(ANNIKA)
    found = await talk.means(means("please cancel o-2001", "cancel_order", order="o-2001"))
    assert "no longer needed, or was it placed by mistake" in told(found)
    found = await talk.means(means("found it cheaper"))
    assert "no longer needed, or was it placed by mistake" in told(found)
    found = await talk.means(means("ok, i don't need it any more"))
    assert "I would cancel order o-2001" in told(found)


async def test_a_return_asks_for_the_thing_then_for_its_condition() -> None:
    talk = await known("annika.b@anderepost.example")
    found = await talk.means(means("i want to send something back", "return_item"))
    assert "Which items of order o-2029" in told(found)
    found = await talk.means(means("the plush toy"))
    assert "What condition is it in" in told(found)
    found = await talk.means(means("never used"))
    assert "1 × plush toy" in told(found)
    assert "building blocks" not in told(found)
    assert "$16.80" in told(found)
    assert "free return label" in told(found)


async def test_pictures_go_along_with_the_request_whenever_they_come_before_it_is_made() -> None:
    talk = await known("koharu.fujimori@yubin.example")
    words = means("the scale came broken, i want my money", "damaged", "refund_request")
    await talk.means(replace(words, pictures=("https://x.example/1.jpg",), looked_at=True))
    assert not talk.requests.asks
    found = await talk.means(replace(means(""), pictures=("https://x.example/2.jpg",), looked_at=True))
    assert [one.kind for one in found.sentences] == ["asks"]
    assert not talk.requests.asks
    await talk.means(means("yes", "yes"))
    (ask,) = talk.requests.asks.values()
    assert ask.pictures == ("https://x.example/1.jpg", "https://x.example/2.jpg")


async def test_several_orders_are_listed_where_none_is_meant() -> None:
    talk = await known(ANNIKA)
    found = await talk.means(means("i want a refund, it is broken", "damaged"))
    assert "order o-2002" in told(found)
    talk = await known("marisol.q@correo.example")
    found = await talk.means(means("i need an invoice", "invoice"))
    assert found.handoff == "invoice"


async def test_a_refund_is_asked_for_after_a_yes_in_the_buyers_words() -> None:
    talk = await known("koharu.fujimori@yubin.example")
    words = "the scale came broken, i want my money"
    await talk.means(means(words, "damaged", "refund_request"))
    assert not talk.requests.asks
    found = await talk.means(means("yes", "yes"))
    (ask,) = talk.requests.asks.values()
    assert (ask.order_id, ask.reason, ask.words) == (
        "o-2018",
        "broken",
        "the scale came broken, i want my money",
    )
    assert "cannot promise" in told(found)
    found = await talk.means(means("refund please", "refund_request"))
    assert "already passed on" in told(found)
    assert len(talk.requests.asks) == 1


async def test_two_wishes_are_done_one_after_the_other() -> None:
    talk = await known("zofia.brzeziak@poczta.example")
    text = "new address: ul. Lipowa 3, 02-012 Warszawa, and the 130 sweatshirt in 140 please"
    new = "ul. Lipowa 3, 02-012 Warszawa"
    found = await talk.means(means(text, "change_address", "change_order", address=new))
    assert "one thing at a time" in told(found)
    assert new in told(found)
    assert "140" not in told(found)
    before = plain(talk.shop)
    found = await talk.means(means("yes", "yes"))
    assert plain(talk.shop) != before
    assert "would replace" in told(found)
    between = plain(talk.shop)
    await talk.means(means("yes", "yes"))
    assert plain(talk.shop) != between


async def test_a_dearer_option_says_what_it_costs_and_whence() -> None:
    talk = await known("ingrid.sh@post.example")
    found = await talk.means(means("the harness in XL please", "change_order"))
    assert "$2.00, card ending in 2871" in told(found)
    assert "(orange, L)" in told(found)
    assert "(orange, XL)" in told(found)


async def test_an_option_that_is_sold_out_is_said_and_others_offered() -> None:
    talk = await known(ANNIKA)
    found = await talk.means(means("the shirt in blue XL instead", "change_order", order="o-2001"))
    assert "sold out" in told(found)
    assert "off-white, XL" in told(found)
    assert "dusty blue, XL;" not in told(found)
    found = await talk.means(means("then white XL"))
    assert "(off-white, XL)" in told(found)
    assert talk.state.pending is not None


async def test_after_four_wrong_details_a_person_goes_on() -> None:
    talk = Talk()
    await talk.means(means("where is my order", "order_status"))
    for number in range(4):
        found = await talk.means(means("me", "identify", email=f"nobody{number}@mail.example"))
    assert found.handoff == "identity_tries"
    assert talk.state.with_person
    assert (await talk.means(means(ANNIKA, "identify", email=ANNIKA))).sentences == ()


async def test_a_turn_makes_six_calls_at_most() -> None:
    for talk, texts in (
        (await known("zofia.brzeziak@poczta.example"), [("change_order", "the 130 sweatshirt in 140")]),
        (await known("chen.muchen@youxiang.example"), [("order_status", "where is it")]),
    ):
        for intent, text in texts:
            before = len(talk.notes)
            await talk.means(means(text, intent))  # type: ignore[arg-type]
            assert len(talk.notes) - before <= 6
            before = len(talk.notes)
            await talk.means(means("yes", "yes"))
            assert len(talk.notes) - before <= 6


async def test_a_message_that_is_worked_on_again_after_the_shop_was_away_is_done_once() -> None:
    talk = await known("koharu.fujimori@yubin.example")
    await talk.means(means("the scale came broken", "damaged"))
    talk.requests.busy = 1
    state = talk.state
    with pytest.raises(ShopBusy):
        await talk.means(means("yes", "yes"))
    talk.state = state
    found = await talk.means(means("yes", "yes"))
    assert "passed on your refund request" in told(found)
    assert len(talk.requests.asks) == 1


async def test_every_sentence_stands_on_its_facts() -> None:
    talk = await known("rhys.penhallow@letters.example")
    for read in (
        means("where are my orders", "order_status"),
        means("when do i get my money back", "refund_status", order="o-2026"),
        means("return the jacket, never worn, money to my bank account", "return_item"),
        means("gift card then"),
        means("yes", "yes"),
        means("now cancel it", "cancel_order", order="o-2025"),
    ):
        found = await talk.means(read)
        assert found.sentences
        assert faults_of(Draft("en", found.sentences), read) == ()


async def test_no_name_address_or_email_is_ever_said() -> None:
    talk = await known("rhys.penhallow@letters.example")
    await talk.means(means("where is it", "order_status"))
    await talk.means(means("return the jacket, never worn", "return_item"))
    await talk.means(means("yes", "yes"))
    said = " ".join(talk.said)
    assert not any(word in said for word in ("Rhys", "Penhallow", "Hawthorn", "CF10", "@"))


async def test_few_words_answer_what_was_asked_however_they_read() -> None:
    talk = await known("marisol.q@correo.example")
    await talk.means(means("i want to send the lipsticks back", "return_item"))
    found = await talk.means(means("they are sealed", "greeting"))
    assert "2 × lipstick" in told(found)
    found = await talk.means(means("just one of them", "material"))
    assert "1 × lipstick" in told(found)
    await talk.means(means("yes", "yes"))
    assert "P22-02" in plain(talk.shop)


async def test_a_wish_said_with_wrong_details_is_not_said_again() -> None:
    talk = Talk()
    wrong = "nobody@mail.example"
    found = await talk.means(means("cancel my order, by mistake", "cancel_order", "identify", email=wrong))
    assert "could not find" in told(found)
    found = await talk.means(means("which one have you got?"))
    assert "e-mail address you ordered with" in told(found)
    found = await talk.means(means(ANNIKA, "identify", email=ANNIKA))
    assert "I would cancel order o-2001" in told(found)


async def test_another_wish_takes_the_place_of_the_question() -> None:
    talk = await known("marisol.q@correo.example")
    before = plain(talk.shop)
    await talk.means(means("cancel o-2005, by mistake", "cancel_order", order="o-2005"))
    found = await talk.means(means("no wait, return the dress from o-2004", "return_item", order="o-2004"))
    assert "What condition is it in" in told(found)
    found = await talk.means(means("yes", "yes"))
    assert "cancel" not in told(found)
    assert plain(talk.shop) == before


async def test_a_question_is_put_again_after_another_order_was_told_of() -> None:
    talk = await known("marisol.q@correo.example")
    await talk.means(means("cancel o-2005, by mistake", "cancel_order", order="o-2005"))
    found = await talk.means(means("and where is o-2004?", "order_status", order="o-2004"))
    assert "o-2004 has been delivered" in told(found)
    assert "I would cancel order o-2005" in told(found)
    before = plain(talk.shop)
    await talk.means(means("yes", "yes"))
    assert plain(talk.shop) != before


async def test_what_tells_the_thing_is_no_option() -> None:
    talk = await known("zofia.brzeziak@poczta.example")
    await talk.means(means("change my order", "change_order"))
    found = await talk.means(means("the green sweatshirt"))
    assert "nothing to change" not in told(found)
    found = await talk.means(means("size 120", "size_advice"))
    assert "(dark green, 120)" in told(found)


async def test_another_country_goes_to_a_person() -> None:
    talk = await known("ingrid.sh@post.example")
    read = means("to Via Roma 5, 20121 Milano", "change_address", address="Via Roma 5, 20121 Milano")
    found = await talk.means(replace(read, country="IT"))
    assert found.handoff == "other_country"


async def test_a_no_in_words_of_a_reason_is_a_no() -> None:
    talk = await known(ANNIKA)
    await talk.means(means("cancel o-2001, ordered by mistake", "cancel_order", order="o-2001"))
    found = await talk.means(means("no, i don't want it cancelled", "no"))
    assert told(found) == "All right, I have not changed anything."


async def test_a_no_to_what_is_missing_drops_the_wish() -> None:
    talk = await known(ANNIKA)
    await talk.means(means("please cancel o-2001", "cancel_order", order="o-2001"))
    found = await talk.means(means("no", "no"))
    assert "not changed anything" in told(found)
    assert talk.state.wishes == ()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("10115 Berlin, Torstrasse 5", "Torstrasse 5, 10115 Berlin"),
        ("to Torstrasse 5, 10115 Berlin please", "Torstrasse 5, 10115 Berlin"),
        ("my new address: torstrasse 5, 10115 berlin, and thanks", "Torstrasse 5, 10115 Berlin"),
    ],
)
async def test_an_address_is_found_among_other_words(text: str, address: str) -> None:
    talk = await known(ANNIKA)
    await talk.means(means("i moved, other address for o-2001", "change_address", order="o-2001"))
    found = await talk.means(means(text, "change_address"))
    assert address in told(found)

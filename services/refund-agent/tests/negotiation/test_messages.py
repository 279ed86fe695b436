from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.money import Money
from refund_agent.domain.negotiation.messages import (
    came_back_message,
    offer_message,
    restated_message,
    verdict_message,
)
from refund_agent.domain.negotiation.state import Answer, Pay, Verdict
from refund_agent.domain.negotiation.wording import LANGUAGES, words

from .bargains import (
    AGAIN,
    ASKED,
    FULL,
    ISOLATES,
    OFFERS,
    at,
    back,
    entitled,
    euros,
    made,
    right,
    told,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_offer_says_amount_deadline_right_and_how_to_answer(language: str) -> None:
    said = words(language)
    for offer in OFFERS:
        text = offer_message(said, told(), made(offer))
        assert "{" not in text
        plain = text.translate(ISOLATES)
        assert ".." not in plain
        assert said.value(at(120.5)) in plain
        if offer != FULL:
            assert said.value(date(2026, 11, 20)) in plain
            assert (
                said.sentences["own_post" if offer == back() else "right_own"] in text or offer.return_label
            )
        if offer.decision != "RETURN_THEN_REFUND":
            assert euros("40.00").formatted(language) in plain
        if offer.refund:
            assert offer.refund.formatted(language) in plain
        assert text.count(said.said("rights")) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_decision_says_what_is_paid_and_by_when(language: str) -> None:
    said = words(language)
    for offer in OFFERS:
        text = verdict_message(said, told(), Verdict(offer.decision, offer, "accepted", ASKED))
        plain = text.translate(ISOLATES)
        assert ".." not in plain
        if offer.refund:
            assert offer.refund.formatted(language) in plain
        if offer.decision in {"REFUND", "PARTIAL_KEEP", "RETURN_THEN_REFUND"}:
            assert said.value(date(2026, 11, 16)) in plain
        if offer.decision == "RETURN_THEN_REFUND":
            assert said.said("pay_back_days", days=timedelta(days=14)).translate(ISOLATES) in plain
            by = Verdict(offer.decision, offer, "accepted", ASKED, pay=Pay(by=at(100)))
            assert said.value(date(2026, 11, 6)) in verdict_message(said, told(), by).translate(ISOLATES)
            counted = replace(by, pay=Pay(days=3))
            assert said.value(timedelta(days=3)) in verdict_message(said, told(), counted).translate(ISOLATES)
    person = verdict_message(said, told(), Verdict("ESCALATE", None, "person", ASKED))
    assert said.value(at(48.5)) in person.translate(ISOLATES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_goods_that_came_back_are_told_with_what_is_due_and_by_when(language: str) -> None:
    said = words(language)
    text = came_back_message(
        said, "A-10024", Verdict("RETURN_THEN_REFUND", back(), "right", ASKED, pay=Pay(at(100)))
    )
    plain = text.translate(ISOLATES)
    assert "A-10024" in plain
    assert euros("40.00").formatted(language) in plain
    assert said.value(date(2026, 11, 6)) in plain
    again = came_back_message(
        said, "A-10024", Verdict("EXCHANGE", replace(AGAIN, resend=False), "accepted", ASKED)
    )
    assert said.sentences["resend"] in again


def test_an_english_offer_reads_like_this() -> None:
    assert offer_message(words("en"), told(), made()) == (
        "Order A-10024: 1 × Lamp\n\n"
        "You told us that the goods arrived damaged. We are sorry for the inconvenience.\n\n"
        "We offer to refund €8.00 of the €40.00 that you paid for this. You can keep the goods.\n\n"
        "If you would rather return the goods, tell us by November 20, 2026; we then refund €40.00 once they "
        "are back with us. In that case, you would pay for the return. "
        "Your rights under the law remain unaffected.\n\n"
        "You can accept this offer, name another amount or ask for a member of our staff: "
        "simply reply to this message. "
        "Please answer by November 7, 2026, 10:00 UTC. "
        "If we have not heard from you by then, we will do as offered."
    )


def test_what_the_buyer_answered_is_taken_up_and_the_last_offer_is_named_so() -> None:
    text = offer_message(
        words("en"), told(), made(number=3), Answer("counters", counter=Money(euros("15").amount, "EUR"))
    )
    assert "You asked for €15.00." in text
    assert "We cannot make a better offer than this one." in text
    assert "name another amount" not in text
    assert "sorry" not in text
    assert "You did not accept" in offer_message(words("en"), told(), made(number=2), Answer("refuses"))


def test_nothing_is_said_of_keeping_what_has_not_come() -> None:
    text = verdict_message(
        words("en"), told("not_received", goods=False), Verdict("REFUND", FULL, "at_once", ASKED)
    )
    assert "keep" not in text
    assert "We are refunding you €40.00." in text


def test_silence_is_told_as_it_will_be_taken() -> None:
    owing = told(entitlement=entitled(right(owed=euros("9.00"))))
    assert "a member of our staff will look" in offer_message(words("en"), owing, made())
    asked = made(questions=1)
    text = restated_message(words("en"), told(), asked)
    assert "answer your question" in text
    assert "we will do as offered" not in text


@given(st.sampled_from(LANGUAGES), st.sampled_from(OFFERS), st.booleans(), st.booleans())
def test_wherever_goods_may_go_back_every_offer_that_leaves_something_to_gain_says_so(
    language, offer, free, dated
) -> None:
    until = date(2026, 11, 20) if dated else None
    one = right(until=until, return_paid_by="merchant" if free else "buyer")
    said = words(language)
    text = offer_message(said, told(entitlement=entitled(one)), made(offer)).translate(ISOLATES)
    pays = {name: said.sentences[name] for name in ("label", "own_post", "right_free", "right_own")}
    if offer == FULL:
        assert not any(sentence in text for sentence in pays.values())
        return
    if offer.decision == "RETURN_THEN_REFUND":
        assert pays["label" if offer.return_label else "own_post"] in text
        assert (pays["right_free"] in text) == (free and not offer.return_label)
        assert pays["right_own"] not in text
        assert until or said.sentences["right_this"] in text
    else:
        assert pays["right_free" if free else "right_own"] in text
        assert said.value(euros("40.00")) in text
    if until:
        assert said.value(until) in text


def test_what_goods_have_to_be_to_go_back_is_said_where_they_go_back() -> None:
    one = told(entitlement=entitled(right(), return_conditions=frozenset({"sealed", "unused"})))
    for text in (
        offer_message(words("en"), one, made()),
        verdict_message(words("en"), one, Verdict("RETURN_THEN_REFUND", back(), "right", ASKED)),
    ):
        assert "with the seal intact. Goods can only go back unused." in text


def test_who_agreed_to_a_part_is_not_told_of_his_return_again_and_who_was_silent_is() -> None:
    agreed = verdict_message(words("en"), told(), Verdict("PARTIAL_KEEP", OFFERS[0], "accepted", ASKED))
    assert "November 20" not in agreed
    silent = verdict_message(words("en"), told(), Verdict("PARTIAL_KEEP", OFFERS[0], "silence", ASKED))
    assert "You may still return the goods: tell us by November 20, 2026." in silent


def test_a_decision_says_how_it_came_about_and_what_is_open_to_who_did_not_agree() -> None:
    for how, begin in (
        ("accepted", "Thank you for your answer."),
        ("silence", "We have not heard from you, so we are doing as we offered."),
        ("no_agreement", "We could not agree, so our last offer stands."),
    ):
        text = verdict_message(words("en"), told(), Verdict("PARTIAL_KEEP", OFFERS[0], how, ASKED))
        assert f"{begin} We are refunding you €8.00." in text
        assert "sorry" not in text
        assert ("ask for a member of our staff" in text) == (how != "accepted")
        assert ("You may still return the goods" in text) == (how != "accepted")
    by_right = verdict_message(words("en"), told(), Verdict("RETURN_THEN_REFUND", back(), "right", ASKED))
    assert "You may return the goods. We will refund you €40.00" in by_right
    assert "ask for a member of our staff" in by_right


def test_goods_that_may_be_dangerous_are_not_to_be_used_any_more() -> None:
    unsafe = verdict_message(words("en"), told("unsafe"), Verdict("ESCALATE", None, "person", ASKED))
    assert "could be dangerous. Please do not use them any more." in unsafe


def test_who_asked_to_return_is_held_to_that_and_not_to_a_part_if_he_does_not_answer() -> None:
    asked = told("changed_mind", entitlement=entitled(right(owed=euros("9.00"))), returns=True)
    text = offer_message(words("en"), asked, made())
    assert "If you stay with your wish to return the goods, we refund €40.00 once they are back" in text
    assert "tell us by" not in text
    assert "we will go by your wish to return the goods." in text
    by_right = Verdict("RETURN_THEN_REFUND", back(), "right", ASKED)
    assert "Thank you" not in verdict_message(words("en"), asked, by_right)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_asks_for_other_goods_and_is_offered_money_is_told_so(language: str) -> None:
    said = words(language)
    heard = said.sentences["heard_exchange"]
    for offer in OFFERS:
        first = offer_message(said, told(exchanges=True), made(offer))
        later = offer_message(said, told(), made(offer), Answer("exchanges"))
        assert (heard in first) == (heard in later) == (offer.decision != "EXCHANGE")
        assert heard not in offer_message(said, told(exchanges=True), made(offer), Answer("refuses"))

from __future__ import annotations

import string
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.languages import languages
from argosy_commerce.money import Money
from refund_agent.domain.complaint import Reason
from refund_agent.domain.entitlement import Closed
from refund_agent.domain.negotiation.messages import (
    Told,
    came_back_message,
    offer_message,
    restated_message,
    verdict_message,
)
from refund_agent.domain.negotiation.state import Answer, Pay, Round, Verdict
from refund_agent.domain.negotiation.wording import LANGUAGES, known, printable, words

from .bargains import AGAIN, ASKED, FULL, NOTHING, at, back, entitled, euros, keep, pace, paid, right

OFFERS = (keep("8.00"), back(), back(label=True), AGAIN, replace(AGAIN, resend=False), FULL)
ISOLATES = str.maketrans("", "", "\u2068\u2069")


def told(reason: Reason = "damaged", *, goods: bool = True, **more) -> Told:
    usual = {
        "order_id": "A-10024",
        "lines": paid().lines,
        "reason": reason,
        "goods": goods,
        "paid": euros("40.00"),
        "already": euros("0.00"),
        "nothing_left": False,
        "entitlement": entitled(right()),
        "pace": pace(),
    }
    return Told(**(usual | more))


def made(offer=OFFERS[0], number: int = 1, **more) -> Round:
    return Round(number, offer, ASKED, at(120.5), **more)


def fields(sentence: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)


def test_there_are_messages_in_every_language() -> None:
    assert {one.partition("-")[0] for one in LANGUAGES} == {one.base for one in languages().values()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_every_sentence_with_the_same_values(language: str) -> None:
    ours, english = words(language).sentences, words("en").sentences
    assert list(ours) == list(english)
    for name, sentence in english.items():
        assert fields(ours[name]) == fields(sentence), name
        if language != "en":
            assert ours[name] != sentence, name
    assert {f"reason_{one}" for one in get_args(Reason)} <= set(ours)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_offer_says_amount_deadline_right_and_how_to_answer(language: str) -> None:
    said = words(language)
    for offer in OFFERS:
        text = offer_message(said, told(), made(offer))
        assert "{" not in text
        plain = text.translate(ISOLATES)
        assert ".." not in plain
        assert said.value(at(120.5)) in plain
        assert said.value(date(2026, 11, 20)) in plain
        if offer.refund:
            assert offer.refund.formatted(language) in plain
        assert said.said("rights") in text
        assert said.sentences["right_own"] in text


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
            assert said.said("pay_back_days", days="14").translate(ISOLATES) in plain
            by = Verdict(offer.decision, offer, "accepted", ASKED, pay=Pay(by=at(100)))
            assert said.value(date(2026, 11, 6)) in verdict_message(said, told(), by).translate(ISOLATES)
            counted = replace(by, pay=Pay(days=3))
            assert " 3" in verdict_message(said, told(), counted).replace("\u2068", " ").translate(
                ISOLATES
            ) or "3日" in verdict_message(said, told(), counted)
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rejection_names_the_rule_its_source_and_what_can_be_done(language: str) -> None:
    said = words(language)
    verdict = Verdict("REJECT", NOTHING, "at_once", ASKED)
    over = Closed("eu-withdrawal", "law", "Directive 2011/83/EU, art. 9", "over", date(2026, 10, 1))
    wait = replace(over, how="wait", on=date(2026, 12, 1))
    for closed, day in ((over, date(2026, 10, 1)), (wait, date(2026, 12, 1))):
        one = told(entitlement=entitled(closed=(closed,)))
        text = verdict_message(said, one, verdict).translate(ISOLATES)
        assert said.value(day) in text
        assert "Directive 2011/83/EU, art. 9" in text
        assert said.sentences["appeal"] in text
    left = told(nothing_left=True, already=euros("40.00"))
    assert euros("40.00").formatted(language) in verdict_message(said, left, verdict).translate(ISOLATES)
    promised = replace(left, returning=euros("30.00"))
    assert euros("30.00").formatted(language) in verdict_message(said, promised, verdict).translate(ISOLATES)
    rules = told(entitlement=entitled(exclusions=("CRA 2015, s. 20: not for these goods",)))
    assert "CRA 2015, s. 20" in verdict_message(said, rules, verdict)


def test_an_english_offer_reads_like_this() -> None:
    assert offer_message(words("en"), told(), made()) == (
        "Order A-10024: 1 × Lamp\n\n"
        "You wrote that the goods arrived damaged. We are sorry for the inconvenience.\n\n"
        "We offer to refund €8.00 of the €40.00 that you paid for it. You can keep the goods.\n\n"
        "You may also return the goods until November 20, 2026; this offer does not affect that right. "
        "You would pay for the return. Your rights under the law remain unaffected.\n\n"
        "You can accept this offer, name another amount or ask for a person: simply reply to this message. "
        "Please answer by November 7, 2026, 10:00 UTC. "
        "If we have not heard from you by then, we will do as offered."
    )


def test_what_the_buyer_answered_is_taken_up_and_the_last_offer_is_named_so() -> None:
    text = offer_message(
        words("en"), told(), made(number=3), Answer("counters", counter=Money(euros("15").amount, "EUR"))
    )
    assert "You asked for €15.00." in text
    assert "This is our last offer." in text
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
def test_wherever_goods_may_go_back_every_offer_says_so(language, offer, free, dated) -> None:
    until = date(2026, 11, 20) if dated else None
    one = right(until=until, return_paid_by="merchant" if free else "buyer")
    said = words(language)
    text = offer_message(said, told(entitlement=entitled(one)), made(offer))
    assert said.sentences["right_free" if free else "right_own"] in text
    if until:
        assert said.value(until) in text.translate(ISOLATES)
    else:
        assert said.sentences["right_return"] in text


@given(st.text(max_size=300))
def test_titles_from_outside_stay_in_one_line_and_turn_no_text_around(title: str) -> None:
    line = replace(paid().lines[0], title=title)
    text = offer_message(words("en"), told(lines=(line,)), made())
    first = text.split("\n\n")[0]
    assert len(first) < 120
    assert not set(first) & set("\u202a\u202b\u202d\u202e\u2066\u2067\r\n")


def test_what_goods_have_to_be_to_go_back_is_said_where_they_go_back() -> None:
    one = told(entitlement=entitled(right(), return_conditions=frozenset({"sealed", "unused"})))
    for text in (
        offer_message(words("en"), one, made()),
        verdict_message(words("en"), one, Verdict("RETURN_THEN_REFUND", back(), "right", ASKED)),
    ):
        assert "with the seal intact. Please return the goods unused." in text


def test_who_agreed_to_a_part_is_not_told_of_his_return_again_and_who_was_silent_is() -> None:
    agreed = verdict_message(words("en"), told(), Verdict("PARTIAL_KEEP", OFFERS[0], "accepted", ASKED))
    assert "November 20" not in agreed
    silent = verdict_message(words("en"), told(), Verdict("PARTIAL_KEEP", OFFERS[0], "silence", ASKED))
    assert "until November 20, 2026" in silent


def test_values_in_arabic_are_set_apart() -> None:
    text = offer_message(words("ar"), told(), made())
    assert f"\u2068{euros('8.00').formatted('ar')}\u2069" in text
    assert text.count("\u2068") == text.count("\u2069")


def test_languages_are_found_by_their_tags() -> None:
    found = [known(tag) for tag in ("pt", "pt-PT", "de-AT", "zh-CN", "zh-TW", "zh-Hant", "sv", "", "xx-!")]
    assert found == ["pt-BR", "pt-BR", "de", "zh", "", "", "", "", ""]
    assert words("sv").language == "en"
    assert printable("a\u202eb\nc" + "x" * 100).startswith("a b c")

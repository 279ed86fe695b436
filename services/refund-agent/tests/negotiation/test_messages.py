from __future__ import annotations

import string
from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.languages import languages
from argosy_commerce.money import Money
from refund_agent.domain.complaint import Reason
from refund_agent.domain.entitlement import Closed, Excepted
from refund_agent.domain.negotiation.messages import (
    came_back_message,
    offer_message,
    restated_message,
    verdict_message,
)
from refund_agent.domain.negotiation.state import Answer, Pay, Round, Verdict
from refund_agent.domain.negotiation.told import Told
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
        "You told us that the goods arrived damaged. We are sorry for the inconvenience.\n\n"
        "We offer to refund €8.00 of the €40.00 that you paid for this. You can keep the goods.\n\n"
        "If you would rather return the goods, tell us by November 20, 2026; we then refund €40.00 once they "
        "are back with us. You would pay for the return. Your rights under the law remain unaffected.\n\n"
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
        assert "with the seal intact. Goods can only go back unused." in text


def test_who_agreed_to_a_part_is_not_told_of_his_return_again_and_who_was_silent_is() -> None:
    agreed = verdict_message(words("en"), told(), Verdict("PARTIAL_KEEP", OFFERS[0], "accepted", ASKED))
    assert "November 20" not in agreed
    silent = verdict_message(words("en"), told(), Verdict("PARTIAL_KEEP", OFFERS[0], "silence", ASKED))
    assert "You may still return the goods: tell us by November 20, 2026." in silent


def test_values_in_arabic_are_set_apart() -> None:
    text = offer_message(words("ar"), told(), made())
    assert f"\u2068{euros('8.00').formatted('ar')}\u2069" in text
    assert text.count("\u2068") == text.count("\u2069")


def test_every_value_in_arabic_is_set_apart_by_itself_and_listed_with_its_own_comma() -> None:
    lines = tuple(replace(paid().lines[0], title=title) for title in ("Lamp", "مصباح"))
    first = offer_message(words("ar"), told(lines=lines), made()).split("\n\n")[0]
    assert first == "الطلب \u2068A-10024\u2069: \u20681 × Lamp\u2069، \u20681 × مصباح\u2069"


def test_three_long_titles_are_all_named() -> None:
    lines = tuple(replace(paid().lines[0], title=name * 70) for name in "abcd")
    first = offer_message(words("zh"), told(lines=lines), made()).split("\n\n")[0]
    assert [name in first for name in ("aaa", "bbb", "ccc", "ddd")] == [True, True, True, False]
    assert first.endswith("…、…")


def test_no_sentence_ends_in_two_full_stops() -> None:
    riyals = replace(OFFERS[0], refund=Money(euros("8.00").amount, "SAR"))
    said = verdict_message(words("ar"), told(), Verdict("PARTIAL_KEEP", riyals, "accepted", ASKED))
    assert "ر.س.\u200f\u2069 " in said
    polish = verdict_message(words("pl"), told(), Verdict("REFUND", FULL, "at_once", ASKED))
    assert "najpóźniej 16 listopada 2026 r. Towar" in polish


@pytest.mark.parametrize(
    ("language", "days"),
    [
        ("pl", "14 dni"),
        ("ru", "14 дней"),
        ("ar", "14 يومًا"),
        ("ja", "14日"),
        ("zh", "14天"),
        ("de", "14 Tage"),
    ],
)
def test_days_are_counted_as_the_language_counts(language: str, days: str) -> None:
    assert words(language).value(timedelta(days=14)) == days


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rejection_for_the_kind_of_goods_says_so_and_only_laws_are_cited_in_their_words(language) -> None:
    said = words(language)
    excepted = (
        Excepted("eu-withdrawal", "law", "Directive 2011/83/EU, art. 16"),
        Excepted("x-returns", "platform", "Returns within 15 days; change of mind at the buyer's cost"),
    )
    one = told("changed_mind", entitlement=entitled(excepted=excepted, exclusions=("x: custom made",)))
    text = verdict_message(said, one, Verdict("REJECT", NOTHING, "at_once", ASKED)).translate(ISOLATES)
    assert said.sentences["rejected_kind"].partition("{")[0] in text
    assert "Directive 2011/83/EU, art. 16" in text
    assert said.sentences["rules_platform"] in text
    assert "15 days" not in text


def test_a_country_before_a_colon_is_part_of_a_rule_s_name() -> None:
    rules = ("ES: RDL 1/2007, art. 120", "民法, art. 541: ended after a further time")
    text = verdict_message(
        words("en"),
        told(entitlement=entitled(exclusions=rules)),
        Verdict("REJECT", NOTHING, "at_once", ASKED),
    )
    assert "These rules were checked: ES: RDL 1/2007, art. 120, 民法, art. 541." in text


def test_languages_are_found_by_their_tags() -> None:
    found = [known(tag) for tag in ("pt", "pt-PT", "de-AT", "zh-CN", "zh-TW", "zh-Hant", "sv", "", "xx-!")]
    assert found == ["pt-BR", "pt-BR", "de", "zh", "", "", "", "", ""]
    assert words("sv").language == "en"
    assert printable("a\u202eb\nc" + "x" * 100).startswith("a b c")


def test_who_asked_to_return_is_held_to_that_and_not_to_a_part_if_he_does_not_answer() -> None:
    asked = told("changed_mind", entitlement=entitled(right(owed=euros("9.00"))), returns=True)
    text = offer_message(words("en"), asked, made())
    assert "If you stay with your wish to return the goods, we refund €40.00 once they are back" in text
    assert "tell us by" not in text
    assert "we will go by your wish to return the goods." in text
    by_right = Verdict("RETURN_THEN_REFUND", back(), "right", ASKED)
    assert "Thank you" not in verdict_message(words("en"), asked, by_right)

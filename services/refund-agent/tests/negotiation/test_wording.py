from __future__ import annotations

import string
from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.languages import languages
from argosy_commerce.money import Money
from refund_agent.domain.complaint import Reason
from refund_agent.domain.negotiation.messages import (
    offer_message,
    verdict_message,
)
from refund_agent.domain.negotiation.state import Verdict
from refund_agent.domain.negotiation.wording import LANGUAGES, known, printable, words

from .bargains import (
    ASKED,
    FULL,
    OFFERS,
    euros,
    made,
    paid,
    told,
)


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


@given(st.text(max_size=300))
def test_titles_from_outside_stay_in_one_line_and_turn_no_text_around(title: str) -> None:
    line = replace(paid().lines[0], title=title)
    text = offer_message(words("en"), told(lines=(line,)), made())
    first = text.split("\n\n")[0]
    assert len(first) < 120
    assert not set(first) & set("\u202a\u202b\u202d\u202e\u2066\u2067\r\n")


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


def test_languages_are_found_by_their_tags() -> None:
    found = [known(tag) for tag in ("pt", "pt-PT", "de-AT", "zh-CN", "zh-TW", "zh-Hant", "sv", "", "xx-!")]
    assert found == ["pt-BR", "pt-BR", "de", "zh", "", "", "", "", ""]
    assert words("sv").language == "en"
    assert printable("a\u202eb\nc" + "x" * 100).startswith("a b c")

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chargeback_agent.domain.case.model import Exhibit, Quoted
from chargeback_agent.domain.letter.foreign import foreign_messages

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def exhibit(*languages: str) -> Exhibit:
    quotes = tuple(Quoted("buyer", NOW, "words", language) for language in languages)
    return Exhibit("C", "buyer_contact", "supporting", "conversation/c1", quotes=quotes)


@pytest.mark.parametrize(
    ("languages", "letter", "said"),
    [
        (("th", "th"), "en", "Thai"),
        (("th", "zh-Hans", "en-GB"), "en", "Thai and Chinese"),
        (("PT-br", "de", "fr"), "pt-BR", "German and French"),
        (("en",), "de", "English"),
        (("xx-<b>",), "en", "another language"),
    ],
)
def test_messages_in_other_languages_than_the_letters_are_named(languages, letter, said) -> None:
    assert list(foreign_messages([exhibit(*languages)], letter)) == [
        f"Exhibit C quotes messages in {said}; the issuer may ask for a translation."
    ]


@pytest.mark.parametrize(("languages", "letter"), [((), "en"), (("", "en-US"), "en"), (("zh-CN",), "zh")])
def test_the_letters_own_language_and_one_that_nobody_told_are_not(languages, letter) -> None:
    assert not list(foreign_messages([exhibit(*languages)], letter))

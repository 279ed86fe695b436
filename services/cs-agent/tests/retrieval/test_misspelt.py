from __future__ import annotations

import pytest

from cs_agent.domain.retrieval.misspelt import nearly_named


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("is it watrproof", "en"),
        ("ist die wasserdciht", "de"),
        ("è impemeabile?", "it"),
        ("is ie waterdciht", "nl"),
        ("czy jest wodoodprna", "pl"),
        ("она водонепраницаемая?", "ru"),
    ],
)
def test_one_slip_of_the_keys_is_read(text: str, language: str) -> None:
    assert "waterproof" in nearly_named(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [("is it wtrprof", "en"), ("long day here, how is yours going?", "en"), ("und was kostet der?", "de")],
)
def test_two_slips_and_other_words_name_nothing(text: str, language: str) -> None:
    assert nearly_named(text, language) == frozenset()


def test_a_long_message_is_not_read_so() -> None:
    assert nearly_named("watrproof " * 40, "en") == frozenset()

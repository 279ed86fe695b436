"""Days as languages write them."""

from datetime import date

import pytest

from argosy_commerce.days import said_day


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "March 1, 2026"),
        ("fr", "1er mars 2026"),
        ("pt-BR", "1º de março de 2026"),
        ("pl", "1 marca 2026 r."),
        ("ru", "1 марта 2026 года"),
        ("ja", "2026年3月1日"),
    ],
)
def test_a_day_is_written_as_the_language_does(language: str, said: str) -> None:
    assert said_day(date(2026, 3, 1), language) == said


def test_other_days_are_no_first_of_a_month() -> None:
    assert said_day(date(2026, 3, 11), "fr") == "11 mars 2026"

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.addresses import compared, postcode_of


@pytest.mark.parametrize(
    ("location", "address", "match"),
    [
        ("10115 Berlin, DE", "Hauptstr. 5, 10115 Berlin, Germany", "same"),
        ("AUSTIN, TX 78701", "12345 Main St, Austin TX 78701, US", "same"),
        ("SW1A 1AA London", "10 Downing St, London SW1A 1AA, United Kingdom", "same"),
        ("1016AB Amsterdam", "Kade 3, 1016 AB Amsterdam, Nederland", "same"),
        ("AUSTIN, TX 78702", "1 Main St, Austin TX 78701, US", "near"),
        ("20095 Hamburg", "Hauptstr. 5, 10115 Berlin, Germany", "other"),
        ("Paris, France", "Hauptstr. 5, 10115 Berlin, Deutschland", "other_country"),
        ("Madrid", "Calle Ejemplo 1, Madrid", "same_city"),
        ("東京都港区", "〒105-0011 東京都港区芝公園4-2-8, 日本", "same_city"),
    ],
)
def test_places_are_compared_by_postcode_then_by_town(location: str, address: str, match: str) -> None:
    assert compared(location, address) == match


@pytest.mark.parametrize(
    ("location", "address"),
    [
        ("", "Hauptstr. 5, 10115 Berlin, Germany"),
        ("Leipzig, DE", "Hauptstr. 5, 10115 Berlin, Germany"),  # a hub, or another town's name for a suburb
        ("Wilmington, DE", "1 A St, Berlin, Germany"),  # Delaware
        ("Kowloon, Hong Kong", "1 Street, Guangzhou 510000, China"),
        ("Front door", "Hauptstr. 5, 10115 Berlin, Germany"),
        ("10115 Berlin", "Hauptstr. 5"),
    ],
)
def test_that_it_cannot_be_told_is_a_result(location: str, address: str) -> None:
    assert compared(location, address) == "cannot_tell"


def test_a_house_number_is_not_taken_for_the_postcode() -> None:
    assert postcode_of("12345 Main St, Austin TX 78701", "US") == "78701"
    assert postcode_of("〒105-0011 東京都港区 1234-5678", "JP") == "1050011"


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_can_be_compared(location: str, address: str) -> None:
    assert compared(location, address) in {
        "same",
        "same_city",
        "near",
        "other",
        "other_country",
        "cannot_tell",
    }


@given(st.integers(10000, 99999), st.integers(10000, 99999))
def test_only_one_postcode_is_the_same_place(one: int, other: int) -> None:
    match = compared(f"{one} Ort", f"Weg 1, {other} Stadt, Germany")
    assert (match == "same") == (one == other)

from __future__ import annotations

import pytest

from search_tagger.domain.searching.sizes import fits
from search_tagger.domain.searching.tokens import measure_of, words_of


@pytest.mark.parametrize(
    ("wanted", "said", "answer"),
    [
        ("M", ["S-4XL"], True),
        ("5XL", ["S-4XL"], False),
        ("XXL", ["2XL"], True),
        ("EU 38", ["36-41"], True),
        ("38", ["EU 36-40"], True),
        ("44", ["36-41"], False),
        ("EU 44", ["36-41"], None),
        ("US 8", ["EU 38"], None),
        ("25 cm", ["24-26 cm"], True),
        ("75B", ["70A", "75B"], True),
        ("75C", ["75B"], None),
        ("M", [], None),
        ("queen", ["M"], None),
        ("M", ["38"], None),
    ],
)
def test_a_size_fits_is_ruled_out_or_cannot_be_told(
    wanted: str, said: list[str], answer: bool | None
) -> None:
    assert fits(wanted, said) is answer


def test_the_same_measure_in_another_unit_is_the_same() -> None:
    assert measure_of("0.5 l") == measure_of("500 ml")
    assert measure_of("24 inch") == measure_of("24 in")
    assert measure_of("95 % material.cotton") is None
    assert measure_of("EU 38") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Vestido NEGRO café", ("vestido", "negro", "cafe")),
        ("直筒裤 VX-G7", ("直筒", "筒裤", "vx", "g7")),
        ("直筒褲", ("直筒", "筒裤")),
        ("กางเกง", ("กา", "าง", "งเ", "เก", "กง")),
        ("ワンピース黒", ("ワン", "ンピ", "ピー", "ース", "ス黒")),
        ("Ёлка", ("елка",)),
        ("\u0000\u202e", ()),
    ],
)
def test_words_are_folded_and_scripts_without_spaces_cut_into_pairs(
    text: str, words: tuple[str, ...]
) -> None:
    assert words_of(text) == words

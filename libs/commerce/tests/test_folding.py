import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.folding import fold_character, folded

LANGUAGES = ("en", "zh", "es", "pt", "fr", "de", "it", "nl", "pl", "ru", "tr", "ar", "th", "ja", "ko")


@pytest.mark.parametrize(
    ("text", "language", "plain"),
    [
        ("Größe STRASSE", "de", "grosse strasse"),
        ("I don’t", "en", "i dont"),
        ("l’été", "fr", "l'ete"),
        ("İADE ısı", "tr", "iade isi"),
        ("Ещё", "ru", "еще"),
        ("أَهْلًا", "ar", "اهلا"),
        ("１２٣", "ja", "123"),
        ("退換貨", "zh", "退换货"),
        ("パーティー", "ja", "パーティー"),
        ("z\u200be\u00adro", "en", "zero"),
        ("so 🙂 what", "en", "so \n what"),
        ("one\u2028two\tthree\u00a0four", "it", "one\ntwo three four"),
    ],
)
def test_two_ways_to_write_the_same_become_one(text: str, language: str, plain: str) -> None:
    assert folded(text, language) == plain


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_each_character_is_folded_by_itself(text: str, language: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert folded(text, language) == "".join(fold_character(one, language) for one in composed)


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_nothing_hidden_is_left(text: str, language: str) -> None:
    left = {unicodedata.category(one) for one in folded(text, language).replace("\n", "")}
    assert not left & {"Cc", "Cf", "Cs", "Co"}

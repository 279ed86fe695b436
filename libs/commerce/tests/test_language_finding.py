import pytest

from argosy_commerce.language_finding import LanguageFinder
from argosy_commerce.terms import TermBase


@pytest.fixture(scope="module")
def finder() -> LanguageFinder:
    return LanguageFinder.of_names(TermBase.load())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("直筒裤女 黑色 带口袋", "zh"),
        ("mens waterproof hiking boots", "en"),
        ("pantalon recto negro con bolsillos", "es"),
        ("tênis feminino branco", "pt"),
        ("robe longue fleurie", "fr"),
        ("schwarze hose ohne löcher", "de"),
        ("zaino donna impermeabile", "it"),
        ("regenjas heren waterdicht", "nl"),
        ("czarne spodnie bez dziur", "pl"),
        ("чёрные брюки без дыр", "ru"),
        ("siyah kadın ayakkabı", "tr"),
        ("حذاء رجالي أسود", "ar"),
        ("กระเป๋าผ้าสีดำ", "th"),
        ("ブラック ストレートパンツ", "ja"),
        ("검은색 바지", "ko"),
        ("sneakers 女 white", "en"),
    ],
)
def test_words_of_the_trade_tell_their_language(finder: LanguageFinder, text: str, language: str) -> None:
    assert finder.find(text) == language


def test_what_says_little_keeps_the_language_that_is_held(finder: LanguageFinder) -> None:
    assert finder.find("XL 42", "de") == "de"
    assert finder.find("Lumora", "ar") == "ar"
    assert finder.find("", "") == "en"

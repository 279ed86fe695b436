import pytest

from argosy_commerce.folding import folded
from argosy_commerce.stems import spelt_out, stem, thing_made_small


def _stem(word: str, language: str) -> str:
    return stem(folded(word, language), language)


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ["battery", "batteries"]),
        ("en", ["mat", "mats", "matt"]),
        ("en", ["dress", "dresses"]),
        ("en", ["box", "boxes"]),
        ("es", ["luz", "luces"]),
        ("es", ["botón", "botones"]),
        ("pt", ["cordão", "cordões"]),
        ("pt", ["anel", "anéis"]),
        ("fr", ["manteau", "manteaux"]),
        ("fr", ["bleu", "bleue", "bleues"]),
        ("fr", ["neuf", "neuve", "neuves"]),
        ("it", ["tasca", "tasche"]),
        ("de", ["Weiß", "weiße", "weißen"]),
        ("de", ["Kissen", "Kisse"]),
        ("nl", ["tas", "tassen", "tasje", "tasjes"]),
        ("nl", ["groot", "grote"]),
        ("pl", ["szklanka", "szklanki", "szklanek"]),
        ("pl", ["czapka", "czapce"]),
        ("ru", ["туфли", "туфель", "туфлями"]),
        ("ru", ["кружка", "кружек"]),
        ("ru", ["бельё", "белья"]),
        ("ru", ["кровать", "кроватью"]),
        ("tr", ["cüzdan", "cüzdanın", "cüzdanı", "cüzdanlar"]),
        ("tr", ["çanta", "çantada", "çantalar", "çantanın"]),
        ("tr", ["battaniye", "battaniyesi"]),
        ("tr", ["kitap", "kitabı"]),
        ("ar", ["حذاء", "والحذاء", "للحذاء"]),
        ("ar", ["بنات", "لبنات"]),
    ],
)
def test_the_forms_of_a_word_meet(language: str, forms: list[str]) -> None:
    assert len({_stem(form, language) for form in forms}) == 1


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "Stil", "stillen"),
        ("ru", "белая", "бельё"),
        ("tr", "tava", "tane"),
        ("tr", "battaniyesi", "badi"),
        ("nl", "lamp", "lam"),
        ("en", "bus", "bu"),
        ("ar", "بنت", "نت"),
    ],
)
def test_other_words_stay_apart(language: str, one: str, other: str) -> None:
    assert _stem(one, language) != _stem(other, language)


def test_figures_and_languages_without_endings_are_left_as_they_are() -> None:
    assert stem("18650s", "en") == "18650s"
    assert stem("鞋子", "zh") == "鞋子"


def test_a_small_thing_tells_what_it_is_made_of() -> None:
    assert thing_made_small("kisschen", "de") == _stem("Kissen", "de")
    assert thing_made_small("mochilita", "es") == _stem("mochila", "es")
    assert not thing_made_small("mochila", "es")


def test_marks_that_are_written_out_are_folded() -> None:
    assert spelt_out("guertel", "de") == folded("Gürtel", "de")
    assert spelt_out("guertel", "en") == "guertel"

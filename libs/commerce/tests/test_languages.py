import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.errors import UnknownLanguage
from argosy_commerce.languages import language_for, languages, read_tag, spoken_base, targets, writing_of


def test_fifteen_languages_are_spoken_and_one_is_read() -> None:
    assert len(languages()) == 15
    assert len(targets()) == 14
    assert [language.tag for language in languages().values() if language.is_source] == ["zh-CN"]


@pytest.mark.parametrize("tag", list(languages()))
def test_script_and_direction_are_cldr_s(tag: str) -> None:
    language = languages()[tag]
    assert read_tag(tag).full_script == language.script
    assert language.direction == ("rtl" if language.base == "ar" else "ltr")
    assert language.own_name


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("ES_mx", "es-MX"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("iw", "he"),
        ("pt-br", "pt-BR"),
        ("ar-001", "ar-001"),
        ("de-DE-1996", "de-DE"),
        ("en-US-u-nu-latn", "en-US"),
    ],
)
def test_tags_are_normalised(text: str, tag: str) -> None:
    assert str(read_tag(text)) == tag


@pytest.mark.parametrize("text", ["", "e", "english please", "xx", "es--MX", "日本語", "a" * 80])
def test_what_is_no_language_is_refused(text: str) -> None:
    with pytest.raises(UnknownLanguage):
        read_tag(text)


@given(st.text(max_size=70))
def test_any_text_is_a_tag_or_a_named_error(text: str) -> None:
    try:
        tag = read_tag(text)
    except UnknownLanguage:
        return
    assert read_tag(str(tag)) == tag


def test_regional_forms_are_served_by_the_base_language() -> None:
    assert language_for("es-MX").tag == "es"
    assert language_for("pt").tag == "pt-BR"
    assert language_for("zh-TW").tag == "zh-CN"
    with pytest.raises(UnknownLanguage, match="none of the languages"):
        language_for("sw")


def test_names_are_given_in_other_languages() -> None:
    assert language_for("es").name_in("de") == "Spanisch"
    assert language_for("ko").own_name == "한국어"


@pytest.mark.parametrize(
    ("tag", "base"),
    [("es-MX", "es"), ("pt", "pt"), ("zh_TW", "zh"), ("sv", ""), ("", ""), ("no tag at all", "")],
)
def test_the_base_of_what_is_spoken_here(tag: str, base: str) -> None:
    assert spoken_base(tag) == base


def test_letters_tell_how_a_language_is_written() -> None:
    told = [writing_of(letter) for letter in "éжعกか한漢1"]
    assert told == ["latin", "ru", "ar", "th", "ja", "ko", "han", "other"]

import unicodedata

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_commerce.channels import channel, channels, function_words, promotion_words
from argosy_commerce.channels_fitting import (
    breaches,
    cut,
    find_promotion,
    fit_bullets,
    fit_description,
    fit_keywords,
    fit_parts,
    fit_title,
    length,
)
from argosy_commerce.errors import UnknownChannel
from argosy_commerce.languages import languages

LANGUAGES = ("en", "es", "de", "ar", "ko", "th")
letters = st.text(
    st.sampled_from("abÄñ ßعَربيกำลัง한국어 !$?&%👩‍👩‍👧,()-/é\u0301\u200d1234567890"), max_size=400
)


def test_every_limit_has_a_source_and_a_day() -> None:
    for rules in channels().values():
        assert len(rules.source) > 10
        assert rules.read.year >= 2026


@given(letters, st.sampled_from(sorted(channels())), st.sampled_from(LANGUAGES))
@settings(max_examples=150)
def test_a_fitted_title_breaks_no_rule_but_may_be_too_short(
    text: str, channel_id: str, language: str
) -> None:
    rules = channel(channel_id)
    fitted = fit_title(text, rules, language)
    broken = {
        (breach.part, breach.rule)
        for breach in breaches(fitted.text, rules, language)
        if not (breach.rule == "length" and length(fitted.text, "characters") < rules.title.least)
    }
    assert broken == set()
    again = fit_title(fitted.text, rules, language)
    assert again.text == fitted.text


@given(letters, st.integers(1, 60), st.sampled_from(("characters", "bytes", "letters")))
def test_a_cut_never_splits_a_grapheme(text: str, most: int, counted: str) -> None:
    whole = unicodedata.normalize("NFC", text).strip()
    kept = cut(text, most, counted, "en")  # type: ignore[arg-type]
    assert length(kept, counted) <= most  # type: ignore[arg-type]
    assert whole.startswith(kept)
    graphemes = regex.findall(r"\X", whole)
    ends = {0}
    for grapheme in graphemes:
        ends.add(max(ends) + len(grapheme))
    assert len(kept) in ends


def test_amazon_s_rules() -> None:
    rules = channel("amazon")
    fitted = fit_title("Dress!! Free Shipping Summer Dress Cotton Dress $9 _new_", rules, "en")
    assert fitted.text == "Dress Summer Dress Cotton 9 new"
    assert fitted.changes == ("forbidden characters", "promotion", "repeated words")
    assert channel("amazon", "FR").title.most == 150


def test_signs_beside_a_number_stay_where_the_channel_allows_them() -> None:
    fitted = fit_title("*** Chair Style #4301 <10 lb ***", channel("amazon"), "en")
    assert fitted.text == "Chair Style #4301 <10 lb"


def test_a_cut_title_does_not_end_in_a_preposition() -> None:
    assert cut("Vestido de verano de algodón para mujer", 24, "characters", "es") == ("Vestido de verano")
    assert cut("Kleid aus Baumwolle mit Gürtel (abnehmbar)", 33, "characters", "de") == (
        "Kleid aus Baumwolle mit Gürtel"
    )


def test_bytes_are_utf8() -> None:
    assert length("한국", "bytes") == 6
    assert cut("한국 어학 사전", 13, "bytes", "ko") == "한국 어학"
    assert length("กำ", "letters") <= 2
    assert length("👩‍👩‍👧", "letters") == 1


def test_parts_that_do_not_fit_are_left_out_whole() -> None:
    rules = channel("mercadolibre")
    parts = ["เสื้อยืดผู้หญิง", "ผ้าฝ้าย", "x" * 60, "แขนสั้น"]
    fitted = fit_parts(parts, rules, "th")
    assert fitted.text == "เสื้อยืดผู้หญิง ผ้าฝ้าย แขนสั้น"
    assert fitted.changes == (f"left out: {'x' * 60}",)


def test_a_brand_with_a_dollar_or_an_emoji_is_seen() -> None:
    rules = channel("amazon")
    found = {breach.rule for breach in breaches("A$AP Cap 👒 Sale Cap cap CAP", rules, "en")}
    assert found == {"characters", "emoji", "promotion", "repeats"}


def test_marks_part_no_thai_words() -> None:
    rules = channel("noon")
    for_both = "ผ้าห่ม สำหรับห้องนอน สำหรับออฟฟิศ"
    assert breaches(for_both, rules, "th") == ()
    assert fit_title(for_both, rules, "th").text == for_both
    assert {breach.rule for breach in breaches("ผ้าห่ม นุ่ม ผ้าห่ม", rules, "th")} == {"repeats"}


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Kleid mit kostenloser Versand", "de", ("kostenloser Versand",)),
        ("Wholesaler's lamp", "en", ()),
        ("50% off lamp", "en", ("50% off",)),
        ("원피스 무료배송 특가", "ko", ("무료배송", "특가")),
        ("เสื้อยืด ส่งฟรี", "th", ("ส่งฟรี",)),
        ("فستان شحن مجاني", "ar", ("شحن مجاني",)),
        ("Ofertas de verano", "es", ("Ofertas",)),
    ],
)
def test_promotion_is_found_in_the_language_s_own_words(
    text: str, language: str, words: tuple[str, ...]
) -> None:
    assert find_promotion(text, language) == words


def test_keywords_stay_under_amazon_s_bytes_and_etsy_s_tags() -> None:
    words = [f"wort{i} größe" for i in range(60)]
    amazon = channel("amazon")
    kept = fit_keywords(words, amazon)
    assert len(" ".join(kept).encode()) <= 249
    assert len(" ".join(words[: len(kept) + 1]).encode()) > 249
    tags = fit_keywords([*words, "Wort0 GRÖSSE", "x" * 21], channel("etsy"))
    assert len(tags) == 13
    assert all(len(tag) <= 20 for tag in tags)
    assert fit_keywords(words, channel("ebay")) == ()


def test_bullets_and_descriptions_keep_their_limits() -> None:
    amazon = channel("amazon")
    bullets = fit_bullets([f"{i} " + "bequem " * 60 for i in range(9)], amazon, "de")
    assert len(bullets) == 5
    assert all(len(bullet) <= 250 for bullet in bullets)
    text = "Ein Satz mit Wörtern. " * 200
    fitted = fit_description(text, amazon, "de")
    assert len(fitted) <= 2000
    assert fitted.endswith("Wörtern.")
    assert fit_description("x" * 5000, amazon, "de") == "x" * 2000
    # No space follows a Japanese full stop.
    japanese = fit_description("通気性の良い素材。" * 300, amazon, "ja")
    assert japanese.endswith("素材。")
    assert len(japanese) <= 2000


def test_control_characters_and_bidi_overrides_never_pass() -> None:
    fitted = fit_title("Dre\u202ess\x00 \u2066blue\u2069\ud800", channel("generic"), "en")
    assert fitted.text == "Dress blue"


def test_an_unknown_channel_is_named() -> None:
    with pytest.raises(UnknownChannel, match="'myshop'"):
        channel("myshop")
    assert channel("Amazon ").id == "amazon"


def test_every_target_language_has_function_and_promotion_words() -> None:
    for language in languages().values():
        if not language.is_source:
            assert function_words(language.tag)
            assert promotion_words(language.tag)

"""What every translation keeps to, whatever the merchant wrote."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from argosy_commerce.errors import UnknownLanguage
from argosy_commerce.reading.items import DropReason
from argosy_commerce.terms.base import TermBase
from argosy_commerce.terms.scripts import HAN
from argosy_commerce.terms.translation import Constraints, translate

LANGUAGES = ("en", "es", "de", "ar", "ko", "th")
WORDS = """黑色 白色 纯棉 连衣裙 衬衫 T恤 背包 水杯 女士 男 夏季 防水 透气 柔软 短袖 V领 500ml 1.5米
90-120斤 3件套 95%棉5%氨纶 Type-C IP68 包邮 跨境 爆款 适合夏季 买2送1 质保3年 2024 ¥59.9 颜色： 面料 ，
。 蒯蕤 鬼畜 S-XXL 36-41码 不防水 🔥""".split()  # noqa: SIM905 — a list of words
WORDS += ["\n", "\u200b", " "]
words = st.lists(st.sampled_from(WORDS), max_size=12)
soup = words.map("".join)
registers = st.sampled_from(["title", "bullet", "sentence", "reply", "banner"])


@settings(deadline=None, max_examples=150)
@given(words.map(" ".join), st.sampled_from(LANGUAGES), registers)
def test_no_chinese_reaches_the_reader_and_every_figure_does(
    base: TermBase, text: str, language: str, register: str
) -> None:
    done = translate(text, language, register, base=base)
    assert not HAN.search(done.text)
    assert 0.0 <= done.coverage <= 1.0
    accounted = " ".join([done.text, *(o.text for o in done.left_over), *(d.source for d in done.dropped)])
    # 斤 is said in kilograms, money with its cents (59.90); every other figure is said, left over or dropped.
    unsaid = any("90-120斤" in left.text for left in done.left_over)
    told = text if unsaid else text.replace("90-120斤", " 45 60 ")
    for figure in re.findall(r"\d+", told.replace("59.9", " 59 ")):
        assert figure in re.findall(r"\d+", accounted)


@settings(deadline=None, max_examples=100)
@given(soup, st.sampled_from(LANGUAGES), registers)
def test_what_is_left_over_quotes_its_place_and_costs_coverage(
    base: TermBase, text: str, language: str, register: str
) -> None:
    done = translate(text, language, register, base=base)
    for rest in done.left_over:
        assert text[rest.start : rest.end] == rest.text
    assert (done.coverage == 1.0) == (not any(any(c.isalnum() for c in o.text) for o in done.left_over))


@settings(deadline=None, max_examples=100)
@given(soup, st.sampled_from(LANGUAGES), registers, st.integers(min_value=0, max_value=120))
@example("水杯。", "en", "sentence", 3)
def test_a_length_limit_is_kept_whatever_it_costs(
    base: TermBase, text: str, language: str, register: str, limit: int
) -> None:
    done = translate(text, language, register, Constraints(max_chars=limit), base=base)
    assert len(done.text) <= limit


@settings(deadline=None, max_examples=100)
@given(soup, st.sampled_from(LANGUAGES))
def test_a_title_says_nothing_twice_and_promotes_nothing(base: TermBase, text: str, language: str) -> None:
    done = translate(text, language, "title", base=base)
    chunks = re.split(r"[,،]\s", done.text)
    assert len(chunks) == len(set(chunks))
    assert not any(concept in dict(done.terms_used) for concept in ("phrase.free_shipping", "phrase.buy_get"))


def test_unknown_words_are_left_out_listed_and_counted(base: TermBase) -> None:
    done = translate("黑色蒯蕤连衣裙", "de", "title", base=base)
    assert done.text == "Schwarzes Kleid"
    assert [(o.text, o.start, o.end) for o in done.left_over] == [("蒯蕤", 2, 4)]
    assert done.coverage == pytest.approx(5 / 7)


def test_a_title_says_why_it_leaves_things_out(base: TermBase) -> None:
    done = translate("跨境爆款2024连衣裙裙子包邮¥59.9", "en", "title", base=base)
    assert done.text == "Dress"
    assert {d.source: d.reason for d in done.dropped} == {
        "跨境": DropReason.PLATFORM,
        "爆款": DropReason.REACH,
        "2024": DropReason.YEAR,
        "裙子": DropReason.DUPLICATE,
        "包邮": DropReason.PROMOTION,
        "¥59.9": DropReason.PRICE,
    }
    assert done.coverage == 1.0


def test_promotions_are_said_on_pictures_unless_the_caller_drops_them(base: TermBase) -> None:
    assert translate("包邮", "de", "banner", base=base).text == "Kostenloser Versand"
    silent = translate("包邮 黑色", "de", "banner", Constraints(promotions=False), base=base)
    assert silent.text == "Schwarz"
    assert [d.reason for d in silent.dropped] == [DropReason.PROMOTION]


def test_a_kept_brand_stands_first_in_a_title_even_in_chinese(base: TermBase) -> None:
    done = translate("连衣裙 华为 黑色", "es", "title", Constraints(keep=("华为",)), base=base)
    assert done.text == "华为 vestido negro"
    plain = translate("Acme 黑色连衣裙", "es", "title", Constraints(keep=("Acme",)), base=base)
    assert plain.text == "Acme vestido negro"


def test_a_calls_own_term_wins_and_still_agrees(base: TermBase) -> None:
    asked = Constraints(terms=(("柔软", "butterweich"),))
    assert translate("柔软", "de", "banner", asked, base=base).text == "Butterweich"
    dress = Constraints(terms=(("连衣裙", "Robe"), ("黑色", "tiefschwarz")))
    assert translate("黑色连衣裙", "de", "title", dress, base=base).text == "Tiefschwarzes Robe"
    assert translate("黑色连衣裙", "de", "title", base=base).text == "Schwarzes Kleid"


def test_a_calls_term_for_unknown_words_is_said_as_it_stands(base: TermBase) -> None:
    asked = Constraints(terms=(("蒯蕤", "KuaiRui®"),))
    done = translate("蒯蕤 黑色连衣裙", "es", "title", asked, base=base)
    assert (done.text, done.left_over) == ("KuaiRui® vestido negro", ())


def test_a_title_without_a_noun_takes_the_products_category(base: TermBase) -> None:
    asked = Constraints(category="category.shirt")
    assert translate("纯棉 黑色", "es", "title", asked, base=base).text == "Camisa negra de algodón 100 %"
    assert translate("纯棉 黑色", "es", "title", base=base).text == "Algodón 100 %, negro"


def test_the_products_category_decides_the_head_noun(base: TermBase) -> None:
    text = "衬衫 黑色 T恤"
    assert translate(text, "en", "title", base=base).text == "Black Shirt"
    asked = Constraints(category="category.tshirt")
    assert translate(text, "en", "title", asked, base=base).text == "Black T-Shirt"


def test_line_breaks_of_a_picture_stay(base: TermBase) -> None:
    assert translate("防水\n透气", "de", "banner", base=base).text == "Wasserdicht\nAtmungsaktiv"


def test_a_denied_feature_is_never_said(base: TermBase) -> None:
    for language in LANGUAGES:
        done = translate("不防水背包", language, "title", base=base)
        said = translate("背包", language, "title", base=base)
        assert done.text == said.text
        assert "不防水" in [o.text for o in done.left_over]


def test_an_empty_text_is_an_empty_translation(base: TermBase) -> None:
    done = translate("", "ko", "title", base=base)
    assert (done.text, done.coverage, done.left_over) == ("", 1.0, ())


def test_a_language_without_grammar_and_a_register_without_name_are_refused(base: TermBase) -> None:
    with pytest.raises(UnknownLanguage, match="no grammar writes 'xx'"):
        translate("棉", "xx", "title", base=base)
    with pytest.raises(ValueError, match="'poem'"):
        translate("棉", "de", "poem", base=base)


def test_a_regional_tag_is_served_by_its_language(base: TermBase) -> None:
    assert translate("黑色衬衫", "es-MX", "title", base=base).text == "Camisa negra"


def test_how_many_of_a_thing_stands_on_the_thing(base: TermBase) -> None:
    assert translate("水杯*2", "de", "title", base=base).text == "Tasse × 2"
    done = translate("主机*1，数据线*1", "de", "bullet", base=base)
    assert done.text == "Ladekabel × 1"
    assert [o.text for o in done.left_over] == ["主机", "*1"]


def test_a_number_grown_onto_unknown_words_is_not_said_without_them(base: TermBase) -> None:
    done = translate("蒯5蕤 防水", "en", "bullet", base=base)
    assert (done.text, [o.text for o in done.left_over]) == ("Waterproof", ["蒯5蕤"])


def test_a_title_that_cannot_name_the_thing_says_nothing(base: TermBase) -> None:
    done = translate("棉衬衫", "de", "title", Constraints(max_chars=3), base=base)
    assert (done.text, done.coverage) == ("", 0.0)
    assert translate("棉衬衫", "de", "title", Constraints(max_chars=4), base=base).text == "Hemd"
    assert translate("棉衬衫", "de", "title", Constraints(max_chars=12), base=base).text == "Baumwollhemd"

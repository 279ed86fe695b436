from __future__ import annotations

from dataclasses import replace

import pytest

from argosy_commerce.terms import TermBase
from cs_agent.domain.answering.saying import Saying
from cs_agent.domain.knowledge.products import facts_of_product

from .asked import product


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("材质", "55%亚麻45%棉", "Material: 55% linen, 45% cotton."),
        ("电源线长", "0.75m", "Cable length: 0.75 m."),
        ("适用机型", "Zenvo 12 / Zenvo 12 Pro", "Compatibility: Zenvo 12 / Zenvo 12 Pro."),
        ("硬度", "9H", "Hardness: 9H."),
        ("充电头", "不含", "Charger: Not included."),
        ("快充协议", "PD3.0、QC3.0", "Supported protocols: PD3.0, QC3.0."),
    ],
)
def test_a_row_is_said_whole(base: TermBase, name: str, value: str, text: str) -> None:
    fact = facts_of_product(product((name, value)), base).facts[0]
    said = Saying(base, "en").said(fact)
    assert (said.text, said.rule) == (text, "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("透度", "米白色略透，建议内搭；雾蓝色不透"),
        ("洗涤方式", "建议干洗，或30℃手洗"),
        ("起球", "可能轻微起球"),
        ("产地", "中国福建石狮"),
    ],
)
def test_what_cannot_be_said_whole_is_quoted_and_never_half(base: TermBase, name: str, value: str) -> None:
    fact = facts_of_product(product((name, value)), base).facts[0]
    said = Saying(base, "en").said(fact)
    assert said.rule == "quoted:zh"
    assert f"«{name}：{value}»" in said.text


@pytest.mark.parametrize("language", ["en", "de", "pl", "ru", "ja", "ar", "th", "ko"])
@pytest.mark.parametrize(("name", "value"), [("帽子", "无帽"), ("腰带", "不带腰带"), ("盖子", "没有盖")])
def test_a_no_to_what_the_row_names_says_no_and_names_nothing_again(
    base: TermBase, name: str, value: str, language: str
) -> None:
    coat = product((name, value), (name, "无"), title="女士羊毛大衣", category_hint="女装 > 外套")
    fact, plain = facts_of_product(coat, base).facts[:2]
    saying = Saying(base, language)
    assert saying.said(fact) == saying.said(plain)
    assert saying.said(fact).rule == ""


def test_the_shop_s_own_words_stand_as_they_are_in_their_language(base: TermBase) -> None:
    fact = facts_of_product(product(("Hood", "fixed and adjustable"), language="en"), base).facts[0]
    assert Saying(base, "en").said(fact).text == "Hood: fixed and adjustable."
    assert facts_of_product(product(("帽子", "可拆卸")), base).facts[0].words.keys() == {"zh"}
    assert Saying(base, "zh").said(facts_of_product(product(("帽子", "可拆卸")), base).facts[0]).text == (
        "帽子：可拆卸。"
    )


def test_a_figure_is_written_as_the_language_writes_it(base: TermBase) -> None:
    fact = facts_of_product(product(("电源线长", "0.75m")), base).facts[0]
    assert "0,75 m" in Saying(base, "de").said(fact).text


def test_a_word_read_as_two_colours_is_no_list(base: TermBase) -> None:
    fact = facts_of_product(product(("颜色", "枫叶棕")), base).facts[0]
    assert Saying(base, "en").said(fact).rule == "quoted:zh"


def test_a_row_is_named_as_it_was_read_beside_the_product(base: TermBase) -> None:
    fact = facts_of_product(product(("帽子", "可拆卸")), base).facts[0]
    assert Saying(base, "de").said(fact).text == "Hut: Abnehmbar."
    of_a_jacket = replace(fact, concept="part.hood")
    assert Saying(base, "de").said(of_a_jacket).text == "Kapuze: Abnehmbar."


@pytest.mark.parametrize(
    ("language", "text"), [("de", "Marke: Ruyeva."), ("ar", "العلامة التجارية: Ruyeva.")]
)
def test_a_brand_is_a_name_and_no_quotation(base: TermBase, language: str, text: str) -> None:
    facts = facts_of_product(product(("材质", "棉"), brand="Ruyeva"), base).facts
    (brand,) = [fact for fact in facts if fact.ref == "brand"]
    assert (Saying(base, language).said(brand).text, Saying(base, language).said(brand).rule) == (text, "")
    assert Saying(base, language).said(replace(brand, quote="青禾家")).rule == "quoted:zh"


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (("缩水率", "首次水洗约3%"), "Shrinkage: At the first wash, approx. 3%."),
        (("插头类型", "美规/欧规/英规可选"), "Plug type: With US plug, EU plug, and UK plug."),
        (("酒精", "不含"), "Alcohol: No."),
    ],
)
def test_common_forms_are_said_and_not_quoted(base: TermBase, row: tuple[str, str], text: str) -> None:
    (fact,) = (one for one in facts_of_product(product(row), base).facts if one.kind == "attribute")
    assert Saying(base, "en").sentence(fact).text == text


def test_a_sentence_in_english_is_quoted_and_not_said_by_the_names_in_it(base: TermBase) -> None:
    text = "New strings stretch: retune often in the first week."
    made = product(("Strings", "nylon"), language="en")
    made.description = text
    fact = next(one for one in facts_of_product(made, base).facts if one.kind == "description")
    said = Saying(base, "ja").said(fact)
    assert said.rule == "quoted:en"
    assert "New strings stretch" in said.text

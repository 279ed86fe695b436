"""A row is said piece by piece where not all of it is known, and never so that it says something else."""

from __future__ import annotations

import pytest

from argosy_commerce.terms import TermBase
from cs_agent.domain.answer import Draft
from cs_agent.domain.answering.knowledge import doubts
from cs_agent.domain.answering.saying import Saying
from cs_agent.domain.checking import faults
from cs_agent.domain.knowledge.products import facts_of_product
from cs_agent.domain.understood import ReadIntent, Understood

from .asked import product

LANGUAGES = ("en", "es", "pt", "fr", "de", "it", "nl", "pl", "ru", "tr", "ar", "th", "ja", "ko")
UNHEARD = "镪镪刷"
"""A thing that no language has a word for."""


def said(base: TermBase, name: str, value: str, language: str = "en") -> tuple[str, str]:
    fact = facts_of_product(product((name, value)), base).facts[0]
    found = Saying(base, language).said(fact)
    return found.text, found.rule


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        (
            "清洁方式",
            f"{UNHEARD}，不可水洗，阴干",
            f"Care instructions: «{UNHEARD}», do not wash, dry in the shade.",
        ),
        (
            "包装清单",
            f"收纳袋1个、{UNHEARD}1个、{UNHEARD}座、说明书",
            f"Package contents: Storage bag × 1, «{UNHEARD}1个、{UNHEARD}座», instruction manual.",
        ),
        ("面料", f"100%桑蚕丝，{UNHEARD}", f"Material: 100% silk, «{UNHEARD}»."),
        ("尺寸", f"210×200cm，{UNHEARD}高135cm", f"Size: 210 × 200 cm, «{UNHEARD}高135cm»."),
        ("材质", f"不锈钢，{UNHEARD}金或玫瑰金", f"Material: Stainless steel, «{UNHEARD}金或玫瑰金»."),
        (UNHEARD, "约25秒", f"«{UNHEARD}»: Approx. 25 seconds."),
        ("缩水率", "略缩，以吊牌为准", "Shrinkage: «略缩», see label."),
        ("包装清单", f"{UNHEARD}；收纳袋2个", f"Package contents: «{UNHEARD}», storage bag × 2."),
    ],
)
def test_what_is_known_of_a_row_is_said_and_the_rest_quoted_at_its_place(
    base: TermBase, name: str, value: str, text: str
) -> None:
    found, rule = said(base, name, value)
    assert found == f"{text} What stands in Chinese is given as the shop wrote it."
    assert rule == "in_part:quoted:zh"


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language_it_passes_the_check_and_is_to_be_looked_at(base: TermBase, language: str) -> None:
    fact = facts_of_product(product(("清洁方式", f"{UNHEARD}清理，不可水洗，不可机洗")), base).facts[0]
    sentence = Saying(base, language).sentence(fact)
    assert sentence.rule == "in_part:quoted:zh"
    assert sentence.text.count(UNHEARD) == 1
    assert "不可机洗" not in sentence.text
    assert (
        faults(Draft(language, (sentence,)), Understood("?", language, (ReadIntent("care", 0.9, "?"),))) == ()
    )
    assert doubts([sentence])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("功能", f"不支持{UNHEARD}、蓝牙"),
        ("功能", f"不支持{UNHEARD}，蓝牙"),
        ("功能", f"无{UNHEARD}，蓝牙，收纳袋"),
        ("包装清单", f"不含{UNHEARD}、充电器"),
        ("包装清单", f"除{UNHEARD}外，充电器"),
        ("材质", f"如选{UNHEARD}，棉"),
        ("洗涤方式", f"阴干，或{UNHEARD}"),
        ("里料", f"{UNHEARD}（棉）"),
        ("口袋", f"{UNHEARD}2个（收纳袋，{UNHEARD}）"),
        ("赠品", f"仅限{UNHEARD}，收纳袋"),
        (f"不含{UNHEARD}", "棉"),
        (f"除{UNHEARD}外", "不锈钢"),
    ],
)
def test_what_hangs_on_a_denial_a_condition_or_an_alternative_stays_with_it(
    base: TermBase, language: str, name: str, value: str
) -> None:
    text, rule = said(base, name, value, language)
    assert rule == "quoted:zh"
    assert value in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_denial_takes_in_is_never_said_to_be_there(base: TermBase, language: str) -> None:
    text, rule = said(base, "配件", "不含电池、充电器", language)
    charger = base.lexicon["category.charger"].term(language)
    assert charger is not None
    is_whole = rule == ""
    assert is_whole or "充电器" in text
    assert is_whole or charger.preferred.casefold() not in text.casefold()


def test_a_row_of_figures_and_unknown_words_stays_whole(base: TermBase) -> None:
    assert said(base, "材质", f"{UNHEARD}，30cm")[1] == "quoted:zh"

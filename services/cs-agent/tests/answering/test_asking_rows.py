"""Rows that ask and answer in a word: 是否防水：是, 锅盖：可选, 洗碗机：可; and care by what is supplied."""

from __future__ import annotations

import pytest

from argosy_commerce.terms import TermBase
from argosy_commerce.terms.scripts import foreign_han
from cs_agent.domain.answering.saying import Saying
from cs_agent.domain.knowledge.products import facts_of_product

from .asked import product

LANGUAGES = ("en", "es", "pt", "fr", "de", "it", "nl", "pl", "ru", "tr", "ar", "th", "ja", "ko")


def said(base: TermBase, name: str, value: str, language: str = "en") -> tuple[str, str]:
    fact = facts_of_product(product((name, value)), base).facts[0]
    found = Saying(base, language).said(fact)
    return found.text, found.rule


ROWS = [
    ("是否防水", "是", "Waterproof: Yes."),
    ("是否可水洗", "是", "Washable: Yes."),
    ("是否可机洗", "否", "Machine-washable: No."),
    ("是否带盖", "否", "Lid: No."),
    ("防水与否", "是", "Waterproof: Yes."),
    ("锅盖", "可选", "Lid: Optional."),
    ("洗碗机", "可", "Dishwasher-safe: Yes."),
    ("洗碗机", "不可用", "Dishwasher-safe: No."),
    ("微波炉", "支持", "Microwave-safe: Yes."),
    ("清洁方式", "用附带毛刷清理", "Care instructions: Clean with a cleaning brush (included)."),
]


@pytest.mark.parametrize(("name", "value", "text"), ROWS)
def test_a_row_that_asks_is_said_with_its_answer(base: TermBase, name: str, value: str, text: str) -> None:
    assert said(base, name, value) == (text, "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "value", "_"), ROWS)
def test_every_language_says_it_whole(base: TermBase, name: str, value: str, _: str, language: str) -> None:
    text, rule = said(base, name, value, language)
    assert rule == ""
    assert not foreign_han(text, language)
    other = {"是": "否", "否": "是", "可": "不可", "不可用": "可用", "支持": "不支持"}.get(value)
    if other:
        assert said(base, name, other, language)[0] != text


def test_a_dishwasher_is_no_thing_that_is_there(base: TermBase) -> None:
    assert said(base, "洗碗机", "可", "ja")[0] == "食洗機：対応。"
    assert said(base, "微波炉", "不可", "ja")[0] == "電子レンジ：非対応。"


@pytest.mark.parametrize(
    ("name", "value"),
    [("颜色", "可选"), ("是否需安装", "是"), ("是否内胆可拆", "是"), ("是否镪镪", "是")],
)
def test_what_asks_for_more_than_is_known_stays_quoted(base: TermBase, name: str, value: str) -> None:
    assert "quoted:zh" in said(base, name, value)[1]

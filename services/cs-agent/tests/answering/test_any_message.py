"""Whatever is written: every statement has its facts, and the cost grows with the message."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_commerce.terms import TermBase
from argosy_testing.growth import cost_growth
from cs_agent.domain.answering.knowledge import KNOWN_BY_FACTS, doubts
from cs_agent.domain.answering.phrases import LANGUAGES

from .asked import ask, entry, policy, product

_THING = product(
    ("材质", "55%亚麻45%棉"), ("缩水率", "略缩，以吊牌为准"), ("充电头", "不含"), ("额定电压", "220V~ 50Hz"),
    description="软糯不扎。\n尺码 | 建议净胸围cm\nM | 86-91\nL | 92-97",
)  # fmt: skip
_SHOP = (
    *policy("SHIPPING", days_from=7, days_to=12, price={"amount": "4.90", "currency": "USD"}),
    *policy("REFUND", window_days=30, return_shipping="buyer"),
    *entry("可以做礼品包装吗？", "可以，每件2.50美元。"),
)
_WORDS = st.sampled_from(
    ["linen", "shrink", "100%", "?", "charger", "US", "size", "90 cm", "不", "吗", "gift wrap", "PFAS", "and"]
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(_WORDS, max_size=12).map(" ".join) | st.text(max_size=200),
    st.sampled_from(LANGUAGES),
    st.lists(st.sampled_from(sorted(KNOWN_BY_FACTS)), min_size=1, max_size=3, unique=True),
    st.booleans(),
    st.sampled_from(["", "US", "DE", "ZZ"]),
)
def test_a_statement_has_facts(
    base: TermBase, text: str, language: str, intents: list[str], whether: bool, country: str
) -> None:
    answer = ask(
        base,
        _THING,
        text,
        *intents,
        shop=_SHOP,
        whether=whether,
        country=country,
        language=language,  # type: ignore[arg-type]
    )
    assert len(answer[0]) <= 5
    for one in answer[0]:
        assert one.text.strip()
        assert "{" not in one.text
        assert one.facts or one.kind in {"asks", "unknown"}
        if one.kind == "derived":
            assert one.rule
    assert len({one.text for one in answer[0]}) == len(answer[0])


def test_a_quotation_is_for_a_person_to_look_at(base: TermBase) -> None:
    answer = ask(base, _THING, "Does it shrink?", "care", whether=True)
    assert [one.rule for one in answer[0]] == ["in_part:quoted:zh"]
    assert doubts(answer[0]) == ("said in the shop's own language: p1/attribute:缩水率",)
    assert doubts(ask(base, _THING, "What is it made of?", "material")[0]) == ()


@pytest.mark.parametrize("word", ["will it shrink? ", "A-A-A", "不会缩水吗", "US EU "])
def test_cost_grows_with_the_message(base: TermBase, word: str) -> None:
    assert cost_growth(lambda many: ask(base, _THING, word * many, "care", whether=True), 20, 200) < 40

"""Sentences of a description: greetings and particles carry nothing; what limits or denies stays."""

from __future__ import annotations

import pytest

from argosy_commerce.terms import TermBase
from cs_agent.domain.answering.phrases import LANGUAGES
from cs_agent.domain.answering.saying import Saying
from cs_agent.domain.knowledge.products import facts_of_product

from .asked import product


def said(base: TermBase, text: str, language: str) -> tuple[str, str]:
    facts = facts_of_product(product(description=f"{text}。"), base).facts
    (fact,) = (one for one in facts if one.kind == "description")
    found = Saying(base, language).said(fact)
    return found.text, found.rule


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "zh"])
@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("亲，可以机洗哦", "机洗"),
        ("请放心，不含酒精哦", "不含酒精"),
        ("亲，电池需另购哦", "电池需另购"),
        ("亲亲，建议手洗呢", "建议手洗"),
        ("保修一年，请放心购买", "保修一年"),
        ("可机洗，不可漂白哦亲", "可机洗，不可漂白"),
        ("您好，孕妇可用，请放心使用", "孕妇可用"),
    ],
)
def test_manners_change_nothing_of_what_is_said(base: TermBase, language: str, text: str, plain: str) -> None:
    told, rule = said(base, text, language)
    assert rule == ""
    assert (told, rule) == said(base, plain, language)


@pytest.mark.parametrize(
    "text",
    [
        "亲，不可以机洗哦",
        "亲，可以机洗吗",
        "如需放心使用，请手洗",
        "亲，除电池外保修一年哦",
        "亲，也许可以机洗哦",
        "可以机洗，但不建议哦",
    ],
)
def test_a_denial_a_question_or_a_condition_is_not_made_a_plain_statement(base: TermBase, text: str) -> None:
    told, rule = said(base, text, "de")
    assert rule.startswith("quoted") or "nicht" in told.lower(), told

"""What takes a tenth of a second to read is read before the first buyer asks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from argosy.product.v1 import product_pb2
from argosy_commerce.terms import TermBase
from cs_agent.domain.conversation import State
from cs_agent.domain.knowledge.products import facts_of_product
from cs_agent.domain.retrieval import vocabulary
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.retrieval.matters import matters
from cs_agent.skills import Own, warm_up

NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)
KETTLE = product_pb2.Product(
    id="p",
    language="zh-CN",
    title="便携折叠电热水壶",
    attributes=[{"name": "容量", "value": "0.6L"}, {"name": "线长", "value": "0.8m"}],
)
ASKED = {
    "en": "how long is the cord?",
    "zh": "线有多长",
    "es": "¿cuánto mide el cable?",
    "pt": "quanto mede o cabo?",
    "fr": "quelle est la longueur du câble ?",
    "de": "wie lang ist das Kabel?",
    "it": "quanto è lungo il cavo?",
    "nl": "hoe lang is het snoer?",
    "pl": "jak długi jest kabel?",
    "ru": "какой длины шнур?",
    "tr": "kablosu ne kadar uzun?",
    "ar": "كم طول السلك؟",
    "th": "สายยาวเท่าไหร่",
    "ja": "コードの長さは？",
    "ko": "전선 길이가 얼마예요?",
}


def test_no_buyer_waits_for_a_language_to_be_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary.vocabulary.cache_clear()
    own, base = Own(), TermBase.load()
    warm_up(NOW)

    def compiled(_words: object) -> None:
        raise AssertionError("a language is compiled while a buyer waits")

    monkeypatch.setattr(vocabulary, "_automaton", compiled)
    shelf = Shelf.of(facts_of_product(KETTLE, base).facts, matters())
    for language, text in ASKED.items():
        state = State("c", language)
        told, _ = own.knows(own.understands(text, language, state, None, NOW), state, shelf, None, NOW, base)
        assert any("0.8" in one.text or "0,8" in one.text for one in told), (language, told)

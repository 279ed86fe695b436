"""Conversations on everyday things (everyday.yaml), checked as they are before they are said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from argosy.product.v1 import product_pb2
from argosy_commerce.terms import TermBase
from cs_agent.domain.answer import Draft
from cs_agent.domain.answering.knowledge import known
from cs_agent.domain.checking import checked
from cs_agent.domain.conversation import Focus, State
from cs_agent.domain.fact import Fact
from cs_agent.domain.knowledge.markets import facts_of_market
from cs_agent.domain.knowledge.products import facts_of_product
from cs_agent.domain.knowledge.summaries import summary_of
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.understanding.focusing import focus_after
from cs_agent.domain.understanding.language import language_of
from cs_agent.domain.understanding.reading import understand

from .asked import NOW, policy, product, variant

SET: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("everyday.yaml").read_text("utf-8"))
TALKS: Sequence[Mapping[str, Any]] = SET["talks"]
TERMS = policy("SHIPPING", text="付款后2个工作日内发货，发货后10-18天送达，运费5.00美元。") + policy(
    "REFUND", text="收到后30天内可退货，退货运费由买家承担。"
)


def _sold(shop: Mapping[str, Any]) -> product_pb2.Product:
    variants = [
        variant(f"V-{number}", **{name: value})
        for name, values in shop.get("options", {}).items()
        for number, value in enumerate(values)
    ]
    changes = {key: shop[key] for key in ("title", "category_hint", "description") if key in shop}
    return product(*shop["rows"].items(), variants=variants, **changes)


def _answers(base: TermBase, talk: Mapping[str, Any]) -> list[str]:
    """Each turn's answer as it goes out."""
    of = _sold(SET["shops"][talk["shop"]])
    summary, language = summary_of(of), talk["language"]
    own: tuple[Fact, ...] = (*facts_of_product(of, base).facts, *TERMS)
    state = State("c", language=language, focus=Focus(product_id=of.id))
    answers = []
    for turn in talk["turns"]:
        read = understand(turn["asks"], language, state, summary, NOW)
        country = read.country or state.focus.country
        shelf = Shelf.of((*own, *(facts_of_market(country) if country else ())), matters())
        sentences, _ = known(read, state, shelf, summary, NOW, base)
        draft = checked(Draft(read.language, tuple(sentences)), read)
        assert draft.doubts == (), turn["asks"]
        answers.append(" ".join(one.text for one in draft.sentences))
        state = replace(state, focus=focus_after(read, state.focus, of.id))
    return answers


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: f"{talk['shop']}-{talk['language']}")
def test_each_turn_says_what_was_asked_and_nothing_of_the_turn_before(
    base: TermBase, talk: Mapping[str, Any]
) -> None:
    for turn, answer in zip(talk["turns"], _answers(base, talk), strict=True):
        plain = answer.casefold().replace("\u00a0", " ").replace("\u202f", " ")
        for words in turn.get("says", ()):
            assert str(words).casefold() in plain, (turn["asks"], answer)
        for words in turn.get("never", ()):
            assert str(words).casefold() not in plain, (turn["asks"], answer)


def test_a_code_of_a_plug_is_of_no_language() -> None:
    assert language_of("usb-c?", "en", "en") == "en"

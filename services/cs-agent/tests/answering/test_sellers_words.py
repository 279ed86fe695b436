"""Conversations with shops whose rows and policies are written as sellers on 1688 write them.

What is told and what is never told stands in sellers_words.yaml, message by message.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from argosy_commerce.terms import TermBase
from argosy_commerce.terms.strict_yaml import document
from cs_agent.domain.answering.knowledge import known
from cs_agent.domain.conversation import Focus, State
from cs_agent.domain.knowledge.markets import facts_of_market
from cs_agent.domain.knowledge.products import facts_of_product
from cs_agent.domain.knowledge.summaries import summary_of
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.understanding.focusing import focus_after
from cs_agent.domain.understanding.reading import understand

from .asked import NOW, policy, product, variant

SHOPS: dict[str, Any] = document(Path(__file__).with_name("sellers_words.yaml").read_text(encoding="utf-8"))


def _talks() -> Iterator[Any]:
    for name, shop in SHOPS.items():
        for language in shop["talks"]:
            yield pytest.param(shop, language, id=f"{name}-{language}")


@pytest.mark.parametrize(("shop", "language"), [*_talks()])
def test_each_message_is_told_what_it_asks_and_nothing_that_is_not_so(
    shop: dict[str, Any], language: str, base: TermBase
) -> None:
    rows = [(name, value) for name, value in shop["rows"].items()]
    variants = [variant(f"V{n}", price, **options) for n, (price, options) in enumerate(shop["variants"])]
    text = shop.get("description", "")
    of = product(
        *rows, title=shop["title"], category_hint=shop["category"], description=text, variants=variants
    )
    terms = tuple(fact for kind, text in shop["policies"].items() for fact in policy(kind, text=text))
    summary, state = summary_of(of), State("c", language=language, focus=Focus(product_id=of.id))
    for message, told, never in shop["talks"][language]:
        read = understand(message, language, state, summary, NOW)
        country = read.country or state.focus.country
        facts = (*facts_of_product(of, base).facts, *terms, *(facts_of_market(country) if country else ()))
        sentences, _ = known(read, state, Shelf.of(facts, matters()), summary, NOW, base)
        answer = " ".join(one.text for one in sentences)
        for words in told:
            assert words in answer, f"{message}: {answer}"
        for words in never:
            assert words not in answer, f"{message}: {answer}"
        state = replace(state, focus=focus_after(read, state.focus, of.id))

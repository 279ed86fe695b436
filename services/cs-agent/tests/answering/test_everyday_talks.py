"""Everyday conversations about two things: each message gets what it asks, in the buyer's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from argosy.product.v1 import product_pb2
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.strict_yaml import document
from cs_agent.domain.answer import Draft, Sentence
from cs_agent.domain.answering.knowledge import known
from cs_agent.domain.checking import checked
from cs_agent.domain.conversation import Focus, State
from cs_agent.domain.fact import Fact
from cs_agent.domain.knowledge.products import facts_of_product
from cs_agent.domain.knowledge.summaries import summary_of
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.understanding.focusing import focus_after
from cs_agent.domain.understanding.reading import understand

from .asked import NOW, policy, product, variant


@cache
def _written() -> Mapping[str, Any]:
    text = Path(__file__).with_name("everyday_talks.yaml").read_text(encoding="utf-8")
    rows: dict[str, Any] = document(text)
    return rows


@cache
def _shop(name: str) -> tuple[product_pb2.Product, tuple[Fact, ...]]:
    row = _written()["shops"][name]
    variants = [variant(sku, price, **options) for sku, price, options in row["variants"]]
    sold = product(*row["rows"].items(), variants=variants, **row["product"])
    terms = (policy(one["kind"], text=one.get("text", ""), **one["rules"]) for one in row["policies"])
    return sold, tuple(fact for facts in terms for fact in facts)


def _talks() -> Iterator[Any]:
    for shop, talks in _written()["talks"].items():
        for language, rows in talks.items():
            yield pytest.param(shop, language, rows, id=f"{shop}-{language}")


@pytest.mark.parametrize(("shop", "language", "rows"), [*_talks()])
def test_each_message_gets_what_it_asks(shop: str, language: str, rows: list[Any], base: TermBase) -> None:
    sold, terms = _shop(shop)
    summary = summary_of(sold)
    state = State("c", language=language, focus=Focus(product_id=sold.id))
    for message, must in rows:
        read = understand(message, language, state, summary, NOW)
        shelf = Shelf.of((*facts_of_product(sold, base).facts, *terms), matters())
        said, _ = known(read, state, shelf, summary, NOW, base)
        _holds(message, checked(Draft(read.language, tuple(said)), read).sentences, must)
        state = replace(state, language=read.language, focus=focus_after(read, state.focus, sold.id))


def _holds(message: str, said: tuple[Sentence, ...], must: Mapping[str, Any]) -> None:
    text = " ".join(one.text for one in said)
    rules = {one.rule for one in said}
    assert must.get("rule") is None or must["rule"] in rules, (message, text, rules)
    assert all(words in text for words in must.get("has", ())), (message, text)
    assert text, message
    assert not any(words in text for words in must.get("not", ())), (message, text)

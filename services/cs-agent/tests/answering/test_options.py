"""What is asked of variants by their options, in fifteen languages, each conversation turn by turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
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
from cs_agent.domain.knowledge.products import facts_of_product
from cs_agent.domain.knowledge.summaries import summary_of
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.understanding import option_words
from cs_agent.domain.understanding.focusing import focus_after
from cs_agent.domain.understanding.reading import understand

from .asked import NOW, product, variant

_HERE = Path(__file__).parent
SHOPS: Mapping[str, Any] = document((_HERE / "options.yaml").read_text(encoding="utf-8"))


def shop(name: str) -> product_pb2.Product:
    row = SHOPS[name]
    names = row["options"]
    variants = [
        variant(f"{name}-{place}", str(amount), **dict(zip(names, values, strict=True)))
        for place, (amount, *values) in enumerate(row["variants"])
    ]
    return product(*row["rows"].items(), title=row["title"], variants=variants)


def talk(
    base: TermBase, of: product_pb2.Product, language: str, texts: Sequence[str]
) -> list[tuple[Sentence, ...]]:
    shelf, summary = Shelf.of(facts_of_product(of, base).facts, matters()), summary_of(of)
    state, told = State("c", language=language, focus=Focus(product_id=of.id)), []
    for text in texts:
        read = understand(text, language, state, summary, NOW)
        sentences, _ = known(read, state, shelf, summary, NOW, base)
        told.append(checked(Draft(read.language, tuple(sentences)), read).sentences)
        state = replace(state, focus=focus_after(read, state.focus, of.id))
    return told


CASES = [(name, language, texts) for name, row in SHOPS.items() for language, texts in row["asks"].items()]


@pytest.mark.parametrize(("name", "language", "texts"), CASES)
def test_options_are_answered_as_they_are_named(
    base: TermBase, name: str, language: str, texts: Sequence[str]
) -> None:
    of, wanted = shop(name), SHOPS[name]["wanted"]
    prices = {f"{name}-{place}": amount for place, (amount, *_) in enumerate(SHOPS[name]["variants"])}
    for text, answer, want in zip(texts, talk(base, of, language, texts), wanted, strict=True):
        verdict, amounts = want.get("verdict", ""), want.get("prices")
        said = {one.rule.split(":")[1] for one in answer if one.rule.startswith("verdict:")}
        assert said == ({verdict} if verdict else set()), (text, answer)
        facts = [fact for one in answer for fact in one.facts]
        if amounts is not None:
            told = {prices[fact.ref] for fact in facts if fact.kind == "price"}
            assert told == {float(one) for one in amounts}, (text, answer)
        if only := want.get("only"):
            quotes = {fact.quote for fact in facts if fact.kind == "variant"}
            assert quotes, (text, answer)
            assert all(one in quote for one in only for quote in quotes), (text, answer)


def test_the_words_name_what_the_term_base_has() -> None:
    assert option_words.faults() == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "is the 5 L one airtight?"),
        ("de", "ist der 5 Liter luftdicht?"),
        ("zh", "5升的密封吗"),
        ("es", "la de 5 litros es hermética?"),
    ],
)
def test_what_is_asked_of_the_thing_is_no_question_of_its_options(language: str, text: str) -> None:
    state = State("c", language=language, focus=Focus(product_id="p1"))
    assert understand(text, language, state, summary_of(shop("bin")), NOW).options is None


def test_a_variant_without_words_is_quoted_and_never_told_by_its_number(base: TermBase) -> None:
    drill = product(
        title="手电钻",
        variants=[variant("D-1", "49.00", 套餐="一电一充"), variant("D-2", "59.00", 套餐="两电一充")],
    )
    (answer,) = talk(base, drill, "en", ["how much is it?"])
    assert answer
    assert all("D-" not in one.text for one in answer)

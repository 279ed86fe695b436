from __future__ import annotations

import pytest

from argosy_catalogue.facts import ProductFacts, read_facts
from argosy_catalogue.source import read_source
from argosy_commerce import terms
from argosy_commerce.terms import TermBase
from argosy_inference import CallContext
from argosy_testing.products import product
from argosy_testing.tier import FakeTier
from listing_localizer.adapters.translator import say_sentences
from listing_localizer.domain.wanted_terms import MAX_PAIRS, wanted_terms


@pytest.fixture(scope="module")
def facts() -> ProductFacts:
    source = read_source(product(description="面料柔软，透气舒适。不起球，可机洗。适合夏季穿着，包邮。"))
    return read_facts(source, TermBase.load())


async def test_a_translator_is_asked_for_the_terms_of_the_words_in_each_sentence(facts: ProductFacts) -> None:
    tier = FakeTier()
    await say_sentences(
        tier, facts.sentences, {}, own=TermBase.load(), target="es", brand="Lumora",
        wanted=wanted_terms(facts, "es", TermBase.load()), context=CallContext("m-1", 5),
    )  # fmt: skip
    first, second, third = tier.called("translate")[0].arguments[0]
    assert ("柔软", "suave") in [(t.source, t.target) for t in first.constraints.terms]
    assert ("可机洗", "lavable a máquina") in [(t.source, t.target) for t in second.constraints.terms]
    assert "柔软" not in [t.source for t in second.constraints.terms]
    assert all(t.source != "包邮" for t in third.constraints.terms)
    assert {r.constraints.category for r in (first, second, third)} == {"category.tshirt"}
    assert first.constraints.keep == ("Lumora",)


def test_the_merchants_own_word_wins_over_the_term_bases(facts: ProductFacts) -> None:
    wanted = wanted_terms(
        facts, "es", TermBase.load(), [("柔软", "sedoso"), ("起球", "pilling"), ("没有", "x")]
    )
    pairs = dict(wanted.of(facts.sentences[0]))
    assert pairs["柔软"] == "sedoso"
    assert "没有" not in pairs


def test_no_sentence_asks_for_more_terms_than_a_model_can_keep() -> None:
    source = read_source(product(description="柔软透气" * 100))
    facts = read_facts(source, TermBase.load())
    glossary = [(chr(0x4E00 + i), "x") for i in range(100)]
    for sentence in facts.sentences:
        assert len(wanted_terms(facts, "es", TermBase.load(), glossary).of(sentence)) <= MAX_PAIRS


@pytest.mark.parametrize("language", ["en", "es", "de", "ar", "ko", "th"])
def test_asking_the_term_base_for_its_own_terms_changes_nothing(facts: ProductFacts, language: str) -> None:
    base = TermBase.load()
    wanted = wanted_terms(facts, language, base)
    for sentence in facts.sentences:
        plain = terms.Constraints(category=facts.category)
        asked = terms.Constraints(terms=wanted.of(sentence), category=facts.category)
        assert terms.translate(sentence.text, language, "sentence", asked, base=base) == terms.translate(
            sentence.text, language, "sentence", plain, base=base
        )

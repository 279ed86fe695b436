from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_commerce.terms import TermBase
from argosy_testing.growth import cost_growth
from cs_agent.domain.conversation import Focus
from cs_agent.domain.fact import Fact, Found
from cs_agent.domain.knowledge.faq import entry_of, facts_of_entries
from cs_agent.domain.knowledge.policies import facts_of_policy
from cs_agent.domain.knowledge.products import facts_of_product
from cs_agent.domain.retrieval import intents
from cs_agent.domain.retrieval.finding import MOST_FOUND, find, known_from
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.retrieval.matters import LANGUAGES, matters, read_matters
from cs_agent.domain.retrieval.scoring import SIGNALS
from cs_agent.domain.retrieval.weighing import is_weak, weights
from cs_agent.domain.understood import Intent, ReadIntent, Understood

from ..knowledge.made import shipping, shirt  # noqa: TID252 — tests are no package of their own

BASE = TermBase.load()
NOW = datetime(2026, 11, 26, tzinfo=UTC)
FACTS = (
    *facts_of_product(shirt(), BASE).facts,
    *facts_of_policy(shipping("DE", (7, 12))).facts,
    *facts_of_policy(shipping("", (12, 25))).facts,
    *facts_of_entries([entry_of("可以做礼品包装吗？", "可以，每件2.50美元。")]).facts,
)
SHELF = Shelf.of(FACTS, matters())


def ask(
    text: str, language: str, *meant: Intent, country: str = "", facts: tuple[Fact, ...] | Shelf = SHELF
) -> tuple[Found, ...]:
    read = Understood(text, language, tuple(ReadIntent(one, 1.0, text) for one in meant), country=country)
    return find(read, Focus(product_id="s1"), facts, NOW, base=BASE)


def test_the_data_is_sound() -> None:
    assert list(intents.faults(BASE.lexicon, frozenset(matters().rows))) == []
    assert set(weights().weights) == set(SIGNALS)
    for row in read_matters():
        assert set(row.words) == set(LANGUAGES), row.id
        assert all(concept in BASE.lexicon for concept in row.concepts), row.id


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "will it shrink in the wash?"),
        ("zh", "会缩水吗"),
        ("es", "¿encoge al lavarla?"),
        ("pt", "encolhe quando lava?"),
        ("fr", "est-ce que ça rétrécit ?"),
        ("de", "läuft das ein?"),
        ("it", "si restringe?"),
        ("nl", "krimpt het in de was?"),
        ("pl", "czy się kurczy?"),
        ("ru", "садится после стирки?"),
        ("tr", "yıkayınca çeker mi"),
        ("ar", "هل ينكمش بعد الغسيل؟"),
        ("th", "ซักแล้วหดไหม"),
        ("ja", "縮みますか"),
        ("ko", "빨면 줄어드나요?"),
    ],
)
def test_the_same_question_finds_the_same_row_in_every_language(language: str, text: str) -> None:
    found = ask(text, language, "care")
    assert "s1/attribute:缩水率" in [one.fact.place for one in found[:3]]
    assert found[0].score >= known_from()


def test_a_country_gets_its_own_rule_and_all_others_the_common_one() -> None:
    german = ask("How long does delivery take?", "en", "delivery_time", country="DE")
    french = ask("How long does delivery take?", "en", "delivery_time", country="FR")
    assert german[0].fact.ref.startswith("SHIPPING:DE:")
    assert french[0].fact.ref.startswith("SHIPPING:ALL:")
    assert not any(":DE:" in one.fact.ref for one in french)


def test_the_variant_that_was_named_comes_before_the_others() -> None:
    found = [
        one.fact.ref
        for one in ask("how much is the red one in M?", "en", "price")
        if one.fact.ref.startswith("S1-")
    ]
    assert found[0] == "S1-RED-M"


def test_an_entry_is_found_in_another_language_by_its_matter() -> None:
    assert ask("Könnt ihr es als Geschenk verpacken?", "de", "contents")[0].fact.kind == "faq"


def test_what_no_fact_tells_is_below_the_threshold() -> None:
    found = ask("Is it Oeko-Tex certified?", "en", "safety")
    assert not found or found[0].score < known_from()


@pytest.mark.parametrize("intent", ["medical", "competitor", "greeting", "abuse", "unclear"])
def test_nothing_is_looked_for_where_no_fact_may_answer(intent: Intent) -> None:
    assert ask("does cotton cure eczema", "en", intent) == ()


def test_a_few_shared_words_are_weak_and_a_named_matter_is_not() -> None:
    assert is_weak({"words": 0.1, "is_attribute": 1.0, "concept_says": 0.1})
    assert not is_weak({"words": 0.1, "matter_says": 0.2})
    assert not is_weak({"words": 0.5})


def test_facts_and_their_shelf_give_the_same() -> None:
    assert ask("what is it made of", "en", "material") == ask(
        "what is it made of", "en", "material", facts=FACTS
    )


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=300), st.sampled_from(LANGUAGES), st.sampled_from(["features", "price", "size_advice"])
)
def test_scores_are_ordered_and_bounded_whatever_is_asked(text: str, language: str, intent: Intent) -> None:
    found = ask(text, language, intent)
    assert len(found) <= MOST_FOUND
    assert all(0 <= one.score <= 1 for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@pytest.mark.parametrize("language", ["en", "de", "zh", "ar"])
def test_cost_grows_with_the_message(language: str) -> None:
    word = {"zh": "会缩水吗", "ar": "هل ينكمش "}.get(language, "will it shrink, läuft ein ")
    assert cost_growth(lambda many: ask(word * many, language, "care"), 10, 160) < 48


def test_a_vector_lifts_a_fact_but_makes_no_answer_of_it() -> None:
    read = Understood("zzz", "en", (ReadIntent("features", 1.0, "zzz"),))
    found = find(
        read,
        Focus(product_id="s1"),
        SHELF,
        NOW,
        base=BASE,
        closeness=lambda fact: 0.99 * (fact.kind == "weight"),
    )
    assert (found[0].fact.kind, found[0].how) == ("weight", "vector")
    assert found[0].score < known_from()

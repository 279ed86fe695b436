"""Everyday words of fifteen languages, and what they join."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from argosy_commerce.terms import TermBase
from argosy_testing.growth import cost_growth
from cs_agent.domain.conversation import Focus
from cs_agent.domain.knowledge.products import facts_of_product
from cs_agent.domain.retrieval.finding import find, known_from
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.retrieval.matters import LANGUAGES, matters
from cs_agent.domain.retrieval.ranking import OF_THE_FIRST, SEEN, ranking
from cs_agent.domain.retrieval.scoring import BY_MEANING, SIGNALS
from cs_agent.domain.retrieval.vocabulary import read_meanings, signs_of, vocabulary
from cs_agent.domain.understood import ReadIntent, Understood

from ..knowledge.made import shirt  # noqa: TID252 — tests are no package of their own

BASE = TermBase.load()
NOW = datetime(2026, 11, 27, tzinfo=UTC)
WOBBLES = {
    "en": "is it wobbly on an old floor?",
    "zh": "放旧地板上会摇晃吗",
    "es": "¿en un suelo viejo queda inestable?",
    "pt": "vai balançar num piso velho?",
    "fr": "elle sera bancale sur un vieux parquet ?",
    "de": "wackelt das auf alten Dielen?",
    "it": "su un pavimento vecchio è instabile?",
    "nl": "wiebelt hij op een oude vloer?",
    "pl": "czy będzie się chwiać na starej podłodze?",
    "ru": "будет шататься на старом полу?",
    "tr": "eski zeminde sallanır mı?",
    "ar": "هل يتأرجح على أرضية قديمة؟",
    "th": "วางบนพื้นเก่าจะโยกเยกไหม",
    "ja": "古い床だとぐらつきますか",
    "ko": "오래된 바닥에서 흔들리나요?",
}


def test_every_meaning_has_words_in_every_language() -> None:
    rows = list(read_meanings())
    assert len(rows) > 2_000
    assert [id_ for id_, many in Counter(row.id for row in rows).items() if many > 1] == []
    for row in rows:
        assert set(row.words) == set(LANGUAGES), row.id
        for language, cell in row.words.items():
            words = cell.split("|")
            assert all(word and word == word.strip() for word in words), (row.id, language)
            assert len(set(words)) == len(words), (row.id, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meaning_is_found_by_its_own_words(language: str) -> None:
    known = vocabulary()
    rows = list(read_meanings())
    words = [(row.id, word) for row in rows for word in row.words[language].split("|")]
    missed = [
        (id_, word) for id_, word in words if not any(id_ in ids for ids in known.meanings(word, language))
    ]
    # Words that are small ones of their language, or hidden by a longer one that they are a form of.
    assert len(missed) < len(words) * 0.01, missed[:20]


@pytest.mark.parametrize(("language", "text"), WOBBLES.items())
def test_a_form_within_a_sentence_says_the_same_in_every_language(language: str, text: str) -> None:
    assert any("general.wobble" in ids for ids in vocabulary().meanings(text, language))


@pytest.mark.parametrize(("language", "text"), WOBBLES.items())
def test_an_everyday_word_finds_the_row_that_no_matter_names(language: str, text: str) -> None:
    rows = [{"name": "桌腿", "value": "加粗管脚, 放置平稳, 不摇晃"}, {"name": "包装", "value": "纸箱"}]
    facts = facts_of_product(shirt(title="书桌", description="", attributes=rows), BASE).facts
    read = Understood(text, language, (ReadIntent("features", 0.4, text),))
    found = find(read, Focus(product_id="s1"), Shelf.of(facts, matters()), NOW, base=BASE)
    assert found[0].fact.ref == "桌腿"
    assert found[0].likeness > 0


def test_a_longer_word_hides_those_in_it() -> None:
    assert set[str]().union(*vocabulary().meanings("knife block", "en")) == {"home.knife_block"}


def test_a_german_compound_says_what_its_parts_say() -> None:
    told = set[str]().union(*vocabulary().meanings("Schubladenklinge", "de"))
    assert "general.blade" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_word_means_nothing(language: str) -> None:
    for text in ("\0", "\0 \0", "\ufffd", " ", "."):
        assert vocabulary().meanings(text, language) == ()


def test_idle_signs_join_nothing() -> None:
    assert signs_of("这个的了不") == frozenset()


@pytest.mark.parametrize("language", ["de", "zh", "ar", "th"])
def test_cost_grows_with_the_text(language: str) -> None:
    word = WOBBLES[language] + " "
    assert cost_growth(lambda many: vocabulary().meanings(word * many, language), 10, 160) < 64


@pytest.mark.parametrize("language", ["de", "nl", "en", "zh"])
def test_cost_grows_with_a_single_word(language: str) -> None:
    def read(many: int) -> object:
        return vocabulary().meanings("wackel" * many, language)

    assert cost_growth(read, 70, 1_120) < 64


def test_the_ranking_weighs_what_there_is() -> None:
    assert set(ranking().order) == {*SIGNALS, *BY_MEANING}
    assert tuple(ranking().reader) == SEEN
    assert set(OF_THE_FIRST) <= {*SIGNALS, *BY_MEANING}
    assert known_from() == 0.5, "a bias moves the bar: ranking_weights.py"

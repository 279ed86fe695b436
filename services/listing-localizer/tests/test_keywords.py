"""Keywords are what shoppers type: names first, pairs, single words; no brand of others, nothing twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_catalogue.facts import read_facts
from argosy_catalogue.source import read_source
from argosy_commerce import channels_fitting as fitting
from argosy_commerce.channels import channel
from argosy_commerce.terms import TermBase
from argosy_testing.products import product
from listing_localizer.domain.keywords import keywords_of, typed_variants


def keywords(
    base: TermBase, language: str, channel_id: str = "generic", written: str = "", **changes: object
) -> list[str]:
    facts = read_facts(read_source(product(**changes)), base)
    return keywords_of(facts, base.lexicon, language, channel(channel_id), written)


def test_the_things_name_comes_first_then_pairs_that_shoppers_type(base: TermBase) -> None:
    found = keywords(base, "es")
    assert found[0] == "camiseta"
    assert "camiseta de verano" in found
    assert "camiseta negra" in found
    assert found.index("camiseta negra") < found.index("negro")


def test_words_without_their_marks_come_after_all_words_as_spelt(base: TermBase) -> None:
    found = keywords(base, "es")
    assert found.index("algodón") < found.index("algodon")
    assert all(word in found for word in typed_variants("algodón", "es"))


@pytest.mark.parametrize("language", ["en", "es", "de", "ar", "ko", "th"])
def test_no_keyword_stands_twice_and_none_names_anothers_brand(base: TermBase, language: str) -> None:
    found = keywords(base, language, title="适用华为手机壳 透明 防摔 硅胶", category_hint="手机壳", brand="")
    assert len(found) == len(set(found))
    assert not any("huawei" in word.casefold() for word in found)


def test_a_channel_that_matches_words_gets_each_word_once_and_none_of_the_title(base: TermBase) -> None:
    title = "Camiseta negra de algodón"
    found = keywords(base, "es", "amazon", title)
    assert all(" " not in word for word in found)
    assert not {word.casefold() for word in found} & {"camiseta", "negra", "de", "algodón"}
    fitted = fitting.fit_keywords(found, channel("amazon"))
    assert len(" ".join(fitted).encode()) < 250


@given(st.text(max_size=40), st.sampled_from(["es", "de", "pl", "tr", "ru", "ar", "fr", "en", "ja"]))
def test_a_variant_is_another_spelling_and_has_no_further_variant(word: str, language: str) -> None:
    for variant in typed_variants(word, language):
        assert variant != word
        assert all(again == variant for again in typed_variants(variant, language)) or language == "ar"


def test_keywords_claim_no_purity(base: TermBase) -> None:
    found = keywords(base, "en", title="纯棉短袖连衣裙女", category_hint="连衣裙", brand="")
    assert "cotton dress" in found
    assert not any("100" in word for word in found)

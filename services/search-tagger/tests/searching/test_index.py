"""Products are found by ids, not by words; what is not wanted, too dear or of another size is not shown."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from argosy_commerce.exchange import read_rates
from argosy_commerce.money import Money
from argosy_commerce.terms import TermBase
from search_tagger.adapters.index import NoIndex, ProductIndex
from search_tagger.adapters.rows import document_in, row_of
from search_tagger.domain.rules import rules
from search_tagger.domain.searching.tokens import tokens_unwanted, tokens_wanted
from search_tagger.domain.tags import Contradiction, Evidence, Interpreted, PriceRange

sys.path.insert(0, str(Path(__file__).parent))

from goods import document, query, tag

ME, OTHER = "m-1", "m-2"


@pytest.fixture
def index(base: TermBase, tmp_path: Path) -> Iterator[ProductIndex]:
    black, cotton = (
        tag("colour", "colour.black", quote="黑色"),
        tag("material", "95 % material.cotton", quote="95%棉"),
    )
    mine = [
        document(base, "black-dress", "category.evening_dress", black, cotton, price="30 EUR"),
        document(
            base, "navy-dress", "category.dress", tag("colour", "colour.navy", quote="藏青"), price="60 EUR"
        ),
        document(base, "black-shoes", "category.shoes", black, tag("size", "36-41")),
        document(base, "unknown", None, black, title="Lumora VX-G7 神秘物品"),
        document(base, "leather", "category.jacket", tag("material", "material.genuine_leather")),
    ]
    with ProductIndex(tmp_path / "index.sqlite", make=True) as made:
        made.put(ME, [(one, "v1") for one in mine], base.lexicon)
        made.put(OTHER, [(document(base, "theirs", "category.dress", black), "v1")], base.lexicon)
        yield made


def found(index: ProductIndex, base: TermBase, wanted: Interpreted, merchant: str = ME) -> list[str]:
    hits = index.search(merchant, wanted, base.lexicon).hits
    return [hit.document.tagged.product_id for hit in hits]


def test_what_is_of_the_category_comes_first_and_of_it_what_has_the_tags(
    index: ProductIndex, base: TermBase
) -> None:
    wanted = query(base, "category.dress", "colour.black")
    assert found(index, base, wanted) == ["black-dress", "navy-dress", "unknown"]


def test_a_hit_says_which_tag_matched_in_whose_words(index: ProductIndex, base: TermBase) -> None:
    wanted = query(base, "category.dress", "colour.black", "material.cotton")
    (hit, *_) = index.search(ME, wanted, base.lexicon).hits
    assert [(m.value, m.words, m.tag.evidence[0].quote) for m in hit.matched] == [
        ("colour.black", "colour.black", "黑色"),
        ("material.cotton", "material.cotton", "95%棉"),
    ]


def test_other_categories_are_shown_only_where_nothing_nearer_is(index: ProductIndex, base: TermBase) -> None:
    assert "black-shoes" not in found(index, base, query(base, "category.dress", "colour.black"))
    (only,) = found(index, base, query(base, "category.boots", "colour.black"))[:1]
    assert only == "black-shoes"


def test_blue_is_every_shade_of_it(index: ProductIndex, base: TermBase) -> None:
    assert found(index, base, query(base, "category.dress", "colour.blue"))[0] == "navy-dress"


def test_values_that_one_word_of_the_querys_language_names_are_found_by_each(
    index: ProductIndex, base: TermBase
) -> None:
    fits = [tag("fit", "fit.straight"), tag("fit", "fit.straight_cut")]
    made = [document(base, one.value, "category.trousers", one) for one in fits]
    index.put(ME, [(one, "v1") for one in made], base.lexicon)
    spanish = replace(query(base, None, "fit.straight_cut"), language="es")
    assert set(found(index, base, spanish)) == {"fit.straight", "fit.straight_cut"}


def test_what_is_not_wanted_is_not_shown_with_its_kinds_and_shades(
    index: ProductIndex, base: TermBase
) -> None:
    assert found(index, base, query(base, "category.dress", negated=("colour.blue",))) == ["black-dress"]
    assert found(index, base, query(base, "category.jacket", negated=("material.genuine_leather",))) == []
    assert found(index, base, query(base, "category.jacket", negated=("material.pu_leather",))) == ["leather"]
    assert found(index, base, query(base, "category.dress", negated=("category.evening_dress",))) == [
        "navy-dress"
    ]


def test_a_variant_nobody_has_to_choose_rules_nothing_out(index: ProductIndex, base: TermBase) -> None:
    colours = [tag("colour", f"colour.{name}", kind="option") for name in ("pink", "black")]
    index.put(ME, [(document(base, "bag", "category.backpack", *colours), "v1")], base.lexicon)
    assert found(index, base, query(base, "category.backpack", negated=("colour.pink",))) == ["bag"]


def test_prices_rule_out_where_they_can_be_compared(index: ProductIndex, base: TermBase) -> None:
    up_to_40 = PriceRange(None, Money.from_strings("40", "EUR"))
    assert found(index, base, query(base, "category.dress", price=up_to_40)) == ["black-dress"]
    from_40 = PriceRange(Money.from_strings("40", "EUR"), None)
    assert found(index, base, query(base, "category.dress", price=from_40)) == ["navy-dress"]
    roubles = query(base, "category.dress", price=PriceRange(None, Money.from_strings("4000", "RUB")))
    hits = index.search(ME, roubles, base.lexicon).hits
    assert [hit.price_compared for hit in hits] == [False, False]
    rates = read_rates('{"date": "2026-11-20", "EUR": {"RUB": "100"}}')
    (hit,) = index.search(ME, roubles, base.lexicon, rates=rates).hits
    assert hit.document.tagged.product_id == "black-dress"


def test_sizes_rule_out_where_both_tell_them(index: ProductIndex, base: TermBase) -> None:
    assert found(index, base, query(base, "category.shoes", sizes=("EU 38",))) == ["black-shoes"]
    assert found(index, base, query(base, "category.shoes", sizes=("44",))) == []
    assert found(index, base, query(base, "category.dress", sizes=("M",))) == ["black-dress", "navy-dress"]


def test_words_without_an_id_find_titles_that_have_them(index: ProductIndex, base: TermBase) -> None:
    assert found(index, base, query(base, unmatched=("vx-g7",))) == ["unknown"]
    assert found(index, base, query(base, unmatched=("神秘",))) == ["unknown"]
    assert found(index, base, query(base)) == []


def test_a_merchant_never_finds_anothers(index: ProductIndex, base: TermBase) -> None:
    assert found(index, base, query(base, "category.dress"), OTHER) == ["theirs"]
    assert "theirs" not in found(index, base, query(base, "category.dress"))
    assert found(index, base, query(base, "category.dress"), 'm-3" OR tokens : "m_6d2d31') == []


def test_a_product_put_again_is_there_once_and_as_it_is_now(index: ProductIndex, base: TermBase) -> None:
    index.put(ME, [(document(base, "navy-dress", "category.shoes", title="x"), "v2")], base.lexicon)
    assert "navy-dress" not in found(index, base, query(base, "category.dress"))
    assert index.made_of(ME)["navy-dress"] == "v2"
    assert index.merchants() == {ME: 5, OTHER: 1}
    assert index.remove(ME, "navy-dress")
    assert not index.remove(ME, "navy-dress")
    assert not index.remove(ME, "theirs")
    assert found(index, base, query(base, "category.shoes")) == ["black-shoes"]


def test_the_file_keeps_all_of_a_document(base: TermBase) -> None:
    made = document(base, "a", "category.dress", tag("colour", "colour.black"), price="30 EUR")
    evidence = Evidence("attribute", "材质", "棉")
    full = replace(
        made.tagged, contradictions=(Contradiction("attribute.material", evidence, evidence),),
        unread=("魑魅",), unseen=("attribute.neckline",), doubts=("one",),
    )  # fmt: skip
    assert document_in(row_of(replace(made, tagged=full))) == replace(made, tagged=full)


def test_no_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match="argosy tag"):
        ProductIndex(tmp_path / "none.sqlite")
    (tmp_path / "text").write_text("this is no database, and long enough to be seen as none" * 20)
    with pytest.raises(NoIndex, match="cannot be used"):
        ProductIndex(tmp_path / "text")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=20))
def test_whatever_is_typed_is_no_operator(
    index: ProductIndex, base: TermBase, words: str, size: str, merchant: str
) -> None:
    wanted = query(base, None, unmatched=(words, 'a" OR "b', "NEAR(a b)", "*", "^x"), sizes=(size,))
    assert found(index, base, wanted, f"none {merchant}".replace("\ud800", "")) == []


def test_what_was_tagged_by_an_earlier_id_is_found_by_the_one_of_now(base: TermBase) -> None:
    lexicon = base.lexicon

    for earlier, one in rules("one_id")["one_id"].items():
        assert {earlier, one} <= set(lexicon.concepts)
        assert earlier in tokens_wanted(one, lexicon, "en")
        assert earlier in tokens_unwanted(one, lexicon)

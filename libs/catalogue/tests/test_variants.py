"""Variants: the market's words and sizes, prices as they are, and never two alike without saying so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_catalogue.facts import read_facts
from argosy_catalogue.sizing import sizing_of
from argosy_catalogue.source import MAX_VARIANTS, read_source
from argosy_catalogue.variants import VariantFindings, say_variants
from argosy_commerce.markets import market
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.scripts import foreign_han
from argosy_testing.products import product
from argosy_testing.size_charts import CHARTS, VARIANTS, variants

MARKETS = ["ES", "US", "GB", "DE", "KR", "SA", "JP"]


def findings(base: TermBase, code: str, **changes: object) -> VariantFindings:
    facts = read_facts(read_source(product(**changes)), base)
    return say_variants(facts, sizing_of(facts, market(code), base), base)


def values(base: TermBase, name: str, code: str) -> list[str]:
    """The last option of each sku: its size in most sets."""
    return [variant.options[-1].value for variant in findings(base, code, **VARIANTS[name]).variants]


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("shoes", "US", ["US 5.5 (CN 36)", "US 6 (CN 37)", "US 7.5 (CN 38.5)"]),
        ("shoes", "ES", ["EU 36 (CN 36)", "EU 37 (CN 37)", "EU 38.5 (CN 38.5)"]),
        ("shoes", "KR", ["230 mm (CN 36)", "235 mm (CN 37)", "245 mm (CN 38.5)"]),
        ("shoes", "SA", ["EU 36 (CN 36)", "EU 37 (CN 37)", "EU 38.5 (CN 38.5)"]),
        ("men_shoes", "KR", ["44", "270 mm (CN 44)"]),
        ("couple", "US", ["US M 7.5 / W 8.5 (CN 40)", "US M 8.5 / W 9.5 (CN 41)"]),
        ("letters", "GB", ["M · Suitable for 45–50 kg", "XL · Suitable for 60–65 kg", "One size"]),
        ("kids_v", "US", ["4-5Y (CN 110 cm)", "6-7Y (CN 120)", "130 cm"]),
        ("kids_v", "DE", ["110 cm", "120 cm", "130 cm"]),
        ("ring", "US", ["US 6 (HK 12)", "7", "Open-design"]),
        ("ring", "ES", ["12 (52 mm, HK 12)", "7", "Abierto"]),
        ("bra", "US", ["US 34B (CN 75B=34B)", "80E"]),
        ("bed", "GB", ["king (150 × 200 cm)", "super king (180 × 200 cm)", "120 × 200 cm"]),
        ("jeans_v", "DE", ["W28", "W29"]),
    ],
)
def test_a_variants_size_is_the_markets_with_the_sellers_beside_it(
    base: TermBase, name: str, code: str, expected: list[str]
) -> None:
    assert values(base, name, code) == expected


def test_options_have_their_names_colours_and_the_merchants_words(base: TermBase) -> None:
    first = findings(base, "ES", **VARIANTS["shoes"]).variants[0]
    assert [(option.concept, option.name, option.value) for option in first.options] == [
        ("attribute.colour", "Color", "Negro"),
        ("attribute.size", "Talla", "EU 36 (CN 36)"),
    ]
    assert first.options[0].source.value == "黑色"
    assert (first.sku, first.price.amount if first.price else "") == ("sku-0", "59.90")


def test_a_choice_that_nobody_can_say_is_left_out_of_the_text_and_told(base: TermBase) -> None:
    found = findings(base, "DE", **VARIANTS["unsayable"])
    assert [variant.options[0].value for variant in found.variants] == ["", "Weiß", "Weiß"]
    left = found.left_over[0]
    assert (left.text, left.field, left.start, left.end) == ("魑魅色", "variant:颜色", 0, 3)
    assert any("'sku-1' and 'sku-2' read the same" in reason for reason in found.reasons)


def test_an_ambiguous_ring_number_is_a_reason_and_adjustable_is_none(base: TermBase) -> None:
    reasons = findings(base, "US", **VARIANTS["ring"]).reasons
    assert any("Hong Kong's or America's" in reason for reason in reasons)
    assert not any("开口" in reason for reason in reasons)


def test_a_price_that_is_none_and_more_variants_than_are_read_are_not_carried(base: TermBase) -> None:
    broken = variants({"颜色": "黑色"}, price="1e9999")
    assert findings(base, "DE", variants=broken).variants[0].price is None
    many = variants(*({"尺码": str(i)} for i in range(MAX_VARIANTS + 1)))
    source = read_source(product(variants=many))
    assert len(source.variants) == MAX_VARIANTS
    assert any("variants; the first" in cut for cut in source.cut)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries({}, optional={
            "颜色": st.text(alphabet="黑白红色魑-/【】ABC123 \x00\u202e<>=", max_size=12),
            "尺码": st.text(alphabet="SMXL0123456789./-码号均建议斤cm()（） ", max_size=14),
            "魑": st.text(max_size=8),
        }),
        max_size=5,
    ),
    st.sampled_from(MARKETS),
)  # fmt: skip
def test_no_variant_holds_chinese_whatever_its_options_are(
    base: TermBase, choices: list[dict[str, str]], code: str
) -> None:
    for variant in findings(base, code, variants=variants(*choices)).variants:
        for option in variant.options:
            assert foreign_han(option.name + option.value, market(code).language.base) == ""


def test_charts_and_variants_of_a_product_are_the_same_each_time(base: TermBase) -> None:
    case = {**CHARTS["codes"], "variants": VARIANTS["shoes"]["variants"]}
    assert findings(base, "US", **case) == findings(base, "US", **case)

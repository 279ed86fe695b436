"""Sizes: what a table says is said, what none says is kept with its reason."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.markets import market, markets
from argosy_commerce.sizes import Audience, Converted, Kept, KeptReason, SizeKind, convert
from argosy_commerce.sizes.clothing import by_girth
from argosy_commerce.sizes.model import table

WOMEN, MEN, ADULTS, CHILDREN, UNKNOWN = Audience
SHOES, TOPS, BOTTOMS, RING, BRA, BED, QUILT = SizeKind


def said(size: str, kind: SizeKind, audience: Audience, code: str) -> str:
    """The label, or the reason in brackets."""
    answer = convert(size, kind, audience, market(code))
    return answer.label if isinstance(answer, Converted) else f"[{answer.reason}]"


@pytest.mark.parametrize(
    ("size", "kind", "audience", "expected"),
    [
        ("38码", SHOES, WOMEN, {"ES": "EU 38", "US": "US 7", "GB": "UK 5", "JP": "24 cm", "KR": "240 mm",
         "BR": "BR 36"}),
        ("３８．５码", SHOES, WOMEN, {"DE": "EU 38.5", "US": "US 7.5"}),
        ("38半", SHOES, WOMEN, {"DE": "EU 38.5"}),
        ("36-41码", SHOES, WOMEN, {"ES": "EU 36–41", "KR": "230–255 mm", "US": "US 5.5–9.5"}),
        ("42", SHOES, MEN, {"US": "US 9", "GB": "UK 8", "KR": "260 mm", "CO": "[no_table]"}),
        ("44", SHOES, MEN, {"ES": "EU 44", "US": "US 10.5", "KR": "[ambiguous]", "JP": "[ambiguous]"}),
        ("44码(270mm)", SHOES, MEN, {"ES": "EU 44", "KR": "270 mm", "JP": "27 cm"}),
        ("270", SHOES, MEN, {"KR": "270 mm", "ES": "[ambiguous]"}),
        ("240(2.5)", SHOES, WOMEN, {"KR": "240 mm", "ES": "EU 38"}),
        ("40", SHOES, ADULTS, {"US": "US M 7.5 / W 8.5", "GB": "UK 6.5", "ES": "EU 40"}),
        ("40", SHOES, UNKNOWN, {"US": "[audience]", "ES": "EU 40"}),
        ("28码", SHOES, CHILDREN, {"ES": "EU 28", "US": "US 10.5C", "KR": "[ambiguous]"}),
        ("58", SHOES, MEN, {"ES": "[out_of_range]"}),
        ("US8", SHOES, MEN, {"US": "US 8", "ES": "[no_table]"}),
        ("均码", SHOES, WOMEN, {"ES": "[one_size]"}),
        ("XL", TOPS, WOMEN, {"ES": "[letters]", "US": "[letters]", "JP": "[letters]"}),
        ("加大码", TOPS, WOMEN, {"US": "[letters]"}),
        ("160/84A", TOPS, WOMEN, {"DE": "DE 36", "ES": "ES 38", "IT": "IT 42", "GB": "UK 10",
         "US": "US 6", "RU": "RU 42", "KR": "KR 55", "SA": "[letters]"}),
        ("M(165/88A)", TOPS, WOMEN, {"DE": "DE 38", "KR": "KR 66"}),
        ("165/86A", TOPS, WOMEN, {"DE": "[ambiguous]", "JP": "JP 11"}),
        ("165/88A", TOPS, UNKNOWN, {"DE": "[audience]"}),
        ("175/92A", TOPS, MEN, {"DE": "DE 46", "US": "US 36", "KR": "KR 90", "JP": "[no_table]"}),
        ("160/68A", BOTTOMS, WOMEN, {"DE": "DE 36"}),
        ("28码", BOTTOMS, WOMEN, {"US": "W28", "ES": "W28"}),
        ("56", BOTTOMS, MEN, {"US": "[out_of_range]"}),
        ("110cm", TOPS, CHILDREN, {"ES": "110 cm", "KR": "110 cm", "US": "4-5Y", "GB": "4-5Y",
         "BR": "[no_table]"}),
        ("110/56", TOPS, CHILDREN, {"JP": "110 cm"}),
        ("90-130", BOTTOMS, CHILDREN, {"DE": "90–130 cm", "US": "18-24M – 7-8Y"}),
        ("59码", TOPS, CHILDREN, {"DE": "59 cm", "US": "[out_of_range]"}),
        ("3-4岁", TOPS, CHILDREN, {"US": "[no_table]"}),
        ("港码12号", RING, WOMEN, {"US": "US 6", "GB": "UK L½", "DE": "52 mm", "IT": "12 (52 mm)"}),
        ("美码7号", RING, WOMEN, {"US": "US 7", "GB": "UK N½", "JP": "JP 14"}),
        ("7号", RING, WOMEN, {"US": "[ambiguous]"}),
        ("18号", RING, WOMEN, {"DE": "58 mm"}),
        ("内径16.5mm 周长52mm", RING, WOMEN, {"DE": "52 mm"}),
        ("内径18mm 周长52mm", RING, WOMEN, {"DE": "[ambiguous]"}),
        ("75B=34B", BRA, WOMEN, {"US": "US 34B", "ES": "ES 90B", "JP": "JP B75", "DE": "EU 75B",
         "AU": "AU 12B"}),
        ("34/75Ｂ", BRA, WOMEN, {"GB": "UK 34B"}),
        ("80E", BRA, WOMEN, {"US": "[ambiguous]"}),
        ("75B=36B", BRA, WOMEN, {"US": "[ambiguous]"}),
        ("1.5m床", BED, UNKNOWN, {"US": "queen (150 × 200 cm)", "GB": "king (150 × 200 cm)",
         "ES": "150 × 200 cm"}),
        ("1.8*2.0米", BED, UNKNOWN, {"US": "180 × 200 cm", "GB": "super king (180 × 200 cm)",
         "JP": "キング (180 × 200 cm)"}),
        ("1.5*18", BED, UNKNOWN, {"US": "[unreadable]"}),
        ("200x230cm", QUILT, UNKNOWN, {"KR": "퀸 (200 × 230 cm)", "US": "200 × 230 cm"}),
    ],
)  # fmt: skip
def test_a_size_is_said_as_the_market_labels_it_or_kept(
    size: str, kind: SizeKind, audience: Audience, expected: dict[str, str]
) -> None:
    assert {code: said(size, kind, audience, code) for code in expected} == expected


@pytest.mark.parametrize(
    ("number", "uk"), [(36, "3.5"), (37, "4"), (38, "5"), (40, "6.5"), (42, "8"), (43, "9"), (44, "9.5")]
)
def test_the_rule_of_the_last_gives_the_pairs_that_shops_print(number: int, uk: str) -> None:
    assert said(str(number), SHOES, ADULTS, "GB") == f"UK {uk}"


@given(st.integers(72, 92), st.sampled_from(["US", "GB", "BR", "ES"]))
def test_a_longer_shoe_never_gets_a_smaller_size(halves: int, code: str) -> None:
    labels = [said(f"{Decimal(h) / 2:f}", SHOES, MEN, code).split(" ")[-1] for h in (halves, halves + 1)]
    assert Decimal(labels[0]) <= Decimal(labels[1])


@given(st.integers(36, 42))
def test_number_and_foot_length_lead_back_to_each_other_where_the_rules_agree(number: int) -> None:
    foot = said(f"{number}码", SHOES, WOMEN, "KR")
    assert said(foot.replace(" ", ""), SHOES, WOMEN, "ES") == f"EU {number}"
    assert (
        said(said(f"{number}码", SHOES, WOMEN, "JP").replace(" ", ""), SHOES, WOMEN, "ES") == f"EU {number}"
    )


@given(st.sampled_from([WOMEN, MEN]), st.data())
def test_labels_lead_back_through_the_body_they_are_cut_for(audience: Audience, data: st.DataObject) -> None:
    body = table("clothing")["tables"][audience.value]
    index = data.draw(st.integers(0, len(body["tops"]) - 1))
    german = body["systems"]["DE"]["labels"][index]
    british = said(f"DE{german}", TOPS, audience, "GB")
    assert said(british.replace(" ", ""), TOPS, audience, "DE") == f"DE {german}"


@given(st.integers(50, 130), st.sampled_from([WOMEN, MEN]), st.sampled_from(sorted(markets())))
def test_no_label_is_given_to_a_body_it_is_not_cut_for(girth: int, audience: Audience, code: str) -> None:
    answer = by_girth("x", Decimal(girth), audience, market(code).clothing_sizes, "tops")
    if isinstance(answer, Converted):
        assert answer.system == market(code).clothing_sizes
        assert 72 <= girth <= 122


@given(st.integers(4, 34), st.sampled_from(["US", "JP"]))
def test_ring_sizes_grow_with_the_ring(number: int, code: str) -> None:
    answers = [convert(f"港码{n}号", RING, WOMEN, market(code)) for n in (number, number + 1)]
    values = [Decimal(a.value) for a in answers if isinstance(a, Converted)]
    assert all(low <= high for low, high in pairwise(values))


@given(
    st.text(alphabet="0123456789./-~（）()XSMLxsml码号半厘米cm床*ABaf均大🙂\x00٣½Ⅳ", max_size=40)
    | st.text(max_size=300),
    st.sampled_from(SizeKind),
    st.sampled_from(Audience),
    st.sampled_from(sorted(markets())),
)
def test_any_label_is_converted_with_its_rule_or_kept_with_its_reason(
    size: str, kind: SizeKind, audience: Audience, code: str
) -> None:
    answer = convert(size, kind, audience, market(code))
    if isinstance(answer, Converted):
        assert answer.value
        assert answer.rule
        assert answer.source
    else:
        assert isinstance(answer, Kept)
        assert answer.why


def test_letters_and_one_size_are_no_doubt_and_an_unknown_audience_is() -> None:
    letters = convert("XL", TOPS, WOMEN, market("US"))
    unknown = convert("40", SHOES, UNKNOWN, market("US"))
    assert isinstance(letters, Kept)
    assert isinstance(unknown, Kept)
    assert (letters.reason, letters.is_doubt) == (KeptReason.LETTERS, False)
    assert (unknown.reason, unknown.is_doubt) == (KeptReason.AUDIENCE, True)


def test_every_table_names_its_source_and_day() -> None:
    for name in ("clothing", "children", "rings", "bras", "beds"):
        assert table(name)["source"]
        assert table(name)["read"].isoformat() >= "2026-11-25"
    for rows in ("scales", "foot_length"):
        assert table("shoes")[rows]["source"]


def test_every_market_named_in_a_table_exists() -> None:
    named = {code for codes in table("rings")["markets"].values() for code in codes}
    named |= {code for row in table("bras")["markets"].values() for code in row["markets"]}
    named |= {
        code for of in ("beds", "quilts") for row in table("beds")[of].values() for code in row["markets"]
    }
    assert named <= set(markets())

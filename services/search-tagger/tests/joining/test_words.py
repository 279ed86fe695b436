"""The words on pictures are claims: they count, marked as a picture's, and less than the merchant's own."""

from __future__ import annotations

import pytest

from argosy_commerce.terms import TermBase
from argosy_testing.products import product
from search_tagger.domain.joining.looked import LookedAt, ReadLine
from search_tagger.domain.tags import Tag, Tagged
from search_tagger.tagging import tagged_document, with_pictures


def told(base: TermBase, title: str, *lines: str, sure: float = 0.97, **changes: object) -> Tagged:
    fields: dict[str, object] = {"title": title, "description": "", "attributes": [], "category_hint": ""}
    message = product(**{**fields, **changes})
    picture = LookedAt("banner", lines=tuple(ReadLine(line, sure) for line in lines))
    return with_pictures(message, tagged_document(message, base), [picture], base).tagged


def by_value(tagged: Tagged) -> dict[str, Tag]:
    return {tag.value: tag for tag in tagged.tags}


def test_cotton_on_a_banner_counts_as_a_claim_of_the_picture(base: TermBase) -> None:
    cotton = by_value(told(base, "男士T恤", "纯棉", "透气不闷热"))["material.cotton"]
    assert cotton.origin == "IMAGE"
    assert (cotton.evidence[0].kind, cotton.evidence[0].ref) == ("image", "banner")
    assert "棉" in cotton.evidence[0].quote
    assert cotton.confidence < 0.6


def test_what_the_merchant_says_as_well_is_surer_and_of_both(base: TermBase) -> None:
    alone = by_value(told(base, "男士纯棉T恤"))["material.cotton"]
    both = by_value(told(base, "男士纯棉T恤", "纯棉"))["material.cotton"]
    assert both.confidence > alone.confidence
    assert both.origin == "BOTH"
    assert [one.kind for one in both.evidence] == ["title", "image"]


def test_a_banner_that_the_rows_deny_is_a_contradiction_with_both_places(base: TermBase) -> None:
    tagged = told(base, "男士T恤", "纯棉", attributes=[{"name": "材质", "value": "100%涤纶"}])
    (contradiction,) = tagged.contradictions
    assert {contradiction.one.kind, contradiction.other.kind} == {"image", "attribute"}
    tags = by_value(tagged)
    assert tags["material.cotton"].confidence < tags["material.polyester"].confidence
    assert any("纯棉" in doubt and "100%涤纶" in doubt for doubt in tagged.doubts)


def test_a_figure_on_a_picture_is_a_claim_and_contradicts_nothing(base: TermBase) -> None:
    tagged = told(base, "保温杯 500ml", "容量350ml")
    tags = by_value(tagged)
    assert tags["350 ml"].origin == "IMAGE"
    assert tags["500 ml"].confidence > tags["350 ml"].confidence
    assert tagged.contradictions == ()


def test_a_picture_says_nothing_of_what_the_product_is(base: TermBase) -> None:
    tagged = told(base, "男士T恤", "双肩包", "保温杯")
    assert tagged.category is not None
    assert tagged.category.id == "category.tshirt"


@pytest.mark.parametrize(
    ("language", "title", "line", "value"),
    [
        ("de", "T-Shirt Herren", "Baumwolle", "material.cotton"),
        ("es", "Camiseta hombre", "algodón", "material.cotton"),
        ("ja", "メンズTシャツ", "綿", "material.cotton"),
        ("ko", "남성 티셔츠", "면", "material.cotton"),
        ("ru", "Футболка мужская", "хлопок", "material.cotton"),
        ("ar", "تيشيرت رجالي", "قطن", "material.cotton"),
        ("th", "เสื้อยืดผู้ชาย", "ผ้าฝ้าย", "material.cotton"),
        ("en", "Men's T-shirt", "纯棉", "material.cotton"),
        ("zh-CN", "男士T恤", "Waterproof", "feature.waterproof"),
    ],
)
def test_banners_are_read_in_their_own_language(
    base: TermBase, language: str, title: str, line: str, value: str
) -> None:
    assert value in by_value(told(base, title, line, language=language))


def test_letters_that_were_hardly_read_and_what_logos_look_like_are_not_taken(base: TermBase) -> None:
    assert "material.cotton" not in by_value(told(base, "男士T恤", "纯棉", sure=0.5))
    before = {tag.attribute for tag in told(base, "男士T恤").tags}
    after = {tag.attribute for tag in told(base, "男士T恤", "Nike", "XL", "35cm x 40cm").tags}
    assert not (after - before) & {"attribute.brand", "attribute.size", "attribute.width", "attribute.height"}


def test_hostile_lines_end_in_bounded_tags(base: TermBase) -> None:
    tagged = told(base, "男士T恤", *["纯棉" * 5_000, "\u202e\u0000", "<script>", "9" * 10_000] * 500)
    assert len(tagged.tags) < 20
    assert all(len(one.quote) <= 120 for tag in tagged.tags for one in tag.evidence)

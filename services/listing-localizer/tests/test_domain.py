from __future__ import annotations

from datetime import date

import pytest

from argosy_commerce.markets import markets
from argosy_commerce.terms import TermBase
from listing_localizer.domain.listing import Engine, SpokenSentence
from listing_localizer.domain.selling_points import rank_selling_points, rules, season


@pytest.mark.parametrize("market", ["SA", "TH", "ES"])
def test_what_a_hot_market_looks_for_comes_first_with_its_reason(market: str) -> None:
    points = rank_selling_points(["feature.soft", "feature.breathable"], market, date(2026, 7, 1))
    assert points[0].concept == "feature.breathable"
    assert "climate" in points[0].why
    assert [point.rank for point in points] == [1, 2]


def test_without_a_rule_the_merchants_order_stands() -> None:
    points = rank_selling_points(["feature.soft", "feature.foldable"], "US", date(2026, 7, 1))
    assert [point.concept for point in points] == ["feature.soft", "feature.foldable"]


def test_every_rule_speaks_of_concepts_that_exist_and_says_its_source(base: TermBase) -> None:
    for rule in rules():
        assert rule.source
        for concept in rule.concepts:
            group = concept.removesuffix(".*")
            assert concept in base.lexicon or any(c.id.startswith(group + ".") for c in base.lexicon), concept


def test_a_seasons_rule_holds_in_its_months_alone() -> None:
    warm, soft = "feature.warm", "feature.soft"
    winter = rank_selling_points([soft, warm], "DE", date(2026, 12, 1))
    summer = rank_selling_points([soft, warm], "DE", date(2026, 7, 1))
    assert winter[0].concept == warm
    assert summer[0].concept == soft
    assert season(date(2026, 12, 1)) != season(date(2026, 7, 1))


def test_modesty_counts_for_clothes_and_not_for_curtains() -> None:
    order = ["feature.soft", "length.long"]
    on = date(2026, 7, 1)
    assert (
        rank_selling_points(order, "SA", on, ["category.dress", "category.clothing"])[0].concept
        == "length.long"
    )
    assert rank_selling_points(order, "SA", on, ["category.home"])[0].concept == "feature.soft"


def test_every_concept_market_and_category_of_a_rule_exists(base: TermBase) -> None:
    for rule in rules():
        named = [*(c for c in rule.concepts if not c.endswith(".*")), *rule.categories]
        assert [c for c in named if c not in base.lexicon] == []
        assert rule.markets <= set(markets())


@pytest.mark.parametrize(
    ("lost", "faithful"),
    [((), True), ((("盖子", 0, 2),), True), ((("不可以", 9, 12),), False), ((("勿", 0, 1),), False)],
)
def test_a_sentence_that_lost_its_denial_is_not_said(
    lost: tuple[tuple[str, int, int], ...], faithful: bool
) -> None:
    sentence = SpokenSentence(
        "玻璃可以进烤箱，盖子不可以", 0, "Oven-safe glass, lid.", 0.85, lost, Engine("n", "m", "1", "p")
    )
    assert sentence.is_faithful is faithful

"""What words and pictures say together: agreement is surer, contradiction is told, nothing is merged away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from argosy_commerce.terms import TermBase
from argosy_testing.products import product
from search_tagger.domain.joining.asked import asked_of
from search_tagger.domain.joining.joined import joined
from search_tagger.domain.joining.looked import LookedAt, Shown
from search_tagger.domain.rules import rules
from search_tagger.domain.tags import Tag, Tagged
from search_tagger.tagging import tagged_document

COLOUR, PATTERN = "attribute.colour", "attribute.pattern"


def told(base: TermBase, title: str, **changes: object) -> Tagged:
    fields: dict[str, object] = {"title": title, "description": "", "attributes": [], "category_hint": ""}
    return tagged_document(product(**{**fields, **changes}), base).tagged


def shows(ref: str = "front", **scores: tuple[float, float | None]) -> LookedAt:
    """A picture by its scores: `shows(colour__navy=(0.9, 0.8))`."""
    shown = []
    for name, (score, share) in scores.items():
        group, _, value = name.partition("__")
        rests_on = "pixels" if group == "colour" else "texture"
        shown.append(Shown(f"attribute.{group}", f"{group}.{value}", score, rests_on, share))
    return LookedAt(ref, certainty=0.95, shown=tuple(shown))


def by_value(tagged: Tagged) -> dict[str, Tag]:
    return {tag.value: tag for tag in tagged.tags}


NAVY = {"colour__navy": (0.92, 0.9), "colour__midnight": (0.5, 0.0)}
RED = {"colour__red": (0.93, 0.9), "colour__cherry": (0.7, 0.0), "colour__tomato": (0.55, 0.0)}


def test_what_words_and_picture_agree_on_is_surer_and_has_both_evidences(base: TermBase) -> None:
    words = told(base, "纯棉T恤 红色")
    found = by_value(joined(words, [shows(**RED)]))["colour.red"]
    assert found.confidence > by_value(words)["colour.red"].confidence
    assert found.origin == "BOTH"
    assert [(one.kind, one.ref, one.quote) for one in found.evidence] == [
        ("title", "", "红色"),
        ("image", "front", ""),
    ]
    assert joined(words, [shows(**RED)]).contradictions == ()


def test_another_shade_of_the_hue_agrees_and_is_no_tag_beside_the_merchants_word(base: TermBase) -> None:
    tags = by_value(joined(told(base, "Blue cotton T-shirt", language="en"), [shows(**NAVY)]))
    assert tags["colour.blue"].origin == "BOTH"
    assert "colour.navy" not in tags


def test_a_contradiction_lowers_both_and_is_told_with_both_places(base: TermBase) -> None:
    words = told(base, "纯棉T恤 红色")
    tagged = joined(words, [shows(**NAVY)])
    tags = by_value(tagged)
    assert tags["colour.red"].confidence == pytest.approx(
        by_value(words)["colour.red"].confidence / 2, abs=0.001
    )
    assert tags["colour.navy"].origin == "IMAGE"
    assert tags["colour.navy"].confidence < 0.5
    (contradiction,) = tagged.contradictions
    assert (contradiction.one_value, contradiction.other_value) == ("colour.red", "colour.navy")
    assert (contradiction.one.quote, contradiction.other.kind, contradiction.other.ref) == (
        "红色",
        "image",
        "front",
    )
    assert any("shows colour.navy on 90% of the product" in doubt for doubt in tagged.doubts)


def variants(*colours: str) -> list[dict[str, object]]:
    return [{"sku": c, "options": [{"name": "颜色", "value": c}]} for c in colours]


def test_many_colours_in_words_and_one_of_them_on_the_picture_is_no_contradiction(base: TermBase) -> None:
    words = told(base, "纯棉T恤", variants=variants("红色", "藏青色", "白色"))
    tagged = joined(words, [shows(**NAVY)])
    before, after = by_value(words), by_value(tagged)
    assert after["colour.navy"].origin == "BOTH"
    assert after["colour.red"] == before["colour.red"]
    assert tagged.contradictions == ()


def test_of_several_pictures_one_that_shows_it_is_enough(base: TermBase) -> None:
    tagged = joined(told(base, "纯棉T恤 红色"), [shows("a", **NAVY), shows("b", **RED)])
    assert tagged.contradictions == ()
    assert by_value(tagged)["colour.red"].origin == "BOTH"


@pytest.mark.parametrize(
    "picture",
    [
        replace(shows(**NAVY), shows_person=True),
        replace(shows(**NAVY), unseen=frozenset({(COLOUR, "colour.red")})),
        shows(colour__navy=(0.4, 0.9)),
        shows(colour__navy=(0.9, 0.3), colour__green=(0.8, 0.3)),
        shows(colour__navy=(0.9, 0.8), colour__red=(0.5, 0.15)),
        LookedAt("front", "NOT_LOOKED", "tier_down"),
        LookedAt("front", certainty=0.3),
    ],
    ids=["worn", "cannot be told", "unsure", "no main colour", "a part of it", "not looked at", "no outline"],
)
def test_what_a_picture_cannot_tell_speaks_against_nothing(base: TermBase, picture: LookedAt) -> None:
    words = told(base, "纯棉T恤 红色")
    tagged = joined(words, [picture])
    assert tagged.contradictions == ()
    assert by_value(tagged)["colour.red"].confidence >= by_value(words)["colour.red"].confidence


def test_a_highlight_or_a_label_is_not_the_words_colour(base: TermBase) -> None:
    picture = shows(colour__purple=(0.9, 0.95), colour__white=(0.35, 0.05))
    tagged = joined(told(base, "手机壳 白色"), [picture])
    assert [c.other_value for c in tagged.contradictions] == ["colour.purple"]


def test_gold_is_not_contradicted_by_yellow_pixels(base: TermBase) -> None:
    picture = replace(
        shows(colour__yellow=(0.9, 0.9)),
        unseen=frozenset({(COLOUR, "colour.gold"), ("attribute.neckline", None)}),
    )
    tagged = joined(told(base, "手提包 金色"), [picture])
    assert tagged.contradictions == ()
    assert tagged.unseen == ("attribute.neckline",)


def test_a_list_that_was_read_in_part_is_not_contradicted(base: TermBase) -> None:
    words = told(base, "手提包", variants=variants("红色", "魑魅色"))
    assert by_value(words)["colour.red"]
    assert joined(words, [shows(**NAVY)]).contradictions == ()


def test_what_no_word_says_comes_from_the_picture_one_name_a_colour(base: TermBase) -> None:
    picture = shows(
        **RED,
        colour__white=(0.8, 0.3),
        colour__cool_white=(0.6, 0.0),
        colour__grey=(0.6, 0.04),
        pattern__striped=(0.9, None),
    )
    tags = by_value(joined(told(base, "纯棉T恤"), [picture]))
    assert {v for v in tags if v.startswith("colour.")} == {"colour.red", "colour.white"}
    assert tags["pattern.striped"].origin == "IMAGE"
    assert tags["colour.red"].confidence < 0.93


def test_a_two_coloured_thing_is_one_colour_and_not_three(base: TermBase) -> None:
    picture = shows(
        colour__black_and_white=(0.93, 1.0), colour__black=(0.9, 0.55), colour__white=(0.88, 0.45)
    )
    tags = by_value(joined(told(base, "纯棉T恤"), [picture]))
    assert {v for v in tags if v.startswith("colour.")} == {"colour.black_and_white"}
    assert by_value(joined(told(base, "纯棉T恤 黑色"), [picture]))["colour.black"].origin == "BOTH"


@pytest.mark.parametrize(
    ("title", "scores", "contradicted"),
    [
        ("条纹T恤", {"pattern__solid": (0.95, None)}, True),
        ("纯色T恤", {"pattern__striped": (0.95, None)}, True),
        ("格子T恤", {"pattern__checkerboard": (0.95, None)}, False),
        ("碎花T恤", {"pattern__solid": (0.95, None)}, False),
        ("碎花T恤", {"pattern__printed": (0.95, None)}, False),
        ("纯色T恤", {"pattern__printed": (0.95, None)}, False),
        ("条纹T恤", {"pattern__solid": (0.6, None)}, False),
    ],
)
def test_patterns_contradict_only_where_both_cannot_be(
    base: TermBase, title: str, scores: dict[str, tuple[float, None]], contradicted: bool
) -> None:
    tagged = joined(told(base, title), [shows(**scores)])
    assert [c.attribute for c in tagged.contradictions] == ([PATTERN] if contradicted else [])


def test_a_print_of_no_name_speaks_for_the_flowers_of_the_words(base: TermBase) -> None:
    words = told(base, "碎花T恤")
    floral = by_value(joined(words, [shows(pattern__printed=(0.95, None))]))["pattern.floral"]
    assert floral.origin == "BOTH"
    assert floral.confidence > by_value(words)["pattern.floral"].confidence


def test_a_models_opinion_raises_little_and_contradicts_nothing(base: TermBase) -> None:
    picture = LookedAt("front", certainty=0.95, shown=(Shown(COLOUR, "colour.navy", 0.99, "model"),))
    words = told(base, "纯棉T恤 红色")
    tagged = joined(words, [picture])
    assert tagged.contradictions == ()
    assert by_value(tagged)["colour.red"].confidence == by_value(words)["colour.red"].confidence


def test_every_trouble_with_a_picture_is_told_by_its_name(base: TermBase) -> None:
    tagged = joined(told(base, "纯棉T恤"), [LookedAt("front", "REFUSED", "no_picture")])
    assert any(doubt.startswith("image front: no_picture: ") for doubt in tagged.doubts)


def test_asked_is_what_fits_the_category_and_what_its_words_say(base: TermBase) -> None:
    shirt = asked_of(told(base, "纯棉T恤 红色"), base.lexicon)
    assert {COLOUR, PATTERN, "attribute.neckline"} <= set(shirt)
    assert shirt[COLOUR]["colour.navy"] == "navy blue"
    mug = asked_of(told(base, "陶瓷马克杯"), base.lexicon)
    assert set(mug) == {COLOUR}
    assert PATTERN in asked_of(told(base, "条纹陶瓷马克杯"), base.lexicon)
    assert "attribute.material" not in shirt
    assert sum(map(len, shirt.values())) < 2_000, "the tier takes no more"


def test_the_rules_name_only_what_the_term_base_has(base: TermBase) -> None:
    found = rules("pictures")
    ids = [
        *found["visible"], *found["unknown_category"], *found["opposed_patterns"], found["printed"]["as"],
        *found["printed"]["not_motifs"], *(v for group in found["alike_patterns"] for v in group),
        *(one for ids in found["also"].values() for one in ids), *found["words"]["not_taken"],
    ]  # fmt: skip
    assert [one for one in ids if one not in base.lexicon] == []

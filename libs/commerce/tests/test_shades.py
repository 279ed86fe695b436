"""Measured colours and the term base's names for them."""

import pytest

from argosy_commerce.shades import distance, is_known, lab_of, made_of, nearest_shades, untold
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.strict_yaml import packaged


# Pairs 1, 4, 7, 11, 15, 17, 20, 25 and 33 of Sharma, Wu, Dalal, "The CIEDE2000 color-difference formula"
# (2005), table 1.
@pytest.mark.parametrize(
    ("one", "other", "published"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0011), 7.2195),
        ((50.0, -0.0010, 2.4900), (50.0, 0.0011, -2.4900), 4.7461),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((50.0, 2.5, 0.0), (58.0, 24.0, 15.0), 19.4535),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
    ],
)
def test_the_distance_is_the_published_one(one, other, published) -> None:
    assert distance(one, other, lightness=1) == pytest.approx(published, abs=1e-4)
    assert distance(other, one, lightness=1) == pytest.approx(published, abs=1e-4)


@pytest.mark.parametrize(
    ("rgb", "lab"),
    [((255, 255, 255), (100, 0, 0)), ((0, 0, 0), (0, 0, 0)), ((255, 0, 0), (53.24, 80.09, 67.20))],
)
def test_srgb_becomes_cielab(rgb, lab) -> None:
    assert lab_of(rgb) == pytest.approx(lab, abs=0.02)


@pytest.mark.parametrize(
    ("rgb", "concept"),
    [
        ((5, 20, 60), "navy"), ((200, 30, 40), "red"), ((250, 250, 250), "white"), ((10, 10, 11), "black"),
        ((112, 24, 42), "wine_red"), ((194, 155, 104), "camel"), ((168, 220, 198), "mint"),
    ],
)  # fmt: skip
def test_a_colour_is_called_by_the_nearest_name(rgb, concept) -> None:
    assert nearest_shades(rgb)[0].concept == f"colour.{concept}"


def test_only_what_is_asked_for_is_named_and_the_nearest_comes_first() -> None:
    asked = ["colour.red", "colour.black", "colour.gold", "colour.nothing", "colour.red"]
    found = nearest_shades((20, 20, 22), asked)
    assert [shade.concept for shade in found] == ["colour.black", "colour.red"]
    assert found[0].distance < 3
    assert found[1].distance > 30


def test_every_colour_of_the_term_base_has_a_look_or_a_reason_and_nothing_else_has() -> None:
    lexicon = TermBase.load().lexicon
    colours = {one.id for one in lexicon if one.id.startswith("colour.")}
    assert {one for one in colours if not is_known(one)} == set()
    data = packaged("argosy_commerce", "shades", "shades", "made_of", "untold")
    named = [name for part in ("shades", "made_of", "untold") for name in data[part]]
    assert {name for name in named if f"colour.{name}" not in colours} == set()
    assert len(named) == len(set(named))


def test_what_pixels_do_not_tell_has_its_reason() -> None:
    assert untold("colour.gold") == "sheen"
    assert untold("colour.transparent") == "see_through"
    assert untold("colour.navy") is None
    assert made_of("colour.black_and_white") == ("colour.black", "colour.white")
    parts = {part for name in ("black_and_white", "red_white") for part in made_of(f"colour.{name}")}
    assert all(nearest_shades((0, 0, 0), [part]) for part in parts)

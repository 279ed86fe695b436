"""What lies behind erased lettering, measured against pictures whose ground is known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy_engines.contracts import EngineSpec, Image, Mask
from argosy_engines.ground_eraser import GroundEraser
from argosy_testing.growth import cost_growth

ERASER = GroundEraser.from_spec(EngineSpec("image_eraser", "test", "x:Y"))
SIDE = 240
YS, XS = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)


def lettering(dilated: int = 5) -> Mask:
    """The mask of two words, grown beyond the ink as a caller would."""
    mask = np.zeros((SIDE, SIDE), np.uint8)
    for i, word in enumerate(("SALE", "50%")):
        cv2.putText(mask, word, (25, 90 + 80 * i), cv2.FONT_HERSHEY_DUPLEX, 2.2, (255,), 6)
    return np.asarray(cv2.dilate(mask, np.ones((dilated, dilated), np.uint8)), np.uint8)


def rgb(*channels: object) -> Image:
    stacked = np.stack([np.broadcast_to(np.asarray(c, np.float32), (SIDE, SIDE)) for c in channels], -1)
    return np.clip(np.rint(stacked), 0, 255).astype(np.uint8)


def printed(ground: Image, mask: Mask) -> Image:
    image = ground.copy()
    image[cv2.erode(mask, np.ones((5, 5), np.uint8)) > 0] = (10, 20, 200)
    return image


GRAIN = np.random.default_rng(7).normal(0, 4, (SIDE, SIDE)).astype(np.float32)
SMOOTH = {
    "flat": (rgb(250, 230, 20), 0.5),
    "tilted": (rgb(100 + XS / 4, 200 - YS / 4, 120 + (XS + YS) / 8), 1.0),
    "vignette": (rgb(*[250 - ((XS - 120) ** 2 + (YS - 120) ** 2) / 300] * 3), 2.0),
}


@pytest.mark.parametrize("name", SMOOTH)
def test_a_smooth_ground_comes_back_almost_exactly(name: str) -> None:
    ground, worst = SMOOTH[name]
    mask = lettering()
    erased = ERASER.erase(printed(ground, mask), mask)
    error = np.abs(erased.astype(int) - ground)[mask > 0]
    assert error.mean() <= worst / 2
    assert np.percentile(error, 99) <= 2 * worst


def test_grain_is_continued_not_painted_over() -> None:
    ground = rgb(*[130 + GRAIN] * 3)
    mask = lettering(dilated=15)
    erased = ERASER.erase(printed(ground, mask), mask)
    inside = erased[mask > 0].astype(float)
    assert inside.mean() == pytest.approx(130, abs=1.5)
    assert inside.std() == pytest.approx(4, rel=0.35)


def test_lettering_across_an_edge_leaves_both_sides_in_their_colours() -> None:
    ground = rgb(np.where(XS < 110, 220, 30), np.where(XS < 110, 30, 200), 60)
    mask = lettering()
    erased = ERASER.erase(printed(ground, mask), mask)
    away = (mask > 0) & (np.abs(XS - 110) > 12)
    assert np.abs(erased.astype(int) - ground)[away].mean() < 3


def cloth() -> Image:
    weave = 30 * np.sin(XS / 4) * np.sin(YS / 4 + np.sin(XS / 4)) + GRAIN / 2
    return rgb(150 + weave, 150 + weave, 165 + weave)


def test_a_weave_is_continued_better_than_by_opencvs_inpainting() -> None:
    ground, mask = cloth(), lettering(dilated=9)
    image = printed(ground, mask)
    erased = ERASER.erase(image, mask)
    soft = cv2.inpaint(image, mask, 4, cv2.INPAINT_TELEA)

    def error(result: Image) -> float:
        return float(np.abs(result.astype(int) - ground)[mask > 0].mean())

    assert error(erased) < 0.6 * error(np.asarray(soft, np.uint8))
    assert erased[mask > 0].std() == pytest.approx(ground[mask > 0].std(), rel=0.15)


def test_what_stands_beside_a_texture_is_not_copied_into_it() -> None:
    ground = cloth()
    ground[:, 200:] = (200, 20, 20)  # a product in the colour of nothing else
    mask = lettering(dilated=9)
    mask[:, 185:] = 0
    erased = ERASER.erase(printed(ground, mask), mask)
    red = erased[..., 0].astype(int) - erased[..., 1]
    assert red[mask > 0].max() < 60


def test_the_same_picture_gives_the_same_bytes() -> None:
    image, mask = printed(rgb(*[130 + GRAIN] * 3), lettering()), lettering()
    assert np.array_equal(ERASER.erase(image, mask), ERASER.erase(image, mask))


@settings(max_examples=30, deadline=None)
@given(
    st.integers(1, 40),
    st.integers(1, 40),
    st.floats(0, 1),
    st.integers(0, 2**32 - 1),
    st.booleans(),
)
def test_pixels_outside_the_mask_never_change_whatever_the_picture(
    height: int, width: int, share: float, seed: int, soft: bool
) -> None:
    random = np.random.default_rng(seed)
    image = random.integers(0, 256, (height, width, 3)).astype(np.uint8)
    mask = (random.random((height, width)) < share).astype(np.uint8) * np.uint8(255)
    if soft:
        mask = (mask * random.random((height, width))).astype(np.uint8)
    erased = ERASER.erase(image, mask)
    assert erased.shape == image.shape
    assert erased.dtype == np.uint8
    assert np.array_equal(erased[mask == 0], image[mask == 0])


def test_a_mask_over_everything_still_gives_a_picture() -> None:
    image = printed(SMOOTH["flat"][0], lettering())
    assert ERASER.erase(image, np.full((SIDE, SIDE), 255, np.uint8)).shape == image.shape


@pytest.mark.parametrize("step", [2, 40])
def test_a_mask_of_thousands_of_specks_costs_no_more_than_its_size(step: int) -> None:
    image = np.random.default_rng(5).integers(0, 256, (2000, 2000, 3)).astype(np.uint8)
    mask = np.zeros((2000, 2000), np.uint8)
    mask[::step, ::step] = 255

    def erase(side: int) -> None:
        erased = ERASER.erase(image[:side, :side], mask[:side, :side])
        kept = mask[:side, :side] == 0
        assert np.array_equal(erased[kept], image[:side, :side][kept])

    assert cost_growth(erase, 500, 2000) < 48  # sixteen times the pixels


def test_a_large_area_is_filled_without_many_copies_of_it() -> None:
    ground = np.asarray(cv2.resize(SMOOTH["tilted"][0], (2400, 2400)), np.uint8)
    mask = np.zeros(ground.shape[:2], np.uint8)
    mask[200:2200, 200:2200] = 255
    image = ground.copy()
    image[mask > 0] = 0
    erased = ERASER.erase(image, mask)
    assert np.abs(erased.astype(int) - ground).mean() < 2


def petals(side: int = SIDE) -> Image:
    """Large flat shapes over each other: no surface, nothing that repeats, all edges."""
    random = np.random.default_rng(11)
    ground = np.full((side, side, 3), (170, 215, 165), np.uint8)
    for _ in range(26 * side * side // SIDE**2):
        centre = tuple(int(v) for v in random.integers(0, side, 2))
        axes = tuple(int(v) for v in random.integers(18, 46, 2))
        colour = tuple(int(v) for v in random.integers(40, 230, 3))
        cv2.ellipse(ground, centre, axes, float(random.uniform(0, 180)), 0, 360, colour, -1, cv2.LINE_AA)
    return ground


def lights() -> Image:
    """Lights out of focus: soft discs that shine through each other."""
    random = np.random.default_rng(12)
    ground = np.full((SIDE, SIDE, 3), 50, np.float32)
    for _ in range(30):
        disc = np.zeros((SIDE, SIDE), np.float32)
        centre = tuple(int(v) for v in random.integers(0, SIDE, 2))
        cv2.circle(disc, centre, int(random.integers(8, 24)), 1.0, -1)
        ground += cv2.GaussianBlur(disc, (0, 0), 5)[..., None] * random.uniform(20, 90, 3)
    return np.clip(ground, 0, 255).astype(np.uint8)


def stripes() -> Image:
    """Slanting stripes of two widths, as of a parasol or a rug."""
    along = XS + 0.6 * YS
    return rgb(np.where(np.sin(along / 9) > 0, 210, 90), np.where(np.sin(along / 23) > 0, 180, 60), 120)


EDGES = {"petals": (petals(), 0.8), "lights": (lights(), 0.7), "stripes": (stripes(), 0.7)}


@pytest.mark.parametrize("name", EDGES)
def test_edges_go_on_behind_letters_better_than_by_opencvs_inpainting(name: str) -> None:
    ground, share = EDGES[name]
    mask = lettering()
    image = printed(ground, mask)
    soft = cv2.inpaint(image, mask, 4, cv2.INPAINT_TELEA)

    def error(result: Image) -> float:
        return float(np.abs(result.astype(int) - ground)[mask > 0].mean())

    assert error(ERASER.erase(image, mask)) < share * error(np.asarray(soft, np.uint8))


@pytest.mark.parametrize("name", EDGES)
def test_no_shape_of_the_letters_is_left(name: str) -> None:
    ground, _ = EDGES[name]
    mask = lettering()
    ink = cv2.erode(mask, np.ones((5, 5), np.uint8)).astype(np.float32)
    image = printed(ground, mask)
    left = (ERASER.erase(image, mask).astype(np.float32) - ground).mean(axis=2)[mask > 0]
    assert abs(np.corrcoef(left, ink[mask > 0])[0, 1]) < 0.1


def test_a_grainy_ground_with_edges_keeps_its_grain_under_the_letters() -> None:
    # Near stripes of any width the eye knows the letters by their smoothness, if they have no grain.
    ground = np.clip(petals().astype(np.float32) + 1.5 * GRAIN[..., None], 0, 255).astype(np.uint8)
    mask = lettering()
    erased = ERASER.erase(printed(ground, mask), mask)

    def grain(image: Image) -> float:
        grey = image.astype(np.float32).mean(axis=2)
        return float(np.median(np.abs(grey - cv2.blur(grey, (3, 3)))[mask > 0]))

    assert 0.55 * grain(ground) < grain(erased) < 1.2 * grain(ground)


def test_eight_lines_on_a_busy_picture_leave_the_rest_alone() -> None:
    mask = np.zeros((800, 800), np.uint8)
    for line in range(8):
        at = (30, 70 + 92 * line)
        cv2.putText(mask, "SUMMER SALE 50%", at, cv2.FONT_HERSHEY_DUPLEX, 1.6, (255,), 5)
    mask = np.asarray(cv2.dilate(mask, np.ones((5, 5), np.uint8)), np.uint8)
    image = petals(800)
    image[mask > 0] = 255
    erased = ERASER.erase(image, mask)
    assert np.array_equal(erased[mask == 0], image[mask == 0])

"""The embedded segmenter on drawn pictures whose product is known to the pixel."""

from __future__ import annotations

import time

import cv2
import numpy as np
import pytest

from argosy_engines.contracts import EngineSpec, Image
from argosy_engines.ground_model import Flags
from argosy_engines.ground_segmenter import GroundSegmenter
from argosy_testing.drawn_goods import cutout, listing, products

SIDE = 500
YS, XS = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE


def segmenter() -> GroundSegmenter:
    return GroundSegmenter.from_spec(EngineSpec("image_segmenter", "test", "x:Y"))


def blob() -> Flags:
    """An outline with corners and curves."""
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.ellipse(mask, (260, 270), (150, 120), 20, 0, 360, 1, -1)
    cv2.rectangle(mask, (120, 230), (200, 420), 1, -1)
    return mask > 0


def ground(kind: str) -> Image:
    rng = np.random.default_rng(3)
    level = {
        "white": np.full((SIDE, SIDE), 255.0),
        "grey": np.full((SIDE, SIDE), 188.0),
        "slope": 245 - 70 * YS,
        "lamp": 240 - 90 * np.hypot(XS - 0.5, YS - 0.45),
        "paper": 225 + rng.normal(0, 3, (SIDE, SIDE)),
        "crowd": cv2.resize(rng.uniform(20, 240, (14, 14)), (SIDE, SIDE), interpolation=cv2.INTER_NEAREST),
    }[kind]
    tinted = np.stack([level, level * 0.99, level * 0.97], axis=-1)
    return np.clip(np.rint(tinted), 0, 255).astype(np.uint8)


def picture(kind: str, colour: tuple[int, int, int], product: Flags) -> Image:
    image = ground(kind).astype(np.float32)
    folds = 1 - 0.12 * (1 + np.sin(30 * XS + 9 * YS)) / 2
    image[product] = (np.array(colour, np.float32) * folds[..., None])[product]
    soft = np.rint(cv2.GaussianBlur(image, (0, 0), 0.8)).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", soft[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 82])
    return np.ascontiguousarray(cv2.imdecode(coded, cv2.IMREAD_COLOR)[..., ::-1])


def overlap(one: Flags, other: Flags) -> float:
    return float((one & other).sum() / (one | other).sum())


@pytest.mark.parametrize("colour", [(180, 30, 40), (28, 28, 32), (120, 122, 126), (40, 90, 60)])
@pytest.mark.parametrize("kind", ["white", "grey", "slope", "lamp", "paper"])
def test_a_product_before_a_plain_or_softly_lit_ground_is_found(
    kind: str, colour: tuple[int, int, int]
) -> None:
    found = segmenter().segment(picture(kind, colour, blob()), None)
    assert found.alpha.shape == (SIDE, SIDE)
    assert found.alpha.dtype == np.uint8
    assert overlap(found.alpha > 127, blob()) > 0.95
    assert found.certainty > 0.7


def test_a_crowded_ground_is_owned_up_to() -> None:
    found = segmenter().segment(picture("crowd", (180, 30, 40), blob()), None)
    assert found.certainty <= 0.35


def test_soft_shadows_stay_with_the_ground_and_handles_stay_open() -> None:
    for product in products(20):
        truth = cutout(product)[..., 3] > 0.5
        found = segmenter().segment(listing(product), None)
        assert overlap(found.alpha > 127, truth) > 0.93, product
        assert found.certainty > 0.7


def test_a_white_thing_on_white_is_filled_from_its_outline() -> None:
    image = np.full((SIDE, SIDE, 3), 255, np.uint8)
    image[blob()] = 252
    outline = cv2.morphologyEx(blob().astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((7, 7), np.uint8)) > 0
    image[outline] = 205
    assert overlap(segmenter().segment(image, None).alpha > 127, blob()) > 0.93


def test_the_files_own_alpha_is_taken_and_an_opaque_one_says_nothing() -> None:
    image = picture("crowd", (180, 30, 40), blob())
    alpha = np.where(blob(), 255, 0).astype(np.uint8)
    found = segmenter().segment(image, alpha)
    assert np.array_equal(found.alpha, alpha)
    assert found.certainty > 0.9
    opaque = segmenter().segment(image, np.full(alpha.shape, 255, np.uint8))
    assert np.array_equal(opaque.alpha, segmenter().segment(image, None).alpha)


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (15, 15)])
def test_next_to_no_pixels_tell_nothing(size: tuple[int, int]) -> None:
    found = segmenter().segment(np.full((*size, 3), 90, np.uint8), None)
    assert found.alpha.shape == size
    assert found.certainty == 0.0
    assert not found.alpha.any()


@pytest.mark.parametrize("level", [0, 128, 255])
def test_an_empty_picture_holds_no_product(level: int) -> None:
    assert segmenter().segment(np.full((200, 300, 3), level, np.uint8), None).certainty == 0.0


@pytest.mark.parametrize("size", [(40, 32_000), (32_000, 40), (16, 17), (64, 64)])
def test_odd_sizes_and_noise_come_back_in_their_size(size: tuple[int, int]) -> None:
    noise = np.random.default_rng(5).integers(0, 256, (*size, 3), dtype=np.uint8)
    found = segmenter().segment(noise, None)
    assert found.alpha.shape == size
    assert 0.0 <= found.certainty <= 0.5


def test_the_same_picture_gives_the_same_matte_in_bounded_time() -> None:
    image = cv2.resize(picture("lamp", (180, 30, 40), blob()), (2000, 2000))
    began = time.process_time()
    first = segmenter().segment(image, None)
    assert time.process_time() - began < 1.5  # 0.1 s on an idle core
    assert np.array_equal(first.alpha, segmenter().segment(image, None).alpha)

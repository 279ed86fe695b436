from __future__ import annotations

from itertools import pairwise

import cv2
import drawn_pictures as drawn
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from image_studio.domain.geometry import Box, Frame
from image_studio.domain.ground.scenes import bands_of
from image_studio.domain.kinds.latin import is_masked_name, is_technical, is_wording
from image_studio.domain.kinds.subject import Standing, find_subject
from image_studio.domain.study import study

INK = (60, 40, 30)
NONE = np.zeros((800, 800), bool)


def _vignette() -> Image.Image:
    """A spotlit wall: no outline anywhere, though its middle is far lighter than its border."""
    ys, xs = np.mgrid[0:800, 0:800]
    light = 70 + 110 * np.exp(-(((xs - 400) / 260) ** 2 + ((ys - 420) / 260) ** 2))
    return Image.fromarray(np.stack([light, light * 0.9, light * 0.7], axis=-1).astype(np.uint8))


def _leaves() -> Image.Image:
    """A busy green ground."""
    random = np.random.default_rng(4)
    canvas = np.full((800, 800, 3), (38, 84, 40), np.uint8)
    for _ in range(900):
        x, y, turn = int(random.integers(800)), int(random.integers(800)), float(random.uniform(0, 180))
        tone = tuple(int(v) for v in np.array((60, 130, 50)) * random.uniform(0.5, 1.3))
        cv2.ellipse(canvas, (x, y), (34, 10), turn, 0, 360, tone, -1, cv2.LINE_AA)
    return Image.fromarray(canvas)


def _with_bottle(ground: Image.Image, color: tuple[int, int, int] = (200, 60, 50)) -> Image.Image:
    drawn.bottle(ground, (430, 200, 650, 740), color)
    return ground


def _standing(image: Image.Image, box: tuple[int, int, int, int]) -> Standing:
    return find_subject(np.array(image), NONE).standing(Frame(), Box(*box))


@pytest.mark.parametrize("ground", [_vignette, _leaves], ids=["vignette", "leaves"])
def test_a_product_is_told_from_a_spotlit_and_from_a_busy_ground(ground) -> None:
    image = _with_bottle(ground())
    on_it, beside_it = (_standing(image, box) for box in ((480, 500, 600, 540), (250, 400, 390, 440)))
    assert on_it.on_product is not None
    assert on_it.on_product > 0.9
    assert beside_it.on_product == pytest.approx(0.0, abs=0.05)


def test_light_alone_is_no_product() -> None:
    assert _standing(_vignette(), (330, 400, 470, 440)).on_product == 0.0


def test_points_beside_a_spotlit_product_are_advertising_and_its_label_is_not() -> None:
    d = drawn.begin("spotlit", _with_bottle(_vignette(), (245, 225, 190)), brand="花间集")
    for i, text in enumerate(("三重呵护", "四季通用", "五步到位")):
        d.letter((90, 330 + 110 * i), text, drawn.font(34), (255, 255, 255))
    d.letter((540, 480), "花间集", drawn.font(40), INK, anchor="mm", kind="BRAND")
    d.letter((540, 540), "玫瑰乳液", drawn.font(28), INK, anchor="mm", kind="ON_PRODUCT")
    found = study(d.pixels, d.lines, d.brand)
    judged = {b.text: v.kind.name for b, v in zip(found.blocks, found.verdicts, strict=True)}
    assert judged == d.kinds


def test_captions_in_photographs_set_into_a_page_are_advertising() -> None:
    page = Image.new("RGB", (800, 800), (250, 248, 246))
    for left in (40, 410):
        page.paste(drawn.photo_like((350, 500), left, base=(150, 110, 90)), (left, 160))
    d = drawn.begin("panes", page)
    for x, text in ((215, "清洗之前"), (585, "清洗之后")):
        d.letter((x, 620), text, drawn.font(34), (255, 255, 255), anchor="mm")
    found = study(d.pixels, d.lines, "")
    assert [v.kind.name for v in found.verdicts] == ["TEXT", "TEXT"]


def test_a_box_seen_from_the_front_is_a_product_and_no_picture_set_into_the_page() -> None:
    image = drawn.graded((800, 800), (250, 250, 250), (236, 236, 240))
    face = np.array(drawn.photo_like((360, 460), 3, base=(90, 120, 170)))
    image.paste(Image.fromarray(cv2.GaussianBlur(face, (0, 0), 9)), (220, 200))
    place = _standing(image, (300, 400, 500, 440))
    assert not place.inset
    assert place.on_product is not None
    assert place.on_product > 0.9


def test_a_burst_beside_the_product_is_a_panel_off_the_product() -> None:
    image = _with_bottle(drawn.graded((800, 800), (240, 240, 240), (220, 224, 230)))
    angles = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    reach = np.where(np.arange(48) % 2, 92, 110)
    corners = [(200 + r * np.cos(a), 500 + r * np.sin(a)) for a, r in zip(angles, reach, strict=True)]
    ImageDraw.Draw(image).polygon(corners, fill=(220, 30, 40))
    place = _standing(image, (150, 480, 250, 520))
    assert place.on_panel
    assert place.on_product is not None
    assert place.on_product < 0.25


@given(st.lists(st.integers(160, 500), min_size=1, max_size=5))
@settings(max_examples=25, deadline=None)
def test_bands_tile_the_page_and_are_found_where_it_was_put_together(heights: list[int]) -> None:
    tones = ((236, 240, 238), (40, 60, 90), (210, 90, 60), (90, 140, 90), (250, 250, 220))
    page = np.vstack([np.full((h, 400, 3), tones[i], np.uint8) for i, h in enumerate(heights)])
    bands = bands_of(page)
    assert (bands[0][1], bands[-1][3]) == (0, len(page))
    assert all(upper[3] == lower[1] for upper, lower in pairwise(bands))
    assert [band[3] - band[1] for band in bands] == pytest.approx(heights, abs=2)


def test_a_picture_with_a_product_across_is_one_band() -> None:
    assert len(bands_of(np.array(_with_bottle(_leaves())))) == 1


@pytest.mark.parametrize("text", ["Type-C 20W", "USB-C", "Bluetooth 5.3", "LED"])
def test_standards_are_technical_terms(text: str) -> None:
    assert is_technical(text)


@pytest.mark.parametrize("text", ["NEW ARRIVAL 2024", "SUMMER COLLECTION", "Details", "HOT SALE"])
def test_english_headings_are_wording_and_no_mark(text: str) -> None:
    assert is_wording(text)
    assert not is_technical(text)


@pytest.mark.parametrize("text", ["LUMO", "Dianyou", "SHENGYU", "Oviya Lab"])
def test_makers_names_are_neither(text: str) -> None:
    assert not is_technical(text)
    assert not is_wording(text)
    assert not is_masked_name(text)


def test_a_buyers_masked_name_is_no_mark() -> None:
    assert is_masked_name("m**7")

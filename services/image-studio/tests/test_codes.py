from __future__ import annotations

import drawn_marks as marks
import drawn_pictures as drawn
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from image_studio.domain.geometry import Pixels
from image_studio.domain.lettering import Line
from image_studio.domain.marks.codes import find_codes, outside_codes
from image_studio.domain.marks.marks import code_area, marks_of_codes
from image_studio.domain.study import study

NAVY, RED = (10, 40, 90), (220, 30, 40)
CODES = {
    "plain": marks.qr(120),
    "small": marks.qr(60),
    "inverted": marks.qr(120, dark=(255, 255, 255), light=(0, 0, 0)),
    "inverted in colour": marks.qr(80, dark=(255, 255, 255), light=NAVY),
    "on yellow": marks.qr(140, dark=(30, 60, 160), light=(255, 230, 120)),
    "red on rose": marks.qr(140, dark=(200, 30, 40), light=(255, 200, 190)),
    "with a logo": marks.qr(150, logo=RED),
    "of bars": marks.bars(200, 80),
}


def _covered(found, shape) -> Pixels:
    return code_area(marks_of_codes(found), shape)


@pytest.mark.parametrize("turned", [0.0, 12.0], ids=["level", "turned"])
@pytest.mark.parametrize("name", list(CODES))
@pytest.mark.parametrize("ground", [drawn.price_badge, drawn.busy_ground, drawn.paragraph])
def test_a_code_is_found_with_its_quiet_zone(ground, name, turned) -> None:
    code = CODES[name]
    width, height = ground().image.size
    picture = marks.with_code(ground, code, (width - code.size[0] - 70, height - code.size[1] - 70), turned)
    (found,) = find_codes(picture.pixels)
    covered = _covered([found], picture.pixels.shape[:2])
    assert (covered & picture.under).sum() > 0.8 * picture.under.sum()
    # Bar codes are located less exactly, and on a ground of its own colour a quiet zone has no end.
    assert (covered & ~picture.under).sum() < 0.75 * covered.sum()
    assert found.form == ("bar code" if name == "of bars" else "QR code")


@pytest.mark.parametrize("draw", drawn.PICTURES, ids=lambda draw: draw.__name__)
def test_pictures_without_codes_have_none(draw) -> None:
    assert find_codes(draw().pixels) == ()


def test_stripes_and_checks_of_a_cloth_are_no_codes() -> None:
    x, y = np.meshgrid(np.arange(600), np.arange(600))
    for pattern in (x // 6 % 2, (x // 12 + y // 12) % 2, (x % 40 < 6) | (y % 40 < 6)):
        cloth = np.where(pattern[..., None] > 0, (60, 70, 120), (230, 225, 210)).astype(np.uint8)
        assert find_codes(cloth) == ()


def test_several_codes_are_all_found() -> None:
    picture = drawn.feature_row().image
    for x, code in ((40, CODES["plain"]), (300, CODES["inverted"]), (600, CODES["of bars"])):
        picture.paste(code, (x, 440))
    assert sorted(code.form for code in find_codes(np.asarray(picture))) == ["QR code", "QR code", "bar code"]


@settings(deadline=None, max_examples=12)
@given(st.integers(0, 7000 - 120), st.integers(0, 680))
def test_a_code_anywhere_in_a_long_picture_is_found_once(top, left) -> None:
    tall = np.full((7000, 800, 3), 236, np.uint8)
    tall[top : top + 120, left : left + 120] = np.asarray(CODES["plain"])
    (found,) = find_codes(tall)
    middle = np.array(found.quad).mean(axis=0)
    assert np.abs(middle - (left + 60, top + 60)).max() < 4


def test_letters_read_in_a_code_are_dropped_and_those_beside_it_are_not() -> None:
    picture = marks.with_code(drawn.price_badge, CODES["plain"], (600, 100))
    inside = Line(((625, 130), (700, 130), (700, 150), (625, 150)), "口日田", 0.8)
    beside = picture.picture.lines[0]
    codes = find_codes(picture.pixels)
    assert outside_codes([inside, beside], codes) == [beside]
    found = study(picture.pixels, [inside, *picture.picture.lines], "")
    assert "口日田" not in {block.text for block in found.blocks}


def test_nothing_that_a_code_says_is_known() -> None:
    address = "https://other-shop.example/coupon?u=4711"
    code = marks.qr(160, text=address)
    found = study(marks.with_code(drawn.feature_row, code, (700, 430)).pixels, [], "")
    assert len(found.marks) == 1
    assert "shop" not in repr(found)
    assert "4711" not in repr(found)

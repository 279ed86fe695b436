"""The family of the original's lettering, on Chinese drawn in faces the set-up installs."""

from __future__ import annotations

import drawn_pictures as drawn
import pytest
from installed_fonts import font_file
from PIL import Image, ImageFilter, ImageFont

from image_studio.domain.setting.looks import looks_of
from image_studio.domain.setting.typefaces import Family
from image_studio.domain.study import study

# Faces of Japan have these characters too.
_WORDS = ("天然手工品", "新品上市", "大容量")
_FACES = {
    Family.SANS: ("NotoSansCJK-Bold.ttc", 2),
    Family.SERIF: ("NotoSerifCJK-Bold.ttc", 2),
    Family.ROUNDED: ("MTLmr3m.ttf", 0),
    Family.BRUSH: ("gkai00mp.ttf", 0),
    Family.HEAVY: ("Mplus2-Black.otf", 0),
}


def _banner(
    name: str, index: int, size: int, *, photo: bool, blur: float = 0.0, angle: float = 0.0
) -> drawn.Drawn:
    ground = (
        drawn.photo_like((800, 520), 3, base=(205, 200, 190))
        if photo
        else Image.new("RGB", (800, 520), (250, 240, 230))
    )
    picture = drawn.begin("banner", ground)
    face = ImageFont.truetype(str(font_file(name)), size, index=index)
    for row, word in enumerate(_WORDS):
        # Motoya is thinner than what banners are set in; a stroke of its own colour is a bold one.
        pen = 1 if name.startswith("MTL") and size > 40 else 0
        ink = (40, 30, 60)
        where = (400, 90 + 160 * row)
        picture.letter(where, word, face, ink, anchor="mm", angle=angle, stroke=pen, stroke_fill=ink)
    if blur:
        picture.image = picture.image.filter(ImageFilter.GaussianBlur(blur))
    return picture


def _families(picture: drawn.Drawn) -> set[Family]:
    found = study(picture.pixels, picture.lines, "")
    return {look.family for look in looks_of(found.blocks, found.alike).values()}


@pytest.mark.parametrize("photo", [False, True], ids=["flat", "photo"])
@pytest.mark.parametrize("size", [56, 88])
@pytest.mark.parametrize("family", list(_FACES), ids=lambda family: family.value)
def test_each_family_is_told_at_banner_size(family: Family, size: int, photo: bool) -> None:
    assert _families(_banner(*_FACES[family], size, photo=photo)) == {family}


@pytest.mark.parametrize("family", [Family.ROUNDED, Family.BRUSH], ids=lambda family: family.value)
def test_what_is_too_small_to_tell_is_sans(family: Family) -> None:
    assert _families(_banner(*_FACES[family], 24, photo=False)) == {Family.SANS}


@pytest.mark.parametrize("blur", [0.8, 1.2, 2.0])
def test_a_blurred_sans_is_not_taken_for_a_rounded_face(blur: float) -> None:
    for size in (40, 56, 88):
        assert _families(_banner(*_FACES[Family.SANS], size, photo=True, blur=blur)) <= {Family.SANS}


@pytest.mark.parametrize("angle", [-20, -11, 12, 25])
def test_a_turned_sans_is_not_taken_for_a_hand(angle: float) -> None:
    assert _families(_banner(*_FACES[Family.SANS], 56, photo=False, angle=angle)) == {Family.SANS}


def test_a_heavy_face_is_bold() -> None:
    picture = _banner(*_FACES[Family.HEAVY], 64, photo=False)
    found = study(picture.pixels, picture.lines, "")
    assert all(look.bold for look in looks_of(found.blocks, found.alike).values())

from __future__ import annotations

import cv2
import drawn_pictures as drawn
import numpy as np
import pytest

from image_studio.domain.blocks.measuring import measure_lines
from image_studio.domain.setting.looks import looks_of
from image_studio.domain.setting.typefaces import Family
from image_studio.domain.study import study


def _measured(picture: drawn.Drawn, text: str):
    parts = measure_lines(picture.pixels, picture.lines)
    return next(part for part in parts if part.line.text == text)


@pytest.mark.parametrize("draw", drawn.PICTURES, ids=lambda draw: draw.__name__)
def test_all_ink_is_found_and_hardly_anything_else(draw) -> None:
    picture = draw()
    found = np.zeros(picture.pixels.shape[:2], bool)
    for part in measure_lines(picture.pixels, picture.lines):
        part.stamp.cover(found)
    off = np.abs(picture.pixels.astype(int) - picture.clean_pixels.astype(int)).max(axis=2)
    wide = cv2.dilate(found.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert (off > 24)[~wide].sum() <= 0.002 * (off > 24).sum()
    near = cv2.dilate((off > 0).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert (found & ~near).sum() <= 0.03 * found.sum()


@pytest.mark.parametrize(
    ("draw", "text", "color"),
    [
        (drawn.slogan_over_photo, "夏日清凉透气舒适", (255, 255, 255)),
        (drawn.price_badge, "大容量保温杯", (120, 20, 30)),
        (drawn.feature_row, "防泼水面料", (110, 110, 110)),
        (drawn.busy_ground, "四季可穿", (255, 220, 0)),
        (drawn.rotated_outlined, "爆款推荐", (255, 230, 0)),
        (drawn.rotated_outlined, "全国包邮", (255, 255, 255)),
        (drawn.paragraph, "产品介绍", (60, 40, 20)),
    ],
)
def test_the_glyphs_colour_is_measured_not_that_of_edge_outline_or_shadow(draw, text, color) -> None:
    assert np.abs(np.array(_measured(draw(), text).ink.color) - color).max() <= 14


@pytest.mark.parametrize(
    ("draw", "text", "em", "bold"),
    [
        (drawn.feature_row, "四大优势值得信赖", 52, True),
        (drawn.feature_row, "网面设计", 22, False),
        (drawn.price_badge, "24小时长效保温", 30, False),
        (drawn.price_badge, "大容量保温杯", 46, True),
        (drawn.size_chart, "胸围", 26, True),
        (drawn.slogan_over_photo, "户外运动必备水壶", 38, False),
        (drawn.rotated_outlined, "买一送一", 60, True),
    ],
)
def test_size_and_weight_are_measured(draw, text, em, bold) -> None:
    ink = _measured(draw(), text).ink
    assert ink.em_px == pytest.approx(em, rel=0.1)
    assert (ink.stroke_em > 0.084) is bold


def test_an_outline_is_measured() -> None:
    ink = _measured(drawn.rotated_outlined(), "爆款推荐").ink
    assert ink.outline is not None
    assert np.abs(np.array(ink.outline) - (200, 20, 20)).max() <= 20
    assert ink.outline_px == pytest.approx(5, abs=1.5)
    assert _measured(drawn.price_badge(), "大容量保温杯").ink.outline is None


def test_a_drop_shadow_is_measured_and_an_outline_is_none() -> None:
    shadow = _measured(drawn.rotated_outlined(), "全国包邮").ink.shadow
    assert shadow is not None
    assert (shadow.dx_em * 40, shadow.dy_em * 40) == (pytest.approx(3, abs=1), pytest.approx(3, abs=1))
    assert np.abs(np.array(shadow.color) - (20, 60, 110)).max() <= 25
    for draw, text in ((drawn.rotated_outlined, "爆款推荐"), (drawn.price_badge, "大容量保温杯")):
        assert _measured(draw(), text).ink.shadow is None


def test_song_faces_are_told_from_sans() -> None:
    for draw, family in (
        (drawn.label_on_product, Family.SERIF),
        (drawn.price_badge, Family.SANS),
        (drawn.feature_row, Family.SANS),
    ):
        picture = draw()
        found = study(picture.pixels, picture.lines, "")
        looks = looks_of(found.blocks, found.alike)
        large = [i for i, block in enumerate(found.blocks) if block.em_px > 40 and "¥" not in block.text]
        assert {looks[i].family for i in large} == {family}
        assert {looks[i].bold for i in large} == {True}


def test_a_short_level_line_is_not_set_askew_by_unsteady_corners() -> None:
    picture = drawn.slogan_over_photo()
    line = next(line for line in picture.lines if line.text == "保温杯")
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = line.quad
    unsteady = drawn.Line(((x0, y0 + 3), (x1, y1 - 3), (x2, y2 - 3), (x3, y3 + 3)), line.text, 0.9)
    assert measure_lines(picture.pixels, [unsteady])[0].frame.level
    turned = next(p for p in measure_lines(*_turned()) if p.line.text == "买一送一")
    assert turned.frame.angle == pytest.approx(8, abs=1)


def _turned():
    picture = drawn.rotated_outlined()
    return picture.pixels, picture.lines


@pytest.mark.parametrize("draw", drawn.PICTURES, ids=lambda draw: draw.__name__)
def test_kinds_are_right_on_drawn_pictures(draw) -> None:
    picture = draw()
    found = study(picture.pixels, picture.lines, picture.brand)
    wrong = [
        (part.line.text, verdict.kind.name, verdict.confidence)
        for block, verdict in zip(found.blocks, found.verdicts, strict=True)
        for part in block.letterings
        if verdict.kind.name != picture.kinds[part.line.text]
    ]
    # What is judged wrongly must at least be judged without conviction.
    assert [w for w in wrong if w[2] >= 0.78] == []


def test_wrapped_sentences_become_one_block_and_list_items_do_not() -> None:
    picture = drawn.paragraph()
    texts = [block.text for block in study(picture.pixels, picture.lines, "").blocks]
    assert len(texts) == 3
    assert any("春夏秋三季" in text for text in texts)
    rows = drawn.price_badge()
    texts = [block.text for block in study(rows.pixels, rows.lines, "").blocks]
    assert "24小时长效保温" in texts
    assert "304不锈钢内胆" in texts

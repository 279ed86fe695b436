from __future__ import annotations

import io
import math
from pathlib import Path

import drawn_pictures
import drawn_upright as drawn
import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from installed_fonts import font_book
from PIL import Image

from argosy.picture.v1 import picture_pb2
from argosy_commerce.markets import market
from argosy_inference import CallContext, TextLine
from image_studio.domain.blocks.block import Align
from image_studio.domain.blocks.columns import joined_characters, said_together
from image_studio.domain.geometry import Box, Frame
from image_studio.domain.lettering import Line
from image_studio.domain.orders import Order
from image_studio.domain.pictures import decode
from image_studio.domain.setting.stacking import draw_columns, fit_columns
from image_studio.domain.setting.style import Style
from image_studio.domain.setting.typefaces import Family
from image_studio.domain.study import study
from image_studio.domain.warps import laid_back, upright
from image_studio.events import image_localized

CONTEXT = CallContext("m-1", 30.0)
FONTS = font_book()
MARKETS = {"de": "DE", "ar": "SA", "ja": "JP", "ko": "KR", "th": "TH"}
WORDS: dict[str, dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("words_upright.yaml").read_text(encoding="utf-8")
)


async def _lettered(studio, tier, picture: drawn_pictures.Drawn, language: str):
    tier.lines = [TextLine(line.quad, line.text, line.confidence) for line in picture.lines]
    tier.translations |= {(source, to): text for source, said in WORDS.items() for to, text in said.items()}
    out = io.BytesIO()
    picture.image.save(out, "PNG")
    order = Order(market(MARKETS[language]))
    prepared = await studio.prepare(decode(out.getvalue()), [order], CONTEXT)
    tier.lines = []  # what the reader finds in the finished picture
    return await studio.letter(prepared, order, CONTEXT)


def _regions(finished) -> dict[str, picture_pb2.Region]:
    message = image_localized(
        product_id="p",
        image_id="i",
        market="m",
        locale="l",
        original=None,
        image=None,
        finished=finished,
        reasons=(),
    )
    return {region.source_text: region for region in message.regions}


def _placed(finished):
    return {finished.study.blocks[item.index].text: item for item in finished.placed}


@pytest.mark.parametrize("language", ["de", "ar", "ja"])
@pytest.mark.parametrize("draw", drawn.UPRIGHT + drawn.BENT, ids=lambda draw: draw.__name__)
async def test_upright_and_bent_words_change_inside_their_regions(studio, tier, draw, language) -> None:
    finished = await _lettered(studio, tier, draw(), language)
    assert finished.content is not None
    checks = finished.checks
    assert checks.overflowing_regions == 0
    assert checks.overlapping_regions == 0
    assert checks.pixels_changed_outside_regions == 0
    assert checks.min_font_px >= 20
    for item in finished.placed:
        assert item.setting.size_px > 0.5 * finished.study.blocks[item.index].em_px, item.setting.lines


# Frames that are bent


@given(
    st.floats(-180, 180),
    st.floats(60, 900),
    st.sampled_from([1, -1]),
    st.floats(-0.9, 0.9),
    st.floats(-0.8, 0.8),
)
def test_a_bent_frame_and_the_picture_are_each_others_inverse(
    angle: float, radius: float, side: int, along: float, across: float
) -> None:
    frame = Frame(angle, (300.0, 200.0), side * radius)
    point = np.array([[along * math.pi * radius, across * radius]])
    assert np.allclose(frame.to_frame(frame.to_picture(point)), point, atol=1e-6 * radius)


@given(st.floats(-60, 60), st.floats(80, 900), st.sampled_from([1, -1]), st.floats(20, 200))
def test_the_quad_around_an_arc_holds_all_of_it(angle: float, radius: float, side: int, width: float) -> None:
    frame = Frame(angle, (300.0, 200.0), side * radius)
    box = Box(-width, -20, width, 25)
    around = Frame(angle, (300.0, 200.0))
    held = around.box_of(frame.quad_of(box)).grown(0.05)
    xs, ys = np.meshgrid(np.linspace(-width, width, 203), np.linspace(-20, 25, 9))
    points = around.to_frame(frame.to_picture(np.stack([xs, ys], axis=-1)))
    assert held.left <= points[..., 0].min()
    assert points[..., 0].max() <= held.right
    assert held.top <= points[..., 1].min()
    assert points[..., 1].max() <= held.bottom


def test_a_patch_laid_on_an_arc_comes_back_as_it_was() -> None:
    frame, area = Frame(12.0, (200.0, 150.0), 120.0), Box(-90, -30, 90, 30)
    patch = np.zeros((60, 180), np.uint8)
    patch[20:40, 30:150] = 255
    stamp = laid_back(patch, frame, area, (300, 400))
    full = np.zeros((300, 400), np.uint8)
    full[stamp.window()] = stamp.layer
    back = upright(full, frame, area)
    assert np.abs(back.astype(int) - patch)[2:-2, 2:-2].mean() < 3
    assert back[30, 40:140].min() > 250


# What stands on an arc


@pytest.mark.parametrize(
    ("draw", "text", "bend"),
    [
        (drawn.badge_arc, "正品保障", 175),
        (drawn.badge_arc, "官方直营", -175),
        (drawn.slogan_on_arc, "天然果汁好味道", 560),
        (drawn.smiling_arc, "新鲜直达送货上门", -420),
    ],
)
def test_the_circle_of_a_bent_line_is_found(draw, text, bend) -> None:
    picture = draw()
    found = study(picture.pixels, picture.lines, "")
    block = next(block for block in found.blocks if block.text == text)
    assert block.frame.bend == pytest.approx(bend, rel=0.16)
    assert block.em_px == pytest.approx({175: 46, -175: 46, 560: 60, -420: 56}[bend], rel=0.12)


@pytest.mark.parametrize("draw", drawn_pictures.PICTURES, ids=lambda draw: draw.__name__)
def test_straight_lines_are_not_taken_for_bent_ones(draw) -> None:
    picture = draw()
    found = study(picture.pixels, picture.lines, picture.brand)
    assert all(block.frame.bend == 0 for block in found.blocks)


@pytest.mark.parametrize("language", ["de", "ar"])
async def test_new_words_follow_the_arc_of_the_old_ones(studio, tier, language) -> None:
    finished = await _lettered(studio, tier, drawn.slogan_on_arc(), language)
    (item,) = finished.placed
    assert len(item.setting.lines) == 1
    region = _regions(finished)["天然果汁好味道"]
    assert region.bend_radius_px == pytest.approx(560, rel=0.16)
    # Its ends hang lower than its middle, by what the circle says.
    result = decode(finished.content).rgb.astype(int)
    clean = drawn.slogan_on_arc().clean_pixels.astype(int)
    ys, xs = np.nonzero(np.abs(result - clean).sum(axis=2) > 120)
    middle, ends = ys[np.abs(xs - 400) < 30], ys[np.abs(np.abs(xs - 400) - 210) < 20]
    assert len(ends)
    assert np.median(ends) - np.median(middle) == pytest.approx(560 - math.sqrt(560**2 - 210**2), abs=16)


# Upright columns


def test_columns_of_one_sentence_are_one_block_read_from_the_right() -> None:
    picture = drawn.poem_columns()
    found = study(picture.pixels, picture.lines, "")
    assert "山间清泉水，一口润心田，自然好味道" in {block.text for block in found.blocks}


def test_columns_on_panels_of_their_own_stay_apart() -> None:
    picture = drawn.list_columns()
    found = study(picture.pixels, picture.lines, "")
    assert {"防水防滑", "轻便透气", "耐磨耐用", "四季可穿"} <= {block.text for block in found.blocks}


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (["精选优质长绒", "棉触感柔软亲", "肤透气"], "精选优质长绒棉触感柔软亲肤透气"),
        (["山间清泉水", "一口润心田"], "山间清泉水，一口润心田"),
        (["好茶，", "好生活"], "好茶，好生活"),
        (["匠心之作"], "匠心之作"),
    ],
)
def test_columns_broken_for_their_length_are_one_text_and_phrases_are_kept_apart(columns, said) -> None:
    assert said_together(columns) == said


def _square(x: float, y: float, size: float, text: str) -> Line:
    return Line(((x, y), (x + size, y), (x + size, y + size), (x, y + size)), text, 0.9)


def test_characters_read_one_by_one_are_joined_into_their_column() -> None:
    lines = [_square(100, 50 + 60 * i, 44, c) for i, c in enumerate("匠心之作")]
    other = Line(((300, 60), (500, 60), (500, 100), (300, 100)), "全新升级", 0.9)
    joined = joined_characters([lines[2], other, lines[0], lines[3], lines[1]])
    assert sorted(line.text for line in joined) == ["全新升级", "匠心之作"]
    column = next(line for line in joined if line.text == "匠心之作")
    assert column.quad == ((100, 50), (144, 50), (144, 274), (100, 274))


@pytest.mark.parametrize(
    "lines",
    [
        [_square(100, 50 + 110 * i, 44, c) for i, c in enumerate("大中小")],  # a table's cells
        [_square(100 + 60 * k, 50 + 60 * i, 44, c) for k in range(2) for i, c in enumerate("大中小")],
        [_square(100, 50 + 60 * i, 44, c) for i, c in enumerate("大小")],
    ],
)
def test_cells_and_pairs_of_single_characters_are_no_column(lines) -> None:
    assert joined_characters(lines) == lines


async def test_japanese_stays_upright_and_says_so(studio, tier) -> None:
    finished = await _lettered(studio, tier, drawn.poem_columns(), "ja")
    region = _regions(finished)["山间清泉水，一口润心田，自然好味道"]
    assert region.direction == picture_pb2.Region.TOP_TO_BOTTOM
    assert region.rotation == 0
    assert _regions(finished)["源自高山的好茶"].direction == picture_pb2.Region.LEFT_TO_RIGHT


async def test_words_beside_which_there_is_room_are_set_level(studio, tier) -> None:
    finished = await _lettered(studio, tier, drawn.poem_columns(), "de")
    item = _placed(finished)["山间清泉水，一口润心田，自然好味道"]
    assert item.frame == Frame()
    assert item.setting.size_px >= 0.55 * 48


@pytest.mark.parametrize(("language", "rotation"), [("de", 90), ("th", 90), ("ar", -90)])
async def test_words_in_narrow_panels_are_turned_all_alike_to_be_read_downwards(
    studio, tier, language, rotation
) -> None:
    finished = await _lettered(studio, tier, drawn.list_columns(), language)
    regions = _regions(finished)
    columns = [regions[text] for text in ("防水防滑", "轻便透气", "耐磨耐用", "四季可穿")]
    assert {region.rotation for region in columns} == {rotation}
    assert len({region.font_size_px for region in columns}) == 1


async def test_short_korean_is_stacked(studio, tier) -> None:
    finished = await _lettered(studio, tier, drawn.column_beside_slogan(), "ko")
    assert _regions(finished)["匠心之作"].direction == picture_pb2.Region.TOP_TO_BOTTOM


@given(
    st.sampled_from(
        [("ja", "コーヒー、「春」。365日 USB充電"), ("ja", "匠のこだわり"), ("ko", "장인의 손길 100%")]
    ),
    st.integers(20, 300),
    st.integers(60, 600),
    st.sampled_from([0.0, 0.06]),
    st.sampled_from([(0.0, 0.0), (0.06, 0.05), (-0.04, 0.03)]),
    st.sampled_from(list(Family)),
)
@settings(max_examples=60, deadline=None)
def test_columns_never_leave_their_box_nor_the_box_its_room(
    said, width, height, outline, shadow, family
) -> None:
    language, text = said
    style = Style(
        language,
        family=family,
        bold=True,
        align=Align.START,
        outline_em=outline,
        shadow_em=shadow,
        upright=True,
    )
    room = Box(40, 30, 40 + width, 30 + height)
    core = Box(40 + width // 3, 40, 40 + 2 * width // 3, 30 + height // 2)
    setting = fit_columns(FONTS, text, style, room, core, 60, 9)
    if setting is None:
        return
    assert room.left - 1 <= setting.box.left
    assert setting.box.right <= room.right + 1
    assert room.top - 1 <= setting.box.top
    assert setting.box.bottom <= room.bottom + 1
    drawing = draw_columns(FONTS, setting, setting.box.grown(40))
    rows, cols = np.nonzero(np.maximum.reduce([drawing.fill, drawing.edge, drawing.shadow]) > 8)
    assert len(rows)
    assert rows.min() >= 40
    assert rows.max() < 40 + setting.box.height
    assert cols.min() >= 40
    assert cols.max() < 40 + setting.box.width


def test_the_long_vowels_bar_stands_upright_in_a_column() -> None:
    style = Style("ja", Family.SANS, bold=True, align=Align.START, outline_em=0.0, upright=True)
    room = Box(0, 0, 60, 200)
    setting = fit_columns(FONTS, "ー", style, room, room, 40, 40)
    assert setting is not None
    ink = np.asarray(Image.fromarray(draw_columns(FONTS, setting, room).fill).getbbox())
    assert ink[3] - ink[1] > 3 * (ink[2] - ink[0])

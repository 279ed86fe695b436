"""Lines that a reader cut short or could not read along their arc are read once more."""

from __future__ import annotations

from dataclasses import replace

import drawn_pictures as drawn
import drawn_upright
import numpy as np
import pytest
from fake_gallery import png
from PIL import Image, ImageDraw

from argosy_commerce.markets import market
from argosy_inference import CallContext, TextLine
from image_studio.domain.geometry import Box, Frame
from image_studio.domain.lettering import Line
from image_studio.domain.orders import Order
from image_studio.domain.pictures import decode
from image_studio.domain.study import read_again, study

CONTEXT = CallContext("m-1", 30.0)
WHITE = (255, 255, 255)
SIZE = 44


def _slogan(text: str, *, lost: int = 0, from_start: bool = False) -> drawn.Drawn:
    """A line over leaves, of which the reader saw all but some characters at one end."""
    picture = drawn.begin("slogan", drawn.photo_like((800, 300), 8, base=(60, 90, 70)))
    picture.letter((400, 150), text, drawn.font(SIZE), WHITE, anchor="mm")
    if lost:
        line = picture.lines[0]
        box = Frame().box_of(line.quad)
        kept = text[lost:] if from_start else text[:-lost]
        box = (
            replace(box, left=box.left + lost * SIZE)
            if from_start
            else replace(box, right=box.right - lost * SIZE)
        )
        picture.lines[0] = Line(Frame().quad_of(box), kept, line.confidence)
    return picture


@pytest.mark.parametrize("from_start", [False, True])
@pytest.mark.parametrize("lost", [1, 2])
def test_characters_beside_a_line_are_seen(lost: int, from_start: bool) -> None:
    whole = _slogan("全场第二件半价")
    cut = _slogan("全场第二件半价", lost=lost, from_start=from_start)
    (doubt,) = study(cut.pixels, cut.lines, "").doubts
    assert doubt.beside
    assert doubt.line.text == cut.lines[0].text
    seen, truth = (Frame().box_of(line.quad) for line in (doubt.whole, whole.lines[0]))
    assert abs(seen.left - truth.left) < 0.2 * SIZE
    assert abs(seen.right - truth.right) < 0.2 * SIZE


def _beside(draw) -> drawn.Drawn:
    picture = _slogan("全场第二件半")
    draw(ImageDraw.Draw(picture.image), Frame().box_of(picture.lines[0].quad))
    return picture


def _button(on: ImageDraw.ImageDraw, line: Box) -> None:
    middle = (line.top + line.bottom) / 2
    on.ellipse((line.right + 4, middle - 20, line.right + 44, middle + 20), fill=WHITE)


def _glyph_of_another_colour(on: ImageDraw.ImageDraw, line: Box) -> None:
    middle = (line.top + line.bottom) / 2
    on.text((line.right + 22, middle), "价", font=drawn.font(SIZE), fill=(240, 60, 40), anchor="mm")


def _small_glyph(on: ImageDraw.ImageDraw, line: Box) -> None:
    on.text((line.right + 18, line.top), "价", font=drawn.font(SIZE // 2), fill=WHITE, anchor="ma")


def _arrow(on: ImageDraw.ImageDraw, line: Box) -> None:
    middle = (line.top + line.bottom) / 2
    on.line((line.right + 6, middle - 16, line.right + 22, middle, line.right + 6, middle + 16), WHITE, 5)


def _far_glyph(on: ImageDraw.ImageDraw, line: Box) -> None:
    middle = (line.top + line.bottom) / 2
    on.text((line.right + 2 * SIZE, middle), "价", font=drawn.font(SIZE), fill=WHITE, anchor="mm")


def _nothing(on: ImageDraw.ImageDraw, line: Box) -> None:
    pass


@pytest.mark.parametrize(
    "draw", [_nothing, _button, _glyph_of_another_colour, _small_glyph, _arrow, _far_glyph]
)
def test_what_is_no_character_of_a_line_is_not_taken_for_one(draw) -> None:
    picture = _beside(draw)
    assert study(picture.pixels, picture.lines, "").doubts == ()


def test_a_line_of_its_own_is_no_part_of_another() -> None:
    picture = _slogan("全场第二件半价")
    box = Frame().box_of(picture.lines[0].quad)
    cut = box.right - 1.1 * SIZE
    lines = [
        Line(Frame().quad_of(replace(box, right=cut)), "全场第二件半", 0.95),
        Line(Frame().quad_of(replace(box, left=cut)), "价", 0.95),
    ]
    assert study(picture.pixels, lines, "").doubts == ()


def test_a_one_that_was_taken_for_a_rule_is_asked_about() -> None:
    picture = drawn.begin("lid", Image.new("RGB", (600, 200), (20, 150, 140)))
    picture.letter((300, 100), "一键弹盖", drawn.font(SIZE), WHITE, anchor="mm")
    line = picture.lines[0]
    box = Frame().box_of(line.quad)
    cut = Line(Frame().quad_of(replace(box, left=box.left + SIZE)), "键弹盖", 0.95)
    found = study(picture.pixels, [cut], "")
    (doubt,) = found.doubts
    assert not doubt.beside, "it may be a rule: only a reader can tell"
    better, reasons = read_again([cut], found, [[Line(line.quad, "一键弹盖", 0.98)]])
    assert [one.text for one in better] == ["一键弹盖"]
    assert reasons == ()
    assert abs(Frame().box_of(better[0].quad).left - box.left) < 0.2 * SIZE
    assert read_again([cut], found, [[Line(cut.quad, "键弹盖", 0.98)]]) == ([doubt.line], ())


@pytest.mark.parametrize(
    ("read", "said", "unread"),
    [
        (("全场第二件半价", 0.97), "全场第二件半价", False),
        (("全场第二件半价", 0.5), "全场第二件半", True),
        (("今日特价", 0.97), "全场第二件半", True),
        (None, "全场第二件半", True),
    ],
    ids=["read", "unsure", "something else", "nothing"],
)
async def test_a_cut_line_is_read_again_and_never_half_erased(studio, tier, read, said, unread) -> None:
    picture = _slogan("全场第二件半价", lost=1)
    lines = [TextLine(line.quad, line.text, line.confidence) for line in picture.lines]
    again = [] if read is None else [TextLine(picture.lines[0].quad, *read)]
    tier.lines = []
    tier.readings.extend([lines, again])
    order = Order(market("DE"))
    prepared = await studio.prepare(decode(png(picture.image)), [order], CONTEXT)
    (block,) = prepared.study.blocks
    assert block.text == said
    assert block.core.right > Frame().box_of(picture.lines[0].quad).right + 0.7 * SIZE
    assert any("was not read" in reason for reason in prepared.study.reasons) is unread
    finished = await studio.letter(prepared, order, CONTEXT)
    assert finished.content is not None
    assert finished.removed == (0,), "a deal of a shop in China"
    left = np.abs(decode(finished.content).rgb.astype(int) - picture.clean_pixels).max(axis=2)
    assert (left > 100).mean() < 0.0005


async def test_a_steep_arc_is_shown_to_the_reader_level(studio, tier) -> None:
    picture = drawn.begin("arc", drawn.graded((800, 600), (30, 90, 110), (60, 130, 150)))
    drawn_upright.arc(picture, (400, 480), 330, "一抹水润整日不干", drawn.font(56), WHITE)
    line = picture.lines[0]
    tier.lines = []
    tier.readings.extend(
        [
            [TextLine(line.quad, "一顶水润整日不干", 0.7)],
            [TextLine(line.quad, "一抹水润整日不干", 0.98)],
        ]
    )
    prepared = await studio.prepare(decode(png(picture.image)), [Order(market("DE"))], CONTEXT)
    (block,) = prepared.study.blocks
    assert block.text == "一抹水润整日不干"
    assert block.frame.bend
    shown = tier.called("read_image_text")[1].arguments[0]
    assert shown.shape[1] > 6 * shown.shape[0] / 1.6, "as low as its letters are"


def test_a_worse_reading_of_an_arc_changes_nothing() -> None:
    picture = drawn.begin("arc", drawn.graded((800, 600), (30, 90, 110), (60, 130, 150)))
    drawn_upright.arc(picture, (400, 480), 330, "一抹水润整日不干", drawn.font(56), WHITE)
    line = replace(picture.lines[0], confidence=0.85)
    found = study(picture.pixels, [line], "")
    (doubt,) = found.doubts
    assert read_again([line], found, [[Line(line.quad, "抹水", 0.99)]]) == ([doubt.line], ())
    assert read_again([line], found, [[replace(line, confidence=0.6)]]) == ([doubt.line], ())

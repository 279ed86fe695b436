from __future__ import annotations

import drawn_pictures as drawn
import pytest
from fake_gallery import png
from PIL import ImageDraw

from argosy.picture.v1 import picture_pb2
from argosy_commerce.markets import market
from argosy_inference import CallContext, TextLine
from image_studio.domain.geometry import Box, Frame, shape_of
from image_studio.domain.lettering import Line
from image_studio.domain.orders import Order
from image_studio.domain.pictures import decode
from image_studio.domain.study import erase_mask, study
from image_studio.edited_regions import edits_of
from image_studio.events import regions_of

INK = (250, 220, 150)
RULE = (255, 255, 255)


def _heading(*, left: bool, right: bool, color: tuple[int, int, int] = INK) -> drawn.Drawn:
    picture = drawn.begin("heading", drawn.graded((800, 200), (20, 50, 30), (30, 70, 40)))
    picture.letter((400, 100), "产品参数", drawn.font(48), INK, anchor="mm")
    on = ImageDraw.Draw(picture.image)
    for wanted, span in ((left, (230, 289)), (right, (510, 569))):
        if wanted:
            on.rectangle((span[0], 100, span[1], 101), fill=color)
    return picture


@pytest.mark.parametrize("read", ["— 产品参数—", "一产品参数一", "-产品参数-"])
def test_rules_beside_a_heading_are_no_characters_of_it(read: str) -> None:
    picture = _heading(left=True, right=True)
    (x0, y0), _, (x1, y1), _ = picture.lines[0].quad
    quad = ((228, y0), (572, y0), (572, y1), (228, y1))
    block = study(picture.pixels, [Line(quad, read, 0.95)], "").blocks[0]
    assert block.text == "产品参数"
    assert abs(block.core.left - x0) < 8
    assert abs(block.core.right - x1) < 8
    assert block.letterings[0].ink.box.left > 295
    assert block.letterings[0].ink.box.right < 505


def test_a_pair_of_rules_is_a_heading_s_own() -> None:
    picture = _heading(left=True, right=True, color=RULE)
    block = study(picture.pixels, picture.lines, "").blocks[0]
    assert [rule.box for rule in block.rules] == [Box(230, 100, 290, 102), Box(510, 100, 570, 102)]
    assert {rule.color for rule in block.rules} == {RULE}
    erased = erase_mask([block], shape_of(picture.pixels))
    assert (erased[100:102, 230:290] == 255).all()
    assert (erased[100:102, 510:570] == 255).all()


@pytest.mark.parametrize(("left", "right"), [(True, False), (False, True), (False, False)])
def test_one_rule_alone_is_the_pictures(left: bool, right: bool) -> None:
    picture = _heading(left=left, right=right)
    assert study(picture.pixels, picture.lines, "").blocks[0].rules == ()


@pytest.mark.parametrize(
    "said", ["Daten", "Technische Daten", "Alle technischen Daten dieses Produktes im Überblick"]
)
async def test_longer_words_move_the_rules_and_keep_their_size(studio, tier, said: str) -> None:
    picture = _heading(left=True, right=True, color=RULE)
    tier.lines = [TextLine(line.quad, line.text, line.confidence) for line in picture.lines]
    tier.translations["产品参数", "de"] = said
    opened, order = decode(png(picture.image)), Order(market("DE"))
    prepared = await studio.prepare(opened, [order], CallContext("m-1", 30.0))
    tier.lines = []
    finished = await studio.letter(prepared, order, CallContext("m-1", 30.0))
    (placed,) = finished.placed
    assert placed.setting.size_px >= 0.75 * 48
    left, right = (rule.box for rule in placed.rules)
    assert left.width == right.width
    assert left.width == 60 if len(said) < 20 else left.width >= 0.7 * 48
    assert abs((placed.setting.box.left - left.right) - (right.left - placed.setting.box.right)) <= 4
    shown = decode(finished.content).rgb
    for box in (left, right):
        assert (shown[100:102, round(box.left) : round(box.right)] == RULE).all()
    counts = finished.checks
    assert counts.overflowing_regions == counts.overlapping_regions == 0
    assert counts.pixels_changed_outside_regions == 0
    wire = [picture_pb2.Region.FromString(r.SerializeToString()) for r in regions_of(finished)]
    again = await studio.letter_again(opened, order, edits_of(wire), CallContext("m-2", 30.0))
    assert again.content == finished.content


def test_a_heading_that_begins_with_one_keeps_it() -> None:
    picture = drawn.begin("one", drawn.graded((800, 200), (20, 50, 30), (30, 70, 40)))
    picture.letter((400, 100), "一杯热水", drawn.font(48), (250, 220, 150), anchor="mm")
    block = study(picture.pixels, picture.lines, "").blocks[0]
    assert block.text == "一杯热水"
    assert block.frame == Frame()

from __future__ import annotations

import drawn_pictures as drawn
import numpy as np
import pytest
from PIL import ImageDraw

from image_studio.domain.geometry import Frame
from image_studio.domain.lettering import Line
from image_studio.domain.study import study


def _heading(*, left: bool, right: bool) -> drawn.Drawn:
    picture = drawn.begin("heading", drawn.graded((800, 200), (20, 50, 30), (30, 70, 40)))
    picture.letter((400, 100), "产品参数", drawn.font(48), (250, 220, 150), anchor="mm")
    on = ImageDraw.Draw(picture.image)
    for wanted, span in ((left, (230, 290)), (right, (510, 570))):
        if wanted:
            on.line((span[0], 100, span[1], 100), fill=(250, 220, 150), width=2)
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
    stamp = block.letterings[0].stamp
    inked = np.flatnonzero(stamp.mask.any(axis=0)) + stamp.left
    assert inked.min() > 295
    assert inked.max() < 505


def test_a_heading_that_begins_with_one_keeps_it() -> None:
    picture = drawn.begin("one", drawn.graded((800, 200), (20, 50, 30), (30, 70, 40)))
    picture.letter((400, 100), "一杯热水", drawn.font(48), (250, 220, 150), anchor="mm")
    block = study(picture.pixels, picture.lines, "").blocks[0]
    assert block.text == "一杯热水"
    assert block.frame == Frame()

from __future__ import annotations

import drawn_pictures as drawn
import numpy as np
import pytest
from PIL import Image

from image_studio.domain.blocks.measuring import measure_lines
from image_studio.domain.blocks.spacing import with_spaces
from image_studio.domain.lettering import Line


def _read(text: str, *, spread: int = 0, shadow: tuple[int, int, int] | None = None) -> str:
    """What is made of a line whose spaces the reader dropped."""
    picture = drawn.begin("line", drawn.graded((900, 160), (60, 90, 120), (90, 130, 150)))
    shown = (" " * spread).join(text) if spread else text
    picture.letter((40, 50), shown, drawn.font(48), (255, 255, 255), shadow=shadow)
    line = picture.lines[0]
    read = Line(line.quad, text.replace(" ", ""), line.confidence)
    return with_spaces(measure_lines(np.asarray(picture.image), [read])[0]).line.text


@pytest.mark.parametrize(
    "text", ["一只包 装下整个春天", "透亮 细腻", "304不锈钢内胆 保温24小时", "送女友 送孩子 都喜欢"]
)
def test_a_gap_as_wide_as_a_space_is_one(text: str) -> None:
    assert _read(text) == text
    assert _read(text, shadow=(10, 20, 40)) == text


@pytest.mark.parametrize("text", ["一生一世一双人", "三十六小时续航", "小小的一个十字架", "急刹也不掉"])
def test_narrow_glyphs_and_spaced_out_letters_hold_no_space(text: str) -> None:
    assert _read(text) == text
    assert " " not in _read(text, spread=1)


def test_a_sign_brings_its_own_gap() -> None:
    assert _read("温馨提示:请分开洗涤") == "温馨提示:请分开洗涤"
    assert _read("手工测量,误差属正常") == "手工测量,误差属正常"


def test_a_line_that_cannot_be_told_from_its_ground_is_left_as_read() -> None:
    grey = np.asarray(Image.new("RGB", (300, 80), (128, 128, 128)))
    line = Line(((10, 10), (290, 10), (290, 70), (10, 70)), "风雨无阻说走就走", 0.9)
    assert with_spaces(measure_lines(grey, [line])[0]).line.text == line.text

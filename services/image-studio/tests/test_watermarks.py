from __future__ import annotations

import cv2
import drawn_marks as marks
import drawn_pictures as drawn
import numpy as np
import pytest
from PIL import Image

from image_studio.domain.kinds.kinds import Kind
from image_studio.domain.lettering import Line
from image_studio.domain.marks.marks import left_by, reasons_about, without_veils
from image_studio.domain.study import study


def _error(picture, truth, under) -> float:
    return float(np.abs(picture[under].astype(int) - truth[under]).mean())


def _plain_inpainting(marked: marks.Marked):
    """What filling in does when the very pixels under the mark are known."""
    mask = cv2.dilate(marked.under.astype(np.uint8), np.ones((3, 3), np.uint8))
    return cv2.inpaint(marked.pixels, mask, 4, cv2.INPAINT_TELEA)


def _moved_by_a_reader(lines: list[Line]) -> list[Line]:
    random = np.random.default_rng(3)
    return [
        Line(
            tuple((x + random.normal(0, 1.5), y + random.normal(0, 1.5)) for x, y in line.quad),
            line.text,
            0.9,
        )
        for line in lines
    ]


@pytest.mark.parametrize("draw", marks.WATERMARKED, ids=lambda draw: draw.__name__)
def test_watermarks_are_told_from_lettering(draw) -> None:
    marked = draw()
    found = study(marked.pixels, _moved_by_a_reader(marked.picture.lines), "")
    kinds = marked.picture.kinds
    assert {mark.text for mark in found.marks} == {
        line.text for line in marked.picture.lines if kinds[line.text] == "WATERMARK"
    }
    assert all(mark.verdict.kind is Kind.WATERMARK and mark.verdict.confidence > 0.7 for mark in found.marks)
    said = {t.replace(" ", "") for t, kind in kinds.items() if kind != "WATERMARK"}
    assert {block.text.replace(" ", "") for block in found.blocks} == said
    assert len(found.marks) == sum(kinds[line.text] == "WATERMARK" for line in marked.picture.lines)


@pytest.mark.parametrize("draw", drawn.PICTURES, ids=lambda draw: draw.__name__)
def test_lettering_meant_to_be_read_is_no_watermark(draw) -> None:
    picture = draw()
    assert study(picture.pixels, picture.lines, picture.brand).marks == ()


def test_a_turned_repeated_badge_is_no_watermark() -> None:
    picture = drawn.begin("stamps", drawn.photo_like((800, 800), 4, base=(120, 110, 100)))
    for y in (150, 400, 650):
        picture.letter((400, y), "爆款推荐", drawn.font(60), (255, 230, 0), anchor="mm", angle=-20)
    assert study(picture.pixels, picture.lines, "").marks == ()


def test_copies_that_the_reader_missed_are_found() -> None:
    marked = marks.lattice()
    copies = [line for line in marked.picture.lines if marked.picture.kinds[line.text] == "WATERMARK"]
    kept = [line for line in marked.picture.lines if line not in copies[6:8]]
    found = study(marked.pixels, kept, "").marks
    for missed in copies[6:8]:
        middle = np.array(missed.quad).mean(axis=0)
        near = [mark for mark in found if np.abs(np.array(mark.quad).mean(axis=0) - middle).max() < 5]
        assert len(near) == 1
        assert near[0].line is None


@pytest.mark.parametrize("quality", [None, 90], ids=["exact", "jpeg"])
@pytest.mark.parametrize("draw", [marks.lattice, marks.across_the_middle, marks.grey_on_white])
def test_the_picture_under_a_measured_watermark_comes_back(draw, quality, tmp_path) -> None:
    marked = draw()
    pixels = marked.pixels
    if quality is not None:
        Image.fromarray(pixels).save(tmp_path / "marked.jpg", quality=quality)
        pixels = np.asarray(Image.open(tmp_path / "marked.jpg"))
    found = study(pixels, marked.picture.lines, "")
    result, fill = without_veils(pixels, found.marks)
    assert not fill.any()
    before = _error(pixels, marked.unmarked, marked.under)
    after = _error(result, marked.unmarked, marked.under)
    assert after < 0.2 * before
    # Solving for the ground beats filling in, even with the true pixels of the mark.
    assert after < (1.0 if quality is None else 1.1) * _error(
        _plain_inpainting(marked), marked.unmarked, marked.under
    )
    untouched = ~cv2.dilate(marked.under.astype(np.uint8), np.ones((9, 9))).astype(bool)
    assert (np.abs(result.astype(int) - pixels).max(axis=2) > 0)[untouched].mean() < 0.03


def test_strokes_too_thin_to_solve_for_are_left_to_the_eraser() -> None:
    marked = marks.latin_lattice()
    found = study(marked.pixels, marked.picture.lines, "")
    result, fill = without_veils(marked.pixels, found.marks)
    assert np.array_equal(result, marked.pixels)
    assert (fill[marked.under] > 0).mean() > 0.97
    filled = cv2.inpaint(result, fill, 4, cv2.INPAINT_TELEA)
    assert _error(filled, marked.unmarked, marked.under) < 0.2 * _error(
        marked.pixels, marked.unmarked, marked.under
    )


def test_traces_of_a_removed_watermark_are_no_lettering() -> None:
    marked = marks.across_the_middle()
    found = study(marked.pixels, marked.picture.lines, "").marks
    middle = np.array(found[0].quad).mean(axis=0)
    box = tuple((middle[0] + x, middle[1] + y) for x, y in ((-60, -20), (60, -20), (60, 20), (-60, 20)))
    trace, other = Line(box, "间旗舰", 0.6), Line(box, "保温杯", 0.9)
    assert left_by([trace, other], found) == [other]


def test_a_watermark_that_stands_is_a_reason_to_look_and_one_that_is_gone_is_none() -> None:
    found = study(marks.lattice().pixels, marks.lattice().picture.lines, "").marks
    (reason,) = reasons_about(found, ())
    assert "优品小铺" in reason
    assert "12 times" in reason
    assert reasons_about(found, range(len(found))) == ()

from __future__ import annotations

import drawn_pictures
import drawn_tables as drawn
import pytest

from image_studio.domain.blocks.cell_lines import cut_at_cells
from image_studio.domain.blocks.measuring import measure_lines
from image_studio.domain.numbers.figures import SURE_FIGURE

HEADS = ["尺码", "胸围", "衣长", "肩宽", "袖长"]


@pytest.mark.parametrize(("size", "pitch"), [(20, 46), (20, 52), (24, 58), (24, 80)])
def test_heads_that_were_read_as_one_word_are_cut_where_the_columns_are(size: int, pitch: int) -> None:
    picture = drawn.tight_chart(size, pitch)
    heads = drawn.joined(picture, 1, 5)
    lines = [*heads, *picture.lines[5:]]
    cut = cut_at_cells(measure_lines(picture.pixels, lines))
    assert [line.text for line in cut] == [*HEADS, *(line.text for line in picture.lines[5:])]
    for line, true in zip(cut, picture.lines, strict=True):
        assert abs(line.quad[0][0] - true.quad[0][0]) < 0.2 * size
        assert abs(line.quad[1][0] - true.quad[1][0]) < 0.2 * size


def test_rows_that_were_read_as_one_line_each_are_cut_by_one_another() -> None:
    picture = drawn.tight_chart(20, 60)
    lines = drawn.joined(picture, 5, 5, apart=" ")
    cut = cut_at_cells(measure_lines(picture.pixels, lines))
    assert [line.text for line in cut] == [line.text for line in picture.lines]
    assert {line.confidence for line in cut} == {0.98}


def test_figures_cut_by_their_width_alone_are_not_sure() -> None:
    picture = drawn.tight_chart(20, 60)
    cut = cut_at_cells(measure_lines(picture.pixels, drawn.joined(picture, 5, 5)))
    assert [line.text for line in cut] == [line.text for line in picture.lines]
    for line in cut:
        assert (line.confidence < SURE_FIGURE) is any(c.isdigit() for c in line.text)


@pytest.mark.parametrize("draw", drawn_pictures.PICTURES, ids=lambda draw: draw.__name__)
def test_sentences_and_cells_that_stand_alone_are_left_as_they_were_read(draw) -> None:
    picture = draw()
    assert cut_at_cells(measure_lines(picture.pixels, picture.lines)) == picture.lines

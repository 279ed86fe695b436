"""What is looked at once for a picture is what looking again would find."""

from __future__ import annotations

import drawn_pictures as drawn
import drawn_tables
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from image_studio.domain.blocks.block import Lettering
from image_studio.domain.blocks.cell_lines import cut_at_cells
from image_studio.domain.blocks.measuring import Measurer, measure_lines
from image_studio.domain.colours import lengths
from image_studio.domain.geometry import Pixels
from image_studio.domain.setting.layout import lay_out
from image_studio.domain.setting.room import Known
from image_studio.domain.setting.typeset import Typesetter
from image_studio.domain.study import study


@given(arrays(np.float32, (7, 5, 3), elements=st.floats(-300, 300, width=32)))
@settings(max_examples=60, deadline=None)
def test_lengths_are_those_of_numpy_bit_for_bit(vectors: np.ndarray) -> None:
    assert np.array_equal(lengths(vectors), np.linalg.norm(vectors, axis=2))
    assert np.array_equal(lengths(vectors[0]), np.linalg.norm(vectors[0], axis=1))


def _same(one: Lettering, other: Lettering) -> bool:
    alike = (one.line, one.frame, one.box, one.ink) == (other.line, other.frame, other.box, other.ink)
    return (
        alike
        and one.stamp.window() == other.stamp.window()
        and np.array_equal(one.stamp.layer, other.stamp.layer)
    )


def test_lines_beside_a_line_that_was_cut_are_measured_again_and_the_others_stay() -> None:
    picture = drawn_tables.tight_chart(20, 60)
    lines = [*drawn_tables.joined(picture, 1, 5), *picture.lines[5:]]
    measurer = Measurer(picture.pixels)
    first = measurer.measure(lines)
    cut = cut_at_cells(first)
    again = measurer.measure(cut)
    assert all(_same(*pair) for pair in zip(again, measure_lines(picture.pixels, cut), strict=True))
    kept = [part for part in again if any(part is old for old in first)]
    assert 0 < len(kept) < len(again)


@pytest.mark.parametrize("draw", [drawn.feature_row, drawn.busy_ground, drawn.rotated_outlined])
def test_rooms_found_for_one_market_are_those_of_the_next(draw, typesetter: Typesetter) -> None:
    picture = draw()
    found = study(picture.pixels, picture.lines, "")
    texts = dict.fromkeys(range(len(found.blocks)), ("Light and warm",))
    known: Known = {}
    first = lay_out(picture.clean_pixels, found, texts, "en", typesetter, known=known)
    rooms = dict(known)
    assert rooms
    assert lay_out(picture.clean_pixels, found, texts, "en", typesetter, known=known) == first
    assert known == rooms


def test_a_room_is_looked_for_again_where_its_ground_is_another(typesetter: Typesetter) -> None:
    picture = drawn.feature_row()
    found = study(picture.pixels, picture.lines, "")
    texts = dict.fromkeys(range(len(found.blocks)), ("Light and warm",))
    known: Known = {}
    lay_out(picture.clean_pixels, found, texts, "en", typesetter, known=known)
    striped: Pixels = picture.clean_pixels.copy()
    striped[:, ::40] = (200, 30, 30)
    alone = lay_out(striped, found, texts, "en", typesetter)
    assert lay_out(striped, found, texts, "en", typesetter, known=known) == alone

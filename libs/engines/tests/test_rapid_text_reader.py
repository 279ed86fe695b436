"""Reading lettering that is drawn here, with fonts that OpenCV brings."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import cv2
import numpy as np
import pytest

from argosy_engines.contracts import EngineSpec, Image, TextLine
from argosy_engines.rapid_text_reader import OVERLAP, TILE, RapidTextReader, _tiles


@cache
def reader() -> RapidTextReader:
    return RapidTextReader.from_spec(EngineSpec("image_text_reader", "test", "x:Y"))


def page(height: int, width: int, *words: tuple[str, int, int]) -> Image:
    """White paper with words whose baseline starts at (x, y)."""
    image = np.full((height, width, 3), 255, np.uint8)
    for word, x, y in words:
        cv2.putText(image, word, (x, y), cv2.FONT_HERSHEY_DUPLEX, 1.5, (20, 20, 20), 3, cv2.LINE_AA)
    return image


def box(line: TextLine) -> tuple[float, float, float, float]:
    left, top = line.quad.min(axis=0)
    right, bottom = line.quad.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def test_a_word_is_read_where_it_stands() -> None:
    (line,) = reader().read(page(300, 500, ("ARGOSY 2024", 60, 150)))
    assert line.text.replace(" ", "") == "ARGOSY2024"
    assert line.confidence > 0.9
    left, top, right, bottom = box(line)
    (width, height), _ = cv2.getTextSize("ARGOSY 2024", cv2.FONT_HERSHEY_DUPLEX, 1.5, 3)
    assert (left, bottom) == pytest.approx((60, 150), abs=14)
    assert (right, top) == pytest.approx((60 + width, 150 - height), abs=14)
    first, second, third, _fourth = line.quad
    assert first[0] < second[0]  # clockwise from the top left
    assert second[1] < third[1]


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (500, 3), (400, 400)])
def test_a_picture_without_text_has_no_lines(size: tuple[int, int]) -> None:
    assert reader().read(np.full((*size, 3), 230, np.uint8)) == ()


def test_a_line_that_fills_a_small_picture_is_found_inside_it() -> None:
    (line,) = reader().read(page(50, 330, ("ARGOSY 2024", 4, 42)))
    assert "ARGOSY" in line.text
    left, top, right, bottom = box(line)
    assert 0 <= left < right <= 329
    assert 0 <= top < bottom <= 49


def test_every_line_of_a_long_detail_picture_is_read_once_and_in_order() -> None:
    height = 2 * TILE + 500
    rows = list(range(120, height - 40, 290))
    words = [(f"SIZE {2 * i + 23}", 80, y) for i, y in enumerate(rows)]
    lines = reader().read(page(height, 700, *words))
    assert [line.text.replace(" ", "") for line in lines] == [w.replace(" ", "") for w, _, _ in words]
    assert [box(line)[3] for line in lines] == pytest.approx(rows, abs=14)


@pytest.mark.parametrize("height", [1, TILE, TILE + OVERLAP, TILE + OVERLAP + 1, 5000, 32768])
def test_tiles_cover_the_height_and_overlap_enough(height: int) -> None:
    tiles = _tiles(height)
    assert tiles[0].top == 0
    assert tiles[-1].bottom == height
    for upper, lower in pairwise(tiles):
        assert upper.bottom - lower.top >= OVERLAP - 1
        assert upper.own_bottom == lower.own_top
        assert lower.top + OVERLAP / 2 - 1 <= lower.own_top <= upper.bottom - OVERLAP / 2 + 1
    assert all(tile.bottom - tile.top <= TILE + OVERLAP for tile in tiles)

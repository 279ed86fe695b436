from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from image_studio.domain.lettering import Line
from image_studio.domain.output.strips import strips_around


def _quad(top: float, bottom: float):
    return ((10.0, top), (90.0, top), (90.0, bottom), (10.0, bottom))


@given(st.lists(st.tuples(st.integers(0, 3900), st.integers(5, 90)), min_size=1, max_size=12))
def test_every_region_is_in_the_cut_and_what_is_read_there_goes_back_to_its_place(spans) -> None:
    picture = np.repeat(np.arange(4000, dtype=np.uint16)[:, None, None], 3, axis=2)
    quads = [_quad(top, top + size) for top, size in spans]
    strips = strips_around(quads, 4000)
    cut = strips.cut(picture)
    assert cut.shape[0] == strips.height <= 4000
    for top, size in spans:
        row = top + size // 2
        (at, *_) = np.flatnonzero(cut[:, 0, 0] == row)
        (line,) = strips.placed([Line(_quad(float(at), float(at)), "x", 1.0)])
        assert line.quad[0][1] == row


def test_a_picture_changed_nearly_everywhere_is_read_whole() -> None:
    assert strips_around([_quad(10, 790)], 800).rows == ((0, 800, 0),)

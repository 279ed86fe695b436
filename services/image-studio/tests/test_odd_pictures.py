"""Pictures and quads that nobody would draw on purpose, or only to do harm."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_handlers import _badge, _event

from argosy_eventing import Publish
from image_studio import studio as studio_module
from image_studio.domain.lettering import Line
from image_studio.domain.study import erase_mask, study
from image_studio.handlers import localize_pictures

_corner = st.tuples(st.floats(-40, 240), st.floats(-40, 200))
_TEXTS = ("新品上市", "一", "¥199", "保温24小时 不锈钢", "女女女", "S 92 66", "LUMO", "— 参数 —", "。")


@st.composite
def _nearly_rectangles(draw) -> tuple[tuple[float, float], ...]:
    """As a reader gives them: turned, off by some pixels, here and there over the picture's edge."""
    x, y = draw(st.floats(-20, 220)), draw(st.floats(-20, 180))
    wide, tall = draw(st.floats(3, 190)), draw(st.floats(3, 90))
    turn = math.radians(draw(st.sampled_from([0.0, 0.0, 3.0, 90.0, -30.0, 179.0])))
    along, down = (math.cos(turn), math.sin(turn)), (-math.sin(turn), math.cos(turn))
    corners = ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))
    return tuple(
        (
            x + a * wide * along[0] + b * tall * down[0] + draw(st.floats(-3, 3)),
            y + a * wide * along[1] + b * tall * down[1] + draw(st.floats(-3, 3)),
        )
        for a, b in corners
    )


_quads = st.one_of(_nearly_rectangles(), st.tuples(_corner, _corner, _corner, _corner))
_lines = st.lists(st.builds(Line, _quads, st.sampled_from(_TEXTS), st.floats(0.5, 1.0)), max_size=4)


def _pixels(kind: str, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    shape = (160, 200, 3)
    if kind == "noise":
        return random.integers(0, 256, shape, dtype=np.uint8)
    if kind == "flat":
        return np.full(shape, random.integers(0, 256, 3), np.uint8)
    stripes = (np.arange(200) // int(random.integers(1, 9)) % 2 * 255).astype(np.uint8)
    if kind == "stripes":
        return np.broadcast_to(stripes[None, :, None], shape).copy()
    rows = np.linspace(0, 255, 160).astype(np.uint8)[:, None, None] // 2
    return (np.broadcast_to(stripes[None, :, None] // 2, shape) + rows).astype(np.uint8)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(["noise", "flat", "stripes", "graded"]), st.integers(0, 10_000), _lines)
def test_whatever_a_reader_says_of_whatever_pixels_can_be_studied(kind, seed, lines) -> None:
    picture = _pixels(kind, seed)
    found = study(picture, lines, "LUMO")
    assert len(found.blocks) == len(found.verdicts)
    assert erase_mask(found.blocks, picture.shape[:2]).shape == picture.shape[:2]


@pytest.mark.parametrize("fault", [ValueError("NaN"), IndexError("9"), ZeroDivisionError()])
async def test_a_picture_that_defies_the_studio_passes_as_it_is_and_says_so(
    deps, tier, shelf, monkeypatch, fault
) -> None:
    _badge(tier, shelf)

    def failing(*_: object) -> None:
        raise fault

    monkeypatch.setattr(studio_module, "study", failing)
    outcome = await localize_pictures(_event("https://cdn/a.png"), deps)
    assert isinstance(outcome, Publish)
    assert len(outcome.outputs) == 2
    for output in outcome.outputs:
        assert output.data.needs_review
        assert "the studio failed on this picture" in output.data.review_reasons[0]
        assert output.data.image.url == output.data.original.url

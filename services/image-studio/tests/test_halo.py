"""Shadows go with the letters; what lies behind some of the letters stays."""

from __future__ import annotations

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from image_studio.domain.geometry import Mask
from image_studio.domain.ground.halo import shared_by_glyphs

SHAPE = (60, 300)
EVERYWHERE: Mask = np.ones(SHAPE, np.bool_)


def letters() -> Mask:
    drawn = np.zeros(SHAPE, np.uint8)
    cv2.putText(drawn, "HALF PRICE", (12, 42), cv2.FONT_HERSHEY_DUPLEX, 1.3, (1,), 3)
    return np.asarray(drawn > 0)


def moved(mask: Mask, dx: int, dy: int) -> Mask:
    return np.asarray(np.roll(mask, (dy, dx), axis=(0, 1)))


@given(st.integers(-5, 5), st.integers(-5, 5))
def test_a_shadow_beside_all_letters_is_theirs(dx: int, dy: int) -> None:
    core = letters()
    shadow = moved(core, dx, dy) & ~core
    kept = shared_by_glyphs(shadow, core, EVERYWHERE)
    assert kept.sum() >= 0.75 * shadow.sum()


def test_a_vein_behind_two_letters_is_the_grounds() -> None:
    core = letters()
    vein = np.zeros(SHAPE, np.bool_)
    vein[:, 90:112] = True
    away = cv2.distanceTransform(1 - core.astype(np.uint8), cv2.DIST_L2, 5)
    kept = shared_by_glyphs(vein & ~core & (away < 9), core, EVERYWHERE)
    assert not (kept & (away > 3)).any()


@given(st.integers(0, 2**32 - 1), st.floats(0, 1))
def test_nothing_is_added_and_soft_edges_are_kept(seed: int, share: float) -> None:
    core = letters()
    departed = (np.random.default_rng(seed).random(SHAPE) < share) & ~core
    kept = shared_by_glyphs(departed, core, EVERYWHERE)
    away = cv2.distanceTransform(1 - core.astype(np.uint8), cv2.DIST_L2, 5)
    assert not (kept & ~departed).any()
    assert (kept[departed & (away <= 2)]).all()

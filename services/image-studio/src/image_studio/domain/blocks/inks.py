"""Which lines are of one look: size, colour and weight of their ink."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from image_studio.domain.ink.ink import Ink
from image_studio.domain.ink.patches import lab_of


def alike_inks(a: Ink, b: Ink, ratio: float) -> bool:
    larger, smaller = max(a.em_px, b.em_px), min(a.em_px, b.em_px)
    return larger < ratio * smaller and apart(a.color, b.color) < 16


def same_look(a: Ink, b: Ink) -> bool:
    thick, thin = max(a.stroke_em, b.stroke_em), min(a.stroke_em, b.stroke_em)
    return alike_inks(a, b, 1.14) and thick < 1.35 * thin


@lru_cache(16384)  # a page of two hundred lines asks forty thousand times
def apart(a: tuple[int, int, int], b: tuple[int, int, int]) -> float:
    lab = lab_of(np.array([[a, b]], np.uint8))[0]
    return float(np.linalg.norm(lab[0] - lab[1]))

"""The grain of a filled area: film, sensors, sand and cloth leave fine detail that a fill lacks.

Grain is not drawn but taken from near by, at one distance for all pixels that have grain there, so
that it hangs together as the ground's own does.
"""

from __future__ import annotations

from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from argosy_engines.contracts import Image

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Moved = TypeVar("Moved", Floats, Flags)

FINE = 5
"""Detail is what a mean over so many pixels square takes away."""
LEAST = 1.0
"""Levels (root mean square) below which grain does not show."""
EDGE = 2.5
"""Detail of more than so many times the usual is an edge, not grain."""
STRENGTH = 0.8
"""Of the grain near by: no letter shows as a smooth patch, and it errs less than all of it would."""
NEAR = 24
"""Pixels around a pixel whose detail says how strong its grain is."""
SHIFTS = tuple(
    (dy * r, dx * r)
    for r in (9, 17, 29, 43)
    for dy, dx in ((0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (-1, -1))
)
"""Where grain is taken from: down and to the right by so many pixels, the nearest first."""


def grain_of(image: Image, marked: Flags) -> Floats:
    """Grain for the marked pixels of a window, `[h, w, 3]`; none where the ground near by has none."""
    known = (~marked).astype(np.float32)
    nothing = np.zeros(image.shape, np.float32)
    weight = cv2.blur(known, (FINE, FINE))
    mean = cv2.blur(image * known[..., None], (FINE, FINE)) / np.maximum(weight, 1e-6)[..., None]
    detail = np.where(marked[..., None], 0, image - mean).astype(np.float32)
    strength = np.abs(detail).mean(axis=2)
    whole = (weight > 0.999) & ~marked
    if whole.sum() < 100:
        return nothing
    usual = _usual(strength, whole)
    calm = whole & (strength <= EDGE * usual)
    grain, left = nothing.copy(), marked & (usual >= LEAST)
    for dy, dx in SHIFTS:
        if not left.any():
            break
        there = _moved(calm, dy, dx) & left
        grain[there] = STRENGTH * _moved(detail, dy, dx)[there]
        left &= ~there
    return grain


def _usual(strength: Floats, known: Flags) -> Floats:
    """How strong detail is near each pixel: its mean, edges left out, `[h, w]`."""
    middle = float(np.median(strength[known]))
    kept = (known & (strength <= EDGE * middle)).astype(np.float32)
    near = (2 * NEAR + 1, 2 * NEAR + 1)
    weight = cv2.blur(kept, near)
    mean = cv2.blur(strength * kept, near) / np.maximum(weight, 1e-6)
    return np.asarray(np.where(weight > 1e-3, mean, 0.0), np.float32)


def _moved(values: Moved, dy: int, dx: int) -> Moved:
    """An array moved down and to the right; what comes in from outside is 0."""
    moved = np.zeros_like(values)
    height, width = values.shape[:2]
    if abs(dy) < height and abs(dx) < width:
        moved[max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)] = values[
            max(-dy, 0) : height + min(-dy, 0), max(-dx, 0) : width + min(-dx, 0)
        ]
    return moved

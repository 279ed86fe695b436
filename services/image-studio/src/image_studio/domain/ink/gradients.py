"""A fill that turns from one colour above to another below."""

from __future__ import annotations

from typing import Final

import numpy as np

from image_studio.domain.colours import lengths
from image_studio.domain.geometry import Floats, Mask
from image_studio.domain.ink.patches import Patch, lab_of

Rgb = tuple[int, int, int]

_LEAST_ROWS: Final = 20  # px of height; lower letters show no gradient
_LEAST_PIXELS: Final = 60
_APART: Final = 12.0  # Lab, from top to bottom
_EXPLAINED: Final = 0.7  # of the fill's variance


def gradient_of(patch: Patch, solid: Mask, rows: tuple[int, int]) -> tuple[Rgb, Rgb] | None:
    """The RGB colours at the top and the bottom of a line's fill, or None where it is of one colour.

    Args:
        patch: the line's surroundings.
        solid: pixels wholly covered by ink.
        rows: the patch's rows at which the ink begins and ends.
    """
    top, bottom = rows
    ys, _ = np.nonzero(solid)
    if bottom - top < _LEAST_ROWS or len(ys) < _LEAST_PIXELS:
        return None
    seen = patch.pixels[solid].astype(np.float64)
    way = (ys + 0.5 - top) / (bottom - top)
    terms = np.stack([1 - way, way], axis=-1)
    ends = np.linalg.lstsq(terms, seen, rcond=None)[0]
    total = float(((seen - seen.mean(axis=0)) ** 2).sum())
    left = float(((seen - terms @ ends) ** 2).sum())
    ends = np.rint(ends.clip(0, 255)).astype(np.uint8)
    apart = float(lengths(np.diff(lab_of(ends[None])[0], axis=0))[0])
    if apart < _APART or left > (1 - _EXPLAINED) * total:
        return None
    (r, g, b), (r2, g2, b2) = ends.tolist()
    return (r, g, b), (r2, g2, b2)


def middle(gradient: tuple[Rgb, Rgb]) -> Rgb:
    """The colour halfway."""
    r, g, b = ((a + z + 1) // 2 for a, z in zip(*gradient, strict=True))
    return r, g, b


def without_slope(lightness: Floats, solid: Mask) -> Floats:
    """The lightness of the fill's pixels, less the gradient's part in it."""
    ys, _ = np.nonzero(solid)
    slope, start = np.polyfit(ys, lightness[solid], 1)
    return np.asarray(lightness[solid] - slope * ys - start, np.float32)

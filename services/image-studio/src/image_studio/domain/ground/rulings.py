"""Ruling lines near lettering: a table's, a frame's, a separator's. They are ground, never ink."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from image_studio.domain.colours import lengths
from image_studio.domain.geometry import Floats, Mask
from image_studio.domain.masks import wider

_CONTRAST: Final = 8.0  # Lab, from what is on either side
_THICKEST: Final = 0.12  # of the line's height: a thicker one is a stroke or a panel
_LONGER_THAN_STROKES: Final = 1.3  # of the line's height; no glyph has a stroke that long
_MOST_OF_PATCH: Final = 0.9


def ruling_lines(lab: Floats, unit: float, *, anywhere: bool = False) -> Mask:
    """The level and upright lines that run out of a patch.

    A line struck through lettering or drawn under it ends where the lettering does and is none;
    where no lettering is left, lines count ``anywhere``.

    Args:
        lab: ``float32[height, width, 3]``, the surroundings of one line of lettering, level.
        unit: the line's height in pixels.

    Returns:
        ``bool[height, width]``, soft edges included.
    """
    level = _level_lines(lab, unit, anywhere)
    upright = _level_lines(np.asarray(cv2.transpose(lab), np.float32), unit, anywhere).T
    found = level | upright
    return wider(found, 1) if found.any() else found


def _level_lines(lab: Floats, unit: float, anywhere: bool) -> Mask:
    height, width = lab.shape[:2]
    thick = max(3, round(_THICKEST * unit))
    least = round(min(_LONGER_THAN_STROKES * unit, _MOST_OF_PATCH * width))
    if height <= 2 * thick + 2 or least < 6:
        return np.zeros((height, width), bool)
    padded = np.pad(lab, ((thick + 1, thick + 1), (0, 0), (0, 0)), mode="edge")
    above = lengths(lab - padded[:height])
    below = lengths(lab - padded[2 * thick + 2 :])
    ridge = (np.minimum(above, below) > _CONTRAST).astype(np.uint8)
    long = cv2.morphologyEx(ridge, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
    count, parts, stats, _ = cv2.connectedComponentsWithStats(long, connectivity=8)
    kept = np.zeros(count, bool)
    for i in range(1, count):
        left, _, wide, tall, _ = (int(v) for v in stats[i])
        kept[i] = tall <= thick and (anywhere or left == 0 or left + wide == width)
    return np.asarray(kept[parts])

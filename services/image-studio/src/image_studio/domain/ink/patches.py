"""A line of lettering cut out with its surroundings, upright, in Lab."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from image_studio.domain.geometry import Box, Floats, Frame, Mask, Pixels
from image_studio.domain.ground.rulings import ruling_lines
from image_studio.domain.masks import rectangle
from image_studio.domain.warps import upright

Owners = NDArray[np.int16]


@dataclass(frozen=True)
class Patch:
    """The surroundings of one line, turned level.

    ``area`` is the patch in the line's frame; ``unit`` the line's height in pixels; the masks are
    ``bool[height, width]``: the rectangle, its rim, what lies around it, and how far ink may reach.
    """

    area: Box
    unit: float
    pixels: Pixels
    lab: Floats
    inner: Mask
    rim: Mask
    around: Mask
    reach: Mask

    @property
    def shape(self) -> tuple[int, int]:
        return self.lab.shape[0], self.lab.shape[1]


def lab_of(rgb: Pixels) -> Floats:
    """RGB bytes as CIE Lab floats (L 0..100)."""
    return np.asarray(cv2.cvtColor(rgb.astype(np.float32) / 255.0, cv2.COLOR_RGB2LAB), np.float32)


def patch_area(box: Box) -> Box:
    """How much is cut out with a line's rectangle, in its frame."""
    return box.grown(max(4.0, 0.4 * min(box.height, box.width))).outward()


def cut_patch(picture: Pixels, frame: Frame, box: Box, owners: Owners, own: int) -> Patch:
    """Cut a line's surroundings out of a picture.

    Args:
        picture: ``uint8[height, width, 3]`` RGB.
        frame: the line's upright frame.
        box: the reader's rectangle in that frame.
        owners: ``int16[height, width]``, the index of the line whose quad holds a pixel, or -1.
        own: this line's index; the pixels of other lines are not ground.
    """
    unit = min(box.height, box.width)
    area = patch_area(box)
    pixels = upright(picture, frame, area)
    owner = upright(owners, frame, area, nearest=True)
    free = (owner < 0) | (owner == own)
    shape = pixels.shape[:2]
    rim = rectangle(shape, area, box.grown(max(1.0, 0.03 * unit))) & ~rectangle(
        shape, area, box.grown(-max(1.0, 0.07 * unit))
    )
    around = rectangle(shape, area, box.grown(max(4.0, 0.3 * unit))) & ~rectangle(
        shape, area, box.grown(0.06 * unit)
    )
    lab = lab_of(pixels)
    free &= ~ruling_lines(lab, unit)
    return Patch(
        area=area,
        unit=unit,
        pixels=pixels,
        lab=lab,
        inner=rectangle(shape, area, box.grown(0.06 * unit)) & free,
        rim=rim & free,
        around=around & free,
        reach=rectangle(shape, area, box.grown(0.2 * unit)) & free,
    )

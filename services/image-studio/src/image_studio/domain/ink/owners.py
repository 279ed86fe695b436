"""Whose a pixel is where readers' rectangles overlap.

Loose rectangles of neighbouring lines share ground; what one line takes of another's ink is erased with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from image_studio.domain.geometry import Box, Floats, Frame, Quad, Shape, frame_of
from image_studio.domain.ink.patches import Owners
from image_studio.domain.warps import inside

_NESTED: Final = 0.5  # of the smaller rectangle: one stands in the other


def owners_of(quads: Sequence[Quad], shape: Shape) -> Owners:
    """The index of the line that holds each pixel, or -1: ``int16[height, width]``.

    A reader's margins grow with a line's height. So a pixel in two rectangles is that line's in which it
    lies deeper, counted in the lines' heights. Of lines that stand in one another, the last has it.
    """
    owners: Owners = np.full(shape, -1, np.int16)
    places: list[tuple[Frame, Box, int]] = []
    for i, quad in enumerate(quads):
        frame = frame_of(quad)
        box = frame.box_of(quad)
        held = inside(frame, box, shape)
        mask, window = held.mask, owners[held.window()]
        area = int(mask.sum())
        places.append((frame, box, area))
        for j in np.unique(window[mask]).tolist() if area else ():
            if j < 0:
                continue
            other, around, its_area = places[j]
            shared = mask & (window == j)
            if int(shared.sum()) >= _NESTED * min(area, its_area):
                continue
            rows, columns = np.nonzero(shared)
            points = np.stack([columns + held.left + 0.5, rows + held.top + 0.5], axis=-1)
            deeper = _depth(other, around, points) > _depth(frame, box, points)
            mask[rows[deeper], columns[deeper]] = False
        window[mask] = i
    return owners


def _depth(frame: Frame, box: Box, points: Floats) -> Floats:
    """How deep points (``[n, 2]``, in the picture) lie in a box, in its thicknesses."""
    across, down = np.moveaxis(frame.to_frame(points), -1, 0)
    to_sides = np.minimum(across - box.left, box.right - across)
    to_ends = np.minimum(down - box.top, box.bottom - down)
    return np.asarray(np.minimum(to_sides, to_ends) / max(1.0, box.thickness), np.float32)

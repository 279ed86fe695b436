"""Erases marked pixels by a model of the ground behind them.

Shop pictures are mostly flat panels, gradients and softly lit walls, with lettering on top: these
are fitted and filled (`ground_surfaces`). Textures are continued from near by (`ground_textures`).
Pixels that are not marked are never touched, and the same picture gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

from argosy_engines.contracts import EngineIdentity, EngineSpec, Image, Mask
from argosy_engines.ground_surfaces import REACH, smooth_ground
from argosy_engines.ground_textures import SEARCH, continue_ground
from argosy_engines.registry import reject_unknown_options

Flags = npt.NDArray[np.bool_]
Window = tuple[slice, slice]

JOIN = 9
"""Marked pixels nearer than this belong to one region (the gaps between strokes and letters)."""
MOST_PIECES = 300
"""Pieces of texture laid in one picture, about 10 ms each; what is beyond is continued softly."""


@dataclass(frozen=True, slots=True)
class GroundEraser:
    """`ImageEraser` by surface fitting, cloning and OpenCV's inpainting."""

    identity: EngineIdentity

    @classmethod
    def from_spec(cls, spec: EngineSpec) -> Self:
        """No weights, no options."""
        reject_unknown_options(spec, set())
        revision = f"2-opencv-{cv2.__version__}"
        return cls(spec.identity("ground-model", model="surfaces+clone+telea", revision=revision))

    def erase(self, image: Image, mask: Mask) -> Image:
        """Fill where `mask > 0`, in proportion to `mask / 255`; the rest is bit-identical."""
        marked = mask > 0
        if not marked.any():
            return image.copy()
        filled = image.astype(np.float32)
        pieces = MOST_PIECES
        for region, window in _regions(marked, REACH):
            ground = smooth_ground(image[window], marked[window], region)
            if ground is not None:
                filled[window][region] = ground[region]
                continue
            wide = _widened(window, marked.shape, SEARCH)
            there = np.zeros((wide[0].stop - wide[0].start, wide[1].stop - wide[1].start), np.bool_)
            top, left = window[0].start - wide[0].start, window[1].start - wide[1].start
            there[top : top + region.shape[0], left : left + region.shape[1]] = region
            pieces -= continue_ground(image[wide], marked[wide], there, filled[wide], pieces)
        alpha = (mask.astype(np.float32) / 255.0)[..., None]
        blended = image + alpha * (filled - image)
        result = image.copy()
        result[marked] = np.clip(np.rint(blended[marked]), 0, 255).astype(np.uint8)
        return result


def _regions(marked: Flags, room: int) -> Iterator[tuple[Flags, Window]]:
    """Groups of near marked pixels, each in a window with `room` around it."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (JOIN, JOIN))
    joined = cv2.dilate(marked.astype(np.uint8), kernel)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for label in range(1, count):
        x, y, width, height = (int(stats[label, column]) for column in range(4))
        window = _widened((slice(y, y + height), slice(x, x + width)), marked.shape, room)
        region = marked[window] & (labels[window] == label)
        if region.any():
            yield region, window


def _widened(window: Window, shape: tuple[int, ...], room: int) -> Window:
    rows, columns = window
    return (
        slice(max(0, rows.start - room), min(shape[0], rows.stop + room)),
        slice(max(0, columns.start - room), min(shape[1], columns.stop + room)),
    )

"""Where an inpainting model looks, and how its answer is put back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

from argosy_engines.contracts import Image, Mask

Fill = Callable[[Image, Mask], Image]
"""A window's pixels `[h, w, 3]` and holes (255 or 0) `[h, w]`, to its pixels with the holes filled."""

JOIN = 15
"""Marked pixels nearer than this are filled in one go (letters of a word)."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of an image, the ends excluded."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def slices(self) -> tuple[slice, slice]:
        return slice(self.top, self.bottom), slice(self.left, self.right)

    @property
    def area(self) -> int:
        return max(0, self.bottom - self.top) * max(0, self.right - self.left)

    def grown(self, margin: int, height: int, width: int) -> Self:
        """With a margin, inside an image of that size."""
        return type(self)(
            max(0, self.top - margin),
            min(height, self.bottom + margin),
            max(0, self.left - margin),
            min(width, self.right + margin),
        )

    def joined(self, other: Self) -> Self:
        return type(self)(
            min(self.top, other.top),
            max(self.bottom, other.bottom),
            min(self.left, other.left),
            max(self.right, other.right),
        )

    def overlap(self, other: Self) -> int:
        """The shared area."""
        tall = min(self.bottom, other.bottom) - max(self.top, other.top)
        wide = min(self.right, other.right) - max(self.left, other.left)
        return max(0, tall) * max(0, wide)


def erase_in_windows(image: Image, mask: Mask, fill: Fill, context: int) -> Image:
    """Fill where `mask > 0`, in proportion to `mask / 255`; the rest is bit-identical.

    Windows are filled one after the other, each seeing what was filled before as ground. `context`
    is how many pixels around the marked ones a window shows at least.
    """
    result = image.copy()
    remaining = mask > 0
    for core, window in windows(remaining, context):
        holes = np.where(remaining[window.slices], 255, 0).astype(np.uint8)
        filled = np.zeros_like(image)
        # Of other groups at the window's rim the model sees half; they get a window of their own.
        filled[window.slices] = fill(np.ascontiguousarray(result[window.slices]), holes)
        due = np.zeros_like(remaining)
        due[core.slices] = remaining[core.slices]
        alpha = (mask[due].astype(np.float32) / 255.0)[:, None]
        blended = image[due] + alpha * (filled[due].astype(np.float32) - image[due])
        result[due] = np.clip(np.rint(blended), 0, 255).astype(np.uint8)
        remaining &= ~due
    return result


def windows(marked: npt.NDArray[np.bool_], context: int) -> list[tuple[Box, Box]]:
    """Groups of near marked pixels: the box that holds one, and the window to look through.

    A window shows as much around a group as half the group's length, and `context` pixels at
    least; windows that overlap by more than half of the smaller one are joined.
    """
    if not marked.any():
        return []
    height, width = marked.shape
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (JOIN, JOIN))
    grown = cv2.dilate(marked.astype(np.uint8), kernel)
    _, _, stats, _ = cv2.connectedComponentsWithStats(grown, connectivity=8)
    found: list[tuple[Box, Box]] = []
    for x, y, w, h, _ in stats[1:].tolist():
        core = Box(y, y + h, x, x + w)
        window = core.grown(max(context, max(w, h) // 2), height, width)
        while near := [p for p in found if 2 * window.overlap(p[1]) > min(window.area, p[1].area)]:
            found.remove(near[0])
            core, window = core.joined(near[0][0]), window.joined(near[0][1])
        found.append((core, window))
    return sorted(found, key=lambda pair: (pair[1].top, pair[1].left))

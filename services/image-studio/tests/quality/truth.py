"""What is known of a drawn picture."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from PIL import Image

from quality.lettering import Corners, Patch

KINDS = ("TEXT", "BRAND", "ON_PRODUCT", "NUMBER", "WATERMARK", "CODE")
"""Advertising; a maker's name; lettering on the product; numbers and prices; a shop's mark; a QR code."""
CHANGING = ("TEXT", "NUMBER")
"""The kinds a market's picture may letter anew; the others stay unless a merchant wishes otherwise."""


@dataclass(frozen=True)
class Line:
    """One line of lettering. `quad` is clockwise from the first letter's top left, in pixels of the picture.

    `rotation` is in degrees, clockwise. Lines of one sentence share a `block`.
    """

    text: str
    quad: Corners
    kind: str
    block: str
    px: int
    colour: tuple[int, int, int]
    rotation: float
    vertical: bool
    style: str
    face: str
    bent: bool
    at: tuple[int, int]
    patch: Patch

    def ink(self, size: tuple[int, int]) -> np.ndarray:
        """How much letters and outlines cover each pixel, 0-255, (h, w); `size` is the picture's (w, h)."""
        sheet = np.zeros((size[1], size[0]), np.uint8)
        _place(sheet, np.round(self.patch.ink * 255).astype(np.uint8), self.at)
        return sheet

    def trace(self, size: tuple[int, int]) -> np.ndarray:
        """The same with shadow and glow: every pixel that the line changed is above 0."""
        sheet = np.zeros((size[1], size[0]), np.uint8)
        _place(sheet, np.ceil(self.patch.alpha * 255).astype(np.uint8), self.at)
        return sheet


def overlap(
    shape: tuple[int, ...], patch: tuple[int, ...], at: tuple[int, int]
) -> tuple[tuple[slice, slice], ...]:
    """Where a patch put at (x, y) meets the sheet: rows and columns of the sheet, and of the patch."""
    (x, y), (height, width) = at, shape[:2]
    x0, y0 = max(x, 0), max(y, 0)
    x1, y1 = max(min(x + patch[1], width), x0), max(min(y + patch[0], height), y0)
    return (slice(y0, y1), slice(x0, x1)), (slice(y0 - y, y1 - y), slice(x0 - x, x1 - x))


def _place(sheet: np.ndarray, patch: np.ndarray, at: tuple[int, int]) -> None:
    there, here = overlap(sheet.shape, patch.shape, at)
    sheet[there] = patch[here]


@dataclass(frozen=True)
class Picture:
    """A drawn picture: its ground (RGB or RGBA, without any lettering) and its lines, lowest first."""

    name: str
    ground: np.ndarray
    lines: tuple[Line, ...]
    brand: str
    product: str
    category: str
    layouts: tuple[str, ...]
    save: dict[str, object]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.ground.shape[1], self.ground.shape[0]

    def image(self) -> Image.Image:
        """The picture as a merchant made it."""
        return self._with(self.lines)

    def clean(self, kinds: Collection[str] = CHANGING) -> Image.Image:
        """The picture as it was before the lettering of `kinds` was set."""
        return self._with(tuple(line for line in self.lines if line.kind not in kinds))

    def _with(self, lines: tuple[Line, ...]) -> Image.Image:
        drawn = self.ground.copy()
        for line in lines:
            there, here = overlap(drawn.shape, line.patch.alpha.shape, line.at)
            alpha = line.patch.alpha[here]
            part = drawn[there].astype(np.float32)
            part[..., :3] += (line.patch.rgb[here] - part[..., :3]) * alpha[..., None]
            if part.shape[2] == 4:
                part[..., 3] = np.maximum(part[..., 3], alpha * 255)
            drawn[there] = np.clip(np.round(part), 0, 255).astype(np.uint8)
        return Image.fromarray(drawn)

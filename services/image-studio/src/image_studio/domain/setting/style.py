"""How words are to look, and words set so: their lines, size and box."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from image_studio.domain.blocks.block import Align
from image_studio.domain.geometry import Box
from image_studio.domain.setting.typefaces import Face, Family, is_right_to_left


@dataclass(frozen=True)
class Style:
    """What the lettering looks like, apart from its size."""

    language: str
    family: Family
    bold: bool
    align: Align
    outline_em: float
    shadow_em: tuple[float, float] = (0.0, 0.0)
    upright: bool = False  # from top to bottom
    leftwards: bool | None = None  # against the language's own direction

    @property
    def right_to_left(self) -> bool:
        return is_right_to_left(self.language) if self.leftwards is None else self.leftwards


@dataclass(frozen=True)
class Setting:
    """A text, set: its size, its lines, and the box of its ink in the block's frame."""

    lines: tuple[str, ...]
    size_px: int
    style: Style
    box: Box
    faces: tuple[Face, ...]

    @property
    def outline_px(self) -> float:
        return outline_width(self.style, self.size_px)

    @property
    def shadow_px(self) -> tuple[int, int]:
        return shadow_shift(self.style, self.size_px)


@dataclass(frozen=True)
class Drawing:
    """Coverage of the glyphs, of glyphs with outline, and of their shadow: 0..255, one size."""

    fill: NDArray[np.uint8]
    edge: NDArray[np.uint8]
    shadow: NDArray[np.uint8]


def anchored(room: Box, core: Box, align: Align) -> Box:
    """The part of a room that keeps the old lettering's edge: a line that started at a margin
    starts there again, a centred one stays about its middle."""
    if align is Align.START:
        return replace(room, left=max(room.left, min(core.left, room.right)))
    if align is Align.END:
        return replace(room, right=min(room.right, max(core.right, room.left)))
    x = core.center[0]
    # Uneven rooms give a little more: a word may stand off the middle by a sixth of the core.
    half = min(x - room.left, room.right - x) + core.width / 6
    return replace(room, left=max(room.left, x - half), right=min(room.right, x + half))


def shadow_shift(style: Style, size_px: int) -> tuple[int, int]:
    """How far the shadow lies from the glyphs, in pixels, x to the right and y down."""
    return round(style.shadow_em[0] * size_px), round(style.shadow_em[1] * size_px)


def outline_width(style: Style, size_px: int) -> float:
    """The outline's width in pixels at a size; none where it would be thinner than half a pixel."""
    width = style.outline_em * size_px
    return round(width * 2) / 2 if width >= 0.5 else 0.0

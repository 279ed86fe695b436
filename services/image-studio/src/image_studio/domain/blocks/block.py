"""A line with its measured ink, and a block of lines: what is set and said together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np

from image_studio.domain.blocks.columns import said_together
from image_studio.domain.geometry import Box, Frame, Mask, Quad, Shape
from image_studio.domain.ink.ink import Ink, is_upright
from image_studio.domain.lettering import Line
from image_studio.domain.warps import Stamp


class Align(Enum):
    START = "start"
    CENTER = "center"
    END = "end"


@dataclass(frozen=True)
class Lettering:
    """A line, measured: its frame, its rectangle there, its ink and what to erase with it."""

    line: Line
    frame: Frame
    box: Box
    ink: Ink
    stamp: Stamp


@dataclass(frozen=True)
class Rule:
    """A level stroke drawn beside a heading, and its colour (RGB)."""

    box: Box
    color: tuple[int, int, int]


@dataclass(frozen=True)
class Block:
    """Lines that are one sentence, in one frame. ``core`` holds all of their ink; ``rules`` are a pair of
    strokes at their sides, which belong to a heading as its outline does."""

    letterings: tuple[Lettering, ...]
    frame: Frame
    core: Box
    text: str
    confidence: float
    rules: tuple[Rule, ...] = ()

    @cached_property
    def ink(self) -> Ink:
        return max(self.letterings, key=lambda part: part.box.length).ink

    @cached_property
    def inked(self) -> Box:
        """The box around its lines' ink, in the frame."""
        first, *rest = (part.ink.box for part in self.letterings)
        for box in rest:
            first = first.united(box)
        return first

    @cached_property
    def upright(self) -> bool:
        """Whether it is written from top to bottom, its columns from right to left."""
        return all(is_upright(part.box, part.line.text) for part in self.letterings)

    @cached_property
    def em_px(self) -> float:
        return float(np.median([part.ink.em_px for part in self.letterings]))

    @cached_property
    def stamped(self) -> Box | None:
        """The box around all that is to go, in the frame; None where nothing is."""
        found: Box | None = None
        for stamp in (part.stamp for part in self.letterings):
            ys, xs = np.nonzero(stamp.mask)
            if not len(xs):
                continue
            points = np.stack([xs + stamp.left + 0.5, ys + stamp.top + 0.5], axis=-1)
            turned = self.frame.to_frame(points)
            low, high = turned.min(axis=0), turned.max(axis=0)
            box = Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
            found = box if found is None else found.united(box)
        return found

    @property
    def quad(self) -> Quad:
        return self.frame.quad_of(self.core)


def inked(blocks: Sequence[Block], shape: Shape) -> Mask:
    """Where some blocks' ink is: ``bool[height, width]``."""
    covered = np.zeros(shape, bool)
    for block in blocks:
        for part in block.letterings:
            part.stamp.cover(covered)
    return covered


def block_of(members: Sequence[Lettering]) -> Block:
    """Lines that are one text, in the order that they are read, as a block."""
    longest = max(members, key=lambda part: part.box.length)
    frame = longest.frame
    # Readers' rectangles are loose; where the ink is known, it says where the lettering stands.
    first, *rest = (_standing_in(frame, part) for part in members)
    core = first
    for box in rest:
        core = core.united(box)
    text = ""
    for part in members:
        piece = part.line.text
        parted = text and text[-1].isascii() and piece[:1].isascii() and text[-1].isalnum()
        text += (" " if parted else "") + piece
    weights = [max(1, len(part.line.text)) for part in members]
    confidence = float(np.average([part.line.confidence for part in members], weights=weights))
    if all(is_upright(part.box, part.line.text) for part in members):
        text = said_together([part.line.text for part in members])
    return Block(tuple(members), frame, core, text, confidence)


def _standing_in(frame: Frame, part: Lettering) -> Box:
    if not part.ink.clear:
        return part.box if part.frame == frame else frame.box_of(part.line.quad)
    return part.ink.box if part.frame == frame else frame.box_of(part.frame.quad_of(part.ink.box))

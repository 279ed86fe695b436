"""Where an edited region stands: its frame and its room, within the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from image_studio.domain.blocks.block import Block
from image_studio.domain.edits.edits import Edit
from image_studio.domain.geometry import Box, Frame, Shape
from image_studio.domain.setting.territory import own_box

_SAME_TURN_DEG: Final = 0.5  # a smaller turn is nobody's wish
_ON_THE_GRID: Final = 0.05
_LEAST_PX: Final = 4
_MOSTLY: Final = 0.8
_SAME_BEND: Final = 0.005
_MOVED_PX: Final = 0.3


@dataclass(frozen=True)
class Place:
    """A region's frame, its room there, and where its ink stood, if that is known and within."""

    frame: Frame
    area: Box
    ink: Box | None


def place_of(edit: Edit, block: Block | None, shape: Shape) -> Place:
    """The place that a region's quad, turn and bend say; ``block`` is what stood there."""
    bend = edit.bend
    if bend and block is not None and abs(bend - block.frame.bend) < _SAME_BEND * abs(bend):
        return _along_the_arc(edit, block, shape)
    frame, area = _straight(edit, block)
    if bend and area.width > 0 and area.height > 0:
        return _bent(frame, area, bend)
    if edit.ink_box is None:
        return Place(frame, area, None)
    ink = edit.ink_box
    ink = on_grid(Box(area.left + ink.left, area.top + ink.top, area.left + ink.right, area.top + ink.bottom))
    inside = ink.crossed(area) == ink and ink.width > 0 and ink.height > 0
    return Place(frame, area, ink if inside else None)


def _along_the_arc(edit: Edit, block: Block, shape: Shape) -> Place:
    """A place on the arc that the old lettering followed, moved as the quad was."""
    ink = on_grid(edit.ink_box) if edit.ink_box is not None else None
    area = own_box(block, shape)
    if ink is not None and ink.width > 0 and ink.height > 0:
        area = ink.grown(1).united(area).outward()
    if edit.quad is None:
        return Place(block.frame, area, ink)
    seen = block.quad if ink is None else block.frame.quad_of(area)
    x, y = np.array(edit.quad).mean(axis=0) - np.array(seen).mean(axis=0)
    if max(abs(x), abs(y)) < _MOVED_PX:
        return Place(block.frame, area, ink)
    moved = (block.frame.origin[0] + float(x), block.frame.origin[1] + float(y))
    return Place(replace(block.frame, origin=moved), area, ink)


def _bent(frame: Frame, area: Box, bend: float) -> Place:
    """A straight place made an arc: its middle where the box's is, all of it within the box."""
    reach = max(abs(bend), area.width / math.pi)
    rise = reach * (1.0 - math.cos(area.width / (2.0 * reach)))
    height = max(area.height - rise, 0.0)
    x, y = area.center
    apex = y - math.copysign(rise / 2, bend)
    origin = frame.to_picture(np.array([x, apex]))
    bent = Frame(frame.angle, (float(origin[0]), float(origin[1])), math.copysign(reach, bend))
    half = area.width / 2
    return Place(bent, Box(-half, -height / 2, half, height / 2), None)


def _straight(edit: Edit, block: Block | None) -> tuple[Frame, Box]:
    if block is not None and block.frame.bend:
        block = None  # the arc was edited away
    if edit.quad is None:
        if block is None:
            return Frame(), Box(0, 0, 0, 0)
        return block.frame, block.core.outward()
    was = block.frame.angle if block is not None else 0.0
    corners = np.array(edit.quad)
    across = corners[1] - corners[0] + corners[2] - corners[3]
    angle = math.degrees(math.atan2(across[1], across[0]))
    turned = _apart_deg(edit.turn_deg, was) > _SAME_TURN_DEG
    if turned and _apart_deg(edit.turn_deg, angle) > _SAME_TURN_DEG:
        # The turn was edited and the corners were not: the box turns about its middle.
        middle = corners.mean(axis=0)
        flat = Frame(angle, (float(middle[0]), float(middle[1]))).box_of(edit.quad)
        frame = _frame(edit.turn_deg, middle)
        x, y = frame.to_frame(middle)
        half = (flat.width / 2, flat.height / 2)
        return frame, on_grid(Box(x - half[0], y - half[1], x + half[0], y + half[1]))
    if block is not None and _apart_deg(angle, was) <= _SAME_TURN_DEG:
        return block.frame, on_grid(block.frame.box_of(edit.quad))
    frame = _frame(angle, corners[0])
    return frame, on_grid(frame.box_of(edit.quad))


def _frame(angle: float, origin: NDArray[np.float64]) -> Frame:
    if abs(angle) <= _SAME_TURN_DEG:
        return Frame()
    return Frame(angle, (float(origin[0]), float(origin[1])))


def _apart_deg(a: float, b: float) -> float:
    return abs((a - b + 180.0) % 360.0 - 180.0)


def on_grid(box: Box) -> Box:
    """A box of whole pixels; sides that are nearly whole are meant to be."""

    def side(value: float, whole: float) -> float:
        return float(round(value)) if abs(value - round(value)) < _ON_THE_GRID else whole

    return Box(
        side(box.left, math.floor(box.left)),
        side(box.top, math.floor(box.top)),
        side(box.right, math.ceil(box.right)),
        side(box.bottom, math.ceil(box.bottom)),
    )


def within(frame: Frame, box: Box, shape: Shape) -> Box | None:
    """The part of a box that lies in the picture, or None where too little of it does."""
    height, width = shape
    if box.width <= 0 or box.height <= 0:
        return None
    if frame.level:
        kept = box.crossed(Box(0, 0, width, height))
    else:
        x, y = frame.to_picture(np.array(box.center))
        if not (0 < x < width and 0 < y < height):
            return None
        reach = np.array(frame.quad_of(box)) - (x, y)
        room = np.where(reach > 0, np.array([width - x, height - y]), np.array([x, y]))
        share = min(1.0, float((room / np.maximum(np.abs(reach), 1e-9)).min()))
        if share == 1.0:
            return box
        cx, cy = box.center
        half = (share * box.width / 2, share * box.height / 2)
        kept = Box(
            math.ceil(cx - half[0]),
            math.ceil(cy - half[1]),
            math.floor(cx + half[0]),
            math.floor(cy + half[1]),
        )
    return kept if kept.width >= _LEAST_PX and kept.height >= _LEAST_PX else None


def held(frame: Frame, area: Box, room: Box) -> bool:
    """Whether an area lies in the picture, or turned, sticks out no farther than the layout lets it."""
    return room == area or (not frame.level and room.width >= _MOSTLY * area.width)

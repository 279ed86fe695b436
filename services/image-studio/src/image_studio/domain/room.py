"""How far the ground around a block is free: where longer words may go.

A badge, a table cell or a panel ends where its colour does; a photograph has no such end, and
there a block may grow only a little. Nothing grows over another block or out of the picture.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from image_studio.domain.geometry import Box, Floats, Frame, Mask, Pixels, upright
from image_studio.domain.ink import lab_of

_REACH_EM: Final = 14.0  # no line grows farther than this to either side
_BUSY: Final = 9.0  # Lab spread above which the ground is a photograph, not a panel
_BUSY_GROWTH: Final = 0.35  # of the block's width, to each side, on busy ground


def free_room(
    erased: Pixels, frame: Frame, core: Box, blocked: Mask, em: float, *, up_down_em: float = 2.6
) -> tuple[Box, Box]:
    """The room of a block, sideways only, and sideways and then up and down.

    Args:
        erased: ``uint8[height, width, 3]``, the picture with the old lettering gone.
        frame: the block's frame.
        core: the block's own box, always part of the result.
        blocked: ``bool[height, width]``, pixels that belong to other blocks.
        em: the old lettering's em in pixels.
        up_down_em: how far up and down the second room may reach.

    Returns:
        Two boxes in the frame's axes, both holding ``core``.
    """
    side, updown = _REACH_EM * em, up_down_em * em
    height, width = erased.shape[:2]
    window = core.grown(side, updown).outward()
    margin = max(2.0, 0.012 * min(height, width))
    if frame.level:
        window = window.crossed(Box(0, 0, width, height))
    patch = upright(erased, frame, window)
    lab = lab_of(patch)
    stop = upright(blocked.astype(np.uint8) * 255, frame, window, nearest=True) > 127
    stop |= _outside(frame, window, width, height, margin)
    walk = _Walk(lab, stop, em)

    inner = Box(
        core.left - window.left,
        core.top - window.top,
        core.right - window.left,
        core.bottom - window.top,
    ).outward()
    inner = inner.crossed(Box(0, 0, lab.shape[1], lab.shape[0]))
    busy = walk.texture(inner) > _BUSY
    most = _BUSY_GROWTH * inner.width if busy else side
    left, right = walk.sideways(inner, -1, most), walk.sideways(inner, 1, most)
    back = 0.0 if busy else 0.22 * em
    wide = Box(inner.left - max(0.0, left - back), inner.top,
               inner.right + max(0.0, right - back), inner.bottom)
    up, down = walk.updown(wide, -1, updown), walk.updown(wide, 1, updown)
    tall = Box(wide.left, wide.top - max(0.0, up - back), wide.right, wide.bottom + max(0.0, down - back))
    return (_back(wide, window, core), _back(tall, window, core))


def _back(found: Box, window: Box, core: Box) -> Box:
    moved = Box(
        found.left + window.left,
        found.top + window.top,
        found.right + window.left,
        found.bottom + window.top,
    )
    return moved.united(core)


def _outside(frame: Frame, window: Box, width: int, height: int, margin: float) -> Mask:
    rows, cols = round(window.height), round(window.width)
    ys, xs = np.mgrid[0:rows, 0:cols]
    points = np.stack([xs + window.left + 0.5, ys + window.top + 0.5], axis=-1).reshape(-1, 2)
    points = frame.to_picture(points)
    held = (
        (points[:, 0] >= margin)
        & (points[:, 0] <= width - margin)
        & (points[:, 1] >= margin)
        & (points[:, 1] <= height - margin)
    )
    return np.asarray(~held.reshape(rows, cols))


class _Walk:
    """Steps away from a box, strip by strip, while the ground goes on."""

    def __init__(self, lab: Floats, stop: Mask, em: float) -> None:
        self._lab = lab
        self._stop = stop
        self._step = max(2, round(em / 8))

    def texture(self, box: Box) -> float:
        ground = self._cut(box)
        middle = np.median(ground.reshape(-1, 3), axis=0)
        return float(np.percentile(np.linalg.norm(ground - middle, axis=2), 75))

    def sideways(self, box: Box, way: int, most: float) -> float:
        edge = box.right if way > 0 else box.left
        start = Box(edge - 4 * self._step, box.top, edge, box.bottom)
        if way < 0:
            start = Box(edge, box.top, edge + 4 * self._step, box.bottom)
        return self._walk(box, start, most, horizontal=True, way=way)

    def updown(self, box: Box, way: int, most: float) -> float:
        edge = box.bottom if way > 0 else box.top
        start = Box(box.left, edge - 3 * self._step, box.right, edge)
        if way < 0:
            start = Box(box.left, edge, box.right, edge + 3 * self._step)
        return self._walk(box, start, most, horizontal=False, way=way)

    def _walk(self, box: Box, start: Box, most: float, *, horizontal: bool, way: int) -> float:
        ground = self._cut(start.crossed(box))
        if not ground.size:
            return 0.0
        # Each row (or column) is followed on its own: a ground may be graded across the way.
        axis = 1 if horizontal else 0
        level = np.median(ground, axis=axis)
        spread = np.linalg.norm(ground - np.expand_dims(level, axis), axis=2)
        limit = max(9.0, 3.0 * float(np.percentile(spread, 80)))
        gone = 0.0
        while gone + self._step <= most:
            if horizontal:
                at = box.right + gone if way > 0 else box.left - gone - self._step
                strip = Box(at, box.top, at + self._step, box.bottom)
            else:
                at = box.bottom + gone if way > 0 else box.top - gone - self._step
                strip = Box(box.left, at, box.right, at + self._step)
            if strip.left < 0 or strip.top < 0:
                break
            if strip.right > self._lab.shape[1] or strip.bottom > self._lab.shape[0]:
                break
            colours, stopped = self._cut(strip), self._cut_stop(strip)
            off = np.linalg.norm(colours - np.expand_dims(level, axis), axis=2) > limit
            if stopped.any() or off.mean() > 0.015:
                break
            level = 0.6 * level + 0.4 * np.median(colours, axis=axis)
            gone += self._step
        return gone

    def _cut(self, box: Box) -> Floats:
        top, bottom, left, right = round(box.top), round(box.bottom), round(box.left), round(box.right)
        return self._lab[top:bottom, left:right]

    def _cut_stop(self, box: Box) -> Mask:
        top, bottom, left, right = round(box.top), round(box.bottom), round(box.left), round(box.right)
        return self._stop[top:bottom, left:right]

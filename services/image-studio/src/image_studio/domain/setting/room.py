"""How far the ground around a block is free: where longer words may go.

A badge, a table cell or a panel ends where its colour does; a photograph has no such end, and
there a block may grow only a little. Nothing grows over another block or out of the picture.
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from image_studio.domain.colours import lengths
from image_studio.domain.geometry import Box, Floats, Frame, Mask, Pixels, Shape, shape_of
from image_studio.domain.ground.rulings import ruling_lines
from image_studio.domain.ink.patches import lab_of
from image_studio.domain.warps import upright

_REACH_EM: Final = 14.0  # no line grows farther than this to either side
_MARGIN: Final = 0.028  # of the shorter side: lettering does not crowd the picture's edge
_BUSY: Final = 9.0  # Lab spread above which the ground is a photograph, not a panel
_MOST_SWEEP: Final = 1.0  # radians to either side of an arc's middle
_UP_DOWN_EM: Final = 2.6  # nor up or down
_A_RULE: Final = 14.0  # Lab distance of a thin line from the ground on both sides of it
_INSIDE_EM: Final = 0.12  # a table's lines are no nearer to its words
_UNREADABLE: Final = 18.0  # Lab distance of ink and ground
_BUSY_GROWTH: Final = 0.35  # of the block's width, to each side, on busy ground


Known = MutableMapping[tuple[bytes, tuple[int, ...], int, Frame, Box, Box | None], Box]
"""Rooms found before in a picture: by the pixels around it and which blocks own none, the block, its frame
and core, and the room that was started from."""


class Ground:
    """The ground around one block. It is walked over once for all languages that find it alike."""

    def __init__(
        self,
        erased: Pixels,
        frame: Frame,
        core: Box,
        owners: NDArray[np.int16],
        own: int,
        em: float,
        inks: Sequence[tuple[int, int, int]],
        gone: tuple[int, ...],
        known: Known,
    ) -> None:
        """Cut the ground out.

        Args:
            erased: ``uint8[height, width, 3]``, the picture with the old lettering gone.
            frame: the block's frame.
            core: the block's own box, always part of a room.
            owners: ``int16[height, width]``, whose each pixel is, or -1; other blocks' are in the way.
            own: the block's index.
            em: the old lettering's em in pixels.
            inks: the colours the letters are seen by; ground of one of them hides nothing only if
                another stands out.
            gone: the blocks of the picture that are erased and own nothing.
            known: rooms of the same picture and blocks; what is found is added.
        """
        self._shape = shape_of(erased)
        self._window = _window(frame, core, em, self._shape)
        self._sharp = upright(erased, frame, self._window)
        self._owners, self._own, self._gone = owners, own, gone
        self._frame, self._core, self._em, self._inks = frame, core, em, inks
        self._known, self._pixels = known, blake2b(self._sharp.data, digest_size=16).digest()

    def sideways(self) -> Box:
        """The room in the block's own rows."""
        key = self._pixels, self._gone, self._own, self._frame, self._core, None
        if key not in self._known:
            self._known[key] = self._sideways()
        return self._known[key]

    def up_and_down(self, wide: Box) -> Box:
        """A sideways room, and what is free above and below it."""
        key = self._pixels, self._gone, self._own, self._frame, self._core, wide
        if key not in self._known:
            self._known[key] = self._up_and_down(wide)
        return self._known[key]

    @cached_property
    def _walk(self) -> _Walk:
        owner = upright(self._owners, self._frame, self._window, nearest=True)
        stop = (owner >= 0) & (owner != self._own)
        stop |= _near_edge(self._frame, self._window, self._core, self._shape)
        # A JPEG's colours ring faintly for some pixels around what was erased; only rules are so thin.
        lab = lab_of(np.asarray(cv2.medianBlur(self._sharp, 5), np.uint8))
        seen = lab_of(np.array([self._inks], np.uint8))[0]
        apart = np.max([lengths(lab - colour) for colour in seen], axis=0)
        walk = _Walk(lab, stop, apart < _UNREADABLE, self._em)
        texture = walk.texture(self._local(self._core))
        if texture > _BUSY:
            walk.busy, walk.least_limit, walk.may_differ = True, 3.0 * texture, 0.08
            return walk
        fine = lab_of(self._sharp)
        rules = ruling_lines(fine, self._em, anywhere=True)
        rules |= lengths(fine - lab) > max(_A_RULE, 5.0 * texture)
        # Lines that the old lettering stood on are the ground's own: tiles, boards, stripes.
        if not walk.cut(rules, self._local(self._core.grown(-_INSIDE_EM * self._em))).any():
            stop |= rules
        return walk

    def _sideways(self) -> Box:
        inner, walk = self._local(self._core), self._walk
        most = _REACH_EM * self._em
        if walk.busy:
            most = _BUSY_GROWTH * max(inner.width, 3 * self._em)
        back_off = 0.0 if walk.busy else 0.26 * self._em
        left, right = walk.sideways(inner, -1, most), walk.sideways(inner, 1, most)
        return self._found(
            Box(
                inner.left - max(0.0, left - back_off),
                inner.top,
                inner.right + max(0.0, right - back_off),
                inner.bottom,
            )
        )

    def _up_and_down(self, wide: Box) -> Box:
        inner, walk, most = self._local(wide), self._walk, _UP_DOWN_EM * self._em
        back_off = 0.0 if walk.busy else 0.16 * self._em
        up, down = walk.updown(inner, -1, most), walk.updown(inner, 1, most)
        return self._found(
            Box(
                inner.left,
                inner.top - max(0.0, up - back_off),
                inner.right,
                inner.bottom + max(0.0, down - back_off),
            )
        )

    def _local(self, box: Box) -> Box:
        moved = Box(
            box.left - self._window.left,
            box.top - self._window.top,
            box.right - self._window.left,
            box.bottom - self._window.top,
        ).outward()
        height, width = shape_of(self._sharp)
        return moved.crossed(Box(0, 0, width, height))

    def _found(self, box: Box) -> Box:
        return _back(box, self._window, self._core)


def _window(frame: Frame, core: Box, em: float, shape: Shape) -> Box:
    """As far as a room may reach, in whole pixels of the frame."""
    height, width = shape
    window = core.grown(_REACH_EM * em, _UP_DOWN_EM * em).outward()
    if frame.level:
        return window.crossed(Box(0, 0, width, height))
    if frame.bend:
        return window.crossed(_ring(frame, core).outward())
    whole = frame.box_of(((0, 0), (width, 0), (width, height), (0, height)))
    return window.crossed(whole.united(core).outward())


def _back(found: Box, window: Box, core: Box) -> Box:
    moved = Box(
        found.left + window.left,
        found.top + window.top,
        found.right + window.left,
        found.bottom + window.top,
    )
    return moved.united(core)


def _ring(frame: Frame, core: Box) -> Box:
    """How far lettering may run along its arc, and towards the middle of it."""
    half = max(_MOST_SWEEP * abs(frame.bend), 1.1 * core.width / 2)
    inward = 0.8 * abs(frame.bend)
    box = Box(-half, core.top, half, core.bottom).united(core)
    return box.grown(0.0, max(0.0, min(inward - core.height, core.height)))


def _near_edge(frame: Frame, window: Box, core: Box, shape: Shape) -> Mask:
    """The pixels of a window too near the picture's edge; where the old lettering was nearer,
    the new one may be as near."""
    rows, cols = round(window.height), round(window.width)
    height, width = shape
    margin = max(2.0, _MARGIN * min(height, width))
    corners = np.array(frame.quad_of(core))
    low = np.minimum(margin, corners.min(axis=0))
    high = np.maximum((width - margin, height - margin), corners.max(axis=0))
    if frame.level:
        x, y = np.arange(cols) + window.left + 0.5, np.arange(rows) + window.top + 0.5
        across, down = (x >= low[0]) & (x <= high[0]), (y >= low[1]) & (y <= high[1])
        return np.asarray(~(down[:, None] & across[None, :]))
    x, y = np.arange(cols) + window.left + 0.5, np.arange(rows) + window.top + 0.5
    if frame.bend:
        points = frame.to_picture(np.stack(np.meshgrid(x, y), axis=-1))
        held = ((points >= low) & (points <= high)).all(axis=2)
    else:
        held = np.ones((rows, cols), bool)
        for axis, (along, across) in enumerate(frame.axes()):
            point = frame.origin[axis] + along * x[None, :] + across * y[:, None]
            held &= (point >= low[axis]) & (point <= high[axis])
    return np.asarray(~held)


class _Walk:
    """Steps away from a box, strip by strip, while the ground goes on."""

    def __init__(self, lab: Floats, stop: Mask, unreadable: Mask, em: float) -> None:
        self._lab = lab
        self._unreadable = unreadable
        self._stop = stop
        self._step = max(2, round(em / 8))
        self.least_limit = 0.0
        self.may_differ = 0.03
        self.busy = False

    def texture(self, box: Box) -> float:
        ground = self._cut(box)
        middle = np.median(ground.reshape(-1, 3), axis=0)
        return float(np.percentile(lengths(ground - middle), 75))

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
        spread = lengths(ground - np.expand_dims(level, axis))
        limit = max(5.0, 3.5 * float(np.percentile(spread, 80)), self.least_limit)
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
            if self.cut(self._stop, strip).any() or self.cut(self._unreadable, strip).mean() > 0.12:
                break
            colours = self._cut(strip)
            off = lengths(colours - np.expand_dims(level, axis)) > limit
            if off.mean() > self.may_differ:
                break
            level = 0.6 * level + 0.4 * np.median(colours, axis=axis)
            gone += self._step
        return gone

    def _cut(self, box: Box) -> Floats:
        top, bottom, left, right = round(box.top), round(box.bottom), round(box.left), round(box.right)
        return self._lab[top:bottom, left:right]

    @staticmethod
    def cut(mask: Mask, box: Box) -> Mask:
        """The part of a mask inside a box."""
        return mask[round(box.top) : round(box.bottom), round(box.left) : round(box.right)]

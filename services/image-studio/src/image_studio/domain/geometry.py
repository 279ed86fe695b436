"""Quads, upright frames and boxes: where lettering stands in a picture.

Coordinates are pixels from the picture's top left corner, x to the right and y down, with pixel
``i`` covering the span ``[i, i + 1)``. Angles are degrees, clockwise as seen on the screen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]
Element = TypeVar("Element", np.uint8, np.int16, np.float32)
Shape = tuple[int, int]
Quad = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]

# Below this a reader's quad is level: its corners are not more exact than that on short lines.
LEVEL_DEG = 2.0
_ROWS_AT_ONCE = 256  # coordinates of a whole picture would take gigabytes


def shape_of(picture: NDArray[Any]) -> Shape:
    """Height and width."""
    return int(picture.shape[0]), int(picture.shape[1])


@dataclass(frozen=True)
class Box:
    """A rectangle in a frame's own axes; ``left``/``top`` inside, ``right``/``bottom`` outside."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def center(self) -> tuple[float, float]:
        return ((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)

    def grown(self, x: float, y: float | None = None) -> Box:
        y = x if y is None else y
        return Box(self.left - x, self.top - y, self.right + x, self.bottom + y)

    def united(self, other: Box) -> Box:
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def crossed(self, other: Box) -> Box:
        """The shared part; a negative width or height where there is none."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def overlaps(self, other: Box) -> bool:
        shared = self.crossed(other)
        return shared.width > 0 and shared.height > 0

    def outward(self) -> Box:
        """The smallest box of whole pixels that holds this one."""
        return Box(
            math.floor(self.left + 1e-6),
            math.floor(self.top + 1e-6),
            math.ceil(self.right - 1e-6),
            math.ceil(self.bottom - 1e-6),
        )


@dataclass(frozen=True)
class Frame:
    """Axes turned by ``angle`` about ``origin``: lettering stands level in its own frame.

    A level frame has its origin at the picture's corner, so that its boxes are picture boxes.

    Where ``bend`` is not 0, x runs along a circle of that radius through the origin and y across
    it: the circle's centre lies ``bend`` pixels below the origin (above it where negative), and
    lettering on an arc stands level in such a frame too. x beyond half the circle wraps.
    """

    angle: float = 0.0
    origin: tuple[float, float] = (0.0, 0.0)
    bend: float = 0.0

    @property
    def level(self) -> bool:
        return self.angle == 0.0 and self.bend == 0.0

    def to_frame(self, points: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        turned = (np.asarray(points, dtype=np.float64) - self.origin) @ self.axes()
        if self.bend == 0.0:
            return np.asarray(turned)
        side = math.copysign(1.0, self.bend)
        across, down = turned[..., 0], side * (self.bend - turned[..., 1])
        along = abs(self.bend) * np.arctan2(across, down)
        return np.stack([along, self.bend - side * np.hypot(across, down)], axis=-1)

    def to_picture(self, points: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        given = np.asarray(points, dtype=np.float64)
        if self.bend != 0.0:
            way, reach = given[..., 0] / self.bend, self.bend - given[..., 1]
            given = np.stack([reach * np.sin(way), self.bend - reach * np.cos(way)], axis=-1)
        return np.asarray(given @ self.axes().T + self.origin)

    def quad_of(self, box: Box) -> Quad:
        """The box's corners in the picture; on an arc those of the turned rectangle around it."""
        corners = np.array(
            [
                (box.left, box.top),
                (box.right, box.top),
                (box.right, box.bottom),
                (box.left, box.bottom),
            ]
        )
        if self.bend != 0.0:
            return self._straight().quad_of(self._around(box))
        turned = self.to_picture(corners)
        a, b, c, d = ((float(x), float(y)) for x, y in turned)
        return (a, b, c, d)

    def box_of(self, quad: Quad) -> Box:
        """The frame-aligned box around a quad."""
        points = self.to_frame(np.array(quad))
        low, high = points.min(axis=0), points.max(axis=0)
        return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))

    def turned(self, degrees: float) -> Frame:
        """The same axes, turned further about the same origin."""
        return Frame(self.angle + degrees, self.origin)

    def _straight(self) -> Frame:
        return Frame(self.angle, self.origin)

    def _around(self, box: Box) -> Box:
        """The rectangle around a box on an arc, in the straight axes."""
        along = np.linspace(box.left, box.right, 65)
        rim = np.vstack([np.stack([along, np.full_like(along, y)], axis=-1) for y in (box.top, box.bottom)])
        low_high = self._straight().to_frame(self.to_picture(rim))
        # Between two of the points the arc stands out by less than half a thousandth of its length.
        spare = 5e-4 * box.width
        (left, top), (right, bottom) = low_high.min(axis=0) - spare, low_high.max(axis=0) + spare
        return Box(float(left), float(top), float(right), float(bottom))

    def axes(self) -> NDArray[np.float64]:
        """Columns are the frame's unit vectors, written in the picture's axes."""
        turn = math.radians(self.angle)
        return np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])


def frame_of(quad: Quad) -> Frame:
    """The frame in which a quad's writing direction runs along x."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = quad
    across = ((x1 - x0) + (x2 - x3), (y1 - y0) + (y2 - y3))
    down = ((x3 - x0) + (x2 - x1), (y3 - y0) + (y2 - y1))
    # The longer sides say more exactly how a quad is turned.
    way = across if math.hypot(*across) >= math.hypot(*down) else (down[1], -down[0])
    angle = math.degrees(math.atan2(way[1], way[0]))
    if abs(angle) < LEVEL_DEG:
        return Frame()
    return Frame(angle, ((x0 + x1 + x2 + x3) / 4, (y0 + y1 + y2 + y3) / 4))


def skew_of(quad: Quad) -> float:
    """How far a quad is from a rectangle: the largest corner's departure from 90 degrees, 0..1."""
    points = np.array(quad)
    worst = 0.0
    for i in range(4):
        a, b = points[i - 1] - points[i], points[(i + 1) % 4] - points[i]
        size = float(np.linalg.norm(a) * np.linalg.norm(b))
        if size > 0:
            worst = max(worst, abs(float(a @ b)) / size)
    return worst


@dataclass(frozen=True)
class Stamp:
    """A small layer and where its corner lies in the picture: what one line or block covers.

    A picture may have 16 million pixels and a hundred lines; full-size layers would not fit.
    """

    left: int
    top: int
    layer: NDArray[np.uint8]

    @property
    def mask(self) -> Mask:
        return self.layer > 127

    def window(self) -> tuple[slice, slice]:
        height, width = self.layer.shape
        return slice(self.top, self.top + height), slice(self.left, self.left + width)

    def cover(self, full: Mask) -> None:
        """Set the stamp's pixels in a full-size mask."""
        full[self.window()] |= self.mask


def upright(picture: NDArray[Element], frame: Frame, box: Box, *, nearest: bool = False) -> NDArray[Element]:
    """The part of a picture inside ``box``, turned level. Outside the picture edges repeat.

    ``box`` has whole-pixel sides. Returns ``[box.height, box.width]`` plus the picture's channels.
    """
    width, height = round(box.width), round(box.height)
    if frame.level:
        rows = np.clip(np.arange(round(box.top), round(box.top) + height), 0, picture.shape[0] - 1)
        cols = np.clip(np.arange(round(box.left), round(box.left) + width), 0, picture.shape[1] - 1)
        return np.ascontiguousarray(picture[rows][:, cols])
    if frame.bend:
        return _unbent(picture, frame, box, nearest=nearest)
    turned = cv2.warpAffine(
        picture,
        _to_patch(frame, box),
        (width, height),
        flags=cv2.INTER_NEAREST if nearest else cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(turned, dtype=picture.dtype)


def laid_back(patch: NDArray[np.uint8], frame: Frame, box: Box, shape: tuple[int, int]) -> Stamp:
    """The inverse of :func:`upright` for a one-channel patch, cut to the picture's ``shape``."""
    x0, y0, x1, y1 = _bounds(frame, box, shape)
    if frame.level:
        left, top = round(box.left), round(box.top)
        cut = patch[y0 - top : max(y1, y0) - top, x0 - left : max(x1, x0) - left]
        return Stamp(x0, y0, np.ascontiguousarray(cut))
    if x1 <= x0 or y1 <= y0:
        return Stamp(x0, y0, np.zeros((0, 0), np.uint8))
    if frame.bend:
        return Stamp(x0, y0, _bent(patch, frame, box, (x0, y0, x1, y1)))
    forward = _to_patch(frame, box)
    forward[:, 2] += forward[:, :2] @ np.array([x0, y0])
    layer = cv2.warpAffine(
        patch,
        forward,
        (x1 - x0, y1 - y0),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
    )
    return Stamp(x0, y0, np.asarray(layer, np.uint8))


def _unbent(picture: NDArray[Element], frame: Frame, box: Box, *, nearest: bool) -> NDArray[Element]:
    ys, xs = np.mgrid[0 : round(box.height), 0 : round(box.width)]
    points = frame.to_picture(np.stack([xs + box.left + 0.5, ys + box.top + 0.5], axis=-1)) - 0.5
    taken = cv2.remap(
        picture,
        points[..., 0].astype(np.float32),
        points[..., 1].astype(np.float32),
        cv2.INTER_NEAREST if nearest else cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(taken, dtype=picture.dtype)


def _bent(
    patch: NDArray[np.uint8], frame: Frame, box: Box, bounds: tuple[int, int, int, int]
) -> NDArray[np.uint8]:
    x0, y0, x1, y1 = bounds
    ys, xs = np.mgrid[y0:y1, x0:x1]
    points = frame.to_frame(np.stack([xs + 0.5, ys + 0.5], axis=-1)) - (box.left, box.top) - 0.5
    across, down = points[..., 0].astype(np.float32), points[..., 1].astype(np.float32)
    layer = cv2.remap(patch, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(layer, np.uint8)


def inside(frame: Frame, box: Box, shape: tuple[int, int]) -> Stamp:
    """The pixels whose centres lie inside a box."""
    x0, y0, x1, y1 = _bounds(frame, box, shape)
    xs, ys = np.arange(x0, x1) + 0.5, np.arange(y0, y1) + 0.5
    layer = np.zeros((len(ys), len(xs)), np.uint8)
    if frame.level:
        across, down = (xs >= box.left) & (xs < box.right), (ys >= box.top) & (ys < box.bottom)
        layer[np.ix_(down, across)] = 255
        return Stamp(x0, y0, layer)
    for first in range(0, len(ys), _ROWS_AT_ONCE):
        rows = slice(first, first + _ROWS_AT_ONCE)
        points = np.stack(np.meshgrid(xs, ys[rows]), axis=-1)
        across, down = np.moveaxis(frame.to_frame(points), -1, 0)
        held = (across >= box.left) & (across < box.right) & (down >= box.top) & (down < box.bottom)
        layer[rows][held] = 255
    return Stamp(x0, y0, layer)


def _bounds(frame: Frame, box: Box, shape: tuple[int, int]) -> tuple[int, int, int, int]:
    """The pixels around a box, within the picture: left, top, right, bottom."""
    height, width = shape
    corners = np.array(frame.quad_of(box))
    low, high = np.floor(corners.min(axis=0) + 1e-6), np.ceil(corners.max(axis=0) - 1e-6)
    return (
        int(np.clip(low[0], 0, width)),
        int(np.clip(low[1], 0, height)),
        int(np.clip(high[0], 0, width)),
        int(np.clip(high[1], 0, height)),
    )


def _to_patch(frame: Frame, box: Box) -> NDArray[np.float64]:
    """The affine map from picture pixels to patch pixels (both indexed by their centres)."""
    axes = frame.axes()
    origin = np.array(frame.origin)
    # A picture index p stands for the point p + 0.5; a patch index q for (box corner) + q + 0.5.
    shift = (0.5 - origin) @ axes - np.array([box.left, box.top]) - 0.5
    return np.hstack([axes.T, shift.reshape(2, 1)])

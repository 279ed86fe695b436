"""Quads, upright frames and boxes: where lettering stands in a picture.

Coordinates are pixels from the picture's top left corner, x to the right and y down, with pixel
``i`` covering the span ``[i, i + 1)``. Angles are degrees, clockwise as seen on the screen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, TypeVar

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
    def length(self) -> float:
        """The longer side: of a line of lettering, along it."""
        return max(self.width, self.height)

    @property
    def thickness(self) -> float:
        return min(self.width, self.height)

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
        return min(self.right, other.right) > max(self.left, other.left) and min(
            self.bottom, other.bottom
        ) > max(self.top, other.top)

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

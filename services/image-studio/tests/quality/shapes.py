"""Drawn shapes: panels, badges, ribbons, arrows, icons, tables' rules; all with soft edges."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw

from quality.lettering import Colour
from quality.sheet import Box, Sheet

_FINE = 3


def shape(
    sheet: Sheet,
    box: Box,
    draw: Callable[[ImageDraw.ImageDraw, Callable[[float, float], tuple[float, float]], float], None],
    colour: Colour,
    to: Colour | None = None,
    opacity: float = 1.0,
    shadow: float = 0.0,
) -> None:
    """Blend what `draw(pen, place, scale)` draws in `box`, from `colour` down to `to`, over a soft shadow."""
    x0, y0 = math.floor(box[0]) - 2, math.floor(box[1]) - 2
    width, height = math.ceil(box[2]) + 2 - x0, math.ceil(box[3]) + 2 - y0
    fine = Image.new("L", (width * _FINE, height * _FINE), 0)

    def place(x: float, y: float) -> tuple[float, float]:
        return (x - x0) * _FINE, (y - y0) * _FINE

    draw(ImageDraw.Draw(fine), place, _FINE)
    mask = np.asarray(fine.resize((width, height), Image.Resampling.BOX)).astype(np.float32) / 255
    if shadow:
        pad = math.ceil(shadow * 3)
        cast = cv2.GaussianBlur(np.pad(mask, pad), (0, 0), shadow)
        sheet.blend(cast * 0.35, (20, 15, 15), (x0 - pad, round(y0 - pad + shadow * 0.8)))
    paint: Colour | np.ndarray = colour
    if to is not None:
        ramp = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
        paint = np.broadcast_to(np.float32(colour) * (1 - ramp) + np.float32(to) * ramp, (height, width, 3))
    sheet.blend(mask * opacity, paint, (x0, y0))


def panel(
    sheet: Sheet,
    box: Box,
    colour: Colour,
    radius: float = 0,
    *,
    to: Colour | None = None,
    opacity: float = 1.0,
    shadow: float = 0.0,
    rim: tuple[Colour, float] | None = None,
) -> None:
    """A rectangle with round corners."""

    def draw(pen: ImageDraw.ImageDraw, place: Callable[..., tuple[float, float]], scale: float) -> None:
        corners = (*place(box[0], box[1]), *place(box[2], box[3]))
        pen.rounded_rectangle(corners, radius * scale, fill=255)

    shape(sheet, box, draw, colour, to, opacity, shadow)
    if rim:

        def edge(pen: ImageDraw.ImageDraw, place: Callable[..., tuple[float, float]], scale: float) -> None:
            corners = (*place(box[0], box[1]), *place(box[2], box[3]))
            pen.rounded_rectangle(corners, radius * scale, outline=255, width=round(rim[1] * scale))

        shape(sheet, box, edge, rim[0])


def polygon(
    sheet: Sheet,
    points: Sequence[tuple[float, float]],
    colour: Colour,
    *,
    to: Colour | None = None,
    opacity: float = 1.0,
    shadow: float = 0.0,
) -> None:
    """A filled polygon."""
    xs, ys = [x for x, _ in points], [y for _, y in points]

    def draw(pen: ImageDraw.ImageDraw, place: Callable[..., tuple[float, float]], scale: float) -> None:
        pen.polygon([place(x, y) for x, y in points], fill=255)

    shape(sheet, (min(xs), min(ys), max(xs), max(ys)), draw, colour, to, opacity, shadow)


def ellipse(
    sheet: Sheet,
    box: Box,
    colour: Colour,
    *,
    to: Colour | None = None,
    opacity: float = 1.0,
    shadow: float = 0.0,
    width: float | None = None,
) -> None:
    """An ellipse, filled, or a ring `width` pixels wide."""

    def draw(pen: ImageDraw.ImageDraw, place: Callable[..., tuple[float, float]], scale: float) -> None:
        corners = (*place(box[0], box[1]), *place(box[2], box[3]))
        if width is None:
            pen.ellipse(corners, fill=255)
        else:
            pen.ellipse(corners, outline=255, width=round(width * scale))

    shape(sheet, box, draw, colour, to, opacity, shadow)


def stroke(
    sheet: Sheet, points: Sequence[tuple[float, float]], width: float, colour: Colour, *, opacity: float = 1.0
) -> None:
    """A line through the points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = (min(xs) - width, min(ys) - width, max(xs) + width, max(ys) + width)

    def draw(pen: ImageDraw.ImageDraw, place: Callable[..., tuple[float, float]], scale: float) -> None:
        pen.line(
            [place(x, y) for x, y in points], fill=255, width=max(1, round(width * scale)), joint="curve"
        )

    shape(sheet, box, draw, colour, None, opacity)


def arrow(
    sheet: Sheet,
    start: tuple[float, float],
    end: tuple[float, float],
    width: float,
    colour: Colour,
    *,
    both: bool = True,
) -> None:
    """A straight arrow with a head at its end, or at both."""
    length = math.dist(start, end)
    ux, uy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    head = width * 4.5
    stroke(sheet, [start, end], width, colour)
    for tip, sign in ((end, -1), (start, 1))[: 2 if both else 1]:
        base = (tip[0] + ux * head * sign, tip[1] + uy * head * sign)
        side = head * 0.4
        polygon(
            sheet,
            [tip, (base[0] - uy * side, base[1] + ux * side), (base[0] + uy * side, base[1] - ux * side)],
            colour,
        )


def burst(
    sheet: Sheet,
    centre: tuple[float, float],
    radius: float,
    points: int,
    colour: Colour,
    to: Colour | None = None,
) -> None:
    """A star with many short points, as price badges have."""
    corners = []
    for number in range(points * 2):
        reach = radius * (1.0 if number % 2 == 0 else 0.86)
        angle = math.pi * number / points
        corners.append((centre[0] + reach * math.sin(angle), centre[1] - reach * math.cos(angle)))
    polygon(sheet, corners, colour, to=to, shadow=radius * 0.05)


def ribbon(sheet: Sheet, box: Box, colour: Colour, dark: Colour) -> None:
    """A band with notched tails behind it."""
    x0, y0, x1, y1 = box
    height = y1 - y0
    for edge, sign in ((x0, -1), (x1, 1)):
        inner, outer = edge - sign * height * 0.35, edge + sign * height * 0.6
        low, high = y0 + height * 0.22, y1 + height * 0.22
        points = [
            (inner, low),
            (outer, low),
            (outer - sign * height * 0.3, (low + high) / 2),
            (outer, high),
            (inner, high),
        ]
        polygon(sheet, points, dark)
    panel(sheet, box, colour, shadow=height * 0.06)


def tag(sheet: Sheet, box: Box, colour: Colour, to: Colour | None = None) -> None:
    """A price tag with a point at its left and a hole in it."""
    x0, y0, x1, y1 = box
    middle, cut = (y0 + y1) / 2, (y1 - y0) * 0.42
    polygon(
        sheet,
        [(x0, middle), (x0 + cut, y0), (x1, y0), (x1, y1), (x0 + cut, y1)],
        colour,
        to=to,
        shadow=(y1 - y0) * 0.06,
    )
    hole = (y1 - y0) * 0.07
    ellipse(
        sheet, (x0 + cut * 0.7 - hole, middle - hole, x0 + cut * 0.7 + hole, middle + hole), (250, 250, 250)
    )

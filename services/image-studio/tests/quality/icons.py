"""Small line icons, as beside a product's features."""

from __future__ import annotations

import math

from quality.lettering import Colour
from quality.shapes import ellipse, polygon, stroke
from quality.sheet import Box, Sheet


def star(sheet: Sheet, box: Box, colour: Colour) -> None:
    """A filled star, as buyers give."""
    x0, y0, x1, _ = box
    points = zip(_OUTLINES["star"][::2], _OUTLINES["star"][1::2], strict=True)
    polygon(sheet, [(x0 + a * (x1 - x0), y0 + b * (x1 - x0)) for a, b in points], colour)


def icon(sheet: Sheet, name: str, box: Box, colour: Colour) -> None:
    """A line icon: drop, sun, leaf, shield, clock, bolt, feather, snow, heart, gear, truck, star."""
    x0, y0, x1, _ = box
    size, wide = x1 - x0, (x1 - x0) * 0.06

    def at(*pairs: float) -> list[tuple[float, float]]:
        return [(x0 + a * size, y0 + b * size) for a, b in zip(pairs[::2], pairs[1::2], strict=True)]

    def round_(cx: float, cy: float, r: float, *, full: bool = False) -> None:
        (a, b), (c, d) = at(cx - r, cy - r, cx + r, cy + r)
        ellipse(sheet, (a, b, c, d), colour, width=None if full else wide)

    if name in {"sun", "gear", "snow"}:
        arms = 6 if name == "snow" else 8
        for number in range(arms):
            angle = 2 * math.pi * number / arms
            inner = 0.0 if name == "snow" else 0.27
            points = at(
                0.5 + inner * math.cos(angle), 0.5 + inner * math.sin(angle),
                0.5 + 0.42 * math.cos(angle), 0.5 + 0.42 * math.sin(angle),
            )  # fmt: skip
            stroke(sheet, points, wide * (1.8 if name == "gear" else 1), colour)
        if name != "snow":
            round_(0.5, 0.5, 0.24)
    elif name == "clock":
        round_(0.5, 0.5, 0.4)
        stroke(sheet, at(0.5, 0.26, 0.5, 0.52, 0.68, 0.6), wide, colour)
    elif name == "truck":
        stroke(sheet, at(0.08, 0.3, 0.6, 0.3, 0.6, 0.68, 0.08, 0.68, 0.08, 0.3), wide, colour)
        stroke(sheet, at(0.6, 0.42, 0.78, 0.42, 0.92, 0.55, 0.92, 0.68, 0.6, 0.68), wide, colour)
        round_(0.27, 0.72, 0.09, full=True)
        round_(0.74, 0.72, 0.09, full=True)
    elif name in _OUTLINES:
        points = at(*_OUTLINES[name])
        stroke(sheet, [*points, points[0], points[1]], wide, colour)
        if name in {"leaf", "feather"}:
            stroke(sheet, at(0.2, 0.86, 0.62, 0.4), wide, colour)
        if name == "shield":
            stroke(sheet, at(0.34, 0.48, 0.46, 0.6, 0.68, 0.36), wide, colour)
    else:
        raise KeyError(f"no icon called {name!r}")


_OUTLINES: dict[str, tuple[float, ...]] = {
    "drop": (
        0.5,
        0.08,
        0.62,
        0.28,
        0.76,
        0.5,
        0.78,
        0.66,
        0.7,
        0.82,
        0.5,
        0.9,
        0.3,
        0.82,
        0.22,
        0.66,
        0.24,
        0.5,
        0.38,
        0.28,
    ),
    "leaf": (0.14, 0.6, 0.2, 0.38, 0.4, 0.2, 0.86, 0.12, 0.82, 0.56, 0.66, 0.78, 0.44, 0.86, 0.24, 0.8),
    "feather": (0.3, 0.72, 0.3, 0.5, 0.5, 0.26, 0.78, 0.12, 0.84, 0.2, 0.74, 0.48, 0.5, 0.7),
    "shield": (0.5, 0.08, 0.84, 0.2, 0.82, 0.52, 0.7, 0.76, 0.5, 0.92, 0.3, 0.76, 0.18, 0.52, 0.16, 0.2),
    "bolt": (0.58, 0.06, 0.22, 0.56, 0.46, 0.56, 0.4, 0.94, 0.78, 0.42, 0.54, 0.42),
    "heart": (
        0.5,
        0.88,
        0.14,
        0.52,
        0.12,
        0.3,
        0.26,
        0.16,
        0.42,
        0.18,
        0.5,
        0.3,
        0.58,
        0.18,
        0.74,
        0.16,
        0.88,
        0.3,
        0.86,
        0.52,
    ),
    "star": (
        0.5,
        0.08,
        0.61,
        0.37,
        0.92,
        0.39,
        0.68,
        0.58,
        0.76,
        0.88,
        0.5,
        0.71,
        0.24,
        0.88,
        0.32,
        0.58,
        0.08,
        0.39,
        0.39,
        0.37,
    ),
}
ICONS = ("sun", "clock", "truck", "gear", "snow", *_OUTLINES)

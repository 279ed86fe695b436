"""Lettering on an arc: whether a line's ink follows a circle, and which one."""

from __future__ import annotations

import math
import unicodedata
from typing import Final

import numpy as np
from numpy.typing import NDArray

from image_studio.domain.geometry import Box, Frame
from image_studio.domain.warps import Stamp

Points = NDArray[np.float64]

_LEAST_EMS: Final = 3.5  # of lettering: three letters show no arc
_LEAST_RISE: Final = 0.25  # of the letters' height, from the ends of a line to its middle
_LOWER: Final = 0.8  # of the ink's height measured straight, once it is measured along the arc
_TALLEST: Final = 1.35  # of the letters' pitch: two lines are no arc
_LARGEST_SWEEP: Final = 1.7 * math.pi
_FAT: Final = 1.4  # a rectangle's height over its letters' pitch; that of a straight line is 1.2
_THROUGH: Final = 0.85  # of the rectangle's width
_ONE_LETTER: Final = 1.15  # of the letters' pitch
_PITCHES: Final = (1.08, 1.25, 1.0)  # em
_LOOSE: Final = 0.2  # em, by which readers' rectangles are larger than the ink
_SAMPLE: Final = 4000  # points of ink that a circle is fitted to
_FEW: Final = 1200  # and with which many circles are compared
_BENDS: Final = tuple(np.linspace(0.75, 1.3, 12).tolist())  # times a circle found by its middle
_TURNS: Final = (-1.5, -0.75, 0.0, 0.75, 1.5)  # degrees
_SPARE: Final = 1.15  # over a parabola's rise
_NARROW: Final = 0.55  # a Latin letter's or figure's advance, in em
_OFF: Final = 0.06  # of the ink's height, between ink and the box returned


def arc_of(frame: Frame, stamp: Stamp, text: str) -> tuple[Frame, Box] | None:
    """The bent frame that a line's ink stands level in, or None where it stands level as it is.

    Args:
        frame: the straight frame the reader's quad gave.
        stamp: the line's ink in the picture.
        text: what the line says; its length tells one line on an arc from two straight ones.

    Returns:
        The frame, its origin in the middle of the ink, and the ink's box in it, a little loose.
    """
    ems = _ems(text)
    ys, xs = np.nonzero(stamp.mask)
    if ems < _LEAST_EMS or len(xs) < 40:
        return None
    every = max(1, len(xs) // _SAMPLE)
    ink = np.stack([xs + stamp.left + 0.5, ys + stamp.top + 0.5], axis=-1)[::every].astype(np.float64)
    circle, straight = _circle(frame, ink), frame.to_frame(ink)
    if circle is None or _too_flat(circle, straight):
        return None
    bent = _middled(circle, ink)
    bent = _middled(_tightened(bent, ink), ink)
    along = bent.to_frame(ink)
    left, right = np.percentile(along[:, 0], (0.2, 99.8))
    low, high = np.percentile(along[:, 1], (1, 99))
    length, height = float(right - left), float(high - low)
    before = float(np.ptp(np.percentile(straight[:, 1], (1, 99))))
    sweep = length / abs(bent.bend)
    rise = abs(bent.bend) * (1.0 - math.cos(min(sweep / 2, math.pi)))
    clear = (
        rise > _LEAST_RISE * height
        and height < _LOWER * before
        and height < _TALLEST * length / ems
        and sweep < _LARGEST_SWEEP
    )
    if not clear:
        return None
    top, bottom = np.percentile(along[:, 1], (0.2, 99.8))
    return bent, Box(float(left), float(top), float(right), float(bottom)).grown(_OFF * height)


def is_straight(frame: Frame, box: Box, stamp: Stamp, text: str) -> bool:
    """Whether a line's ink, as found straight, runs through its rectangle no taller than its letters.

    Of an arc's ink so much is either taller, or only a part of what the rectangle is wide.
    """
    ys, xs = np.nonzero(stamp.mask)
    if not len(xs):
        return False
    across = frame.to_frame(np.stack([xs + stamp.left + 0.5, ys + stamp.top + 0.5], axis=-1))
    wide, tall = (float(np.ptp(np.percentile(across[:, axis], (1, 99)))) for axis in (0, 1))
    return wide > _THROUGH * box.width and tall < _ONE_LETTER * wide / max(1.0, _ems(text))


def likely_arcs(frame: Frame, box: Box, text: str) -> list[tuple[Frame, Box]]:
    """Arcs that would fill a reader's rectangle that is too tall for its line.

    A rectangle around an arc holds so much ground that the ink in it cannot always be told; along
    the right arc it can. Width and height of the rectangle and the number of letters give the arc
    but for the letters' pitch, of which three are tried, and for the way it bends.
    """
    ems = _ems(text)
    if ems < _LEAST_EMS or box.height < _FAT * box.width / ems:
        return []
    sweep = np.linspace(0.25, math.pi, 80)
    found = []
    for pitch in _PITCHES:
        radius = ems * pitch / sweep  # in em; the letters' corners reach half an em farther
        wide = 2 * (radius + 0.5) * np.sin(sweep / 2) + _LOOSE
        em = box.width / wide
        tall = em * (radius + 0.5 - (radius - 0.5) * np.cos(sweep / 2) + _LOOSE)
        best = int(np.argmin(np.abs(tall - box.height)))
        if abs(tall[best] - box.height) > 0.2 * box.height:
            continue
        size, bend = float(em[best]), float(em[best] * radius[best])
        half = 0.5 * float(sweep[best]) * bend
        x = box.center[0]
        for side in (1.0, -1.0):
            edge = box.top if side > 0 else box.bottom
            y = edge + side * (0.5 + _LOOSE / 2) * size
            origin = frame.to_picture(np.array([x, y]))
            bent = Frame(frame.angle, (float(origin[0]), float(origin[1])), side * bend)
            found.append((bent, Box(-half, -0.62 * size, half, 0.62 * size)))
    return found


def _circle(frame: Frame, ink: Points) -> Frame | None:
    """The circle through the middle of the ink: a parabola first, then the circle's own distances."""
    points = frame.to_frame(ink)
    middle, width = points.mean(axis=0), float(np.ptp(points[:, 0]))
    x, y = (points - middle).T
    curve, slope, rise = np.polyfit(x, y, 2)
    if width <= 0 or abs(curve) * width < 0.02:
        return None
    bend = 1.0 / (2.0 * curve)
    apex = -slope / (2.0 * curve)
    # (centre x, centre y, radius), the radius signed as a frame's bend is.
    found = np.array([apex, rise - slope**2 / (4.0 * curve) + bend, bend])
    kept = np.ones(len(points), bool)
    for step in range(12):
        off_x, off_y = x[kept] - found[0], y[kept] - found[1]
        reach = np.maximum(np.hypot(off_x, off_y), 1e-6)
        side = math.copysign(1.0, found[2])
        slopes = np.stack([-off_x / reach, -off_y / reach, np.full_like(reach, -side)], axis=-1)
        found = found + np.linalg.lstsq(slopes, -(reach - side * found[2]), rcond=None)[0]
        if not np.isfinite(found).all() or abs(found[2]) > 1e5:
            return None
        if step in {4, 8}:  # stray pixels of the ink's colour must not pull the circle
            error = np.abs(np.hypot(x - found[0], y - found[1]) - abs(found[2]))
            kept = error <= 2.5 * float(np.median(error)) + 1e-6
    apex_point = np.array([[found[0], found[1] - found[2]]]) + middle
    origin = frame.to_picture(apex_point)[0]
    return Frame(frame.angle, (float(origin[0]), float(origin[1])), float(found[2]))


def _too_flat(circle: Frame, straight: Points) -> bool:
    """Whether no arc nearby can rise enough over the ink's height along it.

    Measured along an arc, the ink is lower by no more than the arc rises and a turn adds from end to end.
    """
    width = float(np.ptp(straight[:, 0]))
    rise = _SPARE * width**2 * _BENDS[-1] / (8.0 * abs(circle.bend))
    turn = _SPARE * width * math.sin(math.radians(_TURNS[-1]))
    before = float(np.ptp(np.percentile(straight[:, 1], (1, 99))))
    return bool(rise < width / 8 and rise < _LEAST_RISE * (before - rise - turn))


def _tightened(bent: Frame, ink: Points) -> Frame:
    """The arc nearby in which the ink is lowest: of few letters the middle is less sure than the
    edges, which all letters share."""

    some = ink[:: max(1, len(ink) // _FEW)]

    def height(frame: Frame) -> float:
        return float(np.ptp(np.percentile(frame.to_frame(some)[:, 1], (1.5, 98.5))))

    near = [Frame(bent.angle + turn, bent.origin, bent.bend / factor) for factor in _BENDS for turn in _TURNS]
    best = min(near, key=height)
    return best if height(best) < height(bent) else bent


def _middled(bent: Frame, ink: Points) -> Frame:
    """The same circle, its origin in the middle of the ink."""
    along = bent.to_frame(ink)[:, 0]
    middle = float(np.mean(np.percentile(along, (0.2, 99.8))))
    x, y = bent.to_picture(np.array([middle, 0.0]))
    return Frame(bent.angle + math.degrees(middle / bent.bend), (float(x), float(y)), bent.bend)


def _ems(text: str) -> float:
    """How long a text is, in em."""
    wide = {"W", "F"}
    return sum(1.0 if unicodedata.east_asian_width(c) in wide else _NARROW for c in text if not c.isspace())

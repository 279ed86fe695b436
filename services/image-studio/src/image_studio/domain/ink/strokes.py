"""How the strokes of lettering were made: by rule, with round ends, by a brush.

Measured on the soft coverage of the glyphs (``float32[height, width]``, 0..1). What each figure says
was fitted on Chinese faces drawn as JPEGs (decision 0065).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from image_studio.domain.geometry import Floats

LEAST_EM_PX: Final = 36.0
_MOST_EMS: Final = 6  # so many letters tell as much as all
_MOST_TILT: Final = 7  # degrees; Kai's level strokes rise by 4-8
_CORNER_DEG: Final = 66.0
_BEND_DEG: Final = 38.0


@dataclass(frozen=True)
class Strokes:
    """The figures of one line.

    ``levelness``: share of the nearly level edges that run within 3° of one direction (ruled 0.4-0.8,
    written 0.1-0.5); ``tilt_deg`` that direction, rising to the right positive. ``corners_lost``: share
    of the ink that a disc of 0.7 of the half stroke cannot reach, which is the corners of stroke ends.
    ``sharpness``: share of the outline's bends that turn by more than 66° within half a stroke.
    ``half_px``: half the stroke's width.
    """

    levelness: float
    tilt_deg: float
    corners_lost: float
    sharpness: float
    half_px: float


def measure_strokes(coverage: Floats, em_px: float, stroke_px: float) -> Strokes | None:
    """Measure a line's strokes, or None where it is too small for them to tell anything.

    Args:
        coverage: how much of each pixel is ink, 0..1.
        em_px: the lettering's size.
        stroke_px: the usual width of its strokes.
    """
    if em_px < LEAST_EM_PX:
        return None
    most = round(_MOST_EMS * em_px)
    coverage = coverage[:most, :most]
    levelness, tilt = _levels(coverage, em_px)
    return Strokes(
        levelness=levelness,
        tilt_deg=tilt,
        corners_lost=_corners_lost(coverage, em_px, stroke_px),
        sharpness=_sharpness(coverage, stroke_px / 2),
        half_px=stroke_px / 2,
    )


def _levels(coverage: Floats, em_px: float) -> tuple[float, float]:
    soft = cv2.GaussianBlur(coverage, (0, 0), max(0.6, 0.012 * em_px))
    dx, dy = cv2.Scharr(soft, cv2.CV_32F, 1, 0), cv2.Scharr(soft, cv2.CV_32F, 0, 1)
    angle = (np.degrees(np.arctan2(-dx, dy)) + 90) % 180 - 90
    share = np.histogram(angle, bins=180, range=(-90, 90), weights=dx * dx + dy * dy)[0]

    def within(middle: int, reach: int) -> float:
        return float(share[90 + middle - reach : 90 + middle + reach].sum())

    tilt = max(range(-_MOST_TILT, _MOST_TILT + 1), key=lambda degrees: within(degrees, 3))
    return within(tilt, 3) / max(within(0, 28), 1e-6), float(-tilt)


def _enlarged(coverage: Floats, times: float) -> NDArray[np.uint8]:
    """The ink as a mask, enlarged; never made smaller."""
    times = max(times, 1.0)
    large = cv2.resize(coverage, None, fx=times, fy=times, interpolation=cv2.INTER_CUBIC)
    return np.asarray(large > 0.5, np.uint8)


def _corners_lost(coverage: Floats, em_px: float, stroke_px: float) -> float:
    times = float(np.clip(160 / em_px, 1.0, 5.0))
    ink = _enlarged(coverage, times)
    radius = 0.7 * stroke_px * times / 2
    reach = max(1, int(np.ceil(radius)))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = (x**2 + y**2 <= radius**2 + 0.3).astype(np.uint8)
    kept = cv2.morphologyEx(ink, cv2.MORPH_OPEN, disc)
    return float((ink > kept).sum()) / max(1, int(ink.sum()))


def _sharpness(coverage: Floats, half_px: float) -> float:
    """Walk along the outlines and see how far they turn within half a stroke."""
    times = float(np.clip(8 / half_px, 1.0, 8.0))
    half = half_px * times
    outlines, _ = cv2.findContours(
        np.pad(_enlarged(coverage, times), 2), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE
    )
    corners = bends = 0
    for outline in outlines:
        turns = _turns(outline[:, 0, :].astype(np.float64), half)
        corners += int((turns > _CORNER_DEG).sum())
        bends += int(((turns > _BEND_DEG) & (turns <= _CORNER_DEG)).sum())
    return corners / max(1, corners + bends)


def _turns(points: NDArray[np.float64], half: float) -> NDArray[np.float64]:
    """Degrees by which a closed outline turns within ``half`` pixels, at steps of a sixth of that."""
    if len(points) < 6 * half:
        return np.zeros(0)
    places = points[:, 0] + 1j * points[:, 1]
    waves = np.fft.fftfreq(len(places))
    # The staircase of pixels is not a bend: smoothed over 0.22 of the half stroke.
    places = np.fft.ifft(np.fft.fft(places) * np.exp(-2 * (np.pi * waves * 0.22 * half) ** 2))
    along = np.concatenate([[0.0], np.cumsum(np.abs(np.roll(places, -1) - places))])
    count = int(along[-1] / (half / 6))
    if count < 24:
        return np.zeros(0)
    closed = np.append(places, places[0])
    at = np.linspace(0, along[-1], count, endpoint=False)
    even = np.interp(at, along, closed.real) + 1j * np.interp(at, along, closed.imag)
    heading = np.angle(np.roll(even, -1) - even)
    turn = np.angle(np.exp(1j * (np.roll(heading, -1) - heading)))
    wrapped = np.concatenate([turn[-3:], turn, turn[:3]])
    return np.abs(np.degrees(np.convolve(wrapped, np.ones(6), "same")[3:-3]))

"""QR codes and bar codes: where they stand. They are never decoded; what they say stays unknown.

A code has a quiet zone, which belongs to it: 4 modules around a QR code (ISO/IEC 18004:2015, 9.1),
7 to 11 beside an EAN-13 (ISO/IEC 15420:2009).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from image_studio.domain.geometry import Floats, Mask, Pixels, Quad
from image_studio.domain.lettering import Line

_TILE: Final = 1400  # rows looked at in one go: a long picture is searched in tiles
_SHARED: Final = 420  # rows two tiles have in common: a whole code is in one of them
_MOST: Final = 30
_SIDE: Final = 96  # a code is straightened to so many pixels
_CONTRAST: Final = 36.0  # levels between a code's dark and light
_QUIET: Final = 4 / 21  # of a code's side: the smallest QR code has 21 modules
_ONE_MODULE: Final = 0.045
_EVEN: Final = 40.0  # levels: how unlike its light modules a quiet zone may be


@dataclass(frozen=True)
class Code:
    """A code. ``zone`` is the quad with its quiet zone; ``form`` says what it is."""

    quad: Quad
    zone: Quad
    form: str


def find_codes(picture: Pixels) -> tuple[Code, ...]:
    """Find the codes in a picture, dark on light or light on dark.

    Args:
        picture: ``uint8[height, width, 3]`` RGB.
    """
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    found: list[Code] = []
    for top in _tops(grey.shape[0]):
        tile = np.ascontiguousarray(grey[top : top + _TILE])
        for corners, form in _seen_in(tile):
            if not (_is_qr(tile, corners) if form == "QR code" else _is_bars(tile, corners)):
                continue
            whole = _whole_bars(tile, corners) if form == "bar code" else corners
            moved = whole + np.array([0, top], np.float32)
            middle = moved.mean(axis=0)
            if len(found) < _MOST and not any(_holds(code.quad, middle) for code in found):
                found.append(Code(_quad(moved), _quad(_with_quiet_zone(picture, moved)), form))
    return tuple(found)


def outside_codes(lines: Sequence[Line], codes: Sequence[Code]) -> list[Line]:
    """The lines that a reader did not find in a code: modules look like letters to some."""
    return [line for line in lines if not any(_mostly_in(line.quad, code.quad) for code in codes)]


def _tops(height: int) -> Iterator[int]:
    top = 0
    while True:
        yield top
        if top + _TILE >= height:
            return
        top += _TILE - _SHARED


def _seen_in(tile: Pixels) -> Iterator[tuple[Floats, str]]:
    detector = cv2.QRCodeDetectorAruco()
    for seen in (tile, 255 - tile):
        there, quads = detector.detectMulti(seen)
        for quad in quads if there and quads is not None else ():
            yield np.asarray(quad, np.float32).reshape(4, 2), "QR code"
    there, quads = cv2.barcode.BarcodeDetector().detectMulti(tile)
    for quad in quads if there and quads is not None else ():
        # The detector begins at the lower left corner.
        yield np.roll(np.asarray(quad, np.float32).reshape(4, 2), -1, axis=0), "bar code"


def _straightened(tile: Pixels, corners: Floats) -> Mask | None:
    """A code's dark modules, ``bool[_SIDE, _SIDE]``, or None where it has no two tones."""
    flat = _flat(tile, corners, _SIDE, _SIDE)
    limit, dark = cv2.threshold(flat, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    below, above = flat[flat <= limit], flat[flat > limit]
    if not below.size or not above.size or float(above.mean()) - float(below.mean()) < _CONTRAST:
        return None
    return np.asarray(dark > 0)


def _is_qr(tile: Pixels, corners: Floats) -> bool:
    """Two tones, about as much of each, changing often both ways."""
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    if sides.min() < 20 or sides.max() > 1.8 * sides.min():
        return False
    dark = _straightened(tile, corners)
    if dark is None or not 0.25 < dark.mean() < 0.75:
        return False
    return all(
        float(np.abs(np.diff(way.astype(np.int8), axis=1)).sum(axis=1).mean()) > 6 for way in (dark, dark.T)
    )


def _is_bars(tile: Pixels, corners: Floats) -> bool:
    """Many bars of several widths, each going through from top to bottom: no stripes of a cloth."""
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    if sides.min() < 10:
        return False
    flat = _flat(tile, corners, round(float(max(sides[0], sides[2])) * 2), 16)
    limit, dark = cv2.threshold(flat, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    usual = np.median(dark, axis=0)
    apart = flat[flat > limit].mean() - flat[flat <= limit].mean()
    if float((dark == usual).mean()) < 0.9 or apart < _CONTRAST:
        return False
    changes = np.flatnonzero(np.diff(usual) != 0)
    runs = np.diff(changes)
    return len(changes) >= 24 and float(runs.std() / runs.mean()) > 0.3


def _whole_bars(tile: Pixels, corners: Floats) -> Floats:
    """A bar code's corners moved to its bars' ends: the detector sees the middle of long bars."""
    a, b, c, d = corners
    down = ((d - a) + (c - b)) / 2
    tall = max(8, round(float(np.linalg.norm(down))))
    reach = tall  # as far again both ways
    wide = max(16, round(float(np.linalg.norm(b - a))))
    flat = _flat(tile, np.array([a - down, b - down, c + down, d + down], np.float32), wide, 3 * tall)
    usual = np.median(flat[reach : reach + tall], axis=0).astype(np.float32)
    usual -= usual.mean()
    rows = flat.astype(np.float32)
    rows -= rows.mean(axis=1, keepdims=True)
    like = (rows @ usual) / (np.linalg.norm(rows, axis=1) * np.linalg.norm(usual) + 1e-6) > 0.7
    first, last = reach + tall // 2, reach + tall // 2
    while first > 0 and like[first - 1]:
        first -= 1
    while last < len(like) - 1 and like[last + 1]:
        last += 1
    top, bottom = min(first - reach, 0) / tall, max(last + 1 - reach - tall, 0) / tall
    return np.array([a + down * top, b + down * top, c + down * bottom, d + down * bottom], np.float32)


def _flat(tile: Pixels, corners: Floats, width: int, height: int) -> Pixels:
    """What a quad holds, straightened to ``uint8[height, width]``."""
    goal = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    turn = cv2.getPerspectiveTransform(corners, goal)
    return np.asarray(
        cv2.warpPerspective(tile, turn, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def _with_quiet_zone(picture: Pixels, corners: Floats) -> Floats:
    """The corners moved outwards while what is around has the colour of the code's light modules.

    Where another ground begins before the zone's full width, its soft edge is taken too.
    """
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    side = float(sides.min())
    reach = max(2.0, _ONE_MODULE * side)
    light = np.median(_along(picture, _outwards(corners, reach)), axis=0)
    while reach < max(3.0, _QUIET * side):
        ring = _along(picture, _outwards(corners, reach))
        if float((np.abs(ring - light).max(axis=1) < _EVEN).mean()) < 0.85:
            return _outwards(corners, reach + 1.5)
        reach += 1.0
    return _outwards(corners, reach)


def _outwards(corners: Floats, by: float) -> Floats:
    """A quad whose sides lie ``by`` pixels farther out."""
    a, b, c, d = corners
    across, down = b - a + c - d, d - a + c - b
    across, down = by * across / np.linalg.norm(across), by * down / np.linalg.norm(down)
    return np.array([a - across - down, b + across - down, c + across + down, d - across + down], np.float32)


def _along(picture: Pixels, corners: Floats) -> NDArray[np.float32]:
    """The colours along a quad's sides, those in the picture."""
    ends = np.roll(corners, -1, axis=0)
    steps = np.linspace(0, 1, 40)[:, None]
    points = np.vstack([a + (b - a) * steps for a, b in zip(corners, ends, strict=True)])
    at = np.floor(points).astype(int)
    height, width = picture.shape[:2]
    held = (at[:, 0] >= 0) & (at[:, 0] < width) & (at[:, 1] >= 0) & (at[:, 1] < height)
    return np.asarray(picture[at[held, 1], at[held, 0]] if held.any() else [[255.0] * 3], np.float32)


def _mostly_in(quad: Quad, area: Quad) -> bool:
    """Whether most of one quad lies in another."""
    a, b, _, d = (np.array(p) for p in quad)
    grid = [a + (b - a) * x + (d - a) * y for x in (0.1, 0.3, 0.5, 0.7, 0.9) for y in (0.2, 0.5, 0.8)]
    return sum(_holds(area, point) for point in grid) > 0.6 * len(grid)


def _holds(quad: Quad, point: NDArray[np.floating]) -> bool:
    contour = np.array(quad, np.float32)
    return cv2.pointPolygonTest(contour, (float(point[0]), float(point[1])), False) >= 0


def _quad(corners: NDArray[np.floating]) -> Quad:
    a, b, c, d = ((float(x), float(y)) for x, y in corners)
    return (a, b, c, d)

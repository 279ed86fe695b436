"""Textured grounds: continued with pieces of their own surroundings (image quilting).

A region is filled from its rim inward in small pieces. For each, the place near by whose pixels
match what is known around the piece best (least squares) is copied in; pieces already laid count
as known. Where nothing is alike, the ground as continued by its edges stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from argosy_engines.contracts import Image

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

PIECE = 22
"""Pieces are up to this many pixels wide and high."""
RIM = 6
"""Pixels around a piece that its likeness is judged by."""
SEARCH = 90
"""How far a likeness is looked for, in pixels."""
CANDIDATES = 8
"""Places that are looked at more closely."""
LIKE = 0.5
"""A likeness may differ from the rim by this share of the rim's own variance: what tells so little of
the rim tells less of what is behind the letters than the ground's own edges do."""
FIRST = 6
"""A ground that does not repeat itself in so many pieces is no texture: no more are looked for."""
ROUGH = 3.0
"""Fine detail (levels, a robust standard deviation) from which a ground counts as textured."""


@dataclass(frozen=True, slots=True)
class _Box:
    top: int
    bottom: int
    left: int
    right: int

    @property
    def window(self) -> tuple[slice, slice]:
        return slice(self.top, self.bottom), slice(self.left, self.right)


def is_rough(image: Image, marked: Flags, region: Flags) -> bool:
    """Whether there is fine detail all around the region (what a 9x9 blur takes away), not only edges."""
    grey = cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2GRAY).astype(np.float32)
    near = cv2.dilate(region.astype(np.uint8), np.ones((31, 31), np.uint8)) > 0
    away = cv2.dilate(marked.astype(np.uint8), np.ones((9, 9), np.uint8)) == 0
    detail = (grey - cv2.blur(grey, (9, 9)))[near & away]
    return detail.size > 0 and 1.48 * float(np.median(np.abs(detail))) >= ROUGH


def quilted_ground(
    image: Image, marked: Flags, region: Flags, most_pieces: int, soft: Floats
) -> tuple[Floats, int]:
    """`region` filled with pieces of the picture, over the window, and how many pieces that took.

    All are one window with SEARCH pixels around the region where the picture has them. `soft` is
    what stands where nothing is alike, and everywhere if more than `most_pieces` are needed.
    """
    filled = soft.copy()
    pieces = list(_pieces(region))
    if len(pieces) > most_pieces:
        return filled, 0
    original = ~marked
    laid = original.copy()
    canvas = image.astype(np.float32)
    # From the rim inward: the piece of which most is known around it comes first.
    copied = tried = 0
    for piece in sorted(pieces, key=lambda box: -float(original[_grown(box, region.shape).window].mean())):
        copied += _lay(canvas, original, laid, region, piece, filled)
        tried += 1
        if tried >= FIRST and copied < tried / 2:
            break
    return filled, tried


def _pieces(region: Flags) -> Iterator[_Box]:
    """The cells of a grid over the region that hold any of it."""
    ys, xs = np.nonzero(region)
    bottom, right = int(ys.max()) + 1, int(xs.max()) + 1
    for top in range(int(ys.min()), bottom, PIECE):
        for left in range(int(xs.min()), right, PIECE):
            box = _Box(top, min(bottom, top + PIECE), left, min(right, left + PIECE))
            if region[box.window].any():
                yield box


def _grown(box: _Box, shape: tuple[int, ...], by: int = RIM) -> _Box:
    return _Box(
        max(0, box.top - by),
        min(shape[0], box.bottom + by),
        max(0, box.left - by),
        min(shape[1], box.right + by),
    )


def _lay(canvas: Floats, original: Flags, laid: Flags, region: Flags, piece: _Box, filled: Floats) -> bool:
    """Copy the best likeness into one piece, if there is one; whether there was."""
    inside = np.zeros_like(region)
    inside[piece.window] = region[piece.window]
    box = _grown(piece, region.shape)
    part, rim = inside[box.window], laid[box.window]
    area = _grown(box, region.shape, SEARCH)
    found = _likeness(canvas, original, box, area, rim, part) if rim.sum() >= 25 else None
    if found is not None:
        toned = found + _tone(canvas[box.window] - found, rim)
        # Into the rim's own pixels laid before, a short cross-fade hides the joint.
        fade = np.clip(cv2.distanceTransform((~part).astype(np.uint8), cv2.DIST_L2, 3) / 3.0, 0.0, 1.0)
        blend = ((1.0 - fade) * (region[box.window] & ~part & rim))[..., None]
        mixed = canvas[box.window] * (1.0 - blend) + toned * blend
        canvas[box.window] = np.where(part[..., None], toned, mixed)
    else:
        canvas[box.window] = np.where(part[..., None], filled[box.window], canvas[box.window])
    laid[box.window] |= part
    changed = region[box.window] & laid[box.window]
    filled[box.window][changed] = canvas[box.window][changed]
    return found is not None


def _likeness(
    canvas: Floats, original: Flags, box: _Box, area: _Box, rim: Flags, part: Flags
) -> Floats | None:
    """The pixels of the place in `area` that is most like the rim of `box`, or None."""
    target = canvas[box.window]
    weights = np.repeat(rim.astype(np.float32)[..., None], 3, axis=2)
    score = cv2.matchTemplate(canvas[area.window], target * weights, cv2.TM_SQDIFF, mask=weights)
    # A likeness is a place of the picture itself, none of which is to be erased.
    needed = (part | rim).astype(np.float32)
    missing = cv2.matchTemplate((~original[area.window]).astype(np.float32), needed, cv2.TM_CCORR)
    places = np.where((missing > 0.5) | ~np.isfinite(score), np.inf, score).astype(np.float32)
    palette = _thinned(target[rim], 64)
    best: tuple[float, Floats] | None = None
    for y, x in _lowest(places):
        top, left = area.top + y, area.left + x
        there = canvas[top : top + box.bottom - box.top, left : left + box.right - box.left]
        apart = float(places[y, x]) / float(rim.sum() * 3)
        # Whatever else is near by (the product!) must not come along: only the rim's own colours.
        total = apart + _strangeness(palette, there[part])
        if best is None or total < best[0]:
            best = total, there.copy()
    if best is None or best[0] > LIKE * float(target[rim].var(axis=0).mean()):
        return None
    return best[1]


def _lowest(score: Floats) -> Iterator[tuple[int, int]]:
    """The best places, apart from each other."""
    left = score.copy()
    for _ in range(CANDIDATES):
        y, x = divmod(int(np.argmin(left)), left.shape[1])
        if not np.isfinite(left[y, x]):
            return
        yield y, x
        left[max(0, y - 2) : y + 3, max(0, x - 2) : x + 3] = np.inf


def _thinned(colours: Floats, most: int) -> Floats:
    """At most so many of the colours, spread over them, `[n, 3]`."""
    return colours[:: max(1, -(-len(colours) // most))]


def _strangeness(palette: Floats, colours: Floats) -> float:
    """How far the strangest tenth of the colours is from the palette, mean square."""
    sample = _thinned(colours, 200)
    apart = ((sample[:, None, :] - palette[None]) ** 2).mean(axis=2).min(axis=1)
    return float(np.sort(apart)[-max(1, len(apart) // 10) :].mean())


def _tone(miss: Floats, rim: Flags) -> Floats:
    """The rim's difference in tone, carried inward smoothly, `[h, w, 3]`."""
    sigma = max(4.0, min(rim.shape) / 3)
    weight = cv2.GaussianBlur(rim.astype(np.float32), (0, 0), sigma)
    total = cv2.GaussianBlur(np.where(rim[..., None], miss, 0.0).astype(np.float32), (0, 0), sigma)
    return np.asarray(total / np.maximum(weight, 1e-4)[..., None], np.float32)

"""Erases marked pixels by a model of the ground behind them.

Shop pictures are mostly flat panels, gradients and softly lit walls, with lettering on top: these
are fitted and filled (`ground_surfaces`). On busier grounds edges go on through the letters
(`ground_edges`), with the grain of what is near (`ground_grain`), and what repeats is copied from near
by (`ground_textures`).
Pixels that are not marked are never touched, and the same picture gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

from argosy_engines.contracts import EngineIdentity, EngineSpec, Image, Mask
from argosy_engines.ground_edges import continued_ground
from argosy_engines.ground_grain import grain_of
from argosy_engines.ground_surfaces import REACH, smooth_ground
from argosy_engines.ground_textures import SEARCH, is_rough, quilted_ground
from argosy_engines.registry import reject_unknown_options

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Window = tuple[slice, slice]

JOIN = 9
"""Marked pixels nearer than this belong to one region (the gaps between strokes and letters)."""
STRIPE = 256
LARGE = 2_000_000
"""Windows of more pixels are worked on in a smaller copy."""
MOST_REGIONS = 600
"""Regions that get a ground of their own in one picture (1 to 8 ms each)."""
MOST_PIECES = 300
"""Pieces of texture laid in one picture, about 10 ms each; what is beyond is continued softly."""

MOST_BUSY = 6_000_000
"""Pixels of busy windows that are continued along their edges, 0.6 to 1 s a million."""


@dataclass(frozen=True, slots=True)
class GroundEraser:
    """`ImageEraser` by surface fitting, cloning and OpenCV's inpainting."""

    identity: EngineIdentity

    @classmethod
    def from_spec(cls, spec: EngineSpec) -> Self:
        """No weights, no options."""
        reject_unknown_options(spec, set())
        cv2.setNumThreads(1)  # two threads on busy cores are several times slower than one
        revision = f"4-opencv-{cv2.__version__}"
        return cls(spec.identity("ground-model", model="surfaces+edges+clone", revision=revision))

    def erase(self, image: Image, mask: Mask) -> Image:
        """Fill where `mask > 0`, in proportion to `mask / 255`; the rest is bit-identical."""
        marked = mask > 0
        result = image.copy()
        if not marked.any():
            return result
        budget = _Budget()
        rest = np.zeros_like(marked)
        for region, window in _regions(marked, REACH):
            if budget.regions == 0:
                rest[window] |= region
                continue
            budget.regions -= 1
            ground = _ground(image, marked, region, window, budget)
            _put(result, image, mask, region, window, ground)
        if rest.any():
            soft = cv2.inpaint(np.ascontiguousarray(image), marked.astype(np.uint8), 3, cv2.INPAINT_TELEA)
            everywhere = (slice(0, marked.shape[0]), slice(0, marked.shape[1]))
            _put(result, image, mask, rest, everywhere, np.asarray(soft, np.uint8))
        return result


@dataclass(slots=True)
class _Budget:
    """What may still be spent on one picture; beyond it the ground is continued softly."""

    regions: int = MOST_REGIONS
    pieces: int = MOST_PIECES
    busy: int = MOST_BUSY


def _put(
    result: Image, image: Image, mask: Mask, region: Flags, window: Window, ground: Floats | Image
) -> None:
    """Blend `ground`, which covers the window, into the region's pixels by the mask's strength."""
    for top in range(0, region.shape[0], STRIPE):  # a few copies of a stripe, not of 40 megapixels
        rows = slice(top, top + STRIPE)
        here = region[rows]
        alpha = mask[window][rows][here].astype(np.float32)[:, None] / 255.0
        before = image[window][rows][here].astype(np.float32)
        after = before + alpha * (ground[rows][here] - before)
        result[window][rows][here] = np.clip(np.rint(after), 0, 255).astype(np.uint8)


def _ground(image: Image, marked: Flags, region: Flags, window: Window, budget: _Budget) -> Floats | Image:
    """What lies behind a region, over its window, `[h, w, 3]`."""
    if region.size > LARGE:
        return _coarse_ground(image[window], marked[window], region)
    ground = smooth_ground(image[window], marked[window], region)
    if ground is not None:
        return ground
    ground = _busy_ground(image[window], marked[window], budget)
    if budget.pieces == 0 or not is_rough(image[window], marked[window], region):
        return ground
    wide = _widened(window, marked.shape, SEARCH)
    top, left = window[0].start - wide[0].start, window[1].start - wide[1].start
    inner = (slice(top, top + region.shape[0]), slice(left, left + region.shape[1]))
    there = np.zeros(marked[wide].shape, np.bool_)
    there[inner] = region
    soft = image[wide].astype(np.float32)
    soft[inner] = ground
    filled, laid = quilted_ground(image[wide], marked[wide], there, budget.pieces, soft)
    budget.pieces -= laid
    return filled[inner]


def _busy_ground(image: Image, marked: Flags, budget: _Budget) -> Floats:
    """A window whose ground is not smooth, continued along its edges, with the grain of what is near."""
    if marked.size > budget.busy:
        soft = cv2.inpaint(np.ascontiguousarray(image), marked.astype(np.uint8), 4, cv2.INPAINT_TELEA)
        return np.asarray(soft, np.float32)
    budget.busy -= marked.size
    return continued_ground(image, marked) + grain_of(image, marked)


def _coarse_ground(image: Image, marked: Flags, region: Flags) -> Image:
    """The ground of a very large region, found on a smaller copy: bounds memory and time."""
    height, width = region.shape
    scale = (LARGE / 4 / region.size) ** 0.5
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    holes = cv2.resize(marked.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA) > 0
    ground = smooth_ground(small, holes, holes)
    if ground is None:
        ground = continued_ground(small, holes)
    rounded = np.clip(np.rint(ground), 0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(rounded, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _regions(marked: Flags, room: int) -> Iterator[tuple[Flags, Window]]:
    """Groups of near marked pixels, each in a window with `room` around it."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (JOIN, JOIN))
    joined = cv2.dilate(marked.astype(np.uint8), kernel)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for label in range(1, count):
        x, y, width, height = (int(stats[label, column]) for column in range(4))
        window = _widened((slice(y, y + height), slice(x, x + width)), marked.shape, room)
        region = marked[window] & (labels[window] == label)
        if region.any():
            yield region, window


def _widened(window: Window, shape: tuple[int, ...], room: int) -> Window:
    rows, columns = window
    return (
        slice(max(0, rows.start - room), min(shape[0], rows.stop + room)),
        slice(max(0, columns.start - room), min(shape[1], columns.stop + room)),
    )

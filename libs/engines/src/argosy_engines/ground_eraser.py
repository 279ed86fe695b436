"""Erases marked pixels by a model of the ground behind them.

Shop pictures are mostly flat panels, gradients and softly lit walls, with lettering on top. For
each marked region a smooth surface is fitted to the unmarked pixels around it; where it explains
them, it fills the region, with the grain of its surroundings. Where it does not (texture, edges, a
product), OpenCV's inpainting continues what lies around. A correction at the rim makes the seam
vanish. Pixels that are not marked are never touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

from argosy_engines.contracts import EngineIdentity, EngineSpec, Image, Mask
from argosy_engines.registry import reject_unknown_options

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

JOIN = 9
"""Marked pixels nearer than this belong to one region (the gaps between strokes and letters)."""
REACH = 14
"""How far around a region its ground is looked at, in pixels."""
SMOOTH_ERROR = 4.0
"""A ground is smooth if its typical pixel is within this many levels of the fitted surface."""
SMOOTH_SHARE = 0.88
"""... and this share of pixels is within three times that (at least 6 levels)."""
SEAM = 6.0
"""The rim correction fades to 1/e over this many pixels."""
MOST_SAMPLES = 6000
ORDERS = (0, 1, 2)
"""Of the fitted surfaces: flat, tilted, curved."""


@dataclass(frozen=True, slots=True)
class GroundEraser:
    """`ImageEraser` by surface fitting and OpenCV inpainting."""

    identity: EngineIdentity

    @classmethod
    def from_spec(cls, spec: EngineSpec) -> Self:
        """No weights, no options."""
        reject_unknown_options(spec, set())
        revision = f"1-opencv-{cv2.__version__}"
        return cls(spec.identity("ground-model", model="surface-fit+telea", revision=revision))

    def erase(self, image: Image, mask: Mask) -> Image:
        """Fill where `mask > 0`, in proportion to `mask / 255`; the rest is bit-identical."""
        marked = mask > 0
        if not marked.any():
            return image.copy()
        filled = image.astype(np.float32)
        rest = np.zeros_like(marked)
        for region, (top, bottom, left, right) in _regions(marked):
            window = (slice(top, bottom), slice(left, right))
            ground = _smooth_ground(image[window], marked[window], region)
            if ground is None:
                rest[window] |= region
            else:
                filled[window][region] = ground[region]
        if rest.any():
            _inpaint(image, marked, rest, filled)
        alpha = (mask.astype(np.float32) / 255.0)[..., None]
        blended = image + alpha * (filled - image)
        result = image.copy()
        result[marked] = np.clip(np.rint(blended[marked]), 0, 255).astype(np.uint8)
        return result


def _regions(marked: Flags) -> list[tuple[Flags, tuple[int, int, int, int]]]:
    """Groups of near marked pixels: each with its window `top, bottom, left, right` (with REACH)."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (JOIN, JOIN))
    joined = cv2.dilate(marked.astype(np.uint8), kernel)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    height, width = marked.shape
    regions = []
    for label in range(1, count):
        x, y, w, h = (int(stats[label, column]) for column in range(4))
        top, bottom = max(0, y - REACH), min(height, y + h + REACH)
        left, right = max(0, x - REACH), min(width, x + w + REACH)
        window = (slice(top, bottom), slice(left, right))
        regions.append((marked[window] & (labels[window] == label), (top, bottom, left, right)))
    return regions


def _smooth_ground(image: Image, marked: Flags, region: Flags) -> Floats | None:
    """The window's fitted surface, `[h, w, 3]`, or None if the ground there is not smooth."""
    near = cv2.dilate(region.astype(np.uint8), np.ones((2 * REACH + 1, 2 * REACH + 1), np.uint8))
    known = (near > 0) & ~marked
    ys, xs = np.nonzero(known)
    if len(ys) < 30:
        return None
    step = max(1, len(ys) // MOST_SAMPLES)
    ys, xs = ys[::step], xs[::step]
    height, width = marked.shape
    calm = _without_grain(image, known)
    fits = [_robust_fit(_basis(xs, ys, width, height, n), calm[ys, xs]) for n in ORDERS]
    # The simplest surface that explains the ring; higher orders run away inside large regions.
    bound = min(SMOOTH_ERROR, 1.3 * min(fit.spread for fit in fits) + 0.3)
    good = [n for n in ORDERS if fits[n].spread <= bound and fits[n].share >= SMOOTH_SHARE]
    if not good:
        return None
    order, fit = good[0], fits[good[0]]
    grid_y, grid_x = np.mgrid[0:height, 0:width]
    full = _basis(grid_x.ravel(), grid_y.ravel(), width, height, order)
    surface = (full @ fit.weights).reshape(height, width, 3).astype(np.float32)
    surface += _seam_correction(calm, surface, known, fit.spread)
    grain = (image[ys, xs] - calm[ys, xs])[fit.inliers]
    return surface + _grain(grain, (height, width), seed=len(ys))


def _without_grain(image: Image, known: Flags) -> Floats:
    """The mean of the known pixels in a 5x5 box around each, `[h, w, 3]`."""
    weight = cv2.blur(known.astype(np.float32), (5, 5))
    total = cv2.blur(image * known[..., None].astype(np.float32), (5, 5))
    return np.asarray(total / np.maximum(weight, 1e-6)[..., None], np.float32)


def _basis(
    xs: npt.NDArray[np.int64], ys: npt.NDArray[np.int64], width: int, height: int, order: int
) -> Floats:
    """Polynomial terms up to `order` at pixels scaled to -1..1, `[pixels, terms]`."""
    x = (2.0 * xs / max(1, width - 1) - 1.0).astype(np.float32)
    y = (2.0 * ys / max(1, height - 1) - 1.0).astype(np.float32)
    terms = [np.ones_like(x)]
    if order >= 1:
        terms += [x, y]
    if order >= 2:
        terms += [x * x, x * y, y * y]
    return np.stack(terms, axis=1)


@dataclass(frozen=True, slots=True)
class _Fit:
    weights: Floats
    """`[terms, 3]`"""
    inliers: Flags
    """`[pixels]`: which agree with the surface."""
    spread: float
    """Their typical error, in levels."""

    @property
    def share(self) -> float:
        return float(self.inliers.mean())


def _robust_fit(basis: Floats, colours: Floats) -> _Fit:
    """Trimmed least squares."""
    start = np.median(colours, axis=0)
    error = np.abs(colours - start).max(axis=1)
    inliers: Flags = error <= max(8.0, 2.5 * float(np.median(error)))
    weights = np.zeros((basis.shape[1], 3), np.float32)
    spread = 0.0
    for _ in range(4):
        weights = np.linalg.lstsq(basis[inliers], colours[inliers], rcond=None)[0]
        error = np.abs(colours - basis @ weights).max(axis=1)
        spread = float(np.median(error))
        inliers = error <= max(6.0, 3.0 * spread)
        if inliers.sum() < basis.shape[1] * 4:
            return _Fit(weights, np.zeros_like(inliers), spread)
    return _Fit(weights, inliers, spread)


def _seam_correction(calm: Floats, surface: Floats, known: Flags, spread: float) -> Floats:
    """What the surface misses at the rim, carried a few pixels inward, `[h, w, 3]`."""
    miss = calm - surface
    trusted = known & (np.abs(miss).max(axis=2) <= max(6.0, 3.0 * spread))
    weight = cv2.GaussianBlur(trusted.astype(np.float32), (0, 0), SEAM / 2)
    miss[~trusted] = 0.0
    carried = cv2.GaussianBlur(miss, (0, 0), SEAM / 2) / np.maximum(weight, 1e-3)[..., None]
    inside = (~known).astype(np.uint8)
    distance = cv2.distanceTransform(inside, cv2.DIST_L2, 3)
    fade = np.exp(-distance / SEAM) * np.minimum(1.0, weight / 0.05)
    return np.asarray(carried * fade[..., None], np.float32)


def _grain(residuals: Floats, shape: tuple[int, int], seed: int) -> Floats:
    """Noise drawn from the ring's own residuals, so that a filled area does not look painted.

    The seed comes from the picture, so the same picture gives the same bytes.
    """
    if len(residuals) == 0 or float(residuals.std()) < 1.0:
        return np.zeros((*shape, 3), np.float32)
    picks = np.random.default_rng(seed).integers(0, len(residuals), size=shape)
    return np.asarray(residuals[picks], np.float32)


def _inpaint(image: Image, marked: Flags, rest: Flags, filled: Floats) -> None:
    """Continue the surroundings into `rest`, in place, window by window."""
    for region, (top, bottom, left, right) in _regions(rest):
        window = (slice(top, bottom), slice(left, right))
        holes = marked[window].astype(np.uint8)
        continued = cv2.inpaint(np.ascontiguousarray(image[window]), holes, 4, cv2.INPAINT_TELEA)
        filled[window][region] = continued[region]

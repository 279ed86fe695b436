"""What departs from a smooth ground near glyphs: soft edges, shadows, glow."""

from __future__ import annotations

from typing import Final

import numpy as np

from image_studio.domain.colours import lengths
from image_studio.domain.geometry import Floats, Mask
from image_studio.domain.ink.clusters import Labels, Shares
from image_studio.domain.ink.patches import Patch
from image_studio.domain.masks import wider

_SAME_COLOUR: Final = 11.0
_OTHER_GROUND: Final = 10.0
_HALO: Final = 0.13  # of the ink's height: shadows and glow lie no farther from the glyphs


def smooth_ground(patch: Patch, core: Mask, letters: Mask, ground: Mask) -> tuple[Floats, float]:
    """A quadratic surface fitted to the ground's colours, and its typical error (Lab)."""
    height, width = patch.shape
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = xs / max(width, 1) - 0.5, ys / max(height, 1) - 0.5
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)
    start = np.median(patch.lab[ground], axis=0)
    known = (patch.inner | patch.around) & patch.reach & ~wider(letters | core, 2)
    index = np.flatnonzero(known)
    index = index[:: max(1, len(index) // 1500)]
    a, b = terms.reshape(-1, 6)[index], patch.lab.reshape(-1, 3)[index]
    # Another ground (outside a badge) must not pull the fit: begin with what is like the nearest.
    error = lengths(b - start)
    kept = error <= max(8.0, 2.5 * float(np.median(error))) if len(b) else np.zeros(0, bool)
    fit: Floats = np.zeros((6, 3), np.float32)
    spread = 0.0
    for _ in range(3):
        a, b = a[kept], b[kept]
        if len(b) < 20:
            return np.broadcast_to(start, patch.lab.shape).astype(np.float32), 20.0
        fit = np.linalg.lstsq(a, b, rcond=None)[0].astype(np.float32)
        error = lengths(b - a @ fit)
        spread = float(np.median(error))
        kept = error <= max(1.0, 3.0 * spread)
    return np.asarray(terms @ fit, np.float32), spread


def departed(
    patch: Patch,
    core: Mask,
    surface: Floats,
    spread: float,
    labels: Labels,
    centers: Floats,
    shares: Shares,
) -> Mask:
    """Pixels near the glyphs that differ from a smooth ground: soft edges, shadows, glow.

    Only a smooth ground can tell them: on a textured one every pixel departs from the fit.
    """
    residual = lengths(patch.lab - surface)
    ink = np.median(patch.lab[core], axis=0)
    contrast = float(np.linalg.norm(ink - surface[core].mean(axis=0)))
    limit = max(2.5, 4.0 * spread, 0.04 * contrast)
    if limit > 0.35 * contrast:
        return np.asarray(lengths(patch.lab - ink) < _SAME_COLOUR)
    under = surface[core].mean(axis=0)
    other_ground = [
        k
        for k in range(len(centers))
        if shares.is_ground(k) and np.linalg.norm(centers[k] - under) > _OTHER_GROUND
    ]
    near = wider(core, round(halo_reach(core)))
    return np.asarray((residual > limit) & near & ~np.isin(labels, other_ground))


def halo_reach(core: Mask) -> float:
    """How far from the glyphs their shadow or glow can lie, in pixels."""
    return max(3.0, _HALO * float(np.ptp(np.flatnonzero(core.any(axis=1))) + 1))

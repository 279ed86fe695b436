"""A line drawn around glyphs, and glyphs that only their outline shows."""

from __future__ import annotations

import cv2
import numpy as np

from image_studio.domain.colours import lengths
from image_studio.domain.geometry import Floats, Mask
from image_studio.domain.ink.clusters import Labels
from image_studio.domain.ink.patches import Patch
from image_studio.domain.masks import filled, touching, wider


def outline_of(
    labels: Labels, lettering: list[int], core: int, mask: Mask, ground: Mask, patch: Patch
) -> Mask | None:
    """The pixels of a line drawn around the glyphs, if there is one."""
    rim = wider(mask, 2) & ~wider(mask, 1)
    if not rim.any():
        return None
    around = np.median(patch.lab[ground], axis=0)
    ink = np.median(patch.lab[mask], axis=0)
    # On a textured ground a soft edge is a blend with any of its colours.
    spread = float(np.percentile(lengths(patch.lab[ground] - around), 80))
    for label in sorted(lettering, key=lambda k: -int(((labels == k) & patch.inner).sum())):
        band = (labels == label) & patch.reach
        if label == core or float(wider(band, 1)[rim].mean()) < 0.75:
            continue
        body = band & (cv2.distanceTransform(band.astype(np.uint8), cv2.DIST_L2, 3) >= 1.0)
        if body.sum() < 12:
            continue
        color = np.median(patch.lab[body], axis=0)
        apart = np.linalg.norm(color - ink) >= 18 and np.linalg.norm(color - around) >= max(
            10.0, 2.2 * spread
        )
        if apart and not _between(color, ink, around):
            return touching(band, wider(mask, 1))
    return None


def _between(color: Floats, ink: Floats, ground: Floats) -> bool:
    """Whether a colour is only a blend of ink and ground, as antialiased edges are."""
    way = ground - ink
    length = float(way @ way)
    if length < 1.0:
        return True
    share = float((color - ink) @ way) / length
    off = float(np.linalg.norm(ink + share * way - color))
    return 0.05 < share < 0.95 and off < 0.2 * length**0.5


def enclosed_ink(core: Mask, ground: Mask, patch: Patch) -> Mask | None:
    """Glyphs that look like the ground but stand inside a thick outline: white on white.

    A letter's own counters are enclosed too, but they show the very ground around.
    """
    within = filled(core) & ~core & patch.inner
    if within.sum() < 0.3 * core.sum():
        return None
    solid = within & (cv2.distanceTransform(within.astype(np.uint8), cv2.DIST_L2, 3) >= 1.5)
    if solid.sum() < 24:
        return None
    color = np.median(patch.lab[solid], axis=0)
    off_ground = float(np.linalg.norm(color - np.median(patch.lab[ground], axis=0)))
    off_core = float(np.linalg.norm(color - np.median(patch.lab[core], axis=0)))
    spread = float(np.percentile(lengths(patch.lab[solid] - color), 75))
    if off_ground < 4.5 or off_ground < 1.5 * spread or off_core < 18 or spread > 8:
        return None
    near = lengths(patch.lab - color) < 0.5 * off_core
    found = np.asarray(within & near)
    return found if found.any() else None

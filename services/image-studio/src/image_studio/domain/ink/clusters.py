"""The colours of a patch, and which of them is the glyphs' own."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from image_studio.domain.geometry import Floats, Mask
from image_studio.domain.ink.patches import Patch
from image_studio.domain.masks import wider

Labels = NDArray[np.int32]
_CLUSTERS: Final = 5
_FIT_SAMPLE: Final = 3000
_DENSER: Final = 2.0  # inside than at the rim or around: lettering
_EVEN: Final = 0.98  # of the rim and of what is around
_THICKEST: Final = 0.05  # mean depth inside a stroke over the line's height; Black faces have 0.045


class Shares:
    """How much of the rectangle, of its rim and of what is around each cluster covers."""

    def __init__(self, labels: Labels, count: int, patch: Patch) -> None:
        def share(mask: Mask) -> NDArray[np.float64]:
            return np.bincount(labels[mask], minlength=count) / max(1, int(mask.sum()))

        self.inner, self.rim, self.around = share(patch.inner), share(patch.rim), share(patch.around)

    def outside(self, k: int) -> float:
        """The lesser of rim and surroundings: the rim may be touched by strokes, the
        surroundings may be another ground of the ink's own colour."""
        return float(min(1.3 * self.rim[k], self.around[k]))

    def lettering(self) -> list[int]:
        return [
            k
            for k in range(len(self.inner))
            if self.inner[k] > 0.015 and self.inner[k] > _DENSER * self.outside(k)
        ]

    def is_ground(self, k: int) -> bool:
        return bool(max(self.rim[k], self.around[k]) > 0.05 and self.inner[k] < 1.3 * self.around[k])


def clusters_of(patch: Patch) -> tuple[Labels, Floats]:
    """Cluster the patch's colours; every pixel's cluster and the clusters' Lab colours."""
    inside, around = patch.lab[patch.inner], patch.lab[patch.around]
    chosen = np.vstack(
        [
            inside[:: max(1, len(inside) // _FIT_SAMPLE)],
            around[:: max(1, 2 * len(around) // _FIT_SAMPLE)],
        ]
    )
    cv2.setRNGSeed(7)  # the same picture gives the same clusters
    _, _, centers = cv2.kmeans(
        np.ascontiguousarray(chosen, np.float32),
        min(_CLUSTERS, len(chosen)),
        np.empty((0, 0), np.int32),
        (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 0.5),
        1,
        cv2.KMEANS_PP_CENTERS,
    )
    flat = patch.lab.reshape(-1, 3)
    distance = (flat**2).sum(1, keepdims=True) - 2 * flat @ centers.T + (centers**2).sum(1)[None, :]
    return distance.argmin(axis=1).astype(np.int32).reshape(patch.shape), np.asarray(centers, np.float32)


def glyph_cluster(
    labels: Labels, centers: Floats, lettering: list[int], shares: Shares, patch: Patch
) -> int | None:
    """Which lettering cluster is the glyphs' own colour.

    Glyphs are the thickest part of their lettering: outlines, shadows and soft edges are slivers
    along them.
    """
    if not lettering:
        return None
    ground = [k for k in range(len(centers)) if k not in lettering]
    mean = np.average(centers, axis=0, weights=shares.rim + 1e-6)

    def strength(k: int) -> float:
        mask = ((labels == k) & patch.inner).astype(np.uint8)
        if not mask.any():
            return 0.0
        solid = int(cv2.erode(mask, np.ones((2, 2), np.uint8)).sum())
        thick = float(cv2.distanceTransform(mask, cv2.DIST_L2, 3)[mask > 0].mean())
        thick = min(thick, _THICKEST * patch.unit)  # thicker is no stroke but a blot of the ground
        colours = [centers[g] for g in ground if shares.is_ground(g)] or [mean]
        apart = min(float(np.linalg.norm(centers[k] - colour)) for colour in colours)
        own = 1.0 - shares.outside(k) / max(float(shares.inner[k]), 1e-6)
        return float(solid**0.5 * thick**2 * min(apart, 40.0) * own**3)

    ranked = sorted(lettering, key=strength, reverse=True)
    if strength(ranked[0]) <= 0:
        return _thinnest(centers, lettering, shares)
    wrapped = (k for k in ranked[1:3] if _wraps(labels, ranked[0], k, ground, patch))
    return next(wrapped, ranked[0])


def _thinnest(centers: Floats, lettering: list[int], shares: Shares) -> int | None:
    """The glyphs' colour where no stroke is wider than a pixel: the one farthest from an even ground."""
    around = int(shares.around.argmax())
    if min(shares.around[around], shares.rim[around]) < _EVEN:
        return None
    return max(lettering, key=lambda k: float(np.linalg.norm(centers[k] - centers[around])))


def _wraps(labels: Labels, outer: int, inner: int, ground: list[int], patch: Patch) -> bool:
    """Whether colour ``outer`` is an outline around ``inner``: what lies just off ``inner``
    is mostly ``outer`` and hardly ever ground, which only ``outer`` touches."""
    body = ((labels == inner) & patch.inner).astype(np.uint8)
    body = cv2.morphologyEx(body, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)) > 0
    band = (labels == outer) & patch.inner
    if body.sum() < 0.2 * band.sum():
        return False
    rim, band_rim = wider(body, 2) & ~wider(body, 1), wider(band, 2) & ~wider(band, 1)
    if not rim.any() or not band_rim.any():
        return False
    on_outer = float((labels[rim] == outer).mean())
    on_ground = float(np.isin(labels[rim], ground).mean())
    outer_on_ground = float(np.isin(labels[band_rim], ground).mean())
    return on_outer > 0.4 and on_ground < 0.06 and outer_on_ground > 0.2


def one_ink(
    labels: Labels, centers: Floats, lettering: list[int], core: int, shares: Shares
) -> tuple[Labels, list[int]]:
    """Join the shades of one ink: thin strokes are antialiased all over and fall into several
    clusters, on the line from the ground through the ink's own colour."""
    ground = np.average(centers, axis=0, weights=shares.rim + 1e-6)
    way = centers[core] - ground
    length = float(way @ way)
    same = [core]
    for k in lettering:
        share = float((centers[k] - ground) @ way) / max(length, 1.0)
        off = float(np.linalg.norm(centers[k] - ground - share * way))
        if k != core and 0.6 < share < 1.8 and off < 0.15 * length**0.5:
            same.append(k)
    joined = np.where(np.isin(labels, same), core, labels).astype(np.int32)
    return joined, [k for k in lettering if k == core or k not in same]

"""Which pixels of a line's rectangle are its glyphs, and which are ground.

The rectangle holds glyphs and ground; its rim and what lies around it hold ground alone. So colours
are clustered, and a cluster that is dense inside and rare at the rim or around is lettering,
whatever the ground is: flat, graded or a photograph. Distances are CIE Lab (CIE76), where about 2.3
is the smallest difference the eye sees (Mahy et al., 1994).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from image_studio.domain.geometry import Box, Floats, Frame, Mask, Pixels, upright
from image_studio.domain.ground.halo import shared_by_glyphs
from image_studio.domain.ground.panels import panel_under
from image_studio.domain.ground.rulings import ruling_lines
from image_studio.domain.masks import filled, held_within, narrower, rectangle, touching, wider

Owners = NDArray[np.int16]
Labels = NDArray[np.int32]

_CLUSTERS: Final = 5
_FIT_SAMPLE: Final = 3000
_DENSER: Final = 2.0  # inside than at the rim or around: lettering
_THICKEST: Final = 0.05  # mean depth inside a stroke over the line's height; Black faces have 0.045
_SAME_COLOUR: Final = 11.0
_OTHER_GROUND: Final = 10.0
_PANEL_EDGE: Final = 0.08  # of the line's height: lettering stands off a panel's edge
_HALO: Final = 0.13  # of the ink's height: shadows and glow lie no farther from the glyphs


@dataclass(frozen=True)
class Patch:
    """The surroundings of one line, turned level.

    ``area`` is the patch in the line's frame; ``unit`` the line's height in pixels; the masks are
    ``bool[height, width]``: the rectangle, its rim, what lies around it, and how far ink may reach.
    """

    area: Box
    unit: float
    pixels: Pixels
    lab: Floats
    inner: Mask
    rim: Mask
    around: Mask
    reach: Mask

    @property
    def shape(self) -> tuple[int, int]:
        return self.lab.shape[0], self.lab.shape[1]


@dataclass(frozen=True)
class Glyphs:
    """What was found: the glyphs' own pixels, an outline's, all that is to go, the ground nearby.

    ``surface`` is the ground's fitted colour ``float32[height, width, 3]`` in Lab and ``spread``
    the typical departure from it; ``panel`` a pill or tag that the line's rectangle just holds.
    """

    core: Mask
    outline: Mask | None
    everything: Mask
    ground: Mask
    surface: Floats
    spread: float
    panel: Mask | None = None


def lab_of(rgb: Pixels) -> Floats:
    """RGB bytes as CIE Lab floats (L 0..100)."""
    return np.asarray(cv2.cvtColor(rgb.astype(np.float32) / 255.0, cv2.COLOR_RGB2LAB), np.float32)


def cut_patch(picture: Pixels, frame: Frame, box: Box, owners: Owners, own: int) -> Patch:
    """Cut a line's surroundings out of a picture.

    Args:
        picture: ``uint8[height, width, 3]`` RGB.
        frame: the line's upright frame.
        box: the reader's rectangle in that frame.
        owners: ``int16[height, width]``, the index of the line whose quad holds a pixel, or -1.
        own: this line's index; the pixels of other lines are not ground.
    """
    unit = min(box.height, box.width)
    area = box.grown(max(4.0, 0.4 * unit)).outward()
    pixels = upright(picture, frame, area)
    owner = upright(owners, frame, area, nearest=True)
    free = (owner < 0) | (owner == own)
    shape = pixels.shape[:2]
    rim = rectangle(shape, area, box.grown(max(1.0, 0.03 * unit))) & ~rectangle(
        shape, area, box.grown(-max(1.0, 0.07 * unit))
    )
    around = rectangle(shape, area, box.grown(max(4.0, 0.3 * unit))) & ~rectangle(
        shape, area, box.grown(0.06 * unit)
    )
    lab = lab_of(pixels)
    free &= ~ruling_lines(lab, unit)
    return Patch(
        area=area,
        unit=unit,
        pixels=pixels,
        lab=lab,
        inner=rectangle(shape, area, box.grown(0.06 * unit)) & free,
        rim=rim & free,
        around=around & free,
        reach=rectangle(shape, area, box.grown(0.2 * unit)) & free,
    )


def find_glyphs(patch: Patch) -> Glyphs | None:
    """Find the glyphs of a patch, or None where no colour keeps to the rectangle."""
    if not patch.inner.any() or not patch.rim.any() or not patch.around.any():
        return None
    labels, centers = _clusters(patch)
    shares = _Shares(labels, len(centers), patch)
    lettering = shares.lettering()
    panel = panel_under(labels, lettering, patch.inner, patch.reach)
    on_panel = None if panel is None else _within(patch, panel)
    if on_panel is not None:
        patch = on_panel
        shares = _Shares(labels, len(centers), patch)
        lettering = shares.lettering()
    core = _glyph_cluster(labels, centers, lettering, shares, patch)
    if core is None:
        return None
    labels, lettering = _one_ink(labels, centers, lettering, core, shares)
    mask = held_within((labels == core) & patch.reach, patch.inner)
    if mask.sum() < 8:
        return None
    letters = np.isin(labels, lettering) & patch.reach
    ground = _ground_nearby(mask, letters, patch)
    if ground.sum() < 12:
        return None
    outline = _outline(labels, lettering, core, mask, ground, patch)
    if outline is not None and not outline.any():
        outline = None
    if outline is None:
        inside_out = _enclosed(mask, ground, patch)
        if inside_out is not None:
            mask, outline = inside_out, mask
    surface, spread = smooth_ground(patch, mask, letters, ground)
    halo = _departed(patch, mask, surface, spread, labels, centers, shares)
    halo = shared_by_glyphs(halo & ~mask & patch.reach, mask | letters, patch.reach)
    everything = touching((letters | halo | mask) & patch.reach, wider(mask, 1))
    return Glyphs(mask, outline, everything, ground, surface, spread, None if on_panel is None else panel)


def _within(patch: Patch, panel: Mask) -> Patch | None:
    """The patch with a panel as all its ground: its own edge is the rim and what lies around."""
    edge = max(1, round(_PANEL_EDGE * patch.unit))
    inside = narrower(panel, 2)
    rim = inside & ~narrower(inside, edge)
    inner = patch.inner & inside & ~rim
    if not rim.any() or not inner.any():
        return None
    return replace(patch, inner=inner, rim=rim, around=rim, reach=patch.reach & inside)


class _Shares:
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


def _clusters(patch: Patch) -> tuple[Labels, Floats]:
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


def _glyph_cluster(
    labels: Labels, centers: Floats, lettering: list[int], shares: _Shares, patch: Patch
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
        return None
    wrapped = (k for k in ranked[1:3] if _wraps(labels, ranked[0], k, ground, patch))
    return next(wrapped, ranked[0])


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


def _one_ink(
    labels: Labels, centers: Floats, lettering: list[int], core: int, shares: _Shares
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


def _ground_nearby(core: Mask, letters: Mask, patch: Patch) -> Mask:
    """The ground the glyphs stand on: close to them, off their soft edges."""
    close = wider(core, max(3, round(0.3 * patch.unit)))
    return np.asarray(close & (patch.inner | patch.rim) & patch.reach & ~wider(letters | core, 2))


def _outline(
    labels: Labels, lettering: list[int], core: int, mask: Mask, ground: Mask, patch: Patch
) -> Mask | None:
    """The pixels of a line drawn around the glyphs, if there is one."""
    rim = wider(mask, 2) & ~wider(mask, 1)
    if not rim.any():
        return None
    around = np.median(patch.lab[ground], axis=0)
    ink = np.median(patch.lab[mask], axis=0)
    # On a textured ground a soft edge is a blend with any of its colours.
    spread = float(np.percentile(np.linalg.norm(patch.lab[ground] - around, axis=1), 80))
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


def _enclosed(core: Mask, ground: Mask, patch: Patch) -> Mask | None:
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
    spread = float(np.percentile(np.linalg.norm(patch.lab[solid] - color, axis=1), 75))
    if off_ground < 4.5 or off_ground < 1.5 * spread or off_core < 18 or spread > 8:
        return None
    near = np.linalg.norm(patch.lab - color, axis=2) < 0.5 * off_core
    found = np.asarray(within & near)
    return found if found.any() else None


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
    error = np.linalg.norm(b - start, axis=1)
    kept = error <= max(8.0, 2.5 * float(np.median(error))) if len(b) else np.zeros(0, bool)
    fit: Floats = np.zeros((6, 3), np.float32)
    spread = 0.0
    for _ in range(3):
        a, b = a[kept], b[kept]
        if len(b) < 20:
            return np.broadcast_to(start, patch.lab.shape).astype(np.float32), 20.0
        fit = np.linalg.lstsq(a, b, rcond=None)[0].astype(np.float32)
        error = np.linalg.norm(b - a @ fit, axis=1)
        spread = float(np.median(error))
        kept = error <= max(1.0, 3.0 * spread)
    return np.asarray(terms @ fit, np.float32), spread


def _departed(
    patch: Patch,
    core: Mask,
    surface: Floats,
    spread: float,
    labels: Labels,
    centers: Floats,
    shares: _Shares,
) -> Mask:
    """Pixels near the glyphs that differ from a smooth ground: soft edges, shadows, glow.

    Only a smooth ground can tell them: on a textured one every pixel departs from the fit.
    """
    residual = np.linalg.norm(patch.lab - surface, axis=2)
    ink = np.median(patch.lab[core], axis=0)
    contrast = float(np.linalg.norm(ink - surface[core].mean(axis=0)))
    limit = max(2.5, 4.0 * spread, 0.04 * contrast)
    if limit > 0.35 * contrast:
        return np.asarray(np.linalg.norm(patch.lab - ink, axis=2) < _SAME_COLOUR)
    under = surface[core].mean(axis=0)
    other_ground = [
        k
        for k in range(len(centers))
        if shares.is_ground(k) and np.linalg.norm(centers[k] - under) > _OTHER_GROUND
    ]
    rows = np.flatnonzero(core.any(axis=1))
    near = wider(core, max(3, round(_HALO * float(np.ptp(rows) + 1))))
    return np.asarray((residual > limit) & near & ~np.isin(labels, other_ground))

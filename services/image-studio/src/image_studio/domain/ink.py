"""The glyphs of one line: which pixels are ink, and what the ink looks like.

A line's own rectangle holds glyphs and ground; the ring around it holds ground alone. So colours
are clustered together, and a cluster that is dense inside and rare in the ring is ink, whatever
the ground is: flat, graded or a photograph. Distances are CIE Lab (CIE76), where about 2.3 is the
smallest difference the eye sees (Mahy et al., 1994).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from image_studio.domain.geometry import (
    Box,
    Floats,
    Frame,
    Mask,
    Pixels,
    Stamp,
    laid_back,
    shape_of,
    upright,
)
from image_studio.domain.lettering import han_in

# A Han glyph's ink fills about 0.92 of its em square; a capital's or figure's height is 0.72 em
# (Noto Sans CJK SC and Noto Sans, OS/2 tables).
HAN_INK_EM: Final = 0.92
CAPITAL_EM: Final = 0.72

Owners = NDArray[np.int16]

_CLUSTERS: Final = 5
_FIT_SAMPLE: Final = 3000
_SAME_COLOUR: Final = 11.0


@dataclass(frozen=True)
class Ink:
    """One line's lettering as measured.

    Colours are RGB. ``stroke_em`` is the stroke's width over the em; ``uniformity`` the spread of
    lightness inside the strokes (0 = one flat colour); ``edge_px`` the width over which ink turns
    to ground; ``shading`` how far ink and ground brighten together along the line (-1..1);
    ``ground_spread`` the ground's texture; ``contrast`` the Lab distance of ink and ground.
    """

    box: Box
    em_px: float
    color: tuple[int, int, int]
    ground: tuple[int, int, int]
    outline: tuple[int, int, int] | None
    outline_px: float
    stroke_em: float
    serif: bool
    uniformity: float
    edge_px: float
    shading: float
    ground_spread: float
    contrast: float
    clear: bool


@dataclass(frozen=True)
class _Sample:
    patch: Pixels
    lab: Floats
    inner: Mask
    ring: Mask


def lab_of(rgb: Pixels) -> Floats:
    """RGB bytes as CIE Lab floats (L 0..100)."""
    return np.asarray(cv2.cvtColor(rgb.astype(np.float32) / 255.0, cv2.COLOR_RGB2LAB), np.float32)


def ink_height_em(text: str) -> float:
    """How much of the em a line's ink fills from top to bottom."""
    low = any(c in "gjpqy" for c in text)
    if han_in(text):
        return HAN_INK_EM + (0.13 if low else 0.0)
    return CAPITAL_EM + (0.2 if low else 0.0)


def measure_ink(
    picture: Pixels, frame: Frame, quad_box: Box, text: str, owners: Owners, own: int
) -> tuple[Ink, Stamp]:
    """Measure one line's ink.

    Args:
        picture: ``uint8[height, width, 3]`` RGB.
        frame: the line's upright frame.
        quad_box: the reader's rectangle in that frame.
        text: what was read; Han and Latin fill the em differently.
        owners: ``int16[height, width]``, the index of the line whose quad holds a pixel, or -1.
        own: this line's index; the pixels of other lines are not ground.

    Returns:
        The measurements, and where they lie in the picture: everything to erase with the glyphs
        (outline and shadow too), before any widening. ``clear`` is False where ink and ground
        could not be told apart; the mask is then the whole rectangle.
    """
    pad = max(4.0, 0.4 * quad_box.height)
    area = quad_box.grown(pad).outward()
    patch = upright(picture, frame, area)
    owner = upright(owners, frame, area, nearest=True)
    apart = (owner >= 0) & (owner != own)
    inner = _rectangle(patch.shape[:2], area, quad_box.grown(0.06 * quad_box.height))
    ring = ~_rectangle(patch.shape[:2], area, quad_box.grown(0.14 * quad_box.height)) & ~apart
    sample = _Sample(patch, lab_of(patch), inner, ring)

    labels, centers = _clusters(sample)
    ink_labels, core = _ink_clusters(labels, centers, sample)
    reach = _rectangle(patch.shape[:2], area, quad_box.grown(0.2 * quad_box.height)) & ~apart
    core_mask = _held((labels == core) & reach, inner) if core is not None else np.zeros_like(inner)
    if core is None or not core_mask.any():
        # No cluster of colour keeps to the rectangle: a tiny line, or one that a neighbour covers.
        whole = laid_back((inner * 255).astype(np.uint8), frame, area, shape_of(picture))
        return _unclear(sample, quad_box), whole

    glyphs = np.isin(labels, ink_labels) & reach
    halo = _departed(sample, core_mask, centers[core])
    everything = _touching((glyphs | halo) & reach, _wider(core_mask, 1))
    ink = _describe(sample, labels, ink_labels, core, core_mask, everything, area, quad_box, text)
    return ink, laid_back((everything * 255).astype(np.uint8), frame, area, shape_of(picture))


def _rectangle(shape: tuple[int, ...], area: Box, box: Box) -> Mask:
    held = np.zeros(shape[:2], bool)
    top, bottom = round(box.top - area.top), round(box.bottom - area.top)
    left, right = round(box.left - area.left), round(box.right - area.left)
    held[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)] = True
    return held


def _clusters(sample: _Sample) -> tuple[NDArray[np.int32], Floats]:
    """Cluster the patch's colours; every pixel's cluster and the clusters' Lab colours."""
    pool = sample.lab[sample.inner]
    ring = sample.lab[sample.ring]
    step = max(1, len(pool) // _FIT_SAMPLE)
    chosen = pool[::step]
    if len(ring):
        chosen = np.vstack([chosen, ring[:: max(1, 2 * len(ring) // _FIT_SAMPLE)]])
    count = min(_CLUSTERS, len(chosen))
    cv2.setRNGSeed(7)
    _, _, centers = cv2.kmeans(
        np.ascontiguousarray(chosen, np.float32),
        count,
        np.empty((0, 0), np.int32),
        (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 0.5),
        1,
        cv2.KMEANS_PP_CENTERS,
    )
    flat = sample.lab.reshape(-1, 3)
    distance = (flat**2).sum(1, keepdims=True) - 2 * flat @ centers.T + (centers**2).sum(1)[None, :]
    labels = distance.argmin(axis=1).astype(np.int32).reshape(sample.lab.shape[:2])
    return labels, np.asarray(centers, np.float32)


def _ink_clusters(
    labels: NDArray[np.int32], centers: Floats, sample: _Sample
) -> tuple[list[int], int | None]:
    """Which clusters belong to the lettering, and which of them is the glyphs' own colour."""
    inner_size, ring_size = sample.inner.sum(), max(1, sample.ring.sum())
    inside_share = np.array([(labels[sample.inner] == k).mean() for k in range(len(centers))])
    ring_share = np.array([(labels[sample.ring] == k).sum() / ring_size for k in range(len(centers))])
    if not inner_size or not sample.ring.any():
        return [], None
    ground = np.average(centers, axis=0, weights=ring_share + 1e-6)
    # A colour is lettering if it is several times denser inside than around.
    lettering = [
        k for k in range(len(centers)) if inside_share[k] > 0.015 and inside_share[k] > 2.5 * ring_share[k]
    ]
    if not lettering:
        return [], None
    nearest_ground = [k for k in range(len(centers)) if k not in lettering]

    def strength(k: int) -> float:
        # Glyphs are the thickest part of their lettering: outlines, shadows and soft edges are
        # slivers along them.
        mask = ((labels == k) & sample.inner).astype(np.uint8)
        solid = int(cv2.erode(mask, np.ones((2, 2), np.uint8)).sum())
        depth = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
        thick = float(depth[mask > 0].mean()) if mask.any() else 0.0
        apart = min(
            [float(np.linalg.norm(centers[k] - centers[g])) for g in nearest_ground]
            or [float(np.linalg.norm(centers[k] - ground))]
        )
        return float(solid**0.5 * thick**2 * min(apart, 40.0))

    ranked = sorted(lettering, key=strength, reverse=True)
    core = ranked[0]
    if strength(core) <= 0:
        return [], None
    for other in ranked[1:3]:
        if _wraps(labels, core, other, nearest_ground, sample):
            core = other
            break
    return lettering, core


def _one_ink(
    labels: NDArray[np.int32], centers: Floats, lettering: list[int], core: int, sample: _Sample
) -> tuple[NDArray[np.int32], list[int]]:
    """Join the shades of one ink: thin strokes are antialiased all over and fall into several
    clusters, on the line from the ground through the ink's own colour."""
    ground = np.median(sample.lab[sample.ring], axis=0)
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


def _wraps(labels: NDArray[np.int32], outer: int, inner: int, ground: list[int], sample: _Sample) -> bool:
    """Whether colour ``outer`` is an outline around ``inner``: what lies just off ``inner``
    is mostly ``outer`` and hardly ever ground, which only ``outer`` touches."""
    body = ((labels == inner) & sample.inner).astype(np.uint8)
    body = cv2.morphologyEx(body, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)) > 0
    band = (labels == outer) & sample.inner
    if body.sum() < 0.2 * band.sum():
        return False
    rim, band_rim = _wider(body, 2) & ~_wider(body, 1), _wider(band, 2) & ~_wider(band, 1)
    if not rim.any() or not band_rim.any():
        return False
    on_outer = float((labels[rim] == outer).mean())
    on_ground = float(np.isin(labels[rim], ground).mean())
    outer_on_ground = float(np.isin(labels[band_rim], ground).mean())
    return on_outer > 0.4 and on_ground < 0.06 and outer_on_ground > 0.2


def _departed(sample: _Sample, core: Mask, color: Floats) -> Mask:
    """Pixels that differ from a smooth ground: soft edges, shadows, glow.

    Only a smooth ground can tell them: on a textured one every pixel departs from the fit.
    """
    ground, spread = _smooth_ground(sample, core)
    residual = np.linalg.norm(sample.lab - ground, axis=2)
    contrast = float(np.linalg.norm(np.median(sample.lab[core], axis=0) - ground[core].mean(axis=0)))
    limit = max(2.5, 4.0 * spread, 0.04 * contrast)
    if limit > 0.35 * contrast or not core.any():
        near = np.linalg.norm(sample.lab - color, axis=2) < _SAME_COLOUR
        return np.asarray(near)
    return np.asarray(residual > limit)


def _smooth_ground(sample: _Sample, core: Mask) -> tuple[Floats, float]:
    """A quadratic surface fitted to the ring's colours, and its typical error (Lab)."""
    height, width = sample.lab.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = xs / max(width, 1) - 0.5, ys / max(height, 1) - 0.5
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)
    known = sample.ring & ~_wider(core, 3)
    index = np.flatnonzero(known)
    index = index[:: max(1, len(index) // 1500)]
    if len(index) < 20:
        flat = np.broadcast_to(np.median(sample.lab[sample.ring], axis=0), sample.lab.shape)
        return np.asarray(flat, np.float32), 20.0
    a, b = terms.reshape(-1, 6)[index], sample.lab.reshape(-1, 3)[index]
    fit: Floats = np.zeros((6, 3), np.float32)
    spread = 0.0
    for _ in range(3):
        fit = np.linalg.lstsq(a, b, rcond=None)[0].astype(np.float32)
        error = np.linalg.norm(b - a @ fit, axis=1)
        spread = float(np.median(error))
        kept = error <= max(1.0, 3.0 * spread)
        if kept.all() or kept.sum() < 20:
            break
        a, b = a[kept], b[kept]
    return np.asarray(terms @ fit, np.float32), spread


def _describe(
    sample: _Sample,
    labels: NDArray[np.int32],
    ink_labels: list[int],
    core: int,
    core_mask: Mask,
    everything: Mask,
    area: Box,
    quad_box: Box,
    text: str,
) -> Ink:
    _, xs = np.nonzero(core_mask)
    # Readers' rectangles hold the ink; what sticks out of them is ground of the ink's colour.
    sticks_out = ~_rectangle(core_mask.shape, area, quad_box.grown(0.02 * quad_box.height))
    per_row = (core_mask & ~sticks_out).sum(axis=1)
    rows = np.flatnonzero(per_row > 0.04 * max(1, per_row.max()))
    top, bottom = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, core_mask.shape[0])
    box = Box(
        area.left + float(xs.min()),
        area.top + top,
        area.left + float(xs.max()) + 1,
        area.top + bottom,
    )
    # A line such as 一一 is all ink and no height: the rectangle says how tall a letter would be.
    em = max((bottom - top) / ink_height_em(text), 0.5 * quad_box.height, 1.0)

    ground_mask = sample.ring
    solid = _fullest(sample, core_mask)
    color = np.median(sample.patch[solid], axis=0)
    ground = np.median(sample.patch[ground_mask], axis=0)
    smooth, spread = _smooth_ground(sample, core_mask)
    lightness = sample.lab[..., 0]
    contrast = float(
        np.linalg.norm(np.median(sample.lab[solid], axis=0) - np.median(sample.lab[ground_mask], axis=0))
    )
    outline, outline_px = _outline(sample, labels, ink_labels, core, core_mask)
    around = np.array(ground if outline is None else outline, np.float32)
    stroke = _stroke_width(sample, core_mask, solid, _lab_color(around))
    return Ink(
        box=box,
        em_px=em,
        color=_rgb(color),
        ground=_rgb(ground),
        outline=outline,
        outline_px=outline_px,
        stroke_em=stroke / em,
        serif=_has_thin_horizontals(core_mask, em),
        uniformity=float(lightness[solid].std()),
        edge_px=_edge_width(lightness, core_mask, everything),
        shading=_shading(lightness, smooth[..., 0], solid),
        ground_spread=spread,
        contrast=contrast,
        clear=contrast > 8.0,
    )


def _fullest(sample: _Sample, core: Mask) -> Mask:
    """Pixels fully covered by ink: the inside of thick strokes, the strongest part of thin ones.

    A thin stroke is antialiased all over; its colour is the one farthest from the ground.
    """
    depth = cv2.distanceTransform(core.astype(np.uint8), cv2.DIST_L2, 3)
    deep = np.asarray(depth > max(1.5, 0.5 * float(depth.max())))
    if deep.sum() >= max(12, 0.04 * core.sum()):
        return deep
    ground = np.median(sample.lab[sample.ring], axis=0)
    away = np.linalg.norm(sample.lab - ground, axis=2)
    return np.asarray(core & (away >= np.percentile(away[core], 94)))


def _stroke_width(sample: _Sample, core: Mask, solid: Mask, around: Floats) -> float:
    """The usual width of a stroke in pixels: twice the area over the boundary's length.

    Both are measured on the soft coverage of ink over ground, whose sum and total variation hardly
    change with blur, so that a stroke of 1.4 px can be told from one of 2 px. On Noto Sans CJK from
    18 to 64 px this gives 0.064-0.080 em for Regular and 0.099-0.123 em for Bold.
    """
    ink = np.median(sample.lab[solid], axis=0)
    way = around - ink
    length = float(way @ way)
    coverage = core.astype(np.float32)
    if length > 60:
        share = 1.0 - ((sample.lab - ink) @ way) / length
        off = np.linalg.norm(sample.lab - ink - (1.0 - share)[..., None] * way, axis=2)
        blend = (share > 0.08) & (off < 0.3 * length**0.5) & _wider(core, 2)
        coverage = np.where(core | blend, np.clip(share, 0, 1), 0).astype(np.float32)
    slope = np.hypot(np.diff(coverage, axis=1)[:-1], np.diff(coverage, axis=0)[:, :-1])
    return 2.0 * float(coverage.sum()) / max(1.0, float(slope.sum()))


def _outline(
    sample: _Sample,
    labels: NDArray[np.int32],
    ink_labels: list[int],
    core: int,
    core_mask: Mask,
) -> tuple[tuple[int, int, int] | None, float]:
    """The colour and width of a line drawn around the glyphs, if there is one."""
    for label in sorted(ink_labels, key=lambda k: -int(((labels == k) & sample.inner).sum())):
        if label == core:
            continue
        band = (labels == label) & sample.inner
        rim = _wider(core_mask, 2) & ~_wider(core_mask, 1)
        if not rim.any() or float(_wider(band, 1)[rim].mean()) < 0.75:
            continue
        body = band & (cv2.distanceTransform(band.astype(np.uint8), cv2.DIST_L2, 3) >= 1.0)
        if body.sum() < 12:
            continue
        color = np.median(sample.lab[body], axis=0)
        ground = np.median(sample.lab[sample.ring], axis=0)
        ink = np.median(sample.lab[core_mask], axis=0)
        mixed = _between(color, ink, ground)
        if mixed or np.linalg.norm(color - ink) < 18 or np.linalg.norm(color - ground) < 10:
            continue
        # Between the strokes the band is narrower than it is; its width shows where it is widest.
        away = cv2.distanceTransform(1 - core_mask.astype(np.uint8), cv2.DIST_L2, 5)
        width = float(np.percentile(away[band & _touching(band, _wider(core_mask, 1))], 92)) + 0.5
        return _rgb(np.median(sample.patch[body], axis=0)), max(1.0, width)
    return None, 0.0


def _between(color: Floats, ink: Floats, ground: Floats) -> bool:
    """Whether a colour is only a blend of ink and ground, as antialiased edges are."""
    way = ground - ink
    length = float(way @ way)
    if length < 1.0:
        return True
    share = float((color - ink) @ way) / length
    off = float(np.linalg.norm(ink + share * way - color))
    return 0.05 < share < 0.95 and off < 0.2 * length**0.5


def _has_thin_horizontals(core: Mask, em: float) -> bool:
    """Song and Ming faces: horizontal strokes far thinner than vertical ones."""
    if em < 22:  # strokes of 1-2 px cannot be compared
        return False
    tall, wide = _runs(core), _runs(core.T)
    if not len(tall) or not len(wide):
        return False
    # The short runs across each direction are stroke widths; their lower quartile is the stem.
    vertical_stem = float(np.percentile(wide[wide <= 0.3 * em], 35)) if (wide <= 0.3 * em).any() else 0
    horizontal_stem = float(np.percentile(tall[tall <= 0.3 * em], 35)) if (tall <= 0.3 * em).any() else 0
    return horizontal_stem > 0 and vertical_stem / horizontal_stem >= 1.75


def _runs(mask: Mask) -> NDArray[np.int64]:
    """Lengths of the runs of True down each column."""
    padded = np.zeros((mask.shape[0] + 2, mask.shape[1]), np.int8)
    padded[1:-1] = mask
    change = np.diff(padded, axis=0).T
    starts, ends = np.nonzero(change == 1)[1], np.nonzero(change == -1)[1]
    return np.asarray(ends - starts)


def _edge_width(lightness: Floats, core: Mask, everything: Mask) -> float:
    """Pixels over which ink turns to ground: 1-2 where letters were set by a program."""
    if not core.any():
        return 0.0
    blurred = cv2.GaussianBlur(lightness, (0, 0), 0.5)
    slope = np.hypot(cv2.Sobel(blurred, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(blurred, cv2.CV_32F, 0, 1) / 8)
    rim = _wider(core, 1) & ~_narrower(core, 1)
    off = ~_wider(everything, 1)
    if not off.any() or not rim.any():
        return 0.0
    step = abs(float(np.median(lightness[core])) - float(np.median(lightness[off])))
    steepest = float(np.percentile(slope[rim], 90))
    return step / steepest if steepest > 0.1 and step > 6 else 0.0


def _shading(lightness: Floats, ground: Floats, solid: Mask) -> float:
    """Correlation of ink and ground lightness; 0 where the ground is too even to say."""
    under = ground[solid]
    if len(under) < 50 or float(under.std()) < 2.5 or float(lightness[solid].std()) < 0.8:
        return 0.0
    return float(np.corrcoef(lightness[solid], under)[0, 1])


def _unclear(sample: _Sample, quad_box: Box) -> Ink:
    grounds = sample.patch[sample.ring] if sample.ring.any() else sample.patch.reshape(-1, 3)
    ground = np.median(grounds, axis=0)
    dark = float(ground.mean()) > 127
    return Ink(
        box=quad_box,
        em_px=0.85 * quad_box.height,
        color=(20, 20, 20) if dark else (245, 245, 245),
        ground=_rgb(ground),
        outline=None,
        outline_px=0.0,
        stroke_em=0.08,
        serif=False,
        uniformity=0.0,
        edge_px=0.0,
        shading=0.0,
        ground_spread=99.0,
        contrast=0.0,
        clear=False,
    )


def _held(mask: Mask, inner: Mask) -> Mask:
    """The connected parts of a mask that lie mostly inside: not ground of the ink's colour."""
    count, parts, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    if count <= 1:
        return np.asarray(mask)
    within = np.bincount(parts[inner].ravel(), minlength=count)
    held = within >= 0.7 * stats[:, cv2.CC_STAT_AREA]
    held[0] = False
    return np.asarray(held[parts])


def _touching(mask: Mask, seeds: Mask) -> Mask:
    """The connected parts of a mask that contain a seed."""
    count, parts = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    if count <= 1:
        return np.asarray(mask)
    wanted = np.unique(parts[seeds & mask])
    return np.asarray(np.isin(parts, wanted[wanted > 0]))


def _wider(mask: Mask, by: int) -> Mask:
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by + 1, 2 * by + 1))
    return np.asarray(cv2.dilate(mask.astype(np.uint8), kernel) > 0)


def _narrower(mask: Mask, by: int) -> Mask:
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by + 1, 2 * by + 1))
    return np.asarray(cv2.erode(mask.astype(np.uint8), kernel) > 0)


def _lab_color(rgb: Floats) -> Floats:
    return np.asarray(lab_of(rgb.reshape(1, 1, 3).round().astype(np.uint8))[0, 0])


def _rgb(color: NDArray[np.floating[Any]]) -> tuple[int, int, int]:
    r, g, b = (round(float(v)) for v in color[:3])
    return (r, g, b)

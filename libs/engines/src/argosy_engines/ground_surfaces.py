"""Smooth grounds: flat panels, gradients, softly lit walls, and several of them side by side.

The pixels just around a region are explained by up to three surfaces (polynomials of low order,
fitted robustly). If they explain nearly all, the region is filled: by the one surface, or where
lettering crosses from one panel to the next, each pixel by the surface of the nearest rim.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from argosy_engines.contracts import Image
from argosy_engines.ground_grain import STRENGTH

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

NEAR, REACH = 3, 14
"""How far around a region its ground is looked at, in pixels: first close by, then wider."""
SMOOTH_ERROR = 4.0
"""A ground is smooth if its typical pixel is within this many levels of the fitted surface."""
TOLERANCE = 6.0
"""A pixel agrees with a surface within this many levels (or three typical errors)."""
EXPLAINED = 0.88
"""Share of the rim that the surfaces must explain together."""
MOST_SURFACES = 3
LEAST_SHARE = 0.06
"""Of the rim, for a further surface to count as a panel and not as a speck."""
ORDERS = (0, 1, 2)
"""Of the fitted surfaces: flat, tilted, curved."""
MOST_SAMPLES = 6000
FINE = 2.5
"""Levels (standard deviation) below which what is left out does not show, whatever it is."""
THREADED = 0.45
"""Correlation of pixels two apart from which detail is texture and not noise."""
MIXED = 0.03
"""Share of neighbouring rim pixels on different surfaces that panels may have."""
MOST_RUNS = 12
"""Stretches of rim that panels may have together."""
SEAM = 6.0
"""The rim correction fades to 1/e over this many pixels."""


@dataclass(frozen=True, slots=True)
class _Surface:
    order: int
    weights: Floats
    """`[terms, 3]`"""
    agrees: Flags
    """`[samples]`: which rim pixels lie on it."""
    spread: float
    """Their typical error, in levels."""
    lowest: Floats
    highest: Floats
    """`[3]`: the colours of the pixels on it; no extrapolation goes far beyond them."""

    def over(self, shape: tuple[int, int]) -> Floats:
        """`[h, w, 3]`"""
        ys, xs = np.mgrid[0 : shape[0], 0 : shape[1]]
        full = _basis(xs.ravel(), ys.ravel(), shape, self.order) @ self.weights
        bounded = np.clip(full, self.lowest - TOLERANCE, self.highest + TOLERANCE)
        return np.asarray(bounded.reshape(*shape, 3), np.float32)


def smooth_ground(image: Image, marked: Flags, region: Flags) -> Floats | None:
    """What lies behind `region`, `[h, w, 3]`, or None if the ground around it is not smooth.

    All three are one window, with REACH pixels around the region where the picture has them;
    `marked` are all pixels to be erased, this region's and others'.
    """
    calm = _without_grain(image, ~marked)
    for reach in (NEAR, REACH):
        known = _around(region, reach) & ~marked
        ys, xs = np.nonzero(known)
        if len(ys) < 30:
            continue
        step = max(1, len(ys) // MOST_SAMPLES)
        ys, xs = ys[::step], xs[::step]
        colours = calm[ys, xs]
        surfaces = _explain(xs, ys, colours, region.shape)
        if not surfaces or not _are_panels(surfaces, ys, xs, region.shape):
            continue
        filled = _compose(surfaces, region, ys, xs)
        if not _leaves_noise(image - filled, known):
            continue
        explained = np.any([surface.agrees for surface in surfaces], axis=0)
        trusted = np.zeros_like(region)
        trusted[ys[explained], xs[explained]] = True
        filled += _seam_correction(calm, filled, trusted, ~marked)
        grain = (image[ys, xs] - colours)[surfaces[0].agrees]
        return filled + _grain(grain, region.shape, seed=len(ys))
    return None


def _explain(
    xs: npt.NDArray[np.intp], ys: npt.NDArray[np.intp], colours: Floats, shape: tuple[int, ...]
) -> list[_Surface]:
    """The surfaces that explain the rim together, largest first; none if they do not."""
    left = np.ones(len(xs), np.bool_)
    surfaces: list[_Surface] = []
    while len(surfaces) < MOST_SURFACES and left.mean() > 1 - EXPLAINED:
        found = _dominant(xs, ys, colours, left, shape)
        if found is None or (found.agrees & left).mean() < LEAST_SHARE:
            break
        surfaces.append(found)
        left &= ~found.agrees
    return surfaces if left.mean() <= 1 - EXPLAINED else []


def _dominant(
    xs: npt.NDArray[np.intp],
    ys: npt.NDArray[np.intp],
    colours: Floats,
    left: Flags,
    shape: tuple[int, ...],
) -> _Surface | None:
    """The smooth surface that most of the pixels in `left` lie on, as simple as they allow."""
    # What is left beside a first surface is too little to bend a further one by.
    orders = ORDERS if left.all() else ORDERS[:1]
    fits = [_robust_fit(_basis(xs, ys, shape, order), colours, left, order) for order in orders]
    fits = [fit for fit in fits if fit.spread <= SMOOTH_ERROR]
    if not fits:
        return None
    # A higher order must earn its place: it runs away inside large regions.
    most = max(int((fit.agrees & left).sum()) for fit in fits)
    least_spread = min(fit.spread for fit in fits)
    for fit in fits:
        if (fit.agrees & left).sum() >= 0.95 * most and fit.spread <= 1.3 * least_spread + 0.3:
            return fit
    return max(fits, key=lambda fit: int((fit.agrees & left).sum()))


def _robust_fit(basis: Floats, colours: Floats, left: Flags, order: int) -> _Surface:
    """Trimmed least squares, started from the commonest colour."""
    start = _commonest(colours[left])
    error = _farthest(colours - start)
    inliers: Flags = left & (error <= max(2 * TOLERANCE, 2.0 * float(np.quantile(error[left], 0.35))))
    weights = np.zeros((basis.shape[1], 3), np.float32)
    weights[0] = start
    spread = float("inf")
    for _ in range(5):
        if inliers.sum() < max(20, basis.shape[1] * 4):
            return _Surface(order, weights, np.zeros_like(left), float("inf"), start, start)
        weights = np.linalg.lstsq(basis[inliers], colours[inliers], rcond=None)[0]
        error = _farthest(colours - basis @ weights)
        spread = float(np.median(error[inliers]))
        before, inliers = inliers, left & (error <= max(TOLERANCE, 3.0 * spread))
        if np.array_equal(inliers, before):  # the next fit would be this one
            break
    agrees: Flags = error <= max(TOLERANCE, 3.0 * spread)
    on_it = colours[agrees & left] if (agrees & left).any() else start[None]
    return _Surface(order, weights, agrees, spread, on_it.min(axis=0), on_it.max(axis=0))


def _farthest(differences: Floats) -> Floats:
    """The largest of the three channels' differences; `max(axis=1)` looks at each three by themselves."""
    apart = np.abs(differences)
    return np.asarray(np.maximum(np.maximum(apart[:, 0], apart[:, 1]), apart[:, 2]))


def _commonest(colours: Floats) -> Floats:
    """The middle of the fullest cell of a coarse colour histogram."""
    cells = (colours // 16).astype(np.int32) @ np.array([256, 16, 1], np.int32)
    fullest = cells == np.bincount(cells).argmax()
    return np.asarray(np.median(colours[fullest], axis=0), np.float32)


def _leaves_noise(miss: Floats, known: Flags) -> bool:
    """Whether what the surfaces miss is noise. Wood and cloth leave threads: pixels that go with their
    neighbours to one side more than noise (even that of JPEG) does."""
    residual = miss.mean(axis=2)
    inner = known & (np.abs(residual) <= 5 * TOLERANCE)
    if inner.sum() < 100 or float(residual[inner].std()) < FINE:
        return True
    for step in ((0, 2), (2, 0)):
        moved = np.roll(residual, step, axis=(0, 1))
        both = inner & np.roll(inner, step, axis=(0, 1))
        if both.sum() >= 100 and np.corrcoef(residual[both], moved[both])[0, 1] > THREADED:
            return False
    return True


def _are_panels(
    surfaces: list[_Surface], ys: npt.NDArray[np.intp], xs: npt.NDArray[np.intp], shape: tuple[int, ...]
) -> bool:
    """Whether several surfaces meet along edges, and are not scattered over each other as a pattern is."""
    if len(surfaces) == 1:
        return True
    labels = np.full(shape, -1, np.int8)
    for i, surface in reversed(list(enumerate(surfaces))):
        labels[ys[surface.agrees], xs[surface.agrees]] = i
    changes = pairs = 0
    for one, other in ((labels[:, 1:], labels[:, :-1]), (labels[1:], labels[:-1])):
        both = (one >= 0) & (other >= 0)
        pairs += int(both.sum())
        changes += int((both & (one != other)).sum())
    runs = [cv2.connectedComponents((labels == i).astype(np.uint8))[0] - 1 for i in range(len(surfaces))]
    return changes <= MIXED * max(1, pairs) and sum(runs) <= MOST_RUNS


def _compose(
    surfaces: list[_Surface],
    region: Flags,
    ys: npt.NDArray[np.intp],
    xs: npt.NDArray[np.intp],
) -> Floats:
    """One picture from the surfaces: each pixel from the surface of the nearest rim pixel."""
    shape = (region.shape[0], region.shape[1])
    filled = surfaces[0].over(shape)
    if len(surfaces) == 1:
        return filled
    distances = []
    for i, surface in enumerate(surfaces):
        own = surface.agrees.copy()
        for nearer in surfaces[:i]:
            own &= ~nearer.agrees
        away = np.ones(shape, np.uint8)
        away[ys[own], xs[own]] = 0
        distances.append(cv2.distanceTransform(away, cv2.DIST_L2, 5))
    nearest = cv2.medianBlur(np.argmin(distances, axis=0).astype(np.uint8), 5)
    for i, surface in enumerate(surfaces[1:], start=1):
        filled = np.where((nearest == i)[..., None], surface.over(shape), filled)
    return np.asarray(filled, np.float32)


def _basis(xs: npt.NDArray[np.intp], ys: npt.NDArray[np.intp], shape: tuple[int, ...], order: int) -> Floats:
    """Polynomial terms up to `order` at pixels scaled to -1..1, `[pixels, terms]`."""
    x = (2.0 * xs / max(1, shape[1] - 1) - 1.0).astype(np.float32)
    y = (2.0 * ys / max(1, shape[0] - 1) - 1.0).astype(np.float32)
    terms = [np.ones_like(x)]
    if order >= 1:
        terms += [x, y]
    if order >= 2:
        terms += [x * x, x * y, y * y]
    return np.stack(terms, axis=1)


def _around(region: Flags, reach: int) -> Flags:
    kernel = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    return np.asarray(cv2.dilate(region.astype(np.uint8), kernel) > 0)


def _without_grain(image: Image, known: Flags) -> Floats:
    """The mean of the known pixels in a 3x3 box around each, `[h, w, 3]`."""
    weight = cv2.blur(known.astype(np.float32), (3, 3))
    total = cv2.blur(image * known[..., None].astype(np.float32), (3, 3))
    return np.asarray(total / np.maximum(weight, 1e-6)[..., None], np.float32)


def _seam_correction(calm: Floats, filled: Floats, trusted: Flags, unmarked: Flags) -> Floats:
    """What the fill misses at the rim, carried a few pixels inward, `[h, w, 3]`."""
    miss = np.where(trusted[..., None], calm - filled, 0.0).astype(np.float32)
    weight = cv2.GaussianBlur(trusted.astype(np.float32), (0, 0), SEAM / 2)
    carried = cv2.GaussianBlur(miss, (0, 0), SEAM / 2) / np.maximum(weight, 1e-3)[..., None]
    distance = cv2.distanceTransform((~unmarked).astype(np.uint8), cv2.DIST_L2, 3)
    fade = np.exp(-distance / SEAM) * np.minimum(1.0, weight / 0.05)
    return np.asarray(carried * fade[..., None], np.float32)


def _grain(residuals: Floats, shape: tuple[int, ...], seed: int) -> Floats:
    """Noise drawn from the rim's own residuals, so that a filled area does not look painted.

    The seed comes from the picture, so the same picture gives the same bytes.
    """
    deviation = 1.48 * float(np.median(np.abs(residuals))) if len(residuals) else 0.0
    if deviation < 1.0:
        return np.zeros((*shape, 3), np.float32)
    residuals = residuals[(np.abs(residuals) <= 3 * deviation).all(axis=1)]
    picks = np.random.default_rng(seed).integers(0, len(residuals), size=shape)
    return np.asarray(STRENGTH * residuals[picks], np.float32)

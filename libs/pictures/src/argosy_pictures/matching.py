"""The same printed thing in two pictures: local features that agree on one place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from argosy_pictures.looks import Pixels
from argosy_pictures.pixels import grey, shrunk

_SIDE: Final = 640
MOST: Final = 900
"""Features of a picture, the most telling."""
_ALIKE: Final = 0.75
"""D. Lowe, "Distinctive image features from scale-invariant keypoints", 2004, 7.1, has 0.8."""
_FEWEST: Final = 8


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Where the listing's thing lies in a picture.

    ``how``: float64[3, 3], pixels of the listing's picture to pixels of the other; ``agreeing``: features
    that say so; ``spread``: the share of the listing's thing that they span, 0..1.
    """

    how: npt.NDArray[np.float64]
    agreeing: int
    spread: float


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """A picture's features: places in its own pixels, and what it looks like there."""

    places: npt.NDArray[np.float32]
    looks: npt.NDArray[np.float32]


def features_of(pixels: Pixels, mask: npt.NDArray[np.bool_] | None = None, most: int = MOST) -> Features:
    """SIFT features, at most so many, of the masked part if there is a mask (of any size, same shape)."""
    small, times = shrunk(pixels, _SIDE)
    allowed = None
    if mask is not None:
        allowed = cv2.resize(
            mask.astype(np.uint8) * 255, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_NEAREST
        )
    points, looks = _sift(most).detectAndCompute(grey(small), allowed)
    if looks is None or not len(points):
        return Features(np.zeros((0, 2), np.float32), np.zeros((0, 128), np.float32))
    places = np.array([point.pt for point in points], np.float32) * times
    # Roots of the sums compare better than the sums (R. Arandjelovic, A. Zisserman, CVPR 2012).
    sums = np.maximum(looks.sum(axis=1, keepdims=True), 1e-6)
    return Features(places, np.sqrt(looks / sums).astype(np.float32))


def placed(listing: Features, other: Features, thing: npt.NDArray[np.bool_], scale: float) -> Placed | None:
    """Where the listing's thing lies in the other picture; None where too little agrees.

    Args:
        thing: bool[h, w], the thing in the listing's picture, of which each pixel stands for ``scale``.
    """
    if len(listing.places) < _FEWEST or len(other.places) < _FEWEST:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(listing.looks, other.looks, k=2)
    good = [one[0] for one in pairs if len(one) == 2 and one[0].distance < _ALIKE * one[1].distance]
    good = list({match.trainIdx: match for match in sorted(good, key=lambda one: -one.distance)}.values())
    if len(good) < _FEWEST:
        return None
    there = listing.places[[match.queryIdx for match in good]]
    here = other.places[[match.trainIdx for match in good]]
    cv2.setRNGSeed(1)
    reach = max(3.0, 0.006 * float(np.ptp(other.places, axis=0).max()))
    how, agree = cv2.findHomography(there, here, cv2.RANSAC, reach, maxIters=1500, confidence=0.995)
    if how is None or agree is None or not _plausible(np.asarray(how, np.float64), thing.shape, scale):
        return None
    inliers = there[agree.ravel() > 0]
    if len(inliers) < _FEWEST:
        return None
    hull = cv2.contourArea(cv2.convexHull(inliers)) / scale**2
    return Placed(
        np.asarray(how, np.float64), len(inliers), min(1.0, float(hull) / max(1.0, float(thing.sum())))
    )


def _plausible(how: npt.NDArray[np.float64], shape: tuple[int, ...], scale: float) -> bool:
    """Whether it is a view of a thing: not mirrored, not folded, no side more than ten times another's."""
    high, wide = shape[0] * scale, shape[1] * scale
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32).reshape(-1, 1, 2)
    laid = cv2.perspectiveTransform(corners, how).reshape(-1, 2)
    if not np.isfinite(laid).all() or not cv2.isContourConvex(laid.reshape(-1, 1, 2)):
        return False
    edges = np.roll(laid, -1, 0) - laid
    following = np.roll(edges, -1, 0)
    turns = edges[:, 0] * following[:, 1] - edges[:, 1] * following[:, 0]
    sides = np.linalg.norm(edges, axis=1)
    return bool((turns > 0).all() and sides.max() < 10 * max(1e-6, sides.min()) and sides.min() > 12)


@lru_cache(maxsize=4)
def _sift(most: int) -> Any:  # noqa: ANN401 — OpenCV has no type for it
    return cv2.SIFT.create(nfeatures=most, contrastThreshold=0.02)

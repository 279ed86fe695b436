"""What of a small picture is its ground and what stands out from it, on even and on uneven grounds.

The ground is what looks like the picture's border, and what can be walked to from there without a
step: light falls off slowly (a vignette, a glow, a horizon's haze), a product's outline is a step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from image_studio.domain.colours import lengths
from image_studio.domain.geometry import Floats, Mask
from image_studio.domain.masks import narrower, wider

_EVEN: Final = 9.0  # Lab error of the border's fit above which the ground is not even
_TRUSTED: Final = 5.0  # Lab error above which its colours may be the product's too
_STEP: Final = 1.3  # Lab between two pixels that light alone may make, in each channel
_WALKS: Final = 20  # points of the border that are walked from
_COLOURS: Final = 6  # an uneven ground is described by so many colours of its border
_OUTLINED: Final = 7.0  # Lab across a part's outline; a glow or a cloud has less


@dataclass(frozen=True)
class Standout:
    """``mask`` is what stands out from the ground; ``even`` whether the ground is so even that this
    can be trusted."""

    mask: Mask
    even: bool


def find_standout(lab: Floats) -> Standout:
    """Tell a picture's ground from what stands on it.

    Args:
        lab: ``float32[height, width, 3]``, a small copy without lettering.
    """
    calm = np.asarray(cv2.bilateralFilter(lab, 5, 7.0, 3.0), np.float32)
    ground, spread = _border_plane(lab)
    even = spread <= _EVEN
    off = lengths(lab - ground) > max(7.0, 3.5 * spread) if even else _unlike_the_border(calm)
    walked = _walked(calm, off)
    left = cv2.morphologyEx((off & ~walked).astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    left = cv2.morphologyEx(left, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    return Standout(left > 0, spread <= _TRUSTED)


def is_outlined(part: Mask, lab: Floats) -> bool:
    """Whether a part's colours end in a step along most of its outline."""
    outer = wider(part, 3) & ~wider(part, 1)
    inner = part & ~narrower(part, 3)
    if not outer.any() or not inner.any():
        return False
    size = (7, 7)
    weights = [cv2.boxFilter(mask.astype(np.float32), -1, size, normalize=False) for mask in (inner, outer)]
    sums = [
        cv2.boxFilter(lab * mask[..., None].astype(np.float32), -1, size, normalize=False)
        for mask in (inner, outer)
    ]
    rim = part & ~narrower(part, 1) & (weights[0] > 0) & (weights[1] > 0)
    if not rim.any():
        return False
    means = [total[rim] / weight[rim][:, None] for total, weight in zip(sums, weights, strict=True)]
    return float(np.percentile(lengths(means[0] - means[1]), 35)) > _OUTLINED


def _rim(shape: tuple[int, int]) -> Mask:
    height, width = shape
    rim = np.zeros((height, width), bool)
    edge = max(2, min(height, width) // 40)
    rim[:edge] = rim[-edge:] = True
    rim[:, :edge] = rim[:, -edge:] = True
    return rim


def _border_plane(lab: Floats) -> tuple[Floats, float]:
    """A plane fitted to the colours along the border, and its typical error."""
    height, width = lab.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    terms = np.stack([np.ones_like(xs), xs / width, ys / height], axis=-1)
    rim = _rim((height, width))
    a, b = terms[rim], lab[rim]
    fit = np.linalg.lstsq(a, b, rcond=None)[0]
    for _ in range(3):
        error = lengths(b - a @ fit)
        # Up to a third of the border may be a banner or the product cut by the frame.
        kept = error <= max(2.0, float(np.percentile(error, 67)) * 1.2)
        fit = np.linalg.lstsq(a[kept], b[kept], rcond=None)[0]
    error = lengths(b - a @ fit)
    return np.asarray(terms @ fit, np.float32), float(np.percentile(error, 60))


def _unlike_the_border(lab: Floats) -> Mask:
    """Pixels whose colour is none of the border's."""
    seen = np.ascontiguousarray(lab[_rim(lab.shape[:2])])
    cv2.setRNGSeed(7)  # the same picture gives the same colours
    _, _, centers = cv2.kmeans(
        seen,
        min(_COLOURS, len(seen)),
        np.empty((0, 0), np.int32),
        (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 0.5),
        1,
        cv2.KMEANS_PP_CENTERS,
    )
    away = np.min([lengths(lab - center) for center in centers], axis=0)
    usual = float(np.percentile(away[_rim(lab.shape[:2])], 80))
    return np.asarray(away > max(9.0, 2.2 * usual))


def _walked(lab: Floats, off: Mask) -> Mask:
    """What can be reached from the border's own ground without a step in colour."""
    height, width = off.shape
    held = np.zeros((height + 2, width + 2), np.uint8)
    step = (_STEP, _STEP, _STEP)
    flags = 8 | cv2.FLOODFILL_MASK_ONLY | (1 << 8)
    across = np.linspace(0, width - 1, _WALKS // 4).astype(int)
    down = np.linspace(0, height - 1, _WALKS // 4).astype(int)
    seeds = [(x, y) for x in across for y in (0, height - 1)] + [(x, y) for y in down for x in (0, width - 1)]
    for x, y in seeds:
        if not off[y, x] and not held[y + 1, x + 1]:
            cv2.floodFill(lab, held, (int(x), int(y)), (0.0,), step, step, flags)
    return np.asarray(held[1:-1, 1:-1] > 0)

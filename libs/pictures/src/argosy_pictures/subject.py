"""The thing in a picture, told from what it lies on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from argosy_pictures.looks import Pixels
from argosy_pictures.pixels import lab, shrunk

Mask = npt.NDArray[np.bool_]
_SIDE: Final = 224
_RIM: Final = 0.06
_GROUNDS: Final = 4
_CUT: Final = 0.02
"""Share of the frame's outermost pixels that a thing may touch and still have its outline in the picture."""
_APART: Final = 14.0
"""Distance in CIELAB beyond which a pixel is none of the ground's."""


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """The picture made small, where the thing is in it, and whether that is sure.

    ``pixels``: uint8[h, w, 3]; ``mask``: bool[h, w]; ``scale``: sent pixels to one of these;
    ``share``: of the picture, 0..1; ``whole``: it does not go beyond the frame.
    """

    pixels: Pixels
    mask: Mask
    scale: float
    share: float
    sure: bool
    whole: bool = True


def subject_of(pixels: Pixels, side: int = _SIDE) -> Subject:
    """What differs from the picture's rim and lies towards its middle; unsure in a crowded picture."""
    small, times = shrunk(pixels, side)
    tones = lab(np.asarray(cv2.GaussianBlur(small, (0, 0), 1.0), np.uint8))
    high, wide = tones.shape[:2]
    rim = np.ones((high, wide), bool)
    rim[
        int(_RIM * high) + 1 : high - int(_RIM * high) - 1, int(_RIM * wide) + 1 : wide - int(_RIM * wide) - 1
    ] = False
    grounds, outliers = _grounds(tones[rim])
    # Lightness falls off towards the corners and in shadows: it counts half.
    weights = np.array([0.5, 1.0, 1.0], np.float32)
    away = np.min([np.linalg.norm((tones - ground) * weights, axis=2) for ground in grounds], axis=0)
    sketch = _middling(away > _APART)
    if not 0.01 < sketch.mean() < 0.9:
        return Subject(small, sketch, times, float(sketch.mean()), sure=False)
    mask = _refined(small, sketch)
    share = float(mask.mean())
    at_rim = float(mask[rim].mean())
    sure = 0.02 < share < 0.85 and at_rim < 0.25 and outliers < 0.3 and _agree(mask, sketch) > 0.5
    border = np.concatenate((mask[0], mask[-1], mask[:, 0], mask[:, -1]))
    return Subject(small, mask, times, share, sure, whole=float(border.mean()) < _CUT)


def _grounds(pixels: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32], float]:
    """The rim's few tones, and what share of it is none of them."""
    cv2.setRNGSeed(1)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 0.5)
    count = min(_GROUNDS, len(pixels))
    _, labels, centres = cv2.kmeans(pixels, count, None, criteria, 1, cv2.KMEANS_PP_CENTERS)  # type: ignore[call-overload]
    sizes = np.bincount(labels.ravel(), minlength=count) / len(pixels)
    kept = centres[sizes >= 0.12] if (sizes >= 0.12).any() else centres[sizes.argmax()][None]
    weights = np.array([0.5, 1.0, 1.0], np.float32)
    away = np.min([np.linalg.norm((pixels - one) * weights, axis=1) for one in kept], axis=0)
    return np.asarray(kept, np.float32), float((away > _APART).mean())


def _middling(mask: Mask) -> Mask:
    """The parts that reach into the middle, small specks aside, holes closed."""
    cleaned = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    cleaned = cv2.morphologyEx(cleaned, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    count, labels, stats, centres = cv2.connectedComponentsWithStats(cleaned)
    high, wide = mask.shape
    kept = np.zeros_like(mask)
    for at in range(1, count):
        x, y = centres[at]
        central = 0.2 * wide < x < 0.8 * wide and 0.18 * high < y < 0.82 * high
        if central and stats[at, cv2.CC_STAT_AREA] > 0.002 * mask.size:
            kept |= labels == at
    return kept


def _refined(small: Pixels, sketch: Mask) -> Mask:
    """The sketch with its outline drawn along the picture's own edges."""
    marks = np.full(sketch.shape, cv2.GC_BGD, np.uint8)
    marks[cv2.dilate(sketch.astype(np.uint8), np.ones((13, 13), np.uint8)) > 0] = cv2.GC_PR_BGD
    marks[sketch] = cv2.GC_PR_FGD
    marks[cv2.erode(sketch.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0] = cv2.GC_FGD
    if not (marks == cv2.GC_FGD).any() or not (marks == cv2.GC_BGD).any():
        return sketch
    cv2.setRNGSeed(1)
    cv2.grabCut(small, marks, (0, 0, 1, 1), np.zeros((1, 65)), np.zeros((1, 65)), 2, cv2.GC_INIT_WITH_MASK)
    return np.asarray((marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD))


def _agree(one: Mask, other: Mask) -> float:
    union = float((one | other).sum())
    return float((one & other).sum()) / union if union else 0.0

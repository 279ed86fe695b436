"""Where a thing in a picture differs from the same thing in its listing's picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from argosy_pictures.looks import Pixels
from argosy_pictures.matching import Placed
from argosy_pictures.pixels import lab, shrunk

_SIDE: Final = 420
_STRONG: Final = 14.0
"""CIELAB units beyond what light, noise and a pixel's shift make."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The largest place that differs: its share of the thing's area, and by how much, in CIELAB units.

    ``elsewhere``: share of the thing that differs outside that place; much of it means that the two are not
    the same view.
    """

    share: float
    strength: float
    elsewhere: float


def difference(
    picture: Pixels, listing: Pixels, thing: npt.NDArray[np.bool_], scale: float, where: Placed
) -> Difference | None:
    """Compare the two, one laid over the other; None where hardly any of the thing is in the picture.

    Args:
        thing: bool[h, w], the thing in the listing's picture, of which each pixel stands for ``scale``.
    """
    small, times = shrunk(picture, _SIDE)
    size = (small.shape[1], small.shape[0])
    shrink = np.diag([1 / times, 1 / times, 1.0])
    laid = cv2.warpPerspective(listing, shrink @ where.how, size, flags=cv2.INTER_AREA)
    inside = cv2.warpPerspective(
        thing.astype(np.uint8) * 255, shrink @ where.how @ np.diag([scale, scale, 1.0]), size
    )
    mask = cv2.erode((inside > 127).astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    if mask.sum() < 1500:
        return None
    here, there = (
        np.asarray(cv2.GaussianBlur(lab(np.asarray(one, np.uint8)), (0, 0), 1.0), np.float32)
        for one in (small, laid)
    )
    away = _unexplained(here - there, mask)
    # A pixel's shift at an edge of a print is no difference: what the listing shows close by is allowed.
    edges = _edginess(there)
    marked = ((away > _STRONG + 0.9 * edges) & mask).astype(np.uint8)
    closed = np.asarray(cv2.morphologyEx(marked, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed & mask.astype(np.uint8))
    whole = float(mask.sum())
    if count < 2:
        return Difference(0.0, 0.0, 0.0)
    at = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    share = float(stats[at, cv2.CC_STAT_AREA]) / whole
    strength = float(np.quantile(away[labels == at], 0.75))
    return Difference(share, strength, float(stats[1:, cv2.CC_STAT_AREA].sum()) / whole - share)


def _unexplained(apart: npt.NDArray[np.float32], mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """The difference less what light does, which changes slowly over the thing: its smooth part."""
    weight = mask.astype(np.float32)
    width = max(12.0, 0.12 * float(np.sqrt(mask.sum())) * 2)
    # Twice: places that differ much would drag the smooth part along.
    for _ in range(2):
        total = cv2.GaussianBlur(weight, (0, 0), width) + 1e-3
        smooth = cv2.GaussianBlur(apart * weight[..., None], (0, 0), width) / total[..., None]
        away = np.linalg.norm((apart - smooth) * np.array([0.8, 1.0, 1.0], np.float32), axis=2)
        weight = mask.astype(np.float32) * (away < 1.5 * _STRONG)
    return np.asarray(away, np.float32)


def _edginess(there: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """By how much the picture changes within three pixels."""
    box = np.ones((7, 7), np.uint8)
    spread = [cv2.dilate(there[..., c], box) - cv2.erode(there[..., c], box) for c in range(3)]
    return np.asarray(np.linalg.norm(np.dstack(spread), axis=2), np.float32)

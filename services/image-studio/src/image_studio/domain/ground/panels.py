"""A small panel under lettering (a pill, a tag, a button) that its line's rectangle just holds."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from image_studio.domain.geometry import Mask
from image_studio.domain.masks import filled, solidity

Labels = NDArray[np.int32]

_SPANS_WIDE: Final = 0.9  # of the rectangle's width; glyphs do not join over a whole line
_SPANS_TALL: Final = 0.8
_FILLS: Final = 0.72  # of the rectangle, with its holes; a row of filled glyphs is below it
_CONVEX: Final = 0.955  # solidity: a joined outline of glyphs is ragged, a panel is not
_DEEP: Final = 0.15  # of the line's height, to the nearest edge; strokes and outlines have half of it
_DEEP_FILLS: Final = 0.5  # a star, which reaches to the sides with its points only
_DEEP_CONVEX: Final = 0.8


def panel_under(labels: Labels, lettering: list[int], inner: Mask, reach: Mask) -> Mask | None:
    """The panel's pixels, what stands on it included, or None.

    A reader's rectangle around a pill holds little but the pill, which is then as dense inside and
    as scarce around as ink is. Unlike ink it is one piece, and something else is written on it.

    Args:
        labels: ``int32[height, width]``, every pixel's colour cluster.
        lettering: the clusters that keep to the rectangle.
        inner: ``bool[height, width]``, the rectangle.
        reach: where this line's ink may be.
    """
    rows, columns = np.flatnonzero(inner.any(axis=1)), np.flatnonzero(inner.any(axis=0))
    tall, wide = len(rows), len(columns)
    for k in lettering:
        if len(lettering) < 2:
            break
        piece = _largest_piece((labels == k) & reach)
        if piece is None:
            continue
        ys, xs = np.nonzero(piece)
        deep = _depth(piece) >= _DEEP * min(tall, wide)
        spans, fills, convex = (
            (_SPANS_TALL, _DEEP_FILLS, _DEEP_CONVEX) if deep else (_SPANS_WIDE, _FILLS, _CONVEX)
        )
        if np.ptp(xs) + 1 < spans * wide or np.ptp(ys) + 1 < _SPANS_TALL * tall:
            continue
        whole = filled(piece)
        if (whole & inner).sum() < fills * inner.sum() or solidity(whole) < convex:
            continue
        on_it = whole & ~piece
        if not deep:  # what an outline encloses is ground too
            on_it &= np.isin(labels, [other for other in lettering if other != k])
        if on_it.sum() >= 0.03 * whole.sum():
            return whole
    return None


def _depth(piece: Mask) -> float:
    """The most that a pixel of a piece lies from its edge."""
    return float(cv2.distanceTransform(np.pad(piece.astype(np.uint8), 1), cv2.DIST_L2, 3).max())


def _largest_piece(mask: Mask) -> Mask | None:
    count, parts, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    if count <= 1:
        return None
    return np.asarray(parts == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax()))

"""What can be measured of a product's outline."""

from __future__ import annotations

import cv2
import numpy as np

from argosy_engines.contracts import Alpha, ShapeFacts

_LEAST_PART = 0.05
"""Of the largest thing's area: what is smaller is no thing of its own."""


def shape_of(alpha: Alpha) -> ShapeFacts | None:
    """Of the pixels that are more product than not; None where there are none."""
    mask = (alpha > 127).astype(np.uint8)
    points = cv2.findNonZero(mask)
    if points is None:
        return None
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    areas = stats[1:, cv2.CC_STAT_AREA]
    _, _, width, height = cv2.boundingRect(points)
    sides = sorted(max(1.0, side) for side in cv2.minAreaRect(points)[1])
    rim = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]])
    return ShapeFacts(
        aspect=width / height,
        elongation=sides[1] / sides[0],
        parts=int((areas >= _LEAST_PART * areas.max()).sum()),
        covers=float(mask.mean()),
        is_cut_off=float(rim.mean()) > 0.01,
    )

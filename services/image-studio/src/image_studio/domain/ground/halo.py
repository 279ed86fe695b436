"""Which departures from a smooth ground are the lettering's own: its shadow and glow, not the ground's.

A shadow or a glow lies at the same place beside every stroke. A marble's vein, a wall's corner or a light
behind two letters departs from the ground too, but beside those two alone. What is erased with the
letters is ground lost.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from image_studio.domain.geometry import Mask

_DIRECTIONS: Final = 8
_SOFT_EDGE: Final = 2.5  # pixels from the glyphs: antialiasing and a JPEG's ringing, beside all of them
_USUAL: Final = 0.4  # of the places at one distance and direction from the glyphs


def shared_by_glyphs(departed: Mask, core: Mask, reach: Mask) -> Mask:
    """The departed pixels whose likes beside the other strokes have departed as well.

    Args:
        departed: pixels near the glyphs that differ from the ground.
        core: the glyphs' own pixels.
        reach: where ink can be at all.
    """
    away, nearest = cv2.distanceTransformWithLabels(
        1 - core.astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    ys, xs = np.nonzero(core)
    owners = np.zeros((int(nearest.max()) + 1, 2), np.float32)
    owners[nearest[ys, xs]] = np.stack([ys, xs], axis=1)
    near = reach & ~core & (away <= float(away[departed].max(initial=0.0)))
    y, x = np.nonzero(near)
    offset = np.stack([y, x], axis=1) - owners[nearest[y, x]]
    turn = np.round(np.arctan2(offset[:, 0], offset[:, 1]) / (2 * np.pi) * _DIRECTIONS).astype(np.int64)
    place = np.floor(away[y, x]).astype(np.int64) * _DIRECTIONS + turn % _DIRECTIONS
    usual = np.bincount(place, weights=departed[y, x]) / np.maximum(1, np.bincount(place))
    kept = departed & (away <= _SOFT_EDGE)
    kept[y, x] |= departed[y, x] & (usual[place] >= _USUAL)
    return np.asarray(kept)

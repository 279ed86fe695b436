"""Which departures from a smooth ground are the lettering's own: its shadow and glow, not the ground's.

A shadow or a glow lies at the same place beside every stroke. A marble's vein, a wall's corner or a light
behind two letters departs from the ground too, but beside those two alone. What is erased with the
letters is ground lost.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from image_studio.domain.geometry import Floats, Mask

_DIRECTIONS: Final = 8
_SOFT_EDGE: Final = 2.5  # pixels from the glyphs: antialiasing and a JPEG's ringing, beside all of them
_USUAL: Final = 0.4  # of the places at one distance and direction from the glyphs
_COMPARED: Final = 3.0  # times as far as a shadow goes: what the ground is there
_ENOUGH: Final = 200  # px
_ALIKE_PX: Final = 40.0  # neighbours say the same: so many pixels of a busy ground count as one
_SEEN: Final = 4.0  # Lab
_SURE: Final = 4.0  # standard errors


def shared_by_glyphs(departed: Mask, core: Mask, reach: Mask) -> Mask:
    """The departed pixels whose likes beside the other strokes have departed as well.

    Args:
        departed: pixels near the glyphs that differ from the ground.
        core: the glyphs' own pixels.
        reach: where ink can be at all.
    """
    away, turn = _places(core)
    near = reach & ~core & (away <= float(away[departed].max(initial=0.0)))
    place = np.floor(away[near]).astype(np.int64) * _DIRECTIONS + turn[near]
    usual = np.bincount(place, weights=departed[near]) / np.maximum(1, np.bincount(place))
    kept = departed & (away <= _SOFT_EDGE)
    kept[near] |= departed[near] & (usual[place] >= _USUAL)
    return np.asarray(kept)


def changed_beside_glyphs(lab: Floats, core: Mask, ground: Mask, farthest: float) -> Mask:
    """The pixels at places beside the glyphs where a busy ground is on average another than farther off.

    One pixel of a busy ground tells nothing; all those that lie two pixels below a stroke do.

    Args:
        lab: ``float32[height, width, 3]``, less the ground that was expected.
        core: the glyphs' own pixels.
        ground: what is neither ink nor another line's.
        farthest: how far from the glyphs a shadow or a glow can be, in pixels.
    """
    away, turn = _places(core)
    near, far = ground & (away <= farthest), ground & (away > farthest) & (away <= _COMPARED * farthest)
    if far.sum() < _ENOUGH:
        return np.zeros_like(core)
    place = np.floor(away[near]).astype(np.int64) * _DIRECTIONS + turn[near]
    count = np.bincount(place, minlength=_DIRECTIONS * (int(farthest) + 1))
    usual, spread = lab[far].mean(axis=0), float(np.linalg.norm(lab[far].std(axis=0)))
    means = [np.bincount(place, lab[near][:, i], len(count)) / np.maximum(1, count) for i in range(3)]
    change = np.linalg.norm(np.stack(means, axis=-1) - usual, axis=1)
    chance = spread / np.sqrt(np.maximum(1.0, count / _ALIKE_PX))
    changed = (change > np.maximum(_SEEN, _SURE * chance)) | (count == 0)
    # A shadow begins at the glyphs.
    changed = np.logical_and.accumulate(changed.reshape(-1, _DIRECTIONS), axis=0).ravel()
    result = np.zeros_like(core)
    result[near] = changed[place]
    return result


def _places(core: Mask) -> tuple[Floats, NDArray[np.int64]]:
    """How far each pixel is from the glyphs, and in which of the directions from the nearest of them."""
    away, nearest = cv2.distanceTransformWithLabels(
        1 - core.astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    ys, xs = np.nonzero(core)
    owners = np.zeros((int(nearest.max()) + 1, 2), np.float32)
    owners[nearest[ys, xs]] = np.stack([ys, xs], axis=1)
    offset = np.moveaxis(np.indices(core.shape), 0, -1) - owners[nearest]
    turn = np.round(np.arctan2(offset[..., 0], offset[..., 1]) / (2 * np.pi) * _DIRECTIONS)
    return np.asarray(away, np.float32), turn.astype(np.int64) % _DIRECTIONS

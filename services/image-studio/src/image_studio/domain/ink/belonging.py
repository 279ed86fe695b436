"""Which other colours belong to glyphs: their gradient's other shades, outlines, shadows and glow.

A colour can keep to the line's rectangle and still be ground: a petal, a lamp or a sofa behind the
letters. What is the glyphs' own lies about them and nowhere else.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from image_studio.domain.colours import lengths
from image_studio.domain.geometry import Floats, Mask
from image_studio.domain.ink.clusters import Labels, Shares
from image_studio.domain.ink.departures import halo_reach
from image_studio.domain.ink.patches import Patch
from image_studio.domain.masks import narrower, touching, wider

_ABOUT: Final = 0.85  # of a colour's pixels, within that reach
_RARER: Final = 0.25  # beyond the reach, of what it is within
_OUTSIDE: Final = 0.01  # of the rim or of what is around
_SOFT_EDGE: Final = 2.5  # px
_FEW: Final = 30  # px: too few to tell anything
_STRIDE: Final = 3  # px over which a gradient hardly changes and an edge does, soft ones too
_GRADUAL: Final = (12.0, 0.75)  # Lab over the stride, and that over the distance of the two shades
_PAIRED: Final = 256
_BORDER: Final = 0.04  # of the smaller shade's pixels lie that near to the other


class Shades:
    """Which colours turn into each other by and by, as those of a gradient do."""

    def __init__(self, labels: Labels, centers: Floats, lettering: list[int], patch: Patch) -> None:
        self._labels, self._lettering = labels, lettering
        area = np.bincount(labels[patch.inner], minlength=len(centers))
        self._pairs: list[tuple[int, int]] = []
        pairs, steps = _borders(labels, lettering, patch)
        for pair in np.unique(pairs):
            a, b = divmod(int(pair), _PAIRED)
            seen, fewer = steps[pairs == pair], min(int(area[a]), int(area[b]))
            if fewer < _FEW or len(seen) < _BORDER * fewer:
                continue
            apart, step = float(np.linalg.norm(centers[a] - centers[b])), float(np.median(seen))
            if step < _GRADUAL[0] and step < _GRADUAL[1] * apart:
                self._pairs.append((a, b))

    def joined(self, k: int) -> tuple[Labels, list[int]]:
        """The labels with all shades of one colour as that colour, and the lettering's colours then."""
        same = {k}
        while more := {c for pair in self._pairs if same & set(pair) for c in pair} - same:
            same |= more
        if len(same) == 1:
            return self._labels, self._lettering
        labels = np.where(np.isin(self._labels, list(same)), k, self._labels).astype(np.int32)
        return labels, [c for c in self._lettering if c == k or c not in same]


def _borders(
    labels: Labels, lettering: list[int], patch: Patch
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Where two colours of the lettering meet: which two (``_PAIRED`` times one and the other), and the
    Lab distance over a stride across."""
    # Off their soft edges: those of one shade have the colour of the other.
    own = narrower(np.isin(labels, lettering) & patch.inner, 1)
    pairs, steps = [], []
    for here, there in (
        (np.s_[:-_STRIDE], np.s_[_STRIDE:]),
        (np.s_[:, :-_STRIDE], np.s_[:, _STRIDE:]),
    ):
        meet = own[here] & own[there] & (labels[here] != labels[there])
        a, b = labels[here][meet].astype(np.int64), labels[there][meet].astype(np.int64)
        pairs.append(np.minimum(a, b) * _PAIRED + np.maximum(a, b))
        steps.append(lengths(patch.lab[here][meet] - patch.lab[there][meet]))
    return np.concatenate(pairs), np.concatenate(steps)


def belonging(labels: Labels, lettering: list[int], shares: Shares, mask: Mask, patch: Patch) -> Mask:
    """The pixels of all colours that are the glyphs' own.

    Args:
        labels: ``int32[height, width]``, every pixel's colour.
        lettering: the colours that keep to the rectangle, most of them.
        shares: tells which of them keep to it wholly.
        mask: the glyphs' own pixels.

    Returns:
        ``bool[height, width]``; of a colour that is ground too only what may be a soft edge.
    """
    seen_outside = [k for k in lettering if max(shares.rim[k], shares.around[k]) > _OUTSIDE]
    sure = np.isin(labels, [k for k in lettering if k not in seen_outside])
    body = mask | (sure & patch.reach)
    reach = halo_reach(mask)
    rest = {k: colour for k in seen_outside if (colour := (labels == k) & patch.reach & ~mask).any()}
    while rest:
        away = np.asarray(cv2.distanceTransform(1 - body.astype(np.uint8), cv2.DIST_L2, 5), np.float32)
        own = next((k for k, colour in rest.items() if _lies_about(colour, body, away, reach, patch)), None)
        if own is None:
            soft = np.logical_or.reduce(list(rest.values())) & (away <= _SOFT_EDGE)
            return np.asarray(body | soft)
        body = body | rest.pop(own)
    return body


def _lies_about(colour: Mask, body: Mask, away: Floats, reach: float, patch: Patch) -> bool:
    """Whether a colour lies about the glyphs found so far and hardly anywhere else."""
    colour = touching(colour, wider(body, 2))
    within = away <= reach
    near, far = patch.reach & within & (away > 1.5), patch.reach & ~within
    if int(colour.sum()) < _FEW:
        return False
    if float((colour & within).sum()) < _ABOUT * float(colour.sum()):
        return False
    return float(colour[far].sum()) / max(1, int(far.sum())) <= _RARER * float(colour[near].sum()) / max(
        1, int(near.sum())
    )

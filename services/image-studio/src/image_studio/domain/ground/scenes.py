"""Pictures within a picture: a long page's bands, and photographs and cards set into a page.

Each has a ground of its own, so that the product is looked for in each by itself.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import cv2
import numpy as np

from image_studio.domain.colours import lengths
from image_studio.domain.geometry import Floats, Mask, Pixels
from image_studio.domain.masks import narrower

Extent = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels."""

_BREAK: Final = 7.0  # Lab between the rows above and below a band's edge
_ACROSS: Final = 0.9  # of the width that changes there
_BESIDE: Final = 0.05  # of the width: rows that are compared on both sides
_LEAST_BAND: Final = 0.16  # of the width: what is lower is a banner of the band beside it
_RECTANGLE: Final = 0.93  # of its box that a pane covers; cards have round corners
_ONE_COLOUR: Final = 1.2  # Lab: a drawn card keeps to it, a photographed face does not
_CARD: Final = 0.45  # of a card is its own colour, the rest stands on it
_WIDE: Final = 0.8  # of the page: one pane alone


def bands_of(picture: Pixels) -> list[Extent]:
    """The bands that a page was put together from, top to bottom; all of the picture where it is one.

    Args:
        picture: ``uint8[height, width, 3]`` RGB, its lettering taken out or not.
    """
    height, width = picture.shape[:2]
    thin = cv2.resize(picture, (48, height), interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(thin.astype(np.float32) / 255.0, cv2.COLOR_RGB2LAB)
    jump = lengths(lab[2:] - lab[:-2])
    share = (jump > _BREAK).mean(axis=1)
    reach = max(4, round(_BESIDE * width))
    edges = [0]
    for row in (int(row) + 1 for row in np.flatnonzero(share >= _ACROSS)):
        if min(row - edges[-1], height - row) < _LEAST_BAND * width:
            continue
        above, below = lab[max(0, row - reach) : row - 1], lab[row + 1 : row + reach]
        # The seam of tiles and the grain of wood go across too, but the ground beside them is one.
        apart = lengths(above.mean(axis=0) - below.mean(axis=0))
        if float(np.median(apart)) > _BREAK:
            edges.append(row)
    return [(0, top, width, bottom) for top, bottom in pairwise((*edges, height))]


def panes_of(parts: list[Mask], lab: Floats) -> list[int]:
    """Which parts that stand out are pictures or cards set into the page: upright rectangles of which
    there are several of one size, or as wide as the page, or of one colour that others stand on.

    A photographed box seen from the front is a rectangle too, but alone and unevenly lit.
    """
    shaped = [i for i, part in enumerate(parts) if _is_rectangle(part)]
    sizes = {i: _size(parts[i]) for i in shaped}
    width = lab.shape[1]
    return [
        i
        for i in shaped
        if sizes[i][0] > _WIDE * width
        or any(j != i and _alike(sizes[i], sizes[j]) for j in shaped)
        or _is_card(lab[narrower(parts[i], 1)])
    ]


def extent_of(mask: Mask) -> Extent:
    """The box around a mask's pixels."""
    ys, xs = np.nonzero(mask)
    return int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1


def _size(part: Mask) -> tuple[int, int]:
    left, top, right, bottom = extent_of(part)
    return right - left, bottom - top


def _is_rectangle(part: Mask) -> bool:
    wide, tall = _size(part)
    return float(part.sum()) > _RECTANGLE * wide * tall


def _alike(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return all(abs(m - n) <= max(3.0, 0.06 * max(m, n)) for m, n in zip(a, b, strict=True))


def _is_card(colours: Floats) -> bool:
    if not len(colours):
        return False
    off = lengths(colours - np.median(colours, axis=0))
    return float((off <= _ONE_COLOUR).mean()) > _CARD

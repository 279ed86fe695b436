"""A drop shadow: the glyphs once more, shifted, in another colour, behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from image_studio.domain.colours import lengths
from image_studio.domain.geometry import Mask
from image_studio.domain.ink.glyphs import Glyphs
from image_studio.domain.ink.patches import Patch
from image_studio.domain.masks import wider

_LEAST_SHARE: Final = 0.12  # of the glyphs' area seen beside them
_LEAST_DEPARTURE: Final = 6.0  # Lab, from the ground
_ALIKE: Final = 0.6  # overlap (Dice) of what is seen with the shifted glyphs
_ALL_ROUND: Final = 0.75  # of the glyphs shifted the other way
_REACH_EM: Final = 0.1


@dataclass(frozen=True)
class Shadow:
    """The shadow's RGB colour and its shift in em, x to the right and y down."""

    color: tuple[int, int, int]
    dx_em: float
    dy_em: float


def find_shadow(patch: Patch, found: Glyphs, em: float) -> Shadow | None:
    """The shadow among what departs from the ground, if that looks like the glyphs shifted.

    A glow, which goes all round, is no shadow and is not found.
    """
    body = found.core if found.outline is None else found.core | found.outline
    rest = found.everything & ~wider(body, 1)
    if rest.sum() < _LEAST_SHARE * body.sum():
        return None
    departure = lengths(patch.lab[rest] - found.surface[rest])
    if float(np.median(departure)) < _LEAST_DEPARTURE:
        return None
    near = wider(body, 1)
    reach = int(np.clip(round(_REACH_EM * em), 2, 8))
    there = np.count_nonzero(rest)
    best, shift, seen = 0.0, (0, 0), rest
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            moved = _moved(body, dx, dy) & ~near
            shown = np.count_nonzero(moved)
            if not shown:
                continue
            hit = moved & rest
            alike = 2.0 * np.count_nonzero(hit) / (shown + there)
            if alike > best + 1e-6:
                best, shift, seen = alike, (dx, dy), hit
    if best < _ALIKE:
        return None
    # A second outline keeps to the glyphs shifted any way.
    other_way = _moved(body, -shift[0], -shift[1]) & ~near
    if np.count_nonzero(other_way & rest) > _ALL_ROUND * np.count_nonzero(other_way):
        return None
    r, g, b = (round(float(v)) for v in np.median(patch.pixels[seen], axis=0))
    return Shadow((r, g, b), shift[0] / em, shift[1] / em)


def _moved(mask: Mask, dx: int, dy: int) -> Mask:
    """A mask shifted; what leaves the patch is lost."""
    result = np.zeros_like(mask)
    height, width = mask.shape
    result[max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)] = mask[
        max(-dy, 0) : height + min(-dy, 0), max(-dx, 0) : width + min(-dx, 0)
    ]
    return result

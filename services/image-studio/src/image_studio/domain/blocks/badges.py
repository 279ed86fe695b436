"""The drawn shape that lettering stands on: a badge, a banner, a label, with its border and shadow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from image_studio.domain.blocks.block import Block, inked
from image_studio.domain.colours import lengths
from image_studio.domain.geometry import Box, Floats, Frame, Mask, Pixels, shape_of
from image_studio.domain.ink.patches import lab_of
from image_studio.domain.masks import filled, narrower, solidity, touching, wider

_ONE_COLOUR: Final = 9.0  # Lab
_REACH_EM: Final = 8.0  # a panel ends within so many em of its lettering, or is no badge but the ground
_REACH_WIDTHS: Final = 1.2
_HELD: Final = 0.85  # of the lettering's box
_SOLID: Final = 0.88  # area over that of the convex hull: what is drawn has a simple outline
_EVEN: Final = 7.0  # Lab error of the ground around, fitted by a plane
_DEPARTS: Final = 6.0  # Lab
_BORDER_SHARE: Final = 0.06  # of the panel's smaller side: borders and shadows are no wider
_FAR_PX: Final = 6
_AROUND_LETTERS_PX: Final = 4
_ANOTHER_COLOUR: Final = 22.0  # Lab; a badge's own gradient is less
_ELSE_DRAWN: Final = 0.03  # of the panel's body


@dataclass(frozen=True)
class Badge:
    """A panel's pixels, with border and shadow: ``mask`` is ``bool[h, w]`` at ``left``, ``top``. ``free`` is
    whether it stands on even ground all round, so that the ground behind it is known."""

    left: int
    top: int
    mask: Mask
    free: bool

    def cover(self, full: Mask) -> None:
        """Set the panel's pixels in a mask of the whole picture."""
        height, width = self.mask.shape
        full[self.top : self.top + height, self.left : self.left + width] |= self.mask

    def share_of(self, box: Box) -> float:
        """How much of a box in the picture the panel holds, 0..1."""
        height, width = self.mask.shape
        y0, y1 = round(box.top) - self.top, round(box.bottom) - self.top
        x0, x1 = round(box.left) - self.left, round(box.right) - self.left
        held = self.mask[max(y0, 0) : min(max(y1, 0), height), max(x0, 0) : min(max(x1, 0), width)].sum()
        return float(held) / max(1.0, float((y1 - y0) * (x1 - x0)))

    def is_plain(self, picture: Pixels, blocks: Sequence[Block]) -> bool:
        """Whether nothing but these blocks' lettering is drawn on the panel."""
        height, width = self.mask.shape
        window = (slice(self.top, self.top + height), slice(self.left, self.left + width))
        letters = wider(inked(blocks, shape_of(picture))[window], _AROUND_LETTERS_PX)
        side = min(int(np.ptp(axis)) + 1 for axis in np.nonzero(self.mask))
        body = narrower(self.mask, max(3, round(2 * _BORDER_SHARE * side))) & ~letters
        if not body.any():
            return False
        lab = lab_of(picture[window])
        off = lengths(lab - np.median(lab[body], axis=0))
        return float((off[body] > _ANOTHER_COLOUR).mean()) < _ELSE_DRAWN


def badge_under(picture: Pixels, block: Block) -> Badge | None:
    """The panel that a block stands on, or None where the picture's own ground is under it.

    Args:
        picture: ``uint8[height, width, 3]`` RGB.
        block: the lettering, measured.
    """
    height, width = shape_of(picture)
    core = Frame().box_of(block.quad)
    reach = max(_REACH_EM * block.em_px, _REACH_WIDTHS * core.width)
    window = core.grown(reach).outward().crossed(Box(0, 0, width, height))
    if window.width < _FAR_PX or window.height < _FAR_PX:
        return None
    top, left = round(window.top), round(window.left)
    lab = lab_of(picture[top : round(window.bottom), left : round(window.right)])
    shape = _shape_under(
        lab, block, Box(core.left - left, core.top - top, core.right - left, core.bottom - top)
    )
    if shape is None:
        return None
    whole, free = _with_border(lab, shape)
    return Badge(left, top, whole, free)


def _shape_under(lab: Floats, block: Block, core: Box) -> Mask | None:
    ground = lab_of(np.array([[block.ink.ground]], np.uint8))[0, 0]
    same = lengths(lab - ground) < _ONE_COLOUR
    seed = np.zeros(same.shape, bool)
    near = core.grown(0.1 * block.em_px).outward().crossed(Box(0, 0, same.shape[1], same.shape[0]))
    rows, columns = slice(round(near.top), round(near.bottom)), slice(round(near.left), round(near.right))
    seed[rows, columns] = True
    if not (same & seed).any():
        return None
    shape = filled(touching(same, seed))
    ys, xs = np.nonzero(shape)
    # A shape that runs out of the window is the ground, or a banner that the picture's edge cuts.
    if ys.min() == 0 or xs.min() == 0 or ys.max() == same.shape[0] - 1 or xs.max() == same.shape[1] - 1:
        return None
    if shape[rows, columns].mean() < _HELD:
        return None
    return shape if solidity(shape) >= _SOLID else None


def _with_border(lab: Floats, shape: Mask) -> tuple[Mask, bool]:
    """A shape with what is drawn around it, and whether the ground beyond that is even."""
    ys, xs = np.nonzero(shape)
    side = min(int(np.ptp(ys)), int(np.ptp(xs))) + 1
    border = max(3, round(_BORDER_SHARE * side))
    reach = wider(shape, border)
    far = wider(reach, _FAR_PX) & ~reach
    height, width = shape.shape
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    terms = np.stack([np.ones_like(xx), xx / width, yy / height], axis=-1)
    if far.sum() < 12:
        return reach, False
    fit = np.linalg.lstsq(terms[far], lab[far], rcond=None)[0]
    away = lengths(lab - terms @ fit)
    spread = float(np.percentile(away[far], 80))
    drawn = touching((away > max(_DEPARTS, 3.0 * spread)) & reach | shape, shape)
    return wider(drawn, 2), spread < _EVEN

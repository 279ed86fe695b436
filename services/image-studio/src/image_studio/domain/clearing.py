"""What the eraser fills in on a picture, and what it must leave: codes, and the ink of all that stays."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from image_studio.domain.blocks.block import Block, Lettering, inked
from image_studio.domain.colours import lengths
from image_studio.domain.geometry import Box, Frame, Mask, Pixels, Shape, frame_of, shape_of
from image_studio.domain.ink.patches import lab_of
from image_studio.domain.kinds.kinds import Kind
from image_studio.domain.marks.marks import Mark, code_area
from image_studio.domain.masks import touching, wider
from image_studio.domain.study import Study, erase_margin, erase_mask
from image_studio.domain.warps import Stamp, inside

_INK_ITSELF: Final = 12.0  # Lab
_TORN: Final = 0.04  # of a line's ink
_QUIET: Final = 8 / 29  # of a code's zone, at most, is its quiet zone: 4 modules of 21 at either side


def clearing(
    picture: Pixels, study: Study, changing: Collection[int], marks: Sequence[Mark], spots: Mask | None
) -> tuple[NDArray[np.uint8], tuple[str, ...]]:
    """What to fill in: ``uint8[height, width]``, 255 = wholly; and what a person should know.

    Args:
        picture: ``uint8[height, width, 3]`` RGB.
        changing: indexes of the blocks whose lettering goes; the others' stays whole.
        marks: those that stay.
        spots: ``bool[height, width]``, what goes whatever stands there, or None.
    """
    shape = shape_of(picture)
    going = [study.blocks[i] for i in sorted(changing)]
    staying = [block for i, block in enumerate(study.blocks) if i not in changing and block.ink.clear]
    mask = erase_mask(going, shape)
    own = inked(going, shape)
    mask[inked(staying, shape) & ~own] = 0
    reasons = []
    for block in staying:
        torn = [_torn(picture, part, own) for part in block.letterings]
        for held, window in (found for found in torn if found is not None):
            mask[window][held] = 0
            reasons.append(f"“{block.text[:60]}” touches what is taken out beside it")
    mask[code_area(marks, shape) & ~_captions(going, marks, shape)] = 0  # a code must stay readable
    if spots is not None:
        mask[spots] = 255
    return mask, tuple(dict.fromkeys(reasons))


def _torn(picture: Pixels, part: Lettering, going: Mask) -> tuple[Mask, tuple[slice, slice]] | None:
    """The pixels of a staying line's ink that were taken for ink of what goes, and their window."""
    height, width = going.shape
    around = Frame().box_of(part.frame.quad_of(part.box)).outward().crossed(Box(0, 0, width, height))
    window = (
        slice(round(around.top), round(around.bottom)),
        slice(round(around.left), round(around.right)),
    )
    if not going[window].any():
        return None
    ink, rectangle = (_seen_in(around, s) for s in (part.stamp, inside(part.frame, part.box, going.shape)))
    colour = lab_of(np.array([[part.ink.color]], np.uint8))[0, 0]
    same = (lengths(lab_of(picture[window]) - colour) < _INK_ITSELF) & rectangle
    torn = touching(same | ink, ink) & same & going[window] & ~ink
    if torn.sum() <= _TORN * max(1, int(ink.sum())):
        return None
    return wider(torn, 1), window


def _seen_in(area: Box, stamp: Stamp) -> Mask:
    """A stamp's pixels in an area of whole pixels."""
    seen = np.zeros((round(area.height), round(area.width)), bool)
    down, right = stamp.top - round(area.top), stamp.left - round(area.left)
    cut = stamp.mask[max(-down, 0) : max(len(seen) - down, 0), max(-right, 0) : max(seen.shape[1] - right, 0)]
    seen[max(down, 0) :, max(right, 0) :][: cut.shape[0], : cut.shape[1]] = cut
    return seen


def _captions(going: Sequence[Block], marks: Sequence[Mark], shape: Shape) -> Mask:
    """Where lettering that goes stands in codes' quiet zones: ground there harms no code."""
    held = np.zeros(shape, bool)
    codes = [_modules(mark) for mark in marks if mark.verdict.kind is Kind.CODE]
    for part in (part for block in going for part in block.letterings):
        place = part.ink.box.grown(erase_margin(part.ink) + 1)
        around = Frame().box_of(part.frame.quad_of(place))
        if part.ink.clear and not any(around.overlaps(code) for code in codes):
            inside(part.frame, place, shape).cover(held)
    return held


def _modules(mark: Mark) -> Box:
    """A box that lies within a code's modules, however wide its quiet zone is."""
    frame = frame_of(mark.quad)
    box = frame.box_of(mark.quad)
    return Frame().box_of(frame.quad_of(box.grown(-_QUIET * box.width / 2, -_QUIET * box.height / 2)))

"""Whose pixels are whose: each block's own box, and what neighbours leave one another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from image_studio.domain.blocks.block import Block
from image_studio.domain.geometry import Box, Shape
from image_studio.domain.study import Study, erase_margin

_SOFT_PX: Final = 1.0
_AROUND_EM: Final = 0.18  # marks and descenders reach farther than Han
_APART: Final = 0.18  # em between two blocks, at least


def own_box(block: Block, shape: Shape) -> Box:
    """The block's box, widened to hold all that is erased for it."""
    mask_margin = max(erase_margin(part.ink) for part in block.letterings) + 1.5
    core = block.core
    if block.stamped is not None:
        core = core.united(block.stamped.grown(mask_margin + 0.5))
    core = core.outward()
    if block.frame.level:
        core = core.crossed(Box(0, 0, shape[1], shape[0]))
    return core


def standing(block: Block, own: Box) -> Box:
    """Where a block's lettering stands, with a little ground: within its own box, which holds shadows too
    and whatever else is erased with the letters."""
    around = ink_box(block).grown(_AROUND_EM * block.em_px).crossed(own)
    return around if block.ink.clear and around.width > 2 and around.height > 2 else own


def anchor(block: Block, core: Box) -> Box:
    """What new words line up with: the ends of the old ones' ink, in the rows of ``core``."""
    if not block.ink.clear:
        return core
    ink = ink_box(block)
    if block.upright:
        return replace(core, top=max(core.top, ink.top), bottom=min(core.bottom, ink.bottom))
    return replace(core, left=max(core.left, ink.left), right=min(core.right, ink.right))


def ink_box(block: Block) -> Box:
    """The box of a block's ink with its outline and, as a setting's box has them, soft edges."""
    return block.core.grown(max(part.ink.outline_px for part in block.letterings) + _SOFT_PX)


def trimmed(i: int, cores: Mapping[int, Box], study: Study) -> Box:
    """A block's box without what it shares with neighbours: what is erased for two lines may overlap."""
    box, frame = cores[i], study.blocks[i].frame
    for j, other in cores.items():
        if j == i or not box.overlaps(other) or study.blocks[j].frame != frame:
            continue
        shared = box.crossed(other)
        ink, theirs = study.blocks[i].core, study.blocks[j].core
        if shared.height <= shared.width:
            middle = _between_inks(ink.top, ink.bottom, theirs.top, theirs.bottom)
            middle = (shared.top + shared.bottom) / 2 if middle is None else middle
            below = box.center[1] > other.center[1]
            box = (
                replace(box, top=math.ceil(middle) + 1)
                if below
                else replace(box, bottom=math.floor(middle) - 1)
            )
        else:
            middle = _between_inks(ink.left, ink.right, theirs.left, theirs.right)
            middle = (shared.left + shared.right) / 2 if middle is None else middle
            after = box.center[0] > other.center[0]
            box = replace(box, left=math.ceil(middle)) if after else replace(box, right=math.floor(middle))
    return box if box.width > 2 and box.height > 2 else cores[i]


def _between_inks(start: float, end: float, their_start: float, their_end: float) -> float | None:
    """The middle of the gap between two spans of ink; None where there is no gap."""
    if end <= their_start:
        return (end + their_start) / 2
    return (their_end + start) / 2 if their_end <= start else None


def fair_room(i: int, room: Box, cores: Mapping[int, Box], study: Study, texts: Iterable[int]) -> Box:
    """A room that leaves its neighbours theirs: the gap to another changing block is shared."""
    core, block = cores[i], study.blocks[i]
    left, top, right, bottom = room.left, room.top, room.right, room.bottom
    for j in texts:
        if j == i or study.blocks[j].frame != block.frame:
            continue
        other = cores[j]
        gap = _APART * min(block.em_px, study.blocks[j].em_px)
        if core.top < other.bottom and other.top < core.bottom:
            if other.left >= core.right:
                right = min(right, max(core.right, (core.right + other.left) / 2 - gap))
            elif other.right <= core.left:
                left = max(left, min(core.left, (core.left + other.right) / 2 + gap))
        elif other.left < right and left < other.right:
            if other.top >= core.bottom:
                bottom = min(bottom, max(core.bottom - gap, (core.bottom + other.top) / 2 - gap))
            elif other.bottom <= core.top:
                top = max(top, min(core.top + gap, (core.top + other.bottom) / 2 + gap))
    return Box(left, top, right, bottom)


def between(inner: Box, outer: Box, share: float) -> Box:
    return Box(
        inner.left + (outer.left - inner.left) * share,
        inner.top + (outer.top - inner.top) * share,
        inner.right + (outer.right - inner.right) * share,
        inner.bottom + (outer.bottom - inner.bottom) * share,
    )

"""Whose pixels are whose: each block's own box, and what neighbours leave one another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from image_studio.domain.blocks.block import Block
from image_studio.domain.geometry import Box, Shape
from image_studio.domain.study import Study, erase_margin

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


def trimmed(i: int, cores: Mapping[int, Box], study: Study) -> Box:
    """A block's box without what it shares with neighbours: readers' rectangles overlap."""
    box, frame = cores[i], study.blocks[i].frame
    for j, other in cores.items():
        if j == i or not box.overlaps(other) or study.blocks[j].frame != frame:
            continue
        shared = box.crossed(other)
        if shared.height <= shared.width:
            middle = (shared.top + shared.bottom) / 2
            below = box.center[1] > other.center[1]
            box = (
                replace(box, top=math.ceil(middle) + 1)
                if below
                else replace(box, bottom=math.floor(middle) - 1)
            )
        else:
            middle = (shared.left + shared.right) / 2
            after = box.center[0] > other.center[0]
            box = replace(box, left=math.ceil(middle)) if after else replace(box, right=math.floor(middle))
    return box if box.width > 2 and box.height > 2 else cores[i]


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

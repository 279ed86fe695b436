"""Which edge a block's lines share: left, centre or right, told by its lines, its room and its siblings."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Final

import numpy as np

from image_studio.domain.blocks.block import Align, Block
from image_studio.domain.blocks.inks import same_look
from image_studio.domain.geometry import Box

_A_ROW: Final = 3  # so many of one look side by side are centred in columns of their own
_CLOSE_EM: Final = 1.1  # as near as a bullet or an icon stands to its caption
_HEMMED_VOTES: Final = 2
_NARROW_ROOM_EM: Final = 20.0  # free on both sides together: the ground's end, not the walk's


def siblings(blocks: Sequence[Block]) -> list[list[int]]:
    """Blocks of one look in one row or column: they are set in one size, as the original was."""
    parent = list(range(len(blocks)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for i, a in enumerate(blocks):
        for j in range(i):
            b = blocks[j]
            if a.frame.bend or b.frame.bend or a.upright != b.upright:
                continue
            if same_look(a.ink, b.ink) and abs(a.frame.angle - blocks[j].frame.angle) < 3:
                same_row = abs(a.core.center[1] - blocks[j].core.center[1]) < 0.4 * a.em_px
                same_column = min(
                    abs(a.core.left - blocks[j].core.left),
                    abs(a.core.center[0] - blocks[j].core.center[0]),
                    abs(a.core.right - blocks[j].core.right),
                ) < 0.5 * min(a.em_px, b.em_px)
                if same_row or same_column:
                    parent[root(i)] = root(j)
    groups: dict[int, list[int]] = {}
    for i in range(len(blocks)):
        groups.setdefault(root(i), []).append(i)
    return list(groups.values())


def alignment(
    index: int, blocks: Sequence[Block], room: Box, picture_width: int, *, apart: Container[int] = ()
) -> Align:
    """How a block is aligned: by its own lines, its column, its room, its place.

    ``room`` is the free ground around the block in its frame; blocks ``apart`` (a table's cells, which
    have columns of their own) are no column of this one.
    """
    block = blocks[index]
    among = [i for i in range(len(blocks)) if i == index or i not in apart]
    index, blocks = among.index(index), [blocks[i] for i in among]
    boxes = [part.ink.box for part in block.letterings]
    if len(boxes) > 1 and block.frame.level:
        spread = {
            Align.START: np.ptp([b.left for b in boxes]),
            Align.CENTER: np.ptp([b.center[0] for b in boxes]),
            Align.END: np.ptp([b.right for b in boxes]),
        }
        return min(spread, key=lambda k: (spread[k], list(spread).index(k)))
    if block.upright or block.frame.bend:
        return Align.CENTER
    near, far = _column_votes(index, blocks)
    core, em = block.core, block.em_px
    free_left, free_right = core.left - room.left, room.right - core.right
    hemmed = _hemmed(free_left, free_right, em)
    in_the_middle = block.frame.level and abs(core.center[0] - picture_width / 2) < 0.015 * picture_width
    # The middle of the picture and of the room are one fact: a long line is there at any margin.
    if in_the_middle or hemmed is Align.CENTER:
        near[Align.CENTER] += 1
    if hemmed is not None and hemmed is not Align.CENTER:
        near[hemmed] += _HEMMED_VOTES
    row = [
        i
        for i, b in enumerate(blocks)
        if b.frame == block.frame
        and abs(b.core.center[1] - core.center[1]) < 0.4 * em
        and same_look(b.ink, block.ink)
    ]
    beside = dict.fromkeys(near, 0)
    for i in row:
        for votes in _column_votes(i, blocks):
            for align, count in votes.items():
                beside[align] += count
    for votes in (near, far, beside):
        most = max(votes.values())
        if most > 0 and list(votes.values()).count(most) == 1:
            return max(votes, key=lambda align: votes[align])
    if len(row) >= _A_ROW:
        return Align.CENTER
    if abs(free_left - free_right) < 0.12 * (free_left + free_right) + 0.15 * em or not block.frame.level:
        return Align.CENTER
    return Align.END if free_left > 4 * free_right + em else Align.START


def _hemmed(free_left: float, free_right: float, em: float) -> Align | None:
    """What the ends of the room say: a bullet close before a caption, the middle of a header."""
    if free_left < _CLOSE_EM * em and free_right > 3 * free_left + 1.5 * em:
        return Align.START
    if free_right < _CLOSE_EM * em and free_left > 3 * free_right + 1.5 * em:
        return Align.END
    both = free_left + free_right
    if 0.8 * em < both < _NARROW_ROOM_EM * em and abs(free_left - free_right) < 0.06 * both + 0.1 * em:
        return Align.CENTER
    return None


def _column_votes(index: int, blocks: Sequence[Block]) -> tuple[dict[Align, int], dict[Align, int]]:
    """Which edge a block shares with the blocks above and below it: near ones, and far ones."""
    block = blocks[index]
    core, em = block.core, block.em_px
    near = dict.fromkeys((Align.CENTER, Align.START, Align.END), 0)
    far = dict(near)
    for j, other in enumerate(blocks):
        if j == index or other.frame != block.frame or core.crossed(other.core).width <= 0:
            continue
        ink, theirs = block.inked, other.inked
        off = {
            Align.START: abs(theirs.left - ink.left),
            Align.CENTER: abs(theirs.center[0] - ink.center[0]),
            Align.END: abs(theirs.right - ink.right),
        }
        best, second = sorted(off.values())[:2]
        if best < 0.22 * em and second > 1.6 * best + 0.12 * em:  # else both fit as well
            gap = max(other.core.top - core.bottom, core.top - other.core.bottom)
            votes = near if gap <= 4 * em else far
            votes[min(off, key=lambda align: off[align])] += 1
    return near, far

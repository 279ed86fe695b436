"""Lines into blocks: what is one sentence, what stands together, how it is aligned."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from image_studio.domain.blocks.arcs import arc_of, likely_arcs
from image_studio.domain.blocks.columns import said_together
from image_studio.domain.geometry import (
    Box,
    Frame,
    Mask,
    Pixels,
    Quad,
    Shape,
    Stamp,
    frame_of,
    inside,
    shape_of,
)
from image_studio.domain.ink.glyphs import Owners, lab_of
from image_studio.domain.ink.ink import Ink, is_upright, measure_ink
from image_studio.domain.lettering import Line, han_in

_SENTENCE_END: Final = re.compile(r"[。！？!?；;…]$")
_GOES_ON: Final = re.compile(r"[，,、：:—\-]$")
_LIST_ITEM: Final = re.compile(r"^\s*(?:[·•●○◆■▪※★☆√✓*\-]|[\d①-⑳]{1,2}[.、．)）]|[（(]\d+[)）])")
# A shorter full line is a slogan of its own more often than the first half of a sentence.
_WRAPPED_HAN: Final = 12


_COLUMNS_APART: Final = 1.0  # em, between columns of one text; list items stand farther apart
_A_ROW: Final = 3  # so many of one look side by side are centred in columns of their own
_LOWER_ALONG: Final = 0.85  # of the reader's rectangle: ink measured along its arc
_HELD: Final = 1.12
_CLOSE_EM: Final = 1.1  # as near as a bullet or an icon stands to its caption
_HEMMED_VOTES: Final = 2
_NARROW_ROOM_EM: Final = 20.0  # free on both sides together: the ground's end, not the walk's
_DOUBTFUL_DEG: Final = 9.0


class Align(Enum):
    START = "start"
    CENTER = "center"
    END = "end"


@dataclass(frozen=True)
class Lettering:
    """A line, measured: its frame, its rectangle there, its ink and what to erase with it."""

    line: Line
    frame: Frame
    box: Box
    ink: Ink
    stamp: Stamp


@dataclass(frozen=True)
class Block:
    """Lines that are one sentence, in one frame. ``core`` holds all of their ink."""

    letterings: tuple[Lettering, ...]
    frame: Frame
    core: Box
    text: str
    confidence: float

    @property
    def ink(self) -> Ink:
        return max(self.letterings, key=lambda part: _length(part.box)).ink

    @property
    def upright(self) -> bool:
        """Whether it is written from top to bottom, its columns from right to left."""
        return all(is_upright(part.box, part.line.text) for part in self.letterings)

    @property
    def em_px(self) -> float:
        return float(np.median([part.ink.em_px for part in self.letterings]))

    @property
    def quad(self) -> Quad:
        return self.frame.quad_of(self.core)


def inked(blocks: Sequence[Block], shape: Shape) -> Mask:
    """Where some blocks' ink is: ``bool[height, width]``."""
    covered = np.zeros(shape, bool)
    for block in blocks:
        for part in block.letterings:
            part.stamp.cover(covered)
    return covered


def measure_lines(picture: Pixels, lines: Sequence[Line]) -> list[Lettering]:
    """Measure every line's ink. The order is kept."""
    shape = shape_of(picture)
    owners: Owners = np.full(shape, -1, np.int16)
    frames = [frame_of(line.quad) for line in lines]
    boxes = [frame.box_of(line.quad) for frame, line in zip(frames, lines, strict=True)]
    flat = [Frame().box_of(line.quad) for line in lines]
    for i, (frame, box) in enumerate(zip(frames, boxes, strict=True)):
        held = inside(frame, box, shape)
        owners[held.window()][held.mask] = i
    result = []
    for i, line in enumerate(lines):
        ink, stamp = measure_ink(picture, frames[i], boxes[i], line.text, owners, i)
        part = Lettering(line, frames[i], boxes[i], ink, stamp)
        if 0 < abs(frames[i].angle) < _DOUBTFUL_DEG:
            # A reader's corners are off by some pixels, which turns a short line by degrees. Level
            # lettering is lowest when measured level.
            ink, stamp = measure_ink(picture, Frame(), flat[i], line.text, owners, i)
            if ink.clear and _thickness(ink.box) < _thickness(part.ink.box) + 0.02 * _length(ink.box):
                part = Lettering(line, Frame(), flat[i], ink, stamp)
        if not is_upright(part.box, line.text):
            part = _along_its_arc(picture, part, owners, i) or part
        result.append(part)
    return result


def _along_its_arc(picture: Pixels, part: Lettering, owners: Owners, own: int) -> Lettering | None:
    """A line measured along the arc it follows, or None where it follows none."""
    text = part.line.text
    for seen in _seen_along(picture, part, owners, own):
        arc = arc_of(part.frame, seen, text)
        if arc is None:
            continue
        ink, stamp = measure_ink(picture, *arc, text, owners, own)
        around = part.frame.box_of(arc[0].quad_of(ink.box))
        # A badge's own colour between the letters runs on beyond the reader's rectangle.
        held = around.width < _HELD * part.box.width and around.height < _HELD * part.box.height
        if ink.clear and held and ink.box.height < _LOWER_ALONG * part.box.height:
            return Lettering(part.line, *arc, ink, stamp)
    return None


def _seen_along(picture: Pixels, part: Lettering, owners: Owners, own: int) -> Iterator[Stamp]:
    """A line's ink as measured straight, then as measured along likely arcs."""
    if part.ink.clear:
        yield part.stamp
    for frame, box in likely_arcs(part.frame, part.box, part.line.text):
        ink, stamp = measure_ink(picture, frame, box, part.line.text, owners, own)
        if ink.clear:
            yield stamp


def _thickness(box: Box) -> float:
    return min(box.width, box.height)


def _length(box: Box) -> float:
    return max(box.width, box.height)


def group_blocks(letterings: Sequence[Lettering]) -> list[Block]:
    """Join the lines of wrapped sentences; everything else is a block of its own.

    Only a line that is full or ends in the middle of a sentence is joined to the next: the stacked
    short lines of a picture are slogans or list items, and gluing those together would make one
    wrong sentence of two right ones.
    """
    columns = [part for part in letterings if is_upright(part.box, part.line.text)]
    blocks = [block_of(members) for members in _columns_together(columns)]
    rows = [part for part in letterings if not is_upright(part.box, part.line.text)]
    order = sorted(rows, key=lambda part: (part.box.top, part.box.left))
    taken: set[int] = set()
    for i, first in enumerate(order):
        if i in taken:
            continue
        taken.add(i)
        members = [first]
        while True:
            following = [
                j for j, part in enumerate(order) if j not in taken and _continues(members, part, order)
            ]
            if not following:
                break
            nearest = min(following, key=lambda j: order[j].box.top)
            taken.add(nearest)
            members.append(order[nearest])
        blocks.append(block_of(members))
    return blocks


def _columns_together(columns: Sequence[Lettering]) -> list[list[Lettering]]:
    """Columns that stand close are one text, read from the right to the left."""
    order = sorted(columns, key=lambda part: (-part.box.right, part.box.top))
    taken: set[int] = set()
    groups: list[list[Lettering]] = []
    for i, first in enumerate(order):
        if i in taken:
            continue
        members = [first]
        for j in range(i + 1, len(order)):
            if j not in taken and _next_column(members[-1], order[j]):
                taken.add(j)
                members.append(order[j])
        groups.append(members)
    return groups


def _next_column(right: Lettering, left: Lettering) -> bool:
    if abs(right.frame.angle - left.frame.angle) > 3 or not _one_look(right.ink, left.ink):
        return False
    em = right.ink.em_px
    ink, here = right.ink.box, right.frame.box_of(left.frame.quad_of(left.ink.box))
    shared = min(ink.bottom, here.bottom) - max(ink.top, here.top)
    beside = shared > 0.6 * min(ink.height, here.height)
    return beside and -0.3 * em < ink.left - here.right < _COLUMNS_APART * em


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
            if _one_look(a.ink, b.ink) and abs(a.frame.angle - blocks[j].frame.angle) < 3:
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
    if block.frame.level and abs(core.center[0] - picture_width / 2) < 0.015 * picture_width:
        near[Align.CENTER] += 1
    free_left, free_right = core.left - room.left, room.right - core.right
    hemmed = _hemmed(free_left, free_right, em)
    if hemmed is not None:
        near[hemmed] += 1 if hemmed is Align.CENTER else _HEMMED_VOTES
    for votes in (near, far):
        most = max(votes.values())
        if most > 0 and list(votes.values()).count(most) == 1:
            return max(votes, key=lambda align: votes[align])
    row = [b for b in blocks if b.frame == block.frame and abs(b.core.center[1] - core.center[1]) < 0.4 * em]
    if len([b for b in row if _one_look(b.ink, block.ink)]) >= _A_ROW:
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
        ink, theirs = _ink_box(block), _ink_box(other)
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


def _ink_box(block: Block) -> Box:
    first, *rest = (part.ink.box for part in block.letterings)
    for box in rest:
        first = first.united(box)
    return first


def _continues(members: list[Lettering], part: Lettering, lines: Sequence[Lettering]) -> bool:
    above = members[-1]
    text, em = above.line.text, above.ink.em_px
    bent = above.frame.bend or part.frame.bend
    if bent or abs(above.frame.angle - part.frame.angle) > 3 or not _alike(above.ink, part.ink, 1.22):
        return False
    here = above.frame.box_of(part.line.quad)
    gap = here.top - above.box.bottom
    if not -0.5 * em < gap < 1.0 * em or here.top <= above.box.top + 0.4 * em:
        return False
    started_together = abs(here.left - above.box.left) < 0.7 * em
    centred_together = abs(here.center[0] - above.box.center[0]) < 0.6 * em
    indented = 1.2 * em < members[0].box.left - here.left < 2.8 * em and len(members) == 1
    if not (started_together or centred_together or indented):
        return False
    if _SENTENCE_END.search(text) or _LIST_ITEM.match(part.line.text):
        return False
    if han_in(text[:1]) == [] and not han_in(text):
        return False
    widest = max(
        (
            line.box.right
            for line in lines
            if line.frame == above.frame
            and abs(line.box.left - above.box.left) < 3 * em
            and abs(line.box.center[1] - above.box.center[1]) < 6 * em
            and _alike(line.ink, above.ink, 1.22)
        ),
        default=above.box.right,
    )
    full = above.box.right > widest - 1.8 * em
    return full and (len(han_in(text)) >= _WRAPPED_HAN or bool(_GOES_ON.search(text)))


def _alike(a: Ink, b: Ink, ratio: float) -> bool:
    larger, smaller = max(a.em_px, b.em_px), min(a.em_px, b.em_px)
    return larger < ratio * smaller and _apart(a.color, b.color) < 16


def _one_look(a: Ink, b: Ink) -> bool:
    thick, thin = max(a.stroke_em, b.stroke_em), min(a.stroke_em, b.stroke_em)
    return _alike(a, b, 1.14) and thick < 1.35 * thin


def _apart(a: tuple[int, int, int], b: tuple[int, int, int]) -> float:
    lab = lab_of(np.array([[a, b]], np.uint8))[0]
    return float(np.linalg.norm(lab[0] - lab[1]))


def block_of(members: Sequence[Lettering]) -> Block:
    """Lines that are one text, in the order that they are read, as a block."""
    longest = max(members, key=lambda part: _length(part.box))
    frame = longest.frame
    # Readers' rectangles are loose; where the ink is known, it says where the lettering stands.
    first, *rest = (_standing_in(frame, part) for part in members)
    core = first
    for box in rest:
        core = core.united(box)
    text = ""
    for part in members:
        piece = part.line.text
        parted = text and text[-1].isascii() and piece[:1].isascii() and text[-1].isalnum()
        text += (" " if parted else "") + piece
    weights = [max(1, len(part.line.text)) for part in members]
    confidence = float(np.average([part.line.confidence for part in members], weights=weights))
    if all(is_upright(part.box, part.line.text) for part in members):
        text = said_together([part.line.text for part in members])
    return Block(tuple(members), frame, core, text, confidence)


def _standing_in(frame: Frame, part: Lettering) -> Box:
    if not part.ink.clear:
        return part.box if part.frame == frame else frame.box_of(part.line.quad)
    return part.ink.box if part.frame == frame else frame.box_of(part.frame.quad_of(part.ink.box))

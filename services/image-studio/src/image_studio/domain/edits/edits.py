"""Regions as somebody wants them: lettering, marks, and places where there was nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from image_studio.domain.blocks.block import Align
from image_studio.domain.geometry import Box, Mask, Pixels, Quad, Shape, frame_of
from image_studio.domain.intents.intents import Action, Intent
from image_studio.domain.kinds.kinds import Kind, Verdict
from image_studio.domain.lettering import Line
from image_studio.domain.marks.marks import Mark, removable
from image_studio.domain.marks.watermarks import watermarks_again
from image_studio.domain.warps import inside

Color = tuple[int, int, int]

MARKS: Final = frozenset({Kind.WATERMARK, Kind.CODE})
_SAME_PLACE_PX: Final = 0.05


@dataclass(frozen=True)
class Edit:
    """A region as it is to be.

    ``lines`` is what stands in the original; none for lettering where there was none. ``quad`` is the
    room for ``text``, ``ink_box`` where its ink stood, measured from the quad's first corner. What
    nothing is said about (None, empty, 0) is as the original's. ``ground_asked`` is whether the
    eraser was asked for its ground before; ``notes`` is what was wrong with the region as it came.
    """

    id: str
    verdict: Verdict
    lines: tuple[Line, ...]
    action: Action
    text: str = ""
    quad: Quad | None = None
    ink_box: Box | None = None
    font: str = ""
    more_fonts: tuple[str, ...] = ()
    size_px: float = 0.0
    color: Color | None = None
    outline: Color | None = None
    outline_px: float = 0.0
    shadow: Color | None = None
    shadow_px: tuple[float, float] = (0.0, 0.0)
    align: Align = Align.START
    leftwards: bool | None = None
    upright: bool = False
    turn_deg: float = 0.0
    bend: float = 0.0
    ground_asked: bool = False
    rule: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_mark(self) -> bool:
        """A watermark or a code, which is no block; new words make a watermark one."""
        return self.verdict.kind in MARKS and self.action is not Action.WRITE

    @property
    def is_block(self) -> bool:
        """Lettering of the picture's message."""
        return bool(self.lines) and not self.is_mark

    @property
    def intent(self) -> Intent:
        """What is to become of the block."""
        return Intent(self.action, self.text if self.action is Action.WRITE else "", self.rule)


def indexed(edits: Sequence[Edit]) -> dict[str, int]:
    """Each region's index, marks apart: of its block, or beyond the blocks where it has none."""
    blocks = [edit.id for edit in edits if edit.is_block]
    others = [edit.id for edit in edits if not edit.is_block and not edit.is_mark]
    return {id_: i for i, id_ in enumerate([*blocks, *others])}


def marks_again(picture: Pixels, edits: Sequence[Edit]) -> tuple[Mark, ...]:
    """The marks that regions speak of, measured again: ``uint8[height, width, 3]`` RGB."""
    marks = [edit for edit in edits if edit.is_mark]
    codes = tuple(
        Mark(edit.quad, edit.verdict)
        for edit in marks
        if edit.verdict.kind is Kind.CODE and edit.quad is not None
    )
    known = [
        (line, edit.verdict) for edit in marks if edit.verdict.kind is Kind.WATERMARK for line in edit.lines
    ]
    known.sort(key=lambda found: (found[0].quad[0][1], found[0].quad[0][0], found[0].quad))
    return codes + watermarks_again(picture, known)


def mark_of(edit: Edit, marks: Sequence[Mark]) -> int | None:
    """The index of the mark that a region speaks of."""
    for i, mark in enumerate(marks):
        if mark.verdict.kind is not edit.verdict.kind:
            continue
        if mark.line is not None and mark.line in edit.lines:
            return i
        if edit.quad is not None and np.abs(np.array(mark.quad) - edit.quad).max() < _SAME_PLACE_PX:
            return i
    return None


def removed_marks(marks: Sequence[Mark], edits: Sequence[Edit]) -> tuple[int, ...]:
    """Indexes of the marks that are to go, and can."""
    unwanted = {mark_of(edit, marks) for edit in edits if edit.is_mark and edit.action is Action.REMOVE}
    return tuple(i for i in removable(marks, MARKS) if i in unwanted)


def spots_of(edits: Sequence[Edit], marks: Sequence[Mark], shape: Shape) -> Mask | None:
    """What is to go where no lettering and no mark is known: ``bool[height, width]``, or None."""
    quads = [
        edit.quad
        for edit in edits
        if edit.action is Action.REMOVE
        and not edit.is_block
        and edit.quad is not None
        and not (edit.is_mark and mark_of(edit, marks) is not None)
    ]
    if not quads:
        return None
    spots = np.zeros(shape, bool)
    for quad in quads:
        frame = frame_of(quad)
        inside(frame, frame.box_of(quad), shape).cover(spots)
    return spots if spots.any() else None

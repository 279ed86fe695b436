"""Lines that should be read once more: lettering on an arc, straightened, and lines cut short.

A reader is made for level lines: of a steep arc it mistakes letters and loses those at the ends. On a busy
ground its rectangle sometimes ends before the line does, and then the last character would stay beside the
new words. What stands beside a line in its own ink, at its own pitch, is looked for here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from image_studio.domain.blocks.block import Lettering
from image_studio.domain.geometry import Box, Mask, Pixels, Shape, shape_of
from image_studio.domain.ink.ink import HAN_INK_EM, is_upright
from image_studio.domain.ink.patches import lab_of
from image_studio.domain.lettering import Line, han_in
from image_studio.domain.warps import upright

_MOST: Final = 6  # lines of a picture
_SHOWN_EM: Final = 0.3  # around the line that is read again
_LEAST_EM_PX: Final = 14.0
_LEAST_CONTRAST: Final = 20.0  # Lab
_SAME_INK: Final = 0.3  # of the contrast
_MOST_BESIDE: Final = 3
_PITCHES: Final = (0.95, 1.6)  # em
_OFF_PITCH: Final = 0.16  # em
_TALL: Final = (0.72, 1.06)  # em
_WIDE: Final = (0.5, 1.04)
_OFF_LINE: Final = 0.12  # em
_INKED: Final = (0.12, 0.62)  # of the glyph's rectangle
_THICKEST: Final = 0.12  # em from a stroke's edge to its middle
_FLAT: Final = 0.2  # em: 一
_SURE: Final = 0.8
_SURE_ARC: Final = 0.9


@dataclass(frozen=True)
class Doubt:
    """A line to be read again.

    ``line`` is as it was read, ``whole`` the same words in the rectangle that holds what stands beside them
    too; ``shown`` is the line level, for the reader: ``uint8[height, width, 3]``. ``beside`` is whether a
    character surely stands there, whatever is read.
    """

    line: Line
    whole: Line
    shown: Pixels
    beside: bool
    bent: bool


def find_doubts(picture: Pixels, letterings: Sequence[Lettering]) -> tuple[Doubt, ...]:
    """The lines to be read again.

    Args:
        picture: ``uint8[height, width, 3]`` RGB.
        letterings: its lines, measured.
    """
    return tuple(doubt for _, doubt in zip(range(_MOST), _doubts(picture, letterings), strict=False))


def resolved(
    lines: Sequence[Line], doubts: Sequence[Doubt], readings: Sequence[Sequence[Line]]
) -> tuple[list[Line], tuple[str, ...]]:
    """A picture's lines with the doubtful ones as they were read again, and what stays unread."""
    better: dict[Line, Line] = {}
    reasons: list[str] = []
    for doubt, reading in zip(doubts, readings, strict=True):
        again = _joined(reading)
        if again is not None and _is_better(doubt, *again):
            text, confidence = again
            better[doubt.line] = Line(doubt.whole.quad, text, confidence)
        elif doubt.beside:
            better[doubt.line] = doubt.whole
            reasons.append(f"a character beside “{doubt.line.text[:60]}” was not read")
    return [better.get(line, line) for line in lines], tuple(reasons)


def _doubts(picture: Pixels, letterings: Sequence[Lettering]) -> Iterator[Doubt]:
    for i, part in enumerate(letterings):
        if not part.ink.clear or not han_in(part.line.text):
            continue
        if part.frame.bend:
            if part.line.confidence < _SURE_ARC:
                yield Doubt(part.line, part.line, _shown(picture, part, part.box), beside=False, bent=True)
            continue
        if is_upright(part.box, part.line.text) or not _is_clear(part):
            continue
        others = [other for j, other in enumerate(letterings) if j != i]
        box, sure = _with_glyphs_beside(picture, part, others)
        if box != part.box:
            whole = replace(part.line, quad=part.frame.quad_of(box))
            yield Doubt(part.line, whole, _shown(picture, part, box), beside=sure, bent=False)


def _is_clear(part: Lettering) -> bool:
    return part.ink.em_px >= _LEAST_EM_PX and part.ink.contrast >= _LEAST_CONTRAST


def _shown(picture: Pixels, part: Lettering, box: Box) -> Pixels:
    return upright(picture, part.frame, box.grown(_SHOWN_EM * part.ink.em_px).outward())


def _joined(reading: Sequence[Line]) -> tuple[str, float] | None:
    """What was read in one line's picture, from left to right."""
    if not reading:
        return None
    order = sorted(reading, key=lambda line: line.quad[0][0])
    return "".join(line.text for line in order), min(line.confidence for line in order)


def _is_better(doubt: Doubt, text: str, confidence: float) -> bool:
    old, new = (_letters(said) for said in (doubt.line.text, text))
    if doubt.bent:
        return confidence > max(_SURE, doubt.line.confidence) and len(new) >= len(old)
    return confidence > _SURE and old in new and 0 < len(new) - len(old) <= 2 * _MOST_BESIDE


def _letters(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _with_glyphs_beside(picture: Pixels, part: Lettering, others: Sequence[Lettering]) -> tuple[Box, bool]:
    """The line's rectangle with what stands beside it, and whether that is surely lettering."""
    box, sure = part.box, False
    level = {way: _level_stroke(picture, part, way) for way in (-1, 1)}
    for way in (-1, 1):
        ink = part.ink.box
        for _ in range(_MOST_BESIDE):
            found = _glyph(picture, part, ink, way)
            if found is None or _is_owned(found, part, others):
                break
            ink, sure = ink.united(found), True
        stroke = level[way]
        # A pair of strokes is a heading's rules.
        if ink == part.ink.box and stroke is not None and level[-way] is None:
            ink = ink if _is_owned(stroke, part, others) else ink.united(stroke)
        off = max(part.ink.box.left - part.box.left, part.box.right - part.ink.box.right, 1.0)
        if way < 0 and ink.left < part.ink.box.left:
            box = replace(box, left=min(box.left, ink.left - off))
        if way > 0 and ink.right > part.ink.box.right:
            box = replace(box, right=max(box.right, ink.right + off))
    return box, sure


def _glyph(picture: Pixels, part: Lettering, ink: Box, way: int) -> Box | None:
    """The box of a character's ink one pitch beside a line's, or None."""
    em = part.ink.em_px
    found = _ink_beside(picture, part, ink, way)
    if found is None:
        return None
    box, mask = found
    depth = cv2.distanceTransform(np.pad(mask.astype(np.uint8), 1), cv2.DIST_L2, 3).max()
    share = float(mask.sum()) / max(1.0, box.area)
    off_line = max(abs(box.top - ink.top), abs(box.bottom - ink.bottom))
    fits = (
        _TALL[0] * em <= box.height <= _TALL[1] * em
        and _WIDE[0] * em <= box.width <= _WIDE[1] * em
        and off_line <= _OFF_LINE * em
        and _INKED[0] <= share <= _INKED[1]
        and depth <= max(2.0, _THICKEST * em)
        and abs(box.center[0] - _next_middle(part, ink, way)) <= _OFF_PITCH * em
    )
    return box if fits else None


def _level_stroke(picture: Pixels, part: Lettering, way: int) -> Box | None:
    """一 one pitch beside a line: nothing but a level stroke, which may be a rule as well."""
    em, ink = part.ink.em_px, part.ink.box
    found = _ink_beside(picture, part, ink, way)
    if found is None:
        return None
    box, _ = found
    fits = (
        box.height <= _FLAT * em
        and 0.7 * em <= box.width <= _WIDE[1] * em
        and abs(box.center[1] - ink.center[1]) <= _OFF_LINE * em
        and abs(box.center[0] - _next_middle(part, ink, way)) <= _OFF_PITCH * em
    )
    return box if fits else None


def _next_middle(part: Lettering, ink: Box, way: int) -> float:
    """Where the middle of the next character is, in the frame."""
    edge = ink.right if way > 0 else ink.left
    return edge + way * (_pitch(part) - 0.5 * HAN_INK_EM * part.ink.em_px)


def _pitch(part: Lettering) -> float:
    """From one character's middle to the next, in px: 1 em but for widely spaced ones."""
    em, text = part.ink.em_px, part.line.text
    if len(text) < 2 or any(unicodedata.east_asian_width(c) not in "WF" for c in text):
        return em
    # A gap between two words is no character, and a half em where it is one.
    pitch = (part.ink.box.width - HAN_INK_EM * em) / (len(text) - 1)
    return float(np.clip(pitch, _PITCHES[0] * em, _PITCHES[1] * em))


def _ink_beside(picture: Pixels, part: Lettering, ink: Box, way: int) -> tuple[Box, Mask] | None:
    """Ink of the line's colour that stands beside it, alone: its box in the frame, and its pixels there."""
    em = part.ink.em_px
    far = abs(_next_middle(part, ink, way) - (ink.right if way > 0 else ink.left)) + 0.85 * em
    side = Box(ink.right + 1, ink.top, ink.right + far, ink.bottom)
    if way < 0:
        side = Box(ink.left - far, ink.top, ink.left - 1, ink.bottom)
    area = side.grown(0.0, 0.2 * em).outward()
    if not _in_the_picture(part, area, shape_of(picture)):
        return None
    lab = lab_of(upright(picture, part.frame, area))
    color = lab_of(np.array([[part.ink.color]], np.uint8))[0, 0]
    same = np.linalg.norm(lab - color, axis=2) < _SAME_INK * part.ink.contrast
    count, parts, stats, _ = cv2.connectedComponentsWithStats(same.astype(np.uint8), connectivity=8)
    height, width = same.shape
    end = round(far - 0.35 * em)  # where a second character would begin
    kept = np.zeros(count, bool)
    for i in range(1, count):
        left, top, wide, tall, size = (int(value) for value in stats[i])
        beyond = left + wide == width or left >= end if way > 0 else left == 0 or left + wide <= width - end
        kept[i] = size >= 3 and top > 0 and top + tall < height and not beyond
    mask = np.asarray(kept[parts])
    cell = (same & ~mask)[:, :end] if way > 0 else (same & ~mask)[:, -end:]
    if not mask.any() or cell.sum() > 0.2 * mask.sum():
        return None
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    box = Box(
        area.left + float(columns[0]),
        area.top + float(rows[0]),
        area.left + float(columns[-1]) + 1,
        area.top + float(rows[-1]) + 1,
    )
    return box, mask


def _in_the_picture(part: Lettering, area: Box, shape: Shape) -> bool:
    height, width = shape
    corners = np.array(part.frame.quad_of(area))
    return bool((corners >= 0).all() and (corners <= (width, height)).all())


def _is_owned(box: Box, part: Lettering, others: Sequence[Lettering]) -> bool:
    """Whether another line's rectangle holds a part of it."""
    return any(box.overlaps(part.frame.box_of(other.line.quad)) for other in others)

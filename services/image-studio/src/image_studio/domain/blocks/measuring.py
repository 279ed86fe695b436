"""Read lines with their ink measured, along an arc where the ink follows one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from image_studio.domain.blocks.arcs import arc_of, likely_arcs
from image_studio.domain.blocks.block import Lettering
from image_studio.domain.geometry import Frame, Pixels, frame_of, shape_of
from image_studio.domain.ink.ink import is_upright, measure_ink
from image_studio.domain.ink.patches import Owners
from image_studio.domain.lettering import Line
from image_studio.domain.warps import Stamp, inside

_LOWER_ALONG: Final = 0.85  # of the reader's rectangle: ink measured along its arc
_DOUBTFUL_DEG: Final = 9.0
_HELD: Final = 1.12


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
            if ink.clear and ink.box.thickness < part.ink.box.thickness + 0.02 * ink.box.length:
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

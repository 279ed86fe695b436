"""Read lines with their ink measured, along an arc where the ink follows one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from image_studio.domain.blocks.arcs import arc_of, is_straight, likely_arcs
from image_studio.domain.blocks.block import Lettering
from image_studio.domain.blocks.inks import apart
from image_studio.domain.geometry import Box, Frame, Pixels, frame_of, shape_of
from image_studio.domain.ink.ink import Ink, clear_ink, is_upright, measure_ink
from image_studio.domain.ink.owners import owners_of
from image_studio.domain.ink.patches import Owners, patch_area
from image_studio.domain.lettering import Line
from image_studio.domain.warps import Stamp

_LOWER_ALONG: Final = 0.85  # of the reader's rectangle: ink measured along its arc
_DOUBTFUL_DEG: Final = 9.0
_HELD: Final = 1.12
_LEAST_SLANT_DEG: Final = 4.0  # a reader turns level lines by less
_MOST_SLANT_DEG: Final = 60.0
_SAME_SLANT_DEG: Final = 2.5
_TELLS_SLANT: Final = 3  # characters
_OTHER_INK: Final = 30.0  # Lab


def measure_lines(picture: Pixels, lines: Sequence[Line]) -> list[Lettering]:
    """Measure every line's ink. The order is kept."""
    return Measurer(picture).measure(lines)


class Measurer:
    """Measures the lines of one picture, and again only those beside which lines have changed."""

    def __init__(self, picture: Pixels) -> None:
        self._picture = picture
        self._lines: list[Line] = []
        self._seen: dict[Line, _Seen] = {}

    def measure(self, lines: Sequence[Line]) -> list[Lettering]:
        """Measure every line's ink. The order is kept, and should not differ from the last time's."""
        shape = shape_of(self._picture)
        owners = owners_of([line.quad for line in lines], shape)
        # What is measured of a line depends on whose the pixels around it are.
        before, now = Counter(self._lines), Counter(lines)
        changed = [Frame().box_of(line.quad).grown(1) for line in (before - now) + (now - before)]
        known, self._lines, self._seen = self._seen, list(lines), {}
        result = []
        slants = _slants(lines)
        for i, line in enumerate(lines):
            seen = known.get(line)
            stale = seen is None or seen.slant != slants[i] or now[line] > 1
            if seen is None or stale or any(seen.area.overlaps(box) for box in changed):
                looking = _Looking(self._picture, owners, i)
                seen = _Seen(looking.measure(line, slants[i]), looking.area, slants[i])
            self._seen[line] = seen
            result.append(seen.part)
        return result


def _slants(lines: Sequence[Line]) -> list[float | None]:
    """The turn of each line in degrees where other lines are turned as it is, else None: they were set
    together, and stand in one frame."""
    angles = [frame_of(line.quad).angle for line in lines]
    lengths = [frame_of(line.quad).box_of(line.quad).width for line in lines]
    long = [
        i
        for i, line in enumerate(lines)
        if _LEAST_SLANT_DEG < abs(angles[i]) < _MOST_SLANT_DEG and len(line.text) >= _TELLS_SLANT
    ]
    found: list[float | None] = [None] * len(lines)
    for i in long:
        alike = [j for j in long if abs(angles[j] - angles[i]) < _SAME_SLANT_DEG]
        if len(alike) > 1:
            turn = np.average([angles[j] for j in alike], weights=[lengths[j] for j in alike])
            found[i] = round(float(turn), 2)
    return found


@dataclass(frozen=True)
class _Seen:
    """A line as measured; ``area`` holds every pixel looked at for it, in the picture's axes; ``slant`` is
    the turn that it shares with others."""

    part: Lettering
    area: Box
    slant: float | None


class _Looking:
    """A look at one line, and at how much of the picture."""

    def __init__(self, picture: Pixels, owners: Owners, own: int) -> None:
        self._picture, self._owners, self._own = picture, owners, own
        self.area = Box(math.inf, math.inf, -math.inf, -math.inf)

    def measure(self, line: Line, slant: float | None) -> Lettering:
        frame = frame_of(line.quad) if slant is None else Frame(slant)
        box = frame.box_of(line.quad)
        part = Lettering(line, frame, box, *self._ink(frame, box, line.text))
        if slant is None and 0 < abs(frame.angle) < _DOUBTFUL_DEG:
            # A reader's corners are off by some pixels, which turns a short line by degrees. Level
            # lettering is lowest when measured level.
            flat = Frame().box_of(line.quad)
            ink, stamp = self._ink(Frame(), flat, line.text)
            thick = part.ink.box.thickness
            if ink.clear and ink.box.thickness < thick + min(0.02 * ink.box.length, 0.06 * thick):
                part = Lettering(line, Frame(), flat, ink, stamp)
        if not is_upright(part.box, line.text):
            part = self._along_its_arc(part) or part
        return part

    def _ink(self, frame: Frame, box: Box, text: str) -> tuple[Ink, Stamp]:
        self._note(frame, box)
        return measure_ink(self._picture, frame, box, text, self._owners, self._own)

    def _note(self, frame: Frame, box: Box) -> None:
        self.area = self.area.united(Frame().box_of(frame.quad_of(patch_area(box))))

    def _along_its_arc(self, part: Lettering) -> Lettering | None:
        """A line measured along the arc it follows, or None where it follows none."""
        for seen in self._seen_along(part):
            arc = arc_of(part.frame, seen, part.line.text)
            if arc is None:
                continue
            ink, stamp = self._ink(*arc, part.line.text)
            around = part.frame.box_of(arc[0].quad_of(ink.box))
            # A badge's own colour between the letters runs on beyond the reader's rectangle.
            held = around.width < _HELD * part.box.width and around.height < _HELD * part.box.height
            # On petals and lights some arc is always lined with something of one colour.
            held &= not part.ink.clear or apart(ink.color, part.ink.color) < _OTHER_INK
            if ink.clear and held and ink.box.height < _LOWER_ALONG * part.box.height:
                return Lettering(part.line, *arc, ink, stamp)
        return None

    def _seen_along(self, part: Lettering) -> Iterator[Stamp]:
        """A line's ink as measured straight, then as measured along likely arcs."""
        if part.ink.clear:
            yield part.stamp
            if is_straight(part.frame, part.box, part.stamp, part.line.text):
                return
        for frame, box in likely_arcs(part.frame, part.box, part.line.text):
            self._note(frame, box)
            stamp = clear_ink(self._picture, frame, box, self._owners, self._own)
            if stamp is not None:
                yield stamp

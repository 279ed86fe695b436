"""Upright columns as they are read: single characters into one column, columns into one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from image_studio.domain.geometry import Box, Frame, Quad
from image_studio.domain.lettering import Line, han_in

_LEAST_STACKED: Final = 3  # two characters one above the other may be two cells of a table
_WIDEST_GAP: Final = 0.8  # of a character, between it and the next below
_OFF_AXIS: Final = 0.22
_LONELY: Final = 1.6  # characters to either side in which no other of its size stands
_FULL: Final = 8  # a column this long is broken for its length, not for its sense


@dataclass(frozen=True)
class _Character:
    index: int
    box: Box

    @property
    def size(self) -> float:
        return max(self.box.width, self.box.height)


def joined_characters(lines: Sequence[Line]) -> list[Line]:
    """Lines with the single characters of a column joined into one tall line.

    A reader gives a column as one tall quad where the characters stand close, else one by one. At
    least three Han characters of one size, one below the other with nothing of their size beside
    them, are a column; a table's cells stand farther apart or have neighbours.
    """
    singles = [
        _Character(i, Frame().box_of(line.quad))
        for i, line in enumerate(lines)
        if len(line.text) == 1 and han_in(line.text)
    ]
    singles.sort(key=lambda c: c.box.top)
    taken: set[int] = set()
    columns: list[list[_Character]] = []
    for first in singles:
        if first.index in taken:
            continue
        column = [first]
        for below in singles:
            if below.index not in taken and below is not first and _stands_under(column[-1], below):
                column.append(below)
        members = {c.index for c in column}
        if len(column) >= _LEAST_STACKED and not any(
            _beside(c, other) for c in column for other in singles if other.index not in members
        ):
            columns.append(column)
            taken |= members
    heads = {column[0].index: column for column in columns}
    return [
        _column([lines[c.index] for c in heads[i]], heads[i]) if i in heads else line
        for i, line in enumerate(lines)
        if i in heads or i not in taken
    ]


def said_together(columns: Sequence[str]) -> str:
    """The words of columns that stand together, the first to be read first.

    Columns of one length with a shorter last one are one text broken for its length; columns that
    are not, or all of one short length, are phrases, and a comma keeps them apart for a translator.
    """
    lengths = [len(han_in(text)) for text in columns]
    broken = len(set(lengths[:-1])) == 1 and lengths[-1] < lengths[0]
    if broken or min(lengths[:-1], default=0) >= _FULL:
        return "".join(columns)
    said = columns[0]
    for text in columns[1:]:
        said += ("" if not said[-1:].isalnum() else "，") + text
    return said


def _stands_under(above: _Character, below: _Character) -> bool:
    size = max(above.size, below.size)
    return (
        min(above.size, below.size) > 0.7 * size
        and abs(above.box.center[0] - below.box.center[0]) < _OFF_AXIS * size
        and -0.2 * size < below.box.top - above.box.bottom < _WIDEST_GAP * size
    )


def _beside(one: _Character, other: _Character) -> bool:
    size = one.size
    if not 0.7 < other.size / size < 1.4 or one.box.overlaps(other.box):
        return False
    apart = max(other.box.left - one.box.right, one.box.left - other.box.right)
    return apart < _LONELY * size and abs(one.box.center[1] - other.box.center[1]) < 0.4 * size


def _column(lines: Sequence[Line], characters: Sequence[_Character]) -> Line:
    box = characters[0].box
    for character in characters[1:]:
        box = box.united(character.box)
    quad: Quad = Frame().quad_of(box)
    confidence = float(np.mean([line.confidence for line in lines]))
    return Line(quad, "".join(line.text for line in lines), confidence)

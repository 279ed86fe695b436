"""The rows of a picture worth reading again: those around changed regions, as one shorter picture.

A long detail picture takes seconds to read, and most of it has not changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from image_studio.domain.geometry import Pixels, Quad
from image_studio.domain.lettering import Line

_AROUND: Final = 24  # rows above and below a region, so that a reader sees whole lines
_GAP: Final = 16  # rows between strips, so that lines of two strips are not joined
_WORTH_IT: Final = 0.7  # of the picture's height: a shorter cut than this is read instead


@dataclass(frozen=True)
class Strips:
    """Strips of a picture, top to bottom: (first row, last row + 1, where it begins in the cut)."""

    rows: tuple[tuple[int, int, int], ...]
    height: int

    def cut(self, picture: Pixels) -> Pixels:
        """The strips below one another, each gap filled with the row above it."""
        result = np.empty((self.height, *picture.shape[1:]), picture.dtype)
        for first, last, at in self.rows:
            result[at : at + last - first] = picture[first:last]
            result[at + last - first : at + last - first + _GAP] = picture[last - 1]
        return result

    def placed(self, lines: Sequence[Line]) -> list[Line]:
        """Lines read in the cut, at their places in the picture."""
        result = []
        for line in lines:
            middle = sum(y for _, y in line.quad) / 4
            first, _, at = next((row for row in reversed(self.rows) if row[2] <= middle), self.rows[0])
            a, b, c, d = ((x, y - at + first) for x, y in line.quad)
            result.append(Line((a, b, c, d), line.text, line.confidence))
        return result


def strips_around(quads: Sequence[Quad], height: int) -> Strips:
    """The strips that hold some regions of a picture of ``height`` rows."""
    spans = sorted(
        (
            max(0, int(min(y for _, y in quad)) - _AROUND),
            min(height, int(max(y for _, y in quad)) + 1 + _AROUND),
        )
        for quad in quads
    )
    joined: list[tuple[int, int]] = []
    for first, last in spans:
        if joined and first <= joined[-1][1] + _GAP:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    rows, at = [], 0
    for first, last in joined:
        rows.append((first, last, at))
        at += last - first + _GAP
    if not rows or at > _WORTH_IT * height:
        return Strips(((0, height, 0),), height)
    return Strips(tuple(rows), at)

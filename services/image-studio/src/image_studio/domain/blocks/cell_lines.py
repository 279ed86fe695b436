"""Lines that a reader took across several cells of a table, cut into one line a cell.

Readers join what stands close in a row: the heads of narrow columns come as one word. Where the ink
has gaps that the cells of other rows confirm, the line is cut there and its text is shared out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from image_studio.domain.blocks.block import Lettering
from image_studio.domain.lettering import Line, han_in

_Span = tuple[float, float]

_SLIGHT_GAP: Final = 0.2  # em: may part two cells if another row says so
_WIDE_GAP: Final = 0.55  # em: parts what stands on either side, for the sake of other rows
_FEWEST_CELLS: Final = 3  # of a row that shows where the columns are
_ROWS_AWAY_EM: Final = 9.0
_SAME_ROW_EM: Final = 0.45
_MISFIT_EM: Final = 0.75  # between a piece's ink and the width of its characters
_ONE_TABLE: Final = 1.35  # between the sizes of a table's rows, at most
_GUESSED: Final = 0.79
"""Confidence of a figure that was cut out of others by its width: 100 70 may have been 10 070."""
_NARROW: Final = 0.55  # em: a letter or figure
_MARGIN_EM: Final = 0.06


def cut_at_cells(letterings: Sequence[Lettering]) -> list[Line]:
    """The lines, with those over several cells cut. The order is kept; nothing else changes."""
    rows = _rows_of_cells(letterings)
    lines: list[Line] = []
    for part in letterings:
        lines += _cut(part, rows) or [part.line]
    return lines


@dataclass
class _Row:
    """A row that has enough cells to show where columns are."""

    middle: float
    em: float
    cells: list[_Span]


def _rows_of_cells(letterings: Sequence[Lettering]) -> list[_Row]:
    rows: list[_Row] = []
    for part in letterings:
        if not part.frame.level:
            continue
        y, em = part.ink.box.center[1], part.ink.em_px
        row = next((row for row in rows if abs(row.middle - y) < _SAME_ROW_EM * em), None)
        if row is None:
            row = _Row(y, em, [])
            rows.append(row)
        row.cells.extend(_pieces(part, _WIDE_GAP))
    return [row for row in rows if len(row.cells) >= _FEWEST_CELLS]


def _pieces(part: Lettering, gap_em: float) -> list[_Span]:
    """Left and right of the parts of a line's ink between gaps of at least so many em."""
    box = part.ink.box
    whole = [(box.left, box.right)]
    if not part.frame.level or not part.ink.clear or not part.stamp.layer.size:
        return whole
    inked = np.flatnonzero(part.stamp.mask.any(axis=0))
    if not inked.size:
        return whole
    ends = np.flatnonzero(np.diff(inked) > gap_em * part.ink.em_px)
    starts = [0, *(int(end) + 1 for end in ends)]
    stops = [*(int(end) for end in ends), inked.size - 1]
    left = part.stamp.left
    return [(float(left + inked[a]), float(left + inked[b] + 1)) for a, b in zip(starts, stops, strict=True)]


def _cut(part: Lettering, rows: Sequence[_Row]) -> list[Line] | None:
    """A line's pieces, or None where it is one cell."""
    em, y = part.ink.em_px, part.ink.box.center[1]
    pieces = _pieces(part, _SLIGHT_GAP)
    if len(pieces) < 2:
        return None
    for row in sorted(rows, key=lambda row: abs(row.middle - y)):
        if not _SAME_ROW_EM * em < abs(row.middle - y) < _ROWS_AWAY_EM * em:
            continue
        if max(em, row.em) > _ONE_TABLE * min(em, row.em):
            continue
        spans = _by_cell(pieces, row.cells, em)
        texts = _shared_out(part.line.text, spans, em) if len(spans) > 1 else None
        if texts is not None:
            return [_line(part, span, text) for span, text in zip(spans, texts, strict=True)]
    return None


def _by_cell(pieces: Sequence[_Span], cells: Sequence[_Span], em: float) -> list[_Span]:
    """Pieces over one cell of another row joined; empty where a piece stands over none or two cells."""
    spans: list[_Span] = []
    owner = -1
    for left, right in pieces:
        middle = (left + right) / 2
        nearest = min(range(len(cells)), key=lambda c: abs(sum(cells[c]) / 2 - middle))
        touched = [c for c, (a, b) in enumerate(cells) if left < b and a < right]
        if len(touched) > 1 or not cells[nearest][0] - em < middle < cells[nearest][1] + em:
            return []
        if nearest == owner:
            spans[-1] = (spans[-1][0], right)
        else:
            spans.append((left, right))
        owner = nearest
    return spans


def _shared_out(text: str, spans: Sequence[_Span], em: float) -> list[str] | None:
    """A text in as many parts as there are spans, each about as wide as its own; None if they are not."""
    words = text.split()
    if len(words) != len(spans):
        words = _by_width([c for c in text if not c.isspace()], spans)
    fitting = all(
        word and abs((b - a) / em - sum(map(_width, word))) < _MISFIT_EM
        for word, (a, b) in zip(words, spans, strict=True)
    )
    return words if fitting else None


def _by_width(characters: Sequence[str], spans: Sequence[_Span]) -> list[str]:
    """Characters cut where their running width comes nearest to that of the spans."""
    ends = np.cumsum([0.0, *map(_width, characters)])
    inked = np.cumsum([b - a for a, b in spans])
    cuts = [int(np.argmin(np.abs(ends - at * ends[-1] / inked[-1]))) for at in inked]
    return ["".join(characters[a:b]) for a, b in pairwise([0, *cuts])]


def _width(character: str) -> float:
    return 1.0 if han_in(character) else _NARROW


def _line(part: Lettering, span: _Span, text: str) -> Line:
    margin = _MARGIN_EM * part.ink.em_px
    box = replace(part.box, left=span[0] - margin, right=span[1] + margin)
    known = text in part.line.text.split() or not any(c.isdigit() for c in text)
    sure = part.line.confidence if known else min(part.line.confidence, _GUESSED)
    return Line(part.frame.quad_of(box), text, sure)

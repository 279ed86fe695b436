"""Tables among a picture's blocks: rows and columns of lettering, with or without ruling lines.

Only where blocks stand says what is a table; nothing is read here. A table's cells keep to their
columns when new words are set, whatever the ground would allow.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final

import numpy as np

from image_studio.domain.blocks.block import Align, Block
from image_studio.domain.geometry import Box
from image_studio.domain.lettering import is_number

_SAME_ROW: Final = 0.45  # em between the middles of two cells
_ROW_GAP: Final = 3.2  # em between two rows, at most
_FEWEST_ROWS: Final = 3
_APART: Final = 0.25  # em between new words and the middle between two columns
_SAME_EDGE: Final = 0.2  # em by which edges that are one may differ more than others
_BARE: Final = re.compile(r"[\d.]+(?:\s?[-~–]\s?[\d.]+)?")
_ALIGNS: Final = (Align.CENTER, Align.START, Align.END)


@dataclass(frozen=True)
class Cell:
    """The room of one cell, half-way to the next columns and rows and without end at the table's own
    sides, and how its column is aligned."""

    room: Box
    align: Align

    def of(self, room: Box, core: Box) -> Box:
        """A room without what is not this cell's; the old lettering's own box stays part of it."""
        return room.crossed(self.room).united(core)


@dataclass(frozen=True)
class Table:
    """``cells[row][column]`` is a block's index, or None. ``merged`` are blocks over several columns,
    with the first and last of them; ``spans`` the left and right of each column's lettering, ``rows``
    the top and bottom of each row's; ``aligns`` how each column's cells are aligned; ``headed`` whether
    the first row names the columns."""

    cells: tuple[tuple[int | None, ...], ...]
    merged: tuple[tuple[int, int, int], ...]
    spans: tuple[tuple[float, float], ...]
    rows: tuple[tuple[float, float], ...]
    aligns: tuple[Align, ...]
    headed: bool

    @property
    def members(self) -> frozenset[int]:
        """Indexes of all blocks that stand in a cell of it."""
        inside = {i for row in self.cells for i in row if i is not None}
        return frozenset(inside | {i for i, _, _ in self.merged})

    def column(self, c: int) -> tuple[int | None, ...]:
        """The cells of a column, head first."""
        return tuple(row[c] for row in self.cells)

    def place_of(self, index: int) -> tuple[int, int, int] | None:
        """Row, first and last column of a block; a merged cell's row is -1. None where it has none."""
        for r, row in enumerate(self.cells):
            if index in row:
                c = row.index(index)
                return r, c, c
        return next(((-1, a, b) for i, a, b in self.merged if i == index), None)

    def cell(self, index: int, em_px: float) -> Cell | None:
        """Where a block's words may go in the table; None where the block is no cell of it."""
        place = self.place_of(index)
        if place is None:
            return None
        r, first, last = place
        left, right = self._border(first - 1, em_px)[1], self._border(last, em_px)[0]
        if r < 0:
            return Cell(Box(left, -math.inf, right, math.inf), Align.CENTER)
        return Cell(Box(left, _middle(self.rows, r - 1), right, _middle(self.rows, r)), self.aligns[first])

    @property
    def looks(self) -> tuple[tuple[int, ...], ...]:
        """Blocks that are set in one size: the head row if there is one, the first column, the rest."""
        head, body = (self.cells[0], self.cells[1:]) if self.headed else ((), self.cells)
        groups = (head, [row[0] for row in body], [i for row in body for i in row[1:]])
        return tuple(tuple(i for i in group if i is not None) for group in groups)

    def _border(self, after: int, em_px: float) -> tuple[float, float]:
        """Where words before and words after the border behind a column end and begin. Between columns
        aligned at one side, words grow as far as the next column's edge."""
        if not 0 <= after < len(self.spans) - 1:
            edge = -math.inf if after < 0 else math.inf
            return edge, edge
        gap, right, left = _APART * em_px, self.spans[after][1], self.spans[after + 1][0]
        match self.aligns[after], self.aligns[after + 1]:
            case Align.START, Align.START:
                return left - 2 * gap, left
            case Align.END, Align.END:
                return right, right + 2 * gap
        return (right + left) / 2 - gap, (right + left) / 2 + gap


def cell_in(tables: Sequence[Table], index: int, em_px: float) -> Cell | None:
    """The cell that a block stands in, if it stands in one of the tables."""
    return next((cell for table in tables if (cell := table.cell(index, em_px)) is not None), None)


def members_of(tables: Sequence[Table]) -> frozenset[int]:
    """The blocks that stand in some table."""
    return frozenset(i for table in tables for i in table.members)


def find_tables(blocks: Sequence[Block]) -> tuple[Table, ...]:
    """The tables of a picture, top to bottom; none shares a block with another."""
    rows = _rows(blocks)
    found: list[Table] = []
    at = 0
    while at < len(rows):
        grown = _Growing.start(rows, at, blocks)
        if grown is None:
            at += 1
            continue
        table = grown.table()
        if table is not None:
            found.append(table)
            at = grown.end
        else:
            at += 1
    return tuple(found)


def _rows(blocks: Sequence[Block]) -> list[list[int]]:
    """Level blocks by rows, top to bottom, each from left to right."""
    rows: list[list[int]] = []
    level = [i for i, block in enumerate(blocks) if block.frame.level and not block.upright]
    for i in sorted(level, key=lambda i: blocks[i].core.center[1]):
        middle, em = blocks[i].core.center[1], blocks[i].em_px
        row = next((row for row in reversed(rows) if _near(middle, em, row, blocks)), None)
        if row is None:
            rows.append([i])
        else:
            row.append(i)
    return [sorted(row, key=lambda i: blocks[i].core.left) for row in rows]


def _near(middle: float, em: float, row: Sequence[int], blocks: Sequence[Block]) -> bool:
    theirs = float(np.mean([blocks[i].core.center[1] for i in row]))
    return abs(middle - theirs) < _SAME_ROW * max(em, *(blocks[i].em_px for i in row))


@dataclass
class _Growing:
    """A table while rows are added below."""

    blocks: Sequence[Block]
    end: int
    spans: list[tuple[float, float]]
    cells: list[list[int | None]]
    merged: list[tuple[int, int, int]]

    @classmethod
    def start(cls, rows: Sequence[Sequence[int]], at: int, blocks: Sequence[Block]) -> _Growing | None:
        """A table that begins with this row and goes on as far as rows fit its columns."""
        first = rows[at]
        if len(first) < 2:
            return None
        grown = cls(blocks, at + 1, [_span(blocks[i]) for i in first], [list(first)], [])
        skipped = False
        for end in range(at + 1, len(rows)):
            if grown.is_far(rows[end]):
                break
            if grown.add(rows[end]):
                grown.end, skipped = end + 1, False
            elif skipped or len(rows[end]) > 1:
                break
            else:
                skipped = True
        return grown

    def is_far(self, row: Sequence[int]) -> bool:
        last = [self.blocks[i].core.bottom for i in self.cells[-1] if i is not None]
        top = min(self.blocks[i].core.top for i in row)
        return top - max(last) > _ROW_GAP * self.blocks[row[0]].em_px

    def add(self, row: Sequence[int]) -> bool:
        """Take a row in if each of its cells meets one column, and no two the same."""
        if len(row) < max(2, (len(self.spans) + 1) // 2):
            return False
        cells: list[int | None] = [None] * len(self.spans)
        spans = list(self.spans)
        for i in row:
            left, right = _span(self.blocks[i])
            met = [c for c, (a, b) in enumerate(self.spans) if left < b and a < right]
            if len(met) != 1 or cells[met[0]] is not None:
                return False
            cells[met[0]] = i
            spans[met[0]] = (min(left, self.spans[met[0]][0]), max(right, self.spans[met[0]][1]))
        if any(a[1] >= b[0] for a, b in pairwise(spans)):
            return False
        self.spans = spans
        self.cells.append(cells)
        return True

    def table(self) -> Table | None:
        figures = [i for row in self.cells[1:] for i in row if i is not None]
        numeric = sum(is_number(self.blocks[i].text) for i in figures)
        if len(self.cells) < _FEWEST_ROWS and (len(self.cells) < 2 or numeric < 0.6 * len(figures)):
            return None
        rows = [
            (min(box.top for box in boxes), max(box.bottom for box in boxes))
            for boxes in ([self.blocks[i].core for i in row if i is not None] for row in self.cells)
        ]
        return Table(
            tuple(tuple(row) for row in self.cells),
            tuple(self.over(rows)),
            tuple(self.spans),
            tuple(rows),
            self.aligns(),
            self.headed(),
        )

    def over(self, rows: Sequence[tuple[float, float]]) -> Iterator[tuple[int, int, int]]:
        """Blocks in the row above the head that stand over two columns or more and not over all."""
        inside = {i for row in self.cells for i in row}
        em = max(self.blocks[i].em_px for i in self.cells[0] if i is not None)
        pitch = (rows[-1][1] - rows[0][1]) / (len(rows) - 1)
        middles = [(a + b) / 2 for a, b in self.spans]
        for i, block in enumerate(self.blocks):
            gap = rows[0][0] - block.core.bottom
            if i in inside or not block.frame.level or not 0 <= gap < pitch or block.em_px > 1.25 * em:
                continue
            for first, last in combinations(range(len(middles)), 2):
                middle = (middles[first] + middles[last]) / 2
                if last - first + 1 < len(middles) and abs(block.core.center[0] - middle) < 0.6 * em:
                    yield i, first, last
                    break

    def headed(self) -> bool:
        """A table of two columns has names at the left and no head, unless bare figures stand under one."""
        under = [self.blocks[i].text for i in (row[1] for row in self.cells[1:]) if i is not None]
        return len(self.spans) > 2 or sum(bool(_BARE.fullmatch(text)) for text in under) > len(under) / 2

    def aligns(self) -> tuple[Align, ...]:
        """The edge or the middle that the cells of each column share; where several could be it, the
        one of the whole table."""
        spreads = [self.spread(c) for c in range(len(self.spans))]
        usual = min(_ALIGNS, key=lambda align: sum(min(spread[align], 0.5) for spread in spreads))
        return tuple(
            usual
            if spread[usual] < min(spread.values()) + _SAME_EDGE
            else min(spread, key=lambda k: spread[k])
            for spread in spreads
        )

    def spread(self, c: int) -> dict[Align, float]:
        """By how many em the edges and the middles of a column's cells differ."""
        cells = [self.blocks[i] for i in (row[c] for row in self.cells) if i is not None]
        em = float(np.median([block.em_px for block in cells]))
        return {
            Align.CENTER: float(np.std([block.core.center[0] for block in cells])) / em,
            Align.START: float(np.std([block.core.left for block in cells])) / em,
            Align.END: float(np.std([block.core.right for block in cells])) / em,
        }


def _span(block: Block) -> tuple[float, float]:
    return block.core.left, block.core.right


def _middle(spans: Sequence[tuple[float, float]], after: int) -> float:
    """Half-way between a span and the next; infinite before the first and after the last."""
    if after < 0:
        return -math.inf
    if after >= len(spans) - 1:
        return math.inf
    return (spans[after][1] + spans[after + 1][0]) / 2

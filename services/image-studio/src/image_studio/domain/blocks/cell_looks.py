"""Where a table's cells stand in their rows, and in which ink: told by all of them together.

Figures are few thin strokes; one by one they are measured some pixels off, and paler or darker.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from image_studio.domain.blocks.block import Block
from image_studio.domain.blocks.tables import Table
from image_studio.domain.geometry import Box
from image_studio.domain.ink.ink import Ink

_OFF_THE_ROW: Final = 0.3  # em
_ONE_COLOR: Final = 60  # levels


def levelled(cores: Mapping[int, Box], tables: Sequence[Table], blocks: Sequence[Block]) -> dict[int, Box]:
    """The blocks' boxes with a table's cells in the middle of their rows: where the ink of few strokes
    is not told from its ground, a reader's loose rectangle stands some pixels off."""
    moved = dict(cores)
    for row in (row for table in tables for row in table.cells):
        cells = [i for i in row if i is not None]
        clear = [i for i in cells if blocks[i].ink.clear] or cells
        middle = float(np.median([blocks[i].core.center[1] for i in clear]))
        for i in cells:
            by = middle - cores[i].center[1]
            if abs(by) < _OFF_THE_ROW * blocks[i].em_px:
                moved[i] = replace(cores[i], top=cores[i].top + by, bottom=cores[i].bottom + by)
    return moved


def ink_of_cells(tables: Sequence[Table], blocks: Sequence[Block]) -> dict[int, Ink]:
    """The ink of a table's cells by block: that of the clearest cell of its row, head or column, where
    its own was not told from the ground or is nearly that."""
    inks: dict[int, Ink] = {}
    for group in (group for table in tables for group in table.looks if group):
        usual = np.median([blocks[i].ink.color for i in group if blocks[i].ink.clear] or [(0, 0, 0)], axis=0)
        model = min(
            group, key=lambda i: (not blocks[i].ink.clear, float(np.abs(usual - blocks[i].ink.color).sum()))
        )
        for i in group:
            near = float(np.abs(np.subtract(blocks[i].ink.color, blocks[model].ink.color)).max()) < _ONE_COLOR
            inks[i] = blocks[model].ink if near or not blocks[i].ink.clear else blocks[i].ink
    return inks

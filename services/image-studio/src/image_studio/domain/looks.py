"""Which kind of face lettering is set in: sans or serif, regular or bold.

Measured by ``ink`` on Noto CJK from 18 to 64 px, saved as JPEG: strokes of Sans Regular are
0.058-0.080 em wide and of Sans Bold 0.087-0.112; of Serif Regular 0.041-0.070 and of Serif Bold
0.055-0.093, the wider ones in letters below 28 px. Upright strokes over level ones: Sans 1.0-1.8,
Serif Bold from 24 px 1.8-5.5, Serif Regular 1.5-2.5.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from image_studio.domain.blocks import Block
from image_studio.domain.typefaces import Family

_BOLD_SANS: Final = 0.084
_BOLD_SERIF: Final = 0.054
_BOLD_SMALL_SERIF: Final = 0.062
_SMALL_PX: Final = 28.0
_THIN_LEVELS: Final = 1.75
_LEAST_PX: Final = 22.0  # strokes of a pixel or two cannot be compared


@dataclass(frozen=True)
class Look:
    """The kind of face."""

    family: Family
    bold: bool


def looks_of(blocks: Sequence[Block], alike: Iterable[Sequence[int]]) -> dict[int, Look]:
    """The look of every block. Blocks of one group are judged together: more strokes, surer."""
    result: dict[int, Look] = {}
    for group in alike:
        inks = [part.ink for i in group for part in blocks[i].letterings]
        em = float(np.median([ink.em_px for ink in inks]))
        stroke = float(np.median([ink.stroke_em for ink in inks]))
        stems = float(np.median([ink.stems for ink in inks]))
        serif = em >= _LEAST_PX and (
            stems >= _THIN_LEVELS or (stroke < _BOLD_SERIF and stems >= 1.45 and em >= _SMALL_PX)
        )
        limit = _BOLD_SANS
        if serif:
            limit = _BOLD_SERIF if em >= _SMALL_PX else _BOLD_SMALL_SERIF
        family = Family.SERIF if serif else Family.SANS
        result |= dict.fromkeys(group, Look(family, bold=stroke > limit))
    return result

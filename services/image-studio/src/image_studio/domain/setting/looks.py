"""Which kind of face lettering is set in: the family and the weight.

Measured by ``ink`` on Noto CJK from 18 to 64 px, saved as JPEG: strokes of Sans Regular are
0.058-0.080 em wide and of Sans Bold 0.087-0.112; of Serif Regular 0.041-0.070 and of Serif Bold
0.055-0.093, the wider ones in letters below 28 px. Upright strokes over level ones: Sans 1.0-1.8,
Serif Bold from 24 px 1.8-5.5, Serif Regular 1.5-2.5.

Round ends and a brush's hand are told by log-odds fitted on 24 faces and checked on 22 others
(decision 0065). In doubt it is sans: a plain face is never wrong, a brush's is beside a ruled one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np

from image_studio.domain.blocks.block import Block, Lettering
from image_studio.domain.ink.ink import Ink
from image_studio.domain.lettering import han_in
from image_studio.domain.setting.typefaces import Family

_BOLD_SANS: Final = 0.084
_BOLD_BRUSH: Final = 0.075
_BOLD_SERIF: Final = 0.054
_BOLD_SMALL_SERIF: Final = 0.062
_SMALL_PX: Final = 28.0
_THIN_LEVELS: Final = 1.75
_LEAST_PX: Final = 22.0  # strokes of a pixel or two cannot be compared

_SURE: Final = 2.0  # log-odds
# Blur thickens strokes and rounds corners: only where ink turns to ground within a part of the half stroke.
_CRISP_PX: Final = 2.5
_CRISP: Final = 0.9


@dataclass(frozen=True)
class Look:
    """The kind of face."""

    family: Family
    bold: bool


def looks_of(blocks: Sequence[Block], alike: Iterable[Sequence[int]]) -> dict[int, Look]:
    """The look of every block. Blocks of one group are judged together: more strokes, surer."""
    result: dict[int, Look] = {}
    for group in alike:
        parts = [part for i in group for part in blocks[i].letterings]
        # What the figures say of strokes they say of Han; figures and Latin have curves of their own.
        written = [part for part in parts if han_in(part.line.text)]
        result |= dict.fromkeys(group, _look(written or parts, judged=bool(written)))
    return result


def _look(parts: Sequence[Lettering], *, judged: bool) -> Look:
    inks = [part.ink for part in parts]
    em = float(np.median([ink.em_px for ink in inks]))
    stroke = float(np.median([ink.stroke_em for ink in inks]))
    stems = float(np.median([ink.stems for ink in inks]))
    if em >= _LEAST_PX and stems >= _THIN_LEVELS:
        return _serif(em, stroke)
    if judged and float(np.median([_brush_odds(part) for part in parts])) > _SURE:
        return Look(Family.BRUSH, bold=stroke > _BOLD_BRUSH)
    if em >= _SMALL_PX and stroke < _BOLD_SERIF and stems >= 1.45:
        return _serif(em, stroke)
    if judged and float(np.median([_round_odds(ink) for ink in inks])) > _SURE:
        return Look(Family.ROUNDED, bold=stroke > _BOLD_SANS)
    edge = float(np.median([ink.edge_px for ink in inks]))
    if em >= _LEAST_PX and stroke > _heavy_from(em) and edge < _CRISP_PX:
        return Look(Family.HEAVY, bold=True)
    return Look(Family.SANS, bold=stroke > _BOLD_SANS)


def _serif(em: float, stroke: float) -> Look:
    limit = _BOLD_SERIF if em >= _SMALL_PX else _BOLD_SMALL_SERIF
    return Look(Family.SERIF, bold=stroke > limit)


def _heavy_from(em: float) -> float:
    """The stroke from which a sans face is Black, in em; small strokes measure wider."""
    return 0.105 + 1.05 / em


def _brush_odds(part: Lettering) -> float:
    """Log-odds that a hand wrote this: edges that should be level are not, or rise together."""
    ink, strokes = part.ink, part.ink.strokes
    if strokes is None:
        return -_SURE
    # A turned frame is off by a degree or two, which would pass for a rise.
    rise = max(0.0, strokes.tilt_deg) if part.frame.level else 0.0
    return 1.2 - 9.3 * strokes.levelness + 2.27 * rise + 1.6 * log(ink.em_px / 48)


def _round_odds(ink: Ink) -> float:
    """Log-odds that strokes end round: no corners are lost to a disc, no outline turns sharply."""
    strokes = ink.strokes
    if strokes is None or not 0 < ink.edge_px < min(_CRISP_PX, _CRISP * strokes.half_px):
        return -_SURE
    lost = log(strokes.corners_lost + 0.003)
    return -9.7 - 3.8 * lost - 22.0 * strokes.sharpness + 3.95 * log(strokes.half_px)

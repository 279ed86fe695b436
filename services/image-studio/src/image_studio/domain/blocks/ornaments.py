"""Rules drawn beside a heading (— 产品参数 —) that a reader took for its first and last character."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from image_studio.domain.blocks.block import Lettering
from image_studio.domain.lettering import Line

_SIGNS: Final = r"[-—–−_~－ー一\s]+"  # 一 is what many are read as
_HEAD: Final = re.compile(f"^{_SIGNS}")
_TAIL: Final = re.compile(f"{_SIGNS}$")
_FLAT: Final = 0.16  # em: a rule is no taller
_LONG: Final = 0.5  # em: nor shorter
_APART: Final = 0.28  # em from the lettering; the 一 of 一杯 stands closer
_MARGIN: Final = 0.06  # em


def without_rules(letterings: Sequence[Lettering]) -> list[Line]:
    """The lines, without the rules at their ends; nothing else changes, and the order is kept."""
    return [_cut(part) or part.line for part in letterings]


def _cut(part: Lettering) -> Line | None:
    text, spans, margin = part.line.text, part.ink.spans, _MARGIN * part.ink.em_px
    if not part.frame.level or not part.ink.clear or len(spans) < 3:
        return None
    box = part.box
    apart = _APART * part.ink.em_px
    if _HEAD.search(text) and spans[1][0] - spans[0][1] > apart and _is_rule(part, spans[0]):
        text, box = _HEAD.sub("", text), replace(box, left=spans[1][0] - margin)
    if _TAIL.search(text) and spans[-1][0] - spans[-2][1] > apart and _is_rule(part, spans[-1]):
        text, box = _TAIL.sub("", text), replace(box, right=spans[-2][1] + margin)
    return Line(part.frame.quad_of(box), text, part.line.confidence) if text and box != part.box else None


def _is_rule(part: Lettering, span: tuple[float, float]) -> bool:
    """Whether the ink of a span is a level stroke standing off the rest."""
    left, right = (round(x) - part.stamp.left for x in span)
    inked = np.flatnonzero(part.stamp.mask[:, max(left, 0) : max(right, 0)].any(axis=1))
    em = part.ink.em_px
    return bool(len(inked)) and float(np.ptp(inked)) < _FLAT * em and span[1] - span[0] > _LONG * em

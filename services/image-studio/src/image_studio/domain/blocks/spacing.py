"""Spaces that a reader dropped: 一只包 装下整个春天 comes as one word, and 包装 is read in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np

from image_studio.domain.blocks.block import Lettering
from image_studio.domain.ink.ink import is_upright
from image_studio.domain.lettering import han_in

_A_SPACE: Final = 0.25  # em of ground between two glyphs; a half-width space and the bearings beside it
_OVER_USUAL: Final = 2.4  # times the usual gap of the line, where letters are spaced out
_MISFIT: Final = 0.6  # characters between a piece's width and what it is to hold
_FEWEST_HAN: Final = 4
_BESIDE_A_SIGN: Final = re.compile(r" (?=[^\w\s])|(?<=[^\w\s]) ")  # a sign brings its own gap
_NARROW: Final = 0.56  # em: a letter or figure


def with_spaces(part: Lettering) -> Lettering:
    """The lettering with the spaces of its line put back where the ink has gaps as wide as one."""
    text = part.line.text
    if not part.ink.clear or is_upright(part.box, text) or len(han_in(text)) < _FEWEST_HAN or " " in text:
        return part
    pieces = _pieces(part)
    words = _shared_out(text, pieces) if len(pieces) > 1 else None
    if words is None:
        return part
    spaced = _BESIDE_A_SIGN.sub("", " ".join(words))
    return replace(part, line=replace(part.line, text=spaced))


def _pieces(part: Lettering) -> list[float]:
    """Widths in pixels of the ink between gaps as wide as a space."""
    spans = part.ink.spans
    if not spans:
        return []
    gaps = [after[0] - before[1] for before, after in pairwise(spans)]
    usual = float(np.median(gaps)) if len(gaps) > 3 else 0.0
    least = max(_A_SPACE * part.ink.em_px, _OVER_USUAL * usual)
    widths, start = [], spans[0][0]
    for (before, after), gap in zip(pairwise(spans), gaps, strict=True):
        if gap > least:
            widths.append(before[1] - start)
            start = after[0]
    return [*widths, spans[-1][1] - start]


def _shared_out(text: str, pieces: Sequence[float]) -> list[str] | None:
    """The text in as many words as pieces, each as wide as its own; None where that does not fit."""
    ends = np.cumsum([0.0, *(1.0 if han_in(c) else _NARROW for c in text)])
    pitch = float(ends[-1]) / sum(pieces)
    cuts, at = [0], 0.0
    for width in pieces:
        at += width * pitch
        cut = int(np.argmin(np.abs(ends - at)))
        if abs(ends[cut] - at) > _MISFIT or cut <= cuts[-1]:
            return None
        cuts.append(cut)
    words = [text[a:b] for a, b in pairwise(cuts)]
    return words if cuts[-1] == len(text) else None

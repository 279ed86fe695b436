"""What a block's company says about its kind: its siblings in look, and the brand's mark beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from image_studio.domain.blocks.block import Block
from image_studio.domain.kinds.kinds import Kind, Verdict
from image_studio.domain.kinds.subject import Standing
from image_studio.domain.lettering import is_source

_BESIDE: Final = 1.8  # em between a label's lines
_SAME_INK: Final = 60.0  # of 255, over three channels
_ON_PRODUCT: Final = 0.6  # of a mark within the product's outline
_SWAY: Final = 0.5  # of what the siblings say
_MOST: Final = 1.3  # log-odds: what company can add
_OPEN: Final = frozenset({Kind.TEXT, Kind.ON_PRODUCT})


def labelled(
    blocks: Sequence[Block], verdicts: Sequence[Verdict], standings: Sequence[Standing]
) -> frozenset[int]:
    """The blocks that stand above or below the brand's mark on the product, in the same ink, or next to
    one that does: a label says the brand and then the product."""
    marks = [
        i
        for i, (verdict, place) in enumerate(zip(verdicts, standings, strict=True))
        if verdict.kind is Kind.BRAND and place.in_the_middle and _on_something(place)
    ]
    found, reached = set(marks), list(marks)
    while reached:
        own = reached.pop()
        for i, block in enumerate(blocks):
            if i not in found and verdicts[i].kind in _OPEN and _of_one_label(block, blocks[own]):
                found.add(i)
                reached.append(i)
    return frozenset(found) - frozenset(marks)


def in_company(
    blocks: Sequence[Block], verdicts: Sequence[Verdict], alike: Sequence[Sequence[int]]
) -> list[Verdict]:
    """The verdicts, with what those of a block's siblings say as one more sign.

    A row of features, the captions of a collage, a list of points: they are of one kind, though one
    of them stands over the product.
    """
    result = list(verdicts)
    for group in alike:
        judged = [i for i in group if verdicts[i].kind in _OPEN and is_source(blocks[i].text)]
        if len(judged) < 2:
            continue
        odds = {i: _odds(verdicts[i]) for i in judged}
        for i in judged:
            others = float(np.mean([odds[j] for j in judged if j != i]))
            result[i] = _swayed(verdicts[i], odds[i], float(np.clip(_SWAY * others, -_MOST, _MOST)))
    return result


def _on_something(place: Standing) -> bool:
    return place.on_panel or place.on_product is None or place.on_product > _ON_PRODUCT


def _of_one_label(a: Block, b: Block) -> bool:
    if not (a.frame.level and b.frame.level):
        return False
    gap = max(a.core.top, b.core.top) - min(a.core.bottom, b.core.bottom)
    across = min(a.core.right, b.core.right) - max(a.core.left, b.core.left)
    apart = sum(abs(m - n) for m, n in zip(a.ink.color, b.ink.color, strict=True))
    return (
        gap < _BESIDE * max(a.em_px, b.em_px)
        and across > 0.5 * min(a.core.width, b.core.width)
        and apart < _SAME_INK
        and a.em_px < 1.3 * b.em_px
    )


def _odds(verdict: Verdict) -> float:
    sure = min(verdict.confidence, 1.0 - 1e-6)
    return math.log(sure / (1.0 - sure)) * (1 if verdict.kind is Kind.ON_PRODUCT else -1)


def _swayed(verdict: Verdict, own: float, by: float) -> Verdict:
    likely = 1.0 / (1.0 + math.exp(-(own + by)))
    kind = Kind.ON_PRODUCT if likely >= 0.5 else Kind.TEXT
    if kind is not verdict.kind:
        said = f"its siblings are {'on the product' if by > 0 else 'advertising'}, although {verdict.why}"
        return Verdict(kind, max(likely, 1.0 - likely), said)
    return replace(verdict, confidence=max(likely, 1.0 - likely))

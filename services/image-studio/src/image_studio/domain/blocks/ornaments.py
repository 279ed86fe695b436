"""Rules drawn beside a heading (— 产品参数 —): no characters of it, and yet a part of it.

A reader takes them for its first and last character. They end where the words begin, so longer words
have no room between them: they are erased with the heading and drawn anew around the new one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from image_studio.domain.blocks.block import Block, Lettering, Rule
from image_studio.domain.geometry import Box, Mask, Pixels, shape_of
from image_studio.domain.ink.patches import lab_of
from image_studio.domain.lettering import Line
from image_studio.domain.warps import Stamp

_SIGNS: Final = r"[-—–−_~－ー一\s]+"  # 一 is what many are read as
_HEAD: Final = re.compile(f"^{_SIGNS}")
_TAIL: Final = re.compile(f"{_SIGNS}$")
_FLAT: Final = 0.16  # em: a rule is no taller
_SOFT_EDGES: Final = 1.0  # px: what is to be erased holds them too
_LONG: Final = 0.5  # em: nor shorter
_APART: Final = 0.28  # em from the lettering; the 一 of 一杯 stands closer
_MARGIN: Final = 0.06  # em
_FARTHEST: Final = 1.6  # em from the lettering
_LONGEST: Final = 7.0  # em
_LOOKED_AT: Final = 0.4  # em above and below the middle
_SEEN: Final = 10.0  # Lab, from the ground above and below
_ENDS: Final = 0.3  # em of bare ground beyond
_A_PAIR: Final = 0.15  # by which their lengths may differ
_ON_IT: Final = 4.0  # px
_CENTRED: Final = 0.4  # em by which their distances may


def without_rules(letterings: Sequence[Lettering]) -> list[Line]:
    """The lines, without the rules at their ends; nothing else changes, and the order is kept."""
    return [_cut(part) or part.line for part in letterings]


def with_rules(picture: Pixels, block: Block) -> Block:
    """A heading with the pair of rules that stand at its sides, if there is one: they are erased with it.

    Args:
        picture: ``uint8[height, width, 3]`` RGB.
        block: the lettering, measured.
    """
    part = block.letterings[0]
    if len(block.letterings) > 1 or not block.frame.level or not block.ink.clear or block.upright:
        return block
    left, right = _rule(picture, block, -1), _rule(picture, block, 1)
    if left is None or right is None:
        return block
    longer = max(left.box.width, right.box.width)
    apart = (block.core.left - left.box.right) - (right.box.left - block.core.right)
    uneven = abs(left.box.width - right.box.width) > _A_PAIR * longer + 2
    if uneven or abs(apart) > _CENTRED * block.em_px:
        return block
    rules = (left, right)
    return replace(block, letterings=(replace(part, stamp=_with(part.stamp, rules, picture)),), rules=rules)


def rules_apart(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without those that a reader made of one rule of another: they go and come with that one."""
    rules = [rule.box.grown(_ON_IT) for block in blocks for rule in block.rules]

    def is_rule(block: Block) -> bool:
        middle = block.inked.center
        return bool(re.fullmatch(_SIGNS, block.text)) and any(
            block.frame.level and _holds(rule, middle) for rule in rules
        )

    return [block for block in blocks if not is_rule(block)]


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box.left <= point[0] <= box.right and box.top <= point[1] <= box.bottom


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
    return (
        bool(len(inked))
        and float(np.ptp(inked)) < _FLAT * em + _SOFT_EDGES
        and span[1] - span[0] > _LONG * em
    )


def _rule(picture: Pixels, block: Block, way: int) -> Rule | None:
    """The rule to the right of a line (``way`` 1) or to its left (-1): alone on its ground, level with
    the letters' middle."""
    em, core = block.em_px, block.core
    reach = (_FARTHEST + _LONGEST + _ENDS) * em
    side = Box(core.right, core.top, core.right + reach, core.bottom)
    if way < 0:
        side = Box(core.left - reach, core.top, core.left, core.bottom)
    height, width = shape_of(picture)
    middle = core.center[1]
    area = Box(side.left, middle - _LOOKED_AT * em, side.right, middle + _LOOKED_AT * em).outward()
    area = area.crossed(Box(0, 0, width, height))
    if area.width < _LONG * em or area.height < 2 * _FLAT * em:
        return None
    pixels = picture[round(area.top) : round(area.bottom), round(area.left) : round(area.right)]
    pixels = pixels[:, ::way]  # from the letters on
    lab = lab_of(pixels)
    quarter = len(lab) // 4
    ground = np.median(np.concatenate([lab[:quarter], lab[-quarter:]]), axis=0)
    off = np.linalg.norm(lab - ground, axis=2)
    seen = off > _SEEN
    soft = 2 + round(block.ink.outline_px)
    columns = seen.any(axis=0)
    columns[:soft] = False
    if not columns.any():
        return None
    start = int(columns.argmax())
    after = np.flatnonzero(~columns[start:])
    end = start + int(after[0]) if len(after) else len(columns)
    if columns[end : end + round(_ENDS * em)].any() or start > _FARTHEST * em:
        return None
    rows = np.flatnonzero(seen[:, start:end].any(axis=1))
    flat = np.ptp(rows) + 1 <= max(3.0, _FLAT * em)
    if not flat or not _LONG * em <= end - start <= _LONGEST * em:
        return None
    strength = np.median(off[:, start:end], axis=1)
    body = np.flatnonzero(strength >= 0.5 * strength.max())
    red, green, blue = np.median(pixels[int(strength.argmax()), start:end], axis=0).round().astype(int)
    top, bottom = area.top + float(body[0]), area.top + float(body[-1]) + 1
    left, right = area.left + start, area.left + end
    if way < 0:
        left, right = area.right - end, area.right - start
    return Rule(Box(left, top, right, bottom), (int(red), int(green), int(blue)))


def _with(stamp: Stamp, rules: Sequence[Rule], picture: Pixels) -> Stamp:
    """A line's stamp that covers its rules too, soft edges included."""
    covered: Mask = np.zeros(shape_of(picture), bool)
    stamp.cover(covered)
    for rule in rules:
        box = rule.box.grown(1)
        covered[max(0, round(box.top)) : round(box.bottom), max(0, round(box.left)) : round(box.right)] = True
    ys, xs = np.nonzero(covered)
    top, left = int(ys.min()), int(xs.min())
    layer = covered[top : int(ys.max()) + 1, left : int(xs.max()) + 1].astype(np.uint8) * 255
    return Stamp(left, top, layer)

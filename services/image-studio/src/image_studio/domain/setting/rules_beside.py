"""Where the rules of a heading (— 产品参数 —) go around its new words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from image_studio.domain.blocks.block import Block, Rule
from image_studio.domain.geometry import Box

_SHORTEST_EM: Final = 0.8  # a shorter one would be taken for a hyphen
_AS_DRAWN: Final = 2.0  # px by which the two may differ and are one length


def room_for_rules(block: Block, *, whole: bool) -> float:
    """What a heading's rules take of the ground at each side, in px: at their ``whole`` length or cut
    short. 0 where it has none."""
    return max((_gap(block, rule) + _length(block, rule, whole=whole) for rule in block.rules), default=0.0)


def between_rules(room: Box, block: Block, core: Box) -> Box:
    """The part of a room that is left for the words."""
    aside = room_for_rules(block, whole=False)
    return room.grown(-aside, 0.0).united(core) if aside else room


def rules_around(block: Block, words: Box, area: Box) -> tuple[Rule, ...]:
    """The rules at the sides of new words, as far from them as they were, and as long as ``area`` lets
    both of them be; none where it lets them be no rules."""
    free = {rule: _free(rule, block, words, area) for rule in block.rules}
    if not free or any(free[rule] < _length(block, rule, whole=False) - 0.5 for rule in free):
        return ()
    shared = min(min(rule.box.width, length) for rule, length in free.items())
    placed = []
    for rule in block.rules:
        long = rule.box.width if rule.box.width - shared <= _AS_DRAWN else shared
        long = round(min(long, free[rule]))
        if rule.box.center[0] < block.core.center[0]:
            end = round(words.left - _gap(block, rule))
            placed.append(replace(rule, box=replace(rule.box, left=end - long, right=end)))
        else:
            start = round(words.right + _gap(block, rule))
            placed.append(replace(rule, box=replace(rule.box, left=start, right=start + long)))
    return tuple(placed)


def united(box: Box, rules: Sequence[Rule]) -> Box:
    """A box with the rules in it."""
    for rule in rules:
        box = box.united(rule.box)
    return box


def _gap(block: Block, rule: Rule) -> float:
    before = rule.box.center[0] < block.core.center[0]
    return block.core.left - rule.box.right if before else rule.box.left - block.core.right


def _length(block: Block, rule: Rule, *, whole: bool) -> float:
    return rule.box.width if whole else min(rule.box.width, _SHORTEST_EM * block.em_px)


def _free(rule: Rule, block: Block, words: Box, area: Box) -> float:
    before = rule.box.center[0] < block.core.center[0]
    side = words.left - area.left if before else area.right - words.right
    return side - _gap(block, rule)

"""Words of an offer that say nothing once a rule has taken the offer itself: 低至 3折 起 without 3折."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from image_studio.domain.blocks.block import Block
from image_studio.domain.geometry import Box, Frame

# What stands before or behind a price or a discount, and nowhere by itself (words on merchants' badges).
_LED_BY: Final = (
    "低至|低到|最低|最低至|仅|仅需|仅售|只需|只要|只售|直降|立减|立省|再减|再享|享|满|减|最高|最高减|最高省|高达|约|"
    "起|起售|起拍|元|元起|元内|折起|券后|券后价|到手|到手价|到手仅|到手仅需|现价|原价|活动价|促销价|秒杀价|拼团价"
)
_NOTHING_ALONE: Final = re.compile(f"(?:{_LED_BY})+")
_SIGNS: Final = re.compile(r"[\s!！:：,，.。、~～—-]+")
_APART_EM: Final = 0.8  # from ink to ink, of the larger of two lines
_OF_A_SIZE: Final = 3.5  # a badge's figure is so much larger than its small words
_SHARED: Final = 0.5  # of the shorter side, so that two lines stand one above or beside the other


def left_alone(blocks: Sequence[Block], gone: Collection[int]) -> dict[int, int]:
    """The blocks that say nothing without a neighbour that goes: by index, whose neighbour each is.

    Args:
        blocks: a picture's.
        gone: indexes of those that a rule takes out, with all their words.
    """
    empty = {i for i, block in enumerate(blocks) if i not in gone and says_nothing_alone(block.text)}
    found: dict[int, int] = {}
    ends = list(gone)
    while empty and ends:
        end = ends.pop()
        near = {i for i in empty if _together(blocks[i], blocks[end])}
        found |= dict.fromkeys(near, found.get(end, end))
        empty -= near
        ends += sorted(near)
    return found


def says_nothing_alone(text: str) -> bool:
    """Whether a text only leads to a figure or follows one."""
    return bool(_NOTHING_ALONE.fullmatch(_SIGNS.sub("", text)))


def _together(one: Block, other: Block) -> bool:
    small, large = sorted((one.em_px, other.em_px))
    if large > _OF_A_SIZE * small:
        return False
    a, b = (_around(block) for block in (one, other))
    shared = a.crossed(b)
    if max(-shared.width, -shared.height) > _APART_EM * large:
        return False
    above = shared.width >= _SHARED * min(a.width, b.width)
    beside = shared.height >= _SHARED * min(a.height, b.height)
    return above or beside


def _around(block: Block) -> Box:
    return Frame().box_of(block.quad)

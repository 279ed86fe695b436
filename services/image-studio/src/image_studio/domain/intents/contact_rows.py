"""An account that stands beside its label: 客服微信 | pillow_777 is one contact in two blocks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from image_studio.domain.blocks.block import Block
from image_studio.domain.lettering import han_in

_ONE_ROW_EM: Final = 0.5
_BESIDE_EM: Final = 12.0


def accounts_beside(labels: Collection[int], blocks: Sequence[Block]) -> dict[int, int]:
    """By index the blocks that are a label's account, and whose.

    Args:
        labels: indexes of the blocks that a rule about contacts takes out.
        blocks: the picture's.

    Returns:
        The nearest block to the right in the label's row, where it has no Chinese and the label no
        account of its own (微信: shop888 holds both).
    """
    found: dict[int, int] = {}
    for i in sorted(labels):
        label = blocks[i]
        if any(c.isascii() and c.isalnum() for c in label.text):
            continue
        row = [
            (other.core.left - label.core.right, j)
            for j, other in enumerate(blocks)
            if j != i
            and other.frame == label.frame
            and abs(other.core.center[1] - label.core.center[1]) < _ONE_ROW_EM * label.em_px
            and 0 <= other.core.left - label.core.right < _BESIDE_EM * label.em_px
        ]
        if row and not han_in(blocks[min(row)[1]].text):
            found[min(row)[1]] = i
    return found

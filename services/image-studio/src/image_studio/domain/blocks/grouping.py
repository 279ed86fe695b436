"""Lines into blocks: what is one sentence, what stands together, how it is aligned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from image_studio.domain.blocks.block import Block, Lettering, block_of
from image_studio.domain.blocks.inks import alike_inks, same_look
from image_studio.domain.ink.ink import is_upright
from image_studio.domain.lettering import han_in

_SENTENCE_END: Final = re.compile(r"[。！？!?；;…]$")
_GOES_ON: Final = re.compile(r"[，,、：:—\-]$")
_LIST_ITEM: Final = re.compile(r"^\s*(?:[·•●○◆■▪※★☆√✓*\-]|[\d①-⑳]{1,2}[.、．)）]|[（(]\d+[)）])")
# A shorter full line is a slogan of its own more often than the first half of a sentence.
_WRAPPED_HAN: Final = 12
_COLUMNS_APART: Final = 1.0  # em, between columns of one text; list items stand farther apart


def group_blocks(letterings: Sequence[Lettering]) -> list[Block]:
    """Join the lines of wrapped sentences; everything else is a block of its own.

    Only a line that is full or ends in the middle of a sentence is joined to the next: the stacked
    short lines of a picture are slogans or list items, and gluing those together would make one
    wrong sentence of two right ones.
    """
    columns = [part for part in letterings if is_upright(part.box, part.line.text)]
    blocks = [block_of(members) for members in _columns_together(columns)]
    rows = [part for part in letterings if not is_upright(part.box, part.line.text)]
    order = sorted(rows, key=lambda part: (part.box.top, part.box.left))
    taken: set[int] = set()
    for i, first in enumerate(order):
        if i in taken:
            continue
        taken.add(i)
        members = [first]
        while True:
            following = [
                j for j, part in enumerate(order) if j not in taken and _continues(members, part, order)
            ]
            if not following:
                break
            nearest = min(following, key=lambda j: order[j].box.top)
            taken.add(nearest)
            members.append(order[nearest])
        blocks.append(block_of(members))
    return blocks


def _columns_together(columns: Sequence[Lettering]) -> list[list[Lettering]]:
    """Columns that stand close are one text, read from the right to the left."""
    order = sorted(columns, key=lambda part: (-part.box.right, part.box.top))
    taken: set[int] = set()
    groups: list[list[Lettering]] = []
    for i, first in enumerate(order):
        if i in taken:
            continue
        members = [first]
        for j in range(i + 1, len(order)):
            if j not in taken and _next_column(members[-1], order[j]):
                taken.add(j)
                members.append(order[j])
        groups.append(members)
    return groups


def _next_column(right: Lettering, left: Lettering) -> bool:
    if abs(right.frame.angle - left.frame.angle) > 3 or not same_look(right.ink, left.ink):
        return False
    em = right.ink.em_px
    ink, here = right.ink.box, right.frame.box_of(left.frame.quad_of(left.ink.box))
    shared = min(ink.bottom, here.bottom) - max(ink.top, here.top)
    beside = shared > 0.6 * min(ink.height, here.height)
    return beside and -0.3 * em < ink.left - here.right < _COLUMNS_APART * em


def _continues(members: list[Lettering], part: Lettering, lines: Sequence[Lettering]) -> bool:
    above = members[-1]
    text, em = above.line.text, above.ink.em_px
    bent = above.frame.bend or part.frame.bend
    if bent or abs(above.frame.angle - part.frame.angle) > 3 or not alike_inks(above.ink, part.ink, 1.22):
        return False
    here = above.frame.box_of(part.line.quad)
    gap = here.top - above.box.bottom
    if not -0.5 * em < gap < 1.0 * em or here.top <= above.box.top + 0.4 * em:
        return False
    started_together = abs(here.left - above.box.left) < 0.7 * em
    centred_together = abs(here.center[0] - above.box.center[0]) < 0.6 * em
    indented = 1.2 * em < members[0].box.left - here.left < 2.8 * em and len(members) == 1
    if not (started_together or centred_together or indented):
        return False
    if _SENTENCE_END.search(text) or _LIST_ITEM.match(part.line.text):
        return False
    if han_in(text[:1]) == [] and not han_in(text):
        return False
    widest = max(
        (
            line.box.right
            for line in lines
            if line.frame == above.frame
            and abs(line.box.left - above.box.left) < 3 * em
            and abs(line.box.center[1] - above.box.center[1]) < 6 * em
            and alike_inks(line.ink, above.ink, 1.22)
        ),
        default=above.box.right,
    )
    full = above.box.right > widest - 1.8 * em
    return full and (len(han_in(text)) >= _WRAPPED_HAN or bool(_GOES_ON.search(text)))

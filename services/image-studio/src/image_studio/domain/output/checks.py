"""The studio's look at its own work, by measuring the finished picture, not by trusting a step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from image_studio.domain.geometry import Box, Frame, Mask, Quad, frame_of, shape_of
from image_studio.domain.lettering import Line, han_in
from image_studio.domain.setting.layout import Placed
from image_studio.domain.study import Study
from image_studio.domain.warps import Stamp, inside

# A face of another script is sometimes read as a Han character; such readings are unsure.
_SURE_READING: Final = 0.6
_WRITES_HAN: Final = ("ja", "zh")


@dataclass(frozen=True)
class Checks:
    """Counts over one finished picture. All but ``min_font_px`` should be 0."""

    residual_source_chars: int
    overflowing_regions: int
    overlapping_regions: int
    pixels_changed_outside_regions: int
    min_font_px: float


def changed_outside(changed: Mask, quads: Sequence[Quad]) -> int:
    """Changed pixels that lie in no region. ``changed`` is ``bool[height, width]``."""
    outside = changed.copy()
    for quad in quads:
        frame = frame_of(quad)
        stamp = inside(frame, frame.box_of(quad).grown(0.01), shape_of(changed))
        outside[stamp.window()] &= ~stamp.mask
    return int(outside.sum())


def overflowing(placed: Sequence[Placed], inks: Mapping[int, Stamp]) -> list[int]:
    """Blocks whose new ink leaves their area or is cut by the picture's edge."""
    result = []
    for item in placed:
        ink = inks[item.index]
        ys, xs = np.nonzero(ink.layer > 8)
        if not len(xs):
            result.append(item.index)  # nothing was drawn at all
            continue
        points = item.frame.to_frame(
            np.stack([xs + ink.left + 0.5, ys + ink.top + 0.5], axis=-1).astype(np.float64)
        )
        area = item.area
        off = (
            (points[:, 0] < area.left)
            | (points[:, 0] > area.right)
            | (points[:, 1] < area.top)
            | (points[:, 1] > area.bottom)
        )
        if off.any():
            result.append(item.index)
    return result


def overlapping(
    study: Study,
    placed: Sequence[Placed],
    removed: Collection[int],
    inks: Mapping[int, Stamp],
    shape: tuple[int, int],
) -> list[int]:
    """Blocks whose new ink meets another block's new ink or a kept block's own."""
    owner = np.full(shape, -1, np.int16)
    changed = {item.index for item in placed}.union(removed)
    result: set[int] = set()
    for i, block in enumerate(study.blocks):
        if i not in changed:
            for part in block.letterings:
                owner[part.stamp.window()][part.stamp.mask] = i
    for item in placed:
        ink = inks[item.index]
        under = owner[ink.window()][ink.layer > 8]
        if (under >= 0).any():
            result.add(item.index)
        owner[ink.window()][ink.layer > 8] = item.index
    return sorted(result)


def residual(
    read_again: Sequence[Line],
    study: Study,
    wanted: Iterable[int],
    changed: Iterable[int],
    removed: Collection[int],
    placed: Sequence[Placed],
    spots: Mask | None,
    language: str,
) -> int:
    """Source characters that can still be read where they should be gone.

    Blocks that were to change (``wanted``) and did not still show all of theirs. In the changed ones
    those Han characters of the old text count that are read at its old place; so another script's
    letter that a reader takes for some Han character does not count, and lettering kept on purpose
    does not. Of blocks that were only to go (``removed``) every letter and figure counts, unless it is
    read in words ``placed`` there, and so does all that is read in ``spots``.
    For a target that writes Han itself a line counts only if most of the old text is still there.
    """
    done = set(changed)
    blocks = study.blocks
    count = sum(len(han_in(blocks[i].text)) for i in wanted if i not in done)
    for line in read_again:
        if line.confidence < _SURE_READING:
            continue
        middle = np.array(line.quad).mean(axis=0)
        letters = [c for c in line.text if c.isalnum()]
        if spots is not None and _covers(spots, middle):
            count += len(letters)
            continue
        found = han_in(line.text)
        said_anew = any(_holds(item.frame, item.setting.box, middle) for item in placed)
        for i in done:
            if not _holds(blocks[i].frame, blocks[i].core.grown(0.6 * blocks[i].em_px), middle):
                continue
            if i in removed and said_anew:
                continue
            if i in removed:
                count += sum((Counter(letters) & Counter(blocks[i].text)).values())
                break
            old = Counter(han_in(blocks[i].text))
            left = sum((Counter(found) & old).values())
            if not language.startswith(_WRITES_HAN) or left > 0.7 * sum(old.values()):
                count += left
            break
    return count


def _holds(frame: Frame, box: Box, point: NDArray[np.floating[Any]]) -> bool:
    x, y = frame.to_frame(point)
    return bool(box.left <= x <= box.right and box.top <= y <= box.bottom)


def _covers(spots: Mask, point: NDArray[np.floating[Any]]) -> bool:
    x, y = (int(value) for value in point)
    height, width = shape_of(spots)
    return 0 <= x < width and 0 <= y < height and bool(spots[y, x])

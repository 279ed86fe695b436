"""From erased pixels and settings to the finished picture, transparency included."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from image_studio.domain.blocks.block import Block
from image_studio.domain.geometry import Mask, Pixels, Shape, shape_of
from image_studio.domain.pictures import Picture
from image_studio.domain.setting.layout import Placed
from image_studio.domain.study import Study, erase_mask, widened


def restored(picture: Pixels, erased: Pixels, blocks: Sequence[Block], spots: Mask | None = None) -> Pixels:
    """The erased picture with some blocks' old lettering back, bit for bit, but not in ``spots``.

    All blocks that may change are erased in one go; a market that keeps some takes them back.
    """
    if not blocks:
        return erased
    result = erased.copy()
    for part in (part for block in blocks for part in block.letterings):
        wide = widened(part.stamp, part.ink, shape_of(erased))
        window, back = wide.window(), wide.layer > 0
        if spots is not None:
            back &= ~spots[window]
        result[window][back] = picture[window][back]
    return result


def gone_mask(study: Study, changed: Sequence[int], shape: Shape, spots: Mask | None) -> Mask:
    """The pixels whose old content is gone: that of some blocks, and spots. Indexes that no block has
    are of lettering where there was none."""
    blocks = [study.blocks[i] for i in changed if i < len(study.blocks)]
    gone = np.asarray(erase_mask(blocks, shape) > 0)
    return gone if spots is None else gone | spots


def with_transparency(
    picture: Picture,
    painted: Pixels,
    gone: Mask,
    placed: Sequence[Placed],
    cover: NDArray[np.uint8],
    unveiled: Mask | None = None,
) -> tuple[Pixels, NDArray[np.uint8] | None]:
    """Pixels and alpha of the finished picture.

    Where the old lettering stood on transparent ground, erasing it makes the ground transparent
    again, and only the new glyphs are opaque.

    Args:
        picture: as it came.
        gone: ``bool[height, width]``, where old content was erased.
        painted: ``uint8[height, width, 3]``, erased and lettered, as seen on white.
        cover: ``uint8[height, width]``, how much new ink covers each pixel.
        unveiled: ``bool[height, width]``, where marks were taken out; nothing becomes transparent there.
    """
    if picture.alpha is None:
        return painted, None
    ground = picture.alpha.copy()
    if (picture.alpha[gone] < 255).any() or (picture.alpha[cover > 0] < 255).any():
        ground = np.asarray(cv2.inpaint(picture.alpha, gone.astype(np.uint8), 3, cv2.INPAINT_NS))
    share = cover.astype(np.float32) / 255.0
    alpha = np.round(ground * (1.0 - share) + 255.0 * share).astype(np.uint8)
    touched = gone | (cover > 0)
    alpha = np.where(touched, alpha, picture.alpha)
    seen = touched if unveiled is None else touched | unveiled
    rgb = np.where(seen[..., None], painted, picture.rgb)
    clear = touched & (ground < 250)
    for item in placed:
        box_color = np.array(item.color, np.uint8)
        quad = np.array(item.frame.quad_of(item.area))
        x0, y0 = np.maximum(np.floor(quad.min(axis=0)).astype(int), 0)
        x1, y1 = np.ceil(quad.max(axis=0)).astype(int)
        window = rgb[y0:y1, x0:x1]
        window[clear[y0:y1, x0:x1] & (cover[y0:y1, x0:x1] > 0)] = box_color
    return np.asarray(rgb, np.uint8), np.asarray(alpha, np.uint8)

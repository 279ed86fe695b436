"""What is known about a picture before any market is worked for: read once, measured once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from image_studio.domain.blocks import Block, group_blocks, measure_lines, siblings
from image_studio.domain.geometry import Mask, Pixels, Stamp
from image_studio.domain.kinds import Kind, Verdict, judge
from image_studio.domain.lettering import Line, cleaned, han_in
from image_studio.domain.subject import find_subject

# Below this a reader's line is texture taken for letters more often than letters.
_LEAST_CONFIDENCE: Final = 0.5
_MOST_LINES: Final = 400  # a hostile or broken picture does not take the studio's whole day


@dataclass(frozen=True)
class Study:
    """A picture's blocks with their kinds, and which blocks look alike."""

    blocks: tuple[Block, ...]
    verdicts: tuple[Verdict, ...]
    alike: tuple[tuple[int, ...], ...]
    reasons: tuple[str, ...]

    def translatable(self) -> list[int]:
        """Indexes of the blocks whose words are to change."""
        return [
            i
            for i, (block, verdict) in enumerate(zip(self.blocks, self.verdicts, strict=True))
            if verdict.kind is Kind.TEXT and han_in(block.text)
        ]


def study(picture: Pixels, lines: Sequence[Line], brand: str) -> Study:
    """Measure, group and judge a picture's lettering.

    Args:
        picture: ``uint8[height, width, 3]`` RGB, upright.
        lines: what the reader found in it.
        brand: the product's brand, or empty.
    """
    read = [Line(line.quad, cleaned(line.text), line.confidence) for line in lines]
    usable = [
        line for line in read if line.text and line.confidence >= _LEAST_CONFIDENCE and _sized(line)
    ]
    reasons: list[str] = []
    if len(usable) > _MOST_LINES:
        reasons.append(f"{len(usable)} lines read, only the first {_MOST_LINES} are worked on")
        usable = usable[:_MOST_LINES]
    letterings = measure_lines(picture, usable)
    lettering = np.zeros(picture.shape[:2], bool)
    for part in letterings:
        part.stamp.cover(lettering)
    subject = find_subject(picture, lettering)
    blocks = group_blocks(letterings)
    verdicts = [judge(block, brand, subject.holds(block.frame, block.core)) for block in blocks]
    return Study(
        tuple(blocks),
        tuple(verdicts),
        tuple(tuple(group) for group in siblings(blocks)),
        tuple(reasons),
    )


def erase_mask(blocks: Sequence[Block], shape: tuple[int, int]) -> Mask:
    """The pixels to fill in: the blocks' ink, a little widened so that no soft edge stays.

    The widening grows with the letters: antialiasing is a pixel, but a scan's or a JPEG's halo
    grows with the stroke.
    """
    mask = np.zeros(shape, bool)
    for block in blocks:
        for part in block.letterings:
            mask_of(part.stamp, part.ink.em_px, mask)
    return mask


def mask_of(stamp: Stamp, em_px: float, mask: Mask) -> None:
    """Set a line's widened ink in a full-size mask."""
    by = max(2, round(0.045 * em_px))
    padded = np.pad(stamp.layer, by + 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by + 1, 2 * by + 1))
    wide = cv2.dilate((padded > 127).astype(np.uint8), kernel) > 0
    top, left = stamp.top - by - 1, stamp.left - by - 1
    y0, x0 = max(top, 0), max(left, 0)
    y1, x1 = min(top + wide.shape[0], mask.shape[0]), min(left + wide.shape[1], mask.shape[1])
    if y1 > y0 and x1 > x0:
        mask[y0:y1, x0:x1] |= wide[y0 - top : y1 - top, x0 - left : x1 - left]


def blended(picture: Pixels, erased: Pixels, mask: Mask) -> Pixels:
    """The erased picture with a soft seam: inside the mask only, fading over its outer pixel."""
    depth = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 3)
    share = np.clip(depth / 2.0, 0.0, 1.0)[..., None]
    soft = picture * (1.0 - share) + erased.astype(np.float32) * share
    return np.asarray(np.where(mask[..., None], np.round(soft), picture), np.uint8)


def _sized(line: Line) -> bool:
    points = np.array(line.quad)
    if not np.isfinite(points).all():
        return False
    sides = np.linalg.norm(points - np.roll(points, -1, axis=0), axis=1)
    return bool(sides.min() >= 4)

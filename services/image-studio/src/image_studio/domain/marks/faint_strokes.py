"""Which pixels look like the strokes of faint lettering: narrower than letters, lighter (or darker) than
the ground around them. Colours alone cannot tell, since the ground shows through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from image_studio.domain.geometry import Box, Floats, Frame, Mask, Pixels, Quad, frame_of
from image_studio.domain.masks import narrower, wider
from image_studio.domain.warps import inside

_STROKE_EM: Final = 0.22  # wider than any stroke, narrower than a letter
_WORK_EM: Final = 40.0
_LEAST_WAY: Final = 60.0  # levels from a ground to white: on a lighter one nothing white is seen


@dataclass(frozen=True)
class Window:
    """A part of the picture and how strongly each of its pixels looks like a stroke of the mark
    (``float32[height, width]``, 0..1); ``region`` is where the mark's letters can be."""

    left: int
    top: int
    strength: Floats
    region: Mask


def strengths(picture: Pixels, em_px: float, *, light: bool) -> Floats:
    """How strongly each pixel looks like a stroke lighter (darker) than its ground, 0..1."""
    level = cv2.GaussianBlur(picture.astype(np.float32).mean(axis=2), (0, 0), 0.6)
    # The ground is smooth at the letters' scale: it is looked for on a smaller copy.
    times = max(1.0, em_px / _WORK_EM)
    size = (max(1, round(level.shape[1] / times)), max(1, round(level.shape[0] / times)))
    small = level if times == 1.0 else cv2.resize(level, size, interpolation=cv2.INTER_AREA)
    side = max(3, round(_STROKE_EM * em_px / times)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    way = cv2.MORPH_OPEN if light else cv2.MORPH_CLOSE
    # Not blurred after: the ground's own edges, a product's, must stay where they are.
    ground = cv2.morphologyEx(cv2.GaussianBlur(small, (0, 0), 0.8), way, kernel)
    if times > 1.0:
        ground = cv2.resize(ground, level.shape[::-1], interpolation=cv2.INTER_LINEAR)
    if light:
        return np.asarray(
            np.clip((level - ground) / np.maximum(255.0 - ground, _LEAST_WAY), 0, 1), np.float32
        )
    return np.asarray(np.clip((ground - level) / np.maximum(ground, _LEAST_WAY), 0, 1), np.float32)


def window_of(picture: Pixels, quad: Quad, em_px: float, *, light: bool) -> Window:
    frame, box = _reach(quad, em_px)
    held = inside(frame, box, (picture.shape[0], picture.shape[1]))
    height, width = held.layer.shape
    # Looked at with some of what is around, so that the window's edges are no edges of the ground.
    off = round(em_px)
    y0, x0 = max(0, held.top - off), max(0, held.left - off)
    wide = picture[y0 : held.top + height + off, x0 : held.left + width + off]
    strength = strengths(wide, em_px, light=light)
    dy, dx = held.top - y0, held.left - x0
    return Window(held.left, held.top, strength[dy : dy + height, dx : dx + width], held.mask)


def is_light(picture: Pixels, quads: Sequence[Quad], em_px: float) -> bool:
    """Whether a mark is lighter than its ground.

    Between dark strokes there are light gaps, and the other way round; but the gaps look like what
    is around the mark, and the strokes do not.
    """
    times = max(1.0, em_px / _WORK_EM)
    picture, em_px = _smaller(picture, times), em_px / times
    votes = 0.0
    for quad in (_scaled(quad, times) for quad in quads):
        odd = [_oddness(picture, quad, em_px, light=light) for light in (True, False)]
        votes += float(np.clip(odd[0] - odd[1], -10, 10))
    return votes >= 0


def own_cover(window: Window, em_px: float) -> Floats | None:
    """The letters' pixels of one copy: 1 inside, and soft at the edges."""
    values = window.strength[window.region]
    limit = parting(values)
    strong = values[values > limit]
    # A mark is as opaque everywhere: what is half as strong is the ground's own.
    limit = max(limit, 0.55 * float(np.percentile(strong, 60)) if strong.size else 0.0, 0.02)
    letters = (window.strength > limit) & window.region
    count, parts, stats, _ = cv2.connectedComponentsWithStats(letters.astype(np.uint8), connectivity=8)
    small = max(4, (0.05 * em_px) ** 2)
    letters = np.isin(parts, [k for k in range(1, count) if stats[k, cv2.CC_STAT_AREA] >= small])
    share = float(letters[window.region].mean())
    if not 0.05 < share < 0.6:
        return None
    return letters.astype(np.float32)


def of_one_opacity(letters: Mask, strength: Floats) -> Mask:
    """The parts that are as opaque as the rest: spots of the ground are more, or less."""
    count, parts = cv2.connectedComponents(letters.astype(np.uint8), connectivity=8)
    usual = float(np.median(strength[letters]))
    kept = [k for k in range(1, count) if 0.7 * usual < float(np.median(strength[parts == k])) < 1.4 * usual]
    return np.asarray(np.isin(parts, kept))


def ground_between(seen: Floats, known: Mask, sigma: float) -> Floats:
    """The ground's colours under the letters, from the known pixels near them."""
    weight = known.astype(np.float32)
    total = np.full(known.shape, 1e-6, np.float32)
    colours = np.zeros_like(seen)
    for times in (1.0, 2.5, 6.0):
        near = cv2.GaussianBlur(weight, (0, 0), sigma * times)
        blurred = cv2.GaussianBlur(seen * weight[..., None], (0, 0), sigma * times)
        trust = near if times == 1.0 else near * 1e-3**times
        total += trust
        colours += blurred / np.maximum(near, 1e-6)[..., None] * trust[..., None]
    return np.asarray(colours / total[..., None], np.float32)


def parting(values: Floats) -> float:
    """The strength that parts letters from ground (Otsu)."""
    levels = np.clip(values * 510, 0, 255).astype(np.uint8).reshape(1, -1)
    return cv2.threshold(levels, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[0] / 510.0


def _oddness(picture: Pixels, quad: Quad, em_px: float, *, light: bool) -> float:
    """By how many levels more the strokes of one polarity differ from what is around the mark than
    the gaps between them."""
    window = window_of(picture, quad, em_px, light=light)
    cover = own_cover(window, em_px)
    if cover is None:
        return -10.0
    letters, region = cover > 0, window.region
    height, width = letters.shape
    seen = picture[window.top : window.top + height, window.left : window.left + width]
    level = np.repeat(seen.astype(np.float32).mean(axis=2)[..., None], 3, axis=2)
    hull = wider(letters, max(2, round(0.12 * em_px)))
    around = ground_between(level, ~hull, 0.2 * em_px)[..., 0]
    strokes, gaps = narrower(letters, 1), hull & region & ~wider(letters, 2)
    if strokes.sum() < 12 or gaps.sum() < 12:
        return -10.0
    apart = level[..., 0] - around
    sign = 1.0 if light else -1.0
    return float(sign * np.median(apart[strokes]) - abs(float(np.median(apart[gaps]))))


def _smaller(picture: Pixels, times: float) -> Pixels:
    if times == 1.0:
        return picture
    size = (max(1, round(picture.shape[1] / times)), max(1, round(picture.shape[0] / times)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _scaled(quad: Quad, times: float) -> Quad:
    a, b, c, d = ((x / times, y / times) for x, y in quad)
    return (a, b, c, d)


def _reach(quad: Quad, em_px: float) -> tuple[Frame, Box]:
    """The frame and the box within which a mark's pixels are looked for: readers' quads are close."""
    frame = frame_of(quad)
    return frame, frame.box_of(quad).grown(0.1 * em_px)

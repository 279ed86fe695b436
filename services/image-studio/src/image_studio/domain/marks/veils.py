"""Faint lettering as a veil over the picture: how opaque it is, of which colour, and what is under it.

A watermark is blended: ``p = (1 - a m) g + a m c`` with the ground ``g``, the mark's colour ``c``, its
opacity ``a`` and the letters' coverage ``m``. Where a and c can be measured the ground can be solved
for, which brings back the picture itself; filling in could only guess it. Of copies of one mark the
coverage is averaged, as Dekel et al. do (On the effectiveness of visible watermarks, CVPR 2017).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from image_studio.domain.geometry import Floats, Mask, Pixels, Quad, Shape
from image_studio.domain.marks.copies import ENOUGH, laid_over, most_usual, moved, shared_cover
from image_studio.domain.marks.faint_strokes import (
    Window,
    ground_between,
    is_light,
    of_one_opacity,
    own_cover,
    window_of,
)
from image_studio.domain.masks import narrower, wider

_VARIED: Final = 7.0  # levels of spread from which a ground shows how ink follows it
_MOST_LIFT: Final = 6.0  # levels by which a lifted stroke is fitted to its surroundings
_NEAR: Final = 3.0  # pixels around a stroke by whose colours it is judged
_SOLID: Final = 0.3  # share of a mark's pixels that are inside of strokes, from which it is solved for
_SEEN: Final = 0.02  # of coverage
_SURE: Final = 0.9


@dataclass(frozen=True)
class Blend:
    """How a mark was laid over its ground: its opacity and colour, and how far its ink's colour
    follows the ground's (0 = opaque, 1 = not there), None where the ground is too even to say."""

    opacity: float
    color: tuple[float, float, float]
    follows: float | None


@dataclass(frozen=True)
class Veil:
    """A mark's blend.

    ``left`` and ``top`` are the corner of ``cover`` (``float32[height, width]``, 0..1, how far the
    letters cover a pixel) in the picture. ``unsure`` are the pixels at their edges where the cover
    is not known well enough to solve for the ground. Where not ``solvable`` the strokes are so thin
    that most of their pixels are edges.
    """

    left: int
    top: int
    cover: Floats
    unsure: Mask
    blend: Blend
    solvable: bool

    def window(self) -> tuple[slice, slice]:
        height, width = self.cover.shape
        return slice(self.top, self.top + height), slice(self.left, self.left + width)


@dataclass(frozen=True)
class Look:
    """What copies of one mark share: their size, whether they are lighter than their ground, and
    where there are enough of them the coverage of their letters and their blend. ``outline`` is a
    copy's quad as seen from the coverage's corner."""

    em_px: float
    light: bool
    cover: Floats | None = None
    outline: Quad | None = None
    blend: Blend | None = None


def look_of(picture: Pixels, quads: Sequence[Quad], em_px: float) -> Look:
    """Measure what copies of one mark share.

    Args:
        picture: ``uint8[height, width, 3]`` RGB.
        quads: where the copies stand; all turned alike.
        em_px: their size.
    """
    light = is_light(picture, quads, em_px)
    windows = [window_of(picture, quad, em_px, light=light) for quad in quads]
    if len(windows) < ENOUGH:
        return Look(em_px, light)
    lead = most_usual(windows, em_px)
    cover = shared_cover(windows, lead, em_px)
    if cover is None:
        return Look(em_px, light)
    outline = moved(quads[lead], -windows[lead].left, -windows[lead].top)
    look = Look(em_px, light, cover, outline)
    return replace(look, blend=_shared_blend(picture, windows, look))


def measure_veil(picture: Pixels, quad: Quad, look: Look) -> Veil | None:
    """Measure one copy of a mark; None where its letters cannot be told from their ground."""
    window = window_of(picture, quad, look.em_px, light=look.light)
    if look.cover is not None:
        laid = laid_over(look.cover, window, look.em_px)
        if laid is not None:
            return _solved(picture, laid[0], laid[1], look, own_edges=False)
    own = own_cover(window, look.em_px)
    return None if own is None else _solved(picture, window, own, look, own_edges=True)


def lifted(picture: Pixels, veil: Veil) -> Pixels:
    """The picture without a mark."""
    result = picture.copy()
    window = veil.window()
    seen = picture[window].astype(np.float32)
    share = (veil.blend.opacity * veil.cover)[..., None]
    ground = (seen - share * np.array(veil.blend.color, np.float32)) / np.maximum(1.0 - share, 0.1)
    known = veil.cover > _SEEN
    ground = ground - _offset(ground, seen, known)
    clean = np.clip(np.round(ground), 0, 255).astype(np.uint8)
    clean = np.where(known[..., None], clean, picture[window])
    if veil.unsure.any():
        clean = np.asarray(cv2.inpaint(clean, veil.unsure.astype(np.uint8), 3, cv2.INPAINT_TELEA))
    result[window] = clean
    return result


def strokes(veil: Veil) -> Mask:
    """All pixels that lifting or filling in changes, in the veil's window."""
    return wider((veil.cover > 0.1) | veil.unsure, 2) | (veil.cover > _SEEN)


def stroke_mask(veil: Veil, shape: Shape) -> NDArray[np.uint8]:
    """What to fill in where a veil is not lifted: ``uint8[height, width]``, 255 = wholly."""
    full = np.zeros(shape, np.uint8)
    full[veil.window()] = strokes(veil) * np.uint8(255)
    return full


def _solved(picture: Pixels, window: Window, cover: Floats, look: Look, *, own_edges: bool) -> Veil | None:
    cover = cover[: picture.shape[0] - window.top, : picture.shape[1] - window.left]
    height, width = cover.shape
    seen = picture[window.top : window.top + height, window.left : window.left + width].astype(np.float32)
    letters = cover > 0.5
    if letters.sum() < 24:
        return None
    blend = look.blend
    if blend is None:
        pixels, ground = _near_edges(seen, cover)
        blend = _blend_of(pixels, ground, light=look.light)
    if own_edges:
        letters = of_one_opacity(letters, window.strength[:height, :width])
        cover = letters.astype(np.float32)
        unsure = wider(letters, 1) & ~narrower(letters, 1)
    else:
        unsure = wider((cover > 0.06) & (cover < _SURE), 1) & ~(cover >= _SURE)
    solid = bool(narrower(letters, 1).sum() > _SOLID * letters.sum())
    return Veil(window.left, window.top, cover, unsure, blend, solid)


def _shared_blend(picture: Pixels, windows: Sequence[Window], look: Look) -> Blend | None:
    """The blend that explains all copies of a mark: together they stand on many grounds."""
    pixels, grounds = [], []
    for window in windows:
        laid = laid_over(look.cover, window, look.em_px) if look.cover is not None else None
        if laid is None:
            continue
        at, cover = laid
        cover = cover[: picture.shape[0] - at.top, : picture.shape[1] - at.left]
        height, width = cover.shape
        seen = picture[at.top : at.top + height, at.left : at.left + width].astype(np.float32)
        if (cover > 0.5).sum() >= 24:
            p, g = _near_edges(seen, cover)
            pixels.append(p)
            grounds.append(g)
    return _blend_of(np.vstack(pixels), np.vstack(grounds), light=look.light) if pixels else None


def _near_edges(seen: Floats, cover: Floats) -> tuple[Floats, Floats]:
    """The colours of strokes, and of the ground they are compared with: ``float32[n, 3]`` each. Only
    strokes near their ground say how opaque they are."""
    letters = cover > 0.5
    ground = ground_between(seen, ~wider(letters, 2) & (cover < 0.1), _NEAR)
    core = letters & narrower(letters, 1) & ~narrower(letters, 5)
    core = core if core.sum() >= 24 else letters
    return seen[core], ground[core]


def _blend_of(p: Floats, g: Floats, *, light: bool) -> Blend:
    """The blend that explains the letters' pixels ``p`` over their ground ``g`` (``float32[n, 3]``)."""
    kept = np.ones(len(p), bool)
    slope, offset, follows = 0.0, np.zeros(3), None
    spread = float(g.std(axis=0).mean())
    if spread >= _VARIED:
        for _ in range(4):
            gm, pm = g[kept].mean(axis=0), p[kept].mean(axis=0)
            gd, pd = g[kept] - gm, p[kept] - pm
            slope = float((gd * pd).sum() / max(float((gd * gd).sum()), 1e-6))
            offset = pm - slope * gm
            error = np.abs(p - slope * g - offset).max(axis=1)
            kept = error <= max(3.0, 2.0 * float(np.median(error)))
        follows = float(np.clip(slope, 0, 1))
    pure = np.full(3, 255.0 if light else 0.0)
    color = pure
    if follows is not None and slope < 0.93:
        color = np.clip(offset / max(1.0 - slope, 0.05), 0, 255)
        # A fit over a little varied ground leaves the colour open: white and black are what marks are.
        if np.abs(color - pure).max() < 60:
            color = pure
    toward = color - g
    opacity = float(np.median((toward * (p - g)).sum(axis=1) / np.maximum((toward**2).sum(axis=1), 1.0)))
    a, b, c = (float(v) for v in color)
    return Blend(float(np.clip(opacity, 0.02, 0.95)), (a, b, c), follows)


def _offset(ground: Floats, seen: Floats, known: Mask) -> Floats:
    """A smooth correction that hides the seam of an opacity that is off by a little."""
    inner, outer = known.astype(np.float32), (~wider(known, 1)).astype(np.float32)
    sigma = 5.0
    within = cv2.GaussianBlur(ground * inner[..., None], (0, 0), sigma)
    within = within / np.maximum(cv2.GaussianBlur(inner, (0, 0), sigma), 1e-3)[..., None]
    beside = cv2.GaussianBlur(seen * outer[..., None], (0, 0), sigma)
    near = cv2.GaussianBlur(outer, (0, 0), sigma)
    beside = beside / np.maximum(near, 1e-3)[..., None]
    off = np.clip(within - beside, -_MOST_LIFT, _MOST_LIFT) * np.clip(near / 0.1, 0, 1)[..., None]
    return np.asarray(off, np.float32)

"""Copies of one mark: what all of them show together is the mark, freed of their grounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from image_studio.domain.geometry import Floats, Mask, Pixels, Quad
from image_studio.domain.marks.faint_strokes import Window, parting, strengths

ENOUGH: Final = 3
"""Copies from which on their coverage is averaged."""
_SAME: Final = 0.4  # correlation of a copy with its model
_SURELY_SAME: Final = 0.5  # where nothing was read; other places reach 0.37
_MOST_COPIES: Final = 200


def most_usual(windows: Sequence[Window], em_px: float) -> int:
    """The copy that looks most like the others: lettering or an edge under one spoils it as a model."""
    others = windows[:: max(1, len(windows) // 5)]

    def likeness(k: int) -> float:
        model = np.where(windows[k].region, windows[k].strength, 0).astype(np.float32)
        return float(
            np.median([_found(model, other, em_px)[0] for other in others if other is not windows[k]])
        )

    return max(range(0, len(windows), max(1, len(windows) // 5)), key=likeness)


def shared_cover(windows: Sequence[Window], model: int, em_px: float) -> Floats | None:
    """One coverage for all copies of a mark: the middle of what each shows, freed of their grounds."""
    lead = windows[model]
    template = np.where(lead.region, lead.strength, 0).astype(np.float32)
    for _ in range(2):
        cuts = [cut for window in windows if (cut := _matching(template, window, em_px)) is not None]
        if len(cuts) < ENOUGH:
            return None
        template = np.where(lead.region, np.median(np.stack(cuts), axis=0), 0).astype(np.float32)
    full = _plateau(template, lead.region)
    soft = np.clip((template - 0.12 * full) / (0.8 * full), 0, 1) * lead.region
    return np.asarray(soft, np.float32)


def laid_over(cover: Floats, window: Window, em_px: float) -> tuple[Window, Floats] | None:
    """The shared coverage laid over a copy: the part within the picture."""
    found = _where(cover, window, em_px)
    if found is None:
        return None
    top, left = found[0] + window.top, found[1] + window.left
    cut_y, cut_x = max(0, -top), max(0, -left)
    kept = cover[cut_y:, cut_x:]
    return Window(left + cut_x, top + cut_y, kept, kept > 0), kept


def unread_copies(
    picture: Pixels, quads: Sequence[Quad], cover: Floats, outline: Quad, em_px: float, *, light: bool
) -> list[Quad]:
    """Further copies of a mark that the reader did not find, in the rows where the others are.

    Args:
        picture: ``uint8[height, width, 3]`` RGB.
        quads: the copies that were read.
        cover: ``float32[height, width]``, the coverage of the mark's letters.
        outline: a copy's quad as seen from the coverage's corner.
        em_px: their size.
        light: whether the mark is lighter than its ground.
    """
    height, width = cover.shape
    corners = np.array(quads)
    top = max(0, int(corners[..., 1].min()) - 3 * height)
    rows = picture[top : int(corners[..., 1].max()) + 3 * height]
    strength = strengths(rows, em_px, light=light)
    # Copies are cut by the picture's edges.
    pad_y, pad_x = height // 2, width // 2
    match = cv2.matchTemplate(np.pad(strength, ((pad_y, pad_y), (pad_x, pad_x))), cover, cv2.TM_CCOEFF_NORMED)
    taken = [tuple(quad.mean(axis=0)) for quad in corners]
    middle = np.array(outline).mean(axis=0)
    found: list[Quad] = []
    while len(found) + len(quads) < _MOST_COPIES:
        _, score, _, (x, y) = cv2.minMaxLoc(match)
        if score < _SURELY_SAME:
            break
        match[max(0, y - pad_y) : y + pad_y, max(0, x - pad_x) : x + pad_x] = -1
        left, up = x - pad_x, y - pad_y + top
        at = middle + np.array([left, up])
        if all(abs(at[0] - u) > 0.4 * width or abs(at[1] - v) > 0.4 * height for u, v in taken):
            found.append(moved(outline, left, up))
    return found


def moved(quad: Quad, dx: float, dy: float) -> Quad:
    a, b, c, d = ((x + dx, y + dy) for x, y in quad)
    return (a, b, c, d)


def _matching(template: Floats, window: Window, em_px: float) -> Floats | None:
    """The part of a copy that lies as the template does; outside the window it is 0."""
    found = _where(template, window, em_px)
    if found is None:
        return None
    top, left = found
    height, width = template.shape
    pad = max(height, width)
    padded = np.pad(window.strength, pad)
    return np.asarray(padded[top + pad : top + pad + height, left + pad : left + pad + width])


def _where(template: Floats, window: Window, em_px: float) -> tuple[int, int] | None:
    """Where in a window (top, left) the template lies best, if it does."""
    score, top, left = _found(template, window, em_px)
    return (top, left) if score > _SAME else None


def _found(template: Floats, window: Window, em_px: float) -> tuple[float, int, int]:
    """How well a template fits into a window at best, and where: top, left."""
    height, width = template.shape
    own_h, own_w = window.strength.shape
    pad_y, pad_x = max(0, height - own_h) + round(0.4 * em_px), max(0, width - own_w) + round(0.4 * em_px)
    room = np.pad(window.strength, ((pad_y, pad_y), (pad_x, pad_x)))
    _, score, _, (x, y) = cv2.minMaxLoc(cv2.matchTemplate(room, template, cv2.TM_CCOEFF_NORMED))
    return float(score), y - pad_y, x - pad_x


def _plateau(strength: Floats, region: Mask) -> float:
    """The strength of wholly covered pixels."""
    values = strength[region]
    high = values[values > parting(values)]
    return max(float(np.percentile(high, 60)) if high.size else 0.0, 0.02)

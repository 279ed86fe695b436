"""Busy grounds: what leads into a gap goes on through it (edge-enhancing anisotropic diffusion).

Colours flow into the unknown pixels along the ground's own edges and hardly across them, from a
small copy of the picture up to its full size: the small copy says how edges meet inside a wide gap,
each larger one sharpens them. Weickert, "Theoretical foundations of anisotropic diffusion in image
processing" (1996), and Galic et al., "Image compression with anisotropic diffusion" (2008), for
filling gaps by it; the iteration is Hafner et al.'s (2016, "FSI"), which needs the square root of
the steps that plain diffusion needs.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from argosy_engines.contracts import Image

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

EDGE = 1.0
"""Levels from pixel to pixel (root of the channels' sum of squares) from which a slope is an edge."""
BLUR, SPREAD = 1.0, 1.0
"""Standard deviations in pixels: before slopes are taken, and over which their directions are shared."""
LEVELS = 6
"""Copies, each half as large as the one before; no more than it takes to close the gap."""
KNOWN_SHARE = 0.3
"""A pixel of a smaller copy is known if so much of it is."""
EFFORT = ((2, 8), (4, 12), (6, 12))
"""Cycles (after each the edges are looked for again) of so many steps: at full size, half, and below."""
TILE = 128
"""Tiles of so many pixels a side stay in a core's cache; those without a gap cost nothing."""
STEP = np.float32(0.245)
"""Of an explicit step; 0.25 is the most that is stable."""
_EPSILON = np.float32(1e-9)


@dataclass(frozen=True, slots=True)
class _Flow:
    """How freely colours flow at the corners between pixels, `[h - 1, w - 1]` each: the symmetric
    matrix ((xx, xy), (xy, yy)), halved, and the weight of the pixel square's checkerboard mode."""

    xx: Floats
    xy: Floats
    yy: Floats
    mode: Floats


def continued_ground(image: Image, marked: Flags) -> Floats:
    """The surroundings continued along their edges into everything marked, `[h, w, 3]`.

    `marked` is `[h, w]`. Known pixels come back as the mean of the known ones in 3x3 around them, so
    that neither grain nor a JPEG's ringing at the rim is drawn out into the gap.
    """
    known = (~marked).astype(np.float32)
    if not known.any():
        return image.astype(np.float32)
    copies = [(_planes(_calm(image, known)), known)]
    while len(copies) < LEVELS and copies[-1][1].min() < KNOWN_SHARE and min(copies[-1][1].shape) >= 8:
        copies.append(_halved(*copies[-1]))
    colours = _first_guess(*copies[-1])
    if min(known.shape) < 2:  # a single row has no corners to flow through
        return np.ascontiguousarray(np.moveaxis(colours, 0, 2))
    for size in reversed(range(len(copies))):
        seen, share = copies[size]
        gap = share < (1.0 if size == 0 else KNOWN_SHARE)
        if size < len(copies) - 1:
            colours = np.where(gap, _doubled(colours, gap.shape), seen)
        cycles, steps = EFFORT[min(size, len(EFFORT) - 1)]
        for _ in range(cycles):
            _flow_on(colours, gap, steps)
    return np.ascontiguousarray(np.moveaxis(colours, 0, 2))


def _calm(image: Image, known: Floats) -> Floats:
    weight = np.maximum(cv2.blur(known, (3, 3)), np.float32(1e-6))
    mean = cv2.blur(image * known[..., None], (3, 3)) / weight[..., None]
    return np.asarray(mean * known[..., None], np.float32)


def _planes(image: Floats) -> Floats:
    return np.ascontiguousarray(np.moveaxis(image, 2, 0))


def _halved(colours: Floats, share: Floats) -> tuple[Floats, Floats]:
    """A copy of half the size from the known parts of each four pixels, and how much that is."""
    height, width = share.shape
    odd = ((0, height % 2), (0, width % 2))
    weighted, padded = np.pad(colours * share, ((0, 0), *odd)), np.pad(share, odd)

    def sums(a: Floats) -> Floats:
        return np.asarray(a[..., ::2, ::2] + a[..., 1::2, ::2] + a[..., ::2, 1::2] + a[..., 1::2, 1::2])

    total = sums(padded)
    mean = sums(weighted) / np.maximum(total, np.float32(1e-6))
    return np.asarray(mean, np.float32), np.asarray(total / 4, np.float32)


def _doubled(colours: Floats, shape: tuple[int, ...]) -> Floats:
    size = (2 * colours.shape[2], 2 * colours.shape[1])
    larger = [cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR) for plane in colours]
    return np.stack(larger)[:, : shape[0], : shape[1]]


def _first_guess(colours: Floats, share: Floats) -> Floats:
    """Unknown pixels as the mean of what is known around them, near by if anything is."""
    known = (share >= KNOWN_SHARE).astype(np.float32)
    filled = colours.copy()
    left = known == 0
    sigma = 1.0
    while left.any():
        weight = cv2.GaussianBlur(known, (0, 0), sigma)
        found = left & (weight > 1e-3)
        for plane, seen in zip(filled, colours, strict=True):
            plane[found] = (cv2.GaussianBlur(seen * known, (0, 0), sigma) / np.maximum(weight, 1e-6))[found]
        left &= ~found
        if sigma > 2 * max(share.shape):
            filled[:, left] = (colours * known).sum(axis=(1, 2))[:, None] / max(1.0, float(known.sum()))
            break
        sigma *= 2
    return filled


def _flow_on(colours: Floats, gap: Flags, steps: int) -> None:
    """One cycle, in place. A step reaches one pixel far: tiles that overlap by the steps give what
    the whole would."""
    height, width = gap.shape
    room = steps + 4
    before = colours.copy()
    for top in range(0, height, TILE):
        for left in range(0, width, TILE):
            own = slice(top, top + TILE), slice(left, left + TILE)
            if not gap[own].any():
                continue
            y0, x0 = max(0, top - room), max(0, left - room)
            wide = slice(y0, min(height, top + TILE + room)), slice(x0, min(width, left + TILE + room))
            tile = np.ascontiguousarray(before[:, wide[0], wide[1]])
            done = _diffused(tile, gap[wide], _flow(tile), steps)
            colours[:, own[0], own[1]] = done[:, top - y0 : top - y0 + TILE, left - x0 : left - x0 + TILE]


def _flow(colours: Floats) -> _Flow:
    """Flow along edges is free; across them the less, the steeper they are."""
    xx = xy = yy = np.zeros((colours.shape[1] - 1, colours.shape[2] - 1), np.float32)
    for plane in colours:
        soft = cv2.GaussianBlur(plane, (0, 0), BLUR)
        rise = soft[1:, 1:] - soft[:-1, :-1]
        fall = soft[1:, :-1] - soft[:-1, 1:]
        dx, dy = (rise - fall) * np.float32(0.5), (rise + fall) * np.float32(0.5)
        xx, xy, yy = xx + dx * dx, xy + dx * dy, yy + dy * dy
    xx, xy, yy = (cv2.GaussianBlur(part, (0, 0), SPREAD) for part in (xx, xy, yy))
    apart = np.sqrt((xx - yy) ** 2 + 4 * xy * xy) + _EPSILON
    steepest = (xx + yy + apart) * np.float32(0.5)
    held = 1 - 1 / np.sqrt(1 + steepest / np.float32(EDGE**2))
    cosine, sine = (xx - yy) / apart, 2 * xy / apart
    a, c = 1 - held * (1 + cosine) * np.float32(0.5), 1 - held * (1 - cosine) * np.float32(0.5)
    b = -held * sine * np.float32(0.5)
    # This weight couples no pixels across an edge that is level, upright or diagonal.
    mode = (a + c) * np.float32(0.25) - np.abs(b) * np.float32(0.5)
    half = np.float32(0.5)
    return _Flow(a * half, b * half, c * half, np.asarray(mode, np.float32))


def _diffused(colours: Floats, gap: Flags, flow: _Flow, steps: int) -> Floats:
    """Some steps of the flow in the gap's pixels; the others stay."""
    height, width = gap.shape
    keep, pulls = _pulls(flow, gap)
    # The planes below one another, each with a rim of one pixel that nothing flows through: a step is a
    # product for each of the eight neighbours, and no neighbour's bounds are looked at.
    now = _rimmed(colours)
    before = now.copy()
    inside = slice(1, now.shape[0] - 1), slice(1, width + 1)
    change = np.empty((now.shape[0] - 2, width), np.float32)
    for k in range(steps):
        cv2.multiply(now[inside], keep, dst=change)
        for (down, right), pull in pulls.items():
            there = now[1 + down : now.shape[0] - 1 + down, 1 + right : 1 + right + width]
            cv2.accumulateProduct(there, pull, change)
        ahead = (4 * k + 2) / (2 * k + 3)
        cv2.addWeighted(change, ahead, before[inside], 1 - ahead, 0, dst=before[inside])
        before, now = now, before
    return now.reshape(3, height + 2, width + 2)[:, 1:-1, 1:-1]


def _rimmed(planes: Floats) -> Floats:
    """Planes below one another, `[3 * (h + 2), w + 2]`, each within a rim of zeros."""
    count, height, width = planes.shape
    result = np.zeros((count, height + 2, width + 2), np.float32)
    result[:, 1:-1, 1:-1] = planes
    return result.reshape(count * (height + 2), width + 2)


def _pulls(flow: _Flow, gap: Flags) -> tuple[Floats, dict[tuple[int, int], Floats]]:
    """What a step takes of a pixel's own colour and of its neighbours', by (down, right).

    A corner pulls the four pixels around it together: those beside each other, above each other,
    and on either diagonal. The flow's matrix written out by pixels.
    """
    half = np.float32(0.5)
    slant = half * (flow.yy - flow.xx)
    both = half * (flow.xx + flow.yy)
    corner = {
        (0, 1): flow.mode - slant,
        (1, 0): flow.mode + slant,
        (1, 1): both + flow.xy - flow.mode,
        (1, -1): both - flow.xy - flow.mode,
    }
    height, width = gap.shape
    rate = gap.astype(np.float32) * STEP
    pulls: dict[tuple[int, int], Floats] = {}
    for (down, right), weight in corner.items():
        around = np.zeros((height + 1, width + 1), np.float32)
        around[1:-1, 1:-1] = weight
        # Pixels side by side have a corner on either side, those on a diagonal the one between them.
        if right == 0:
            first = around[1:, :-1] + around[1:, 1:]
        elif down == 0:
            first = around[:-1, 1:] + around[1:, 1:]
        else:
            first = around[1:, 1:] if right > 0 else around[1:, :-1]
        back = np.zeros_like(rate)
        back[down:, max(right, 0) : width + min(right, 0)] = first[
            : height - down, max(-right, 0) : width - max(right, 0)
        ]
        pulls[down, right] = first * rate
        pulls[-down, -right] = back * rate
    keep = np.asarray(1 - sum(pulls.values()), np.float32)
    return _thrice(keep), {way: _thrice(pull) for way, pull in pulls.items()}


def _thrice(weight: Floats) -> Floats:
    """A weight for each of three planes below one another, `[3 * (h + 2) - 2, w]`."""
    height, width = weight.shape
    result = np.zeros((3, height + 2, width), np.float32)
    result[:, 1:-1] = weight
    return result.reshape(-1, width)[1:-1]

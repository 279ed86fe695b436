"""Tells the product from what it stands before, by a model of the ground, and says how sure it is.

On white, plain and softly lit grounds the outline is good to a few pixels; before a room or a table it is a
guess, with a certainty to match. It knows no products: what a person wears and the person are one to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

import cv2
import numpy as np

from argosy_engines.contracts import Alpha, EngineIdentity, EngineSpec, Image, Matte
from argosy_engines.ground_model import PLAIN, Flags, Floats, Ground, ground_of, lab, rim_of
from argosy_engines.registry import reject_unknown_options

SIDE: Final = 256
"""The longer side of the copy that is worked on; time does not grow with the picture."""
SMALLEST: Final = 16
"""Pixels a side: nothing is told in less."""
SHADOW: Final = 35.0
"""How much darker than the ground a soft shadow may be."""
GAP: Final = 0.12
"""Of the picture: the largest part of the ground that is a shade off it, such as what shows between two
legs."""
MOST_HOLES: Final = 3
GLOW: Final = 14.0
"""And how much lighter, where light falls on a wall."""
EDGE: Final = 3.0
"""Change of tone a pixel that even the ground's own tone does not cross."""
GENTLE: Final = 1.6
"""Change of tone a pixel below which there is no edge."""
SURE: Final = 0.97
BUSY: Final = 0.35
"""The most that is said of an outline before a crowded ground."""


@dataclass(frozen=True, slots=True)
class GroundSegmenter:
    """`ImageSegmenter` by a ground model, region growing and GrabCut."""

    identity: EngineIdentity

    @classmethod
    def from_spec(cls, spec: EngineSpec) -> Self:
        """No weights, no options."""
        reject_unknown_options(spec, set())
        cv2.setNumThreads(1)  # as in `ground_eraser`
        return cls(spec.identity("ground-model", model="rim+grabcut", revision=f"1-opencv-{cv2.__version__}"))

    def segment(self, image: Image, hint: Alpha | None) -> Matte:
        """See `contracts.ImageSegmenter`."""
        if hint is not None and (given := cut_out(hint)):
            return Matte(hint.copy(), given)
        return outlined(image)


def outlined(image: Image) -> Matte:
    """The matte of a picture without a hint."""
    height, width = image.shape[:2]
    if min(height, width) < SMALLEST:
        return Matte(np.zeros((height, width), np.uint8), 0.0)
    small = shrunk(image, SIDE)
    mask, certainty = _outline(small)
    soft = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.8)
    large = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
    # A band of about a pixel of the copy, wherever the picture is large.
    alpha = np.clip((large - 0.5) * 2.0 + 0.5, 0.0, 1.0)
    return Matte(np.rint(alpha * 255.0).astype(np.uint8), certainty)


def shrunk(image: Image, side: int) -> Image:
    """A copy whose longer side is at most `side` and whose shorter is never below `SMALLEST`."""
    height, width = image.shape[:2]
    scale = min(1.0, side / max(height, width))
    size = (
        max(min(SMALLEST, width), round(width * scale)),
        max(min(SMALLEST, height), round(height * scale)),
    )
    return np.ascontiguousarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def cut_out(hint: Alpha) -> float | None:
    """How sure a hint is that marks something as not the product; None for one that says nothing."""
    clear = hint < 128
    share = float(clear.mean())
    if not 0.02 <= share <= 0.995:
        return None
    return 0.98 if float(clear[rim_of(hint.shape)].mean()) > 0.5 else 0.8


def _outline(small: Image) -> tuple[Flags, float]:
    tones = cv2.GaussianBlur(lab(small), (0, 0), 0.8).astype(np.float32)
    ground = ground_of(tones)
    edges = _edges(tones)
    like = _like_ground(ground, edges)
    sketch = _opened(_whole(~_grown(ground, like), ground.is_plain), like, ground)
    covers = float(sketch.mean())
    if not 0.002 < covers < 0.97:
        return sketch, 0.0
    mask = _refined(small, sketch)
    return mask, _certainty(mask, sketch, ground, edges)


def _edges(tones: Floats) -> Floats:
    """Change of tone a pixel, `[h, w]`."""
    across, down = (cv2.Sobel(tones, cv2.CV_32F, dx, dy, ksize=3, scale=1 / 8) for dx, dy in ((1, 0), (0, 1)))
    return np.asarray(np.sqrt((across**2 + down**2).sum(axis=2)), np.float32)


def _like_ground(ground: Ground, edges: Floats) -> Flags:
    """What may be ground by itself: its tone, or its hue in soft shadow or in the light that a lamp throws on
    it."""
    near = ground.away < ground.reach
    if not ground.is_plain:
        return near
    gentle = (edges < GENTLE + ground.spread) & (ground.darker > -GLOW) & (ground.darker < SHADOW)
    return gentle | (near & (edges < EDGE + ground.spread))


def _grown(ground: Ground, like: Flags) -> Flags:
    """What is like the ground and reached from the rim without crossing an edge."""
    if not ground.is_plain:
        return like
    _, labels = cv2.connectedComponents(like.astype(np.uint8), connectivity=4)
    at_rim = np.bincount(labels[rim_of(like.shape) & like], minlength=labels.max() + 1)
    total = max(1, at_rim.sum())
    kept = np.zeros(len(at_rim), np.bool_)
    for at in np.nonzero(at_rim)[0]:
        # A white shirt that goes on below a grey picture touches the rim too, a shade off the ground.
        part = labels == at
        close = float(np.median(ground.away[part])) < 0.8 + 2.0 * ground.spread
        kept[at] = at > 0 and (close or at_rim[at] > 0.25 * total or part.mean() < GAP)
    found = kept[labels]
    # The pixels at an edge's foot are the ground's where they look like it.
    wider = cv2.dilate(found.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return np.asarray(found | (wider & (ground.away < ground.reach)), np.bool_)


def _whole(rough: Flags, is_plain: bool) -> Flags:
    """Specks aside, and holes closed."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    mask = cv2.morphologyEx(rough.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel)
    count, labels, stats, centres = cv2.connectedComponentsWithStats(mask)
    if count < 2:
        return np.zeros_like(rough)
    areas = stats[:, cv2.CC_STAT_AREA].astype(np.float64)
    areas[0] = 0
    kept = areas >= max(0.03 * areas.max(), 0.001 * mask.size)
    if not is_plain:  # before a room, things at the sides are the room's
        height, width = rough.shape
        middle = (np.abs(centres[:, 0] / width - 0.5) < 0.3) & (np.abs(centres[:, 1] / height - 0.5) < 0.32)
        kept &= middle | (areas == areas.max())
    kept[0] = False
    return _filled(kept[labels])


def _filled(mask: Flags) -> Flags:
    """Everything that the outline goes around."""
    _, labels = cv2.connectedComponents((~mask).astype(np.uint8), connectivity=4)
    outer = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    return mask | ~np.isin(labels, outer)


def _opened(mask: Flags, like: Flags, ground: Ground) -> Flags:
    """The mask without holes that show the ground, such as a mug's handle. One as large as the product is the
    product itself, white on white; many of them are its pattern."""
    if not ground.is_plain:
        return mask
    inside = (like & mask & (ground.away < 2 * ground.reach)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=4)
    areas = stats[:, cv2.CC_STAT_AREA] / max(1, mask.sum())
    holes = [at for at in range(1, count) if areas[at] > 0.01]
    shown = [
        at for at in holes
        if 0.02 < areas[at] < 0.5 and float(np.median(ground.away[labels == at])) < ground.reach
    ]  # fmt: skip
    return mask & ~np.isin(labels, shown) if len(holes) <= MOST_HOLES else mask


def _refined(small: Image, sketch: Flags) -> Flags:
    """The sketch with its outline drawn along the picture's own edges, in the part of the picture that it is
    in."""
    ys, xs = np.nonzero(sketch)
    window = tuple(slice(max(0, int(v.min()) - 14), int(v.max()) + 15) for v in (ys, xs))
    inside, rough = np.ascontiguousarray(small[window]), sketch[window].astype(np.uint8)
    marks = np.full(rough.shape, cv2.GC_BGD, np.uint8)
    marks[cv2.dilate(rough, np.ones((7, 7), np.uint8)) > 0] = cv2.GC_PR_BGD
    marks[rough > 0] = cv2.GC_PR_FGD
    marks[cv2.erode(rough, np.ones((5, 5), np.uint8), borderValue=1) > 0] = cv2.GC_FGD
    if not (marks == cv2.GC_FGD).any() or not (marks == cv2.GC_BGD).any():
        return sketch
    cv2.setRNGSeed(1)
    cv2.grabCut(inside, marks, (0, 0, 1, 1), np.zeros((1, 65)), np.zeros((1, 65)), 1, cv2.GC_INIT_WITH_MASK)
    mask = np.zeros_like(sketch)
    mask[window] = (marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD)
    return mask


def _certainty(mask: Flags, sketch: Flags, ground: Ground, edges: Floats) -> float:
    """The weakest of: is the rim one ground, is it smooth, does the outline lie on edges, did both ways find
    the same."""
    union = float((mask | sketch).sum())
    agree = float((mask & sketch).sum()) / union if union else 0.0
    outline = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    outline &= ~rim_of(mask.shape)
    near = cv2.dilate(edges, np.ones((3, 3), np.uint8))
    sharp = float((near[outline] > 3.5 + ground.spread).mean()) if outline.any() else 0.0
    parts = (
        (ground.share - PLAIN + 0.05) / 0.3,
        1.0 - (ground.spread - 2.5) / 6.0,
        (sharp - 0.6) / 0.25,
        (agree - 0.5) / 0.35,
    )
    found = float(np.clip(min(parts), 0.0, 1.0)) * SURE
    return found if ground.is_plain else min(found, BUSY)

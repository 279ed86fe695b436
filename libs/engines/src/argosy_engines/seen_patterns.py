"""Which simple pattern a surface shows, by how its colours are laid out: solid, striped, plaid, checkerboard,
dots, else printed.

Everything is measured on the joined colours of `seen_colours`, so that light and folds make no stripes. What
a print shows (flowers, a leopard's skin, letters) is not told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from argosy_engines.ground_model import Flags, Floats
from argosy_engines.seen_colours import SeenColours, is_one_hue

SOLID, STRIPED, PLAID, CHECKERBOARD, DOTS, PRINTED = (
    f"pattern.{name}" for name in ("solid", "striped", "plaid", "checkerboard", "polka_dot", "printed")
)
KINDS: Final = (SOLID, STRIPED, PLAID, CHECKERBOARD, DOTS, PRINTED)

_CELLS: Final = 6
"""The product is looked at in so many by so many cells: a pattern is everywhere, a logo in a few."""
_LEAST_DOTS: Final = 10


@dataclass(frozen=True, slots=True)
class _Layout:
    """What is measured. All but `turns` 0..1."""

    busy: float
    """Share of pixels at an edge between colours."""
    spread: float
    """Share of cells that have such edges."""
    one_way: float
    """How far all edges run one way."""
    two_ways: float
    """How far they run two ways, at a right angle."""
    by_rows: float
    """How much of the colours is told by where a pixel is across the edges: 1 for stripes."""
    by_both: float
    """And by where it is along two ways, each for itself: 1 for woven checks, 0 for a checkerboard."""
    turns: int
    """How often the colour changes across the stripes."""
    dots: float
    """Share of the lesser colours' pixels that lie in round spots of one size."""


def patterns_of(seen: SeenColours, product: Flags) -> Mapping[str, float]:
    """How well each of `KINDS` fits, 0..1; nothing where no colour was seen."""
    if not seen.colours:
        return {}
    main = seen.colours[0].share
    if len(seen.colours) == 1:
        return {SOLID: 0.95}
    layout = _measured(seen, product)
    everywhere = _between(layout.spread, 0.35, 0.75)
    # What both directions tell is woven checks; what one tells alone is stripes.
    second = layout.by_both - layout.by_rows
    striped = everywhere * min(
        _between(layout.one_way, 0.25, 0.5),
        _between(layout.turns, 2, 5),
        _between(layout.by_rows, 0.3, 0.55),
        _between(0.6 * layout.by_rows - second, 0.0, 0.1),
    )
    checked = everywhere * min(
        _between(layout.two_ways, 0.5, 0.75), _between(0.75 - layout.one_way, 0.0, 0.3)
    )
    even = _between(min(one.share for one in seen.colours[:2]), 0.15, 0.3)
    board = checked * even * _between(0.5 - layout.by_both, 0.0, 0.25)
    dotted = _between(layout.dots, 0.45, 0.75) * everywhere
    checked *= 1 - max(dotted, striped)
    board *= 1 - dotted
    solid = min(_between(main, 0.82, 0.97), _between(0.06 - layout.busy, 0.0, 0.04))
    named = {STRIPED: striped, PLAID: max(0.0, checked - board), CHECKERBOARD: board, DOTS: dotted}
    printed = _between(layout.busy, 0.01, 0.06) * (1 - max(*named.values(), solid))
    if is_one_hue(seen.colours):
        # Folds and shine on a plain thing look no different from a print in darker and lighter tones of one
        # hue.
        solid, printed = max(solid, 0.45 * printed), 0.55 * printed
    fits = {SOLID: solid, **named, PRINTED: printed}
    return {kind: round(float(fit), 3) for kind, fit in fits.items() if fit > 0.05}


def _between(value: float, low: float, high: float) -> float:
    """0 at `low`, 1 at `high`."""
    return float(np.clip((value - low) / (high - low), 0.0, 1.0))


def _measured(seen: SeenColours, product: Flags) -> _Layout:
    inner = cv2.erode(product.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    inner &= seen.labels >= 0
    if inner.sum() < 100:
        return _Layout(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0, 0.0)
    flat = _flat(seen)
    across, down, strength = _edges(flat, seen.labels, product)
    strong = inner & (strength > 1.5)
    weight = strength[strong]
    angle = np.arctan2(down[strong], across[strong])
    total = float(weight.sum()) or 1.0
    one = np.sum(weight * np.exp(2j * angle)) / total
    two = np.sum(weight * np.exp(4j * angle)) / total
    # Stripes lie across their edges' common direction; checks across both of theirs.
    by_rows, turns = _told_by(flat, inner, float(np.angle(one)) / 2)
    first = float(np.angle(two)) / 4
    rows, _ = _told_by(flat, inner, first)
    columns, _ = _told_by(flat, inner, first + np.pi / 2)
    return _Layout(
        busy=float(strong.sum() / inner.sum()),
        spread=_spread(strong, inner),
        one_way=float(np.abs(one)),
        two_ways=float(np.abs(two)),
        by_rows=by_rows,
        by_both=min(1.0, rows + columns),
        turns=turns,
        dots=_dots(seen, inner),
    )


def _flat(seen: SeenColours) -> Floats:
    """The product painted in its few colours, `[h, w, 3]`; what is none of them in the first."""
    paints = np.array([one.rgb for one in seen.colours], np.float32).reshape(1, -1, 3) / 255.0
    tones = np.asarray(cv2.cvtColor(paints, cv2.COLOR_RGB2LAB), np.float32)[0]
    return np.asarray(tones[np.maximum(seen.labels, 0)], np.float32)


def _edges(flat: Floats, labels: npt.NDArray[np.int32], product: Flags) -> tuple[Floats, Floats, Floats]:
    """The gradient by its strongest channel: across, down, and its length."""
    soft = cv2.GaussianBlur(flat, (0, 0), 1.2)
    across, down = (cv2.Sobel(soft, cv2.CV_32F, dx, dy, ksize=3, scale=1 / 8) for dx, dy in ((1, 0), (0, 1)))
    lengths = across**2 + down**2
    best = lengths.argmax(axis=2)[..., None]
    taken = [
        np.asarray(np.take_along_axis(one, best, axis=2)[..., 0], np.float32)
        for one in (across, down, lengths)
    ]
    outside = cv2.dilate(((labels < 0) | ~product).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    length = np.asarray(np.sqrt(taken[2]), np.float32)
    length[outside] = 0.0
    return taken[0], taken[1], length


def _spread(strong: Flags, inner: Flags) -> float:
    ys, xs = np.nonzero(inner)
    window = (slice(int(ys.min()), int(ys.max()) + 1), slice(int(xs.min()), int(xs.max()) + 1))
    size = (_CELLS, _CELLS)
    room = cv2.resize(inner[window].astype(np.float32), size, interpolation=cv2.INTER_AREA)
    edges = cv2.resize(strong[window].astype(np.float32), size, interpolation=cv2.INTER_AREA)
    looked = room > 0.3
    return float((edges[looked] / room[looked] > 0.04).mean()) if looked.any() else 0.0


def _told_by(flat: Floats, inner: Flags, angle: float) -> tuple[float, int]:
    """How much of the colours' variance is told by the place along one direction, and how often they change
    along it."""
    ys, xs = np.nonzero(inner)
    place = np.round(xs * np.cos(angle) + ys * np.sin(angle)).astype(np.int64)
    place -= place.min()
    values = flat[inner].astype(np.float64)
    counts = np.bincount(place)
    sums = np.stack([np.bincount(place, weights=values[:, c]) for c in range(3)], axis=1)
    profile = np.asarray(sums / np.maximum(counts, 1)[:, None], np.float64)
    mean = values.mean(axis=0)
    whole = float(((values - mean) ** 2).sum())
    told = float((((profile - mean) ** 2) * counts[:, None]).sum())
    if whole < 1e-6:
        return 0.0, 0
    main = _main_axis(profile - mean, counts)
    line = (profile - mean)[counts > 0] @ main
    level = 0.5 * np.sqrt(max(1e-9, float(np.average(line**2, weights=counts[counts > 0]))))
    signs = np.sign(line[np.abs(line) > level])
    return told / whole, int((np.diff(signs) != 0).sum())


def _main_axis(profile: npt.NDArray[np.float64], counts: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    _, axes = np.linalg.eigh((profile * counts[:, None]).T @ profile)
    return np.asarray(axes[:, -1])


def _dots(seen: SeenColours, inner: Flags) -> float:
    """Of the lesser colours' pixels, how many lie in spots that are round and of one size."""
    most = 0.0
    for ground in range(min(2, len(seen.colours))):
        spots = ((seen.labels != ground) & inner).astype(np.uint8)
        outlines, _ = cv2.findContours(spots, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        rows = [(cv2.contourArea(one), cv2.arcLength(one, closed=True), _box(one)) for one in outlines]
        rows = [(area, around, box) for area, around, box in rows if area >= 6 and around > 0]
        if len(rows) < _LEAST_DOTS:
            continue
        areas = np.array([area for area, _, _ in rows])
        # Counted by pixels a polygon's outline is a little long: a perfect small disc comes to 0.8. A square
        # is as round by that measure, but fills its box.
        circular = np.array(
            [4 * np.pi * area / around**2 > 0.7 and area < 0.9 * box for area, around, box in rows]
        )
        alike = np.abs(np.log(areas / np.median(areas[circular]))) < 0.7 if circular.any() else circular
        if (circular & alike).sum() >= _LEAST_DOTS:
            most = max(most, float(areas[circular & alike].sum() / areas.sum()))
    return most


def _box(outline: npt.NDArray[np.int32]) -> float:
    """The area of the narrowest box around an outline."""
    wide, high = cv2.minAreaRect(outline)[1]
    return float(wide * high)

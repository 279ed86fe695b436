"""The colours that a product's own pixels show, each with its share.

Pixels are grouped in CIELAB; groups that are one surface in light and shade are joined again: where they meet
there is no edge. Shine goes to the colour that it lies on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from argosy_engines.contracts import Image
from argosy_engines.ground_model import Flags, Floats

_GROUPS: Final = 10
_LIGHTNESS: Final = 0.55
_ONE: Final = 3.0
"""Groups nearer than this are one colour."""
_NOISE: Final = 3.5
"""A step of tone over two pixels that is no edge."""
_LEAST: Final = 0.035
"""Of the product: what is less is a button, a label, noise."""
_LEAST_STRANGE: Final = 0.015
_STRANGE: Final = 25.0
"""A small group this far from all others is a print's colour, not the seam of two."""
_SEEN: Final = 20_000
"""Pixels that are grouped; more say no more."""


@dataclass(frozen=True, slots=True, eq=False)
class SeenColour:
    """A colour of the product: `rgb` 0..255 in even light, and the share of its pixels."""

    rgb: tuple[float, float, float]
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class SeenColours:
    """The colours, the largest first; `labels` [h, w]: which of them each pixel is, -1 where it is none."""

    colours: tuple[SeenColour, ...]
    labels: npt.NDArray[np.int32]


def colours_of(image: Image, tones: Floats, product: Flags) -> SeenColours:
    """The colours inside `product`. All are of one size; `tones` is `image` in CIELAB."""
    labels = np.full(product.shape, -1, np.int32)
    inner = _inside(product)
    flat = _evenly_lit(tones, product)
    points = flat[inner] * np.array([_LIGHTNESS, 1.0, 1.0], np.float32)
    if len(points) < 8:
        return SeenColours((), labels)
    centres = _centres(points)
    groups = np.argmin([((points - one) ** 2).sum(axis=1) for one in centres], axis=0).astype(np.int32)
    labels[inner] = groups
    owners = _joined(labels, flat, centres, len(points))
    labels[inner] = owners[groups]
    counts = np.bincount(labels[inner], minlength=len(centres))
    order = _kept(counts / len(points), centres)
    # What is too little to be a colour is mostly where two meet: it goes to the nearer.
    near = [min(range(len(order)), key=lambda n: float(np.linalg.norm(centres[at] - centres[order[n]])))
            for at in range(len(centres))] if order else []  # fmt: skip
    for n, at in enumerate(order):
        near[at] = n
    surely = labels.copy()
    labels[inner] = np.array(near, np.int32)[owners[groups]] if order else -1
    shares = np.bincount(labels[inner][labels[inner] >= 0], minlength=len(order)) / len(points)
    colours = [
        SeenColour(_look(image[surely == at], tones[surely == at]), float(shares[n]))
        for n, at in enumerate(order)
    ]
    return SeenColours(tuple(colours), labels)


def _evenly_lit(tones: Floats, product: Flags) -> Floats:
    """Tones without most of the slow change of light over the product: the dark side of a pale stripe may be
    as dark as the pale side of a dark one."""
    weight = product.astype(np.float32)
    wide = max(tones.shape[:2]) / 8
    light = cv2.GaussianBlur(tones[..., 0] * weight, (0, 0), wide) / np.maximum(
        cv2.GaussianBlur(weight, (0, 0), wide), 1e-3
    )
    flat = tones.copy()
    flat[..., 0] -= 0.7 * (light - float(light[product].mean()))
    return flat


def _kept(shares: npt.NDArray[np.float64], centres: Floats) -> list[int]:
    """The groups that are colours, the largest first: large ones, and small ones like none of these."""
    kept: list[int] = []
    for at in np.argsort(-shares).tolist():
        strange = all(float(np.linalg.norm(centres[at] - centres[other])) > _STRANGE for other in kept)
        if shares[at] >= _LEAST or (strange and shares[at] >= _LEAST_STRANGE):
            kept.append(at)
    return kept


def _inside(product: Flags) -> Flags:
    """Without the outline, whose pixels are mixed with the ground; thin things keep what they have."""
    inner = cv2.erode(product.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return inner if inner.sum() > 0.35 * product.sum() else product


def _centres(points: Floats) -> Floats:
    cv2.setRNGSeed(1)
    some = points[:: max(1, len(points) // _SEEN)]
    rule = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 15, 0.5)
    _, _, centres = cv2.kmeans(some, min(_GROUPS, len(some)), None, rule, 1, cv2.KMEANS_PP_CENTERS)  # type: ignore[call-overload]
    return np.asarray(centres, np.float32)


def _joined(
    labels: npt.NDArray[np.int32], tones: Floats, centres: Floats, total: int
) -> npt.NDArray[np.int32]:
    """For each group the one that it belongs to: near in tone, or met without an edge, its hue alike."""
    count = len(centres)
    meets, steps = _borders(labels, tones, count)
    owner = np.arange(count, dtype=np.int32)

    def root(at: int) -> int:
        while owner[at] != at:
            at = int(owner[at])
        return at

    pairs = [(float(np.linalg.norm(centres[a] - centres[b])), a, b) for a in range(count) for b in range(a)]
    for away, a, b in sorted(pairs):
        gentle = max(_NOISE, 0.42 * _true(away, centres[a], centres[b]))
        smooth = meets[a, b] > 0.004 * total and steps[a, b] < gentle
        if away < _ONE or (smooth and _one_hue(centres[a], centres[b])):
            owner[root(a)] = root(b)
    return np.array([root(at) for at in range(count)], np.int32)


def _true(away: float, one: Floats, other: Floats) -> float:
    """The distance with lightness at its full weight."""
    light = abs(float(one[0] - other[0])) / _LIGHTNESS
    return float(np.hypot(np.sqrt(max(0.0, away**2 - (light * _LIGHTNESS) ** 2)), light))


def _borders(labels: npt.NDArray[np.int32], tones: Floats, count: int) -> tuple[Floats, Floats]:
    """How often two groups meet, and the mean step of tone from one to the other there, over two pixels."""
    meets, steps = np.zeros((count, count), np.float32), np.zeros((count, count), np.float32)
    for axis in (0, 1):
        near, far = (slice(None, -2), slice(2, None)) if axis == 0 else (np.s_[:, :-2], np.s_[:, 2:])
        one, other = labels[near], labels[far]
        differ = (one != other) & (one >= 0) & (other >= 0)
        step = np.linalg.norm(tones[near][differ] - tones[far][differ], axis=1)
        for pair in ((one[differ], other[differ]), (other[differ], one[differ])):
            np.add.at(meets, pair, 1.0)
            np.add.at(steps, pair, step)
    return meets, (steps / np.maximum(meets, 1.0)).astype(np.float32)


def _one_hue(one: Floats, other: Floats) -> bool:
    """Whether light and shade may make one of the other: colour grows with light, its hue stays."""
    chromas = [float(np.hypot(tone[1], tone[2])) for tone in (one, other)]
    if max(chromas) < 9:
        return True
    cross = abs(float(one[1] * other[2] - one[2] * other[1])) / max(chromas)
    along = float(one[1] * other[1] + one[2] * other[2]) / max(chromas)
    return cross < 7 and along > -4


def is_one_hue(colours: Sequence[SeenColour]) -> bool:
    """Whether all of them may be the largest one in other light."""
    paints = np.array([one.rgb for one in colours], np.float32).reshape(1, -1, 3) / 255.0
    tones = np.asarray(cv2.cvtColor(paints, cv2.COLOR_RGB2LAB), np.float32)[0]
    return all(_one_hue(tones[0], tone) for tone in tones[1:])


def _look(pixels: npt.NDArray[np.uint8], tones: Floats) -> tuple[float, float, float]:
    """The colour in even light: what shadow darkens or shine brightens is left aside.

    On pale things shadows are what disturbs, on dark ones shine.
    """
    light = tones[:, 0]
    low, high = (60, 93) if float(np.median(light)) > 35 else (15, 60)
    span = (light >= np.percentile(light, low)) & (light <= np.percentile(light, high))
    red, green, blue = np.median(pixels[span], axis=0).tolist()
    return red, green, blue

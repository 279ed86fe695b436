"""What a product stands before: a surface fitted to the picture's rim, and how far pixels are from it.

Shop pictures stand before white, one tone, or light that falls off; a few have a room behind them. Tones are
CIELAB.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from argosy_engines.contracts import Image

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

RIM = 0.04
"""Of the shorter side: how wide the rim is that is taken for ground."""
WEIGHTS = np.array([0.6, 1.0, 1.0], np.float32)
"""Lightness counts less than hue: light falls off, and shadows lie on the ground."""
PLAIN = 0.45
"""The least share of the rim that one surface must explain to be the ground."""
REACHES = (26.0, 14.0, 8.0)
"""How far from the surface a pixel of the rim may be and still shape it, in each round of fitting."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """`away` [h, w]: distance of each pixel from the ground; `darker` [h, w]: how much darker than it, its
    hue alike."""

    away: Floats
    darker: Floats
    share: float
    """Of the rim, what the ground explains."""
    spread: float
    """How rough it is: the residue of those that it explains."""

    @property
    def is_plain(self) -> bool:
        return self.share >= PLAIN

    @property
    def reach(self) -> float:
        """Beyond this distance a pixel is not the ground's."""
        return float(np.clip(3.5 * self.spread + 2.5, 3.5, 14.0))


def lab(image: Image) -> Floats:
    """CIELAB, L 0..100."""
    return np.asarray(cv2.cvtColor(image.astype(np.float32) / 255.0, cv2.COLOR_RGB2LAB), np.float32)


def rim_of(shape: tuple[int, ...]) -> Flags:
    """The picture's outermost pixels."""
    width = max(2, round(RIM * min(shape[:2])))
    rim = np.ones(shape[:2], np.bool_)
    rim[width:-width, width:-width] = False
    return rim


def ground_of(tones: Floats) -> Ground:
    """The ground of a picture in CIELAB; where no surface explains the rim, its few tones stand for it."""
    rim = rim_of(tones.shape)
    surface, share, spread = _surface(tones, rim)
    if share < PLAIN:
        away = _crowded(tones, rim)
        return Ground(away, np.zeros_like(away), share, max(spread, 4.0))
    apart = tones - surface
    darker = -apart[..., 0]
    darker[np.hypot(apart[..., 1], apart[..., 2]) > 5.0 + 2.0 * spread] = -100.0
    return Ground(np.linalg.norm(apart * WEIGHTS, axis=2), darker, share, spread)


def _surface(tones: Floats, rim: Flags) -> tuple[Floats, float, float]:
    """A surface of the second degree through most of the rim: `[h, w, 3]`, the share that it explains, its
    residue."""
    height, width = rim.shape
    ys, xs = np.nonzero(rim)
    terms = _terms(xs / width - 0.5, ys / height - 0.5)
    values = tones[rim]
    start = _commonest(values)
    near = np.linalg.norm((values - start) * WEIGHTS, axis=1)
    shape = np.zeros((6, 3))
    for reach in REACHES:
        kept = near < reach
        if kept.sum() < 12:
            break
        # Curvature is held back: the rim says little of the middle where a side of it is missing.
        held = np.diag([0.0, 1e-3, 1e-3, 1e-2, 1e-2, 1e-2]) * kept.sum()
        one = terms[kept]
        shape = np.linalg.solve(one.T @ one + held + 1e-6 * np.eye(6), one.T @ values[kept])
        near = np.linalg.norm((values - terms @ shape) * WEIGHTS, axis=1)
    kept = near < REACHES[-1]
    spread = float(1.48 * np.median(near[kept])) if kept.any() else 20.0
    grid_y, grid_x = np.mgrid[0:height, 0:width]
    every = _terms(grid_x.ravel() / width - 0.5, grid_y.ravel() / height - 0.5) @ shape
    return every.reshape(height, width, 3).astype(np.float32), float(kept.mean()), spread


def _terms(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.stack([np.ones_like(x), x, y, x * x, y * y, x * y], axis=1)


def _commonest(values: Floats) -> Floats:
    """The mean of the tone that most pixels share, to within a few levels."""
    cells = np.floor(values / 8.0).astype(np.int64)
    _, places, counts = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    return np.asarray(values[places.reshape(-1) == counts.argmax()].mean(axis=0), np.float32)


def _crowded(tones: Floats, rim: Flags) -> Floats:
    """The distance from the nearest of the rim's four commonest tones."""
    cv2.setRNGSeed(1)
    rule = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 0.5)
    values = tones[rim]
    _, _, centres = cv2.kmeans(values, min(4, len(values)), None, rule, 1, cv2.KMEANS_PP_CENTERS)  # type: ignore[call-overload]
    away = np.min([np.linalg.norm((tones - centre) * WEIGHTS, axis=2) for centre in centres], axis=0)
    return np.asarray(away, np.float32)

"""Pictures made small and measured."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from argosy_pictures.looks import Pixels

_NARROW: Final = 1.0
_WIDE: Final = 2.5


def shrunk(pixels: Pixels, longest: int) -> tuple[Pixels, float]:
    """The picture with its longer side at most ``longest``, and how many of its pixels one stands for."""
    times = max(1.0, max(pixels.shape[:2]) / longest)
    if times == 1.0:
        return pixels, 1.0
    size = (max(1, round(pixels.shape[1] / times)), max(1, round(pixels.shape[0] / times)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8), times


def grey(pixels: Pixels) -> npt.NDArray[np.uint8]:
    """Luma, ``uint8[height, width]``."""
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)


def lab(pixels: Pixels) -> npt.NDArray[np.float32]:
    """CIELAB (D65): L 0..100, a and b about -100..100, ``float32[height, width, 3]``."""
    return np.asarray(cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)


def blur_width(pixels: Pixels, longest: int = 800) -> float | None:
    """How far the sharpest edges are smeared: a Gaussian's width in pixels of a picture ``longest`` wide.

    None where there are too few edges to tell. By how much steeper edges are after a narrow blur than after
    a wide one (S. Zhuo, T. Sim, "Defocus map estimation from a single image", Pattern Recognition 44, 2011).
    Only the strongest edges count, so that noise is none, and of those the sharper, so that a blurred
    background is no fault.
    """
    small = grey(shrunk(pixels, longest)[0]).astype(np.float32)
    steep, gentle = (_steepness(small, width) for width in (_NARROW, _WIDE))
    strong = steep > max(6.0, float(np.quantile(steep, 0.98)))
    if strong.sum() < 60:
        return None
    ratio = np.clip(steep[strong] / np.maximum(gentle[strong], 1e-3), 1.0001, _WIDE / _NARROW)
    widths = np.sqrt(np.maximum(0.0, (_WIDE**2 - (ratio * _NARROW) ** 2) / (ratio**2 - 1)))
    return float(np.quantile(widths, 0.25))


def _steepness(small: npt.NDArray[np.float32], width: float) -> npt.NDArray[np.float32]:
    blurred = cv2.GaussianBlur(small, (0, 0), width)
    across, down = (cv2.Sobel(blurred, cv2.CV_32F, x, 1 - x, ksize=3) / 8 for x in (1, 0))
    return np.asarray(np.hypot(across, down), np.float32)

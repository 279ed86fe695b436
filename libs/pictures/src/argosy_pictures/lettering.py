"""Where letters stand on a picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
import numpy.typing as npt

Quad = Sequence[tuple[float, float]]
"""Four (x, y) in the picture's pixels."""


def without_quads(alpha: npt.NDArray[np.uint8], quads: Iterable[Quad]) -> npt.NDArray[np.uint8]:
    """``uint8[height, width]`` with what stands in the quads taken out."""
    rest = alpha.copy()
    cv2.fillPoly(rest, [np.rint(np.asarray(quad, np.float64)).astype(np.int32) for quad in quads], 0)
    return rest

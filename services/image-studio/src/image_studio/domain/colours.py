"""Distances of colours: a picture has a million of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def lengths(vectors: NDArray[Any]) -> NDArray[np.floating[Any]]:
    """The lengths of ``[..., 3]`` vectors: of differences in Lab, distances of colours.

    Bit for bit what ``np.linalg.norm`` gives along the last axis, in a third of its time: that sums
    each three by themselves.
    """
    squares = vectors * vectors
    total = squares[..., 0] + squares[..., 1]
    total += squares[..., 2]
    return np.asarray(np.sqrt(total, out=total), vectors.dtype)

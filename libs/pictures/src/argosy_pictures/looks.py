"""A picture as it was opened: its pixels, and the words on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
"""`[height, width, 3]`, RGB, upright."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in a picture. ``quad``: four (x, y) in the look's pixels; ``confidence`` 0..1."""

    text: str
    quad: tuple[tuple[float, float], ...]
    confidence: float


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """One picture, or one frame of a video, no finer than what is looked for needs.

    ``sent``: (width, height) as it was sent.
    """

    pixels: Pixels
    sent: tuple[int, int]
    lines: tuple[Line, ...] = ()

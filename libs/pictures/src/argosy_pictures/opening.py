"""A picture's bytes opened: what cannot be a picture, or is too much of one, is refused by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image

from argosy_pictures.looks import Pixels
from argosy_store import load_image

MOST_BYTES: Final = 16 * 1024 * 1024
LONGEST_SIDE: Final = 1_280
"""Pixels: what a thing is and words on it can be told; finer costs time."""


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A picture as it is looked at. ``sent``: its size as sent; ``alpha``: ``uint8[height, width]``, what the
    file itself says of its ground, None where it says nothing.
    """

    pixels: Pixels
    sent: tuple[int, int]
    alpha: npt.NDArray[np.uint8] | None


def opened(data: bytes, longest: int = LONGEST_SIDE) -> Opened:
    """A picture upright, on white, at most ``longest`` to a side. Raises ImageRejected."""
    picture, facts = load_image(data, max_bytes=MOST_BYTES)
    alpha = None
    if picture.mode == "RGBA":
        ground = Image.new("RGB", picture.size, "white")
        channel = picture.getchannel("A")
        ground.paste(picture, mask=channel)
        picture = ground
        channel.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        alpha = np.asarray(channel)
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return Opened(np.asarray(picture.convert("RGB")), facts.upright_size, alpha)


def decoded(data: bytes, longest: int = LONGEST_SIDE) -> tuple[Pixels, tuple[int, int]]:
    """`opened` for who needs no more: the pixels, and the size as sent. Raises ImageRejected."""
    picture = opened(data, longest)
    return picture.pixels, picture.sent

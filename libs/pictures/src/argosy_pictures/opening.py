"""A picture's bytes opened: what cannot be a picture, or is too much of one, is refused by name."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image

from argosy_pictures.looks import Pixels
from argosy_store import load_image

MOST_BYTES: Final = 16 * 1024 * 1024
LONGEST_SIDE: Final = 1_280
"""Pixels: what a thing is and words on it can be told; finer costs time."""


def decoded(data: bytes, longest: int = LONGEST_SIDE) -> tuple[Pixels, tuple[int, int]]:
    """A picture upright, on white, at most ``longest`` to a side; its size as sent. Raises ImageRejected."""
    picture, facts = load_image(data, max_bytes=MOST_BYTES)
    if picture.mode == "RGBA":
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return np.asarray(picture.convert("RGB")), facts.upright_size

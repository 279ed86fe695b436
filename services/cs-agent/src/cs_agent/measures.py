"""What operators see: how turns end, how long they take, and where a fault of ours happened."""

from __future__ import annotations

import traceback
from pathlib import PurePath
from typing import Final

_FRAMES: Final = 6


def place_of(error: BaseException) -> str:
    """Where an error was raised, the innermost frame first, without its message."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return " < ".join(f"{PurePath(one.filename).name}:{one.lineno} {one.name}" for one in reversed(frames))

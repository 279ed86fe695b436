"""A short fingerprint of weights on disk, for the revision in an engine's identity."""

from __future__ import annotations

import hashlib
from pathlib import Path

SAMPLE = 1 << 16
"""Bytes read at the start, the middle and the end of each file."""


def digest(place: Path, only: str = "*") -> str:
    """Each file's name, size and three samples of its bytes.

    Reading all of 16 GB at each start would take longer than loading it.
    """
    files = [place] if place.is_file() else sorted(path for path in place.rglob(only) if path.is_file())
    total = hashlib.sha256()
    for path in files:
        size = path.stat().st_size
        total.update(f"{path.name}:{size};".encode())
        with path.open("rb") as file:
            for start in (0, max(0, size // 2 - SAMPLE // 2), max(0, size - SAMPLE)):
                file.seek(start)
                total.update(file.read(SAMPLE))
    return f"sampled-{total.hexdigest()[:16]}"

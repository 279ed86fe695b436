"""What tags and interprets, as one word: the same while the code and data that decide are."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

_PACKAGES: Final = ("argosy_commerce", "argosy_catalogue", "search_tagger")
_DECIDING: Final = (".py", ".yaml")


@cache
def tagging_revision() -> str:
    """Digest of the code and data files of this service and what it reads with; some 10 ms, once."""
    digest = hashlib.sha256()
    for package in _PACKAGES:
        _add(digest, files(package))
    return digest.hexdigest()[:12]


def _add(digest: hashlib._Hash, folder: Traversable) -> None:
    for entry in sorted(folder.iterdir(), key=lambda found: found.name):
        if entry.is_dir():
            _add(digest, entry)
        elif entry.name.endswith(_DECIDING):
            digest.update(f"{entry.name}:".encode())
            digest.update(entry.read_bytes())

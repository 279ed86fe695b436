"""The dev loop inside a service's pod: sources that were synced are imported instead of the image's.

Python runs this file at its start where its folder is on PYTHONPATH. `skaffold dev` writes changed files
below SYNCED_SOURCES, laid out as packages (`cs_agent/handlers.py`), and sends the process SIGHUP. If it has
imported one of them it begins anew in its place: the container stays, and so do the files. A module keeps
the address of its file in the image, so that data beside it is found.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import FrameType, ModuleType

SYNCED = Path(os.environ.get("SYNCED_SOURCES", "/tmp/synced"))  # noqa: S108 — the one place that a pod may write
STARTED = time.time()


class SyncedLoader(SourceFileLoader):
    """Loads a module of the image from the text that was synced."""

    def __init__(self, name: str, path: str, synced: Path) -> None:
        super().__init__(name, path)
        self._synced = synced

    def get_data(self, path: str | bytes | os.PathLike[str]) -> bytes:
        return (
            self._synced.read_bytes() if os.fspath(path) == self.path else super().get_data(os.fspath(path))
        )

    def get_code(self, fullname: str) -> object:  # noqa: ARG002 — it is this loader's one module
        # Compiled files of the image are of other text.
        return self.source_to_code(self._synced.read_bytes(), self.path)


class SyncedFinder(importlib.abc.MetaPathFinder):
    """Asked before the ordinary finder; knows only what was synced."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        place = SYNCED / fullname.replace(".", "/")
        package = place / "__init__.py"
        synced = package if package.is_file() else place.with_suffix(".py")
        if not synced.is_file():
            return None
        known = PathFinder.find_spec(fullname, path, target)
        if known is not None and known.origin:
            known.loader = SyncedLoader(fullname, known.origin, synced)
            return known
        where = [str(place)] if synced == package else None
        return importlib.util.spec_from_file_location(fullname, synced, submodule_search_locations=where)


def concerns_us(file: Path) -> bool:
    """Whether the file came after our start, and its module or that one's package is imported."""
    names = file.relative_to(SYNCED).with_suffix("").parts
    names = names[:-1] if names[-1] == "__init__" else names
    known = ".".join(names) in sys.modules or ".".join(names[:-1]) in sys.modules
    return known and file.stat().st_ctime > STARTED


def begin_anew(_signal: int, _frame: FrameType | None) -> None:
    if any(concerns_us(file) for file in SYNCED.rglob("*.py")):
        os.execv(sys.executable, sys.orig_argv)  # noqa: S606 — itself


sys.meta_path.insert(0, SyncedFinder())
signal.signal(signal.SIGHUP, begin_anew)

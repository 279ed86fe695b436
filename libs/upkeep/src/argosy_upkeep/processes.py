"""The processes of Triton's Python backend, as /proc shows them: one per instance of a model.

A stub's command line holds the path of model.py (a temporary one where the repository is on S3), the
process id of its server, and the instance's name, `<model>_<group>_<number>`, at a place that differs
between releases.
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_STUB = "triton_python_backend_stub"
_SERVER = "tritonserver"
_INSTANCE = re.compile(r"^(?P<model>.+)_\d+_\d+$")


@dataclass(frozen=True, slots=True)
class Stub:
    """One process of a model."""

    model: str
    instance: str


def model_processes(server: int | None = None) -> Mapping[int, Stub]:
    """The stubs that live: below one server, or all that this process can see."""
    found: dict[int, Stub] = {}
    for pid, words in _alive():
        if Path(words[0]).name != _STUB or (server is not None and str(server) not in words):
            continue
        for word in words[2:]:
            if named := _INSTANCE.match(word):
                found[pid] = Stub(named["model"], word)
    return found


def end_servers(sig: signal.Signals = signal.SIGTERM) -> list[int]:
    """Send every Triton server that this process can see and may signal the signal; say which."""
    told: list[int] = []
    for pid, words in _alive():
        if Path(words[0]).name == _SERVER:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, sig)
                told.append(pid)
    return told


def _alive() -> Iterator[tuple[int, list[str]]]:
    """Every process with a command line; what has ended and waits for its parent has none."""
    for entry in _PROC.iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                words = (entry / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
                if words[0]:
                    yield int(entry.name), words

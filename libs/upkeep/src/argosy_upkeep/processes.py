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
_DEFAULT_HTTP_PORT = "8000"
_INSTANCE = re.compile(r"^(?P<model>.+)_\d+_\d+$")


@dataclass(frozen=True, slots=True)
class Stub:
    """One process of a model."""

    model: str
    instance: str


def model_processes(server: int) -> Mapping[int, Stub]:
    """The stubs of one server that live."""
    found: dict[int, Stub] = {}
    for pid, words in _alive():
        if Path(words[0]).name != _STUB or str(server) not in words[2:]:
            continue
        for word in words[2:]:
            if named := _INSTANCE.match(word):
                found[pid] = Stub(named["model"], word)
    return found


def end_stub(pid: int) -> None:
    """Kill a model's process, if it is there and ours to end."""
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)


def server_at(http_port: int) -> int | None:
    """The Triton server with that HTTP port, if this process can see it."""
    for pid, words in _alive():
        if Path(words[0]).name == _SERVER:
            said = [word.partition("=")[2] for word in words if word.startswith("--http-port=")]
            if (said or [_DEFAULT_HTTP_PORT]) == [str(http_port)]:
                return pid
    return None


def end_server(http_port: int, sig: signal.Signals) -> int | None:
    """Send that server the signal; its process id, or None if it is not seen or not ours to end."""
    pid = server_at(http_port)
    if pid is not None:
        try:
            os.kill(pid, sig)
        except (ProcessLookupError, PermissionError):
            return None
    return pid


def _alive() -> Iterator[tuple[int, list[str]]]:
    """Every process with a command line; what has ended and waits for its parent has none."""
    for entry in _PROC.iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                words = (entry / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
                if words[0]:
                    yield int(entry.name), words

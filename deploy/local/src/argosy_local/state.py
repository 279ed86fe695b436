"""What the stack is doing, in a file that `argosy status` and tests read while it runs."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil

STARTING, READY, RESTARTING, STOPPING, STOPPED, FAILED, EXTERNAL = (
    "starting",
    "ready",
    "restarting",
    "stopping",
    "stopped",
    "failed",
    "external",
)


@dataclass(slots=True)
class PartState:
    """One supervised process, or a part that runs elsewhere (`external`, no pid)."""

    name: str
    status: str = STOPPED
    address: str = ""
    ports: dict[str, int] = field(default_factory=dict)
    pid: int | None = None
    process_started: float | None = None
    """The process's creation time as the system gives it: a pid alone may be another's by now."""
    ready_at: str | None = None
    restarts: int = 0
    mended: int = 0
    waiting_for: str | None = None
    """What stands between a started process and `ready`."""
    last_error: str | None = None
    log: str = ""
    detail: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class StackState:
    """The whole stack. `status` is starting until every part was ready once."""

    home: str
    status: str = STARTING
    profile: str = "embedded"
    supervisor_pid: int = 0
    supervisor_started: float = 0.0
    started_at: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    """What a service or a test needs to reach the stack: ARGOSY_KAFKA_BOOTSTRAP and the rest."""
    parts: dict[str, PartState] = field(default_factory=dict)
    error: str | None = None

    @property
    def supervisor_alive(self) -> bool:
        return is_alive(self.supervisor_pid, self.supervisor_started)

    def write(self, path: Path) -> None:
        """Replace the file in one step, so that a reader never sees half of it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
        fresh.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False))
        fresh.replace(path)

    @classmethod
    def read(cls, path: Path) -> StackState | None:
        """The state on disk; None where there is none or it is not one of ours."""
        try:
            raw: Mapping[str, Any] = json.loads(path.read_text())
            parts = {name: PartState(**part) for name, part in raw["parts"].items()}
            return cls(**{**raw, "parts": parts})
        except (FileNotFoundError, json.JSONDecodeError, TypeError, KeyError, AttributeError):
            return None


def process_started(pid: int) -> float:
    """When a process was created; 0.0 if there is none."""
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.Error:
        return 0.0


def is_alive(pid: int | None, started: float | None) -> bool:
    """Whether the very process that was recorded still runs (a pid may be given anew)."""
    if not pid or not started:
        return False
    try:
        process = psutil.Process(pid)
        same = abs(process.create_time() - started) < 1.0
        return same and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False

"""The stack as a table: what runs where, how it does, and where to read on."""

from __future__ import annotations

from datetime import UTC, datetime

import psutil
from rich.table import Table
from rich.text import Text

from argosy_local.state import READY, PartState, StackState, is_alive

_COLOURS = {"ready": "green", "external": "green", "failed": "red", "restarting": "yellow"}


def stack_table(state: StackState, *, memory: bool = True) -> Table:
    """One row per part; memory is the resident set of the process and all it started."""
    table = Table(box=None, pad_edge=False)
    for title in ("part", "status", "address", "up", "memory", "restarts", "log"):
        table.add_column(title, overflow="fold")
    for part in state.parts.values():
        status = shown_status(state, part)
        restarts = str(part.restarts) + (f" (+{part.mended} mended)" if part.mended else "")
        table.add_row(
            part.name,
            Text(status, style=_COLOURS.get(status, "")),
            part.address,
            _since(part) if status == READY else "",
            f"{resident_mb(part)} MB" if memory and part.pid else "",
            restarts,
            part.log,
        )
    return table


def problems(state: StackState) -> list[str]:
    """Everything worth a line under the table: errors, waits, models that are not ready."""
    lines = [f"stack: {state.error}"] if state.error else []
    for part in state.parts.values():
        if part.last_error:
            lines.append(f"{part.name}: last error: {part.last_error}")
        if part.status != READY and part.waiting_for:
            lines.append(f"{part.name}: waiting: {part.waiting_for}")
        lines += [f"{part.name}: {fault}" for fault in _faults(part)]
    return lines


def _faults(part: PartState) -> list[str]:
    return [
        f"{name}: {detail}"
        for name, detail in part.detail.items()
        if detail.startswith(("failed", "mending"))
    ]


def healthy(state: StackState) -> bool:
    """Whether the supervisor runs and every part serves, each model of the tier included."""
    if not state.supervisor_alive or state.status != READY:
        return False
    return all(
        shown_status(state, part) in {READY, "external"} and not _faults(part)
        for part in state.parts.values()
    )


def shown_status(state: StackState, part: PartState) -> str:
    """The part's status, corrected where the file cannot know: its writer or the process is gone."""
    if part.status == "external":
        return part.status
    if not state.supervisor_alive and part.pid is not None:
        alive = is_alive(part.pid, part.process_started)
        return "unsupervised" if alive else "gone"
    return part.status


def resident_mb(part: PartState) -> int:
    """MiB resident in the part's process and its descendants (shared pages count for each)."""
    if part.pid is None:
        return 0
    try:
        process = psutil.Process(part.pid)
        family = [process, *process.children(recursive=True)]
    except psutil.Error:
        return 0
    total = 0
    for member in family:
        try:
            total += member.memory_info().rss
        except psutil.Error:
            continue
    return total // 2**20


def _since(part: PartState) -> str:
    if not part.ready_at:
        return ""
    seconds = int((datetime.now(UTC) - datetime.fromisoformat(part.ready_at)).total_seconds())
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"

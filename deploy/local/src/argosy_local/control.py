"""What `argosy up` and `argosy down` do to a stack from outside its supervisor process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from argosy_local.stack import STATE_FILE, remove_data
from argosy_local.state import FAILED, READY, StackState, is_alive

_POLL_S = 0.2
_STOP_TIMEOUT_S = 90.0


class UpFailed(RuntimeError):
    """The stack did not come up; the message says why and where to read on."""


@dataclass(frozen=True, slots=True)
class Down:
    """What `down` found and did."""

    was_up: bool
    orphans: tuple[int, ...]
    data_removed: bool


def read_state(home: Path) -> StackState | None:
    """The state of the stack in this home, if there is one."""
    return StackState.read(home / STATE_FILE)


def start_supervisor(
    home: Path, *, parts: Sequence[str], services: Sequence[str], environ: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """Start the supervisor as a process of its own that outlives this one."""
    end_orphans(read_state(home))
    (home / "logs").mkdir(parents=True, exist_ok=True)
    (home / STATE_FILE).unlink(missing_ok=True)
    with (home / "logs" / "supervisor.log").open("ab") as log:
        return subprocess.Popen(  # noqa: S603 — our own module
            [sys.executable, "-m", "argosy_local.daemon",
             "--parts", ",".join(parts), "--services", ",".join(services)],
            env={**environ, "ARGOSY_HOME": str(home)},
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip


def follow(home: Path, supervisor: subprocess.Popen[bytes], show: Callable[[StackState], None]) -> StackState:
    """Wait until the stack is ready, showing each state; `UpFailed` with the reason otherwise."""
    while True:
        state = read_state(home)
        if state is not None:
            show(state)
            if state.status == READY:
                return state
        if supervisor.poll() is not None:
            log = home / "logs" / "supervisor.log"
            why = state.error if state is not None and state.status == FAILED else None
            raise UpFailed(f"{why or _last_error(log)}\nThe whole log: {log}")
        time.sleep(_POLL_S)


def take_down(home: Path, *, keep_data: bool) -> Down:
    """Stop the stack of this home, orphans of a killed supervisor too, and remove its data."""
    state = read_state(home)
    was_up = state is not None and state.supervisor_alive
    if state is not None and was_up:
        os.kill(state.supervisor_pid, signal.SIGTERM)
        deadline = time.monotonic() + _STOP_TIMEOUT_S
        while is_alive(state.supervisor_pid, state.supervisor_started):
            if time.monotonic() > deadline:
                os.kill(state.supervisor_pid, signal.SIGKILL)
                break
            time.sleep(_POLL_S)
    orphans = end_orphans(state)
    (home / STATE_FILE).unlink(missing_ok=True)
    if not keep_data:
        remove_data(home)
    return Down(was_up=was_up, orphans=orphans, data_removed=not keep_data)


def end_orphans(state: StackState | None) -> tuple[int, ...]:
    """End the processes that a supervisor which was killed has left; return their ids."""
    if state is None or state.supervisor_alive:
        return ()
    ended: list[int] = []
    for part in state.parts.values():
        if part.pid is None or not is_alive(part.pid, part.process_started):
            continue
        family = [psutil.Process(part.pid)]
        family += family[0].children(recursive=True)
        for process in family:
            process.terminate()
        _, left = psutil.wait_procs(family, timeout=15)
        for process in left:
            process.kill()
        ended.append(part.pid)
    return tuple(ended)


def _last_error(log: Path) -> str:
    try:
        lines = log.read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return "the supervisor ended without a word"
    starts = [i for i, line in enumerate(lines) if " ERROR " in line]
    return "\n".join(lines[starts[-1] :] if starts else lines[-12:])

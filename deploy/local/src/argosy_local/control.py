"""What `argosy up` and `argosy down` do to a stack from outside its supervisor process."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from argosy_local.home import STATE_FILE, lock_holder, remove_data
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


def supervisor_command(
    parts: Sequence[str], services: Sequence[str], observers: Sequence[str] = ()
) -> list[str]:
    """The command line of the supervisor process."""
    return [sys.executable, "-m", "argosy_local.daemon",
            "--parts", ",".join(parts), "--services", ",".join(services),
            "--observers", ",".join(observers)]  # fmt: skip


def prepare_home(home: Path) -> None:
    """Clear away what a supervisor that was killed has left; its ports are taken over."""
    end_orphans(read_state(home))
    (home / "logs").mkdir(parents=True, exist_ok=True)


def start_supervisor(
    home: Path,
    *,
    parts: Sequence[str],
    services: Sequence[str],
    environ: Mapping[str, str],
    observers: Sequence[str] = (),
) -> subprocess.Popen[bytes]:
    """Start the supervisor as a process of its own that outlives this one."""
    prepare_home(home)
    with (home / "logs" / "supervisor.log").open("ab") as log:
        return subprocess.Popen(  # noqa: S603 — our own module
            supervisor_command(parts, services, observers),
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
        if state is not None and state.supervisor_pid == supervisor.pid:
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
    holder = lock_holder(home)
    if holder is not None:
        _end_supervisor(holder)
    # its last words: what it could not stop itself is still in there
    state = read_state(home) or state
    orphans = end_orphans(state)
    (home / STATE_FILE).unlink(missing_ok=True)
    if not keep_data:
        remove_data(home)
    return Down(was_up=holder is not None, orphans=orphans, data_removed=not keep_data)


def _end_supervisor(pid: int) -> None:
    try:
        process = psutil.Process(pid)
        process.terminate()
        try:
            process.wait(_STOP_TIMEOUT_S)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(5)
    except psutil.NoSuchProcess:
        return


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

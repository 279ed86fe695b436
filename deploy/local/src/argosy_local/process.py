"""One child process: started in its own group, logged to a file, ended with all it started."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_LOG_CAP_BYTES = 20 * 1024 * 1024
_POLL_S = 0.1


@dataclass(frozen=True, slots=True)
class Command:
    """What to execute; `env` is the whole environment of the process."""

    argv: Sequence[str]
    env: Mapping[str, str]
    cwd: Path
    log: Path
    grace_s: float = 15.0


class Child:
    """A running process and its group. The leader's id is the group's."""

    def __init__(self, command: Command) -> None:
        self._command = command
        _rotate(command.log)
        with command.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 — our own command lines, no shell
                [*_dies_with_parent(), *command.argv],
                env=dict(command.env),
                cwd=command.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def log(self) -> Path:
        return self._command.log

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative for the signal that ended it, as subprocess has it."""
        return self._process.poll()

    def send(self, sig: signal.Signals) -> None:
        """Send a signal to the leader only."""
        if self.exit_code is None:
            os.kill(self.pid, sig)

    async def exited(self) -> int:
        """Wait for the leader's end."""
        while (code := self.exit_code) is None:  # noqa: ASYNC110 — a process, not a task
            await asyncio.sleep(_POLL_S)
        return code

    async def stop(self) -> int:
        """Ask it to end, give it its time, then end it and whatever it has started."""
        self.send(signal.SIGCONT)  # a stopped process would not hear the next one
        self.send(signal.SIGTERM)
        try:
            return await asyncio.wait_for(self.exited(), self._command.grace_s)
        except TimeoutError:
            self.send(signal.SIGKILL)
            return await self.exited()
        finally:
            self.sweep()

    def sweep(self) -> None:
        """End what is left of the group once its leader is gone."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)


def _dies_with_parent() -> tuple[str, ...]:
    """Have the kernel end the child when the launcher is killed outright (Linux, util-linux)."""
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", "TERM", "--") if setpriv else ()


def _rotate(log: Path) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > _LOG_CAP_BYTES:
        log.replace(log.with_suffix(".log.1"))


def last_lines(log: Path, count: int = 12, cap_bytes: int = 8192) -> list[str]:
    """The end of a log, for an error message."""
    try:
        with log.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - cap_bytes))
            return file.read().decode(errors="replace").splitlines()[-count:]
    except FileNotFoundError:
        return []


def describe_exit(code: int) -> str:
    """`exit 1`, or the signal's name."""
    if code >= 0:
        return f"exit {code}"
    with suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"

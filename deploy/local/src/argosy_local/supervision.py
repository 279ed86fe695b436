"""Keeping one part running: start it, wait until it serves, watch it, bring it back."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from argosy_local.parts.part import NotReady, Part, Unhealthy
from argosy_local.ports import PortTaken, is_free
from argosy_local.process import Child, describe_exit, last_lines
from argosy_local.state import (
    READY,
    RESTARTING,
    STARTING,
    STOPPED,
    STOPPING,
    PartState,
    process_started,
)

_ASK_EVERY_S = 0.3
_PAUSING = (signal.SIGSTOP, signal.SIGCONT)


@dataclass(frozen=True, slots=True)
class BackOff:
    """How long to wait before the next start, by how many in a row did not hold."""

    first_s: float = 0.5
    factor: float = 2.0
    most_s: float = 30.0
    forgiven_after_s: float = 60.0

    def delay(self, failures: int) -> float:
        """Seconds before the start that follows `failures` failed ones in a row."""
        if failures <= 0:
            return 0.0
        return min(self.most_s, self.first_s * self.factor ** min(failures - 1, 16))


class StartFailed(RuntimeError):
    """A part did not come up; the message has its last log lines and where the log is."""


class Keeper:
    """The supervisor of one part; `changed` is called at every change of `state`."""

    def __init__(self, part: Part, changed: Callable[[], None], back_off: BackOff | None = None) -> None:
        self.part = part
        self.state = PartState(name=part.name)
        self._changed = changed
        self._back_off = back_off or BackOff()
        self._child: Child | None = None
        self._doomed: Child | None = None
        self._task: asyncio.Task[None] | None = None
        self._wanted = asyncio.Event()
        self._ready = asyncio.Event()
        self._stopped = asyncio.Event()
        self._stopped.set()
        self._failures = 0
        self._was_ready = False

    def begin(self) -> None:
        """Want the part up, and see to it from now on."""
        self._stopped.clear()
        self._wanted.set()
        if self._task is None:
            self._task = asyncio.create_task(self._keep(), name=f"keep {self.part.name}")

    async def until_ready(self, timeout_s: float, attempts: int | None = None) -> None:
        """Wait until the part serves; `StartFailed` after the time, or after so many vain starts."""
        deadline = time.monotonic() + timeout_s
        while not self._ready.is_set():
            if attempts is not None and self._failures >= attempts:
                raise StartFailed(self._explain(f"did not start in {attempts} attempts"))
            if time.monotonic() > deadline:
                raise StartFailed(self._explain(f"was not ready within {timeout_s:g} s"))
            if self._task is not None and self._task.done():
                self._task.result()  # a fault of ours: let it be seen
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ready.wait(), 0.2)

    async def end(self) -> None:
        """Stop the part and keep it stopped until `begin`."""
        self._wanted.clear()
        if self._task is not None:
            await self._stopped.wait()

    async def close(self) -> None:
        """Stop the part and its supervision for good."""
        await self.end()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    def send(self, sig: signal.Signals) -> int:
        """Send the process a signal, as a crash would come; return its pid."""
        if self._child is None or self._child.exit_code is not None:
            raise RuntimeError(f"{self.part.name} is not running")
        if sig not in _PAUSING:
            self._doomed = self._child
            self._ready.clear()
        self._child.send(sig)
        return self._child.pid

    async def _keep(self) -> None:
        while True:
            await self._wanted.wait()
            try:
                await self._pause(self._back_off.delay(self._failures))
                if self._wanted.is_set():
                    await self._live()
            except (NotReady, Unhealthy, PortTaken, OSError) as error:
                self._fail(str(error))
            if not self._wanted.is_set():
                self._failures = 0
                self._set(status=STOPPED, pid=None)
                self._stopped.set()

    async def _live(self) -> None:
        """One life of the process, from its start to its end, wanted or not."""
        await asyncio.to_thread(self.part.prepare)
        command = self.part.command()
        self._child = child = Child(command)
        self._set(
            status=RESTARTING if self.state.restarts else STARTING,
            pid=child.pid,
            log=str(command.log),
        )
        try:
            if await self._serves(child):
                await self._watch(child)
        finally:
            self._ready.clear()
            if child.exit_code is None:
                self._set(status=STOPPING, pid=child.pid)
                await child.stop()
            child.sweep()
            self.part.clean_up()

    async def _serves(self, child: Child) -> bool:
        """Wait until the part does its work; False if it is no longer wanted before that."""
        deadline = time.monotonic() + self.part.start_timeout_s
        while self._wanted.is_set():
            if child.exit_code is not None:
                raise NotReady(self._end_of(child))
            try:
                await self.part.check_ready(child.pid)
            except NotReady as error:
                self._set(waiting_for=str(error))
                if time.monotonic() > deadline:
                    raise
            else:
                self._was_ready = True
                self._ready.set()
                now = datetime.now(UTC).isoformat(timespec="seconds")
                self._set(status=READY, pid=child.pid, ready_at=now, waiting_for=None)
                return True
            await asyncio.sleep(_ASK_EVERY_S)
        return False

    async def _watch(self, child: Child) -> None:
        """Look after a serving part until it is not wanted; `Unhealthy` when it needs a restart."""
        began = looked = time.monotonic()
        while self._wanted.is_set():
            if child.exit_code is not None:
                raise Unhealthy(self._end_of(child))
            now = time.monotonic()
            if now - began > self._back_off.forgiven_after_s:
                self._failures = 0
            if now - looked >= self.part.watch_every_s and self._doomed is not child:
                await self.part.watch(child.pid)
                looked = time.monotonic()
                self._set(status=READY, pid=child.pid)
            await asyncio.sleep(0.2)

    async def _pause(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while self._wanted.is_set() and time.monotonic() < deadline:  # noqa: ASYNC110 — two reasons to end
            await asyncio.sleep(0.05)

    def _fail(self, why: str) -> None:
        if not self._wanted.is_set():
            return  # it was told to end: how it did so is no fault
        self._failures += 1
        self.state.restarts += 1
        if not self._was_ready:
            # nobody knows its address yet: if somebody took the port meanwhile, take another
            try:
                if not all(is_free(port) for port in self.part.ports.values()):
                    self.part.choose_other_ports()
            except PortTaken as taken:
                why = f"{why}; {taken}"
        self._set(status=RESTARTING, pid=None, last_error=why)

    def _end_of(self, child: Child) -> str:
        code = child.exit_code
        lines = [line.strip() for line in last_lines(child.log, 3) if line.strip()]
        said = f"; its last line: {lines[-1][:200]}" if lines else ""
        return f"{self.part.name} ended by {describe_exit(0 if code is None else code)}{said}"

    def _explain(self, what: str) -> str:
        lines = "\n    ".join(last_lines(self._child.log)) if self._child else "(never started)"
        why = f" ({self.state.last_error})" if self.state.last_error else ""
        return f"{self.part.name} {what}{why}. The end of {self.state.log}:\n    {lines}"

    def _set(self, **news: object) -> None:
        """Take the news over into the state, and tell whoever writes it down if anything is new."""
        news |= {
            "address": self.part.address,
            "ports": dict(self.part.ports),
            "detail": dict(self.part.detail),
            "mended": self.part.mended,
        }
        if "pid" in news and news["pid"] != self.state.pid:
            pid = news["pid"]
            news["process_started"] = process_started(pid) if isinstance(pid, int) else None
        if any(getattr(self.state, name) != value for name, value in news.items()):
            for name, value in news.items():
                setattr(self.state, name, value)
            self._changed()

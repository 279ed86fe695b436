"""Keeping a part running: what is restarted, when, and what is told."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_local.parts.part import NotReady, Unhealthy
from argosy_local.ports import LOOPBACK, PortPlan
from argosy_local.process import Command
from argosy_local.state import READY, STOPPED
from argosy_local.supervision import BackOff, Keeper, StartFailed

QUICK = BackOff(first_s=0.01, most_s=0.05)
FOREVER = "import time; print('up', flush=True); time.sleep(600)"
IGNORES_TERM = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + FOREVER
WITH_A_CHILD = (
    "import subprocess, sys; "
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); "
    "print(child.pid, flush=True); " + FOREVER
)


class Script:
    """A part whose process is a line of Python; tests say when it is ready and healthy."""

    name = "script"
    start_timeout_s = 5.0
    watch_every_s = 0.0
    mended = 0
    detail: Mapping[str, str] = {}

    def __init__(self, tmp_path: Path, code: str = FOREVER) -> None:
        self._home = tmp_path
        self._plan = PortPlan()
        self.code = code
        self.not_ready: str | None = None
        self.sick: str | None = None
        self.prepared = self.cleaned = 0

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self._plan.port('script')}"

    @property
    def ports(self) -> Mapping[str, int]:
        return {"script": self._plan.port("script")}

    def choose_other_ports(self) -> None:
        self._plan.another("script")

    def prepare(self) -> None:
        self.prepared += 1

    def command(self) -> Command:
        return Command(
            argv=[sys.executable, "-c", self.code],
            env={},
            cwd=self._home,
            log=self._home / "script.log",
            grace_s=0.5,
        )

    async def check_ready(self, pid: int) -> None:
        if self.not_ready is not None:
            raise NotReady(self.not_ready)

    async def watch(self, pid: int) -> None:
        if self.sick is not None:
            why, self.sick = self.sick, None
            raise Unhealthy(why)

    def clean_up(self) -> None:
        self.cleaned += 1


@pytest.fixture
async def keep(tmp_path: Path) -> AsyncIterator[Callable[[Script], Keeper]]:
    keepers: list[Keeper] = []

    def keep(part: Script) -> Keeper:
        keeper = Keeper(part, changed=lambda: None, back_off=QUICK)
        keepers.append(keeper)
        keeper.begin()
        return keeper

    yield keep
    for keeper in keepers:
        await keeper.close()


async def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 — processes, not tasks
            await asyncio.sleep(0.02)


async def test_a_part_is_ready_only_when_it_does_its_work(
    tmp_path: Path, keep: Callable[[Script], Keeper]
) -> None:
    part = Script(tmp_path)
    part.not_ready = "warming up"
    keeper = keep(part)
    await until(lambda: keeper.state.waiting_for == "warming up")
    assert keeper.state.status != READY
    part.not_ready = None
    await keeper.until_ready(5)
    assert keeper.state.status == READY
    assert keeper.state.waiting_for is None


async def test_a_killed_process_is_started_again(tmp_path: Path, keep: Callable[[Script], Keeper]) -> None:
    part = Script(tmp_path)
    keeper = keep(part)
    await keeper.until_ready(5)
    first = keeper.send(signal.SIGKILL)
    await keeper.until_ready(5)
    assert keeper.state.pid not in (None, first)
    assert keeper.state.restarts == 1
    assert keeper.state.last_error is not None
    assert "SIGKILL" in keeper.state.last_error
    assert part.cleaned == 1
    assert part.prepared == 2


async def test_a_process_that_runs_and_does_not_serve_is_restarted(
    tmp_path: Path, keep: Callable[[Script], Keeper]
) -> None:
    part = Script(tmp_path)
    keeper = keep(part)
    await keeper.until_ready(5)
    first = keeper.state.pid
    part.sick = "answers nothing"
    await until(lambda: keeper.state.restarts == 1)
    await keeper.until_ready(5)
    assert keeper.state.pid != first
    assert keeper.state.last_error == "answers nothing"


async def test_a_part_that_cannot_start_is_told_with_the_end_of_its_log(
    tmp_path: Path, keep: Callable[[Script], Keeper]
) -> None:
    part = Script(tmp_path, "import sys; print('no such disk'); sys.exit(3)")
    part.not_ready = "never"  # the process must be the reason, not a lucky first check
    keeper = keep(part)
    with pytest.raises(StartFailed) as failed:
        await keeper.until_ready(20, attempts=2)
    message = str(failed.value)
    assert "did not start in 2 attempts" in message
    assert "exit 3" in message
    assert "no such disk" in message
    assert "script.log" in message


async def test_a_part_that_never_serves_is_told_what_it_waited_for(
    tmp_path: Path, keep: Callable[[Script], Keeper]
) -> None:
    part = Script(tmp_path)
    part.not_ready = "the third gear is missing"
    keeper = keep(part)
    with pytest.raises(StartFailed, match=r"was not ready within 0\.5 s"):
        await keeper.until_ready(0.5)
    assert keeper.state.waiting_for == "the third gear is missing"


async def test_a_stopped_part_stays_stopped_until_it_is_begun(
    tmp_path: Path, keep: Callable[[Script], Keeper]
) -> None:
    keeper = keep(Script(tmp_path))
    await keeper.until_ready(5)
    await keeper.end()
    assert keeper.state.status == STOPPED
    assert keeper.state.pid is None
    await asyncio.sleep(0.3)
    assert keeper.state.pid is None
    keeper.begin()
    await keeper.until_ready(5)
    assert keeper.state.restarts == 0  # being told to stop is no fault


async def test_a_process_that_will_not_end_is_ended(tmp_path: Path, keep: Callable[[Script], Keeper]) -> None:
    part = Script(tmp_path, IGNORES_TERM)
    keeper = keep(part)
    await keeper.until_ready(5)
    await until(lambda: "up" in (tmp_path / "script.log").read_text())
    await asyncio.wait_for(keeper.end(), 5)
    assert keeper.state.pid is None


async def test_the_children_of_a_killed_process_end_with_it(
    tmp_path: Path, keep: Callable[[Script], Keeper]
) -> None:
    from argosy_local.state import is_alive, process_started  # noqa: PLC0415 — only here

    log = tmp_path / "script.log"
    keeper = keep(Script(tmp_path, WITH_A_CHILD))
    await keeper.until_ready(5)
    await until(lambda: log.exists() and "up" in log.read_text())
    grandchild = int(log.read_text().split()[0])
    started = process_started(grandchild)
    assert is_alive(grandchild, started)
    keeper.send(signal.SIGKILL)
    await until(lambda: not is_alive(grandchild, started))


async def test_a_port_taken_before_the_first_start_is_exchanged(
    tmp_path: Path, keep: Callable[[Script], Keeper]
) -> None:
    part = Script(tmp_path, "import sys; sys.exit(1)")
    part.not_ready = "never"
    port = part.ports["script"]
    with socket.socket() as thief:
        thief.bind((LOOPBACK, port))
        thief.listen()
        keeper = keep(part)
        await until(lambda: part.ports["script"] != port)
        part.code, part.not_ready = FOREVER, None
        await keeper.until_ready(10)
    assert keeper.state.ports["script"] != port


@given(failures=st.integers(min_value=0, max_value=10**6))
def test_the_wait_grows_and_is_bounded(failures: int) -> None:
    back_off = BackOff()
    assert 0 <= back_off.delay(failures) <= back_off.delay(failures + 1) <= back_off.most_s
    assert back_off.delay(0) == 0

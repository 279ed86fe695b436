"""Fixtures that start the real broker, store and tier, once per test session.

The project's `conftest.py` names this module as a plugin; a test just asks for a fixture.

`kafka`, `store` and `tier` give the address of a part; the first test that asks for one starts it.
`own_stack` gives a factory of stacks for tests that kill and stop parts, so that no other test
sees it. Methods of `RunningStack` are coroutines, to be awaited in the test's own event loop; the
stack itself lives in a thread of its own.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

if TYPE_CHECKING:  # the launcher is imported by the first test that asks for a part
    from argosy_local.stack import Stack

T = TypeVar("T")
START_TIMEOUT_S = 600.0


class RunningStack:
    """A stack in a thread with its own event loop, so that it lives on between tests."""

    def __init__(self, home: Path, parts: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401 — Stack's own
        from argosy_local.settings import StackSettings  # noqa: PLC0415 — see above
        from argosy_local.stack import Stack  # noqa: PLC0415 — see above

        settings = StackSettings(
            home=home,
            profile=options.pop("profile", "embedded"),
            environment={k: v for k, v in os.environ.items() if not k.startswith("ARGOSY_")},
        )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run_loop, name=f"stack {parts}")
        self._thread.start()
        self._home = home
        try:
            self._stack = Stack(home, parts=parts, settings=settings, **options)
            self._call(self._stack.start())
        except BaseException:
            self._end_thread()
            raise

    @property
    def addresses(self) -> dict[str, str]:
        """The ARGOSY_... variables of this stack, for a service's settings or environment."""
        return self._stack.addresses

    @property
    def stack(self) -> Stack:
        """The stack itself, to read its state; call its methods through this class."""
        return self._stack

    @property
    def bootstrap(self) -> str:
        return self._stack.address("kafka")

    @property
    def mongodb_uri(self) -> str:
        return self._stack.address("store")

    @property
    def triton_url(self) -> str:
        return self._stack.address("triton")

    @property
    def blob_url(self) -> str:
        return self.addresses["ARGOSY_BLOB_URL"]

    def environment(self) -> dict[str, str]:
        """The whole environment for a service process on this stack."""
        return self._stack.environment()

    async def kill(self, part: str, sig: signal.Signals = signal.SIGKILL) -> int:
        """Kill a part's process; supervision brings it back (see `until_ready`)."""
        return await self._await(self._stack.kill(part, sig))

    async def stop_part(self, part: str) -> None:
        """Stop a part and leave it down."""
        await self._await(self._stack.stop_part(part))

    async def start_part(self, part: str) -> None:
        """Start a stopped part: same port, same data."""
        await self._await(self._stack.start_part(part))

    async def restart(self, part: str) -> None:
        await self._await(self._stack.restart(part))

    async def until_ready(self, part: str, timeout_s: float = 120.0) -> None:
        """Wait until a part serves (again)."""
        await self._await(self._stack.until_ready(part, timeout_s))

    def stop_processes(self) -> None:
        """Stop every process and keep the data, for a look at what is left."""
        self._call(self._stack.stop())

    def stop(self) -> None:
        """Stop every process and remove the data."""
        try:
            self._call(self._stack.stop(keep_data=False))
        finally:
            self._end_thread()
            shutil.rmtree(self._home, ignore_errors=True)

    async def _await(self, work: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    def _call(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(START_TIMEOUT_S)

    def _run_loop(self) -> None:
        """Run until told to stop, then end as `asyncio.run` does: no task and no socket is left open."""
        loop = self._loop
        asyncio.set_event_loop(loop)
        loop.run_forever()
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.run_until_complete(asyncio.sleep(0.1))  # transports close in a later turn of the loop
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()

    def _end_thread(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()


StackFactory = Callable[..., RunningStack]


def _start(factory: pytest.TempPathFactory, *parts: str) -> Iterator[RunningStack]:
    stack = RunningStack(factory.mktemp("-".join(parts)), parts)
    try:
        yield stack
    finally:
        stack.stop()


@pytest.fixture(scope="session")
def kafka_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """A stack of the broker alone, with every topic of the registry."""
    yield from _start(tmp_path_factory, "kafka")


@pytest.fixture(scope="session")
def store_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """A stack of the document store alone."""
    yield from _start(tmp_path_factory, "store")


@pytest.fixture(scope="session")
def tier_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """A stack of Triton alone, with the embedded profile's models."""
    yield from _start(tmp_path_factory, "triton")


@pytest.fixture(scope="session")
def kafka(kafka_stack: RunningStack) -> str:
    """host:port of a real Kafka."""
    return kafka_stack.bootstrap


@pytest.fixture(scope="session")
def store(store_stack: RunningStack) -> str:
    """URI of a real document store."""
    return store_stack.mongodb_uri


@pytest.fixture(scope="session")
def tier(tier_stack: RunningStack) -> str:
    """gRPC host:port of a real Triton with the embedded models."""
    return tier_stack.triton_url


@pytest.fixture
def own_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StackFactory]:
    """A factory: `own_stack("kafka", "store")` starts those parts for this test alone."""
    started: list[RunningStack] = []

    def start(*parts: str, **options: Any) -> RunningStack:  # noqa: ANN401 — Stack's own options
        stack = RunningStack(tmp_path_factory.mktemp("own"), parts, **options)
        started.append(stack)
        return stack

    yield start
    for stack in started:
        stack.stop()

"""A broker and a store for these tests alone: they are stopped and killed here."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from argosy_eventing import EventingSettings
from argosy_testing.eventing import ServiceProcess
from argosy_testing.stack import RunningStack

SERVICE = Path(__file__).with_name("chaos_service.py")


@pytest.fixture(scope="session")
def chaos_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    stack = RunningStack(tmp_path_factory.mktemp("chaos"), ("kafka", "store"))
    try:
        yield stack
    finally:
        stack.stop()


@pytest.fixture
def settings(chaos_stack: RunningStack) -> EventingSettings:
    return EventingSettings.load(kafka_bootstrap=chaos_stack.bootstrap)


@pytest.fixture
def group() -> str:
    """A service name, and so a consumer group, that no other test has."""
    return f"chaos-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def process(chaos_stack: RunningStack, group: str, tmp_path: Path) -> Iterator[ProcessFactory]:
    """Makes processes of the chaos service; whatever still runs at the end is killed."""
    factory = ProcessFactory(chaos_stack, group, tmp_path)
    yield factory
    for one in factory.made:
        one.close()


class ProcessFactory:
    def __init__(self, stack: RunningStack, group: str, directory: Path) -> None:
        self.made: list[ServiceProcess] = []
        self._stack = stack
        self._group = group
        self._directory = directory
        self._numbers = itertools.count(1)

    def __call__(self, **environment: str) -> ServiceProcess:
        """A process, started."""
        number = next(self._numbers)
        one = ServiceProcess(
            [str(SERVICE)],
            {
                "ARGOSY_KAFKA_BOOTSTRAP": self._stack.bootstrap,
                "ARGOSY_MONGODB_URI": self._stack.mongodb_uri,
                "ARGOSY_EVENTING_SESSION_TIMEOUT_S": "6",
                "CHAOS_SERVICE": self._group,
                **environment,
            },
            self._directory / f"service-{number}.log",
        )
        one.start()
        self.made.append(one)
        return one

    def tails(self) -> str:
        """The end of every process's log, for a failed test to show."""
        return "\n\n".join(one.tail() for one in self.made)

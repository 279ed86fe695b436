"""A service as a process: how it starts, serves its health, stops, and ends when it must."""

from __future__ import annotations

import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from argosy_eventing import EventingSettings
from argosy_eventing.client import Publisher
from argosy_testing.eventing import IN, ServiceProcess, begin_at_end, message, messages, wait_caught_up

pytestmark = [pytest.mark.stack, pytest.mark.timeout(120)]

SERVICE = Path(__file__).parents[1] / "chaos" / "chaos_service.py"


class Made:
    def __init__(self, kafka: str, directory: Path) -> None:
        self.group = f"proc-{uuid.uuid4().hex[:8]}"
        self.settings = EventingSettings.load(kafka_bootstrap=kafka)
        self.processes: list[ServiceProcess] = []
        self._environment = {
            "ARGOSY_KAFKA_BOOTSTRAP": kafka,
            "ARGOSY_MONGODB_URI": "",
            "ARGOSY_EVENTING_SESSION_TIMEOUT_S": "6",
            "ARGOSY_EVENTING_UNKNOWN_DELAY_S": "0.1",
            "CHAOS_SERVICE": self.group,
        }
        self._directory = directory

    def start(self, **environment: str) -> ServiceProcess:
        log = self._directory / f"{len(self.processes)}.log"
        one = ServiceProcess([str(SERVICE)], {**self._environment, **environment}, log)
        one.start()
        self.processes.append(one)
        return one


@pytest.fixture
def made(kafka: str, tmp_path: Path) -> Iterator[Made]:
    making = Made(kafka, tmp_path)
    yield making
    for one in making.processes:
        one.close()


async def test_a_service_starts_serves_its_health_and_stops_when_asked(made, kafka):
    await begin_at_end(kafka, made.group, [IN])
    one = made.start()
    await one.wait_ready()
    status, report = await one.health("/livez")
    assert (status, report["service"], report["alive"]) == (200, made.group, True)
    async with Publisher(made.settings) as bus:
        await bus.publish(*messages(made.group, 50))
    await wait_caught_up(kafka, made.group, [IN])
    with urllib.request.urlopen(f"http://127.0.0.1:{one.port}/metrics") as answer:  # noqa: ASYNC210 — loopback
        text = answer.read().decode()
    handled = next(line for line in text.splitlines() if line.startswith("argosy_events_handled_total{"))
    assert 'argosy_outcome="publish"' in handled
    assert handled.endswith(" 50.0")
    assert one.stop() == 0


async def test_a_bug_in_a_handler_ends_the_process_and_says_so(made, kafka):
    await begin_at_end(kafka, made.group, [IN])
    one = made.start()
    await one.wait_ready()
    async with Publisher(made.settings) as bus:
        await bus.publish(message(f"{made.group}-1", f"{made.group}-c", "crash"))
    assert await one.wait_end() == 1
    assert f"failed 4 times on event {made.group}-1 with RuntimeError: a bug in the handler" in one.tail()


async def test_a_service_that_lacks_a_setting_names_it_and_ends(made, tmp_path):
    one = made.start(ARGOSY_KAFKA_BOOTSTRAP="")
    assert await one.wait_end() == 1
    assert "ARGOSY_KAFKA_BOOTSTRAP" in one.tail()


async def test_costly_handlers_without_a_store_are_refused_at_the_start(made, tmp_path):
    one = made.start(CHAOS_CALLS=str(tmp_path / "calls"))
    assert await one.wait_end() == 1
    assert "set ARGOSY_MONGODB_URI" in one.tail()


async def test_a_service_waits_for_a_bus_that_is_not_there_yet(made):
    one = made.start(ARGOSY_KAFKA_BOOTSTRAP="127.0.0.1:9")
    while (await one.health("/livez"))[0] == 0:
        assert one.running, one.tail()
    assert (await one.health("/livez"))[0] == 200
    assert (await one.health("/readyz"))[0] == 503
    assert one.stop() == 0

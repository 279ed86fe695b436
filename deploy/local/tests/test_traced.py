"""Where the spans of a command go: to the collector that the services send theirs to, or nowhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from argosy_eventing import EventingSettings
from argosy_eventing.tracing import emitting
from argosy_local.commands.traced import traced
from argosy_local.state import READY, STARTING, PartState, StackState, process_started
from argosy_telemetry import current_traceparent
from argosy_testing.collector import Collector, running_collector

BROKER = "127.0.0.1:1"


@pytest.fixture
def collector() -> Iterator[Collector]:
    with running_collector() as found:
        yield found


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ARGOSY_HOME", str(tmp_path))
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)
    return tmp_path


def up(home: Path, collector: Collector | None, *, status: str = READY, alive: bool = True) -> None:
    """A stack's state file, as the launcher writes it."""
    parts = {}
    if collector is not None:
        parts["collector"] = PartState(name="collector", status=status, address=collector.endpoint)
    StackState(
        home=str(home),
        status=READY,
        supervisor_pid=os.getpid(),
        supervisor_started=process_started(os.getpid()) if alive else 1.0,
        environment={"ARGOSY_KAFKA_BOOTSTRAP": BROKER},
        parts=parts,
    ).write(home / "state.json")


def emit(broker: str = BROKER) -> str | None:
    """What a command would send along with an event."""
    bus = EventingSettings.load(kafka_bootstrap=broker)
    with traced(bus), emitting(None, "product.created", "e-1", "m-1:p-1", "m-1") as seen:
        return current_traceparent() if seen else None


def test_spans_go_to_the_collector_of_the_stack_and_the_event_says_so(
    home: Path, collector: Collector
) -> None:
    up(home, collector)
    carried = emit()
    (span,) = collector.spans
    assert (span.service, span.name) == ("argosy", "event.emit")
    assert carried is not None
    assert carried.startswith(f"00-{span.trace_id}-{span.span_id}-")


def test_a_collector_that_the_user_named_is_taken(
    home: Path, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_collector() as own:
        up(home, collector)
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", own.endpoint)
        assert emit() is not None
        assert len(own.spans) == 1
    assert collector.spans == []


@pytest.mark.parametrize("case", ["no stack", "it is down", "no collector", "it starts", "another broker"])
def test_elsewhere_nobody_is_told_and_the_event_says_nothing(
    case: str, home: Path, collector: Collector
) -> None:
    if case != "no stack":
        up(
            home,
            None if case == "no collector" else collector,
            status=STARTING if case == "it starts" else READY,
            alive=case != "it is down",
        )
    assert emit("elsewhere:9092" if case == "another broker" else BROKER) is None
    assert collector.spans == []

"""Spans of a command that puts events on the bus: they go where those of the services go, if anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from argosy_eventing import EventingSettings
from argosy_local.commands.console import settings
from argosy_local.control import read_state
from argosy_local.state import READY
from argosy_telemetry import TelemetrySettings, setup


@contextmanager
def traced(bus: EventingSettings) -> Iterator[None]:
    """Until the end of the block every event sent begins a trace, which its services go on with.

    To the collector of OTEL_EXPORTER_OTLP_ENDPOINT, else to that of the stack that is up here, as its
    services have it; without either nothing is sent, and no event says more than it did.
    """
    chosen = TelemetrySettings.from_env()
    endpoint = chosen.otlp_endpoint or collector_of(bus)
    if endpoint is None:
        yield
        return
    with setup("argosy", replace(chosen, otlp_endpoint=endpoint, log_level="WARNING")):
        yield


def collector_of(bus: EventingSettings) -> str | None:
    """The address of the collector beside this broker, if it is that of the stack that is up here."""
    state = read_state(settings().home)
    if state is None or not state.supervisor_alive:
        return None
    if state.environment.get("ARGOSY_KAFKA_BOOTSTRAP") != bus.kafka_bootstrap:
        return None  # another stack's events: its services tell somebody else
    part = state.parts.get("collector")
    return part.address if part is not None and part.status == READY else None

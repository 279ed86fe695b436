"""Telemetry kept in memory, taken down after each test."""

import io
from collections.abc import Iterator

import pytest
from hypothesis import settings

from argosy_telemetry import Telemetry, TelemetrySettings, setup

# How long an example takes says more about the machine's load than about the code.
settings.register_profile("argosy", deadline=None)
settings.load_profile("argosy")


@pytest.fixture
def log_stream() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def telemetry(log_stream: io.StringIO) -> Iterator[Telemetry]:
    with setup(
        "test-service", TelemetrySettings(in_memory=True, log_level="DEBUG"), log_stream=log_stream
    ) as made:
        yield made

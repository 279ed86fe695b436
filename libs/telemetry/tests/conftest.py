"""Telemetry kept in memory, taken down after each test."""

import io
from collections.abc import Iterator

import pytest

from argosy_telemetry import Telemetry, TelemetrySettings, setup


@pytest.fixture
def log_stream() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def telemetry(log_stream: io.StringIO) -> Iterator[Telemetry]:
    with setup(
        "test-service", TelemetrySettings(in_memory=True, log_level="DEBUG"), log_stream=log_stream
    ) as made:
        yield made

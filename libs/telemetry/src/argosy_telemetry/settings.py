"""Where telemetry goes and how much of it, read from the environment once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True, slots=True)
class TelemetrySettings:
    """Settings of :func:`argosy_telemetry.setup`.

    ``otlp_endpoint``: an OTLP gRPC collector (``http://host:4317``); None exports nothing.
    ``in_memory``: keep spans and logs in memory for a test to read.
    ``export_interval_s``: seconds between two exports of metrics.
    ``export_timeout_s``: seconds an export may take, and so a bound on :meth:`Telemetry.shutdown`.
    """

    otlp_endpoint: str | None = None
    log_level: str = "INFO"
    service_version: str = ""
    instance_id: str = ""
    in_memory: bool = False
    export_interval_s: float = 15.0
    export_timeout_s: float = 5.0

    def __post_init__(self) -> None:
        if self.log_level not in LOG_LEVELS:
            raise ValueError(f"ARGOSY_LOG_LEVEL is {self.log_level!r}; set one of {', '.join(LOG_LEVELS)}")
        if self.export_interval_s <= 0 or self.export_timeout_s <= 0:
            raise ValueError("export_interval_s and export_timeout_s are seconds above zero")

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Self:
        """Read ``OTEL_EXPORTER_OTLP_ENDPOINT`` and ``ARGOSY_LOG_LEVEL``; the first unset or empty: no export.

        ``OTEL_TRACES_SAMPLER``, ``OTEL_RESOURCE_ATTRIBUTES`` and the other variables of the
        OpenTelemetry SDK are read by the SDK itself.
        """
        env = os.environ if env is None else env
        return cls(
            otlp_endpoint=env.get("OTEL_EXPORTER_OTLP_ENDPOINT") or None,
            log_level=(env.get("ARGOSY_LOG_LEVEL") or "INFO").upper(),
            service_version=env.get("ARGOSY_VERSION", ""),
            instance_id=env.get("HOSTNAME", ""),
        )

"""The OpenTelemetry collector: takes the services' spans and keeps them as lines of JSON, newest 200 MB."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from argosy_local.layout import Layout
from argosy_local.parts.observers import Asked
from argosy_local.parts.part import plain_environment
from argosy_local.ports import LOOPBACK, PortPlan
from argosy_local.process import Command

OTLP_VARIABLE: Final = "OTEL_EXPORTER_OTLP_ENDPOINT"
_PORTS = ("collector", "collector-health")


def traces_folder(home: Path) -> Path:
    """Where a stack keeps its traces: OTLP JSON, a line per batch of spans."""
    return home / "data" / "traces"


class Collector:
    """One collector process."""

    name = "collector"
    start_timeout_s = 30.0
    watch_every_s = 10.0
    mended = 0
    detail: Mapping[str, str] = {}

    def __init__(self, layout: Layout, home: Path, plan: PortPlan) -> None:
        self._program = layout.collector
        self._configuration = layout.observability / "collector-local.yaml"
        self._home = home
        self._plan = plan
        self._asked = Asked(self.name)
        for port in _PORTS:
            plan.port(port)

    @property
    def address(self) -> str:
        """Where services send spans (OTLP over gRPC)."""
        return f"http://{LOOPBACK}:{self._plan.port('collector')}"

    @property
    def ports(self) -> Mapping[str, int]:
        return {name: self._plan.port(name) for name in _PORTS}

    def choose_other_ports(self) -> None:
        for name in _PORTS:
            self._plan.another(name)

    def prepare(self) -> None:
        traces_folder(self._home).mkdir(parents=True, exist_ok=True)
        self._asked = Asked(self.name)

    def command(self) -> Command:
        return Command(
            argv=[str(self._program), f"--config=file:{self._configuration}"],
            env={
                **plain_environment(),
                "ARGOSY_COLLECTOR": f"{LOOPBACK}:{self._plan.port('collector')}",
                "ARGOSY_COLLECTOR_HEALTH": f"{LOOPBACK}:{self._plan.port('collector-health')}",
                "ARGOSY_TRACES": str(traces_folder(self._home) / "traces.jsonl"),
            },
            cwd=self._home,
            log=self._home / "logs" / "collector.log",
        )

    async def check_ready(self, pid: int) -> None:  # noqa: ARG002 — asked over the network, not by pid
        await self._asked.get(self._health)

    async def watch(self, pid: int) -> None:  # noqa: ARG002 — asked over the network, not by pid
        await self._asked.watch(self._health)

    @property
    def _health(self) -> str:
        return f"http://{LOOPBACK}:{self._plan.port('collector-health')}/"

    def clean_up(self) -> None:
        """The collector leaves nothing outside its directory."""

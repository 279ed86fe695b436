"""One of Argosy's own services, run as `python -m <module>` with its health port."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import httpx

from argosy_local.parts.part import NotReady, Unhealthy
from argosy_local.ports import LOOPBACK, PortPlan
from argosy_local.process import Command
from argosy_local.services import ServiceEntry

_FAILURES_UNTIL_RESTART = 3  # of /livez, as an orchestrator's default has it


class ServicePart:
    """A service process; healthy by its own /readyz and /livez."""

    start_timeout_s = 150.0  # words of fifteen languages are read first
    watch_every_s = 5.0
    mended = 0
    detail: Mapping[str, str] = {}

    def __init__(
        self, entry: ServiceEntry, home: Path, plan: PortPlan, environment: Mapping[str, str]
    ) -> None:
        self.name = entry.name
        self._entry = entry
        self._home = home
        self._plan = plan
        self._environment = environment
        self._failures = 0
        plan.port(entry.name)

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self._plan.port(self.name)}"

    @property
    def ports(self) -> Mapping[str, int]:
        return {self.name: self._plan.port(self.name)}

    def choose_other_ports(self) -> None:
        self._plan.another(self.name)

    def prepare(self) -> None:
        self._failures = 0

    def command(self) -> Command:
        return Command(
            argv=[sys.executable, "-m", self._entry.module],
            env={
                **self._environment,
                **self._entry.environment,
                "ARGOSY_HTTP_HOST": LOOPBACK,
                "ARGOSY_HTTP_PORT": str(self._plan.port(self.name)),
                "PYTHONUNBUFFERED": "1",
            },
            cwd=self._home,
            log=self._home / "logs" / f"{self.name}.log",
            grace_s=30.0,
        )

    async def check_ready(self, pid: int) -> None:  # noqa: ARG002 — asked over the network, not by pid
        problem = await self._ask("/readyz")
        if problem:
            raise NotReady(problem)

    async def watch(self, pid: int) -> None:  # noqa: ARG002 — asked over the network, not by pid
        problem = await self._ask("/livez")
        self._failures = self._failures + 1 if problem else 0
        if self._failures >= _FAILURES_UNTIL_RESTART:
            raise Unhealthy(problem)

    async def _ask(self, path: str) -> str:
        """Empty if all is well, else what was wrong."""
        try:
            async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
                answer = await client.get(self.address + path)
        except httpx.HTTPError as error:
            return f"{self.name} does not answer {path}: {error or type(error).__name__}"
        if answer.status_code == httpx.codes.OK:
            return ""
        return f"{self.name} answers {path} with {answer.status_code}: {answer.text[:300]}"

    def clean_up(self) -> None:
        """A service leaves nothing outside the stack's directory."""

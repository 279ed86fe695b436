"""Prometheus: scrapes every service and the tier, with the rules and alerts that the chart installs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from argosy_local.layout import Layout
from argosy_local.parts.observers import Asked
from argosy_local.parts.part import NotReady, plain_environment
from argosy_local.ports import LOOPBACK, PortPlan
from argosy_local.process import Command

SCRAPE_EVERY_S = 5
_KEPT = ("--storage.tsdb.retention.time=15d", "--storage.tsdb.retention.size=1GB")


@dataclass(frozen=True, slots=True)
class Target:
    """Who is scraped: `argosy` or `argosy-tier`, as rules and dashboards tell them apart, and the port."""

    application: str
    port: int


class Prometheus:
    """One server; its data in `home/data/prometheus`."""

    name = "prometheus"
    start_timeout_s = 60.0
    watch_every_s = 10.0
    mended = 0

    def __init__(self, layout: Layout, home: Path, plan: PortPlan, targets: Mapping[str, Target]) -> None:
        self._program = layout.prometheus
        self._pages = layout.prometheus_pages
        self._rules = layout.rules
        self._home = home
        self._plan = plan
        self._targets = dict(targets)
        self._asked = Asked(self.name)
        plan.port("prometheus")

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self._plan.port('prometheus')}"

    @property
    def ports(self) -> Mapping[str, int]:
        return {"prometheus": self._plan.port("prometheus")}

    @property
    def detail(self) -> Mapping[str, str]:
        return {"targets": ", ".join(self._targets) or "none"}

    def choose_other_ports(self) -> None:
        self._plan.another("prometheus")

    def prepare(self) -> None:
        (self._home / "run").mkdir(parents=True, exist_ok=True)
        self._configuration.write_text(yaml.safe_dump(self._settings(), sort_keys=False))
        self._asked = Asked(self.name)

    @property
    def _configuration(self) -> Path:
        return self._home / "run" / "prometheus.yaml"

    def _settings(self) -> dict[str, object]:
        return {
            "global": {"scrape_interval": f"{SCRAPE_EVERY_S}s", "evaluation_interval": f"{SCRAPE_EVERY_S}s"},
            "rule_files": [str(self._rules / "*.yaml")],
            "scrape_configs": [
                {
                    "job_name": name,
                    "static_configs": [
                        {
                            "targets": [f"{LOOPBACK}:{target.port}"],
                            "labels": {"application": target.application},
                        }
                    ],
                }
                for name, target in self._targets.items()
            ],
        }

    def command(self) -> Command:
        return Command(
            argv=[
                str(self._program),
                f"--config.file={self._configuration}",
                f"--storage.tsdb.path={self._home / 'data' / 'prometheus'}",
                f"--web.listen-address={LOOPBACK}:{self._plan.port('prometheus')}",
                "--log.level=warn",
                *((f"--web.local-assets={self._pages}/",) if self._pages else ()),
                *_KEPT,
            ],
            env=plain_environment(),
            cwd=self._home,
            log=self._home / "logs" / "prometheus.log",
        )

    async def check_ready(self, pid: int) -> None:  # noqa: ARG002 — asked over the network, not by pid
        """It serves, its rules are loaded, and it has scraped every target once."""
        await self._asked.get(f"{self.address}/-/ready")
        if not (await self._asked.get(f"{self.address}/api/v1/rules")).json()["data"]["groups"]:
            raise NotReady(f"prometheus has loaded no rules from {self._rules}")
        found = (await self._asked.get(f"{self.address}/api/v1/query?query=up")).json()["data"]["result"]
        missing = self._targets.keys() - {one["metric"]["job"] for one in found}
        if missing:
            raise NotReady(f"prometheus has not scraped {', '.join(sorted(missing))} yet")

    async def watch(self, pid: int) -> None:  # noqa: ARG002 — asked over the network, not by pid
        await self._asked.watch(f"{self.address}/-/healthy")

    def clean_up(self) -> None:
        """Prometheus leaves nothing outside its directory."""

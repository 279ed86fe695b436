"""A stack that is up, and the `argosy` command on it, for tests that do what a person would."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from argosy_contracts import to_json
from argosy_eventing import EventingSettings
from argosy_eventing.client import Subscriber
from argosy_testing.collector import Collector

ARGOSY = str(Path(sys.executable).with_name("argosy"))


@dataclass(frozen=True, slots=True)
class Shop:
    """A stack that is up, and the `argosy` command on it."""

    home: Path
    collector: Collector

    @property
    def environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("ARGOSY_")}
        return {
            **clean,
            "ARGOSY_HOME": str(self.home),
            "OTEL_EXPORTER_OTLP_ENDPOINT": self.collector.endpoint,
            "OTEL_BSP_SCHEDULE_DELAY": "500",
            "COLUMNS": "200",
        }

    def argosy(
        self, *arguments: str, timeout: float = 240, stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run a command, with ``stdin`` as what is typed, and give back what it said."""
        return subprocess.run(  # noqa: S603 — our own command
            [ARGOSY, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout,
            input=stdin,
            check=False,
        )

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command and leave it running."""
        return subprocess.Popen(  # noqa: S603 — our own command
            [ARGOSY, *arguments],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def published(self, type_: str) -> list[dict[str, Any]]:
        """Every event of a type that is on the bus now, as files say it."""

        async def read() -> list[dict[str, Any]]:
            settings = EventingSettings.load(kafka_bootstrap=self.addresses()["ARGOSY_KAFKA_BOOTSTRAP"])
            async with Subscriber(settings, [type_], start="earliest", follow=False) as events:
                return [to_json(event) async for event in events]

        return asyncio.run(read())

    def addresses(self) -> dict[str, str]:
        """Where the parts are, as `argosy status` says."""
        found: dict[str, str] = json.loads(self.argosy("status", "--json").stdout)["environment"]
        return found

    def run(self, folder: Path, *events: dict[str, Any], exit_code: int = 0) -> list[dict[str, Any]]:
        """`argosy run` on these events; gives back the results."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "events.jsonl"
        file.write_text(
            "\n".join(json.dumps(event, ensure_ascii=False) for event in events), encoding="utf-8"
        )
        done = self.argosy("run", str(file), "--out", str(folder / "out"))
        if done.returncode != exit_code:
            raise AssertionError(f"exit {done.returncode}, not {exit_code}:\n{done.stdout}{done.stderr}")
        results = (folder / "out").glob("*/*.json")
        return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(results)]

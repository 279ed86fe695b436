"""Where the set-up put things: jars, environments, the model repository."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

_OBSERVABILITY = "make observability"
_MARK = Path("deploy") / "local" / "docstore" / "pom.xml"


class NotSetUp(RuntimeError):
    """Something that `make setup` provides is not there; the message says which and how."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The project's directory and what stands where in it."""

    root: Path

    @classmethod
    def find(cls) -> Layout:
        """The checkout this package is installed from, or the one ARGOSY_ROOT names."""
        named = os.environ.get("ARGOSY_ROOT")
        candidates = [Path(named)] if named else list(Path(__file__).resolve().parents)
        for candidate in candidates:
            if (candidate / _MARK).is_file():
                return cls(candidate)
        raise NotSetUp("the project's directory was not found; set ARGOSY_ROOT to the checkout of Argosy")

    @property
    def kafka_classpath(self) -> str:
        return f"{self._need('.cache/kafka/libs')}/*"

    @property
    def docstore_classpath(self) -> str:
        return f"{self._need('.cache/docstore/libs')}/*:{self._need('.cache/docstore/classes')}"

    @property
    def model_repository(self) -> Path:
        return self.root / "deploy" / "triton" / "models"

    @property
    def profiles(self) -> Path:
        return self.root / "deploy" / "triton" / "profiles"

    @property
    def collector(self) -> Path:
        """The trace collector that `make observability` builds."""
        return self._need(".tools/bin/argosy-collector", _OBSERVABILITY)

    @property
    def prometheus(self) -> Path:
        """Prometheus as `make observability` unpacked it, or the one on PATH."""
        unpacked = self.root / ".cache" / "prometheus" / "usr" / "bin" / "prometheus"
        on_path = shutil.which("prometheus")
        if not unpacked.exists() and on_path:
            return Path(on_path)
        return self._need(str(unpacked.relative_to(self.root)), _OBSERVABILITY)

    @property
    def prometheus_pages(self) -> Path | None:
        """What the page of the unpacked Prometheus is made of; one that is installed has its own."""
        found = self.prometheus.parents[1] / "share" / "prometheus" / "web"
        return found if found.is_relative_to(self.root) and found.is_dir() else None

    @property
    def observability(self) -> Path:
        """Configurations of collector and Prometheus."""
        return self.root / "deploy" / "observability"

    @property
    def rules(self) -> Path:
        """Recording rules and alerts, the same as the chart installs."""
        return self.root / "charts" / "argosy" / "files" / "rules"

    @property
    def dashboards(self) -> Path:
        """Dashboards as Grafana reads them, the same as the chart installs."""
        return self.root / "charts" / "argosy" / "files" / "dashboards"

    @property
    def font_directories(self) -> tuple[Path, ...]:
        """Fonts and fribidi that the set-up unpacked; none where the system has them."""
        home = self.root / ".cache" / "fonts"
        found = (home / "usr" / "share" / "fonts", *sorted(home.glob("usr/lib/*-linux-gnu")))
        return tuple(path for path in found if path.is_dir())

    def tier_environment(self, profile: str) -> Path:
        """The environment whose Python the models run in: light, or with torch."""
        if profile == "embedded":
            return self._need(".venv-tier")
        return self._need(".venv-models", "make setup-models")

    def _need(self, relative: str, remedy: str = "make setup") -> Path:
        path = self.root / relative
        if not path.exists():
            raise NotSetUp(f"{path} is not there; run `{remedy}` in {self.root}")
        return path

"""Promtool, and which metrics are served."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from argosy_telemetry.names import METRICS, MetricKind

ROOT = Path(__file__).parents[2]
RULES = ROOT / "charts" / "argosy" / "files" / "rules"


@pytest.fixture(scope="session")
def promtool() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs it as `make tools` unpacked it, or the one on PATH."""
    unpacked = ROOT / ".cache" / "prometheus" / "usr" / "bin" / "promtool"
    found = str(unpacked) if unpacked.is_file() else shutil.which("promtool")
    if found is None:
        pytest.fail("promtool is not there: `make tools` unpacks it")

    def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [found, *(str(word) for word in words)], capture_output=True, text=True, check=False
        )

    return run


@pytest.fixture(scope="session")
def unserved() -> Callable[[str], set[str]]:
    """What a query asks for and neither a service serves nor a rule records."""
    groups = [group for path in RULES.glob("*.yaml") for group in yaml.safe_load(path.read_text())["groups"]]
    known = served() | {rule["record"] for group in groups for rule in group["rules"] if "record" in rule}

    def find(expression: str) -> set[str]:
        return metrics_in(expression) - known

    return find


def metrics_in(expression: str) -> set[str]:
    bare = re.sub(r"\{[^}]*\}|\b(?:by|on|without|ignoring) \([^)]*\)", "", expression)
    return set(re.findall(r"\bargosy[_:][a-z0-9_:]+", bare))


def served() -> set[str]:
    """Every name under which the registry's metrics are served to Prometheus, and the tier's keeper's."""
    names: set[str] = {"argosy_tier_model_mended_total"}
    for metric in METRICS.values():
        base = metric.replace(".", "_")
        base += {"s": "_seconds", "By": "_bytes"}.get(metric.unit, "")
        match metric.kind:
            case MetricKind.COUNTER:
                names.add(f"{base}_total")
            case MetricKind.HISTOGRAM:
                names |= {f"{base}_bucket", f"{base}_count", f"{base}_sum"}
            case _:
                names.add(base)
    return names

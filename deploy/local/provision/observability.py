"""What `argosy up --observability` needs: Prometheus with promtool, and a collector of traces."""

from __future__ import annotations

import os
import shutil

from libpython import unpack_debian
from progress import CACHE, ROOT, TOOLS, Missing, run, say, step
from tools import APT

# What the rules and their tests were tried with; Debian 12 has it.
PROMETHEUS_AT_LEAST = "2.42"
# What its page is made of; the links in Debian's package are relative.
PAGES = (
    "libjs-bootstrap4",
    "libjs-d3",
    "libjs-eonasdan-bootstrap-datetimepicker",
    "libjs-jquery",
    "libjs-jquery-hotkeys",
    "libjs-moment",
    "libjs-moment-timezone",
    "libjs-mustache",
    "libjs-popper.js",
    "libjs-rickshaw",
)
HOME = CACHE / "prometheus"
COLLECTOR = ROOT / "deploy" / "observability" / "collector"


def prometheus() -> None:
    """Leave it where the system has both programs; else unpack Debian's into .cache/prometheus."""
    if all(shutil.which(program) for program in ("prometheus", "promtool")):
        say("  ready  prometheus and promtool")
        return
    with step("Prometheus in .cache/prometheus", HOME / ".stamp", [PROMETHEUS_AT_LEAST, *PAGES]) as todo:
        if not todo:
            return
        if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
            raise Missing("install prometheus and promtool by the system's own means, onto PATH")
        unpack_debian(["prometheus", *PAGES], HOME)


def collector() -> None:
    """Build the collector of deploy/observability/collector with Go into .tools/bin (minutes, once)."""
    sources = [COLLECTOR / name for name in ("go.mod", "go.sum", "main.go")]
    target = TOOLS / "bin" / "argosy-collector"
    with step("the OpenTelemetry collector", TOOLS / "bin" / ".collector-stamp", sources) as todo:
        if todo:
            run(
                ["go", "build", "-trimpath", "-mod=readonly", "-ldflags", "-s -w", "-o", target, "."],
                env={**os.environ, "CGO_ENABLED": "0"},
                cwd=COLLECTOR,
                remedy=f"Go builds it: {APT} golang, or from https://go.dev/dl/ (1.25 or newer).",
            )

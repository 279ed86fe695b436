"""Prometheus and collector take their configurations; Prometheus finds the charts' pods under their names."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from argosy_local.layout import Layout, NotSetUp
from argosy_testing import charts

Promtool = Callable[..., subprocess.CompletedProcess[str]]
ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy" / "observability"
SERVICES = {path.name for path in (ROOT / "services").iterdir() if (path / "pyproject.toml").is_file()}
TIER = charts.Example(ROOT / "charts" / "triton", ROOT / "charts" / "triton" / "ci" / "embedded-values.yaml")
ARGOSY = charts.Example(ROOT / "charts" / "argosy", ROOT / "charts" / "argosy" / "ci" / "minimal-values.yaml")
ENVIRONMENTS = {
    "collector.yaml": {"TRACES_TO": "traces:4317"},
    "collector-local.yaml": {
        "ARGOSY_COLLECTOR": "127.0.0.1:4317",
        "ARGOSY_COLLECTOR_HEALTH": "127.0.0.1:13133",
        "ARGOSY_TRACES": "/tmp/traces.jsonl",  # noqa: S108 — only named
    },
}


def meta(prefix: str, labels: dict[str, str]) -> dict[str, str]:
    """Kubernetes' labels as Prometheus's discovery hands them to relabelling."""
    return {
        f"__meta_kubernetes_pod_{prefix}_{re.sub('[^a-zA-Z0-9_]', '_', name)}": value
        for name, value in labels.items()
    }


def discovered(example: charts.Example) -> Iterator[dict[str, Any]]:
    """A target for each port of each container, as the discovery of role `pod` makes them."""
    for place, pod in enumerate(charts.pods_of(charts.render(example))):
        for container in pod.containers:
            for port in container.get("ports") or ():
                number = str(port["containerPort"])
                yield {
                    "targets": [f"10.0.0.{place}:{number}"],
                    "labels": meta("label", pod.labels)
                    | {
                        "__meta_kubernetes_pod_name": f"pod-{place}",
                        "__meta_kubernetes_pod_container_name": container["name"],
                        "__meta_kubernetes_pod_container_port_name": port["name"],
                        "__meta_kubernetes_pod_container_port_number": number,
                    },
                }


def with_targets(path: Path, targets: list[dict[str, Any]]) -> dict[str, Any]:
    """prometheus.yaml with the pods in a file: Debian's promtool is built without Kubernetes' discovery."""
    (path / "targets.json").write_text(json.dumps(targets))
    settings: dict[str, Any] = yaml.safe_load((FOLDER / "prometheus.yaml").read_text())
    for job in (*settings["scrape_configs"], *settings["alerting"]["alertmanagers"]):
        assert job.pop("kubernetes_sd_configs") == [{"role": "pod"}]
        job["file_sd_configs"] = [{"files": [str(path / "targets.json")]}]
    settings["rule_files"] = [str(ROOT / "charts" / "argosy" / "files" / "rules" / "*.yaml")]
    (path / "prometheus.yaml").write_text(yaml.safe_dump(settings))
    return settings


def scraped(promtool: Promtool, folder: Path, example: charts.Example) -> set[tuple[str, str, str]]:
    """Application, job and port name of what Prometheus would scrape of a chart."""
    settings = with_targets(folder, list(discovered(example)))
    found = set()
    for job in settings["scrape_configs"]:
        words = ("check", "service-discovery", "--timeout=2s", folder / "prometheus.yaml", job["job_name"])
        done = promtool(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        for one in json.loads(done.stdout):
            if kept := one["labels"]:
                port = one["discoveredLabels"]["__meta_kubernetes_pod_container_port_name"]
                found.add((kept["application"], kept["job"], port))
    return found


def test_promtool_takes_prometheus_yaml(promtool: Promtool, tmp_path: Path) -> None:
    settings = with_targets(tmp_path, [])
    done = promtool("check", "config", tmp_path / "prometheus.yaml")
    assert done.returncode == 0, done.stdout + done.stderr
    settings["scrape_configs"][0]["relabel_configs"][0]["actoin"] = "keep"
    (tmp_path / "prometheus.yaml").write_text(yaml.safe_dump(settings))
    assert promtool("check", "config", tmp_path / "prometheus.yaml").returncode != 0


def test_prometheus_finds_every_service_of_the_chart_by_its_name(promtool: Promtool, tmp_path: Path) -> None:
    assert scraped(promtool, tmp_path, ARGOSY) == {("argosy", name, "http") for name in SERVICES}


def test_prometheus_finds_the_tier_and_its_keeper_apart(promtool: Promtool, tmp_path: Path) -> None:
    assert scraped(promtool, tmp_path, TIER) == {
        ("argosy-tier", "triton", "metrics"),
        ("argosy-upkeep", "triton-upkeep", "upkeep"),
    }


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_collector_takes_its_configuration(name: str, tmp_path: Path) -> None:
    def validated(path: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [collector, "validate", f"--config=file:{path}"],
            env={**os.environ, **ENVIRONMENTS[name]},
            capture_output=True,
            text=True,
            check=False,
        )

    try:
        collector = Layout.find().collector
    except NotSetUp as missing:
        pytest.fail(str(missing))
    done = validated(FOLDER / name)
    assert done.returncode == 0, done.stderr
    settings = yaml.safe_load((FOLDER / name).read_text())
    settings["service"]["pipelines"]["traces"]["exporters"] = ["nowhere"]
    (tmp_path / name).write_text(yaml.safe_dump(settings))
    assert validated(tmp_path / name).returncode != 0

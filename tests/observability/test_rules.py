"""Recording rules and alerts: Prometheus takes them, and each alert fires and is silent as its test says."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from argosy_eventing import EventingSettings

Promtool = Callable[..., subprocess.CompletedProcess[str]]
Unserved = Callable[[str], set[str]]
ROOT = Path(__file__).parents[2]
RULES = ROOT / "charts" / "argosy" / "files" / "rules"
TESTS = sorted(Path(__file__).parent.glob("*.test.yaml"))
RUNBOOKS = "https://github.com/argosy/argosy/blob/main/docs/runbooks/"


def rules() -> list[dict[str, Any]]:
    groups = [group for path in RULES.glob("*.yaml") for group in yaml.safe_load(path.read_text())["groups"]]
    return [rule for group in groups for rule in group["rules"]]


def alerts() -> list[dict[str, Any]]:
    return [rule for rule in rules() if "alert" in rule]


def alert(name: str) -> dict[str, Any]:
    (found,) = [rule for rule in alerts() if rule["alert"] == name]
    return found


def asked_of_alerts() -> Iterator[dict[str, Any]]:
    for path in TESTS:
        for test in yaml.safe_load(path.read_text())["tests"]:
            yield from test.get("alert_rule_test", ())


def test_prometheus_takes_the_rules(promtool: Promtool) -> None:
    done = promtool("check", "rules", *sorted(RULES.glob("*.yaml")))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_alerts_fire_and_are_silent_as_written(promtool: Promtool, path: Path) -> None:
    done = promtool("test", "rules", path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_threshold_that_is_moved_is_noticed(promtool: Promtool, tmp_path: Path) -> None:
    moved = tmp_path / "rules"
    shutil.copytree(RULES, moved)
    text = (moved / "alerts.yaml").read_text()
    assert "[30m])) >= 3" in text
    (moved / "alerts.yaml").write_text(text.replace("[30m])) >= 3", "[30m])) >= 4"))
    written = (Path(__file__).parent / "alerts.test.yaml").read_text()
    (tmp_path / "t.yaml").write_text(written.replace("../../charts/argosy/files/rules", "rules"))
    done = promtool("test", "rules", tmp_path / "t.yaml")
    assert done.returncode == 1
    assert "ArgosyServiceRestarts" in done.stdout + done.stderr


def test_every_alert_is_tried_both_ways() -> None:
    asked = list(asked_of_alerts())
    fires = {one["alertname"] for one in asked if one["exp_alerts"]}
    silent = {one["alertname"] for one in asked if not one["exp_alerts"]}
    names = {rule["alert"] for rule in alerts()}
    assert fires == names
    assert silent == names


@pytest.mark.parametrize("rule", alerts(), ids=lambda rule: rule["alert"])
def test_an_alert_says_what_is_wrong_how_much_and_where_to_read_on(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in {"critical", "warning"}
    said = rule["annotations"]
    assert said["summary"].strip()
    assert "$value" in said["description"]
    assert said["runbook_url"].startswith(RUNBOOKS)
    page = ROOT / "docs" / "runbooks" / said["runbook_url"].removeprefix(RUNBOOKS)
    assert rule["alert"] in page.read_text(), f"{page} does not name {rule['alert']}"


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.get("alert") or rule["record"])
def test_a_rule_asks_only_for_metrics_that_are_served(rule: dict[str, Any], unserved: Unserved) -> None:
    assert unserved(rule["expr"]) == set()


def test_thresholds_are_those_of_the_services() -> None:
    settings = EventingSettings.load(kafka_bootstrap="unused:9092")
    assert f"> {settings.busy_budget_s:g}" in alert("ArgosyOldestEventTooOld")["expr"]
    assert f">= {settings.dead_letter_cap / 10:g}" in alert("ArgosyDeadLetters")["expr"]

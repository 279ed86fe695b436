"""The dashboards: as their sources say, understood by Grafana's types and Prometheus, of served metrics."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard

from argosy_local.dashboards.reading import read_dashboard

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "charts" / "argosy" / "files" / "dashboards"
FILES = sorted(FOLDER.glob("*.json"))
BY_NAME = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def panels(path: Path) -> list[dict[str, Any]]:
    return [panel for panel in json.loads(path.read_text())["panels"] if panel["type"] != "row"]


def test_there_is_one_for_the_business_the_pipeline_and_the_tier() -> None:
    assert {path.stem for path in FILES} == {"business", "pipeline", "tier"}


def test_the_files_are_what_their_sources_say() -> None:
    program = ROOT / "deploy" / "observability" / "dashboards"
    done = subprocess.run([sys.executable, program, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@BY_NAME
def test_grafanas_types_take_the_file_and_give_it_back(path: Path) -> None:
    register_default_plugins()
    written = json.loads(path.read_text())
    again = json.loads(JSONEncoder(sort_keys=True).encode(Dashboard.from_json(written)))
    assert again == written


@BY_NAME
def test_every_panel_says_what_it_shows_asks_something_and_has_a_place_of_its_own(path: Path) -> None:
    taken: set[tuple[int, int]] = set()
    ids = [panel["id"] for panel in json.loads(path.read_text())["panels"]]
    assert len(set(ids)) == len(ids)
    for panel in panels(path):
        assert panel["title"]
        assert panel["description"]
        assert all(query["expr"] and query["legendFormat"] for query in panel["targets"])
        at = panel["gridPos"]
        cells = {(at["x"] + right, at["y"] + down) for right in range(at["w"]) for down in range(at["h"])}
        assert at["x"] + at["w"] <= 24
        assert not taken & cells
        taken |= cells


@BY_NAME
def test_prometheus_understands_every_query(
    path: Path, tmp_path: Path, promtool: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    queries = [query.expr for panel in read_dashboard(path, 3600).panels for query in panel.queries]
    assert queries
    assert not [query for query in queries if "$" in query]
    rules = [{"record": f"query:{place}", "expr": query} for place, query in enumerate(queries)]
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump({"groups": [{"name": "queries", "rules": rules}]}))
    done = promtool("check", "rules", tmp_path / "rules.yaml")
    assert done.returncode == 0, done.stdout + done.stderr


@BY_NAME
def test_a_panel_asks_only_for_metrics_that_are_served(
    path: Path, unserved: Callable[[str], set[str]]
) -> None:
    assert not {
        name for panel in panels(path) for query in panel["targets"] for name in unserved(query["expr"])
    }


@pytest.mark.parametrize(
    ("answers", "at_least", "below"),
    [
        pytest.param("_x30 5 65 65x60", 65, 66, id="what it showed first counts"),
        pytest.param("_x30 5 65 65x9 _x4 0 34 34x60", 90, 100, id="so does what it had before a restart"),
        pytest.param("1000x200", 0, 1, id="what was there before does not"),
    ],
)
def test_what_counters_grew_by(
    answers: str,
    at_least: int,
    below: int,
    tmp_path: Path,
    promtool: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    panels = read_dashboard(FOLDER / "business.json", 900).panels
    (query,) = next(panel for panel in panels if panel.title == "Answers to buyers").queries
    asked = f"({query.expr}) >= bool {at_least} and ({query.expr}) < {below}"
    series = {"series": 'argosy_chat_answers_total{job="cs-agent",instance="a"}', "values": answers}
    wanted = {"expr": asked, "eval_time": "20m", "exp_samples": [{"labels": "{}", "value": 1}]}
    test = {"interval": "15s", "input_series": [series], "promql_expr_test": [wanted]}
    (tmp_path / "t.yaml").write_text(yaml.safe_dump({"tests": [test]}))
    done = promtool("test", "rules", tmp_path / "t.yaml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_minutes_saved_are_stated_assumptions_that_can_be_changed() -> None:
    business = json.loads((FOLDER / "business.json").read_text())
    boxes = {one["name"]: one["query"] for one in business["templating"]["list"] if one["type"] == "textbox"}
    assert set(boxes) == {f"minutes_{kind}" for kind in ("listing", "picture", "answer", "letter", "refund")}
    (saved,) = [panel for panel in business["panels"] if panel["title"] == "Hours saved"]
    assert all(f"${name} " in saved["targets"][0]["expr"] for name in boxes)
    assert "assumption" in saved["description"]

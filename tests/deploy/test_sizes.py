"""The sizes that docs/operating.md shows are the chart's, and a start has its time by what was measured."""

from __future__ import annotations

import re

import pytest
import yaml

from argosy_local.services import SERVICES
from argosy_testing import charts
from argosy_testing.charts import Example, Object

ARGOSY = [example for example in charts.examples() if example.chart.name == "argosy"]
VALUES = yaml.safe_load((charts.ROOT / "charts/argosy/values.yaml").read_text(encoding="utf-8"))
NAMES = [entry.name for entry in SERVICES]


def row_of(name: str) -> list[str]:
    """What the page's table says of a service, cell by cell."""
    page = (charts.ROOT / "docs/operating.md").read_text(encoding="utf-8")
    (line,) = [line for line in page.splitlines() if line.startswith(f"| {name} | ")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def cores(quantity: str | float) -> float:
    text = str(quantity)
    return float(text.removesuffix("m")) / 1000 if text.endswith("m") else float(text)


def containers(example: Example) -> dict[str, Object]:
    """Each service's container."""
    return {
        pods.labels["app.kubernetes.io/component"]: pods.containers[0]
        for pods in charts.pods_of(charts.of_kind(charts.render(example), "Deployment"))
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_page_shows_the_charts_requests_and_limits(name: str) -> None:
    resources = VALUES["services"][name]["resources"]
    *_, request, limit = row_of(name)
    assert request == f"{resources['requests']['cpu']}, {resources['requests']['memory']}"
    assert limit == resources["limits"]["memory"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("example", ARGOSY, ids=str)
def test_a_start_has_its_time_where_a_node_has_no_more_than_was_asked_for(
    example: Example, name: str
) -> None:
    measured = re.fullmatch(r"([0-9.]+) s", row_of(name)[1])
    assert measured, row_of(name)
    container = containers(example)[name]
    probe = container["startupProbe"]
    seconds = probe["periodSeconds"] * probe["failureThreshold"]
    assert float(measured[1]) / cores(container["resources"]["requests"]["cpu"]) < seconds

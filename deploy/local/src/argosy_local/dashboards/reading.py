"""A dashboard's JSON, as far as it is drawn."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RATE_S = 60
"""`$__rate_interval`: four scrapes and more of the embedded Prometheus."""


@dataclass(frozen=True, slots=True)
class Query:
    """PromQL with its variables filled in, and how its series are called."""

    expr: str
    legend: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel; x, y, w and h in the units of Grafana's grid, which is 24 wide."""

    title: str
    kind: str
    """`stat`, `bargauge`, `timeseries` or `row`."""
    unit: str
    decimals: int | None
    stacked: bool
    x: int
    y: int
    w: int
    h: int
    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A dashboard's title, what it assumes, and its panels."""

    name: str
    title: str
    assumptions: tuple[tuple[str, str], ...]
    """Label and value of what a person may set in its head."""
    panels: tuple[Panel, ...]


def read_dashboard(path: Path, seconds: int) -> Dashboard:
    """The dashboard in that file, its queries over the last `seconds`."""
    data = json.loads(path.read_text(encoding="utf-8"))
    listed = data.get("templating", {}).get("list", [])
    variables = {one["name"]: _value(one) for one in listed if one["type"] != "datasource"}
    variables |= {"__range": f"{seconds}s", "__rate_interval": f"{RATE_S}s"}
    return Dashboard(
        name=path.stem,
        title=data["title"],
        assumptions=tuple((one["label"], _value(one)) for one in listed if one["type"] == "textbox"),
        panels=tuple(_panel(one, variables) for one in data["panels"]),
    )


def _value(variable: Mapping[str, Any]) -> str:
    """What Grafana starts with: everything of a list, the default of a box."""
    return str(variable.get("allValue") or variable.get("query") or "")


def _panel(data: Mapping[str, Any], variables: Mapping[str, str]) -> Panel:
    defaults = data.get("fieldConfig", {}).get("defaults", {})
    place = data["gridPos"]
    custom = defaults.get("custom", {})
    return Panel(
        title=data.get("title", ""),
        kind=data["type"],
        unit=defaults.get("unit", "short"),
        decimals=defaults.get("decimals"),
        stacked=custom.get("stacking", {}).get("mode") == "normal",
        x=place["x"], y=place["y"], w=place["w"], h=place["h"],
        queries=tuple(
            Query(filled(one["expr"], variables), one.get("legendFormat", ""))
            for one in data.get("targets", ())
        ),
    )  # fmt: skip


def filled(expr: str, variables: Mapping[str, str]) -> str:
    """The query with `$name` replaced; the longest name first, as one may begin another.

    >>> filled("rate(x[$__range]) * $minutes_a", {"__range": "60s", "minutes_a": "4", "minutes": "1"})
    'rate(x[60s]) * 4'
    """
    for name in sorted(variables, key=len, reverse=True):
        expr = expr.replace(f"${{{name}}}", variables[name]).replace(f"${name}", variables[name])
    return expr

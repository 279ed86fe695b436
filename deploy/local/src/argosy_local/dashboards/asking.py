"""Puts a dashboard's queries to Prometheus."""

from __future__ import annotations

import math
import re
import time
from dataclasses import dataclass
from typing import Any, Self

import httpx

from argosy_local.dashboards.reading import Dashboard, Panel, Query

_POINTS = 240
_LEAST_STEP_S = 5


class NoAnswer(RuntimeError):
    """Prometheus does not answer, or not with data; the message names the address and what it said."""


@dataclass(frozen=True, slots=True)
class Series:
    """One series: its name, and (seconds since the epoch, value) pairs; one pair where time is no axis."""

    name: str
    points: tuple[tuple[float, float], ...]

    @property
    def last(self) -> float:
        return self.points[-1][1]


@dataclass(frozen=True, slots=True)
class Answers:
    """What Prometheus said to a dashboard; times in seconds since the epoch."""

    since: float
    until: float
    series: tuple[tuple[Series, ...], ...]


class Prometheus:
    """A Prometheus server's HTTP interface; a context manager that closes its connections."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")
        self._client = httpx.Client(timeout=30, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def answers(self, dashboard: Dashboard, seconds: int) -> Answers:
        """Each panel's series, in the order of the panels. Raises NoAnswer."""
        until = time.time()
        return Answers(
            until - seconds,
            until,
            tuple(
                tuple(one for query in panel.queries for one in self._series(panel, query, until, seconds))
                for panel in dashboard.panels
            ),
        )

    def _series(self, panel: Panel, query: Query, now: float, seconds: int) -> list[Series]:
        if panel.kind == "timeseries":
            step = max(_LEAST_STEP_S, seconds // _POINTS)
            asked: dict[str, str | float] = {"query": query.expr, "start": now - seconds, "end": now}
            asked["step"] = step
            found = self._ask("query_range", asked)
            rows = [(row["metric"], row["values"]) for row in found]
        else:
            found = self._ask("query", {"query": query.expr, "time": now})
            rows = [(row["metric"], [row["value"]]) for row in found]
        made = []
        for labels, values in rows:
            points = tuple((float(at), float(value)) for at, value in values if math.isfinite(float(value)))
            if points:
                made.append(Series(named(query.legend, labels), points))
        return sorted(made, key=lambda series: series.name)

    def _ask(self, what: str, asked: dict[str, str | float]) -> list[dict[str, Any]]:
        try:
            answer = self._client.post(f"{self._address}/api/v1/{what}", data=asked)
            body = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise NoAnswer(f"Prometheus at {self._address} does not answer: {error}") from error
        if body.get("status") != "success":
            raise NoAnswer(f"Prometheus at {self._address} refuses {asked['query']!r}: {body.get('error')}")
        return list(body["data"]["result"])


def named(legend: str, labels: object) -> str:
    """The legend with `{{label}}` replaced by the label's value.

    >>> named("{{job}} {{x}}", {"job": "cs-agent"})
    'cs-agent -'
    """
    known = labels if isinstance(labels, dict) else {}
    return re.sub(r"\{\{(\w+)\}\}", lambda found: str(known.get(found[1]) or "-"), legend)

"""`argosy dashboards`: Grafana's JSON read, Prometheus asked, a picture set."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from PIL import Image

from argosy_local.dashboards.asking import Answers, NoAnswer, Prometheus, Series
from argosy_local.dashboards.drawing import _COLOURS, _steps, _with_gaps, draw
from argosy_local.dashboards.reading import Dashboard, read_dashboard
from argosy_local.layout import Layout


class _Answering(BaseHTTPRequestHandler):
    """Speaks Prometheus's HTTP interface; what it was asked stands in `asked`."""

    asked: list[tuple[str, dict[str, list[str]]]] = []  # noqa: RUF012 — one list for all, emptied per test

    def do_POST(self) -> None:
        query = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.asked.append((self.path, query))
        if "broken" in query["query"][0]:
            body: object = {"status": "error", "error": "parse error"}
        elif self.path.endswith("query_range"):
            end = float(query["end"][0])
            points = [[end - 60, "1"], [end - 30, "NaN"], [end, "3"]]
            body = _success([{"metric": {"job": "cs-agent"}, "values": points}])
        else:
            body = _success([{"metric": {"argosy_market": "ES"}, "value": [1.0, "42"]}])
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        pass


def _success(result: object) -> dict[str, object]:
    return {"status": "success", "data": {"result": result}}


@pytest.fixture
def server() -> Iterator[str]:
    _Answering.asked.clear()
    with HTTPServer(("127.0.0.1", 0), _Answering) as answering:
        thread = threading.Thread(target=answering.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{answering.server_port}"
        answering.shutdown()
        thread.join()


def own(name: str) -> Dashboard:
    return read_dashboard(Layout.find().dashboards / f"{name}.json", 3600)


def answers_of(address: str, dashboard: Dashboard) -> Answers:
    with Prometheus(address) as prometheus:
        return prometheus.answers(dashboard, 3600)


@pytest.mark.parametrize("name", ["business", "pipeline", "tier"])
def test_each_dashboard_becomes_a_picture(server: str, tmp_path: Path, name: str) -> None:
    dashboard = own(name)
    answers = answers_of(server, dashboard)
    assert len(answers.series) == len(dashboard.panels)
    draw(dashboard, answers, tmp_path / "x.png")
    with Image.open(tmp_path / "x.png") as picture:
        assert picture.width == 1152
        assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 50


def test_figures_over_time_are_asked_over_time_and_others_once(server: str) -> None:
    dashboard = own("business")
    answers_of(server, dashboard)
    ways = {path.rsplit("/", 1)[1] for path, _ in _Answering.asked}
    assert ways == {"query", "query_range"}
    assert all("$" not in asked["query"][0] for _, asked in _Answering.asked)
    assert any("[3600s]" in asked["query"][0] for _, asked in _Answering.asked)
    assert any("15 * (" in asked["query"][0] for _, asked in _Answering.asked)


def test_what_is_no_number_is_left_out_and_series_have_their_legends_names(server: str) -> None:
    dashboard = own("pipeline")
    answers = answers_of(server, dashboard)
    (memory,) = [
        series
        for panel, series in zip(dashboard.panels, answers.series, strict=True)
        if panel.title == "Memory"
    ]
    assert [(one.name, [value for _, value in one.points]) for one in memory] == [("cs-agent", [1.0, 3.0])]


def test_a_server_that_is_gone_or_refuses_is_named(server: str, tmp_path: Path) -> None:
    with pytest.raises(NoAnswer, match=r"127\.0\.0\.1:1 does not answer"):
        answers_of("http://127.0.0.1:1", own("tier"))
    broken = json.loads((Layout.find().dashboards / "tier.json").read_text())
    broken["panels"][0]["targets"][0]["expr"] = "broken("
    (tmp_path / "tier.json").write_text(json.dumps(broken))
    with pytest.raises(NoAnswer, match="refuses 'broken"):
        answers_of(server, read_dashboard(tmp_path / "tier.json", 60))


def test_no_line_is_drawn_over_a_time_without_data() -> None:
    points = [(0.0, 1.0), (5.0, 1.0), (10.0, 1.0), (60.0, 2.0)]
    found = _with_gaps(points)
    assert [at for at, _ in found] == [0.0, 5.0, 10.0, 15.0, 60.0]
    assert math.isnan(found[3][1])
    assert _with_gaps(points[:3]) == points[:3]
    assert _with_gaps([]) == []


@pytest.mark.parametrize(
    ("most", "marks"),
    [(340, [0, 120, 240]), (130, [0, 60, 120]), (7200, [0, 1800, 3600, 5400, 7200]), (9, [0, 3, 6, 9])],
)
def test_times_are_marked_at_round_minutes_and_hours(most: float, marks: list[float]) -> None:
    assert [at for at in _steps(most, "s").tick_values(0, most) if 0 <= at <= most] == pytest.approx(marks)


def test_colours_of_single_lines_are_kept_in_a_small_picture(tmp_path: Path) -> None:
    """Few colours make the file small; a line's must not become its neighbour's."""
    panel = next(one for one in own("pipeline").panels if one.kind == "timeseries")
    panel = replace(panel, stacked=False)
    series = tuple(
        Series(f"s{n}", ((3500.0 if n == 1 else 0.0, 9.0 - n), (3600.0, 9.0 - n))) for n in range(8)
    )
    dashboard = replace(own("pipeline"), panels=(panel,))
    draw(dashboard, Answers(0.0, 3600.0, (series,)), tmp_path / "x.png")
    with Image.open(tmp_path / "x.png") as picture:
        assert picture.mode == "P"
        seen = {colour for _, colour in picture.convert("RGB").getcolors(1 << 20) or ()}
    for wanted in _COLOURS[:8]:
        full = [int(wanted[at : at + 2], 16) for at in (1, 3, 5)]
        # Soft edges: a thin line is its colour on white, in part.
        shades = [[255 + (one - 255) * share / 10 for one in full] for share in range(5, 11)]
        assert any(
            sum(abs(one - other) for one, other in zip(shade, colour, strict=True)) < 24
            for shade in shades
            for colour in seen
        ), wanted

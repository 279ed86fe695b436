"""`argosy trace`: spans out of the collector's files, whole traces of an event, as a tree."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from argosy_local.traces.reading import Span, latest, spans_in, traces_about
from argosy_local.traces.showing import rows, trace_table


def span(
    name: str, id_: str, parent: str = "", *, trace: str = "t1", at: int = 0, **attributes: str
) -> dict[str, object]:
    found = {
        "traceId": trace,
        "spanId": id_,
        "name": name,
        "startTimeUnixNano": str(at * 1_000_000),
        "endTimeUnixNano": str((at + 10) * 1_000_000),
        "attributes": [
            {"key": key.replace("_", "."), "value": {"stringValue": value}}
            for key, value in attributes.items()
        ],
        "status": {},
    }
    return found | ({"parentSpanId": parent} if parent else {})


def batch(service: str, *spans: dict[str, object]) -> str:
    resource = {"attributes": [{"key": "service.name", "value": {"stringValue": service}}]}
    return json.dumps({"resourceSpans": [{"resource": resource, "scopeSpans": [{"spans": list(spans)}]}]})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    failed = span("tier.attempt", "a5", "a4", at=30) | {"status": {"code": 2, "message": "WireError"}}
    written = [
        batch("listing-localizer",
              span("store.operation", "a2", "a1", at=5, db_collection_name="outcomes"),
              span("event.publish", "a3", "a1", at=20, argosy_event_type="listing.localized"),
              span("tier.call", "a4", "a1", at=30, argosy_tier_model="translator"), failed,
              span("event.handle", "a1", at=1, argosy_event_id="e-1", argosy_event_type="product.created")),
        batch("cs-agent", span("event.handle", "b1", "a3", at=50, argosy_event_id="e-2")),
        batch("cs-agent", span("event.handle", "c1", trace="t2", at=40, argosy_event_id="e-9")),
    ]  # fmt: skip
    (tmp_path / "traces.jsonl").write_text("\n".join([*written, '{"resourceSpans": [{"reso']))
    return tmp_path


def test_an_event_is_found_with_all_that_followed_in_other_services(folder: Path) -> None:
    found = traces_about(folder, "e-1")
    assert list(found) == ["t1"]
    assert {one.service for one in found["t1"]} == {"listing-localizer", "cs-agent"}
    assert traces_about(folder, "e-2") == found
    assert traces_about(folder, "t1") == found


def test_a_part_of_an_id_is_no_id(folder: Path) -> None:
    assert traces_about(folder, "e-") == {}


def test_a_line_that_is_being_written_is_left_for_later(folder: Path) -> None:
    assert len(list(spans_in(folder))) == 7


def test_the_latest_come_first_and_no_more_than_asked_for(folder: Path) -> None:
    assert list(latest(folder, 5)) == ["t2", "t1"]
    assert list(latest(folder, 1)) == ["t2"]


def test_details_are_left_out_counted_and_shown_when_they_failed(folder: Path) -> None:
    spans = traces_about(folder, "e-1")["t1"]
    shown = [(row.span.id, row.depth, row.hidden) for row in rows(spans, details=False)]
    assert shown == [("a1", 0, 1), ("a3", 1, 0), ("b1", 2, 0), ("a4", 1, 0), ("a5", 2, 0)]
    assert len(list(rows(spans, details=True))) == len(spans)


def test_a_span_whose_parent_is_elsewhere_stands_at_the_root() -> None:
    alone = Span("t", "s", "gone", "x", "event.handle", 0, 1, {}, "")
    assert [(row.span.id, row.depth) for row in rows([alone], details=False)] == [("s", 0)]


def test_what_somebody_named_an_event_steers_no_terminal() -> None:
    named = Span("t", "s", "", "x", "event.handle", 0, 1, {"argosy.event.key": "a\x1b[31mb"}, "")
    console = Console(record=True, width=200, file=io.StringIO())
    console.print(trace_table([named], details=False))
    assert "\\x1b[31m" in console.export_text()

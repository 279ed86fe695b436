"""Spans out of the collector's files: OTLP JSON, one line per batch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ERROR = 2
"""OTLP's STATUS_CODE_ERROR."""


@dataclass(frozen=True, slots=True)
class Span:
    """One piece of work; times are nanoseconds since the epoch."""

    trace: str
    id: str
    parent: str
    service: str
    name: str
    began: int
    ended: int
    attributes: Mapping[str, str]
    error: str
    """Why it failed, empty where it did not."""

    @property
    def seconds(self) -> float:
        return (self.ended - self.began) / 1e9


def spans_in(folder: Path, mark: str = "") -> Iterator[Span]:
    """All spans below the folder, oldest file first; with a mark only batches that hold it are parsed."""
    for path in sorted(folder.glob("*.jsonl"), key=lambda path: path.stat().st_mtime):
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if mark in line:
                    yield from _spans(line)


def traces_about(folder: Path, wanted: str) -> dict[str, list[Span]]:
    """The whole traces of which a span has that id (an event's, a product's), by their beginning."""
    marked = {
        span.trace for span in spans_in(folder, wanted) if wanted in {span.trace, *span.attributes.values()}
    }
    return _by_trace(span for span in spans_in(folder) if span.trace in marked) if marked else {}


def latest(folder: Path, count: int) -> dict[str, list[Span]]:
    """The traces of events that began last, the newest first."""
    found = _by_trace(spans_in(folder))
    events = {key: spans for key, spans in found.items() if any(s.name == "event.handle" for s in spans)}
    newest = sorted(events, key=lambda key: events[key][0].began, reverse=True)
    return {key: events[key] for key in newest[:count]}


def _by_trace(spans: Iterable[Span]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for span in spans:
        found.setdefault(span.trace, []).append(span)
    for one in found.values():
        one.sort(key=lambda span: (span.began, -span.ended))
    return dict(sorted(found.items(), key=lambda item: item[1][0].began))


def _spans(line: str) -> Iterator[Span]:
    try:
        data = json.loads(line)
    except ValueError:
        return  # the line that the collector is writing now
    for resource in data.get("resourceSpans", ()):
        service = _attributes(resource.get("resource", {})).get("service.name", "?")
        for scope in resource.get("scopeSpans", ()):
            for span in scope.get("spans", ()):
                yield _span(span, service)


def _span(data: Mapping[str, Any], service: str) -> Span:
    status = data.get("status", {})
    return Span(
        trace=data["traceId"],
        id=data["spanId"],
        parent=data.get("parentSpanId", ""),
        service=service,
        name=data["name"],
        began=int(data["startTimeUnixNano"]),
        ended=int(data["endTimeUnixNano"]),
        attributes=_attributes(data),
        error=(status.get("message") or "failed") if status.get("code") == _ERROR else "",
    )


def _attributes(data: Mapping[str, Any]) -> dict[str, str]:
    return {one["key"]: str(next(iter(one["value"].values()), "")) for one in data.get("attributes", ())}

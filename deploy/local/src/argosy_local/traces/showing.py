"""A trace as a tree: what took how long, in which service, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.table import Table
from rich.text import Text

from argosy_local.commands.console import shown
from argosy_local.dashboards.figures import shown as figure
from argosy_local.traces.reading import Span
from argosy_telemetry import names

_BAR = 24
_COLOURS = ("cyan", "green", "magenta", "blue", "yellow", "bright_red", "bright_cyan")
# What is worth a line's room, in this order; ids of events come first where there are any.
_TOLD = (
    names.ATTR_EVENT_TYPE, names.ATTR_EVENT_KEY, names.ATTR_EVENT_ID, names.ATTR_MARKET, names.ATTR_LOCALE,
    names.ATTR_IMAGE_ID, names.ATTR_MODEL, names.ATTR_TIER_STATUS, names.ATTR_DB_COLLECTION,
    names.ATTR_DB_OPERATION, names.ATTR_OUTCOME, names.ATTR_OUTCOME_REASON, names.ATTR_ERROR_TYPE,
)  # fmt: skip
DETAILS = frozenset({str(name) for name in (names.SPAN_STORE_OPERATION, names.SPAN_TIER_ATTEMPT)})
"""Spans that are left out unless asked for or failed: they are most of all, and seldom the point."""


@dataclass(frozen=True, slots=True)
class Row:
    """A span and how deep below the trace's beginning it stands."""

    span: Span
    depth: int
    hidden: int
    """Spans right below it that are left out."""


def rows(spans: Sequence[Span], *, details: bool) -> Iterator[Row]:
    """The tree, depth first, each level by time. A span whose parent is not kept stands at the root."""
    known = {span.id for span in spans}
    below: dict[str, list[Span]] = {}
    for span in spans:
        below.setdefault(span.parent if span.parent in known else "", []).append(span)
    waiting = [(span, 0) for span in reversed(below.get("", []))]
    while waiting:
        span, depth = waiting.pop()
        under = below.get(span.id, [])
        kept = [one for one in under if details or one.name not in DETAILS or one.error]
        yield Row(span, depth, len(under) - len(kept))
        waiting += [(one, depth + 1) for one in reversed(kept)]


def trace_table(spans: Sequence[Span], *, details: bool) -> Table:
    """One row per span: where, what, when it began, how long it took, as a bar too."""
    began, ended = min(span.began for span in spans), max(span.ended for span in spans)
    services = list(dict.fromkeys(span.service for span in spans))
    colours = {name: _COLOURS[place % len(_COLOURS)] for place, name in enumerate(services)}
    table = Table(box=None, pad_edge=False)
    for title in ("service", "span", "at", "took", "", "about"):
        table.add_column(title, overflow="fold", no_wrap=title in {"service", "at", "took", ""})
    for row in rows(spans, details=details):
        span = row.span
        more = f" (+{row.hidden})" if row.hidden else ""
        table.add_row(
            Text(span.service, style=colours[span.service]),
            Text(f"{'  ' * row.depth}{shown(span.name)}{more}", style="red" if span.error else ""),
            figure((span.began - began) / 1e9, "s", None),
            figure(span.seconds, "s", None),
            Text(bar(span, began, ended), style=colours[span.service]),
            Text(_about(span), style="red" if span.error else ""),
        )
    return table


def bar(span: Span, began: int, ended: int) -> str:
    """Where in the trace's time a span lies.

    >>> bar(Span("t", "s", "", "x", "x", 50, 100, {}, ""), 0, 100)
    '············████████████'
    """
    whole = max(1, ended - began)
    first = min(_BAR - 1, (span.began - began) * _BAR // whole)
    last = max(first + 1, -(-(span.ended - began) * _BAR // whole))
    return "·" * first + "█" * (last - first) + "·" * (_BAR - last)


def list_table(traces: Mapping[str, Sequence[Span]]) -> Table:
    """One row per trace: what began it, and what it came to."""
    table = Table(box=None, pad_edge=False)
    for title in ("began (UTC)", "event", "id", "merchant", "services", "spans", "took", "faults"):
        table.add_column(title, overflow="fold")
    for spans in traces.values():
        first = next(span for span in spans if span.name == names.SPAN_EVENT_HANDLE)
        faults = sum(bool(span.error) for span in spans)
        table.add_row(
            datetime.fromtimestamp(spans[0].began / 1e9, UTC).strftime("%H:%M:%S"),
            shown(first.attributes.get(names.ATTR_EVENT_TYPE, "")),
            shown(first.attributes.get(names.ATTR_EVENT_ID, "")),
            shown(first.attributes.get(names.ATTR_MERCHANT_ID, "")),
            str(len({span.service for span in spans})),
            str(len(spans)),
            figure((max(span.ended for span in spans) - spans[0].began) / 1e9, "s", None),
            Text(str(faults), style="red" if faults else ""),
        )
    return table


def _about(span: Span) -> str:
    told = [span.attributes[name] for name in _TOLD if span.attributes.get(name)]
    return shown("  ".join([*told, *([span.error] if span.error and span.error not in told else [])]))

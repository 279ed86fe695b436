"""The page that lists every name: ``python -m argosy_telemetry.reference > docs/telemetry.md``."""

import sys
from collections.abc import Iterable, Sequence

from argosy_telemetry.names import ATTRIBUTES, METRICS, SPANS

_HEAD = """\
# Spans, metrics and attributes

Written from `argosy_telemetry.names` by `python -m argosy_telemetry.reference > docs/telemetry.md`; change it
there. Every service serves its metrics as Prometheus text under `/metrics`, where `argosy.events.handled` is
called `argosy_events_handled_total`; with `OTEL_EXPORTER_OTLP_ENDPOINT` set, traces, metrics and logs also go
to that collector over gRPC. The tier has Triton's own metrics (`nv_...`) and those of the process that
keeps its models answering ([upkeep](../libs/upkeep/README.md)).
"""


def render() -> str:
    """The page, as Markdown."""
    metrics = (
        (f"`{name}`", metric.kind.replace("_", " "), f"`{metric.unit}`", metric.description)
        for name, metric in sorted(METRICS.items())
    )
    spans = ((f"`{name}`", span.description) for name, span in sorted(SPANS.items()))
    attributes = ((f"`{name}`", attribute.description) for name, attribute in sorted(ATTRIBUTES.items()))
    return "\n".join(
        [
            _HEAD,
            "## Metrics\n",
            _table(("metric", "kind", "unit", "what it says"), metrics),
            "## Spans\n",
            _table(("span", "what it covers"), spans),
            "## Attributes\n",
            _table(("attribute", "what it says"), attributes),
        ]
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(render())

"""Telemetry of Argosy: traces, metrics and logs, and the names they carry.

from argosy_telemetry import counter, logger, names, setup, tracer

HANDLED = counter(names.METRIC_EVENTS_HANDLED)     # at import time; does nothing before setup()

telemetry = setup("listing-localizer")             # once, in the composition root
with tracer().start_as_current_span(names.SPAN_EVENT_HANDLE):
    HANDLED.add(1, {names.ATTR_OUTCOME: "publish"})
telemetry.metrics_text()                           # the body of /metrics
telemetry.shutdown()                               # sends what is held back
"""

from argosy_telemetry import names
from argosy_telemetry.instruments import (
    Observed,
    RegistryMeter,
    UnregisteredName,
    counter,
    histogram,
    meter,
    observe,
    tracer,
    up_down_counter,
)
from argosy_telemetry.logs import logger
from argosy_telemetry.pipeline import METRICS_CONTENT_TYPE, Telemetry, setup
from argosy_telemetry.propagation import (
    context_of,
    current_traceparent,
    extract,
    inject,
    trace_ids,
)
from argosy_telemetry.redaction import mask_cards, redact
from argosy_telemetry.settings import TelemetrySettings

__all__ = [
    "METRICS_CONTENT_TYPE",
    "Observed",
    "RegistryMeter",
    "Telemetry",
    "TelemetrySettings",
    "UnregisteredName",
    "context_of",
    "counter",
    "current_traceparent",
    "extract",
    "histogram",
    "inject",
    "logger",
    "mask_cards",
    "meter",
    "names",
    "observe",
    "redact",
    "setup",
    "trace_ids",
    "tracer",
    "up_down_counter",
]

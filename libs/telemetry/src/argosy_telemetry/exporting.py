"""Span exporters that see only redacted spans."""

from collections.abc import Sequence

from opentelemetry.attributes import BoundedAttributes
from opentelemetry.sdk.trace import Event, ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.trace import Status
from opentelemetry.util.types import Attributes, AttributeValue

from argosy_telemetry.redaction import TRACEBACK_MAX, redact, redact_field


class RedactingSpanExporter(SpanExporter):
    """Hands copies of spans on to ``exporter`` after redacting attributes, events and status.

    It runs where spans are exported, in the exporter's own thread, and so costs a handler nothing.
    """

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        return self._exporter.export([redacted_span(span) for span in spans])

    def shutdown(self) -> None:
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self._exporter.force_flush(timeout_millis)


def redacted_span(span: ReadableSpan) -> ReadableSpan:
    """A copy of a finished span without personal data or secrets; ids, times and links as they were."""
    status = span.status
    if status.description:
        status = Status(status.status_code, redact(status.description))
    return ReadableSpan(
        name=redact(span.name),
        context=span.get_span_context(),
        parent=span.parent,
        resource=span.resource,
        attributes=redacted_attributes(span.attributes),
        events=[
            Event(event.name, redacted_attributes(event.attributes), event.timestamp) for event in span.events
        ],
        links=span.links,
        kind=span.kind,
        status=status,
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def redacted_attributes(attributes: Attributes) -> BoundedAttributes:
    """Attributes as OpenTelemetry knows them: scalars or sequences of strings, redacted."""
    kept = {key: _attribute(key, value) for key, value in (attributes or {}).items()}
    return BoundedAttributes(attributes=kept, immutable=True, max_value_len=TRACEBACK_MAX)


def _attribute(key: str, value: AttributeValue) -> AttributeValue:
    redacted = redact_field(key, value)
    if isinstance(redacted, str | bool | int | float):
        return redacted
    if isinstance(redacted, list):
        return [str(item) for item in redacted]
    return str(redacted)

"""Spans of an event's way through a service: handled in the emitter's trace, published in the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from google.protobuf.message import Message
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Link, Span, SpanKind, Status, StatusCode

from argosy_contracts import Event
from argosy_eventing.bus_record import BusRecord
from argosy_telemetry import context_of, extract, names, tracer

if TYPE_CHECKING:
    from argosy_eventing.finished import Finished

_MAX_LINKS = 32


class _State:
    """Whether anybody looks at spans. Off, an event costs no span at all and its trace is handed on."""

    on = False


def switch(*, on: bool) -> None:
    """Make spans from now on, or none; the service does it when its telemetry is set up."""
    _State.on = on


class HandlingSpan:
    """The span of one event, or nothing where nobody looks."""

    __slots__ = ("_span",)

    def __init__(self, span: Span | None) -> None:
        self._span = span

    def ended(self, finished: Finished) -> None:
        if self._span is None:
            return
        self._span.set_attribute(names.ATTR_OUTCOME, finished.kind.value)
        self._span.set_attribute(names.ATTR_OUTPUT_COUNT, len(finished.records))
        self._span.set_attribute(names.ATTR_ATTEMPT, finished.attempts)
        if finished.reason:
            self._span.set_attribute(names.ATTR_OUTCOME_REASON, finished.reason)


_NO_SPAN = HandlingSpan(None)


class _Nothing:
    def __enter__(self) -> HandlingSpan:
        return _NO_SPAN

    def __exit__(self, *_: object) -> None:
        return None


_NOTHING = _Nothing()


def handling(event: Event[Message], record: BusRecord, service: str):  # type: ignore[no-untyped-def] # noqa: ANN201 — either of two context managers; a common base would cost a frame per event
    """The consumer span of an event, in the trace of whoever emitted it."""
    return _handling(event, record, service) if _State.on else _NOTHING


@contextmanager
def _handling(event: Event[Message], record: BusRecord, service: str) -> Iterator[HandlingSpan]:
    with tracer().start_as_current_span(
        names.SPAN_EVENT_HANDLE,
        context=context_of(event.traceparent),
        kind=SpanKind.CONSUMER,
        attributes={
            names.ATTR_MESSAGING_SYSTEM: "kafka",
            names.ATTR_TOPIC: record.topic,
            names.ATTR_PARTITION: str(record.partition),
            names.ATTR_OFFSET: record.offset,
            names.ATTR_CONSUMER_GROUP: service,
            names.ATTR_SERVICE: service,
            names.ATTR_EVENT_ID: event.id,
            names.ATTR_EVENT_TYPE: event.type,
            names.ATTR_EVENT_KEY: event.key,
            names.ATTR_MERCHANT_ID: event.merchant_id,
            names.ATTR_PLATFORM: event.platform,
        },
    ) as span:
        yield HandlingSpan(span)


class Publishing:
    """The producer span of one output, open until it is durable, and the traceparent it hands on."""

    __slots__ = ("span", "traceparent")

    def __init__(self, span: Span | None, traceparent: str) -> None:
        self.span = span
        self.traceparent = traceparent


def publishing(event: Event[Message], type_: str) -> Publishing:
    """Begin the span of an output; without spans the emitter's own traceparent goes on."""
    if not _State.on:
        return Publishing(None, event.traceparent)
    span = tracer().start_span(
        names.SPAN_EVENT_PUBLISH,
        kind=SpanKind.PRODUCER,
        attributes={
            names.ATTR_MESSAGING_SYSTEM: "kafka",
            names.ATTR_TOPIC: type_,
            names.ATTR_EVENT_TYPE: type_,
            names.ATTR_EVENT_KEY: event.key,
            names.ATTR_MERCHANT_ID: event.merchant_id,
        },
    )
    context = span.get_span_context()
    if not context.is_valid:
        return Publishing(span, event.traceparent)
    parent = f"00-{context.trace_id:032x}-{context.span_id:016x}-{int(context.trace_flags):02x}"
    return Publishing(span, parent)


@contextmanager
def emitting(parent: Context | None, topic: str, event_id: str, key: str, merchant_id: str) -> Iterator[bool]:
    """The producer span of an event that comes from outside a service; yields whether anybody sees it."""
    with tracer().start_as_current_span(
        names.SPAN_EVENT_EMIT,
        context=parent,
        kind=SpanKind.PRODUCER,
        attributes={
            names.ATTR_MESSAGING_SYSTEM: "kafka",
            names.ATTR_TOPIC: topic,
            names.ATTR_EVENT_ID: event_id,
            names.ATTR_EVENT_KEY: key,
            names.ATTR_MERCHANT_ID: merchant_id,
        },
    ) as span:
        yield span.is_recording()


def dead_lettering(record: BusRecord, reason: str) -> tuple[Span, ...]:
    """Begin the span of a dead letter, in the trace of its event as far as that can be read."""
    if not _State.on:
        return ()
    inside = trace.get_current_span().get_span_context().is_valid
    return (
        tracer().start_span(
            names.SPAN_EVENT_DEAD_LETTER,
            context=None if inside else extract(record.headers),
            kind=SpanKind.PRODUCER,
            attributes={
                names.ATTR_MESSAGING_SYSTEM: "kafka",
                names.ATTR_TOPIC: record.topic,
                names.ATTR_PARTITION: str(record.partition),
                names.ATTR_OFFSET: record.offset,
                names.ATTR_OUTCOME_REASON: reason,
            },
        ),
    )


@contextmanager
def committing(service: str, topic: str, partition: int, spans: Sequence[Span], size: int) -> Iterator[None]:
    """The span of one transaction, linked to the first outputs in it."""
    if not _State.on:
        yield
        return
    links = [Link(span.get_span_context()) for span in spans[:_MAX_LINKS]]
    with tracer().start_as_current_span(
        names.SPAN_BATCH_COMMIT,
        context=trace.set_span_in_context(trace.INVALID_SPAN),
        kind=SpanKind.CLIENT,
        links=links,
        attributes={
            names.ATTR_SERVICE: service,
            names.ATTR_TOPIC: topic,
            names.ATTR_PARTITION: str(partition),
            names.ATTR_BATCH_SIZE: size,
        },
    ) as span:
        try:
            yield
        except Exception as error:
            span.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise

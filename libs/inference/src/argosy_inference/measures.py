"""What is measured about each call, under the names of `argosy_telemetry.names`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from opentelemetry.trace import Span, SpanKind, Status, StatusCode, set_span_in_context, use_span

from argosy_inference.errors import TierError
from argosy_inference.values import CallContext, EngineIdentity
from argosy_telemetry import current_traceparent, meter, names, tracer

_meter = meter()
_duration = _meter.create_histogram(names.METRIC_TIER_CALL_DURATION)
_queue = _meter.create_histogram(names.METRIC_TIER_QUEUE_DURATION)
_compute = _meter.create_histogram(names.METRIC_TIER_COMPUTE_DURATION)
_wait = _meter.create_histogram(names.METRIC_TIER_WAIT_DURATION)
_first_token = _meter.create_histogram(names.METRIC_TIER_FIRST_TOKEN)
_in_flight = _meter.create_up_down_counter(names.METRIC_TIER_IN_FLIGHT)
_retries = _meter.create_counter(names.METRIC_TIER_RETRIES)
_items = _meter.create_counter(names.METRIC_TIER_ITEMS)
_cost = _meter.create_counter(names.METRIC_TIER_COST)
_cost_seconds = _meter.create_counter(names.METRIC_TIER_COST_SECONDS)


@dataclass(frozen=True, slots=True)
class Charge:
    """What a call costs its merchant, besides seconds."""

    amount: int
    unit: str
    """`character` or `pixel`."""
    items: int
    """Texts or pictures."""


class CallMeasure:
    """Collects one call's figures on its span and counts them when they are known."""

    def __init__(self, span: Span, model: str, context: CallContext) -> None:
        self.span = span
        self._model: dict[str, str] = {names.ATTR_MODEL: model}
        self._merchant: dict[str, str] = {**self._model, names.ATTR_MERCHANT_ID: context.merchant_id}

    def waited(self, seconds: float) -> None:
        """For a free slot in this process."""
        self.span.set_attribute(names.ATTR_TIER_WAIT, seconds)
        _wait.record(seconds, self._model)

    @contextmanager
    def in_flight(self) -> Iterator[None]:
        _in_flight.add(1, self._model)
        try:
            yield
        finally:
            _in_flight.add(-1, self._model)

    @contextmanager
    def attempt(self, number: int) -> Iterator[Span]:
        """The span of one attempt over the wire, below the call's."""
        attributes: dict[str, str | int] = {**self._model, names.ATTR_ATTEMPT: number}
        span = tracer().start_span(
            names.SPAN_TIER_ATTEMPT,
            context=set_span_in_context(self.span),
            kind=SpanKind.CLIENT,
            attributes=attributes,
        )
        try:
            yield span
        except Exception as error:
            span.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise
        finally:
            span.end()

    def retried(self, status: str) -> None:
        _retries.add(1, {**self._model, names.ATTR_GRPC_STATUS: status})

    def timed(self, round_trip_s: float, compute_s: float, batch: int) -> None:
        """Split an attempt into computing and the rest, which is queueing and the wire."""
        queue_s = max(0.0, round_trip_s - compute_s)
        self.span.set_attribute(names.ATTR_TIER_QUEUE, queue_s)
        self.span.set_attribute(names.ATTR_TIER_COMPUTE, compute_s)
        self.span.set_attribute(names.ATTR_BATCH_SIZE, batch)
        _queue.record(queue_s, self._model)
        _compute.record(compute_s, self._model)
        _cost_seconds.add(compute_s / batch, self._merchant)

    def first_text(self, seconds: float) -> None:
        _first_token.record(seconds, self._model)

    def generated(self, seconds: float) -> None:
        """A generation holds its engine from the first to the last token."""
        self.span.set_attribute(names.ATTR_TIER_COMPUTE, seconds)
        _compute.record(seconds, self._model)
        _cost_seconds.add(seconds, self._merchant)

    def charged(self, charge: Charge) -> None:
        _items.add(charge.items, self._model)
        _cost.add(charge.amount, {**self._merchant, names.ATTR_COST_UNIT: charge.unit})

    def answered_by(self, engine: EngineIdentity) -> None:
        self.span.set_attributes(
            {
                names.ATTR_ENGINE_NAME: engine.name,
                names.ATTR_ENGINE_MODEL: engine.model,
                names.ATTR_ENGINE_REVISION: engine.revision,
                names.ATTR_ENGINE_PROFILE: engine.profile,
            }
        )

    def ended(self, seconds: float, error: BaseException | None) -> None:
        """The whole call, with the error's class as its status."""
        status = "ok" if error is None else type(error).__name__
        self.span.set_attribute(names.ATTR_TIER_STATUS, status)
        _duration.record(seconds, {**self._model, names.ATTR_TIER_STATUS: status})
        if isinstance(error, TierError):
            self.span.set_attribute(names.ATTR_ERROR_TYPE, status)
            self.span.set_status(Status(StatusCode.ERROR, status))


@contextmanager
def measured_call(model: str, batch: int, context: CallContext) -> Iterator[CallMeasure]:
    """The span of one typed call, retries included.

    It is never made the current one: a stream's consumer runs between its pieces, perhaps in
    another task, and must not find itself inside a span of ours.
    """
    attributes: dict[str, str | int] = {
        names.ATTR_MODEL: model,
        names.ATTR_TIER_BATCH: batch,
        names.ATTR_MERCHANT_ID: context.merchant_id,
    }
    span = tracer().start_span(names.SPAN_TIER_CALL, attributes=attributes)
    try:
        yield CallMeasure(span, model, context)
    finally:
        span.end()


def trace_metadata(span: Span) -> tuple[tuple[str, str], ...]:
    """The span as gRPC metadata, for the tier's own trace."""
    with use_span(span):
        traceparent = current_traceparent()
    return (("traceparent", traceparent),) if traceparent else ()

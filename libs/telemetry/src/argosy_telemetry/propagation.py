"""W3C trace context to and from Kafka headers, which are a list of (name, bytes).

Only ``traceparent`` and ``tracestate`` travel. Baggage does not: it would let any emitter write
attributes into our telemetry.
"""

from collections.abc import Iterable, MutableSequence

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.propagators.textmap import Getter, Setter
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

TRACEPARENT = "traceparent"
TRACESTATE = "tracestate"
_TRACESTATE_MAX = 512  # W3C Trace Context 3.3.1.5: vendors should carry at least 512 characters

Headers = MutableSequence[tuple[str, bytes]]

_propagator = TraceContextTextMapPropagator()


class _Setter(Setter[dict[str, str]]):
    def set(self, carrier: dict[str, str], key: str, value: str) -> None:
        carrier[key] = value


class _Getter(Getter[dict[str, str]]):
    def get(self, carrier: dict[str, str], key: str) -> list[str] | None:
        return [carrier[key]] if key in carrier else None

    def keys(self, carrier: dict[str, str]) -> list[str]:
        return list(carrier)


_setter = _Setter()
_getter = _Getter()


def inject(headers: Headers, context: Context | None = None) -> None:
    """Write the trace of ``context`` (the current one by default) into Kafka headers, in place.

    Any ``traceparent`` or ``tracestate`` there before goes. Without a trace nothing is written.
    """
    fields: dict[str, str] = {}
    _propagator.inject(fields, context=context, setter=_setter)
    if not fields:
        return
    headers[:] = [item for item in headers if item[0].lower() not in (TRACEPARENT, TRACESTATE)]
    headers.extend((key, value.encode("ascii", "replace")) for key, value in fields.items())


def extract(headers: Iterable[tuple[str, bytes | None]] | None) -> Context:
    """The trace that Kafka headers carry, as a context to start a span in.

    Headers come from outside: what is not ASCII, too long or malformed counts as absent, and the
    first of several equal names is taken.
    """
    fields: dict[str, str] = {}
    for key, value in headers or ():
        name = key.lower()
        if name not in (TRACEPARENT, TRACESTATE) or name in fields or value is None:
            continue
        if len(value) > _TRACESTATE_MAX:
            continue
        try:
            fields[name] = value.decode("ascii")
        except UnicodeDecodeError:
            continue
    return _propagator.extract(fields, context=Context(), getter=_getter)


def context_of(traceparent: str | None) -> Context:
    """The context of one ``traceparent`` value, for instance ``Event.traceparent``."""
    if not traceparent:
        return Context()
    return _propagator.extract({TRACEPARENT: traceparent}, context=Context(), getter=_getter)


def current_traceparent() -> str | None:
    """The ``traceparent`` of the current span, or None outside of any trace."""
    fields: dict[str, str] = {}
    _propagator.inject(fields, setter=_setter)
    return fields.get(TRACEPARENT)


def trace_ids() -> tuple[str, str] | None:
    """The current span's (trace id, span id) in hexadecimal, or None outside of any trace."""
    context = trace.get_current_span().get_span_context()
    if not context.is_valid:
        return None
    return trace.format_trace_id(context.trace_id), trace.format_span_id(context.span_id)

"""A trace survives Kafka headers, and headers from outside do no harm."""

from hypothesis import given
from hypothesis import strategies as st
from opentelemetry import trace

from argosy_telemetry import (
    Telemetry,
    context_of,
    current_traceparent,
    extract,
    inject,
    names,
    trace_ids,
    tracer,
)

TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_a_trace_goes_on_through_kafka_headers(telemetry: Telemetry) -> None:
    headers: list[tuple[str, bytes]] = [("ce_id", b"1"), ("traceparent", b"stale"), ("TraceState", b"a=b")]
    with tracer().start_as_current_span(names.SPAN_EVENT_EMIT) as emitted:
        inject(headers)
    with tracer().start_as_current_span(names.SPAN_EVENT_HANDLE, context=extract(headers)) as handled:
        pass
    assert [name for name, _ in headers] == ["ce_id", "traceparent"]
    sent, received = (span.get_span_context() for span in (emitted, handled))
    assert received.trace_id == sent.trace_id
    by_name = {span.name: span for span in telemetry.finished_spans()}
    parent = by_name["event.handle"].parent
    assert parent is not None
    assert parent.span_id == sent.span_id
    assert parent.is_remote


def test_tracestate_travels_with_its_traceparent(telemetry: Telemetry) -> None:
    incoming = extract([("traceparent", TRACEPARENT.encode()), ("tracestate", b"vendor=1")])
    outgoing: list[tuple[str, bytes]] = []
    with tracer().start_as_current_span(names.SPAN_EVENT_HANDLE, context=incoming):
        inject(outgoing)
    assert dict(outgoing)["tracestate"] == b"vendor=1"
    assert TRACEPARENT[3:35] in dict(outgoing)["traceparent"].decode()


def test_an_events_traceparent_is_a_parent(telemetry: Telemetry) -> None:
    with tracer().start_as_current_span(names.SPAN_EVENT_HANDLE, context=context_of(TRACEPARENT)):
        assert trace_ids() is not None
        assert (current_traceparent() or "").startswith(TRACEPARENT[:36])


def test_without_a_trace_nothing_is_written() -> None:
    headers: list[tuple[str, bytes]] = [("ce_id", b"1")]
    inject(headers)
    assert headers == [("ce_id", b"1")]
    assert current_traceparent() is None
    assert trace_ids() is None


def test_trace_ids_go_on_without_any_set_up() -> None:
    outgoing: list[tuple[str, bytes]] = []
    with tracer().start_as_current_span(names.SPAN_EVENT_HANDLE, context=context_of(TRACEPARENT)):
        inject(outgoing)
    assert dict(outgoing)["traceparent"] == TRACEPARENT.encode()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["traceparent", "tracestate", "TRACEPARENT", "baggage", "ce_id"]),
            st.none() | st.binary(max_size=1_000) | st.text(max_size=80).map(str.encode),
        )
    )
)
def test_any_headers_give_a_context_that_a_span_can_start_in(headers: list[tuple[str, bytes | None]]) -> None:
    context = extract(headers)
    with tracer().start_as_current_span(names.SPAN_EVENT_HANDLE, context=context) as span:
        assert isinstance(span, trace.Span)
    assert trace.get_current_span(context).get_span_context().is_remote in (True, False)


def test_baggage_from_outside_is_not_taken_in() -> None:
    context = extract([("baggage", b"role=admin"), ("traceparent", TRACEPARENT.encode())])
    assert "baggage" not in str(dict(context))


def test_the_first_of_two_traceparents_counts() -> None:
    other = TRACEPARENT.replace("0af7", "1111").encode()
    context = extract([("traceparent", TRACEPARENT.encode()), ("traceparent", other)])
    found = trace.get_current_span(context).get_span_context()
    assert trace.format_trace_id(found.trace_id) == TRACEPARENT[3:35]

"""Set-up, metrics as text, export to a collector, and going down in bounded time."""

import io
import time
from collections.abc import Iterator
from concurrent import futures
from dataclasses import dataclass, field
from typing import Any

import grpc
import pytest
from opentelemetry.proto.collector.logs.v1 import logs_service_pb2, logs_service_pb2_grpc
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2, metrics_service_pb2_grpc
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc
from prometheus_client.parser import text_string_to_metric_families

from argosy_telemetry import (
    METRICS_CONTENT_TYPE,
    Telemetry,
    TelemetrySettings,
    UnregisteredName,
    counter,
    histogram,
    logger,
    meter,
    names,
    observe,
    setup,
    tracer,
    up_down_counter,
)

HANDLED = counter(names.METRIC_EVENTS_HANDLED)
DURATION = histogram(names.METRIC_EVENT_HANDLE_DURATION)
IN_FLIGHT = up_down_counter(names.METRIC_EVENTS_IN_FLIGHT)


def test_instruments_made_before_set_up_count_after_it() -> None:
    HANDLED.add(5)
    with setup("a", TelemetrySettings(in_memory=True), log_stream=io.StringIO()) as first:
        HANDLED.add(1, {names.ATTR_OUTCOME: "publish"})
        HANDLED.add(2, {names.ATTR_OUTCOME: "skip"})
        assert first.metric(names.METRIC_EVENTS_HANDLED) == 3
        assert first.metric(names.METRIC_EVENTS_HANDLED, {names.ATTR_OUTCOME: "skip"}) == 2
    with setup("b", TelemetrySettings(in_memory=True), log_stream=io.StringIO()) as second:
        assert second.metric(names.METRIC_EVENTS_HANDLED) is None
        HANDLED.add(1)
        assert second.metric(names.METRIC_EVENTS_HANDLED) == 1


def test_metrics_text_is_what_prometheus_scrapes(telemetry: Telemetry) -> None:
    HANDLED.add(1, {names.ATTR_OUTCOME: "publish"})
    DURATION.record(0.02)
    IN_FLIGHT.add(3)
    IN_FLIGHT.add(-1)
    text = telemetry.metrics_text().decode()
    assert "text/plain" in METRICS_CONTENT_TYPE
    assert 'argosy_events_handled_total{argosy_outcome="publish"} 1.0' in text
    assert "# TYPE argosy_events_handled_total counter" in text
    assert 'argosy_event_handle_duration_seconds_bucket{le="0.01"} 0.0' in text
    assert 'argosy_event_handle_duration_seconds_bucket{le="0.025"} 1.0' in text
    assert "argosy_events_in_flight 2.0" in text
    assert 'service_name="test-service"' in text


OF_THE_PROCESS = {
    "process_virtual_memory_bytes",
    "process_resident_memory_bytes",
    "process_start_time_seconds",
    "process_cpu_seconds",
    "process_open_fds",
    "process_max_fds",
}
"""As Prometheus's own client libraries call them."""


def test_every_registered_metric_shows_once_and_parses(telemetry: Telemetry) -> None:
    stops = []
    for name, registered in names.METRICS.items():
        match registered.kind:
            case names.MetricKind.COUNTER:
                counter(name).add(1)
            case names.MetricKind.HISTOGRAM:
                histogram(name).record(1)
            case names.MetricKind.UP_DOWN_COUNTER:
                up_down_counter(name).add(1)
            case names.MetricKind.GAUGE:
                stops.append(observe(name, lambda: [(1, {})]))
    telemetry.flush()
    families = list(text_string_to_metric_families(telemetry.metrics_text().decode()))
    shown = [family.name for family in families if family.name not in OF_THE_PROCESS]
    assert len(shown) + len(OF_THE_PROCESS) == len(families)
    assert len(set(shown)) == len(shown) == len(names.METRICS) + 1
    assert {telemetry.metric(name) for name in names.METRICS} == {1}
    for stop in stops:
        stop()


def test_a_metric_is_not_mixed_up_with_one_whose_name_goes_on(telemetry: Telemetry) -> None:
    counter(names.METRIC_TIER_COST_SECONDS).add(7)
    assert telemetry.metric(names.METRIC_TIER_COST) is None
    assert telemetry.metric(names.METRIC_TIER_COST_SECONDS) == 7


def test_several_observers_of_a_gauge_all_show_and_can_stop(telemetry: Telemetry) -> None:
    stops = [
        observe(names.METRIC_CONSUMER_LAG, lambda n=n: [(n, {names.ATTR_PARTITION: str(n)})]) for n in (1, 2)
    ]
    assert telemetry.metric(names.METRIC_CONSUMER_LAG) == 3
    stops[0]()
    stops[0]()
    assert telemetry.metric(names.METRIC_CONSUMER_LAG) == 2
    stops[1]()
    assert telemetry.metric(names.METRIC_CONSUMER_LAG) is None


def test_an_observer_from_before_set_up_is_read_after_it() -> None:
    stop = observe(names.METRIC_INBOX_ENTRIES, lambda: [(4, {})])
    with setup("a", TelemetrySettings(in_memory=True), log_stream=io.StringIO()) as made:
        assert made.metric(names.METRIC_INBOX_ENTRIES) == 4
    stop()


def test_the_meter_gives_instruments_by_opentelemetrys_own_words(telemetry: Telemetry) -> None:
    meter().create_counter(names.METRIC_EVENTS_HANDLED).add(1)
    meter().create_histogram(names.METRIC_EVENT_HANDLE_DURATION).record(1)
    meter().create_up_down_counter(names.METRIC_EVENTS_IN_FLIGHT).add(1)
    stop = meter().create_observable_gauge(names.METRIC_CONSUMER_LAG, [lambda: [(9, {})]])
    assert telemetry.metric(names.METRIC_CONSUMER_LAG) == 9
    stop()
    assert telemetry.metric(names.METRIC_EVENT_HANDLE_DURATION) == 1


def test_an_unregistered_name_or_the_wrong_kind_is_refused() -> None:
    with pytest.raises(UnregisteredName, match="add it there"):
        counter("argosy.made.up")
    with pytest.raises(UnregisteredName, match="is a counter, not a histogram"):
        histogram(names.METRIC_EVENTS_HANDLED)


def test_spans_are_redacted_in_attributes_events_and_status(telemetry: Telemetry) -> None:
    with (
        pytest.raises(ValueError, match="anna"),
        tracer().start_as_current_span(
            names.SPAN_EVENT_HANDLE,
            attributes={names.ATTR_EVENT_ID: "e-1", "title": "红色连衣裙", "uri": "redis://u:p@h/0"},
        ),
    ):
        raise ValueError("anna@example.com wrote 红色")
    (span,) = telemetry.finished_spans()
    assert dict(span.attributes or {}) == {
        names.ATTR_EVENT_ID: "e-1",
        "title": "[text, 5 characters]",
        "uri": "redis://[credentials]@h/0",
    }
    assert span.status.description == "ValueError: [email] wrote [text]"
    (event,) = span.events
    assert (event.attributes or {})["exception.message"] == "[email] wrote [text]"
    assert "anna" not in span.to_json()


def test_spans_are_kept_only_where_a_test_asked_for_it() -> None:
    with (
        setup("a", TelemetrySettings(), log_stream=io.StringIO()) as made,
        tracer().start_as_current_span(names.SPAN_EVENT_HANDLE) as span,
    ):
        assert span.get_span_context().is_valid
        assert not span.is_recording()
        with pytest.raises(RuntimeError, match="in_memory"):
            made.finished_spans()
        with pytest.raises(RuntimeError, match="in_memory"):
            made.log_records()


@dataclass
class Collector:
    """An OpenTelemetry collector that keeps what it is sent."""

    endpoint: str = ""
    spans: list[Any] = field(default_factory=list)
    metrics: list[Any] = field(default_factory=list)
    logs: list[Any] = field(default_factory=list)


@pytest.fixture
def collector() -> Iterator[Collector]:
    kept = Collector()

    class Traces(trace_service_pb2_grpc.TraceServiceServicer):
        def Export(self, request: Any, context: Any) -> Any:  # noqa: N802 — gRPC's own name
            kept.spans += [s for r in request.resource_spans for c in r.scope_spans for s in c.spans]
            return trace_service_pb2.ExportTraceServiceResponse()

    class Metrics(metrics_service_pb2_grpc.MetricsServiceServicer):
        def Export(self, request: Any, context: Any) -> Any:  # noqa: N802 — gRPC's own name
            kept.metrics += [m for r in request.resource_metrics for c in r.scope_metrics for m in c.metrics]
            return metrics_service_pb2.ExportMetricsServiceResponse()

    class Logs(logs_service_pb2_grpc.LogsServiceServicer):
        def Export(self, request: Any, context: Any) -> Any:  # noqa: N802 — gRPC's own name
            kept.logs += [g for r in request.resource_logs for c in r.scope_logs for g in c.log_records]
            return logs_service_pb2.ExportLogsServiceResponse()

    server = grpc.server(futures.ThreadPoolExecutor(2))
    trace_service_pb2_grpc.add_TraceServiceServicer_to_server(Traces(), server)
    metrics_service_pb2_grpc.add_MetricsServiceServicer_to_server(Metrics(), server)
    logs_service_pb2_grpc.add_LogsServiceServicer_to_server(Logs(), server)
    kept.endpoint = f"http://127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    yield kept
    server.stop(0).wait()


def test_shutdown_sends_spans_metrics_and_logs_to_the_collector(collector: Collector) -> None:
    made = setup("a", TelemetrySettings(otlp_endpoint=collector.endpoint), log_stream=io.StringIO())
    with tracer().start_as_current_span(names.SPAN_TIER_CALL, attributes={names.ATTR_MODEL: "translator"}):
        HANDLED.add(2)
        logger("x").info("done for anna@example.com")
    made.shutdown()
    assert [span.name for span in collector.spans] == ["tier.call"]
    assert [metric.name for metric in collector.metrics] == ["argosy.events.handled"]
    (record,) = collector.logs
    assert record.body.string_value == "done for [email]"
    assert record.trace_id == collector.spans[0].trace_id


def test_flush_sends_without_stopping(collector: Collector) -> None:
    made = setup("a", TelemetrySettings(otlp_endpoint=collector.endpoint), log_stream=io.StringIO())
    HANDLED.add(1)
    made.flush()
    assert collector.metrics
    HANDLED.add(1)
    assert made.metric(names.METRIC_EVENTS_HANDLED) == 2
    made.shutdown()


def test_a_collector_that_is_gone_delays_shutdown_by_a_bounded_time() -> None:
    settings = TelemetrySettings(otlp_endpoint="http://127.0.0.1:9", export_timeout_s=1.0)
    made = setup("a", settings, log_stream=io.StringIO())
    with tracer().start_as_current_span(names.SPAN_TIER_CALL):
        HANDLED.add(1)
        logger("x").info("nobody hears this")
    started = time.monotonic()
    made.shutdown()
    assert time.monotonic() - started < 4.0


def test_settings_come_from_the_environment_and_errors_name_the_variable() -> None:
    settings = TelemetrySettings.from_env(
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4317", "ARGOSY_LOG_LEVEL": "debug"}
    )
    assert settings.otlp_endpoint == "http://collector:4317"
    assert settings.log_level == "DEBUG"
    assert TelemetrySettings.from_env({"OTEL_EXPORTER_OTLP_ENDPOINT": ""}).otlp_endpoint is None
    with pytest.raises(ValueError, match="ARGOSY_LOG_LEVEL is 'LOUD'"):
        TelemetrySettings.from_env({"ARGOSY_LOG_LEVEL": "loud"})

"""An OTLP collector for tests: takes spans over gRPC as a real one does and keeps them in memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import grpc
from opentelemetry.proto.collector.logs.v1 import logs_service_pb2, logs_service_pb2_grpc
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2, metrics_service_pb2_grpc
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc


@dataclass(frozen=True, slots=True)
class SeenSpan:
    """One finished span as it reached the collector. Ids are lower-case hex."""

    service: str
    name: str
    trace_id: str
    span_id: str
    parent_id: str
    attributes: dict[str, object]


@dataclass(slots=True)
class Collector:
    """What arrived so far. `endpoint` goes into OTEL_EXPORTER_OTLP_ENDPOINT."""

    endpoint: str = ""
    _spans: list[SeenSpan] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def spans(self) -> list[SeenSpan]:
        """A copy of all spans, in order of arrival."""
        with self._lock:
            return list(self._spans)

    def trace(self, trace_id: str) -> list[SeenSpan]:
        """The spans of one trace."""
        return [span for span in self.spans if span.trace_id == trace_id]

    def wait_for(self, found: Callable[[list[SeenSpan]], bool], timeout_s: float) -> list[SeenSpan]:
        """Wait until `found` holds for the spans so far; returns them either way."""
        until = time.monotonic() + timeout_s
        while not found(self.spans) and time.monotonic() < until:
            time.sleep(0.1)
        return self.spans

    def keep(self, spans: list[SeenSpan]) -> None:
        """Take in spans."""
        with self._lock:
            self._spans.extend(spans)


class _Traces(trace_service_pb2_grpc.TraceServiceServicer):
    def __init__(self, collector: Collector) -> None:
        self._collector = collector

    def Export(  # noqa: N802 — the service's own name
        self, request: trace_service_pb2.ExportTraceServiceRequest, _context: grpc.ServicerContext
    ) -> trace_service_pb2.ExportTraceServiceResponse:
        seen = []
        for resource_spans in request.resource_spans:
            resource = {a.key: a.value.string_value for a in resource_spans.resource.attributes}
            for scope in resource_spans.scope_spans:
                seen += [
                    SeenSpan(
                        service=resource.get("service.name", ""),
                        name=span.name,
                        trace_id=span.trace_id.hex(),
                        span_id=span.span_id.hex(),
                        parent_id=span.parent_span_id.hex(),
                        attributes={
                            a.key: getattr(a.value, a.value.WhichOneof("value") or "string_value")
                            for a in span.attributes
                        },
                    )
                    for span in scope.spans
                ]
        self._collector.keep(seen)
        return trace_service_pb2.ExportTraceServiceResponse()


class _Metrics(metrics_service_pb2_grpc.MetricsServiceServicer):
    def Export(  # noqa: N802 — the service's own name
        self, _request: metrics_service_pb2.ExportMetricsServiceRequest, _context: grpc.ServicerContext
    ) -> metrics_service_pb2.ExportMetricsServiceResponse:
        return metrics_service_pb2.ExportMetricsServiceResponse()


class _Logs(logs_service_pb2_grpc.LogsServiceServicer):
    def Export(  # noqa: N802 — the service's own name
        self, _request: logs_service_pb2.ExportLogsServiceRequest, _context: grpc.ServicerContext
    ) -> logs_service_pb2.ExportLogsServiceResponse:
        return logs_service_pb2.ExportLogsServiceResponse()


@contextmanager
def running_collector() -> Iterator[Collector]:
    """A collector on a free loopback port, gone at the end."""
    server = grpc.server(ThreadPoolExecutor(max_workers=4))
    collector = Collector()
    trace_service_pb2_grpc.add_TraceServiceServicer_to_server(_Traces(collector), server)  # type: ignore[no-untyped-call]  # generated
    metrics_service_pb2_grpc.add_MetricsServiceServicer_to_server(_Metrics(), server)  # type: ignore[no-untyped-call]  # generated
    logs_service_pb2_grpc.add_LogsServiceServicer_to_server(_Logs(), server)  # type: ignore[no-untyped-call]  # generated
    port = server.add_insecure_port("127.0.0.1:0")
    collector.endpoint = f"http://127.0.0.1:{port}"
    server.start()
    try:
        yield collector
    finally:
        server.stop(grace=1).wait()

"""Setting telemetry up and taking it down."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Self, TextIO

from opentelemetry import metrics, trace
from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk._logs import LoggerProvider, ReadableLogRecord
from opentelemetry.sdk._logs.export import (
    BatchLogRecordProcessor,
    InMemoryLogRecordExporter,
    SimpleLogRecordProcessor,
)
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricReader, PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider, sampling
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from argosy_telemetry import instruments
from argosy_telemetry.exporting import RedactingSpanExporter
from argosy_telemetry.logs import configure_logs, release_logs
from argosy_telemetry.names import METRICS, MetricKind, MetricName
from argosy_telemetry.settings import TelemetrySettings

METRICS_CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
"""The Content-Type that :meth:`Telemetry.metrics_text` is to be served with."""


class Telemetry:
    """The telemetry of one process: where its spans, metrics and logs go.

    Made by :func:`setup`; :meth:`shutdown` sends what is still held back.
    """

    def __init__(self, service_name: str, settings: TelemetrySettings, log_stream: TextIO | None) -> None:
        self.service_name = service_name
        self.settings = settings
        described = {
            "service.namespace": "argosy",
            "service.name": service_name,
            "service.version": settings.service_version,
            "service.instance.id": settings.instance_id,
        }
        resource = Resource.create({key: value for key, value in described.items() if value})
        self._spans = InMemorySpanExporter() if settings.in_memory else None
        self._log_records = _log_memory() if settings.in_memory else None
        self._watched: set[str] = set()
        self._tracers = self._make_tracers(resource)
        self._registry = CollectorRegistry()
        # Memory, CPU, open files and the start of the process, under the names that Prometheus's users know.
        ProcessCollector(registry=self._registry)
        self._pushing: PeriodicExportingMetricReader | None = None
        self._meters = self._make_meters(resource)
        self._loggers = self._make_loggers(resource)
        self.tracer: trace.Tracer = self._tracers.get_tracer(instruments.SCOPE)
        self.meter: metrics.Meter = self._meters.get_meter(instruments.SCOPE)
        export = None if self._loggers is None else self._loggers.get_logger(instruments.SCOPE)
        self._handler = configure_logs(service_name, settings.log_level, export=export, stream=log_stream)

    def _make_tracers(self, resource: Resource) -> TracerProvider:
        settings = self.settings
        exported = settings.otlp_endpoint is not None or settings.in_memory
        provider = TracerProvider(
            # Nobody to send to: spans only hand their trace id on, which costs a third.
            sampler=None if exported else sampling.ALWAYS_OFF,
            resource=resource,
            shutdown_on_exit=False,
        )
        if settings.otlp_endpoint is not None:
            otlp = OTLPSpanExporter(endpoint=settings.otlp_endpoint, timeout=settings.export_timeout_s)
            provider.add_span_processor(BatchSpanProcessor(RedactingSpanExporter(otlp)))
        if self._spans is not None:
            provider.add_span_processor(SimpleSpanProcessor(RedactingSpanExporter(self._spans)))
        return provider

    def _make_meters(self, resource: Resource) -> MeterProvider:
        settings = self.settings
        readers: list[MetricReader] = [
            PrometheusMetricReader(registry=self._registry, scope_info_enabled=False)
        ]
        if settings.otlp_endpoint is not None:
            self._pushing = PeriodicExportingMetricReader(
                OTLPMetricExporter(endpoint=settings.otlp_endpoint, timeout=settings.export_timeout_s),
                export_interval_millis=settings.export_interval_s * 1000,
                export_timeout_millis=settings.export_timeout_s * 1000,
            )
            readers.append(self._pushing)
        return MeterProvider(metric_readers=readers, resource=resource, shutdown_on_exit=False)

    def _make_loggers(self, resource: Resource) -> LoggerProvider | None:
        settings = self.settings
        if settings.otlp_endpoint is None and self._log_records is None:
            return None
        provider = LoggerProvider(resource=resource, shutdown_on_exit=False)
        if settings.otlp_endpoint is not None:
            otlp = OTLPLogExporter(endpoint=settings.otlp_endpoint, timeout=settings.export_timeout_s)
            provider.add_log_record_processor(BatchLogRecordProcessor(otlp))
        if self._log_records is not None:
            provider.add_log_record_processor(SimpleLogRecordProcessor(self._log_records))
        return provider

    def watch(self, name: MetricName) -> None:
        """Have the observers of gauge ``name`` read at each collection."""
        if name in self._watched:
            return
        self._watched.add(name)

        def read(_options: metrics.CallbackOptions) -> Iterable[metrics.Observation]:
            return instruments.observations(name)

        self.meter.create_observable_gauge(name, [read], name.unit, name.description)

    def metrics_text(self) -> bytes:
        """All metrics in Prometheus's text format; serve it as :data:`METRICS_CONTENT_TYPE`."""
        return generate_latest(self._registry)

    def metric(self, name: str, attributes: Mapping[str, str] | None = None) -> float | None:
        """The value of a counter or gauge, or the count of a histogram, summed over all series that
        carry ``attributes``; None when there is no such series. Meant for tests and for ``status``.
        """
        registered = METRICS[name]
        suffixes = {MetricKind.COUNTER: "_total", MetricKind.HISTOGRAM: "_count"}
        suffix = suffixes.get(registered.kind, "")
        wanted = {key.replace(".", "_"): str(value) for key, value in (attributes or {}).items()}
        values = [
            sample.value
            for family in self._registry.collect()
            # A description is one metric's own; its name gets its unit appended by the exporter.
            if family.documentation == registered.description
            for sample in family.samples
            if sample.name == family.name + suffix and wanted.items() <= sample.labels.items()
        ]
        return sum(values) if values else None

    def finished_spans(self) -> Sequence[ReadableSpan]:
        """The spans that ended so far, redacted; only with ``in_memory``."""
        if self._spans is None:
            raise RuntimeError("spans are kept only with TelemetrySettings(in_memory=True)")
        return self._spans.get_finished_spans()

    def log_records(self) -> Sequence[ReadableLogRecord]:
        """The log records so far, redacted; only with ``in_memory``."""
        if self._log_records is None:
            raise RuntimeError("logs are kept only with TelemetrySettings(in_memory=True)")
        return self._log_records.get_finished_logs()

    def flush(self) -> None:
        """Send what is held back; gives up after ``export_timeout_s`` for each of the three signals."""
        timeout_ms = int(self.settings.export_timeout_s * 1000)
        self._tracers.force_flush(timeout_ms)
        # Not the meter provider's own flush: it would have the Prometheus reader collect as well, and
        # the next scrape would show each metric twice.
        if self._pushing is not None:
            self._pushing.force_flush(timeout_ms)
        if self._loggers is not None:
            self._loggers.force_flush(timeout_ms)

    def shutdown(self) -> None:
        """Send what is held back and stop; a collector that is gone delays it by a bounded time."""
        if instruments.current.telemetry is self:
            instruments.current.telemetry = None
        parts = [self._tracers.shutdown, self._meters.shutdown]
        if self._loggers is not None:
            parts.append(self._loggers.shutdown)
        threads = [threading.Thread(target=part, daemon=True) for part in parts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(self.settings.export_timeout_s)
        self._handler.flush()
        release_logs(self._handler)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.shutdown()


def _log_memory() -> InMemoryLogRecordExporter:
    return InMemoryLogRecordExporter()  # type: ignore[no-untyped-call] # the SDK left its __init__ untyped


def setup(
    service_name: str,
    settings: TelemetrySettings | None = None,
    *,
    log_stream: TextIO | None = None,
) -> Telemetry:
    """Set up the telemetry of this process and make it the current one.

    Spans, metrics and logs go to ``settings.otlp_endpoint`` over gRPC if there is one; metrics are
    always to be had as text from :meth:`Telemetry.metrics_text`, logs always on standard error.
    A second call replaces the first, which its owner still has to shut down.
    """
    telemetry = Telemetry(service_name, settings or TelemetrySettings.from_env(), log_stream)
    instruments.current.telemetry = telemetry
    for name in list(instruments.current.observers):
        telemetry.watch(METRICS[name])
    return telemetry

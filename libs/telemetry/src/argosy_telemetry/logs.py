"""Structured logs: one JSON object a line on standard error, with the trace it belongs to.

Every line of this process goes the same way, the libraries' own included, and through the same
redaction (``argosy_telemetry.redaction``).
"""

import logging
import sys
from collections.abc import Callable
from typing import Any, TextIO, cast

import structlog
from opentelemetry._logs import Logger, SeverityNumber
from structlog.typing import EventDict, FilteringBoundLogger, WrappedLogger

from argosy_telemetry.propagation import trace_ids
from argosy_telemetry.redaction import redact, redact_field

_SEVERITY = {
    "debug": SeverityNumber.DEBUG,
    "info": SeverityNumber.INFO,
    "warning": SeverityNumber.WARN,
    "error": SeverityNumber.ERROR,
    "critical": SeverityNumber.FATAL,
}
# They log each record or request at INFO.
_QUIET = (
    "aiohttp.access",
    "aiokafka",
    "asyncio",
    "botocore",
    "faust",
    "fsspec",
    "httpcore",
    "httpx",
    "mode",
    "pymongo",
    "s3fs",
)
# The exporters' own lines: exporting them would feed on itself.
_NEVER_EXPORTED = ("opentelemetry", "grpc")
_OWN_KEYS = ("timestamp", "level", "service", "logger", "trace_id", "span_id")


class _Handler(logging.StreamHandler[TextIO]):
    """The one handler of a process; its class is how set-up knows it again."""


def logger(name: str) -> FilteringBoundLogger:
    """A structured logger; safe at import time.

    >>> log = logger("argosy_store")
    >>> log.info("outcomes expired", collection="outcomes", count=3)  # doctest: +SKIP
    """
    return cast("FilteringBoundLogger", structlog.stdlib.get_logger(name))


def configure_logs(
    service_name: str,
    level: str,
    *,
    export: Logger | None = None,
    stream: TextIO | None = None,
) -> logging.Handler:
    """Send structlog and the standard library's logging through one handler; returns that handler."""
    shared: list[Callable[[WrappedLogger, str, EventDict], Any]] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_trace,
    ]
    structlog.configure(
        processors=[
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = _Handler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _add_service(service_name),
                redact_line,
                _exporter(export),
                structlog.processors.JSONRenderer(ensure_ascii=True),
            ],
        )
    )
    root = logging.getLogger()
    for old in root.handlers[:]:
        if isinstance(old, _Handler):
            root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    return handler


def release_logs(handler: logging.Handler) -> None:
    """Undo :func:`configure_logs`, unless another set-up has taken its place by now."""
    root = logging.getLogger()
    if handler in root.handlers:
        root.removeHandler(handler)
        _configure_without_setup()


def _configure_without_setup() -> None:
    """Lines logged before set-up or after shutdown: redacted too; warnings and worse reach stderr."""
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.format_exc_info,
            redact_line,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger("WARNING"),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def redact_line(_logger: WrappedLogger, _method: str, event_dict: EventDict) -> EventDict:
    """A structlog processor: the line without personal data, secrets or unbounded values."""
    kept: EventDict = {}
    for key, value in event_dict.items():
        if key in _OWN_KEYS:
            kept[key] = value
        elif key == "event":
            kept[key] = redact(value if isinstance(value, str) else str(value))
        else:
            kept[redact(key, limit=64)] = redact_field(key, value)
    return kept


def _add_trace(_logger: WrappedLogger, _method: str, event_dict: EventDict) -> EventDict:
    ids = trace_ids()
    if ids is not None:
        event_dict["trace_id"], event_dict["span_id"] = ids
    return event_dict


def _add_service(service_name: str) -> Callable[[WrappedLogger, str, EventDict], EventDict]:
    def add(_logger: WrappedLogger, _method: str, event_dict: EventDict) -> EventDict:
        event_dict["service"] = service_name
        return event_dict

    return add


def _exporter(export: Logger | None) -> Callable[[WrappedLogger, str, EventDict], EventDict]:
    """A processor that also hands the redacted line to OpenTelemetry, trace context included."""

    def emit(_logger: WrappedLogger, _method: str, event_dict: EventDict) -> EventDict:
        name = str(event_dict.get("logger", ""))
        if export is not None and not name.startswith(_NEVER_EXPORTED):
            level = str(event_dict.get("level", "info"))
            skipped = ("event", "level", "timestamp", "trace_id", "span_id", "service")
            export.emit(
                severity_number=_SEVERITY.get(level, SeverityNumber.INFO),
                severity_text=level,
                body=event_dict.get("event"),
                attributes={k: v for k, v in event_dict.items() if k not in skipped},
            )
        return event_dict

    return emit


_configure_without_setup()

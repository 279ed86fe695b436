"""Logs are one JSON object a line, tied to their trace, and say nothing they should not."""

import io
import json
import logging
from typing import Any

import pytest

from argosy_telemetry import Telemetry, TelemetrySettings, logger, names, setup, tracer


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_carries_service_level_logger_time_and_fields(
    telemetry: Telemetry, log_stream: io.StringIO
) -> None:
    logger("argosy_store").warning("outcomes expired", collection="outcomes", count=3)
    (line,) = lines(log_stream)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "outcomes expired",
        "level": "warning",
        "logger": "argosy_store",
        "service": "test-service",
        "collection": "outcomes",
        "count": 3,
    }


def test_a_line_inside_a_span_carries_its_ids(telemetry: Telemetry, log_stream: io.StringIO) -> None:
    with tracer().start_as_current_span(names.SPAN_EVENT_HANDLE) as span:
        logger("x").info("inside")
        logging.getLogger("some.library").info("inside too")
    context = span.get_span_context()
    for line in lines(log_stream):
        assert line["trace_id"] == f"{context.trace_id:032x}"
        assert line["span_id"] == f"{context.span_id:016x}"


def test_the_libraries_own_lines_are_redacted_as_well(telemetry: Telemetry, log_stream: io.StringIO) -> None:
    logging.getLogger("some.library").error(
        "cannot log in to %s as %s", "smtp://u:p@mail", "anna@example.com"
    )
    (line,) = lines(log_stream)
    assert line["event"] == "cannot log in to smtp://[credentials]@mail as [email]"


def test_an_exceptions_text_is_redacted_and_its_place_kept(
    telemetry: Telemetry, log_stream: io.StringIO
) -> None:
    try:
        int("buyer anna@example.com wrote 红色连衣裙 with 4111 1111 1111 1111")
    except ValueError:
        logger("x").exception("handler failed", title="红色连衣裙")
    (line,) = lines(log_stream)
    assert line["title"] == "[text, 5 characters]"
    assert "'buyer [email] wrote [text] with [card]'" in line["exception"]
    assert "test_logs.py" in line["exception"]


def test_a_value_cannot_start_a_line_of_its_own(telemetry: Telemetry, log_stream: io.StringIO) -> None:
    logger("x").info("a\n{}\u2028\x1b[31m", reason='\n{"level":"error","event":"forged"}')
    assert len(log_stream.getvalue().splitlines()) == 1
    assert "\x1b" not in lines(log_stream)[0]["event"]


def test_lines_below_the_level_are_not_written(log_stream: io.StringIO) -> None:
    with setup("quiet", TelemetrySettings(in_memory=True, log_level="WARNING"), log_stream=log_stream):
        logger("x").info("not this")
        logging.getLogger("library").info("nor this")
        logger("x").error("but this")
    assert [line["event"] for line in lines(log_stream)] == ["but this"]


def test_log_records_are_exported_with_their_trace_and_redacted(telemetry: Telemetry) -> None:
    with tracer().start_as_current_span(names.SPAN_EVENT_HANDLE) as span:
        logger("x").error("no answer from anna@example.com", attempts=3)
    (record,) = telemetry.log_records()
    assert record.log_record.body == "no answer from [email]"
    assert record.log_record.severity_text == "error"
    assert record.log_record.trace_id == span.get_span_context().trace_id
    assert dict(record.log_record.attributes or {}) == {"attempts": 3, "logger": "x"}


def test_the_exporters_own_lines_are_not_exported(telemetry: Telemetry, log_stream: io.StringIO) -> None:
    logging.getLogger("opentelemetry.exporter").warning("collector is gone")
    assert len(lines(log_stream)) == 1
    assert telemetry.log_records() == ()


def test_a_second_set_up_does_not_write_lines_twice() -> None:
    first, second = io.StringIO(), io.StringIO()
    with (
        setup("one", TelemetrySettings(in_memory=True), log_stream=first),
        setup("two", TelemetrySettings(in_memory=True), log_stream=second),
    ):
        logger("x").info("once")
    assert lines(first) == []
    assert [line["service"] for line in lines(second)] == ["two"]


def test_before_set_up_warnings_are_redacted_too(caplog: pytest.LogCaptureFixture) -> None:
    logger("x").warning("cannot reach mongodb://u:p@db/x")
    assert "[credentials]" in caplog.text
    assert "u:p" not in caplog.text

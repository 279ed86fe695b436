"""What handling an event came to, as records ready for the bus and as bytes for the store."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from google.protobuf.message import Message
from opentelemetry.trace import Span

from argosy_contracts import Event, Record, UnknownTopic, encode, topic
from argosy_contracts.events import MAX_ATTRIBUTE_CHARS
from argosy_eventing.identity import output_id
from argosy_eventing.outcomes import Output

_FORMAT = 1


class FinishedKind(StrEnum):
    """How an event ended; the values are those of the metric attribute ``argosy.outcome``."""

    PUBLISH = "publish"
    SKIP = "skip"
    DEAD_LETTER = "dead_letter"
    DUPLICATE = "duplicate"


@dataclass(slots=True)
class Finished:
    """The end of one event. ``identity`` is None where the record was too bad to tell."""

    kind: FinishedKind
    records: tuple[Record, ...] = ()
    reason: str = ""
    detail: str = ""
    attempts: int = 1
    identity: bytes | None = None
    check: int = 0
    seconds: float = 0.0
    """How long handling took, waits for busy dependencies included."""
    spans: tuple[Span, ...] = field(default=())


class BadOutput(ValueError):
    """An output that breaks its topic's contract: the event that led to it cannot be finished."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def record_of(
    event: Event[Message], output: Output, *, service: str, now: datetime, traceparent: str
) -> Record:
    """An output as a record: id from the input's, merchant, platform and trace inherited.

    Raises:
        BadOutput: not the topic's message, no key, or more bytes than the topic takes.
    """
    type_, data = output.type, output.data
    try:
        spec = topic(type_)
    except UnknownTopic as error:
        raise BadOutput("bad_output", str(error)) from None
    if not isinstance(data, spec.message):
        raise BadOutput("bad_output", f"{type_} carries {spec.message.__name__}, not {type(data).__name__}")
    key = spec.key_of(data)
    if not key or len(key) > MAX_ATTRIBUTE_CHARS or not key.isprintable():
        raise BadOutput("bad_output", f"{type_}: {spec.key} is empty, too long or not printable")
    record = encode(
        Event(  # all else in it was checked when the event it follows from was read
            id=output_id(event, service, type_, output.discriminator),
            type=type_,
            source=f"argosy/{service}",
            time=now,
            key=key,
            merchant_id=event.merchant_id,
            platform=event.platform,
            data=data,
            traceparent=traceparent,
            cause_id=event.id,
        )
    )
    limit = spec.max_message_bytes
    if len(record.value) > limit:
        raise BadOutput(
            "output_too_large",
            f"{type_} of {len(record.value)} bytes; the topic takes {limit}: "
            "put large results into the blob store",
        )
    return record


def to_bytes(finished: Finished) -> bytes:
    """A published or skipped outcome as bytes for the store; `from_bytes` gives the same records back."""
    document = {
        "format": _FORMAT,
        "kind": finished.kind.value,
        "reason": finished.reason,
        "records": [
            {
                "topic": record.topic,
                "key": _text(record.key),
                "value": _text(record.value),
                "headers": [[name, _text(value)] for name, value in record.headers],
            }
            for record in finished.records
        ],
    }
    return json.dumps(document, separators=(",", ":")).encode()


def from_bytes(data: bytes) -> Finished:
    """The outcome that `to_bytes` wrote.

    Raises:
        ValueError: other bytes, or of a format that this version does not know.
    """
    document: dict[str, Any] = json.loads(data)
    if document.get("format") != _FORMAT:
        raise ValueError(f"stored outcome of format {document.get('format')!r}; this version reads {_FORMAT}")
    records = tuple(
        Record(
            topic=row["topic"],
            key=base64.b64decode(row["key"]),
            value=base64.b64decode(row["value"]),
            headers=tuple((name, base64.b64decode(value)) for name, value in row["headers"]),
        )
        for row in document["records"]
    )
    return Finished(FinishedKind(document["kind"]), records, document["reason"])


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def utc_now() -> datetime:
    return datetime.now(UTC)

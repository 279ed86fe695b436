"""One event: its CloudEvents attributes and its data, on the wire and in a JSON file.

On the wire: CloudEvents 1.0, Kafka binary mode; the value is the protobuf message, the attributes
are ``ce_`` headers (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md).
In a file: ``{"type": ..., "merchant_id": ..., "platform": ..., "data": {...}}``.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from google.protobuf import json_format
from google.protobuf.message import DecodeError, Message

from argosy_contracts.topics import UnknownTopic, topic

M_co = TypeVar("M_co", bound=Message, covariant=True)
N = TypeVar("N", bound=Message)

CONTENT_TYPE = "application/protobuf"
SPEC_VERSION = "1.0"
MAX_ATTRIBUTE_CHARS = 512


class BadEvent(ValueError):
    """An event that breaks its contract; ``reason`` is one word, ``detail`` says where and what.

    Reasons: ``missing_attribute``, ``bad_attribute``, ``unknown_type``, ``wrong_content_type``,
    ``undecodable``, ``missing_key``, ``bad_json``.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Event(Generic[M_co]):
    """An event with typed data. ``key`` is the entity it is about: events of one key are handled in order."""

    id: str
    type: str
    source: str
    time: datetime
    key: str
    merchant_id: str
    platform: str
    data: M_co
    traceparent: str = ""
    cause_id: str = ""
    """Id of the event this one follows from; empty for what a platform emits."""

    @staticmethod
    def new(
        type_: str,
        data: N,
        *,
        merchant_id: str,
        platform: str,
        source: str,
        id_: str | None = None,
        time: datetime | None = None,
        traceparent: str = "",
    ) -> Event[N]:
        """An event to emit; id and time are made here unless given.

        Raises:
            BadEvent: the data is not the topic's message, its key is empty, or an attribute is not usable.
        """
        spec = topic(type_)
        if not isinstance(data, spec.message):
            raise BadEvent(
                "bad_attribute",
                f"{type_} carries {spec.message.__name__}, not {type(data).__name__}",
            )
        event = Event(
            id=id_ or str(uuid.uuid4()),
            type=type_,
            source=source,
            time=time or datetime.now(UTC),
            key=spec.key_of(data),
            merchant_id=merchant_id,
            platform=platform,
            data=data,
            traceparent=traceparent,
        )
        _check_attributes(event)
        return event


def _check_attributes(event: Event[Message]) -> None:
    for name in ("id", "source", "key", "merchant_id", "platform"):
        value = getattr(event, name)
        if not value:
            reason = "missing_key" if name == "key" else "missing_attribute"
            where = topic(event.type).key if name == "key" else name
            raise BadEvent(reason, f"{event.type}: {where} is empty")
        if len(value) > MAX_ATTRIBUTE_CHARS or not value.isprintable():
            raise BadEvent(
                "bad_attribute",
                f"{event.type}: {name} has control characters or over {MAX_ATTRIBUTE_CHARS} characters",
            )


# --- the wire ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Record:
    """A Kafka record, as any client takes it."""

    topic: str
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...]


def encode(event: Event[Message]) -> Record:
    """The event as a Kafka record. The same event always gives the same bytes."""
    attributes = {
        "ce_specversion": SPEC_VERSION,
        "ce_id": event.id,
        "ce_type": event.type,
        "ce_source": event.source,
        "ce_time": event.time.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "ce_subject": event.key,
        "ce_merchantid": event.merchant_id,
        "ce_platform": event.platform,
        "content-type": CONTENT_TYPE,
    }
    if event.traceparent:
        attributes["traceparent"] = event.traceparent
    if event.cause_id:
        attributes["ce_causeid"] = event.cause_id
    return Record(
        topic=event.type,
        key=event.key.encode(),
        value=event.data.SerializeToString(deterministic=True),
        headers=tuple((name, value.encode()) for name, value in attributes.items()),
    )


def decode(
    topic_name: str, key: bytes | None, value: bytes | None, headers: Iterable[tuple[str, bytes | None]]
) -> Event[Message]:
    """Read a Kafka record.

    Raises:
        BadEvent: with the reason, where the record breaks its contract in any way.
    """
    attributes = _header_attributes(headers)
    for name in ("ce_id", "ce_type", "ce_source", "ce_time", "ce_merchantid", "ce_platform"):
        if not attributes.get(name):
            raise BadEvent("missing_attribute", f"header {name} is missing")
    if attributes.get("ce_specversion") != SPEC_VERSION:
        raise BadEvent("bad_attribute", f"ce_specversion must be {SPEC_VERSION}")
    if attributes.get("content-type") != CONTENT_TYPE:
        raise BadEvent("wrong_content_type", f"content-type must be {CONTENT_TYPE}")
    type_ = attributes["ce_type"]
    if type_ != topic_name:
        raise BadEvent("unknown_type", f"type {type_[:80]!r} does not belong on topic {topic_name}")
    if value is None:
        raise BadEvent("undecodable", "the record has no value")
    try:
        spec = topic(type_)
        data = spec.message.FromString(value)
    except UnknownTopic as error:
        raise BadEvent("unknown_type", str(error)) from None
    except DecodeError as error:
        raise BadEvent("undecodable", f"not a {spec.message.__name__}: {error}") from None
    event = Event(
        id=attributes["ce_id"],
        type=type_,
        source=attributes["ce_source"],
        time=_parse_time(attributes["ce_time"]),
        key=spec.key_of(data),
        merchant_id=attributes["ce_merchantid"],
        platform=attributes["ce_platform"],
        data=data,
        traceparent=attributes.get("traceparent", ""),
        cause_id=attributes.get("ce_causeid", ""),
    )
    _check_attributes(event)
    if key is not None and key != event.key.encode():
        raise BadEvent("bad_attribute", f"record key differs from {spec.key} of the data")
    return event


def _header_attributes(headers: Iterable[tuple[str, bytes | None]]) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for name, raw in headers:
        try:
            attributes[name.lower()] = (raw or b"").decode()
        except UnicodeDecodeError:
            raise BadEvent("bad_attribute", f"header {name[:80]!r} is not UTF-8") from None
    return attributes


def _parse_time(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadEvent("bad_attribute", f"time {text[:40]!r} is not RFC 3339") from None
    if moment.tzinfo is None:
        raise BadEvent("bad_attribute", f"time {text[:40]!r} has no offset from UTC")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise BadEvent("bad_attribute", f"time {text[:40]!r} is before year 1 or after 9999 in UTC") from None


# --- files ------------------------------------------------------------------------------------


def from_json(
    document: Mapping[str, Any],
    *,
    source: str,
    default_merchant: str = "",
    default_platform: str = "",
) -> Event[Message]:
    """An event from its JSON file form; id and time are made where the file gives none.

    Raises:
        BadEvent: naming the field that is wrong.
    """
    if not isinstance(document, Mapping):
        raise BadEvent("bad_json", "an event is an object with type, merchant_id, platform and data")
    type_ = document.get("type")
    if not isinstance(type_, str) or not type_:
        raise BadEvent("missing_attribute", "type is missing")
    try:
        spec = topic(type_)
    except UnknownTopic as error:
        raise BadEvent("unknown_type", str(error)) from None
    body = document.get("data")
    if not isinstance(body, Mapping):
        raise BadEvent("bad_json", f"{type_}: data is missing or no object")
    unknown = set(document) - {
        "type",
        "merchant_id",
        "platform",
        "id",
        "time",
        "source",
        "key",
        "traceparent",
        "cause_id",
        "data",
    }
    if unknown:
        raise BadEvent("bad_json", f"{type_}: unknown attribute {min(unknown)!r}")
    try:
        data = json_format.ParseDict(dict(body), spec.message())
    except json_format.ParseError as error:
        raise BadEvent("bad_json", f"{type_}: {error}") from None

    def text_of(name: str, default: str) -> str:
        value = document.get(name, default)
        if not isinstance(value, str):
            raise BadEvent("bad_attribute", f"{type_}: {name} must be a string")
        return value or default

    moment = document.get("time")
    return Event.new(
        type_,
        data,
        merchant_id=text_of("merchant_id", default_merchant),
        platform=text_of("platform", default_platform),
        source=text_of("source", source),
        id_=text_of("id", "") or None,
        time=_parse_time(str(moment)) if moment is not None else None,
    )


def to_json(event: Event[Message]) -> dict[str, Any]:
    """The JSON file form of an event, with every attribute and snake_case field names."""
    return {
        "type": event.type,
        "id": event.id,
        "time": event.time.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "source": event.source,
        "key": event.key,
        "merchant_id": event.merchant_id,
        "platform": event.platform,
        "traceparent": event.traceparent,
        "cause_id": event.cause_id,
        "data": json_format.MessageToDict(
            event.data, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
        ),
    }

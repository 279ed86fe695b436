"""The batch: the finished head of a partition, as the lines of one transaction."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from aiokafka import TopicPartition
from opentelemetry.trace import Span

from argosy_contracts import Topic
from argosy_eventing.bus_record import BusRecord
from argosy_eventing.dead_letters import HEADER_LEFT_OUT, letter_headers
from argosy_eventing.finished import Finished, FinishedKind, utc_now
from argosy_eventing.inbox import Kind
from argosy_eventing.inbox_topic import InboxEntry, inbox_key, inbox_topic
from argosy_eventing.prefix import Prefix
from argosy_eventing.settings import EventingSettings
from argosy_eventing.writer import Line

_SLIM_BYTES = 900_000


@dataclass(slots=True)
class Batch:
    """Ends of consecutive events. ``offset`` is the one after the last of them, 0 for an empty batch."""

    ends: list[tuple[BusRecord, Finished]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    offset: int = 0
    dead: int = 0


class BatchMaker:
    """Makes batches of one partition."""

    def __init__(self, service: str, topic: Topic, at: TopicPartition, settings: EventingSettings) -> None:
        self._service = service
        self._topic = topic
        self._at = at
        self._settings = settings
        self._inbox_topic = inbox_topic(service)
        self.slim = False
        """Set after the bus refused a record as too large: big dead letters go without their value."""

    def take(self, prefix: Prefix[BusRecord, Finished]) -> Batch:
        """The finished head, up to the limits of one transaction."""
        batch = Batch()
        size = 0
        for slot, finished in prefix.finished():
            batch.ends.append((slot.item, finished))
            batch.offset = slot.offset + 1
            batch.spans.extend(finished.spans)
            if finished.kind is FinishedKind.DEAD_LETTER:
                batch.dead += 1
                size += len(slot.item.value or b"")
            for record in finished.records:
                size += len(record.value)
            if len(batch.ends) >= self._settings.batch_records or size >= self._settings.batch_bytes:
                break
        return batch

    def lines(self, batch: Batch) -> Iterator[Line]:
        """Everything that becomes durable with the batch, but its offset."""
        now_ms = time.time_ns() // 1_000_000
        for record, finished in batch.ends:
            for output in finished.records:
                yield Line(output.topic, None, output.key, output.value, output.headers)
            kind = finished.kind
            if kind is FinishedKind.DUPLICATE:
                continue
            if kind is FinishedKind.DEAD_LETTER:
                yield self._letter(record, finished)
            if finished.identity is not None:
                remembered = Kind.DEAD_LETTERED if kind is FinishedKind.DEAD_LETTER else Kind.HANDLED
                yield Line(
                    self._inbox_topic,
                    self._at.partition,
                    inbox_key(self._at.topic, finished.identity),
                    InboxEntry(remembered, now_ms, finished.check, record.offset).encode(),
                    (),
                )

    def _letter(self, record: BusRecord, finished: Finished) -> Line:
        headers = letter_headers(
            record.headers,
            reason=finished.reason,
            detail=finished.detail,
            service=self._service,
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            attempts=finished.attempts,
            failed_at=utc_now(),
        )
        value = record.value
        if self.slim and value is not None and len(value) > _SLIM_BYTES:
            headers = (*headers, (HEADER_LEFT_OUT, str(len(value)).encode()))
            value = b""
        return Line(self._topic.dead_letter, None, record.key, value, headers)

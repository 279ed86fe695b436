"""The inbox on the bus: a compacted topic, one record for each event that was handled."""

from __future__ import annotations

import struct
from typing import NamedTuple

from aiokafka import AIOKafkaConsumer, TopicPartition

from argosy_eventing.admin import TopicSpec
from argosy_eventing.connection import reader_of
from argosy_eventing.identity import digest_of
from argosy_eventing.inbox import Inbox, Kind
from argosy_eventing.settings import EventingSettings

_VALUE = struct.Struct(">BBQIq")
_VERSION = 1
_DAY_MS = 86_400_000


class InboxEntry(NamedTuple):
    """A record of the inbox topic: what became of the event at ``offset``, and when."""

    kind: Kind
    at_ms: int
    check: int
    offset: int

    def encode(self) -> bytes:
        return _VALUE.pack(_VERSION, self.kind, self.at_ms, self.check, self.offset)

    @classmethod
    def decode(cls, value: bytes) -> InboxEntry:
        """Raises ValueError for bytes that no version of this class wrote."""
        if len(value) != _VALUE.size or value[0] != _VERSION:
            raise ValueError(f"not an inbox entry: {len(value)} bytes, version {value[:1].hex()}")
        _, kind, at_ms, check, offset = _VALUE.unpack(value)
        return cls(Kind(kind), at_ms, check, offset)


def inbox_topic(service: str) -> str:
    return f"{service}.inbox"


def inbox_key(topic: str, identity: bytes) -> bytes:
    return topic.encode() + b"|" + identity


def inbox_spec(service: str, partitions: int, settings: EventingSettings) -> TopicSpec:
    """How the inbox topic is to be made: as many partitions as the widest topic the service reads."""
    days = max(1, round(settings.inbox_days))
    return TopicSpec(
        inbox_topic(service),
        partitions,
        {
            "cleanup.policy": "compact,delete",
            "retention.ms": str((days + 1) * _DAY_MS),
            "segment.ms": str(_DAY_MS // 4),
            "min.cleanable.dirty.ratio": "0.3",
        },
    )


class InboxReader:
    """Reads a partition's inbox back, from where it last stopped to the end."""

    def __init__(self, service: str, at: TopicPartition, settings: EventingSettings) -> None:
        self._prefix = at.topic.encode() + b"|"
        self._at = TopicPartition(inbox_topic(service), at.partition)
        self._settings = settings
        self._next: int | None = None

    def rewind(self) -> None:
        """Read from the beginning again the next time."""
        self._next = None

    async def read_into(self, inbox: Inbox) -> int:
        """Put what the topic says into ``inbox``; returns how many entries were read.

        Reads to the end as it is now, past open transactions of other topics' partitions, which it
        waits for. Raises KafkaError when the broker does not answer.
        """
        # The very end, open transactions included: read_committed would stop before those.
        async with reader_of(self._settings) as probe:
            end = int((await probe.end_offsets([self._at]))[self._at])
        async with reader_of(
            self._settings, isolation_level="read_committed", fetch_max_wait_ms=100
        ) as reader:
            reader.assign([self._at])
            first = self._next
            if first is None:
                first = (await reader.beginning_offsets([self._at]))[self._at]
            reader.seek(self._at, first)
            return await self._read(reader, end, inbox)

    async def _read(self, reader: AIOKafkaConsumer, end: int, inbox: Inbox) -> int:
        count = 0
        while (position := await reader.position(self._at)) < end:
            batches = await reader.getmany(self._at, timeout_ms=200, max_records=5_000)
            for record in batches.get(self._at, ()):
                count += self._take(record.key, record.value, inbox)
        self._next = position
        return count

    def _take(self, key: bytes | None, value: bytes | None, inbox: Inbox) -> int:
        if key is None or value is None or not key.startswith(self._prefix):
            return 0
        try:
            entry = InboxEntry.decode(value)
        except ValueError:
            return 0
        inbox.put(digest_of(key[len(self._prefix) :]), entry.check, entry.at_ms, entry.kind)
        return 1

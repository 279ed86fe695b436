"""What the launcher, the command line and tests ask a broker: topics, offsets, lag, is it alive.

Every function opens its own connection and closes it: these are calls for looking after a broker,
not for the path of an event. They take a service's settings, or an address alone; how to prove to that
broker who we are is then read from the environment, as a service would.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions, NewTopic
from aiokafka.errors import (
    GroupCoordinatorNotAvailableError,
    GroupLoadInProgressError,
    KafkaError,
    NotCoordinatorForGroupError,
)

from argosy_contracts import Topic
from argosy_eventing.connection import connection_of
from argosy_eventing.settings import EventingSettings

Bus = str | EventingSettings

READINESS_TOPIC = "argosy.readiness"
_TOPIC_ALREADY_EXISTS = 36  # Kafka protocol, error codes
_ENVELOPE_BYTES = 64 * 1024  # headers that the host adds: trace, evidence of a failure
_REPLICAS = 3
_COORDINATOR_ATTEMPTS = 75  # of 0.2 s: a fresh broker makes the offsets topic at the first question
_COORDINATOR_MOVING = (
    GroupCoordinatorNotAvailableError,
    GroupLoadInProgressError,
    NotCoordinatorForGroupError,
)
_DAY_MS = 24 * 60 * 60 * 1000


class BrokerError(RuntimeError):
    """The broker refused or did not answer; the message says which broker, and what it said."""


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """A topic as it should exist: its partitions and its own settings (Kafka's names)."""

    name: str
    partitions: int
    config: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartitionLag:
    """How far a consumer group is on one partition; `committed` is None before its first commit.

    `end` counts transaction markers too, so a topic written in transactions can keep a lag of one
    marker after the last event was handled.
    """

    topic: str
    partition: int
    committed: int | None
    start: int
    end: int

    @property
    def lag(self) -> int:
        done = self.start if self.committed is None else max(self.committed, self.start)
        return max(0, self.end - done)


def specs_of(topics: Iterable[Topic]) -> tuple[TopicSpec, ...]:
    """The topics of the registry and, for those somebody consumes, their dead-letter topics."""
    specs: list[TopicSpec] = []
    for topic in topics:
        retention = {"retention.ms": str(topic.retention_days * _DAY_MS)}
        size = topic.max_message_bytes + _ENVELOPE_BYTES
        specs.append(TopicSpec(topic.name, topic.partitions, {**retention, "max.message.bytes": str(size)}))
        if topic.consumers:
            # a dead letter is the event as it came, and its own headers on top
            config = {**retention, "max.message.bytes": str(size + _ENVELOPE_BYTES)}
            specs.append(TopicSpec(topic.dead_letter, 1, config))
    return tuple(specs)


async def create_topics(bus: Bus, specs: Iterable[TopicSpec], *, copies: int = _REPLICAS) -> tuple[str, ...]:
    """Create what is missing, add partitions where a topic has too few; return the names touched.

    Records are kept on ``copies`` brokers, or on as many as there are. Never removes a topic, a partition
    or a record.
    """
    wanted = {spec.name: spec for spec in specs}
    async with _admin(bus) as admin:
        existing = set(await admin.list_topics())
        missing = [spec for name, spec in wanted.items() if name not in existing]
        if missing:
            copies = min(copies, len((await admin.describe_cluster())["brokers"]))
            answer = await admin.create_topics(
                [
                    NewTopic(spec.name, spec.partitions, copies, topic_configs=dict(spec.config))
                    for spec in missing
                ],
                timeout_ms=20_000,
            )
            _check(bus, answer.topic_errors)
        grown = await _grow(admin, [wanted[name] for name in wanted.keys() & existing])
    return (*(spec.name for spec in missing), *grown)


async def _grow(admin: AIOKafkaAdminClient, specs: list[TopicSpec]) -> tuple[str, ...]:
    if not specs:
        return ()
    described = await admin.describe_topics([spec.name for spec in specs])
    have = {row["topic"]: len(row["partitions"]) for row in described}
    short = {spec.name: NewPartitions(spec.partitions) for spec in specs if have[spec.name] < spec.partitions}
    if short:
        await admin.create_partitions(short)
    return tuple(short)


def _check(bus: Bus, topic_errors: Iterable[tuple[object, ...]]) -> None:
    wrong = [row for row in topic_errors if row[1] not in (0, _TOPIC_ALREADY_EXISTS)]
    if wrong:
        said = "; ".join(f"{row[0]}: {row[2] if len(row) > 2 else row[1]}" for row in wrong)
        raise BrokerError(f"{_address(bus)} did not create {len(wrong)} topic(s): {said}")


async def end_offsets(bus: Bus, topics: Iterable[str]) -> dict[tuple[str, int], int]:
    """The offset after the last record of each (topic, partition)."""
    async with _admin(bus) as admin:
        every = await _partitions(admin, topics)
    async with _reader(bus) as consumer:
        ends = await consumer.end_offsets(every)
    return {(at.topic, at.partition): ends[at] for at in every}


async def group_lag(bus: Bus, group: str, topics: Iterable[str]) -> tuple[PartitionLag, ...]:
    """How far `group` is on every partition of `topics`, in the order topic, partition."""
    async with _admin(bus) as admin:
        every = await _partitions(admin, topics)
        committed = await _committed(admin, group)
    async with _reader(bus) as consumer:
        starts = await consumer.beginning_offsets(every)
        ends = await consumer.end_offsets(every)
    return tuple(
        PartitionLag(at.topic, at.partition, committed.get(at), starts[at], ends[at]) for at in sorted(every)
    )


async def probe_broker(bus: Bus, timeout_s: float = 10.0) -> None:
    """Prove that the broker takes a record and gives it back; `BrokerError` if it does not."""
    try:
        async with asyncio.timeout(timeout_s):
            await _write_and_read(bus)
    except (TimeoutError, KafkaError, OSError) as error:
        said = f"no answer within {timeout_s:g} s" if isinstance(error, TimeoutError) else error
        raise BrokerError(f"Kafka at {_address(bus)} is not serving: {said}") from error


async def _write_and_read(bus: Bus) -> None:
    await create_topics(
        bus,
        [TopicSpec(READINESS_TOPIC, 1, {"retention.ms": "3600000", "segment.ms": "3600000"})],
    )
    async with _admin(bus) as admin:
        await _committed(admin, READINESS_TOPIC)  # groups can be served too
    token = uuid.uuid4().bytes
    producer = AIOKafkaProducer(**_connection(bus), acks="all")
    await producer.start()
    try:
        written = await producer.send_and_wait(READINESS_TOPIC, token, partition=0)
    finally:
        await producer.stop()
    at = TopicPartition(READINESS_TOPIC, 0)
    async with _reader(bus) as consumer:
        consumer.assign([at])
        consumer.seek(at, written.offset)
        record = await consumer.getone(at)
    if record.value != token:
        raise BrokerError(f"Kafka at {_address(bus)} gave back another record at offset {written.offset}")


async def _committed(admin: AIOKafkaAdminClient, group: str) -> dict[TopicPartition, int]:
    """A group's committed offsets, waiting out the moments in which its coordinator moves in."""
    last: KafkaError | None = None
    for _ in range(_COORDINATOR_ATTEMPTS):
        try:
            found = await admin.list_consumer_group_offsets(group)
        except _COORDINATOR_MOVING as error:
            last = error
            await asyncio.sleep(0.2)
        else:
            return {at: entry.offset for at, entry in found.items() if entry.offset >= 0}
    raise BrokerError(f"the broker has no coordinator for group {group!r}: {last}") from last


async def _partitions(admin: AIOKafkaAdminClient, topics: Iterable[str]) -> list[TopicPartition]:
    wanted = list(topics)
    if not wanted:
        return []
    rows = await admin.describe_topics(wanted)
    missing = sorted(row["topic"] for row in rows if row["error_code"])
    if missing:
        raise BrokerError(f"the broker has no topic {', '.join(missing)}; `argosy up` creates them")
    return [TopicPartition(row["topic"], part["partition"]) for row in rows for part in row["partitions"]]


def _connection(bus: Bus) -> dict[str, Any]:
    return connection_of(EventingSettings.load(kafka_bootstrap=bus) if isinstance(bus, str) else bus)


def _address(bus: Bus) -> str:
    return bus if isinstance(bus, str) else bus.kafka_bootstrap


@asynccontextmanager
async def _admin(bus: Bus) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(**(_connection(bus) | {"request_timeout_ms": 20_000}))
    await admin.start()
    try:
        yield admin
    finally:
        await admin.close()


@asynccontextmanager
async def _reader(bus: Bus) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(**_connection(bus), enable_auto_commit=False)
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()

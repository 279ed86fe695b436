"""One transaction per batch: outputs, inbox entries, dead letters and the offset, all or nothing.

One producer per input partition. Its transactional id names service, topic and partition, so that a new
owner of the partition fences whoever held it before: aiokafka 0.14 sends no group generation with the
offsets of a transaction (TxnOffsetCommit v2), so the group itself would not refuse a late commit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError, UnknownTopicOrPartitionError
from aiokafka.producer.message_accumulator import BatchBuilder

from argosy_eventing.connection import connection_of
from argosy_eventing.errors import BusGone
from argosy_eventing.partitioning import partition_of
from argosy_eventing.settings import EventingSettings

_RECORD_BATCH_BYTES = 512 * 1024
"""Records of one partition go out in batches of this size: the bus takes no batch above a topic's
max.message.bytes (1 MiB by default); one record alone may be larger."""

_ABORT_S = 2.0

BusHeaders = Sequence[tuple[str, bytes | None]]


class Line(NamedTuple):
    """One record to write; ``partition`` None lets the key choose, as every Kafka client does."""

    topic: str
    partition: int | None
    key: bytes | None
    value: bytes | None
    headers: BusHeaders


class PartitionWriter:
    """The transactional producer of one input partition."""

    def __init__(self, settings: EventingSettings, service: str, at: TopicPartition) -> None:
        self._settings = settings
        self._group = service
        self._at = at
        self._id = f"{service}.{at.topic}.{at.partition}"
        self._producer: AIOKafkaProducer | None = None
        self._partitions: dict[str, int] = {}

    async def start(self) -> None:
        """Take the transactional id: fences any earlier holder and ends its open transaction.

        When this returns, every transaction of an earlier holder has been committed or aborted, its
        offsets included, so the committed offset read after it is final.

        Raises:
            BusGone, KafkaError: not now; try again.
        """
        await self.close()
        producer = AIOKafkaProducer(
            **connection_of(self._settings),
            client_id=self._id,
            transactional_id=self._id,
            transaction_timeout_ms=round(self._settings.transaction_timeout_s * 1000),
            max_batch_size=_RECORD_BATCH_BYTES,
            max_request_size=2**31 - 1,
        )
        self._producer = producer
        self._partitions.clear()
        try:
            async with asyncio.timeout(self._settings.request_timeout_s * 2):
                await producer.start()
        except TimeoutError:
            await self.close()
            raise BusGone(f"no transactional producer {self._id} within the time") from None
        except BaseException:
            await self.close()
            raise

    async def write(self, lines: Iterable[Line], offset: int) -> None:
        """Make the lines and the offset durable together.

        Raises:
            BusGone, KafkaError: it may or may not have become durable; `start` again and read the
                committed offset to know.
        """
        producer = self._producer
        if producer is None:
            raise BusGone(f"the producer {self._id} is not started")
        try:
            async with asyncio.timeout(self._settings.transaction_timeout_s):
                await self._transaction(producer, lines, offset)
        except TimeoutError:
            raise BusGone(f"a transaction of {self._id} did not end in time") from None
        except AssertionError as error:  # aiokafka asserts its states; after an error they are off
            raise BusGone(f"the producer {self._id} is in a wrong state: {error}") from error

    async def _transaction(self, producer: AIOKafkaProducer, lines: Iterable[Line], offset: int) -> None:
        builders = await self._builders(producer, lines)
        await producer.begin_transaction()
        deliveries: list[asyncio.Future[object]] = []
        try:
            for (topic, partition), queue in builders.items():
                for builder in queue:
                    delivery = await producer.send_batch(builder, topic, partition=partition)
                    deliveries += [delivery]
            # Offsets only after the deliveries: a produce request that meets the coordinator while it adds
            # the offsets is refused for verification (KIP-890) and comes back a retry later.
            for delivery in deliveries:
                await delivery
            await producer.send_offsets_to_transaction({self._at: offset}, self._group)
            await producer.commit_transaction()
        finally:
            for delivery in deliveries:
                delivery.add_done_callback(_seen)

    async def _builders(
        self, producer: AIOKafkaProducer, lines: Iterable[Line]
    ) -> dict[tuple[str, int], list[BatchBuilder]]:
        builders: dict[tuple[str, int], list[BatchBuilder]] = {}
        for line in lines:
            partition = line.partition
            if partition is None:
                count = self._partitions.get(line.topic) or await self._count(producer, line.topic)
                partition = partition_of(line.key or b"", count)
            queue = builders.get((line.topic, partition))
            if queue is None:
                if line.topic not in self._partitions:
                    await self._count(producer, line.topic)
                queue = builders[(line.topic, partition)] = [producer.create_batch()]
            headers = list(line.headers)
            added = queue[-1].append(timestamp=None, key=line.key, value=line.value, headers=headers)
            if added is None:
                queue.append(producer.create_batch())
                queue[-1].append(timestamp=None, key=line.key, value=line.value, headers=headers)
        return builders

    async def _count(self, producer: AIOKafkaProducer, topic: str) -> int:
        try:
            async with asyncio.timeout(self._settings.request_timeout_s):
                count = len(await producer.partitions_for(topic))
        except (TimeoutError, UnknownTopicOrPartitionError):
            raise BusGone(f"the bus has no topic {topic}; `argosy up` creates it") from None
        self._partitions[topic] = count
        return count

    async def close(self) -> None:
        """Let the producer go. An open transaction is aborted, or left for the next holder, or time, to
        abort: until then readers of committed records see nothing that came after it."""
        producer, self._producer = self._producer, None
        if producer is None:
            return
        if producer._txn_manager.is_in_transaction():  # noqa: SLF001 — no public way to ask
            with suppress(Exception):  # the bus is gone, or somebody else holds the id: they abort it
                async with asyncio.timeout(_ABORT_S):
                    await producer.abort_transaction()
        _hush(producer)
        stop = asyncio.ensure_future(producer.stop())
        with suppress(Exception):  # aiokafka raises what broke it; whoever used it was told already
            async with asyncio.timeout(self._settings.request_timeout_s + 2):
                await asyncio.shield(stop)
        stop.add_done_callback(_seen)


def _hush(producer: AIOKafkaProducer) -> None:
    """Mark the errors of a broken producer as seen: they were raised to whoever wrote with it, and each
    future that nobody awaited would log a stack trace of its own."""
    manager, accumulator = producer._txn_manager, producer._message_accumulator  # noqa: SLF001 — no public way
    futures = [manager._transaction_waiter]  # noqa: SLF001
    for batches in accumulator._batches.values():  # noqa: SLF001
        for batch in batches:
            futures += [batch.future, batch._drain_waiter]  # noqa: SLF001
    for future in futures:
        if future is not None:
            future.add_done_callback(_seen)


def _seen(future: asyncio.Future[object]) -> None:
    if not future.cancelled():
        future.exception()


__all__ = ["BusHeaders", "KafkaError", "Line", "PartitionWriter"]

"""Emitting and following events from outside a service: platforms' adapters, the command line, tests.

settings = EventingSettings.load()
async with Publisher(settings) as bus:
    await bus.publish(Event.new("chat.message", said, merchant_id="m-7", platform="demo", source="shop"))

async with Subscriber(settings, ["listing.localized"], start="earliest") as events:
    async for event in events:
        print(event.data.title)
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Literal, Self

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from google.protobuf.message import Message

from argosy_contracts import BadEvent, Event, Record, decode, encode, topic
from argosy_eventing.connection import connection_of, reader_of
from argosy_eventing.settings import EventingSettings
from argosy_eventing.tracing import emitting
from argosy_telemetry import context_of, current_traceparent, logger

_log = logger("argosy_eventing")
_POLL_MS = 200


class EventTooLarge(ValueError):
    """An event of more bytes than its topic takes."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where on the bus an event stands: a group that has committed beyond `offset` is done with it."""

    topic: str
    partition: int
    offset: int


class Publisher:
    """Emits events: acknowledged by every replica, each once even where a send had to be repeated."""

    def __init__(self, settings: EventingSettings) -> None:
        self._settings = settings
        self._producer: AIOKafkaProducer | None = None

    async def publish(self, *events: Event[Message]) -> list[Placed]:
        """Send events; returns when all of them are durable, with their places, in the order given. Of one
        key they keep their order.

        Raises:
            EventTooLarge: before anything was sent.
            KafkaError: the bus does not take them; some may have been taken.
        """
        records = [self._record(event) for event in events]
        return await self.send(*records)

    async def send(self, *records: Record) -> list[Placed]:
        """The same for records that are encoded already, or that break their contract on purpose."""
        if self._producer is None:
            raise RuntimeError("a Publisher is opened first: async with Publisher(settings) as bus")
        sent = []
        for record in records:
            sent += [
                await self._producer.send(
                    record.topic, record.value, key=record.key, headers=list(record.headers)
                )
            ]
        return [Placed(done.topic, done.partition, done.offset) for done in await asyncio.gather(*sent)]

    def _record(self, event: Event[Message]) -> Record:
        parent = context_of(event.traceparent) if event.traceparent else None
        with emitting(parent, event.type, event.id, event.key, event.merchant_id) as seen:
            own = current_traceparent() if seen else None
        record = encode(replace(event, traceparent=own) if own else event)
        limit = topic(event.type).max_message_bytes
        if len(record.value) > limit:
            raise EventTooLarge(
                f"{event.type} {event.id} has {len(record.value)} bytes; the topic takes {limit}: "
                "put pictures and documents into the blob store and send their addresses"
            )
        return record

    async def __aenter__(self) -> Self:
        self._producer = AIOKafkaProducer(
            **connection_of(self._settings), enable_idempotence=True, max_request_size=64 * 1024 * 1024
        )
        try:
            await self._producer.start()
        except BaseException:
            await self._producer.stop()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._producer is not None:
            await self._producer.stop()
            self._producer = None


class Subscriber:
    """Follows events of some types as an async iterator. Sees only what is durable (read_committed).

    Without a group it reads every partition by itself, from the ``start`` it is given; its place is
    fixed when the ``async with`` is entered, so an event sent after that is seen. With a group it shares
    the partitions with others of the group and goes on where the group was; an event is acknowledged
    when the next one is asked for, so each comes at least once.

    ``follow=False`` ends at what was there when it was entered. Records that break their contract are
    logged, counted in ``bad`` and left out.
    """

    def __init__(
        self,
        settings: EventingSettings,
        types: Iterable[str],
        *,
        group: str | None = None,
        start: Literal["earliest", "latest"] = "latest",
        follow: bool = True,
    ) -> None:
        self._settings = settings
        self._types = [topic(name).name for name in types]
        self._group = group
        self._start = start
        self._follow = follow
        self._consumer: AIOKafkaConsumer | None = None
        self._stack = AsyncExitStack()
        self._ends: dict[object, int] = {}
        self.bad = 0

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            consumer = await stack.enter_async_context(
                reader_of(
                    self._settings,
                    *self._types,
                    group_id=self._group,
                    isolation_level="read_committed",
                    auto_offset_reset=self._start,
                )
            )
            await self._fix_place(consumer)
            self._stack = stack.pop_all()
        self._consumer = consumer
        return self

    async def _fix_place(self, consumer: AIOKafkaConsumer) -> None:
        if self._group is not None:
            return
        partitions = list(consumer.assignment())
        ends = await consumer.end_offsets(partitions)
        if self._start == "latest":
            for at in partitions:
                consumer.seek(at, ends[at])
        if not self._follow:
            self._ends = dict(ends)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._consumer = None
        await self._stack.aclose()

    async def __aiter__(self) -> AsyncIterator[Event[Message]]:
        consumer = self._consumer
        if consumer is None:
            raise RuntimeError("a Subscriber is opened first: async with Subscriber(...) as events")
        while self._follow or not await self._at_end(consumer):
            batches = await consumer.getmany(timeout_ms=_POLL_MS)
            for records in batches.values():
                for record in records:
                    try:
                        event = decode(record.topic, record.key, record.value, record.headers)
                    except BadEvent as error:
                        self.bad += 1
                        _log.warning("left out a record that breaks its contract", reason=error.reason)
                        continue
                    yield event
            if batches and self._group is not None:
                await consumer.commit()

    async def end(self) -> dict[object, int]:
        """Where the topics end at this moment, durable events only; see `has_reached`."""
        if self._consumer is None:
            return {}
        return dict(await self._consumer.end_offsets(list(self._consumer.assignment())))

    async def has_reached(self, end: Mapping[object, int]) -> bool:
        """Whether everything before `end` has been given out."""
        if self._consumer is None:
            return True
        return all([await self._consumer.position(at) >= offset for at, offset in end.items()])

    async def _at_end(self, consumer: AIOKafkaConsumer) -> bool:
        for at, end in self._ends.items():
            if await consumer.position(at) < end:
                return False
        return True

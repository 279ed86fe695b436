"""The worker of one input partition: handles its events, keeps their order, makes their ends durable.

Life: held (assigned to nobody we know of) -> opening (fence, read the inbox back, find the offset)
-> running -> held at each rebalance; abandoned when the partition went elsewhere.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from typing import Protocol

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from argosy_eventing import measures, tracing
from argosy_eventing.batch import Batch, BatchMaker
from argosy_eventing.bus_record import BusRecord
from argosy_eventing.crew import Crew
from argosy_eventing.dead_letters import CapReached, DeadLetterCap
from argosy_eventing.errors import BusGone
from argosy_eventing.finished import Finished
from argosy_eventing.handling import Handling
from argosy_eventing.inbox import Inbox
from argosy_eventing.inbox_topic import InboxReader
from argosy_eventing.prefix import Prefix, Slot
from argosy_eventing.retry import Backoff
from argosy_eventing.settings import EventingSettings
from argosy_eventing.writer import PartitionWriter
from argosy_telemetry import logger, names

_log = logger("argosy_eventing")
_HOLD_S = 5.0


class State(StrEnum):
    HELD = "held"
    OPENING = "opening"
    RUNNING = "running"
    STOPPED = "stopped"


class Reading(Protocol):
    """What a worker asks of the consumer that reads for it."""

    def pause(self, at: TopicPartition) -> None: ...

    def resume(self, at: TopicPartition) -> None: ...

    def seek(self, at: TopicPartition, offset: int) -> None: ...

    async def committed(self, at: TopicPartition) -> int: ...

    async def widen_inbox(self, partitions: int) -> None: ...


class Load:
    """Bytes of events read and not yet durable, of all partitions of the process."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.bytes = 0


class PartitionWorker:
    """One input partition in this process."""

    def __init__(
        self,
        at: TopicPartition,
        *,
        service: str,
        handling: Handling,
        slots: asyncio.Semaphore,
        concurrency: int,
        reading: Reading,
        load: Load,
        cap: DeadLetterCap,
        settings: EventingSettings,
        ended: Callable[[BaseException], None],
    ) -> None:
        self.at = at
        self.state = State.HELD
        self.handling = handling
        self.committed: int | None = None
        self.last_progress = time.monotonic()
        self._service = service
        self._reading = reading
        self._load = load
        self._cap = cap
        self._settings = settings
        self._ended = ended
        self._writer = PartitionWriter(settings, service, at)
        self._batches = BatchMaker(service, handling.topic, at, settings)
        self._inbox = Inbox(window_s=settings.inbox_days * 86_400, capacity=settings.inbox_ids)
        self._inbox_reader = InboxReader(service, at, settings)
        self._prefix: Prefix[BusRecord, Finished] = Prefix()
        self._crew = Crew(
            handling,
            self._inbox,
            slots=slots,
            concurrency=concurrency,
            parked_keys=settings.parked_keys,
            may_begin=self._may_begin,
            finished=self._finished,
            ended=ended,
        )
        self._bytes = 0
        self._paused = False
        self._next = 0
        self._read_to = 0
        self._attempted: int | None = None
        self._grant = 0
        self._granted = asyncio.Event()
        self._wake = asyncio.Event()
        self._committing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    # --- what the consumer tells ---------------------------------------------------------

    def grant(self) -> None:
        """The partition is this process's, from now on or still."""
        self._grant += 1
        self._granted.set()
        self._wake.set()
        if self._task is None:
            self._task = asyncio.create_task(self._live(), name=f"worker {self._label}")

    async def hold(self) -> None:
        """The group is being rebalanced: no transaction begins until `grant`; handlers go on."""
        self._granted.clear()
        self._grant += 1
        if self.state is not State.STOPPED:
            self.state = State.HELD
        self._wake.set()
        with suppress(TimeoutError):  # a transaction that hangs is ended by the next holder
            async with asyncio.timeout(_HOLD_S), self._committing:
                pass

    def offer(self, records: list[BusRecord]) -> None:
        """Take records in. Not running, they are dropped: reading starts again at the right place."""
        if self.state is not State.RUNNING:
            return
        size = 0
        before = len(self._prefix)
        for record in records:
            if record.offset < self._next:
                continue
            slot = self._prefix.add(record.offset, record)
            self._next = record.offset + 1
            size += _size(record)
            self._crew.add(record.key or b"", slot)
        self._carry(size)
        measures.received(self._service, self.at.topic, len(self._prefix) - before)
        self._crew.go_on()
        self._balance_reading()

    def read_to(self, position: int | None) -> None:
        """Everything before this position has been offered: what is not a record of ours is a marker."""
        if self.state is State.RUNNING and position is not None:
            self._read_to = position

    def tick(self, now_ms: int) -> None:
        """Now and then: forget old ids, go on reading, commit a position that markers moved."""
        if self.state is not State.RUNNING:
            return
        forgotten = self._inbox.forgotten_early
        self._inbox.expire(now_ms)
        if forgotten:
            self._inbox.forgotten_early = 0
            _log.warning(
                "the inbox is full and forgot ids before their time; raise ARGOSY_EVENTING_INBOX_IDS",
                forgotten=forgotten,
                **{names.ATTR_TOPIC: self.at.topic, names.ATTR_PARTITION: str(self.at.partition)},
            )
        self._balance_reading()
        if not len(self._prefix):
            self._wake.set()

    async def drain(self, seconds: float) -> None:
        """Let handlers that have begun finish, and make what is finished durable, for so long at most."""
        self._crew.clear()
        with suppress(TimeoutError, KafkaError, BusGone, CapReached):
            async with asyncio.timeout(seconds):
                await self._crew.idle()
                if self.state is State.RUNNING:
                    while await self._commit_once():
                        pass

    async def abandon(self) -> None:
        """The partition is not ours any more: drop all that is not durable."""
        self.state = State.STOPPED
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._crew.stop()
        self._forget_work()
        await self._writer.close()

    # --- how it stands ---------------------------------------------------------------------

    @property
    def pending(self) -> int:
        return len(self._prefix)

    @property
    def inbox_size(self) -> int:
        return len(self._inbox)

    @property
    def oldest_ms(self) -> int | None:
        """Timestamp of the oldest event that is read and not durable."""
        oldest = self._prefix.oldest
        return None if oldest is None else int(oldest.item.timestamp)

    @property
    def _label(self) -> str:
        return f"{self.at.topic}/{self.at.partition}"

    # --- life --------------------------------------------------------------------------------

    async def _live(self) -> None:
        backoff = Backoff(0.1, 3.0)
        failures = 0
        while True:
            await self._granted.wait()
            grant = self._grant
            try:
                await self._open(grant)
                failures = 0
                await self._commit_while(grant)
            except CapReached as error:
                self._ended(error)
                return
            except (KafkaError, BusGone, OSError) as error:
                failures += 1
                if self.state is State.RUNNING:
                    self.state = State.OPENING
                self._batches.slim = self._batches.slim or isinstance(error, MessageSizeTooLargeError)
                level = _log.info if failures == 1 else _log.warning
                level(
                    "the bus failed a partition's worker; opening it again", at=self._label, error=repr(error)
                )
                await asyncio.sleep(backoff.wait(failures))
            except Exception as error:  # noqa: BLE001 — whatever it is, the process must not go on without this partition
                self._ended(error)
                return

    async def _open(self, grant: int) -> None:
        """Fence earlier holders, see what is durable, and read on from there."""
        if self._grant == grant:
            self.state = State.OPENING
        await self._writer.start()
        committed = await self._reading.committed(self.at)
        ours = self.committed is not None and committed in (self.committed, self._attempted)
        if not ours:
            await self._begin_anew()
            await self._reading.widen_inbox(self.at.partition + 1)
            await self._inbox_reader.read_into(self._inbox)
            self._next = committed
        self._settle(committed)
        if self._grant != grant:  # rebalanced meanwhile: look again who holds it
            return
        self._reading.seek(self.at, self._next)
        self._read_to = 0
        self._reading.resume(self.at)
        self._paused = False
        self.state = State.RUNNING
        self._wake.set()
        self._crew.go_on()
        self._balance_reading()

    async def _begin_anew(self) -> None:
        """Somebody else may have worked here: forget all that this process thought it knew.

        The committed offset is forgotten too: should opening fail half-way, the next try must not take
        the work that is dropped here for work in hand.
        """
        self.committed = self._attempted = None
        await self._crew.stop()
        self._forget_work()
        self._inbox.clear()
        self._inbox_reader.rewind()

    def _forget_work(self) -> None:
        measures.settled(self._service, self.at.topic, len(self._prefix))
        self._crew.clear()
        self._prefix.clear()
        self._carry(-self._bytes)

    def _carry(self, size: int) -> None:
        self._bytes += size
        self._load.bytes += size

    def _may_begin(self) -> bool:
        """Whether a further handler may begin: not while too much is finished and not durable, unless the
        commit waits for an event that has not begun."""
        if self.state is State.STOPPED:
            return False
        if self._load.bytes < 2 * self._load.limit:
            return True
        head = self._prefix.oldest
        return head is not None and head.result is None

    def _finished(self, slot: Slot[BusRecord, Finished], finished: Finished) -> None:
        slot.result = finished
        self._carry(_made(finished))
        if self._prefix.oldest is slot:
            self._wake.set()

    # --- making durable ------------------------------------------------------------------------

    async def _commit_while(self, grant: int) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            if self._grant != grant:
                return
            await self._commit_once()

    async def _commit_once(self) -> bool:
        """One transaction for what is finished at the head; False if there was nothing to commit."""
        async with self._committing:
            if self.state is not State.RUNNING or self.committed is None:
                return False
            batch = self._batches.take(self._prefix)
            offset = self._offset_after(batch)
            if offset <= self.committed:
                return False
            self._cap.check(time.monotonic(), handled=len(batch.ends), dead=batch.dead)
            self._attempted = offset
            began = time.perf_counter()
            with tracing.committing(
                self._service, self.at.topic, self.at.partition, batch.spans, len(batch.ends)
            ):
                await self._writer.write(self._batches.lines(batch), offset)
            measures.committed(self._service, self.at.topic, batch, time.perf_counter() - began)
            self._settle(offset)
            head = self._prefix.oldest
            if head is not None and head.result is not None:
                self._wake.set()
            return True

    def _offset_after(self, batch: Batch) -> int:
        """The offset to commit: past the batch, and past transaction markers if nothing else is open."""
        offset = batch.offset
        if len(batch.ends) == len(self._prefix):
            return max(offset, self._read_to)
        return offset

    def _settle(self, committed: int) -> None:
        """All before this offset is durable."""
        before = len(self._prefix)
        while (oldest := self._prefix.oldest) is not None and oldest.offset < committed:
            for span in oldest.result.spans if oldest.result else ():
                span.end()
            self._carry(-_size(oldest.item) - (_made(oldest.result) if oldest.result else 0))
            self._prefix.drop_through(oldest.offset)
        measures.settled(self._service, self.at.topic, before - len(self._prefix))
        self.committed = committed
        self._attempted = None
        self._next = max(self._next, committed)
        self.last_progress = time.monotonic()
        self._crew.go_on()
        self._balance_reading()

    def _balance_reading(self) -> None:
        settings, load = self._settings, self._load
        if self.state is not State.RUNNING:
            return
        if self._paused:
            if len(self._prefix) <= settings.pending_records // 2 and load.bytes <= load.limit // 2:
                self._paused = False
                self._reading.resume(self.at)
        elif len(self._prefix) >= settings.pending_records or load.bytes >= load.limit:
            self._paused = True
            self._reading.pause(self.at)


def _made(finished: Finished) -> int:
    """Bytes that an event's outputs keep occupied until they are durable, about."""
    return sum(len(record.value) + 1024 for record in finished.records)


def _size(record: BusRecord) -> int:
    """Bytes that a record keeps occupied, about: value, key, headers and what holds them."""
    headers = sum(len(name) + len(value or b"") for name, value in record.headers)
    return len(record.value or b"") + len(record.key or b"") + headers + 256

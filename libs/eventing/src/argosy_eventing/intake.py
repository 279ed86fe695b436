"""Reading for all partitions of a process: group membership, rebalances, back pressure, the poll."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.coordinator.assignors.sticky.sticky_assignor import StickyPartitionAssignor
from aiokafka.errors import IllegalStateError, KafkaError

from argosy_eventing import admin
from argosy_eventing.connection import connection_of
from argosy_eventing.dead_letters import DeadLetterCap
from argosy_eventing.errors import BusGone
from argosy_eventing.handling import Handling
from argosy_eventing.inbox_topic import inbox_spec
from argosy_eventing.partition import Load, PartitionWorker
from argosy_eventing.retry import Backoff
from argosy_eventing.settings import EventingSettings
from argosy_telemetry import counter, logger, names

_log = logger("argosy_eventing")
_REBALANCES = counter(names.METRIC_REBALANCES)
_POLL_MS = 200
_TICK_S = 1.0


@dataclass(frozen=True, slots=True)
class Route:
    """How the events of one topic are handled here."""

    handling: Handling
    slots: asyncio.Semaphore
    concurrency: int


class Intake(ConsumerRebalanceListener):  # type: ignore[misc] # aiokafka is untyped here
    """The consumer of a service and the workers of the partitions it was given."""

    def __init__(
        self,
        service: str,
        routes: Mapping[str, Route],
        *,
        settings: EventingSettings,
        inbox_partitions: int,
        cap: DeadLetterCap,
        ended: Callable[[BaseException], None],
    ) -> None:
        self.workers: dict[TopicPartition, PartitionWorker] = {}
        self.rebalancing_since: float | None = None
        self.joined = False
        self._service = service
        self._routes = routes
        self._settings = settings
        self._inbox_partitions = inbox_partitions
        self._cap = cap
        self._ended = ended
        self._load = Load(settings.pending_bytes)
        self._consumer: AIOKafkaConsumer | None = None
        self._task: asyncio.Task[None] | None = None
        self._leaving: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        self._task = asyncio.create_task(self._read_for_ever(), name=f"intake {self._service}")

    async def stop(self, drain_s: float) -> None:
        """Stop reading, finish what has begun for so long at most, leave the group."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        workers = list(self.workers.values())
        if drain_s > 0:
            await asyncio.gather(*(worker.drain(drain_s) for worker in workers))
        await asyncio.gather(*(worker.hold() for worker in workers))  # let open transactions end
        await asyncio.gather(*(worker.abandon() for worker in workers), *self._leaving)
        self.workers.clear()
        await self._close()

    # --- reading ---------------------------------------------------------------------------

    async def _read_for_ever(self) -> None:
        backoff = Backoff(0.5, 5.0)
        failures = 0
        while True:
            try:
                await self._join()
                failures = 0
                await self._poll()
            except (KafkaError, OSError, BusGone) as error:
                failures += 1
                _log.warning("reading failed; joining the group again", error=repr(error))
                await asyncio.gather(*(worker.hold() for worker in self.workers.values()))
                await self._close()
                await asyncio.sleep(backoff.wait(failures))
            except Exception as error:  # noqa: BLE001 — a process that cannot read must end, not linger
                self._ended(error)
                return

    async def _join(self) -> None:
        settings = self._settings
        consumer = AIOKafkaConsumer(
            **connection_of(settings),
            group_id=self._service,
            client_id=self._service,
            enable_auto_commit=False,
            isolation_level="read_committed",
            auto_offset_reset="earliest",
            session_timeout_ms=round(settings.session_timeout_s * 1000),
            heartbeat_interval_ms=round(settings.session_timeout_s * 1000 / 4),
            rebalance_timeout_ms=round(settings.rebalance_timeout_s * 1000),
            metadata_max_age_ms=round(settings.metadata_max_age_s * 1000),
            max_poll_interval_ms=round(settings.stall_after_s * 1000),
            partition_assignment_strategy=(StickyPartitionAssignor,),
            fetch_max_bytes=8 * 1024 * 1024,
            fetch_max_wait_ms=500,
        )
        self._consumer = consumer
        self.rebalancing_since = time.monotonic()
        consumer.subscribe(list(self._routes), listener=self)
        await consumer.start()

    async def _poll(self) -> None:
        consumer = self._consumer
        assert consumer is not None  # noqa: S101 — set by _join
        ticked = 0.0
        while True:
            batches = await consumer.getmany(timeout_ms=_POLL_MS, max_records=self._settings.batch_records)
            for at, records in batches.items():
                worker = self.workers.get(at)
                if worker is not None:
                    worker.offer(records)
            for at, worker in self.workers.items():
                worker.read_to(self._position(at))
            now = time.monotonic()
            if now - ticked >= _TICK_S:
                ticked = now
                now_ms = time.time_ns() // 1_000_000
                for worker in self.workers.values():
                    worker.tick(now_ms)
            await asyncio.sleep(0)

    async def _close(self) -> None:
        consumer, self._consumer = self._consumer, None
        if consumer is None:
            return
        stop = asyncio.ensure_future(consumer.stop())
        with suppress(Exception):  # aiokafka raises what broke it; it has been told already
            async with asyncio.timeout(self._settings.request_timeout_s + 2):
                await asyncio.shield(stop)
        stop.add_done_callback(lambda done: done.cancelled() or done.exception())

    # --- rebalances --------------------------------------------------------------------------

    async def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        """Every partition, at every rebalance: the protocol is eager. Handlers go on meanwhile."""
        self.rebalancing_since = time.monotonic()
        _REBALANCES.add(1, {names.ATTR_SERVICE: self._service})
        _log.info("rebalance begins", partitions=len(revoked))
        await asyncio.gather(*(worker.hold() for worker in self.workers.values()))

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        """Go on with what is still ours, let go what is not, begin what is new."""
        for at in list(self.workers):
            if at not in assigned:
                task = asyncio.create_task(self.workers.pop(at).abandon())
                self._leaving.add(task)
                task.add_done_callback(self._leaving.discard)
        for at in assigned:
            self.pause(at)
            worker = self.workers.get(at)
            if worker is None:
                worker = self.workers[at] = self._worker(at)
            worker.grant()
        self.rebalancing_since = None
        self.joined = True
        _log.info("rebalance ended", partitions=sorted(f"{at.topic}/{at.partition}" for at in assigned))

    def _worker(self, at: TopicPartition) -> PartitionWorker:
        route = self._routes[at.topic]
        return PartitionWorker(
            at,
            service=self._service,
            handling=route.handling,
            slots=route.slots,
            concurrency=route.concurrency,
            reading=self,
            load=self._load,
            cap=self._cap,
            settings=self._settings,
            ended=self._ended,
        )

    # --- what workers ask ----------------------------------------------------------------------

    def pause(self, at: TopicPartition) -> None:
        with suppress(IllegalStateError):  # gone in a rebalance: nothing to pause
            self._reader.pause(at)

    def resume(self, at: TopicPartition) -> None:
        with suppress(IllegalStateError):
            self._reader.resume(at)

    def seek(self, at: TopicPartition, offset: int) -> None:
        try:
            self._reader.seek(at, offset)
        except IllegalStateError as error:
            raise BusGone(f"{at.topic}/{at.partition} went elsewhere meanwhile") from error

    def _position(self, at: TopicPartition) -> int | None:
        """Where reading goes on: past transaction markers, which no record shows."""
        assignment = self._reader._subscription.subscription.assignment  # noqa: SLF001 — its public form is a coroutine that may wait, and then the answer is of another moment
        if assignment is None or at not in assignment.tps:
            return None
        state = assignment.state_value(at)
        return int(state.position) if state.has_valid_position else None

    async def committed(self, at: TopicPartition) -> int:
        """The offset the group committed, as the broker says now; the beginning if it never did."""
        try:
            async with asyncio.timeout(self._settings.request_timeout_s):
                offset = await self._reader.committed(at)
                if offset is None:
                    offset = (await self._reader.beginning_offsets([at]))[at]
        except TimeoutError:
            raise BusGone("the bus does not tell the committed offset") from None
        return int(offset)

    async def widen_inbox(self, partitions: int) -> None:
        """See to it that the inbox topic has so many partitions: a topic may have grown since the start."""
        if partitions <= self._inbox_partitions:
            return
        spec = inbox_spec(self._service, partitions, self._settings)
        try:
            await admin.create_topics(self._settings, [spec])
        except admin.BrokerError as error:
            raise BusGone(f"the inbox could not be given {partitions} partitions: {error}") from error
        self._inbox_partitions = partitions

    async def ends(self) -> dict[TopicPartition, int]:
        """Where each of our partitions ends now. Asked of the broker, not of what was fetched."""
        at = list(self.workers)
        if not at:
            return {}
        try:
            async with asyncio.timeout(self._settings.request_timeout_s):
                return dict(await self._reader.end_offsets(at))
        except (TimeoutError, KafkaError, OSError) as error:
            raise BusGone(f"the bus does not tell the end offsets: {error!r}") from None

    @property
    def _reader(self) -> AIOKafkaConsumer:
        if self._consumer is None:
            raise BusGone("not reading at the moment")
        return self._consumer

"""A service: which events it handles, with what, and its life from start to stop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar, cast

from aiokafka.errors import KafkaError
from google.protobuf.message import Message

from argosy_contracts import BadEvent, Event, Topic, UnknownTopic, topic
from argosy_eventing import admin, tracing
from argosy_eventing.dead_letters import CapReached, DeadLetterCap
from argosy_eventing.errors import ServiceMisconfigured
from argosy_eventing.handling import Errors, Handler, Handling, OutcomeStore
from argosy_eventing.health import Health
from argosy_eventing.http import HealthServer
from argosy_eventing.inbox_topic import inbox_spec
from argosy_eventing.intake import Intake, Route
from argosy_eventing.outcomes import Outcome
from argosy_eventing.retry import Backoff
from argosy_eventing.settings import EventingSettings
from argosy_store import OutcomeRepository, Store, StoreUnavailable
from argosy_telemetry import Telemetry, logger

D = TypeVar("D")
M = TypeVar("M", bound=Message)

_log = logger("argosy_eventing")


class Resource(Generic[D]):
    """Something to open inside the running loop and to close at the stop; made by `Service.use`."""

    def __init__(self, opener: Callable[[], AbstractAsyncContextManager[D]]) -> None:
        self._opener = opener
        self._value: D | None = None

    async def open(self, stack: AsyncExitStack) -> D:
        if self._value is None:
            self._value = await stack.enter_async_context(self._opener())
            stack.callback(self._forget)
        return self._value

    def _forget(self) -> None:
        self._value = None


@dataclass(frozen=True, slots=True)
class _Subscription:
    topic: Topic
    handler: Handler
    deps: object
    costly: bool
    concurrency: int


class Service:
    """The host of handlers, which keeps the promises of the spine (docs/architecture.md) around them.

    Example::

        service = Service("listing-localizer", busy=(TierUnavailable,))
        deps = service.use(open_deps)       # an async context manager, opened in the running loop
        service.on("product.created", localize_listing, deps, costly=True, concurrency=4)
        service.run()

    ``busy`` errors of a handler are waited for in place, within a time budget; ``bad`` errors
    dead-letter the event at once; any other is tried a few times and then ends the process.
    """

    def __init__(
        self,
        name: str,
        settings: EventingSettings | None = None,
        *,
        telemetry: Telemetry | None = None,
        busy: tuple[type[BaseException], ...] = (),
        bad: tuple[type[BaseException], ...] = (),
        outcomes: OutcomeStore | Resource[OutcomeStore] | None = None,
    ) -> None:
        self.name = name
        self.settings = settings or EventingSettings.load()
        self.health: Health | None = None
        self._telemetry = telemetry
        self._errors = Errors(busy=(*busy, StoreUnavailable), bad=(*bad, BadEvent))
        self._outcomes: OutcomeStore | Resource[OutcomeStore] | None = outcomes
        self._subscriptions: dict[str, _Subscription] = {}
        self._stack = AsyncExitStack()
        self._server: HealthServer | None = None
        self._intake: Intake | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._end: asyncio.Future[None] | None = None
        self.timers: list[tuple[float, Callable[[], Awaitable[None]]]] = []

    def use(self, opener: Callable[[], AbstractAsyncContextManager[D]]) -> Resource[D]:
        """Something that handlers need, opened at the start, in order, and closed at the stop."""
        return Resource(opener)

    def on(
        self,
        type_: str,
        handler: Callable[[Event[M], D], Awaitable[Outcome]],
        deps: D | Resource[D],
        *,
        costly: bool = False,
        concurrency: int = 1,
    ) -> None:
        """Have events of this type handled.

        ``costly``: the outcome's bytes are kept in the store before they are published, so that no
        repeat of the event calls the handler again. ``concurrency``: how many events of this type, each
        of another key, this process handles at once; those that wait for a busy dependency do not count.

        Raises:
            ServiceMisconfigured: no such topic, handled already, or a concurrency below 1.
        """
        if type_ in self._subscriptions:
            raise ServiceMisconfigured(f"{self.name} handles {type_} already")
        if concurrency < 1:
            raise ServiceMisconfigured(f"concurrency of {type_} is {concurrency}; it must be 1 or more")
        try:
            spec = topic(type_)
        except UnknownTopic as error:
            raise ServiceMisconfigured(str(error)) from None
        self._subscriptions[type_] = _Subscription(spec, cast("Handler", handler), deps, costly, concurrency)

    def timer(
        self, seconds: float
    ) -> Callable[[Callable[[], Awaitable[None]]], Callable[[], Awaitable[None]]]:
        """Have an async function called every so many seconds while the service runs (a faust timer)."""

        def register(function: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
            self.timers.append((seconds, function))
            return function

        return register

    def run(self) -> None:
        """Run until SIGTERM or SIGINT; blocks. Ends the process non-zero when an error ends the service."""
        from argosy_eventing.host import run_service  # noqa: PLC0415 — faust is imported only where a service really runs

        run_service(self, self._telemetry)

    # --- life, for the host and for tests --------------------------------------------------

    async def start(self) -> None:
        """Begin. Returns before the group is joined; `wait_ready` waits for that.

        Raises:
            ServiceMisconfigured: it cannot work as it was put together.
        """
        if not self._subscriptions:
            raise ServiceMisconfigured(f"{self.name} handles no event; call on(...) first")
        self._end = asyncio.get_running_loop().create_future()
        try:
            await self._open()
        except BaseException:
            await self.stop()
            raise

    async def _open(self) -> None:
        if self._telemetry is not None:
            settings = self._telemetry.settings
            tracing.switch(on=settings.otlp_endpoint is not None or settings.in_memory)
        cap = DeadLetterCap(
            most=self.settings.dead_letter_cap,
            share=self.settings.dead_letter_share,
            window_s=self.settings.dead_letter_window_s,
        )
        routes = {name: await self._route(item) for name, item in self._subscriptions.items()}
        self._intake = Intake(
            self.name,
            routes,
            settings=self.settings,
            inbox_partitions=self._inbox_partitions(),
            cap=cap,
            ended=self._ended,
        )
        self.health = Health(self.name, self._intake, self.settings)
        if self.settings.http_port is not None:
            self._server = HealthServer(self.health, self._telemetry)
            await self._server.start(self.settings.http_host, self.settings.http_port)
        self._spawn(self._begin(self._intake))
        self._spawn(self.health.watch())

    async def stop(self) -> None:
        """Finish what has begun, make it durable, leave the group, close what was opened."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._intake is not None:
            await self._intake.stop(self.settings.drain_s)
            self._intake = None
        if self._server is not None:
            await self._server.stop()
            self._server = None
        await self._stack.aclose()
        if self._end is not None and not self._end.done():
            self._end.set_result(None)

    async def wait(self) -> None:
        """Until the service is stopped; raises what ended it, if something did."""
        if self._end is not None:
            await asyncio.shield(self._end)

    async def wait_ready(self, timeout_s: float = 30.0) -> None:
        """Until partitions are assigned and open. Raises TimeoutError, or what ended the service."""
        deadline = time.monotonic() + timeout_s
        while self.health is None or not self.health.ready():
            if self._end is not None and self._end.done():
                self._end.result()
            if time.monotonic() > deadline:
                said = self.health.report() if self.health else {}
                raise TimeoutError(f"{self.name} is not ready after {timeout_s:g} s: {said}")
            await asyncio.sleep(0.05)

    @property
    def http_port(self) -> int | None:
        """Where health is served, once started."""
        return None if self._server is None else self._server.port

    # --- inside ------------------------------------------------------------------------------

    async def _route(self, item: _Subscription) -> Route:
        deps = await item.deps.open(self._stack) if isinstance(item.deps, Resource) else item.deps
        handling = Handling(
            service=self.name,
            topic=item.topic,
            handler=item.handler,
            deps=deps,
            errors=self._errors,
            settings=self.settings,
            outcomes=await self._outcome_store() if item.costly else None,
        )
        return Route(handling, asyncio.Semaphore(item.concurrency), item.concurrency)

    async def _outcome_store(self) -> OutcomeStore:
        if self._outcomes is None:
            uri = self.settings.mongodb_uri
            if uri is None or not uri.get_secret_value():
                raise ServiceMisconfigured(
                    f"{self.name} has costly handlers and no store for their outcomes: "
                    "set ARGOSY_MONGODB_URI, or give Service(outcomes=...)"
                )
            self._outcomes = self.use(lambda: _repository(self.name, self.settings))
        if isinstance(self._outcomes, Resource):
            return await self._outcomes.open(self._stack)
        return self._outcomes

    async def _begin(self, intake: Intake) -> None:
        """Make sure of the topics, then read; a bus that is not there yet is waited for."""
        backoff = Backoff(0.5, 5.0)
        attempt = 0
        topics = [item.topic for item in self._subscriptions.values()]
        specs = [
            *admin.specs_of(replace(item, consumers=(self.name,)) for item in topics),
            inbox_spec(self.name, self._inbox_partitions(), self.settings),
        ]
        while True:
            attempt += 1
            try:
                await admin.create_topics(self.settings, specs)
                break
            except (KafkaError, OSError) as error:
                _log.warning("the bus is not there yet", error=repr(error), attempt=attempt)
                await asyncio.sleep(backoff.wait(attempt))
            except admin.BrokerError as error:
                self._ended(ServiceMisconfigured(f"{self.name} cannot make its topics: {error}"))
                return
        intake.start()

    def _inbox_partitions(self) -> int:
        return max(item.topic.partitions for item in self._subscriptions.values())

    def _ended(self, error: BaseException) -> None:
        """A worker cannot go on. A cap stops the reading and is shown; all else ends the process."""
        if isinstance(error, CapReached):
            if self.health is not None and not self.health.stopped:
                self.health.stopped = str(error)
                _log.error("consumer stopped", reason=str(error))
                if self._intake is not None:
                    self._spawn(self._intake.stop(0))
            return
        if self._end is None or self._end.done():
            return
        _log.critical("the service ends; nothing was skipped", reason=str(error), exc_info=error)
        if self.health is not None:
            self.health.stopped = self.health.stopped or str(error)
        self._end.set_exception(error)

    def _spawn(self, work: Any) -> None:  # noqa: ANN401 — a coroutine
        task: asyncio.Task[None] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._task_done)

    def _task_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._ended(error)


@asynccontextmanager
async def _repository(service: str, settings: EventingSettings) -> AsyncIterator[OutcomeStore]:
    """The store of outcomes at ARGOSY_MONGODB_URI; a store that is gone is waited for at first use."""
    assert settings.mongodb_uri is not None  # noqa: S101 — checked by the caller, who names the variable
    store = Store.open(settings.mongodb_uri.get_secret_value())
    repository = OutcomeRepository(store, service)
    sweeping = asyncio.create_task(_prepared_and_swept(repository))
    try:
        yield repository
    finally:
        sweeping.cancel()
        with suppress(asyncio.CancelledError):
            await sweeping
        await store.close()


async def _prepared_and_swept(repository: OutcomeRepository) -> None:
    while True:
        try:
            await repository.prepare()
            break
        except StoreUnavailable as error:
            _log.warning("the store of outcomes is not there yet", reason=str(error))
            await asyncio.sleep(2.0)
    await repository.sweep_forever()

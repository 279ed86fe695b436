"""Publishes events and waits for all that they lead to, by the offsets the services have committed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from google.protobuf.message import Message

from argosy_contracts import TOPICS, Event, topic
from argosy_eventing import EventingSettings
from argosy_eventing.admin import group_lag
from argosy_eventing.client import Placed, Publisher, Subscriber
from argosy_eventing.dead_letter_box import DeadLetter, DeadLetterBox

POLL_S = 0.25


class NobodyListens(RuntimeError):
    """An event of a type that no running service handles; the message says which services run."""


class NotAllArrived(RuntimeError):
    """The time is up and some service has not handled everything; the message says which, and how many."""


@dataclass(slots=True)
class Progress:
    """How far a run is; `show` of a caller sees it after each look."""

    to_handle: int = 0
    handled: int = 0
    results: int = 0
    waiting_for: dict[str, int] = field(default_factory=dict)
    """Service -> events it has not finished."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """All that a run led to."""

    results: tuple[Event[Message], ...]
    dead_letters: tuple[DeadLetter, ...]
    repeated: tuple[str, ...]
    """Ids that had been handled before: their earlier results are among `results`."""
    seconds: float
    first_result_s: float | None
    """Seconds from the first publish to the first result; None if no new result came."""


class Run:
    """One run: events in, everything they lead to out.

    Args:
        settings: the broker.
        services: names of the services that run; a service's name is its consumer group.
        show: told about progress after each look.
        timeout_s: how long to wait for all of it.
    """

    def __init__(
        self,
        settings: EventingSettings,
        services: Sequence[str],
        show: Callable[[Progress], None],
        *,
        timeout_s: float,
    ) -> None:
        self._settings = settings
        self._services = services
        self._show = show
        self._timeout_s = timeout_s
        self._progress = Progress()
        self._found: dict[str, Event[Message]] = {}
        self._causes: set[str] = set()
        self._first_result: float | None = None

    async def publish_and_follow(self, events: Sequence[Event[Message]], *, in_turn: bool = False) -> Arrived:
        """Publish the events and return once every service that handles them has committed past them.

        Raises:
            NobodyListens: before anything is published.
            NotAllArrived: after `timeout_s`.
        """
        began = time.monotonic()
        self._check_listeners(events)
        self._causes = {event.id for event in events}
        self._progress.to_handle = sum(len(self._listeners(event.type)) for event in events)
        async with (
            Publisher(self._settings) as bus,
            Subscriber(self._settings, self._result_types(events)) as results,
        ):
            collecting = asyncio.create_task(self._collect(results))
            try:
                for batch in _turns(events) if in_turn else [events]:
                    placed = await bus.publish(*batch)
                    await self._until_handled(placed, began)
                await self._until_read(results, began)
            finally:
                collecting.cancel()
                await asyncio.gather(collecting, return_exceptions=True)
        every = await DeadLetterBox(self._settings).list()
        letters = [letter for letter in every if letter.event_id in self._causes]
        repeated = await self._earlier_results(events, letters)
        first = self._first_result - began if self._first_result is not None else None
        seconds = time.monotonic() - began
        return Arrived(tuple(self._found.values()), tuple(letters), repeated, seconds, first)

    def _listeners(self, type_: str) -> list[str]:
        return [name for name in topic(type_).consumers if name in self._services]

    def _check_listeners(self, events: Iterable[Event[Message]]) -> None:
        for type_ in dict.fromkeys(event.type for event in events):
            if not self._listeners(type_):
                handlers = ", ".join(topic(type_).consumers) or "no service of this version"
                running = ", ".join(self._services) or "none"
                raise NobodyListens(
                    f"{type_} is handled by {handlers}; running: {running}. `argosy up` starts them"
                )

    def _result_types(self, events: Iterable[Event[Message]]) -> list[str]:
        involved = {name for event in events for name in self._listeners(event.type)}
        return [name for name, spec in TOPICS.items() if involved & set(spec.producers)]

    async def _collect(self, results: Subscriber) -> None:
        async for event in results:
            if event.cause_id in self._causes:
                self._first_result = self._first_result or time.monotonic()
                self._found[event.id] = event
                self._progress.results = len(self._found)

    async def _until_handled(self, placed: Sequence[Placed], began: float) -> None:
        """Wait until each service has committed beyond each event it handles."""
        open_ = {
            (service, place.topic, place.partition, place.offset)
            for place in placed
            for service in self._listeners(place.topic)
        }
        while open_:
            for service in {entry[0] for entry in open_}:
                topics = sorted({entry[1] for entry in open_ if entry[0] == service})
                lag = await group_lag(self._settings, service, topics)
                committed = {(at.topic, at.partition): at.committed or 0 for at in lag}
                done = {
                    entry
                    for entry in open_
                    if entry[0] == service and committed[entry[1], entry[2]] > entry[3]
                }
                self._progress.handled += len(done)
                open_ -= done
            self._progress.waiting_for = {}
            for entry in open_:
                self._progress.waiting_for[entry[0]] = self._progress.waiting_for.get(entry[0], 0) + 1
            self._show(self._progress)
            if open_:
                self._check_time(began)
                await asyncio.sleep(POLL_S)

    async def _until_read(self, results: Subscriber, began: float) -> None:
        """Results were written in the same transactions as the offsets: they end where the topics end now."""
        end = await results.end()
        while not await results.has_reached(end):
            self._check_time(began)
            await asyncio.sleep(POLL_S / 5)
        self._show(self._progress)

    def _check_time(self, began: float) -> None:
        if time.monotonic() - began > self._timeout_s:
            waiting = ", ".join(f"{name}: {count}" for name, count in self._progress.waiting_for.items())
            raise NotAllArrived(
                f"after {self._timeout_s:g} s something is missing ({waiting or 'results still come'}); "
                "`argosy status` shows whether a service is in trouble"
            )

    async def _earlier_results(
        self, events: Sequence[Event[Message]], letters: Sequence[DeadLetter]
    ) -> tuple[str, ...]:
        """An id handled before has no new effect; what it led to then is still on the bus."""
        answered = {event.cause_id for event in self._found.values()} | {
            letter.event_id for letter in letters
        }
        silent = {event.id for event in events} - answered
        if not silent:
            return ()
        async with Subscriber(
            self._settings, self._result_types(events), start="earliest", follow=False
        ) as earlier:
            async for event in earlier:
                if event.cause_id in silent:
                    self._found[event.id] = event
        return tuple(sorted(silent & {event.cause_id for event in self._found.values()}))


def _turns(events: Sequence[Event[Message]]) -> list[list[Event[Message]]]:
    """The first event of each key, then the second of each, and so on."""
    turns: list[list[Event[Message]]] = []
    seen: dict[tuple[str, str], int] = {}
    for event in events:
        place = seen.get((event.merchant_id, event.key), 0)
        seen[event.merchant_id, event.key] = place + 1
        if place == len(turns):
            turns.append([])
        turns[place].append(event)
    return turns

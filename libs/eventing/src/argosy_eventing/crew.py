"""The crew of one partition: runs handlers, one at a time per key, so many keys side by side."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextvars import ContextVar
from functools import partial
from typing import TypeAlias

from argosy_eventing.bus_record import BusRecord
from argosy_eventing.finished import Finished
from argosy_eventing.handling import Handling
from argosy_eventing.inbox import Inbox
from argosy_eventing.lanes import Lanes
from argosy_eventing.prefix import Slot

_SLICE_S = 0.008
"""Handlers that never wait give way to heartbeats and other partitions this often."""

_BEHIND: ContextVar[Callable[[], int]] = ContextVar("argosy_eventing_behind", default=lambda: 0)


def events_behind() -> int:
    """For a handler: how many events of its event's key have come and wait behind it, now.

    Who writes five messages at once need not get five answers: a handler may leave an event to be answered
    with the next. Of those that wait some may be repeats or bad; one that is left to them is to be found
    again in the service's own store. 0 outside a handler.
    """
    return _BEHIND.get()()


Work: TypeAlias = Slot[BusRecord, Finished]


class Crew:
    """Handles the work it is given, in the order of each key.

    ``slots`` is shared by all partitions of a topic in this process; ``may_begin`` is asked before each
    event; ``finished`` is told the end of each; ``ended`` is told what the process has to end for.
    """

    def __init__(
        self,
        handling: Handling,
        inbox: Inbox,
        *,
        slots: asyncio.Semaphore,
        concurrency: int,
        parked_keys: int,
        may_begin: Callable[[], bool],
        finished: Callable[[Work, Finished], None],
        ended: Callable[[BaseException], None],
    ) -> None:
        self._handling = handling
        self._inbox = inbox
        self._slots = slots
        self._concurrency = concurrency
        self._parked_keys = parked_keys
        self._may_begin = may_begin
        self._finished = finished
        self._ended = ended
        self._lanes: Lanes[Work] = Lanes()
        self._runners: set[asyncio.Task[None]] = set()
        self._active = 0
        self._parked = 0

    def add(self, key: bytes, work: Work) -> None:
        """Work to do; `go_on` begins it."""
        self._lanes.add(key, work)

    def clear(self) -> None:
        """Forget work that has not begun."""
        self._lanes.clear()

    async def idle(self) -> None:
        """Wait until what has begun is done."""
        while self._runners:
            await asyncio.wait(self._runners)

    async def stop(self) -> None:
        """Break off what has begun."""
        runners = list(self._runners)
        for runner in runners:
            runner.cancel()
        await asyncio.gather(*runners, return_exceptions=True)

    def go_on(self) -> None:
        """Begin as much as may begin."""
        while (
            self._active < self._concurrency
            and self._active < self._lanes.ready
            and self._parked < self._parked_keys
            and self._may_begin()
        ):
            self._active += 1
            task = asyncio.create_task(self._run())
            self._runners.add(task)
            task.add_done_callback(self._runners.discard)

    async def _run(self) -> None:
        permit = _Permit(self._slots)
        park = partial(self._park, permit)
        clock = time.perf_counter
        try:
            sliced = clock()
            while self._may_begin() and (taken := self._lanes.take()) is not None:
                key, work = taken
                await permit.take()
                began = clock()
                _BEHIND.set(partial(self._lanes.behind, key))
                finished = await self._handling.finish(work.item, self._inbox, park)
                done = clock()
                permit.give()
                finished.seconds = done - began
                self._finished(work, finished)
                self._lanes.done(key)
                if done - sliced > _SLICE_S:
                    await asyncio.sleep(0)
                    sliced = clock()
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # noqa: BLE001 — BusyTooLong, HandlerFailed, or a bug of ours: all end the process
            self._ended(error)
        finally:
            permit.give()
            self._active -= 1

    async def _park(self, permit: _Permit, seconds: float) -> None:
        """Wait without keeping a slot, so that other keys go on."""
        permit.give()
        self._active -= 1
        self._parked += 1
        try:
            self.go_on()
            await asyncio.sleep(seconds)
        finally:
            self._parked -= 1
            self._active += 1
        await permit.take()


class _Permit:
    """A handler's slot among those of its topic in this process."""

    __slots__ = ("_held", "_slots")

    def __init__(self, slots: asyncio.Semaphore) -> None:
        self._slots = slots
        self._held = False

    async def take(self) -> None:
        await self._slots.acquire()
        self._held = True

    def give(self) -> None:
        if self._held:
            self._held = False
            self._slots.release()

"""The crew of a partition: how many at once, who waits, who goes on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from argosy_eventing.crew import Crew, events_behind
from argosy_eventing.finished import Finished, FinishedKind
from argosy_eventing.inbox import Inbox
from argosy_eventing.prefix import Slot


@dataclass
class Handling:
    """Takes `handle` for every event, and notes who ran at once."""

    handle: object
    running: set[str] = field(default_factory=set)
    most: int = 0

    async def finish(self, item, inbox, park):
        self.running.add(item)
        self.most = max(self.most, len(self.running))
        await self.handle(item, park)
        self.running.discard(item)
        return Finished(FinishedKind.SKIP)


class Bench:
    def __init__(self, handle, *, concurrency=2, slots=None, parked_keys=4, may_begin=lambda: True) -> None:
        self.handling = Handling(handle)
        self.done: list[str] = []
        self.errors: list[BaseException] = []
        self.crew = Crew(
            self.handling,
            Inbox(window_s=60, capacity=10),
            slots=slots or asyncio.Semaphore(concurrency),
            concurrency=concurrency,
            parked_keys=parked_keys,
            may_begin=may_begin,
            finished=lambda work, _: self.done.append(work.item),
            ended=self.errors.append,
        )

    def give(self, *items: str) -> None:
        for number, item in enumerate(items):
            self.crew.add(item[0].encode(), Slot(number, item))
        self.crew.go_on()


async def quick(item, park):
    await asyncio.sleep(0)


async def test_keys_run_side_by_side_up_to_the_concurrency_and_each_in_order():
    bench = Bench(quick, concurrency=3)
    bench.give("a1", "b1", "a2", "c1", "d1", "b2", "a3")
    await bench.crew.idle()
    assert bench.handling.most == 3
    for key in "abcd":
        mine = [item for item in bench.done if item[0] == key]
        assert mine == sorted(mine)
    assert len(bench.done) == 7


async def test_partitions_share_the_slots_of_their_topic():
    slots = asyncio.Semaphore(1)
    one, other = Bench(quick, concurrency=1, slots=slots), Bench(quick, concurrency=1, slots=slots)
    one.handling.running = other.handling.running = set()
    one.give("a1", "b1")
    other.give("c1", "d1")
    await asyncio.gather(one.crew.idle(), other.crew.idle())
    assert max(one.handling.most, other.handling.most) == 1


async def test_a_key_that_waits_for_a_busy_dependency_does_not_hold_up_the_others():
    free = asyncio.Event()

    async def busy_for_a(item, park):
        while item[0] == "a" and not free.is_set():
            await park(0.005)

    bench = Bench(busy_for_a, concurrency=1)
    bench.give("a1", "a2", "b1", "c1")
    await asyncio.sleep(0.02)
    assert bench.done == ["b1", "c1"]
    free.set()
    await bench.crew.idle()
    assert bench.done == ["b1", "c1", "a1", "a2"]


async def test_with_too_many_keys_waiting_no_further_one_begins():
    began: list[str] = []

    async def busy(item, park):
        if item not in began:
            began.append(item)
        await park(10)

    bench = Bench(busy, concurrency=1, parked_keys=3)
    bench.give("a1", "b1", "c1", "d1", "e1")
    await asyncio.sleep(0.02)
    assert began == ["a1", "b1", "c1"]
    await bench.crew.stop()


async def test_work_that_may_not_begin_waits_until_it_may():
    allowed = False
    bench = Bench(quick, may_begin=lambda: allowed)
    bench.give("a1", "b1")
    await asyncio.sleep(0.01)
    assert bench.done == []
    allowed = True
    bench.crew.go_on()
    await bench.crew.idle()
    assert bench.done == ["a1", "b1"]


async def test_an_error_that_ends_the_process_is_told_and_the_event_is_not_done():
    async def bug(item, park):
        raise ZeroDivisionError(item)

    bench = Bench(bug, concurrency=1)
    bench.give("a1")
    await bench.crew.idle()
    assert [type(error) for error in bench.errors] == [ZeroDivisionError]
    assert bench.done == []


async def test_stopping_breaks_off_work_and_gives_every_slot_back():
    async def long(item, park):
        await asyncio.sleep(60)

    slots = asyncio.Semaphore(2)
    bench = Bench(long, slots=slots)
    bench.give("a1", "b1", "c1")
    await asyncio.sleep(0.01)
    await bench.crew.stop()
    assert bench.done == []
    assert not slots.locked()


async def test_a_handler_is_told_how_many_events_of_its_key_wait_behind_it():
    seen: dict[str, list[int]] = {}
    bench = Bench(None)

    async def look(item, park):
        seen[item] = [events_behind()]
        await asyncio.sleep(0)
        if item == "b1":
            bench.give("b2")  # comes while b1 is in work
        seen[item].append(events_behind())

    bench.handling.handle = look
    bench.give("a1", "a2", "b1", "a3")
    await bench.crew.idle()
    assert seen == {"a1": [2, 2], "a2": [1, 1], "a3": [0, 0], "b1": [0, 1], "b2": [0, 0]}
    assert events_behind() == 0

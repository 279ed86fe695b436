"""The worker of a partition against a bus that fails at the worst moments (a model of one, no network)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from aiokafka import TopicPartition

import argosy_eventing.partition as under_test
from argosy.conversation.v1 import conversation_pb2 as conversation
from argosy_contracts import Event, encode, topic
from argosy_eventing import EventingSettings, Output, publish
from argosy_eventing.dead_letters import DeadLetterCap
from argosy_eventing.errors import BusGone
from argosy_eventing.handling import Errors, Handling
from argosy_eventing.identity import digest_of
from argosy_eventing.inbox import Kind
from argosy_eventing.partition import Load, PartitionWorker, State

AT = TopicPartition("chat.message", 0)


@dataclass
class Record:
    offset: int
    key: bytes
    value: bytes
    headers: tuple
    topic: str = AT.topic
    partition: int = AT.partition
    timestamp: int = 0


@dataclass
class Bus:
    """One partition's log, its group's offset, and what is durable on the output topics."""

    log: list[Record] = field(default_factory=list)
    offset: int = 0
    outputs: list[str] = field(default_factory=list)
    inbox: dict[bytes, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    """Steps that fail, in this order: `start`, `write` (before), `answer` (after), `read`, `committed`."""
    stale: list[int] = field(default_factory=list)
    """What `committed` says before it tells the truth."""
    position: int = 0
    paused: bool = True

    def fault(self, step: str) -> None:
        if self.faults and self.faults[0] == step:
            self.faults.pop(0)
            raise BusGone(f"{step} failed")

    # --- what the reader is asked
    def pause(self, at) -> None:
        self.paused = True

    def resume(self, at) -> None:
        self.paused = False

    def seek(self, at, offset) -> None:
        self.position = offset

    async def committed(self, at) -> int:
        await asyncio.sleep(0)
        self.fault("committed")
        return self.stale.pop(0) if self.stale else self.offset

    async def widen_inbox(self, partitions) -> None:
        pass


class Writer:
    bus: Bus

    def __init__(self, settings, service, at) -> None:
        pass

    async def start(self) -> None:
        await asyncio.sleep(0)
        self.bus.fault("start")

    async def write(self, lines, offset) -> None:
        lines = list(lines)
        await asyncio.sleep(0)
        self.bus.fault("write")
        for line in lines:
            if line.topic == "chat.replied":
                self.bus.outputs.append(dict(line.headers)["ce_causeid"].decode())
            else:
                self.bus.inbox[line.key.partition(b"|")[2]] = 1
        self.bus.offset = offset
        self.bus.fault("answer")

    async def close(self) -> None:
        pass


class InboxReader:
    bus: Bus

    def __init__(self, service, at, settings) -> None:
        pass

    def rewind(self) -> None:
        pass

    async def read_into(self, inbox) -> int:
        await asyncio.sleep(0)
        self.bus.fault("read")
        for identity in self.bus.inbox:
            inbox.put(digest_of(identity), 0, 10**13, Kind.HANDLED)
        return len(self.bus.inbox)


async def answer(event, deps):
    said = event.data
    reply = conversation.ChatReplied(conversation_id=said.conversation_id, message_id=said.message_id)
    return publish(Output("chat.replied", reply))


class Bench:
    def __init__(self, bus: Bus) -> None:
        self.bus = bus
        self.ended: list[BaseException] = []
        settings = EventingSettings.load(kafka_bootstrap="127.0.0.1:1", batch_records=7)
        handling = Handling(
            service="cs-agent",
            topic=topic(AT.topic),
            handler=answer,
            deps=None,
            errors=Errors(busy=(), bad=()),
            settings=settings,
        )
        self.worker = PartitionWorker(
            AT,
            service="cs-agent",
            handling=handling,
            slots=asyncio.Semaphore(4),
            concurrency=4,
            reading=bus,
            load=Load(10**9),
            cap=DeadLetterCap(100, 0.1, 300),
            settings=settings,
            ended=self.ended.append,
        )
        for number in range(30):
            said = conversation.ChatMessage(conversation_id=f"c{number % 5}", message_id=str(number))
            event = Event.new(AT.topic, said, merchant_id="m", platform="p", source="s", id_=f"e{number}")
            made = encode(event)
            bus.log.append(Record(2 * number, made.key, made.value, made.headers))  # markers between

    async def run(self, seconds: float = 5.0) -> None:
        """Read as a consumer does until all is durable."""
        self.worker.grant()
        async with asyncio.timeout(seconds):
            while self.bus.offset <= self.bus.log[-1].offset:
                if not self.bus.paused:
                    due = [one for one in self.bus.log if one.offset >= self.bus.position][:6]
                    if due:
                        self.bus.position = due[-1].offset + 1
                        self.worker.offer(due)
                        self.worker.read_to(self.bus.position)
                await asyncio.sleep(0.001)
        await self.worker.abandon()
        assert self.ended == []

    def check(self) -> None:
        wanted = [f"e{number}" for number in range(30)]
        assert sorted(self.bus.outputs) == sorted(wanted)
        for key in range(5):
            mine = [name for name in self.bus.outputs if int(name[1:]) % 5 == key]
            assert mine == sorted(mine, key=lambda name: int(name[1:]))


@pytest.fixture
def bench(monkeypatch) -> Bench:
    bus = Bus()
    monkeypatch.setattr(under_test, "PartitionWriter", type("W", (Writer,), {"bus": bus}))
    monkeypatch.setattr(under_test, "InboxReader", type("R", (InboxReader,), {"bus": bus}))
    monkeypatch.setattr(under_test, "Backoff", lambda *_: type("B", (), {"wait": lambda self, n: 0.001})())
    return Bench(bus)


@pytest.mark.parametrize(
    "faults",
    [
        [],
        ["start"],
        ["write"],
        ["answer"],
        ["write", "start", "committed"],
        ["answer", "committed", "start"],
        ["write", "answer", "write", "answer"],
    ],
)
async def test_whatever_fails_each_event_has_one_effect(bench, faults):
    bench.bus.faults = faults
    await bench.run()
    assert bench.bus.faults == []
    bench.check()


@pytest.mark.parametrize("fault", ["write", "answer"])
async def test_work_that_was_dropped_for_a_stale_offset_is_read_again(bench, fault):
    """The group's offset looks foreign, what was in hand is dropped, the inbox cannot be read, and then the
    offset looks familiar again: nothing of what was dropped may count as being in hand."""
    bus = bench.bus
    bench.worker.grant()
    async with asyncio.timeout(5):
        while bench.worker.state is not State.RUNNING:  # noqa: ASYNC110 — it has no event for its state
            await asyncio.sleep(0.001)
    bus.faults = [fault, "read"]
    bus.stale = [0, 3]
    bench.worker.offer(bus.log[:12])
    bus.position = bus.log[11].offset + 1
    await bench.run()
    assert bus.faults == []
    bench.check()


async def test_a_rebalance_with_work_in_hand_goes_on_where_it_was(bench):
    bus = bench.bus
    running = asyncio.create_task(bench.run())
    for _ in range(4):
        await asyncio.sleep(0.004)
        await bench.worker.hold()
        bus.position = bus.offset  # aiokafka begins again at the committed offset
        bench.worker.grant()
    await running
    bench.check()

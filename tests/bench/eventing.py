"""What the promises cost: an empty handler in a service of ours, a bare faust agent, a bare aiokafka loop.

    python tests/bench/eventing.py [--events 20000] [--rounds 3]

The same 1 kB events, the same four partitions, one broker, each worker a process of its own, one after
the other, in one run. Throughput: from the first output on the bus to the last. Added latency: a low
rate; from the moment a plain reader sees the input to the moment it sees the durable output. Without
ARGOSY_KAFKA_BOOTSTRAP it starts a broker of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from argosy.conversation.v1 import conversation_pb2 as conversation
from argosy_contracts import Event, encode, topic
from argosy_eventing import EventingSettings, admin
from argosy_eventing.client import Publisher
from argosy_testing.eventing import begin_at_end

IN, OUT = "chat.message", "chat.replied"
BODY = "x" * 900  # with the other fields and the envelope's headers a record of about 1.3 kB
WORKERS = ("eventing", "faust", "aiokafka")
RATE = 25.0
LATENCY_EVENTS = 200


# --- the workers: the same work, with different promises ---------------------------------------


def reply_to(said: conversation.ChatMessage) -> conversation.ChatReplied:
    return conversation.ChatReplied(
        conversation_id=said.conversation_id, message_id=said.message_id, language="en", text=said.text
    )


def work_eventing(bootstrap: str, group: str) -> None:
    from argosy_eventing import Output, Service, publish  # noqa: PLC0415 — each worker imports its own

    async def answer(event, deps):
        return publish(Output(OUT, reply_to(event.data)))

    service = Service(group, EventingSettings.load(kafka_bootstrap=bootstrap))
    service.on(IN, answer, None)
    service.run()


def work_faust(bootstrap: str, group: str) -> None:
    import faust  # noqa: PLC0415

    app = faust.App(
        group,
        broker=f"kafka://{bootstrap}",
        topic_partitions=4,
        web_enabled=False,
        datadir=tempfile.mkdtemp(),
        topic_disable_leader=True,
        broker_commit_interval=0.5,
    )
    source = app.topic(IN, value_serializer="raw", key_serializer="raw")
    sink = app.topic(OUT, value_serializer="raw", key_serializer="raw")

    @app.agent(source)
    async def answer(stream):
        async for value in stream:
            said = conversation.ChatMessage.FromString(value)
            made = reply_to(said)
            await sink.send(key=said.conversation_id.encode(), value=made.SerializeToString())

    faust.Worker(app, loglevel="WARN").execute_from_commandline()


async def work_aiokafka(bootstrap: str, group: str) -> None:
    consumer = AIOKafkaConsumer(
        IN,
        bootstrap_servers=bootstrap,
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_poll_records=500,
    )
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True)
    await producer.start()
    await consumer.start()
    while True:
        batches = await consumer.getmany(timeout_ms=200)
        sent = []
        for records in batches.values():
            for record in records:
                said = conversation.ChatMessage.FromString(record.value)
                made = reply_to(said)
                headers = [("ce_id", str(uuid.uuid4()).encode()), ("ce_type", OUT.encode())]
                sent += [await producer.send(OUT, made.SerializeToString(), key=record.key, headers=headers)]
        if sent:
            await asyncio.gather(*sent)
            await consumer.commit()


# --- measuring ---------------------------------------------------------------------------------


@dataclass
class Measured:
    per_second: list[float] = field(default_factory=list)
    added_ms: list[float] = field(default_factory=list)
    rss_mb: float = 0.0


class Worker:
    def __init__(self, kind: str, bootstrap: str, group: str) -> None:
        environment = {**os.environ, "ARGOSY_KAFKA_BOOTSTRAP": bootstrap, "ARGOSY_LOG_LEVEL": "WARNING"}
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--worker", kind, "--group", group], env=environment
        )

    def rss_mb(self) -> float:
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


def event_of(name: str, key: str) -> Event:
    said = conversation.ChatMessage(conversation_id=key, message_id=name, text=BODY)
    return Event.new(IN, said, merchant_id="m-7", platform="bench", source="bench", id_=name)


async def end(bootstrap: str, name: str) -> int:
    return sum((await admin.end_offsets(bootstrap, [name])).values())


async def throughput(bootstrap: str, kind: str, events: int, found: Measured) -> None:
    group = f"bench-{kind}-{uuid.uuid4().hex[:6]}"
    await begin_at_end(bootstrap, group, [IN])
    before = await end(bootstrap, OUT)
    batch = [event_of(f"{group}-{n}", f"{group}-c{n % 200}") for n in range(events)]
    async with Publisher(EventingSettings.load(kafka_bootstrap=bootstrap)) as bus:
        for at in range(0, events, 1_000):
            await bus.send(*(encode(event) for event in batch[at : at + 1_000]))
    worker = Worker(kind, bootstrap, group)
    try:
        probe = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
        await probe.start()
        at = [TopicPartition(OUT, number) for number in range(topic(OUT).partitions)]
        began, first = 0.0, 0
        async with asyncio.timeout(180):
            while True:
                done = sum((await probe.end_offsets(at)).values()) - before
                now = time.perf_counter()
                if done and not began:
                    began, first = now, done
                if done >= events:
                    break
                await asyncio.sleep(0.05)
        found.per_second.append((done - first) / (now - began))
        found.rss_mb = max(found.rss_mb, worker.rss_mb())
        await probe.stop()
    finally:
        worker.close()


async def latency(bootstrap: str, kind: str, found: Measured) -> None:
    group = f"bench-{kind}-{uuid.uuid4().hex[:6]}"
    await begin_at_end(bootstrap, group, [IN])
    reader = AIOKafkaConsumer(
        IN,
        OUT,
        bootstrap_servers=bootstrap,
        enable_auto_commit=False,
        isolation_level="read_committed",
        auto_offset_reset="latest",
        fetch_max_wait_ms=100,
    )
    await reader.start()
    for at, offset in (await reader.end_offsets(list(reader.assignment()))).items():
        reader.seek(at, offset)
    worker = Worker(kind, bootstrap, group)
    seen: dict[str, float] = {}
    try:
        async with Publisher(EventingSettings.load(kafka_bootstrap=bootstrap)) as bus:
            await bus.publish(event_of(f"{group}-warm", group))
            warm = asyncio.Event()
            sending = asyncio.create_task(_send_slowly(bus, group, warm))
            async with asyncio.timeout(120):
                while len(found.added_ms) < LATENCY_EVENTS:
                    for records in (await reader.getmany(timeout_ms=200)).values():
                        now = time.perf_counter()
                        for record in records:
                            if _note(record, now, seen, group, found):
                                warm.set()
            await sending
    finally:
        worker.close()
        await reader.stop()


async def _send_slowly(bus: Publisher, group: str, warm: asyncio.Event) -> None:
    await warm.wait()
    await asyncio.sleep(2)
    for number in range(LATENCY_EVENTS):
        await bus.publish(event_of(f"{group}-{number}", f"{group}-c{number % 20}"))
        await asyncio.sleep(1 / RATE)


def _note(record, now: float, seen: dict[str, float], group: str, found: Measured) -> bool:
    """Note when an event or its output was seen; True for the output of the event that warms a worker up."""
    data = topic(record.topic).message.FromString(record.value)
    name = data.message_id
    if not name.startswith(group):
        return False
    if name.endswith("-warm"):
        return record.topic == OUT
    if record.topic == IN:
        seen[name] = now
    else:
        found.added_ms.append((now - seen.get(name, now)) * 1000)
    return False


async def measure(bootstrap: str, events: int, rounds: int) -> None:
    await admin.create_topics(bootstrap, admin.specs_of([topic(IN), topic(OUT)]))
    found = {kind: Measured() for kind in WORKERS}
    for number in range(rounds):
        for kind in WORKERS:
            await throughput(bootstrap, kind, events, found[kind])
            print(f"round {number + 1} {kind}: {found[kind].per_second[-1]:,.0f} events/s", flush=True)
    for kind in WORKERS:
        await latency(bootstrap, kind, found[kind])
    print(f"\n{events} events of 1 kB, 4 partitions, {rounds} rounds; load average {os.getloadavg()[0]:.1f}")
    print(f"{'':10} {'events/s (median)':>18} {'added ms: median':>17} {'p99':>7} {'RSS MB':>7}")
    for kind, one in found.items():
        added = sorted(one.added_ms)
        print(
            f"{kind:10} {statistics.median(one.per_second):18,.0f} {statistics.median(added):17.1f} "
            f"{added[int(len(added) * 0.99)]:7.1f} {one.rss_mb:7.0f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--worker", choices=WORKERS)
    parser.add_argument("--group", default="")
    asked = parser.parse_args()
    bootstrap = os.environ.get("ARGOSY_KAFKA_BOOTSTRAP", "")
    if asked.worker == "eventing":
        work_eventing(bootstrap, asked.group)
    elif asked.worker == "faust":
        sys.argv = sys.argv[:1]
        work_faust(bootstrap, asked.group)
    elif asked.worker == "aiokafka":
        asyncio.run(work_aiokafka(bootstrap, asked.group))
    else:
        with ExitStack() as stack:
            if not bootstrap:
                from argosy_testing.stack import RunningStack  # noqa: PLC0415 — not where a broker is given

                running = RunningStack(Path(tempfile.mkdtemp()), ("kafka",))
                stack.callback(running.stop)
                bootstrap = running.bootstrap
            asyncio.run(measure(bootstrap, asked.events, asked.rounds))


if __name__ == "__main__":
    main()

"""For tests of a service on a real broker: run it as a process, feed it, count its effects."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError
from google.protobuf.message import Message

from argosy.conversation.v1 import conversation_pb2 as conversation
from argosy_contracts import Event, decode, topic
from argosy_eventing import EventingSettings, Outcome, Output, Service, admin, dead_letter, publish
from argosy_eventing.client import Publisher
from argosy_eventing.connection import reader_of
from argosy_eventing.dead_letter_box import DeadLetter, DeadLetterBox
from argosy_telemetry import Telemetry

_CHUNK = 100


IN, OUT, DEAD = "chat.message", "chat.replied", "chat.message.dead-letter"


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class ServiceProcess:
    """A service as a real process, with its log in a file."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self._command = [sys.executable, *command]
        self._environment = dict(environment)
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    def start(self) -> None:
        self.port = free_port()
        environment = {**os.environ, **self._environment, "ARGOSY_HTTP_PORT": str(self.port)}
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 — the test's own command
                self._command, env=environment, stdout=log, stderr=log
            )

    @property
    def pid(self) -> int:
        return self._running.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """kill -9."""
        self._running.kill()
        self._running.wait(10)

    def signal(self, number: signal.Signals) -> None:
        self._running.send_signal(number)

    def stop(self, timeout_s: float = 30.0) -> int:
        """SIGTERM and wait; returns the exit status."""
        self._running.send_signal(signal.SIGTERM)
        return self._running.wait(timeout_s)

    async def wait_end(self, timeout_s: float = 30.0) -> int:
        """Wait until the process ends by itself; returns the exit status."""
        async with asyncio.timeout(timeout_s):
            while self.running:  # noqa: ASYNC110 — Popen has no event to wait for
                await asyncio.sleep(0.05)
        return int(self._running.returncode)

    async def health(self, path: str = "/livez") -> tuple[int, dict[str, Any]]:
        """Status and body; (0, {}) while nobody answers."""
        return await asyncio.to_thread(self._get, path)

    def _get(self, path: str) -> tuple[int, dict[str, Any]]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
        except OSError:
            return 0, {}

    async def wait_ready(self, timeout_s: float = 40.0) -> None:
        """Until it is in its group and every partition is open."""
        deadline = time.monotonic() + timeout_s
        while (await self.health("/readyz"))[0] != 200:
            if not self.running:
                raise AssertionError(f"the service ended with {self._running.returncode}:\n{self.tail()}")
            if time.monotonic() > deadline:
                raise AssertionError(f"not ready after {timeout_s:g} s:\n{self.tail()}")
            await asyncio.sleep(0.1)

    def tail(self, lines: int = 40) -> str:
        """The end of its log."""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-lines:])

    def close(self) -> None:
        if self.running:
            self.kill()

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "the process was not started"  # noqa: S101 — for tests
        return self._process

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


async def emit(
    settings: EventingSettings, events: Sequence[Event[Message]], *, per_second: float = 0.0
) -> None:
    """Publish as a careful platform does: in order, and again from where it failed until it is taken.

    A failed chunk is sent again whole, so the bus may hold some of its events twice.
    """
    began = time.monotonic()
    done = 0
    while done < len(events):
        with suppress(KafkaError, OSError):
            async with Publisher(settings) as bus:
                while done < len(events):
                    chunk = events[done : done + _CHUNK]
                    await bus.publish(*chunk)
                    done += len(chunk)
                    if per_second:
                        await asyncio.sleep(max(0.0, began + done / per_second - time.monotonic()))
                return
        await asyncio.sleep(0.5)


async def begin_at_end(bootstrap: str, group: str, topics: Sequence[str]) -> None:
    """Have a new group begin after what is in these topics now."""
    ends = await _ends(bootstrap, topics)
    async with reader_of(EventingSettings.load(kafka_bootstrap=bootstrap), group_id=group) as consumer:
        at = {TopicPartition(*place): offset for place, offset in ends.items()}
        consumer.assign(list(at))
        await consumer.commit(at)


async def _ends(bootstrap: str, topics: Sequence[str]) -> dict[tuple[str, int], int]:
    """End offsets; a topic made a moment ago is waited for."""
    deadline = time.monotonic() + 10
    while True:
        try:
            return await admin.end_offsets(bootstrap, topics)
        except admin.BrokerError:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.1)


async def wait_caught_up(
    bootstrap: str,
    group: str,
    topics: Sequence[str],
    *,
    timeout_s: float = 90.0,
    tail: Callable[[], str] = str,
) -> float:
    """Until the group has no lag, markers included; returns how many seconds it took."""
    began = time.monotonic()
    while True:
        lag: Any = "the broker does not answer"
        with suppress(KafkaError, OSError):
            lag = {
                f"{p.topic}/{p.partition}": p.lag
                for p in await admin.group_lag(bootstrap, group, topics)
                if p.lag
            }
            if not lag:
                return time.monotonic() - began
        if time.monotonic() - began > timeout_s:
            raise AssertionError(f"{group} has lag {lag} after {timeout_s:g} s:\n{tail()}")
        await asyncio.sleep(0.25)


@dataclass(slots=True)
class Seen:
    """A record as a reader of committed records sees it."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]

    @property
    def event(self) -> Event[Message]:
        return decode(self.topic, self.key, self.value, self.headers)

    def header(self, name: str) -> str:
        return next((value.decode() for key, value in self.headers if key == name), "")


@dataclass(slots=True)
class Effects:
    """What became durable on some topics since `mark` was called, as read_committed shows it."""

    bootstrap: str
    topics: Sequence[str]
    _from: dict[tuple[str, int], int] = field(default_factory=dict)

    async def mark(self) -> Self:
        self._from = await _ends(self.bootstrap, self.topics)
        return self

    async def read(self, isolation: str = "read_committed") -> list[Seen]:
        """Everything since the mark, in offset order per partition."""
        ends = await admin.end_offsets(self.bootstrap, self.topics)
        settings = EventingSettings.load(kafka_bootstrap=self.bootstrap)
        seen: list[Seen] = []
        async with reader_of(settings, isolation_level=isolation) as consumer:
            at = [TopicPartition(*place) for place in ends]
            consumer.assign(at)
            for place in at:
                consumer.seek(place, self._from.get((place.topic, place.partition), 0))
            async with asyncio.timeout(30):
                while any(
                    [await consumer.position(place) < ends[place.topic, place.partition] for place in at]
                ):
                    for records in (await consumer.getmany(timeout_ms=200)).values():
                        seen += [
                            Seen(r.topic, r.partition, r.offset, r.key, r.value, tuple(r.headers))
                            for r in records
                        ]
        return sorted(seen, key=lambda one: (one.topic, one.partition, one.offset))


def check_effect_once(inputs: Iterable[Event[Message]], outputs: Iterable[Seen]) -> None:
    """Each input has exactly one output, none is left over, and each key's are in the order of its inputs."""
    order: dict[str, list[str]] = defaultdict(list)
    for event in inputs:
        if event.id not in order[event.key]:
            order[event.key].append(event.id)
    causes: dict[str, list[str]] = defaultdict(list)
    ids: set[str] = set()
    for one in outputs:
        output = one.event
        assert output.id not in ids, f"output {output.id} of {output.cause_id} is there twice"  # noqa: S101 — for tests
        ids.add(output.id)
        causes[output.key].append(output.cause_id)
    for key, wanted in order.items():
        got = causes.pop(key, [])
        lost = [one for one in wanted if one not in set(got)]
        assert not lost, f"{key}: {len(lost)} of {len(wanted)} inputs have no output, first {lost[0]}"  # noqa: S101
        assert len(got) == len(set(got)), f"{key}: an input has two outputs"  # noqa: S101
        assert got == wanted, f"{key}: outputs are not in the order of the inputs"  # noqa: S101
    assert not causes, f"outputs of nobody's inputs: {dict(causes)}"  # noqa: S101


# --- services in this process ------------------------------------------------------------------


async def wait_until(condition: Callable[[], bool], timeout_s: float = 30.0) -> None:
    """Until a condition holds, looked at twenty times a second; raises TimeoutError."""
    async with asyncio.timeout(timeout_s):
        while not condition():  # noqa: ASYNC110 — conditions of all kinds, none with an event of its own
            await asyncio.sleep(0.05)


def message(name: str, key: str, text: str = "hello") -> Event[conversation.ChatMessage]:
    """A chat.message with this id, of this conversation."""
    said = conversation.ChatMessage(conversation_id=key, message_id=name, text=text)
    return Event.new(IN, said, merchant_id="m-7", platform="demo", source="test", id_=name)


def messages(group: str, count: int, keys: int = 10) -> list[Event[conversation.ChatMessage]]:
    """Messages of several conversations, taking turns."""
    return [message(f"{group}-{n}", f"{group}-c{n % keys}") for n in range(count)]


async def answer(event: Event[conversation.ChatMessage], deps: object) -> Outcome:  # noqa: ARG001 — a handler's form
    """A handler: answers a message, gives up one that says `refuse`."""
    said = event.data
    if said.text == "refuse":
        return dead_letter("refused", "the text asked for it")
    reply = conversation.ChatReplied(
        conversation_id=said.conversation_id, message_id=said.message_id, text=said.text
    )
    return publish(Output(OUT, reply))


class ServiceBench:
    """Services of one group of its own on one broker, in this process, and what they did."""

    def __init__(self, kafka: str) -> None:
        self.kafka = kafka
        self.group = f"it-{uuid.uuid4().hex[:8]}"
        self.settings = EventingSettings.load(kafka_bootstrap=kafka, session_timeout_s=6, http_port=0)
        self.effects = Effects(kafka, [OUT])
        self.letters = Effects(kafka, [DEAD])
        self.services: list[Service] = []

    def settings_with(self, **changes: object) -> EventingSettings:
        return self.settings.model_copy(update=changes)

    async def serve(
        self,
        handler: Callable[[Event[Any], Any], Awaitable[Outcome]] = answer,
        *,
        deps: object = None,
        settings: EventingSettings | None = None,
        telemetry: Telemetry | None = None,
        costly: bool = False,
        concurrency: int = 1,
    ) -> Service:
        """A service of this group that handles chat.message, ready."""
        service = Service(self.group, settings or self.settings, telemetry=telemetry)
        service.on(IN, handler, deps, costly=costly, concurrency=concurrency)
        self.services.append(service)
        await service.start()
        await service.wait_ready()
        return service

    async def caught_up(self, timeout_s: float = 60.0) -> None:
        await wait_caught_up(self.kafka, self.group, [IN], timeout_s=timeout_s)

    async def publish(self, *events: Event[Message]) -> None:
        async with Publisher(self.settings) as bus:
            await bus.publish(*events)

    async def open_letters(self) -> list[DeadLetter]:
        """This group's dead letters that are not settled."""
        return await DeadLetterBox(self.settings, [IN]).list(service=self.group)

    async def __aenter__(self) -> Self:
        read = replace(topic(IN), consumers=(self.group,))  # so that there is a dead-letter topic to mark
        await admin.create_topics(self.kafka, admin.specs_of([read, topic(OUT)]))
        await begin_at_end(self.kafka, self.group, [IN])
        await self.effects.mark()
        await self.letters.mark()
        return self

    async def __aexit__(self, *_: object) -> None:
        for service in self.services:
            await service.stop()

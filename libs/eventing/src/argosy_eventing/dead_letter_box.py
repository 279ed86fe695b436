"""Looking after dead letters: list them, send one again, or settle one without.

A dead-letter topic is only ever added to: that a letter was sent again or dropped is a mark written
behind it, which any reader of the topic sees.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiokafka import AIOKafkaProducer, TopicPartition

from argosy_contracts import DEAD_LETTER_SUFFIX, TOPICS
from argosy_eventing import dead_letters as named
from argosy_eventing.connection import connection_of, reader_of
from argosy_eventing.dead_letters import Headers
from argosy_eventing.settings import EventingSettings
from argosy_eventing.tracing import emitting
from argosy_telemetry import extract, inject
from argosy_telemetry.propagation import TRACEPARENT, TRACESTATE

_MAX_REQUEST = 64 * 1024 * 1024
_Header = tuple[str, bytes | None]


class LetterGone(LookupError):
    """There is no such dead letter, or what it stands for has been forgotten by its topic."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that failed for good, as it came, and why. ``box`` and ``number`` name the letter."""

    box: str
    """The dead-letter topic and its partition: ``product.created.dead-letter/0``."""
    number: int
    """The letter's offset in its box."""
    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers
    """The event's own, without the evidence."""
    reason: str
    detail: str
    service: str
    partition: int
    offset: int
    attempts: int
    failed_at: datetime
    value_left_out: bool
    """The bus took no letter of that size; the value is still at topic, partition and offset."""

    @property
    def id(self) -> str:
        """``box:number``, what a person types."""
        return f"{self.box}:{self.number}"

    @property
    def event_id(self) -> str:
        """The event's CloudEvents id, as far as it has a readable one."""
        for name, value in self.headers:
            if name.lower() == "ce_id":
                return (value or b"").decode("utf-8", "replace")
        return ""


class DeadLetterBox:
    """The dead letters of all topics, or of some."""

    def __init__(self, settings: EventingSettings, topics: Iterable[str] | None = None) -> None:
        self._settings = settings
        self._topics = sorted(TOPICS) if topics is None else list(topics)

    async def list(self, *, service: str | None = None) -> list[DeadLetter]:
        """Every letter that is neither sent again nor dropped, oldest first."""
        letters: dict[tuple[str, int], DeadLetter] = {}
        settled: set[tuple[str, int]] = set()
        async for record in self._records():
            headers = {name: value or b"" for name, value in record.headers}
            box = f"{record.topic}/{record.partition}"
            if named.HEADER_REASON in headers:  # first: an event may carry a forged mark, a mark no reason
                letters[box, record.offset] = _letter(box, record, headers)
            elif named.HEADER_SETTLED in headers:
                settled.add((box, int(headers[named.HEADER_SETTLED_OFFSET])))
        found = [letter for place, letter in letters.items() if place not in settled]
        if service is not None:
            found = [letter for letter in found if letter.service == service]
        return sorted(found, key=lambda letter: letter.failed_at)

    async def get(self, id_: str) -> DeadLetter:
        """The open letter with this id. Raises LetterGone."""
        for letter in await self.list():
            if letter.id == id_:
                return letter
        raise LetterGone(f"there is no open dead letter {id_}; `list` shows those there are")

    async def replay(self, letters: Sequence[DeadLetter]) -> None:
        """Send events again, byte for byte, to the topic they came from, and settle their letters.

        Each carries the header ``argosy_replay`` with the name of the service that failed it: that
        service handles it although it knows its id; every other takes it for the repeat it is. Where
        somebody looks at traces, the replay is a span of the event's own, and what follows stands below it.

        Raises:
            LetterGone: a value that was left out is not in its topic any more.
        """
        async with _writing(self._settings) as producer:
            for letter in letters:
                value = await self._left_value(letter) if letter.value_left_out else letter.value
                headers = [item for item in letter.headers if item[0] != named.HEADER_REPLAY]
                headers.append((named.HEADER_REPLAY, letter.service.encode()))
                await producer.send(letter.topic, value, key=letter.key, headers=_traced(headers, letter))
                await _settle(producer, letter, b"replayed")

    async def drop(self, letters: Sequence[DeadLetter]) -> None:
        """Settle letters without sending anything."""
        async with _writing(self._settings) as producer:
            for letter in letters:
                await _settle(producer, letter, b"dropped")

    async def _records(self) -> Any:  # noqa: ANN401 — an async iterator of aiokafka's untyped records
        async with reader_of(self._settings) as looking:
            there = await looking.topics()
        boxes = [box for name in self._topics if (box := name + DEAD_LETTER_SUFFIX) in there]
        if not boxes:
            return
        async with reader_of(self._settings, *boxes, isolation_level="read_committed") as consumer:
            at = list(consumer.assignment())
            for one, first in (await consumer.beginning_offsets(at)).items():
                consumer.seek(one, first)
            ends = await consumer.end_offsets(at)
            while any([await consumer.position(one) < ends[one] for one in at]):
                for records in (await consumer.getmany(timeout_ms=500)).values():
                    for record in records:
                        yield record

    async def _left_value(self, letter: DeadLetter) -> bytes | None:
        async with reader_of(self._settings, isolation_level="read_committed") as consumer:
            at = TopicPartition(letter.topic, letter.partition)
            consumer.assign([at])
            first = (await consumer.beginning_offsets([at]))[at]
            if letter.offset < first:
                raise LetterGone(f"{letter.topic} has forgotten offset {letter.offset} of {letter.id}")
            consumer.seek(at, letter.offset)
            record = await consumer.getone(at)
            if record.offset != letter.offset:
                raise LetterGone(f"{letter.topic} has no offset {letter.offset} of {letter.id} any more")
            value: bytes | None = record.value
            return value


def _letter(box: str, record: Any, headers: dict[str, bytes]) -> DeadLetter:  # noqa: ANN401 — aiokafka's untyped record
    def text(name: str) -> str:
        return headers.get(name, b"").decode("utf-8", "replace")

    own = tuple(item for item in record.headers if item[0] not in named.OWN_HEADERS)
    return DeadLetter(
        box=box,
        number=record.offset,
        topic=text(named.HEADER_TOPIC),
        key=record.key,
        value=record.value,
        headers=own,
        reason=text(named.HEADER_REASON),
        detail=text(named.HEADER_DETAIL),
        service=text(named.HEADER_SERVICE),
        partition=int(text(named.HEADER_PARTITION) or -1),
        offset=int(text(named.HEADER_OFFSET) or -1),
        attempts=int(text(named.HEADER_ATTEMPTS) or 0),
        failed_at=datetime.fromisoformat(text(named.HEADER_FAILED_AT)).astimezone(UTC),
        value_left_out=named.HEADER_LEFT_OUT in headers,
    )


def _traced(
    headers: Sequence[tuple[str, bytes | None]], letter: DeadLetter
) -> list[tuple[str, bytes | None]]:
    """The headers with the replay's own place in the event's trace; as they are where nobody looks."""
    merchant = next((value or b"" for name, value in headers if name.lower() == "ce_merchantid"), b"")
    key, merchant_id = (text.decode("utf-8", "replace") for text in (letter.key or b"", merchant))
    place: list[tuple[str, bytes]] = []
    with emitting(extract(headers), letter.topic, letter.event_id, key, merchant_id) as seen:
        if seen:
            inject(place)
    stale = (TRACEPARENT, TRACESTATE) if place else ()
    return [*(item for item in headers if item[0].lower() not in stale), *place]


async def _settle(producer: AIOKafkaProducer, letter: DeadLetter, how: bytes) -> None:
    box, _, partition = letter.box.rpartition("/")
    await producer.send(
        box,
        b"",
        key=letter.key,
        partition=int(partition),
        headers=[
            (named.HEADER_SETTLED, how),
            (named.HEADER_SETTLED_OFFSET, str(letter.number).encode()),
        ],
    )


class _writing:  # noqa: N801 — reads as `async with _writing(settings) as producer`
    """One transaction: the events sent again and the marks behind their letters, or neither."""

    def __init__(self, settings: EventingSettings) -> None:
        self._producer = AIOKafkaProducer(
            **connection_of(settings),
            transactional_id=f"argosy.dead-letters.{uuid.uuid4()}",
            max_request_size=_MAX_REQUEST,
        )

    async def __aenter__(self) -> AIOKafkaProducer:
        await self._producer.start()
        await self._producer.begin_transaction()
        return self._producer

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                await self._producer.commit_transaction()
            else:
                await self._producer.abort_transaction()
        finally:
            await self._producer.stop()

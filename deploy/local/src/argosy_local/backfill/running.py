"""Publishes a catalogue with a bounded number of products in flight and follows what they lead to."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from google.protobuf.message import Message

from argosy.product.v1 import product_pb2
from argosy_contracts import BadEvent, Event, from_json, topic
from argosy_eventing import EventingSettings
from argosy_eventing.admin import group_lag
from argosy_eventing.client import Placed, Publisher, Subscriber
from argosy_eventing.dead_letter_box import DeadLetterBox
from argosy_local.backfill.catalogue import Row
from argosy_local.backfill.journal import DEAD, DONE, Journal

INPUT, RESULT = "product.created", "listing.localized"
SOURCE = "argosy-backfill"
POLL_S = 0.25
_IDS = uuid.uuid5(uuid.NAMESPACE_URL, "https://argosy.dev/backfill")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What every product of the catalogue is asked for."""

    merchant: str
    platform: str
    markets: tuple[str, ...]
    channels: tuple[str, ...]
    with_pictures: bool

    @property
    def identity(self) -> str:
        """The same for backfills that may go on with each other's journal."""
        places = f"{','.join(self.markets) or 'default markets'}; {','.join(self.channels) or 'generic'}"
        return f"{self.merchant}; {places}{'; with pictures' if self.with_pictures else ''}"


@dataclass(slots=True)
class HowFar:
    """How far a backfill is; shown after each look."""

    published: int = 0
    finished: int = 0
    listings: int = 0
    bad: int = 0


class Stalled(RuntimeError):
    """Nothing was handled for a long time; the journal lets the backfill go on later."""


def event_of(row: Row, wanted: Wanted) -> Event[Message]:
    """The event of a row. The same row asked for the same again has the same id, and so no second effect.

    Raises:
        BadEvent: the row could not be read, or its product breaks its contract or fits into no event.
    """
    if row.product is None:
        raise BadEvent("bad_row", row.error)
    product = dict(row.product)
    if not wanted.with_pictures:
        product.pop("images", None)
    data = {
        "product": product,
        "markets": list(row.markets or wanted.markets),
        "channels": list(wanted.channels),
    }
    content = json.dumps(data, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(f"{wanted.merchant}\n{content}".encode()).hexdigest()
    document = {
        "type": INPUT,
        "id": str(uuid.uuid5(_IDS, digest)),
        "merchant_id": wanted.merchant,
        "platform": wanted.platform,
        "data": data,
    }
    event = from_json(document, source=SOURCE)
    if event.data.ByteSize() > topic(INPUT).max_message_bytes:
        raise BadEvent("too_large", f"{event.data.ByteSize():,} bytes do not fit into an event")
    return event


@dataclass(slots=True)
class Backfill:
    """One run over a catalogue.

    Args:
        settings: the broker.
        services: those that run and handle products; a service's name is its consumer group.
        journal: what happened before, and where to note what happens now.
        show: told how far it is after each look.
        in_flight: products published and not yet handled, at most.
        patience_s: how long nothing may happen before the run gives up.
    """

    settings: EventingSettings
    services: Sequence[str]
    journal: Journal
    show: Callable[[HowFar], None]
    in_flight: int = 200
    patience_s: float = 300.0
    _progress: HowFar = field(default_factory=HowFar)
    _open: dict[str, Placed] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)

    async def run(self, rows: Iterable[Row], wanted: Wanted) -> None:
        """Publish every row that is not finished and return when all of them are.

        Raises:
            Stalled: after `patience_s` without a sign of life.
        """
        await self._earlier()
        todo = self._events(rows, wanted)
        async with (
            Publisher(self.settings) as bus,
            Subscriber(self.settings, [RESULT]) as results,
        ):
            collecting = asyncio.create_task(self._collect(results))
            try:
                await self._until_all_are_handled(todo, bus, results)
            finally:
                collecting.cancel()
                await asyncio.gather(collecting, return_exceptions=True)
        for letter in await DeadLetterBox(self.settings).list():
            if letter.event_id in self._known:
                self.journal.dead(letter.event_id, f"{letter.service}: {letter.reason}: {letter.detail}")

    async def _earlier(self) -> None:
        """What an interrupted run published may have been answered while nobody looked."""
        waiting = self.journal.open_events()
        if not waiting:
            return
        async with Subscriber(self.settings, [RESULT], start="earliest", follow=False) as earlier:
            async for event in earlier:
                if event.cause_id in waiting:
                    self._note(event)

    def _events(self, rows: Iterable[Row], wanted: Wanted) -> Iterator[tuple[Row, Event[Message]]]:
        states = self.journal.states()
        for row in rows:
            if states.get(row.line) in {DONE, DEAD}:
                self._progress.finished += 1
                continue
            try:
                yield row, event_of(row, wanted)
            except BadEvent as error:
                self.journal.bad(row.line, error.detail)
                self._progress.bad += 1

    async def _until_all_are_handled(
        self, todo: Iterator[tuple[Row, Event[Message]]], bus: Publisher, results: Subscriber
    ) -> None:
        last_sign = time.monotonic()
        while True:
            batch = list(islice(todo, self.in_flight - len(self._open)))
            if batch:
                await self._publish(batch, bus)
                last_sign = time.monotonic()
            if not self._open:
                return
            handled = await self._handled()
            if handled:
                await self._read_so_far(results)
                self.journal.finished(handled)
                for event_id in handled:
                    del self._open[event_id]
                self._progress.finished += len(handled)
                last_sign = time.monotonic()
            elif time.monotonic() - last_sign > self.patience_s:
                raise Stalled(
                    f"nothing was handled for {self.patience_s:g} s, {len(self._open)} products wait; "
                    "`argosy status` shows which service is in trouble. Run the same command again to go on"
                )
            else:
                await asyncio.sleep(POLL_S)
            self.show(self._progress)

    async def _read_so_far(self, results: Subscriber) -> None:
        """Results were written in the same transactions as the offsets: they are there by now."""
        end = await results.end()
        while not await results.has_reached(end):  # noqa: ASYNC110 — another task reads them
            await asyncio.sleep(POLL_S / 5)

    async def _publish(self, batch: Sequence[tuple[Row, Event[Message]]], bus: Publisher) -> None:
        self.journal.published((row.line, event.key, event.id) for row, event in batch)
        events = [event for _, event in batch]
        self._known |= {event.id for event in events}
        placed = await bus.publish(*events)
        self._open |= dict(zip((event.id for event in events), placed, strict=True))
        self._progress.published += len(batch)

    async def _handled(self) -> list[str]:
        committed: dict[tuple[str, int], int] = {}
        for service in self.services:
            for at in await group_lag(self.settings, service, [INPUT]):
                place = at.topic, at.partition
                committed[place] = min(committed.get(place, at.committed or 0), at.committed or 0)
        return [
            event_id
            for event_id, place in self._open.items()
            if committed.get((place.topic, place.partition), 0) > place.offset
        ]

    async def _collect(self, results: Subscriber) -> None:
        async for event in results:
            if event.cause_id in self._known:
                self._note(event)
                self._progress.listings += 1

    def _note(self, event: Event[Message]) -> None:
        if isinstance(event.data, product_pb2.ListingLocalized):
            self.journal.listing(event.cause_id, event.data)


def listeners(services: Iterable[str]) -> tuple[str, ...]:
    """Those of the running services that handle products."""
    return tuple(name for name in topic(INPUT).consumers if name in services)

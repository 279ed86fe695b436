"""From an event to its answer, by the clock: the whole stack at a steady rate; for the benchmarks here."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from argosy_contracts import Event, from_json
from argosy_eventing import EventingSettings
from argosy_eventing.client import Publisher, Subscriber
from argosy_testing.stack import RunningStack

PARTS = ("kafka", "store", "triton")
FIRST = 5
"""Asked before the clock runs: the first of a kind reads rules and words."""


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """What is published before, what asks, and which events answer; each asking is known by its number.

    ``name``: what asking and answer are both known by; ``ready``: called with the stack and how many will
    ask, before anything is published; ``begins``: events by which an answer begins, the first counts.
    """

    what: str
    services: tuple[str, ...]
    facts: Callable[[int], Iterable[Event[Any]]]
    asks: Callable[[int], Event[Any]]
    answers: Sequence[str]
    name: Callable[[Event[Any]], str]
    ready: Callable[[RunningStack, int], None] = lambda _stack, _count: None
    begins: Sequence[str] = ()


@dataclass(slots=True)
class Taken:
    """Seconds from asking to answer, and to its beginning, and the answers, in the order they came."""

    seconds: list[float] = field(default_factory=list)
    begun: list[float] = field(default_factory=list)
    answers: list[Event[Any]] = field(default_factory=list)


def told(
    type_: str, number: int, data: dict[str, Any], at: datetime, suffix: str = "", platform: str = "own_shop"
) -> Event[Any]:
    """An event of one of seven merchants."""
    document = {
        "type": type_,
        "id": f"{type_}-{number}{suffix}",
        "merchant_id": f"m-{number % 7}",
        "platform": platform,
        "time": stamp(at),
        "data": data,
    }
    return from_json(document, source="bench")


def stamp(at: datetime) -> str:
    """A time as events have it."""
    return at.isoformat().replace("+00:00", "Z")


def scans(
    number: int,
    order_id: str,
    placed: datetime,
    *seen: tuple[str, timedelta],
    platform: str = "own_shop",
    **more: str,
) -> list[Event[Any]]:
    """What a carrier recorded of an order's parcel, each so long after it was placed."""
    parcel = {
        "order_id": order_id,
        "carrier": "DHL Express",
        "tracking_number": f"{1000000000 + number}",
        **more,
    }
    return [
        told(
            "shipment.updated",
            number,
            {**parcel, "status": status, "at": stamp(placed + after)},
            placed + after,
            f"-{status}",
            platform,
        )
        for status, after in seen
    ]


def run(trip: RoundTrip, doc: str | None, *parents: argparse.ArgumentParser) -> Taken | None:
    """Read the command line, measure, print how long it took; None where not all were answered."""
    parser = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawTextHelpFormatter, parents=parents
    )
    parser.add_argument("--rate", type=float, default=10.0, help=f"{trip.what} a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    asked = parser.parse_args()
    count = round(asked.rate * asked.seconds)
    with tempfile.TemporaryDirectory() as home:
        stack = RunningStack(Path(home) / "stack", PARTS, services=trip.services)
        try:
            trip.ready(stack, count + FIRST)
            settings = EventingSettings.load(kafka_bootstrap=stack.bootstrap)
            taken = asyncio.run(_measured(settings, trip, count, asked.rate))
        finally:
            stack.stop()
    print(f"{len(taken.seconds)} of {count} {trip.what} answered at {asked.rate:g} a second")
    if len(taken.seconds) < 2:
        return None
    if len(taken.begun) > 1:
        print("begun    ", _spread(taken.begun))
    print(_spread(taken.seconds))
    return taken if len(taken.seconds) == count else None


def _spread(seconds: Sequence[float]) -> str:
    cut = statistics.quantiles(seconds, n=100)
    return (
        f"median {cut[49]:.3f} s   p95 {cut[94]:.3f} s   p99 {cut[98]:.3f} s   slowest {max(seconds):.3f} s"
    )


async def _measured(settings: EventingSettings, trip: RoundTrip, count: int, rate: float) -> Taken:
    sent: dict[str, float] = {}
    taken, answered, opened, complete = Taken(), set[str](), set[str](), asyncio.Event()
    heard = [*trip.answers, *trip.begins]
    async with Publisher(settings) as bus, Subscriber(settings, heard) as found:
        for number in range(count + FIRST):
            await bus.publish(*trip.facts(number))
        await asyncio.sleep(20)

        async def collect() -> None:
            async for event in found:
                name = trip.name(event)
                if event.type in trip.begins:
                    if name in sent and name not in opened:
                        opened.add(name)
                        taken.begun.append(time.monotonic() - sent[name])
                elif name in sent and name not in answered:
                    answered.add(name)
                    taken.seconds.append(time.monotonic() - sent[name])
                    taken.answers.append(event)
                    if len(answered) == count:
                        complete.set()

        collecting = asyncio.create_task(collect())
        for number in range(count, count + FIRST):
            await bus.publish(trip.asks(number))
        await asyncio.sleep(8)
        begun = time.monotonic()
        for number in range(count):
            await asyncio.sleep(max(0.0, begun + number / rate - time.monotonic()))
            event = trip.asks(number)
            sent[trip.name(event)] = time.monotonic()
            await bus.publish(event)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(complete.wait(), 60)
        if collecting.done():
            collecting.result()  # what ended it early
        collecting.cancel()
        await asyncio.gather(collecting, return_exceptions=True)
    return taken

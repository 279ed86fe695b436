"""From a refund request to its answer, by the clock: `python tests/bench/refunds.py [--rate 10]`.

The whole embedded stack runs, every service in it. Each request has an order, a payment and scans of its own,
published before; then requests without evidence come at a steady rate. Of each the time is taken from the
moment it is handed to the broker to the moment its refund.offered or refund.decided is read back.
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import contextlib
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from argosy.refund.v1 import refund_pb2
from argosy_contracts import Event, from_json
from argosy_eventing import EventingSettings
from argosy_eventing.client import Publisher, Subscriber
from argosy_testing.stack import RunningStack

PARTS = ("kafka", "store", "triton")
SERVICES = ("listing-localizer", "image-studio", "chargeback-agent", "refund-agent")
ASKED = datetime(2026, 10, 1, 8, tzinfo=UTC)
TEXTS = (
    ("de", "Die Lampe ist kaputt angekommen, der Schirm ist zerbrochen.", 4),
    ("en", "The lamp never arrived. I want my money back.", None),
    ("fr", "Je ne veux plus cette lampe, je souhaite la renvoyer.", 4),
    ("es", "La lámpara no es del color que pedí.", 4),
    ("ja", "部品が足りません。", 4),
)


def told(type_: str, number: int, data: dict[str, Any], at: datetime, suffix: str = "") -> Event[Any]:
    document = {
        "type": type_,
        "id": f"{type_}-{number}{suffix}",
        "merchant_id": f"m-{number % 7}",
        "platform": "own_shop",
        "time": at.isoformat().replace("+00:00", "Z"),
        "data": data,
    }
    return from_json(document, source="bench")


def facts(number: int) -> list[Event[Any]]:
    came = TEXTS[number % len(TEXTS)][2]
    placed = ASKED - timedelta(days=60 if came is None else 12)
    stamp = placed.isoformat().replace("+00:00", "Z")
    order_id = f"A-{number:05}"
    price = {"amount": "39.90", "currency": "EUR"}
    order = {
        "id": order_id,
        "buyer": {"id": f"u-{number}", "address": "Calle de Alcalá 12, 28013 Madrid, Spain"},
        "lines": [{"sku": "LAMP-1", "title": "Desk lamp", "quantity": 1, "price": price}],
        "total": price,
        "placed_at": stamp,
    }
    events = [told("order.placed", number, {"order": order}, placed)]
    paid = {"order_id": order_id, "captured_at": stamp}
    events.append(told("payment.authorized", number, paid, placed))
    scans = [("picked up", placed + timedelta(days=1))]
    scans += [("delivered", ASKED - timedelta(days=came))] if came is not None else []
    for status, at in scans:
        scan = {
            "order_id": order_id,
            "carrier": "DHL Express",
            "tracking_number": f"{1000000000 + number}",
            "status": status,
            "at": at.isoformat().replace("+00:00", "Z"),
        }
        events.append(told("shipment.updated", number, scan, at, f"-{status}"))
    return events


def request(number: int) -> Event[Any]:
    language, text, _ = TEXTS[number % len(TEXTS)]
    data = {
        "request_id": f"rr-{number}",
        "order_id": f"A-{number:05}",
        "reason_text": text,
        "language": language,
    }
    return told("refund.requested", number, data, ASKED)


async def measured(
    settings: EventingSettings, count: int, rate: float
) -> tuple[list[float], collections.Counter[str]]:
    """Seconds from request to answer, and what the answers were."""
    sent: dict[str, float] = {}
    took: dict[str, float] = {}
    answers, complete = collections.Counter[str](), asyncio.Event()
    async with (
        Publisher(settings) as bus,
        Subscriber(settings, ["refund.offered", "refund.decided"]) as found,
    ):
        for number in range(count + 5):
            await bus.publish(*facts(number))
        await asyncio.sleep(20)

        async def collect() -> None:
            async for event in found:
                name = event.data.request_id
                if name in sent and name not in took:
                    took[name] = time.monotonic() - sent[name]
                    offered = event.type == "refund.offered"
                    number = event.data.offer.decision if offered else event.data.decision
                    name = refund_pb2.RefundDecided.Decision.Name(number)
                    answers[f"{name} offered" if offered else name] += 1
                    if len(took) == count:
                        complete.set()

        collecting = asyncio.create_task(collect())
        for number in range(count, count + 5):  # the first of each language reads rules and words
            await bus.publish(request(number))
        await asyncio.sleep(8)
        begun = time.monotonic()
        for number in range(count):
            await asyncio.sleep(max(0.0, begun + number / rate - time.monotonic()))
            sent[f"rr-{number}"] = time.monotonic()
            await bus.publish(request(number))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(complete.wait(), 60)
        collecting.cancel()
        await asyncio.gather(collecting, return_exceptions=True)
    return sorted(took.values()), answers


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rate", type=float, default=10.0, help="requests a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    asked = parser.parse_args()
    count = round(asked.rate * asked.seconds)
    with tempfile.TemporaryDirectory() as home:
        stack = RunningStack(Path(home) / "stack", PARTS, services=SERVICES)
        try:
            settings = EventingSettings.load(kafka_bootstrap=stack.bootstrap)
            took, answers = asyncio.run(measured(settings, count, asked.rate))
        finally:
            stack.stop()
    if not took:
        print("no answer came")
        return 1
    cut = statistics.quantiles(took, n=100)
    print(f"{len(took)} of {count} requests answered at {asked.rate:g} a second: {dict(answers)}")
    print(f"median {cut[49]:.3f} s   p95 {cut[94]:.3f} s   p99 {cut[98]:.3f} s   slowest {took[-1]:.3f} s")
    return 0 if len(took) == count else 1


if __name__ == "__main__":
    sys.exit(main())

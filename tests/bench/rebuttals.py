"""From a dispute to its letter, by the clock: `python tests/bench/rebuttals.py [--rate 10] [--seconds 60]`.

The whole embedded stack runs, every service in it. Each dispute has an order, a payment and three scans of
its own, published before; then disputes come at a steady rate. Of each the time is taken from the moment it
is handed to the broker to the moment its rebuttal.drafted is read back, its letter stored.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from argosy_contracts import Event, from_json
from argosy_eventing import EventingSettings
from argosy_eventing.client import Publisher, Subscriber
from argosy_testing.stack import RunningStack

PARTS = ("kafka", "store", "triton")
SERVICES = ("listing-localizer", "image-studio", "chargeback-agent")
DISPUTED = datetime(2026, 10, 1, 8, tzinfo=UTC)
CODES = (
    ("Visa", "13.1", "Merchandise/Services Not Received"),
    ("Visa", "10.4", "Other Fraud - Card-Absent Environment"),
    ("Mastercard", "4853", "Goods or services not provided"),
    ("American Express", "C08", "Goods/Services Not Received"),
    ("Discover", "UA02", "Fraud - Card Not Present"),
)


def told(type_: str, number: int, data: dict[str, Any], at: datetime, suffix: str = "") -> Event[Any]:
    document = {
        "type": type_,
        "id": f"{type_}-{number}{suffix}",
        "merchant_id": f"m-{number % 7}",
        "platform": "bench",
        "time": at.isoformat().replace("+00:00", "Z"),
        "data": data,
    }
    return from_json(document, source="bench")


def facts(number: int) -> list[Event[Any]]:
    placed = DISPUTED - timedelta(days=48)
    stamp = placed.isoformat().replace("+00:00", "Z")
    order_id = f"A-{number:05}"
    buyer = {
        "id": f"u-{number}",
        "name": "Marta Álvarez Núñez",
        "email": f"b{number}@mail.example",
        "ip": "203.0.113.77",
        "device_id": f"device-{number:016}",
        "address": "Calle de Alcalá 12, 28013 Madrid, Spain",
    }
    price = {"amount": "119.90", "currency": "EUR"}
    order = {
        "id": order_id,
        "buyer": buyer,
        "lines": [{"sku": "LAMP-1", "title": "Desk lamp", "quantity": 1, "price": price}],
        "shipping": {"amount": "10.00", "currency": "EUR"},
        "total": {"amount": "129.90", "currency": "EUR"},
        "placed_at": stamp,
    }
    payment = {
        "order_id": order_id,
        "card": {"network": "visa", "last4": "4242", "bin_country": "ES"},
        "avs": "Y",
        "cvv": "M",
        "arn": f"{74987654321098765000000 + number}",
        "descriptor": "LUMORA*LAMPS",
        "captured_at": stamp,
    }
    events = [told("order.placed", number, {"order": order}, placed)]
    events.append(told("payment.authorized", number, payment, placed))
    for day, status in enumerate(("picked up", "in transit", "delivered")):
        at = placed + timedelta(days=2 * day + 1)
        scan = {
            "order_id": order_id,
            "carrier": "DHL Express",
            "tracking_number": f"{1000000000 + number}",
            "status": status,
            "at": at.isoformat().replace("+00:00", "Z"),
            "location": "28013 Madrid",
        }
        events.append(told("shipment.updated", number, scan, at, f"-{day}"))
    return events


def dispute(number: int) -> Event[Any]:
    network, code, name = CODES[number % len(CODES)]
    body = (
        f"A cardholder has disputed a transaction.\n\nNetwork: {network}\nReason code: {code} {name}\n"
        f"Case number: CB-{number}\nDisputed amount: 129.90 EUR\nTransaction date: 2026-08-14\n"
        f"Card number: **** **** **** 4242\nOrder number: A-{number:05}\nPlease respond by 2026-10-21.\n"
    )
    notice = {
        "subject": "Chargeback notification",
        "from": "Disputes <disputes@acquirer.example>",
        "body": body,
        "received_at": DISPUTED.isoformat().replace("+00:00", "Z"),
    }
    return told("dispute.opened", number, {"dispute_id": f"d-{number}", "notice": notice}, DISPUTED)


async def measured(settings: EventingSettings, count: int, rate: float) -> tuple[list[float], int]:
    """Seconds from dispute to rebuttal, and how many had a letter."""
    sent: dict[str, float] = {}
    took: dict[str, float] = {}
    letters, complete = 0, asyncio.Event()
    async with Publisher(settings) as bus, Subscriber(settings, ["rebuttal.drafted"]) as answers:
        for number in range(count + 5):
            await bus.publish(*facts(number))
        await asyncio.sleep(20)

        async def collect() -> None:
            nonlocal letters
            async for event in answers:
                name = event.data.dispute_id
                if name in sent and name not in took:
                    took[name] = time.monotonic() - sent[name]
                    letters += bool(event.data.letter.docx.url and event.data.letter.pdf.url)
                    if len(took) == count:
                        complete.set()

        collecting = asyncio.create_task(collect())
        for number in range(count, count + 5):  # the first of each code reads rules and words
            await bus.publish(dispute(number))
        await asyncio.sleep(8)
        begun = time.monotonic()
        for number in range(count):
            await asyncio.sleep(max(0.0, begun + number / rate - time.monotonic()))
            sent[f"d-{number}"] = time.monotonic()
            await bus.publish(dispute(number))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(complete.wait(), 60)
        collecting.cancel()
        await asyncio.gather(collecting, return_exceptions=True)
    return sorted(took.values()), letters


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rate", type=float, default=10.0, help="disputes a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    asked = parser.parse_args()
    count = round(asked.rate * asked.seconds)
    with tempfile.TemporaryDirectory() as home:
        stack = RunningStack(Path(home) / "stack", PARTS, services=SERVICES)
        try:
            settings = EventingSettings.load(kafka_bootstrap=stack.bootstrap)
            took, letters = asyncio.run(measured(settings, count, asked.rate))
        finally:
            stack.stop()
    if not took:
        print("no rebuttal came")
        return 1
    cut = statistics.quantiles(took, n=100)
    print(f"{len(took)} of {count} disputes answered at {asked.rate:g} a second, {letters} with a letter")
    print(f"median {cut[49]:.3f} s   p95 {cut[94]:.3f} s   p99 {cut[98]:.3f} s   slowest {took[-1]:.3f} s")
    return 0 if len(took) == count else 1


if __name__ == "__main__":
    sys.exit(main())

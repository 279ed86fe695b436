"""From a dispute to its letter, by the clock: `python tests/bench/rebuttals.py [--rate 10] [--seconds 60]`.

The whole embedded stack runs, every service in it. Each dispute has an order, a payment and three scans of
its own, published before; then disputes come at a steady rate. Of each the time is taken from the moment it
is handed to the broker to the moment its rebuttal.drafted is read back, its letter stored.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from round_trips import RoundTrip, run, scans, stamp
from round_trips import told as told_by

from argosy_contracts import Event

told = partial(told_by, platform="bench")
DISPUTED = datetime(2026, 10, 1, 8, tzinfo=UTC)
STATUSES = ("picked up", "in transit", "delivered")
CODES = (
    ("Visa", "13.1", "Merchandise/Services Not Received"),
    ("Visa", "10.4", "Other Fraud - Card-Absent Environment"),
    ("Mastercard", "4853", "Goods or services not provided"),
    ("American Express", "C08", "Goods/Services Not Received"),
    ("Discover", "UA02", "Fraud - Card Not Present"),
)


def facts(number: int) -> list[Event[Any]]:
    placed = DISPUTED - timedelta(days=48)
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
        "placed_at": stamp(placed),
    }
    payment = {
        "order_id": order_id,
        "card": {"network": "visa", "last4": "4242", "bin_country": "ES"},
        "avs": "Y",
        "cvv": "M",
        "arn": f"{74987654321098765000000 + number}",
        "descriptor": "LUMORA*LAMPS",
        "captured_at": stamp(placed),
    }
    days = [(status, timedelta(days=2 * day + 1)) for day, status in enumerate(STATUSES)]
    return [
        told("order.placed", number, {"order": order}, placed),
        told("payment.authorized", number, payment, placed),
        *scans(number, order_id, placed, *days, platform="bench", location="28013 Madrid"),
    ]


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
        "received_at": stamp(DISPUTED),
    }
    return told("dispute.opened", number, {"dispute_id": f"d-{number}", "notice": notice}, DISPUTED)


TRIP = RoundTrip(
    "disputes",
    ("listing-localizer", "image-studio", "chargeback-agent"),
    facts,
    dispute,
    ("rebuttal.drafted",),
    lambda event: event.data.dispute_id,
)


def main() -> int:
    taken = run(TRIP, __doc__)
    if taken is None:
        return 1
    letters = [event.data.letter for event in taken.answers]
    print(f"{sum(bool(one.docx.url and one.pdf.url) for one in letters)} with a letter")
    return 0


if __name__ == "__main__":
    sys.exit(main())

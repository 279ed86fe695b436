"""From a refund request to its answer, by the clock: `python tests/bench/refunds.py [--rate 10]`.

The whole embedded stack runs, every service in it. Each request has an order, a payment and scans of its own,
published before; then requests without evidence come at a steady rate. Of each the time is taken from the
moment it is handed to the broker to the moment its refund.offered or refund.decided is read back.
"""

from __future__ import annotations

import collections
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from round_trips import RoundTrip, run, scans, stamp, told

from argosy.refund.v1 import refund_pb2
from argosy_contracts import Event

ASKED = datetime(2026, 10, 1, 8, tzinfo=UTC)
TEXTS = (
    ("de", "Die Lampe ist kaputt angekommen, der Schirm ist zerbrochen.", 4),
    ("en", "The lamp never arrived. I want my money back.", None),
    ("fr", "Je ne veux plus cette lampe, je souhaite la renvoyer.", 4),
    ("es", "La lámpara no es del color que pedí.", 4),
    ("ja", "部品が足りません。", 4),
)
"""Language, complaint, and how many days ago the parcel came; None: it never did."""


def facts(number: int) -> list[Event[Any]]:
    came = TEXTS[number % len(TEXTS)][2]
    placed = ASKED - timedelta(days=60 if came is None else 12)
    order_id = f"A-{number:05}"
    price = {"amount": "39.90", "currency": "EUR"}
    order = {
        "id": order_id,
        "buyer": {"id": f"u-{number}", "address": "Calle de Alcalá 12, 28013 Madrid, Spain"},
        "lines": [{"sku": "LAMP-1", "title": "Desk lamp", "quantity": 1, "price": price}],
        "total": price,
        "placed_at": stamp(placed),
    }
    paid = {"order_id": order_id, "captured_at": stamp(placed)}
    seen = [("picked up", timedelta(days=1))]
    seen += [("delivered", timedelta(days=12 - came))] if came is not None else []
    return [
        told("order.placed", number, {"order": order}, placed),
        told("payment.authorized", number, paid, placed),
        *scans(number, order_id, placed, *seen),
    ]


def request(number: int) -> Event[Any]:
    language, text, _ = TEXTS[number % len(TEXTS)]
    data = {
        "request_id": f"rr-{number}",
        "order_id": f"A-{number:05}",
        "reason_text": text,
        "language": language,
    }
    return told("refund.requested", number, data, ASKED)


def answer(event: Event[Any]) -> str:
    """What a request came to."""
    offered = event.type == "refund.offered"
    name = refund_pb2.RefundDecided.Decision.Name(
        event.data.offer.decision if offered else event.data.decision
    )
    return f"{name} offered" if offered else name


TRIP = RoundTrip(
    "requests",
    ("listing-localizer", "image-studio", "chargeback-agent", "refund-agent"),
    facts,
    request,
    ("refund.offered", "refund.decided"),
    lambda event: event.data.request_id,
)


def main() -> int:
    taken = run(TRIP, __doc__)
    if taken is None:
        return 1
    print(dict(collections.Counter(map(answer, taken.answers))))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""From a refund request to its answer: `python tests/bench/refunds.py [--rate 10] [--pictures 2 --rate 0.5]`.

The whole embedded stack runs, every service in it. Each request has an order, a payment and scans of its own,
published before; then requests come at a steady rate, without evidence or each with photographs of its own of
what came damaged, drawn before. Of each the time is taken from the moment it is handed to the broker to the
moment its refund.offered or refund.decided is read back.
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import cv2
from round_trips import RoundTrip, run, scans, stamp, told

from argosy.refund.v1 import refund_pb2
from argosy_contracts import Event
from argosy_store import BlobStore
from argosy_testing.drawn_goods import Product, listing
from argosy_testing.photographed import jpeg, photograph, png
from argosy_testing.stack import RunningStack

ASKED = datetime(2026, 10, 1, 8, tzinfo=UTC)
TEXTS = (
    ("de", "Die Lampe ist kaputt angekommen, der Schirm ist zerbrochen.", 4),
    ("en", "The lamp never arrived. I want my money back.", None),
    ("fr", "Je ne veux plus cette lampe, je souhaite la renvoyer.", 4),
    ("es", "La lámpara no es del color que pedí.", 4),
    ("ja", "部品が足りません。", 4),
)
"""Language, complaint, and how many days ago the parcel came; None: it never did."""
LINE = {"sku": "LAMP-1", "product_id": "p-1", "title": "Desk lamp", "quantity": 1}


def facts(number: int, text: int | None = None) -> list[Event[Any]]:
    came = TEXTS[number % len(TEXTS) if text is None else text][2]
    placed = ASKED - timedelta(days=60 if came is None else 12)
    order_id = f"A-{number:05}"
    price = {"amount": "39.90", "currency": "EUR"}
    order = {
        "id": order_id,
        "buyer": {"id": f"u-{number}", "address": "Calle de Alcalá 12, 28013 Madrid, Spain"},
        "lines": [LINE | {"price": price}],
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


@dataclass(slots=True)
class Photographs:
    """So many of each request, and the listing's picture; their longer side is ``side`` pixels."""

    each: int
    side: int
    listed: dict[int, str] = field(default_factory=dict)
    sent: dict[int, list[str]] = field(default_factory=dict)

    def draw(self, stack: RunningStack, count: int) -> None:
        """Draw them and put them into the stack's blob store."""
        asyncio.run(self._put(BlobStore(stack.blob_url), count))

    async def _put(self, blobs: BlobStore, count: int) -> None:
        lamp, damages = Product("lamp", "red", "flowers", "LUMORA", 11), ("crack", "stain", "tear")
        taken = (ASKED - timedelta(days=2)).replace(tzinfo=None)
        for number in range(count):
            merchant = f"m-{number % 7}"
            if number < 7:
                self.listed[number] = (await blobs.put(merchant, png(listing(lamp)), "image/png")).url
            for at in range(number * self.each, (number + 1) * self.each):
                made = photograph(lamp, 2000 + at, damage=damages[at % len(damages)])
                made = cv2.resize(made, (self.side, self.side * 3 // 4), interpolation=cv2.INTER_CUBIC)
                kept = await blobs.put(merchant, jpeg(made, taken=taken), "image/jpeg")
                self.sent.setdefault(number, []).append(kept.url)

    def facts(self, number: int) -> Iterable[Event[Any]]:
        """The order's facts, and the lamp as its merchant lists it; all that is sent is for a damaged one."""
        if number in self.listed:
            product = {"id": "p-1", "title": "Desk lamp", "variants": [{"sku": "LAMP-1"}]}
            product["images"] = [{"url": self.listed[number], "role": "MAIN"}]
            yield told("product.created", number, {"product": product}, ASKED - timedelta(days=90))
        yield from facts(number, text=0)

    def request(self, number: int) -> Event[Any]:
        """The first complaint, of a broken lamp, with its photographs."""
        asked = request(number)
        asked.data.language, asked.data.reason_text, _ = TEXTS[0]
        for url in self.sent[number]:
            asked.data.evidence.add(kind=refund_pb2.RefundEvidence.IMAGE, url=url)
        return asked


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
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--pictures", type=int, default=0, help="photographs that come with a request")
    parser.add_argument("--side", type=int, default=1600, help="their longer side, in pixels")
    asked, _ = parser.parse_known_args()
    trip = TRIP
    if asked.pictures:
        shown = Photographs(asked.pictures, asked.side)
        trip = replace(TRIP, facts=shown.facts, asks=shown.request, ready=shown.draw)
    taken = run(trip, __doc__, parser)
    if taken is None:
        return 1
    print(dict(collections.Counter(map(answer, taken.answers))))
    return 0


if __name__ == "__main__":
    sys.exit(main())

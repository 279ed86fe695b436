"""One thing asked of every service, as files for `argosy run`, with the facts that its answer rests on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from argosy_local.demo.canvas import font
from argosy_local.demo.catalogue import PRODUCTS, product_created
from argosy_local.demo.pictures import dress_main

MERCHANT = "m-asked"
ANSWERS = {
    "listing-localizer": {"listing.localized"},
    "image-studio": {"image.localized"},
    "chargeback-agent": {"rebuttal.drafted"},
    "refund-agent": {"refund.offered"},
    "cs-agent": {"chat.replied"},
    "search-tagger": {"product.tagged", "query.interpreted"},
}
"""What each service publishes for what is asked here."""
_PRICE = {"amount": "64.50", "currency": "EUR"}
_PLACED = "2026-08-10T09:00:00Z"
_NOTICE = (
    "NOTICE OF CHARGEBACK",
    "Network: Mastercard",
    "Reason code: 4853 Goods or services not provided",
    "Case number: CB-550117",
    "Disputed amount: 64.50 EUR",
    "Card number: **** **** **** 5100",
    "Order number: o-1",
    "Please respond by 2026-10-21",
)


def write(folder: Path) -> tuple[str, str]:
    """Files into a folder; names of the one with facts and the one that asks, to be run in this order."""
    dress_main().save(folder / "dress-main.jpg")
    _notice().save(folder / "notice.png")
    _lamp().save(folder / "lamp.png")
    _lines(folder / "facts.jsonl", [*_order("o-1"), *_order("o-2")])
    _lines(folder / "asked.jsonl", _asked())
    return "facts.jsonl", "asked.jsonl"


def _asked() -> list[dict[str, Any]]:
    at = "2026-10-01T08:00:00Z"
    (dress,) = (one for one in PRODUCTS if one["id"] == "dress-01")
    product = product_created({**dress, "images": {"dress-main.jpg": "MAIN"}}, Path("/"), ["ES"])
    product["data"]["product"]["images"][0]["url"] = "dress-main.jpg"
    notice = {
        "subject": "Chargeback notice",
        "from": "chargebacks@acquirer.example",
        "body": "Please find the notice attached.",
        "received_at": at,
        "attachments": ["notice.png"],
    }
    complaint = {
        "request_id": "rr-1",
        "order_id": "o-2",
        "reason_text": "Die Lampe ist beschädigt angekommen, der Schirm hat einen Riss.",
        "language": "de",
        "evidence": [{"kind": "IMAGE", "url": "lamp.png"}],
    }
    message = {
        "conversation_id": "c-1",
        "message_id": "c-1-1",
        "text": "Where is my parcel?",
        "order_id": "o-1",
    }
    query = {"query_id": "q-1", "text": "vestido rojo de algodón hasta 90 euros", "market": "ES"}
    return [
        {**product, "merchant_id": MERCHANT},
        _event("dispute.opened", {"dispute_id": "d-1", "notice": notice}, at),
        _event("refund.requested", complaint, at),
        _event("chat.message", message, at),
        _event("search.queried", query, at),
    ]


def _order(order_id: str) -> list[dict[str, Any]]:
    """Placed, paid and brought."""
    buyer = {
        "id": f"u-{order_id}",
        "name": "Jonas Weber",
        "email": "jonas@mail.example",
        "address": "Lindenweg 4, 50667 Köln, Germany",
    }
    order: dict[str, Any] = {"id": order_id, "buyer": buyer, "total": _PRICE, "placed_at": _PLACED}
    order["lines"] = [{"sku": "L-1", "title": "Tischlampe", "quantity": 1, "price": _PRICE}]
    card = {"network": "mastercard", "last4": "5100", "bin_country": "DE"}
    payment = {"order_id": order_id, "card": card, "descriptor": "LUMORA*LAMP", "captured_at": _PLACED}
    parcel = {"order_id": order_id, "carrier": "DHL", "tracking_number": f"T-{order_id}"}
    scans = (("picked up", "2026-08-11T08:00:00Z"), ("delivered", "2026-08-19T11:30:00Z"))
    return [
        _event("order.placed", {"order": order}, _PLACED),
        _event("payment.authorized", payment, _PLACED),
        *(_event("shipment.updated", {**parcel, "status": status, "at": at}, at) for status, at in scans),
    ]


def _event(type_: str, data: dict[str, Any], at: str) -> dict[str, Any]:
    return {"type": type_, "merchant_id": MERCHANT, "platform": "tests", "time": at, "data": data}


def _lines(path: Path, events: Sequence[dict[str, Any]]) -> None:
    lines = "\n".join(json.dumps(event, ensure_ascii=False) for event in events)
    path.write_text(lines, encoding="utf-8")


def _notice() -> Image.Image:
    page = Image.new("RGB", (900, 640), (252, 251, 248))
    draw = ImageDraw.Draw(page)
    for row, text in enumerate(_NOTICE):
        draw.text((50, 40 + 68 * row), text, font=font(30, heavy=False), fill=(25, 25, 30))
    return page


def _lamp() -> Image.Image:
    """Its shade cracked."""
    image = Image.new("RGB", (800, 600), (230, 230, 226))
    draw = ImageDraw.Draw(image)
    draw.polygon([(300, 120), (500, 120), (560, 320), (240, 320)], fill=(180, 60, 40))
    draw.line([(380, 120), (420, 200), (370, 260), (430, 320)], fill=(20, 20, 20), width=5)
    draw.rectangle((390, 320, 410, 520), fill=(60, 60, 60))
    return image

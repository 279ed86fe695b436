"""A refund is asked for, negotiated and decided on the whole stack; its buyer is forgotten."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from argosy_testing.shop import Shop

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

MERCHANT = ("--merchant", "m-refund")
EUR = "EUR"


def event(type_: str, data: dict[str, Any], at: str) -> dict[str, Any]:
    return {"type": type_, "merchant_id": "m-refund", "platform": "own_shop", "time": at, "data": data}


def facts(order_id: str, address: str, *scans: tuple[str, str], placed: str) -> list[dict[str, Any]]:
    """A lamp for 19.90 EUR, paid, with what the carrier recorded."""
    price = {"amount": "19.90", "currency": EUR}
    buyer = {"id": f"u-{order_id}", "name": "Jonas Weber", "email": "jonas@mail.example", "address": address}
    order = {"id": order_id, "buyer": buyer, "total": price, "placed_at": placed}
    order["lines"] = [{"sku": "L-1", "title": "Tischlampe", "quantity": 1, "price": price}]
    parcel = {"order_id": order_id, "carrier": "DHL", "tracking_number": f"T-{order_id}"}
    return [
        event("order.placed", {"order": order}, placed),
        event("payment.authorized", {"order_id": order_id, "captured_at": placed}, placed),
        *(event("shipment.updated", {**parcel, "status": status, "at": at}, at) for status, at in scans),
    ]


def asked(request_id: str, order_id: str, text: str, language: str, at: str, **more: Any) -> dict[str, Any]:
    data = {"request_id": request_id, "order_id": order_id, "reason_text": text, "language": language}
    return event("refund.requested", {**data, **more}, at)


def replied(request_id: str, text: str, language: str, at: str, **more: Any) -> dict[str, Any]:
    data = {"request_id": request_id, "text": text, "language": language, **more}
    return event("refund.replied", data, at)


def broken_lamp(path: Path) -> str:
    image = Image.new("RGB", (800, 600), (230, 230, 226))
    draw = ImageDraw.Draw(image)
    draw.polygon([(300, 120), (500, 120), (560, 320), (240, 320)], fill=(180, 60, 40))
    draw.line([(380, 120), (420, 200), (370, 260), (430, 320)], fill=(20, 20, 20), width=5)
    draw.rectangle((390, 320, 410, 520), fill=(60, 60, 60))
    image.save(path)
    return path.name


def told(result: dict[str, Any], type_: str) -> dict[str, Any]:
    assert result["type"] == type_, result
    data: dict[str, Any] = result["data"]
    return data


def test_a_damaged_lamp_is_negotiated_to_an_agreement(shop: Shop, tmp_path: Path) -> None:
    scans = (("picked up", "2026-09-17T08:00:00Z"), ("delivered", "2026-09-26T11:30:00Z"))
    shop.run(
        tmp_path / "facts",
        *facts("R-1", "Lindenweg 4, 50667 Köln, Germany", *scans, placed="2026-09-16T09:00:00Z"),
    )
    folder = tmp_path / "asked"
    folder.mkdir()
    picture = {"kind": "IMAGE", "url": broken_lamp(folder / "lamp.png")}
    complaint = "Die Lampe ist beschädigt angekommen, der Schirm hat einen Riss."
    (first,) = shop.run(
        folder, asked("rr-1", "R-1", complaint, "de", "2026-10-01T08:00:00Z", evidence=[picture])
    )
    offer = told(first, "refund.offered")
    assert (offer["round"], offer["offer"]["refund"]["currency"]) == (1, EUR)
    assert "zurücksenden" in offer["message"]["text"]
    assert "Weber" not in json.dumps(first, ensure_ascii=False)
    page = (folder / "out" / "index.html").read_text(encoding="utf-8")
    assert "Round 1" in page
    counter = {"amount": f"{float(offer['offer']['refund']['amount']) + 0.5:.2f}", "currency": EUR}
    (end,) = shop.run(
        tmp_path / "counter", replied("rr-1", "", "de", "2026-10-02T08:00:00Z", counter=counter, round=1)
    )
    decided = told(end, "refund.decided")
    assert decided["decision"] == "PARTIAL_KEEP"
    assert float(decided["refund"]["amount"]) >= float(counter["amount"])
    assert (decided["order_id"], decided["rounds"]) == ("R-1", 1)
    assert decided["dispute_reason"]["code"] == "damaged"
    assert decided["evidence_checks"]
    assert any("2019/771" in rule["source"] for rule in decided["policy"])
    (again,) = shop.run(tmp_path / "late", replied("rr-1", "Nein.", "de", "2026-10-03T08:00:00Z"))
    seen = told(again, "refund.decided")
    assert seen["needs_review"]
    assert (seen["decision"], seen["refund"]) == ("PARTIAL_KEEP", decided["refund"])
    assert shop.run(tmp_path / "later", replied("rr-1", "Nein!", "de", "2026-10-03T09:00:00Z")) == []


def test_the_trail_of_a_request_says_who_did_what_and_why(shop: Shop) -> None:
    shown = shop.argosy("refunds", "show", *MERCHANT, "rr-1")
    assert shown.returncode == 0, shown.stderr
    for words in ("rr-1: decided, order R-1", "round 1: PARTIAL_KEEP", "buyer  replied", "agent  decided"):
        assert words in shown.stdout
    row = json.loads(shop.argosy("refunds", "show", *MERCHANT, "rr-1", "--json").stdout)
    assert row["verdict"]["how"] in {"agreed", "accepted"}
    lines = shop.argosy("refunds", "past", *MERCHANT).stdout.splitlines()
    assert [json.loads(line)["request_id"] for line in lines] == ["rr-1"]
    assert shop.argosy("refunds", "show", *MERCHANT, "nothing").returncode == 1


def test_what_never_came_is_paid_back_at_once_in_the_buyers_language(shop: Shop, tmp_path: Path) -> None:
    request = asked(
        "rr-2", "R-2", "Je n'ai jamais reçu ma commande, remboursez-moi.", "fr", "2026-10-01T08:00:00Z"
    )
    (end,) = shop.run(
        tmp_path,
        *facts(
            "R-2", "3 rue de Rivoli, 75001 Paris, France", ("picked up", "2026-07-21T08:00:00Z"),
            placed="2026-07-20T09:00:00Z",
        ),
        request,
    )  # fmt: skip
    decided = told(end, "refund.decided")
    assert (decided["decision"], decided["refund"]["amount"]) == ("REFUND", "19.90")
    assert "Nous vous remboursons 19,90" in decided["message"]["text"]
    (again,) = shop.run(
        tmp_path / "second",
        asked("rr-3", "R-2", "Je n'ai jamais reçu ma commande.", "fr", "2026-10-02T08:00:00Z"),
    )
    second = told(again, "refund.decided")
    assert second["decision"] in {"REJECT", "ESCALATE"}
    assert "refund" not in second or float(second["refund"]["amount"]) == 0


def test_silence_ends_a_round_and_a_person_gets_who_asks_for_one(shop: Shop, tmp_path: Path) -> None:
    scans = (("picked up", "2026-09-17T08:00:00Z"), ("delivered", "2026-09-26T11:30:00Z"))
    for order_id in ("R-4", "R-5"):
        shop.run(
            tmp_path / order_id,
            *facts(
                order_id, "Calle de Alcalá 12, 28013 Madrid, Spain", *scans, placed="2026-09-16T09:00:00Z"
            ),
        )
    text = "La lámpara no es como en la descripción."
    (first, _) = shop.run(
        tmp_path / "asked",
        asked("rr-4", "R-4", text, "es", "2026-10-01T08:00:00Z"),
        asked("rr-5", "R-5", text, "es", "2026-10-01T08:00:00Z"),
    )
    assert first["type"] == "refund.offered"
    lapsed = event("refund.lapsed", {"request_id": "rr-4", "round": 1}, "2030-01-01T00:00:00Z")
    (end,) = shop.run(tmp_path / "lapsed", lapsed)
    assert told(end, "refund.decided")["decision"] == "PARTIAL_KEEP"
    person = replied("rr-5", "Quiero hablar con una persona, por favor.", "es", "2026-10-02T08:00:00Z")
    (end,) = shop.run(tmp_path / "person", person)
    decided = told(end, "refund.decided")
    assert (decided["decision"], decided["needs_review"]) == ("ESCALATE", True)


def test_a_buyer_is_taken_out_of_requests_too(shop: Shop) -> None:
    done = shop.argosy("forget", *MERCHANT, "--buyer", "u-R-1")
    assert done.returncode == 0, done.stderr
    assert "1 requests lost the buyer's words and 1 files" in done.stdout

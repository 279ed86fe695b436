"""A dispute that arrives as a scan becomes a letter, on the whole stack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import docx
import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader

from argosy_testing.shop import Shop

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

MERCHANT = ("--merchant", "m-dispute")
SCAN = (
    "NOTICE OF CHARGEBACK",
    "Network: Mastercard",
    "Reason code: 4853 Goods or services not provided",
    "Case number: CB-550117",
    "Disputed amount: 64.50 EUR",
    "Card number: **** **** **** 5100",
    "Order number: B-2207",
    "Please respond by 2026-10-21",
)


def event(type_: str, data: dict[str, Any], at: str) -> dict[str, Any]:
    return {"type": type_, "merchant_id": "m-dispute", "platform": "my-shop", "time": at, "data": data}


def scanned(path: Path) -> str:
    page = Image.new("RGB", (900, 640), (252, 251, 248))
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(next(Path("/usr/share/fonts").rglob("*Sans*.ttf"))), 30)
    for row, text in enumerate(SCAN):
        draw.text((50, 40 + 68 * row), text, font=font, fill=(25, 25, 30))
    page.save(path)
    return path.name


def facts() -> list[dict[str, Any]]:
    buyer = {
        "id": "u-9",
        "name": "Jonas Weber",
        "email": "jonas@mail.example",
        "address": "Lindenweg 4, 50667 Köln",
    }
    price = {"amount": "64.50", "currency": "EUR"}
    order = {"id": "B-2207", "buyer": buyer, "total": price, "placed_at": "2026-08-10T09:00:00Z"}
    order["lines"] = [{"sku": "K-1", "title": "Kettle", "quantity": 1, "price": price}]
    payment = {
        "order_id": "B-2207",
        "card": {"network": "mastercard", "last4": "5100", "bin_country": "DE"},
        "descriptor": "LUMORA*KETTLE",
        "captured_at": "2026-08-10T09:01:00Z",
    }
    scans = [
        {"status": status, "at": at, "location": place, "proof": proof}
        for status, at, place, proof in (
            ("picked up", "2026-08-11T08:00:00Z", "Shenzhen", {}),
            ("delivered", "2026-08-19T11:30:00Z", "50667 Köln", {"signature": "J. Weber"}),
        )
    ]
    parcel = {"order_id": "B-2207", "carrier": "DHL", "tracking_number": "00340434"}
    return [
        event("order.placed", {"order": order}, "2026-08-10T09:00:00Z"),
        event("payment.authorized", payment, "2026-08-10T09:01:00Z"),
        *(event("shipment.updated", {**parcel, **scan}, scan["at"]) for scan in scans),
    ]


def test_a_scanned_notice_becomes_a_letter_in_word_and_pdf(shop: Shop, tmp_path: Path) -> None:
    shop.run(tmp_path / "facts", *facts())
    head = shop.argosy("disputes", "letterhead", *MERCHANT, "--name", "Lumora Trading", "--line", "Shenzhen")
    assert head.returncode == 0, head.stderr
    folder = tmp_path / "dispute"
    folder.mkdir()
    notice = {
        "subject": "Chargeback notice",
        "from": "chargebacks@acquirer.example",
        "body": "Please find the notice attached.",
        "received_at": "2026-10-01T08:00:00Z",
        "attachments": [scanned(folder / "notice.png")],
    }
    asked = event("dispute.opened", {"dispute_id": "d-scan", "notice": notice}, "2026-10-01T08:00:00Z")
    (drafted,) = shop.run(folder, asked)
    data = drafted["data"]
    assert (data["network"], data["reason_code"], data["decision"]) == ("mastercard", "4853", "FIGHT")
    assert data["due_at"].startswith("2026-10-21")
    kinds = {exhibit["kind"] for exhibit in data["exhibits"]}
    assert {"delivery_confirmation", "delivery_signature"} <= kinds
    assert "Weber" not in json.dumps(data, ensure_ascii=False)
    (word,) = folder.rglob("*.letter.docx")
    (pdf,) = folder.rglob("*.letter.pdf")
    said = "\n".join(paragraph.text for paragraph in docx.Document(str(word)).paragraphs)
    assert "Mastercard reason code 4853" in said
    assert "Lumora Trading" in said
    printed = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(str(pdf)).pages)
    for words in ("CB-550117", "64.50 EUR", "00340434", "19 August 2026"):
        assert words in printed


def test_how_a_case_ended_stands_in_the_report_and_a_buyer_can_be_forgotten(
    shop: Shop, tmp_path: Path
) -> None:
    told = {
        "dispute_id": "d-scan",
        "notice": {
            "subject": "Chargeback won",
            "from": "chargebacks@acquirer.example",
            "body": "Case CB-550117: the dispute was decided in your favour. You have won the chargeback.",
            "received_at": "2026-11-01T08:00:00Z",
        },
    }
    assert shop.run(tmp_path, event("dispute.updated", told, "2026-11-01T08:00:00Z")) == []
    report = shop.argosy("disputes", "report", *MERCHANT, "--json")
    assert report.returncode == 0, report.stderr
    (row,) = json.loads(report.stdout)
    assert (row["network"], row["code"], row["won"], row["recovered"]) == (
        "mastercard",
        "4853.not_received",
        1,
        {"EUR": "64.50"},
    )
    plan = shop.argosy("forget", *MERCHANT, "--buyer", "u-9", "--dry-run")
    assert "1 orders would lose their buyer" in plan.stdout
    done = shop.argosy("forget", *MERCHANT, "--buyer", "u-9")
    assert "2 letters of 1 cases are gone" in done.stdout
    again = shop.argosy("forget", *MERCHANT, "--buyer", "u-9")
    assert "0 orders" in again.stdout

"""A shop's events, as its platform would send them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from argosy_contracts import Event, from_json, to_json

DISPUTED = datetime(2026, 10, 1, 8, tzinfo=UTC)
NOTICE = """Dear merchant,

A cardholder has disputed a transaction.

Network: Visa
Reason code: 13.1 Merchandise/Services Not Received
Case number: CB-998877
Disputed amount: 129.90 EUR
Transaction date: 2026-08-14
Card number: **** **** **** 4242
ARN: 74987654321098765432109
Order number: A-10024
Please respond by 2026-10-21.
"""


def event(type_: str, data: dict[str, Any], at: datetime, id_: str = "", merchant: str = "m-1") -> Event[Any]:
    document = {
        "type": type_,
        "id": id_ or f"{type_}-{at.isoformat()}-{merchant}",
        "merchant_id": merchant,
        "platform": "demo",
        "time": at.isoformat().replace("+00:00", "Z"),
        "data": data,
    }
    return from_json(document, source="test")


def order(order_id: str = "A-10024", days: int = 0, **buyer: str) -> Event[Any]:
    placed = datetime(2026, 8, 14, 9, 12, tzinfo=UTC) + timedelta(days=days)
    data = {
        "order": {
            "id": order_id,
            "buyer": {
                "id": "u-77",
                "name": "Marta Álvarez Núñez",
                "email": "marta@mail.example",
                "ip": "203.0.113.77",
                "device_id": "device-0123456789abcdef",
                "address": "Calle de Alcalá 12, 28013 Madrid, Spain",
                "language": "es",
                **buyer,
            },
            "lines": [
                {
                    "sku": "LAMP-1",
                    "title": "Desk lamp",
                    "quantity": 1,
                    "price": {"amount": "119.90", "currency": "EUR"},
                }
            ],
            "shipping": {"amount": "10.00", "currency": "EUR"},
            "total": {"amount": "129.90", "currency": "EUR"},
            "placed_at": placed.isoformat().replace("+00:00", "Z"),
        }
    }  # fmt: skip
    return event("order.placed", data, placed, f"order-{order_id}")


def payment(order_id: str = "A-10024", arn: str = "74987654321098765432109", **more: Any) -> Event[Any]:
    at = datetime(2026, 8, 14, 9, 15, tzinfo=UTC)
    data = {
        "order_id": order_id,
        "card": {"network": "visa", "last4": "4242", "bin_country": "ES"},
        "avs": "Y",
        "cvv": "M",
        "arn": arn,
        "descriptor": "LUMORA*LAMPS",
        "captured_at": at.isoformat().replace("+00:00", "Z"),
        **more,
    }
    return event("payment.authorized", data, at, f"payment-{order_id}")


def scan(status: str, day: int, hour: int = 10, location: str = "28013 Madrid", **proof: str) -> Event[Any]:
    at = datetime(2026, 8, day, hour, 24, tzinfo=UTC)
    data = {
        "order_id": "A-10024",
        "carrier": "DHL Express",
        "tracking_number": "1234567890",
        "status": status,
        "at": at.isoformat().replace("+00:00", "Z"),
        "location": location,
        "proof": proof,
    }
    return event("shipment.updated", data, at)


def parcel() -> list[Event[Any]]:
    return [
        scan("picked up", 15, location="Shenzhen"),
        scan("in transit", 17, location="Leipzig"),
        scan("delivered", 20, signature="M. Álvarez"),
    ]


def dispute(
    body: str = NOTICE,
    at: datetime = DISPUTED,
    sender: str = "Disputes <disputes@acquirer.example>",
    **fields: Any,
) -> Event[Any]:
    data = {
        "dispute_id": "d-31",
        "notice": {
            "subject": "Chargeback notification",
            "from": sender,
            "body": body,
            "received_at": at.isoformat().replace("+00:00", "Z"),
        },
        **fields,
    }
    return event("dispute.opened", data, at, f"dispute-{fields.get('dispute_id', 'd-31')}")


def update(body: str, at: datetime, **fields: Any) -> Event[Any]:
    opened = dispute(body, at, **fields)
    document = to_json(opened)
    return event("dispute.updated", document["data"], at, f"update-{at.isoformat()}")

"""A shop's events about refunds as its platform would send them, and readers that understand simple words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from argosy_commerce.money import Money
from argosy_contracts import Event, from_json
from argosy_ledger import OrderLedger, PolicyLedger, Sealer
from argosy_testing.store import MemoryStore
from refund_agent.adapters.listings import ListingRepository
from refund_agent.adapters.outcomes import OutcomeRepository
from refund_agent.adapters.requests import RequestRepository
from refund_agent.deciding import Desk
from refund_agent.domain.checks import Check
from refund_agent.domain.complaint import Complaint, ReadReason, Reason
from refund_agent.domain.negotiation.state import Meaning
from refund_agent.handlers import (
    Deps,
    hear_reply,
    keep_listing,
    keep_new_listing,
    keep_order,
    keep_payment,
    keep_policy,
    keep_refund,
    keep_shipment,
    let_lapse,
    request_refund,
)
from refund_agent.learning import Experience
from refund_agent.settings import RefundSettings

ASKED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
HANDLERS = {
    "order.placed": keep_order,
    "payment.authorized": keep_payment,
    "shipment.updated": keep_shipment,
    "policy.updated": keep_policy,
    "refund.decided": keep_refund,
    "product.created": keep_new_listing,
    "product.updated": keep_listing,
    "refund.requested": request_refund,
    "refund.replied": hear_reply,
    "refund.lapsed": let_lapse,
}
SETTINGS = RefundSettings(triton_url="x", mongodb_uri="x", blob_url="x", facts_wait_s=0)


@dataclass(frozen=True)
class Reply:
    language: str
    meaning: Meaning
    counter: Money | None = None
    counter_share: float | None = None
    wants_person: bool = False
    sends_back: bool = False
    doubts: tuple[str, ...] = ()


def reads(text, language, lines, wish, texts, currency) -> Complaint:
    """The first word is the reason."""
    reason = next(iter(text.split()), "")
    reason = reason if reason in get_args(Reason) else "other"
    severity = "partial" if reason != "unsafe" else "unknown"
    skus = tuple(line.sku for line in lines if line.sku in text)
    asks = "person" in text
    return Complaint(
        language, (ReadReason(reason, 0.9, (text,)),), severity, wish if wish != "refund" else None,
        skus=skus, wants_person=asks,
    )  # fmt: skip


def hears(data, offer, language) -> Reply:
    """The first word is the meaning, unless the event says that the offer is taken."""
    meaning = "accepts" if data.accepts else (data.text.split() or ["refuses"])[0]
    if data.HasField("counter"):
        meaning = "counters"
    share = float(data.text.split()[1]) if meaning == "counters" and data.text else None
    return Reply(
        data.language,
        meaning,
        counter_share=share,
        wants_person="person" in data.text,
        sends_back="back" in data.text,
    )


class Verifier:
    """Finds what it is told to find; counts how often it looked."""

    def __init__(self) -> None:
        self.checks: tuple[Check, ...] = ()
        self.looked = 0

    async def __call__(self, event, facts, complaint):
        self.looked += 1
        return self.checks


class Clock:
    """Stands until it is set."""

    def __init__(self) -> None:
        self.now = ASKED

    def __call__(self) -> datetime:
        return self.now


def desk_of(store: MemoryStore | None = None, settings: RefundSettings = SETTINGS, **more: Any) -> Desk:
    store, sealer = store or MemoryStore(), Sealer()
    requests = RequestRepository(store, sealer)
    usual = {
        "reads": reads, "hears": hears, "verifies": Verifier(), "clock": Clock(), "requests": requests,
    }  # fmt: skip
    return Desk(
        orders=OrderLedger(store, sealer),
        policies=PolicyLedger(store),
        experience=Experience(OutcomeRepository(store)),
        settings=settings,
        **(usual | more),
    )


def deps_of(desk: Desk) -> Deps:
    return Deps(desk, ListingRepository(desk.requests._store))


async def tell(deps: Deps, *events: Event[Any]) -> list[Any]:
    return [await HANDLERS[one.type](one, deps) for one in events]


def event(type_: str, data: dict[str, Any], at: datetime, id_: str = "", merchant: str = "m-1") -> Event[Any]:
    document = {
        "type": type_, "id": id_ or f"{type_}-{at.isoformat()}-{merchant}", "merchant_id": merchant,
        "platform": "own_shop", "time": at.isoformat().replace("+00:00", "Z"), "data": data,
    }  # fmt: skip
    return from_json(document, source="test")


def money(amount: str, currency: str = "EUR") -> dict[str, str]:
    return {"amount": amount, "currency": currency}


def order(days: float = -12, price: str = "40.00", pieces: int = 1, **more: Any) -> Event[Any]:
    placed = ASKED + timedelta(days=days)
    total = f"{float(price) * pieces:.2f}"
    buyer = {
        "id": "u-77", "name": "Marta Álvarez Núñez", "email": "marta@mail.example",
        "address": "Hauptstr. 5, 10115 Berlin, Germany", "language": "de",
    }  # fmt: skip
    line = {"sku": "LAMP-1", "title": "Desk lamp", "quantity": pieces, "price": money(price)}
    data = {
        "id": "A-1", "buyer": buyer, "lines": [line], "total": money(total),
        "placed_at": placed.isoformat(), **more,
    }  # fmt: skip
    return event("order.placed", {"order": data}, placed)


def payment(days: float = -12) -> Event[Any]:
    at = ASKED + timedelta(days=days)
    return event("payment.authorized", {"order_id": "A-1", "captured_at": at.isoformat()}, at)


def scan(status: str, days: float, number: str = "T1", **more: Any) -> Event[Any]:
    at = ASKED + timedelta(days=days)
    data = {
        "order_id": "A-1", "carrier": "DHL", "tracking_number": number, "status": status,
        "at": at.isoformat(), **more,
    }  # fmt: skip
    return event("shipment.updated", data, at)


def delivered(days: float = -4, **more: Any) -> list[Event[Any]]:
    """An order that was paid, sent and came."""
    return [order(**more), payment(), scan("picked up", -11), scan("delivered", days)]


def request(text: str = "damaged", hours: float = 0, request_id: str = "rr-1", **more: Any) -> Event[Any]:
    data = {"request_id": request_id, "order_id": "A-1", "reason_text": text, "language": "de", **more}
    return event("refund.requested", data, ASKED + timedelta(hours=hours), f"ask-{request_id}-{hours}")


def reply(text: str, hours: float, request_id: str = "rr-1", **more: Any) -> Event[Any]:
    data = {"request_id": request_id, "text": text, "language": "de", **more}
    at = ASKED + timedelta(hours=hours)
    return event("refund.replied", data, at, f"reply-{request_id}-{hours}")


def policy(shown: bool = True, **rules: Any) -> Event[Any]:
    data = {
        "merchant_id": "m-1", "kind": "REFUND", "market": "", "text": "Returns", "rules": rules,
        "shown_at_checkout": shown,
    }  # fmt: skip
    return event("policy.updated", data, ASKED - timedelta(days=100))

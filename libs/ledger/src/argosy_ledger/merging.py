"""New facts into known ones. Every function is idempotent, and their order does not matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final, TypeVar

from google.protobuf.message import Message

from argosy.fact.v1 import fact_pb2
from argosy.refund.v1 import refund_pb2
from argosy_ledger.facts import Conversation, Fact, OrderFacts, PolicyHistory, Said, begins, utc
from argosy_telemetry import mask_cards

M = TypeVar("M", bound=Message)

MAX_SHIPMENTS: Final = 200
MAX_SAID: Final = 500
MAX_VERSIONS: Final = 100
MAX_TEXT: Final = 4_000
"""Characters of one message of a conversation that are kept."""
MAX_SCAN: Final = 2_000
"""Characters of a text in a carrier's scan: no carrier writes so many, and 200 scans are one document."""
MAX_VERSIONS_BYTES: Final = 8_000_000
"""Of all versions of a policy that are kept, the last aside: MongoDB takes documents of 16 MB."""


def with_order(known: OrderFacts, fact: Fact[fact_pb2.OrderPlaced]) -> OrderFacts:
    """The order, or its correction."""
    return replace(known, order=_newer(known.order, Fact(fact.data.order, fact.time, fact.event_id)))


def with_payment(known: OrderFacts, fact: Fact[fact_pb2.PaymentAuthorized]) -> OrderFacts:
    """The payment, or its correction. A refund once told stays, whichever event came last."""
    told = fact_pb2.PaymentAuthorized()
    told.CopyFrom(fact.data)
    told.card.last4 = told.card.last4[-4:] if told.card.last4[-4:].isdigit() else ""
    mine = Fact(told, fact.time, fact.event_id)
    kept = _newer(known.payment, mine)
    refunds = {
        (refund.at.ToNanoseconds(), refund.amount.amount, refund.amount.currency): refund
        for side in (known.payment, mine)
        if side is not None
        for refund in side.data.refunds
    }
    merged = fact_pb2.PaymentAuthorized()
    merged.CopyFrom(kept.data)
    del merged.refunds[:]
    merged.refunds.extend(refunds[key] for key in sorted(refunds))
    return replace(known, payment=Fact(merged, kept.time, kept.event_id))


def with_shipment(known: OrderFacts, fact: Fact[fact_pb2.ShipmentUpdated]) -> OrderFacts:
    """One scan of a parcel; told again with the same time and number it is a correction."""

    def scan(one: Fact[fact_pb2.ShipmentUpdated]) -> tuple[str, str, int]:
        at = one.data.at.ToNanoseconds() or int(one.time.timestamp() * 1e9)
        return one.data.carrier, one.data.tracking_number, at

    scans = _merged(known.shipments, replace(fact, data=_clipped(fact.data)), scan)
    ordered = sorted(scans, key=lambda one: (scan(one)[2], scan(one)))
    return replace(known, shipments=tuple(ordered[-MAX_SHIPMENTS:]))


def _clipped(told: fact_pb2.ShipmentUpdated) -> fact_pb2.ShipmentUpdated:
    kept = fact_pb2.ShipmentUpdated()
    kept.CopyFrom(told)
    for holder, names in (
        (kept, ("carrier", "tracking_number", "status", "location")),
        (kept.proof, ("signature", "photo_url")),
    ):
        for name in names:
            if len(text := getattr(holder, name)) > MAX_SCAN:
                setattr(holder, name, text[:MAX_SCAN])
    return kept


def with_refund(known: OrderFacts, fact: Fact[refund_pb2.RefundDecided]) -> OrderFacts:
    """A refund that was decided; the last decision of a request counts. Kept is what was decided, not why."""
    refunds = _merged(
        known.refunds, replace(fact, data=_decision(fact.data)), lambda one: one.data.request_id
    )
    return replace(known, refunds=tuple(sorted(refunds, key=lambda one: one.age)))


def _decision(told: refund_pb2.RefundDecided) -> refund_pb2.RefundDecided:
    kept = refund_pb2.RefundDecided(
        request_id=told.request_id, order_id=told.order_id, decision=told.decision, rounds=told.rounds
    )
    if told.HasField("refund"):
        kept.refund.CopyFrom(told.refund)
    if told.HasField("dispute_reason"):
        kept.dispute_reason.CopyFrom(told.dispute_reason)
    return kept


def with_said(known: Conversation, said: Said, order_id: str = "", product_id: str = "") -> Conversation:
    """One more message; card numbers in it are masked before it is kept."""
    safe = replace(said, text=mask_cards(said.text[:MAX_TEXT]))
    before = [one for one in known.said if (one.message_id, one.side) != (safe.message_id, safe.side)]
    ordered = sorted([*before, safe], key=lambda one: (one.time, one.message_id, one.side))
    return replace(
        known,
        order_id=known.order_id or order_id,
        product_id=known.product_id or product_id,
        said=tuple(ordered[-MAX_SAID:]),
    )


def with_policy(known: PolicyHistory, fact: Fact[fact_pb2.PolicyUpdated]) -> PolicyHistory:
    """A version of a policy; two that begin at one moment are one, corrected."""
    versions = sorted(_merged(known.versions, fact, begins), key=begins)[-MAX_VERSIONS:]
    while len(versions) > 1 and sum(one.data.ByteSize() for one in versions[:-1]) > MAX_VERSIONS_BYTES:
        del versions[0]
    return replace(known, versions=tuple(versions))


def scanned_at(scan: Fact[fact_pb2.ShipmentUpdated]) -> datetime:
    """When a scan happened, as the carrier says, else as its event does."""
    return utc(scan.data.at) if scan.data.HasField("at") else scan.time


def _newer(known: Fact[M] | None, told: Fact[M]) -> Fact[M]:
    return told if known is None or told.age > known.age else known


def _merged(known: Iterable[Fact[M]], told: Fact[M], thing: Callable[[Fact[M]], object]) -> list[Fact[M]]:
    """The newest fact of each thing."""
    newest: dict[object, Fact[M]] = {}
    for one in (*known, told):
        newest[thing(one)] = _newer(newest.get(thing(one)), one)
    return list(newest.values())

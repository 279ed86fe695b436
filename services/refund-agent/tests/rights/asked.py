"""Requests as the tests of entitlements make them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from argosy.fact.v1 import fact_pb2
from argosy_ledger import OrderFacts
from refund_agent.domain.checks import Check
from refund_agent.domain.complaint import Complaint, ReadReason
from refund_agent.domain.entitlement import Entitlement
from refund_agent.domain.rights.entitlement import entitlement
from refund_agent.domain.rights.paid import paid_for

from .orders import at, facts, scan


def complaint(*reasons: str, severity: str = "unknown", language: str = "de") -> Complaint:
    read = tuple(ReadReason(reason, 0.9, ()) for reason in reasons)  # type: ignore[arg-type]
    return Complaint(language, read, severity)  # type: ignore[arg-type]


def policy(shown: bool = True, **rules: Any) -> fact_pb2.PolicyUpdated:
    told = fact_pb2.PolicyUpdated(kind="REFUND", text="Our return terms.", shown_at_checkout=shown)
    told.rules.update(rules)
    return told


def delivered(days: float, known: OrderFacts | None = None) -> OrderFacts:
    """The order with one parcel that came so many days after it."""
    known = known or facts()
    scans = (scan("Picked up from sender", min(1, days / 2)), scan("Delivered", days))
    return OrderFacts(known.order_id, known.order, known.payment, scans, known.refunds)


def claim(
    market: str,
    reason: str,
    day: float,
    known: OrderFacts,
    *,
    platform: str = "",
    terms: fact_pb2.PolicyUpdated | None = None,
    severity: str = "unknown",
    categories: Mapping[str, frozenset[Any]] | None = None,
    lines: tuple[tuple[str, int], ...] = (),
    checks: tuple[Check, ...] = (),
) -> Entitlement:
    """What is owed for a complaint made so many days after the order; without ``terms``, some were shown."""
    return entitlement(
        complaint(*reason.split("+"), severity=severity),
        checks,
        paid_for(known, lines),
        known,
        market,
        platform,
        policy() if terms is None else terms,
        categories or {},
        at(day),
    )

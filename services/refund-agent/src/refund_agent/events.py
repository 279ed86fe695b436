"""Offers and decisions as the events that are published. They name no buyer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from google.protobuf.timestamp_pb2 import Timestamp

from argosy.common.v1 import common_pb2
from argosy.refund.v1 import refund_pb2
from argosy_commerce.money import Money
from refund_agent.domain.checks import Check
from refund_agent.domain.complaint import Complaint
from refund_agent.domain.entitlement import Entitlement, Right
from refund_agent.domain.negotiation.state import Round, Verdict
from refund_agent.domain.options import Option


def refund_offered(
    request_id: str, order_id: str, made: Round, language: str, text: str, review: Sequence[str]
) -> refund_pb2.RefundOffered:
    """The data of ``refund.offered``."""
    offer = made.offer
    return refund_pb2.RefundOffered(
        request_id=request_id,
        order_id=order_id,
        round=made.number,
        offer={
            "refund": money(offer.refund),
            "keep_item": offer.keep_item,
            "return_label": offer.return_label,
            "decision": offer.decision,
        },
        message={"language": language, "text": text},
        expires_at=stamp(made.until),
        engine=engine(),
        needs_review=bool(review),
        review_reasons=_once(review),
    )


def refund_decided(
    request_id: str,
    order_id: str,
    verdict: Verdict,
    rounds: int,
    language: str,
    text: str,
    review: Sequence[str],
    complaint: Complaint | None = None,
    checks: Sequence[Check] = (),
    entitlement: Entitlement | None = None,
    options: Sequence[Option] = (),
) -> refund_pb2.RefundDecided:
    """The data of ``refund.decided``. Of a request whose order is not known, little can be told.

    ``options``: of the last choice, the cheapest first.
    """
    message = refund_pb2.RefundDecided(
        request_id=request_id,
        order_id=order_id,
        decision=verdict.decision,
        evidence_checks=[
            {
                "ref": one.ref,
                "check": one.check,
                "passed": one.result == "passed",
                "finding": one.finding,
                "result": one.result.upper(),
            }
            for one in checks
        ],
        policy=[{"rule": f"{one.rule}: {one.why}", "source": one.source} for one in _rights(entitlement)],
        engine=engine(),
        rounds=rounds,
        message={"language": language, "text": text},
    )
    if verdict.refund is not None:
        message.refund.CopyFrom(money(verdict.refund))
    tell_pay(message, verdict)
    if complaint is not None:
        message.dispute_reason.code = complaint.reason
        message.dispute_reason.confidence = round(complaint.reasons[0].confidence, 4)
    if entitlement is not None and not entitlement.rights:
        message.policy.extend(_exclusion(text) for text in entitlement.exclusions)
    _costs(message, verdict, options)
    reasons = [*(verdict.why if verdict.decision == "ESCALATE" else ()), *review]
    message.review_reasons.extend(_once(reasons))
    message.needs_review = bool(message.review_reasons) or verdict.decision == "ESCALATE"
    return message


def tell_pay(message: refund_pb2.RefundDecided, verdict: Verdict) -> None:
    """When the money is due, in place of what the message said of it."""
    message.ClearField("pay_by")
    message.pay_days = verdict.pay.days or 0 if verdict.pay else 0
    if verdict.pay is not None and verdict.pay.by is not None:
        message.pay_by.CopyFrom(stamp(verdict.pay.by))


def money(amount: Money) -> common_pb2.Money:
    """An amount as events carry it."""
    text, currency = amount.rounded().to_strings()
    return common_pb2.Money(amount=text, currency=currency)


@cache
def engine() -> common_pb2.Engine:
    """Rules, figures and sentences are the engine here: their data's digest is its revision."""
    digest = hashlib.sha256()
    root = files("refund_agent") / "data"
    for entry in _sorted(root):
        for file in _sorted(entry) if entry.is_dir() else (entry,):
            if file.is_file():
                digest.update(f"{entry.name}/{file.name}\0".encode() + file.read_bytes())
    return common_pb2.Engine(
        name="refund-rules", model="rules+costs", revision=digest.hexdigest()[:12], profile="embedded"
    )


def _costs(message: refund_pb2.RefundDecided, verdict: Verdict, options: Sequence[Option]) -> None:
    """What the outcome is expected to cost, and what the others would have."""
    same = [one for one in options if one.offer.decision == verdict.decision]
    chosen = next((one for one in same if one.offer == verdict.offer), same[0] if same else None)
    if chosen is not None:
        message.merchant_cost.CopyFrom(money(chosen.cost))
    for one in options:
        if one is not chosen:
            message.alternatives.add(
                decision=one.offer.decision, cost=money(one.cost), acceptance=round(one.acceptance, 4)
            )


def _rights(entitlement: Entitlement | None) -> Sequence[Right]:
    return entitlement.rights if entitlement else ()


def _exclusion(text: str) -> refund_pb2.RefundDecided.PolicyRule:
    source, _, why = text.partition(": ")
    return refund_pb2.RefundDecided.PolicyRule(rule=why or text, source=source)


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda entry: entry.name)


def stamp(moment: datetime) -> Timestamp:
    """A moment as events carry it."""
    told = Timestamp()
    told.FromDatetime(moment)
    return told

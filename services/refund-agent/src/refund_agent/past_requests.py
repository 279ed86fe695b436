"""Requests of this service as lines that `argosy refunds simulate` reads and the costs learn from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from argosy.refund.v1 import refund_pb2
from argosy_commerce.money import Money
from argosy_ledger.facts import OrderFacts
from refund_agent.adapters.requests import RequestRecord
from refund_agent.domain.costs.case import Case
from refund_agent.domain.matters import Beside, Stands
from refund_agent.domain.negotiation.state import State
from refund_agent.domain.options import Offer

_ESCALATE = refund_pb2.RefundDecided.ESCALATE
_TAKEN = frozenset({"accepted", "agreed", "at_once", "right"})


def past_of(case: Case) -> str:
    """How a case stands, without its offers; "" where nothing is left to refund."""
    paid, owed, said, lane = case.paid, case.entitlement, case.complaint, case.lane
    if not paid.refundable:
        return ""
    row: dict[str, Any] = {
        "reason": said.reason,
        "severity": said.severity,
        "wish": said.wish,
        "asked": _asked(said.asked, paid.refundable),
        "paid": _money(paid.refundable),
        "rights": {
            "owed": _money(owed.owed),
            "owed_on_return": _money(owed.owed_on_return),
            "may_return": owed.may_return,
            "return_paid_by": owed.return_paid_by,
        },
        "evidence_checks": [
            {"check": one.check, "result": one.result.upper(), "weak": one.weak} for one in case.checks
        ],
        "lane": {
            "buyer": lane.buyer,
            "merchant": lane.merchant,
            "warehouse": lane.warehouse,
            "grams": lane.grams,
            "categories": sorted(lane.categories),
        },
    }
    return json.dumps(row, ensure_ascii=False, sort_keys=True)


def past_line(record: RequestRecord) -> str:
    """One decided request as a line of JSON; "" where it teaches nothing. It names no buyer."""
    verdict = record.state.verdict
    if verdict is None or not record.past:
        return ""
    row = json.loads(record.past)
    row |= {"request_id": record.request_id, "order_id": record.order_id}
    row["offers"] = list(_offers(record.state))
    if verdict.decision == "ESCALATE":
        row["outcome"] = {"person": True}
    return json.dumps(row, ensure_ascii=False, sort_keys=True)


def beside(record: RequestRecord, facts: OrderFacts) -> Beside:
    """A request as another one of the order sees it."""
    reason = str(json.loads(record.past)["reason"]) if record.past else ""
    return Beside(record.request_id, record.skus, _stands(record, facts), reason)


def _stands(record: RequestRecord, facts: OrderFacts) -> Stands:
    verdict = record.state.verdict
    if verdict is None:
        return "over" if record.state.phase == "unasked" else "open"
    match verdict.decision:
        case "ESCALATE":
            # Who decided it elsewhere says so as a refund.decided of its own.
            told = {one.data.request_id for one in facts.refunds if one.data.decision != _ESCALATE}
            return "over" if record.request_id in told else "person"
        case "EXCHANGE":
            return "new goods"
        case "PARTIAL_KEEP":
            return "part"
    return "over"


def _offers(state: State) -> Iterator[dict[str, Any]]:
    """Each offer with its answer: the last as it ended, those before it refused."""
    verdict = state.verdict
    for made in state.rounds:
        answer = "REFUSED"
        if made is state.rounds[-1] and verdict is not None:
            answer = {"accepted": "ACCEPTED", "silence": "SILENCE"}.get(verdict.how, "REFUSED")
        yield _offer(made.offer, answer)
    last = state.rounds[-1].offer if state.rounds else None
    if verdict and verdict.offer and verdict.how in _TAKEN and verdict.offer != last:
        # Nothing is agreed to by who is given nothing.
        yield _offer(verdict.offer, "SILENCE" if verdict.decision == "REJECT" else "ACCEPTED")


def _offer(offer: Offer, answer: str) -> dict[str, Any]:
    return {
        "decision": offer.decision,
        "refund": _money(offer.refund),
        "return_label": offer.return_label,
        "answer": answer,
    }


def _asked(asked: Money | None, paid: Money) -> dict[str, str] | None:
    return _money(asked.rounded()) if asked is not None and asked.currency == paid.currency else None


def _money(money: Money) -> dict[str, str]:
    amount, currency = money.to_strings()
    return {"amount": amount, "currency": currency}

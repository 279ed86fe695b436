"""Writes past_requests.jsonl: sixty invented requests, always the same.

The shops, amounts and buyers are made up; how buyers answer is drawn from curves that differ a little from
those in data/costs/acceptance.yaml, so that a simulation has something to say about them.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any, Final

from argosy_commerce.money import Money
from refund_agent.domain.costs.figures import CostBook, cost_book
from refund_agent.domain.costs.lanes import Lane

REASONS: Final = {
    "damaged": 11, "not_as_described": 9, "does_not_fit": 8, "changed_mind": 8, "not_received": 8,
    "wrong_variant": 5, "defective": 5, "late": 4, "missing_parts": 2,
}  # fmt: skip
PLACES: Final = (("DE", "EUR"), ("FR", "EUR"), ("PL", "PLN"), ("US", "USD"), ("BR", "BRL"), ("JP", "JPY"))
EUROPE: Final = frozenset({"DE", "FR", "PL"})
PER_EURO: Final = {"EUR": 1.0, "PLN": 4.2, "USD": 1.15, "BRL": 6.0, "JPY": 170.0}
OFTEN_STRONG: Final = 0.45


def request(number: int, reason: str, dice: random.Random, book: CostBook) -> dict[str, Any]:
    """One line."""
    country, currency = dice.choice(PLACES)
    price = dice.lognormvariate(3.3, 0.6) * PER_EURO[currency]
    total = Money.of_minor(round(price * (1 if currency == "JPY" else 100)), currency)
    row = book.reasons[reason]  # type: ignore[index]
    strong = bool(row.shown_by) and dice.random() < OFTEN_STRONG
    checks = [{"check": name, "result": result.upper()} for name, result in list(row.shown_by.items())[:1]]
    may_return = country in EUROPE and row.goods
    lane = Lane(country, "CN", "PL" if country in EUROPE else "", dice.randint(15, 160) * 10)
    line: dict[str, Any] = {
        "request_id": f"r-{number:04}",
        "order_id": f"o-{dice.randint(10_000, 99_999)}",
        "reason": reason,
        "severity": dice.choice(["slight", "partial", "partial", "unusable"])
        if row.by_severity
        else "unknown",
        "paid": money(total),
        "rights": {
            "may_return": may_return,
            "return_paid_by": "merchant" if row.group in {"fault", "wrong", "missing"} else "buyer",
        },
        "evidence_checks": checks if strong else [],
        "lane": {"buyer": country, "merchant": "CN", "warehouse": lane.warehouse, "grams": lane.grams},
    }
    if dice.random() < 0.2:
        line["asked"] = money(Money.of_minor(max(round(total.minor * dice.uniform(0.2, 0.8)), 1), currency))
    prior = book.acceptances.acceptance[row.group]["strong" if strong else "none"]
    own = prior.half - 0.06 + dice.gauss(0, 1.7 / prior.steepness)
    offers, agreed = [], False
    for share in sorted(dice.choice([0.1, 0.15, 0.2, 0.3, 0.4, 0.5]) for _ in range(dice.randint(1, 2))):
        agreed = share >= own
        answer = "ACCEPTED" if agreed else dice.choice(["REFUSED", "REFUSED", "SILENCE"])
        refund = Money.of_minor(max(round(total.minor * share), 1), currency)
        offers.append({"decision": "PARTIAL_KEEP", "refund": money(refund), "answer": answer})
        if agreed or answer == "SILENCE":
            break
    outcome: dict[str, Any] = {"disputed": False}
    if not agreed and offers[-1]["answer"] == "REFUSED" and row.group == "non_delivery":
        offers.append({"decision": "REFUND", "refund": money(total), "answer": "ACCEPTED"})
    elif not agreed:
        none, nearly_all = row.chargeback
        outcome["disputed"] = dice.random() < none + (nearly_all - none) * share
        outcome["returned"] = not outcome["disputed"] and may_return and dice.random() < 0.4
    return line | {"offers": offers, "outcome": outcome}


def money(amount: Money) -> dict[str, str]:
    """As in the events."""
    value, currency = amount.to_strings()
    return {"amount": value, "currency": currency}


def main() -> None:
    """Write them beside this file."""
    dice, book = random.Random(20261126), cost_book()  # noqa: S311 — no secret hangs on it
    reasons = [reason for reason, many in REASONS.items() for _ in range(many)]
    dice.shuffle(reasons)
    lines = [json.dumps(request(number, reason, dice, book)) for number, reason in enumerate(reasons, 1)]
    Path(__file__).with_name("past_requests.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Four ways to answer refund requests, over the same 400: `python policies.py [--requests 400] [--seed 1]`.

The requests are drawn, not recorded: twelve markets, fifteen reasons, prices of 3 to 400 EUR, evidence,
delivery and time at random, all of a shop in China that sells under the laws of where its buyers live. What
each is owed comes from `domain/rights`; costs, acceptance, satisfaction and disputes are expected as
`argosy refunds simulate` reckons them. That buyers accept as the curves say is a judgement, so the figures
compare policies and predict none. Prints a table for docs/quality.md.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from argosy.fact.v1 import fact_pb2
from argosy_commerce.money import Money
from argosy_ledger import Fact, OrderFacts
from refund_agent.domain.checks import Check
from refund_agent.domain.complaint import Complaint, ReadReason, Reason, Severity
from refund_agent.domain.costs.bounds import allowed
from refund_agent.domain.costs.case import Case, Params
from refund_agent.domain.costs.choosing import course
from refund_agent.domain.costs.figures import cost_book
from refund_agent.domain.costs.lanes import Lane
from refund_agent.domain.costs.reckoning import terms
from refund_agent.domain.costs.simulating import Expected, expected
from refund_agent.domain.costs.terms import RETURNS, Kind, Move, Terms
from refund_agent.domain.entitlement import Right
from refund_agent.domain.rights.entitlement import entitlement
from refund_agent.domain.rights.paid import paid_for

MARKETS = {
    "DE": "EUR", "FR": "EUR", "IT": "EUR", "PL": "PLN", "GB": "GBP", "US": "USD", "BR": "BRL", "KR": "KRW",
    "JP": "JPY", "SA": "SAR", "TR": "TRY", "TH": "THB",
}  # fmt: skip
# How often each reason comes, about; a judgement.
OFTEN: dict[Reason, int] = {
    "not_received": 18, "late": 7, "damaged": 14, "defective": 12, "wrong_item": 6, "wrong_variant": 6,
    "does_not_fit": 12, "not_as_described": 8, "missing_parts": 4, "counterfeit": 1, "changed_mind": 8,
    "cancelled": 2, "charged_twice": 1, "unsafe": 1, "other": 2,
}  # fmt: skip
ORDERED = datetime(2026, 8, 3, 10, tzinfo=UTC)
Policy = Callable[["Drawn"], tuple[Move, ...]]


@dataclass(frozen=True)
class Drawn:
    """A request with its case in numbers, and whether a person would decide it."""

    case: Case
    numbers: Terms


def drawn(dice: random.Random) -> Drawn:
    """One request."""
    market = dice.choice(list(MARKETS))
    currency = MARKETS[market]
    params = Params()
    euros = 3 * (400 / 3) ** dice.random()
    total = Money.of_minor(max(round(params.units(euros, currency)), 2), currency)
    reason = dice.choices(list(OFTEN), list(OFTEN.values()))[0]
    severity: Severity = dice.choice(get_args(Severity))
    came = None if reason in {"not_received", "cancelled"} or dice.random() < 0.03 else dice.randint(6, 30)
    asked = (came or 0) + (dice.randint(0, 45) if came else dice.randint(2, 60))
    facts = _facts(market, total, came, sent=reason != "cancelled" or dice.random() < 0.5)
    checks = _checks(reason, dice.choices(["none", "strong", "some", "contradicted"], [50, 30, 12, 8])[0])
    said = Complaint(
        "en", (ReadReason(reason, 0.9, ()),), severity,
        wish=dice.choice([None, None, "refund", "return", "exchange"]),
        asked=_part(total, dice) if dice.random() < 0.2 else None,
    )  # fmt: skip
    paid = paid_for(facts)
    platform = dice.choice(["", "aliexpress", "amazon", "ebay", "temu"])
    policy = fact_pb2.PolicyUpdated(kind="REFUND", shown_at_checkout=dice.random() < 0.8)
    owed = entitlement(
        said, checks, paid, facts, market, platform, policy, {}, ORDERED + timedelta(days=asked)
    )
    lane = Lane(market, "CN", dice.choice(["", "", "", market]), dice.randint(100, 3000))
    one = Case(paid, owed, said, checks, lane)
    return Drawn(one, terms(one))


def _part(total: Money, dice: random.Random) -> Money:
    return Money.of_minor(max(round(total.minor * dice.random()), 1), total.currency)


def _facts(market: str, total: Money, came: int | None, *, sent: bool) -> OrderFacts:
    amount, currency = total.to_strings()
    price = {"amount": amount, "currency": currency}
    order = fact_pb2.Order(
        id="o-1", lines=[{"sku": "a", "title": "Thing", "quantity": 1, "price": price}], total=price
    )
    order.placed_at.FromDatetime(ORDERED)
    scans = ([("Picked up from sender", 2.0)] if sent else []) + (
        [("Delivered", float(came))] if came else []
    )
    shipments = []
    for status, days in scans:
        at = ORDERED + timedelta(days=days)
        told = fact_pb2.ShipmentUpdated(order_id="o-1", carrier="DHL", tracking_number="T1", status=status)
        told.at.FromDatetime(at)
        shipments.append(Fact(told, at, f"e-{days}"))
    payment = Fact(fact_pb2.PaymentAuthorized(order_id="o-1"), ORDERED, "e-payment")
    return OrderFacts("o-1", Fact(order, ORDERED, "e-order"), payment, tuple(shipments))


def _checks(reason: Reason, strength: str) -> tuple[Check, ...]:
    row = cost_book().reasons[reason]
    rows = row.spoken_against_by if strength == "contradicted" else row.shown_by
    first = list(rows.items())[: strength != "none"]
    return tuple(Check("a", name, result, "drawn", strength == "some") for name, result in first)


def ours(one: Drawn) -> tuple[Move, ...]:
    """What the service offers, in turn; who has no right and no floor is told so."""
    owed = one.case.entitlement
    if not owed.rights and owed.exclusions:
        none = [move for move in allowed(one.case, one.numbers).moves if move.kind == "none"]
        if none:
            return tuple(none)
    found = course(one.case)
    return found.moves if found else (_full(one),)


def refund(one: Drawn) -> tuple[Move, ...]:
    """All of the money, the goods kept."""
    return (_full(one),)


def send_back(one: Drawn) -> tuple[Move, ...]:
    """All of the money once the goods are back; at once where there are none."""
    numbers = one.numbers
    if not numbers.goods:
        return (_full(one),)
    return (Move("return_label" if numbers.payer == "merchant" else "return_own", numbers.on_return),)


def refuse(one: Drawn) -> tuple[Move, ...]:
    """Nothing but what the law forces: the money that is owed, or a return that is a right."""
    laws = _laws(one)
    owed = max((right.owed.minor for right in laws), default=0)
    if owed:
        return (Move("full", owed) if owed >= one.numbers.refundable else Move("keep", owed),)
    back = [right for right in laws if right.return_paid_by]
    if back and one.numbers.goods:
        free = any(right.return_paid_by == "merchant" for right in back)
        most = max(right.owed_on_return.minor for right in back)
        return (Move("return_label" if free else "return_own", most),)
    return (Move("none"),)


POLICIES: dict[str, Policy] = {
    "this service": ours,
    "always refund, goods kept": refund,
    "always return, then refund": send_back,
    "reject unless law forces": refuse,
}


def below(one: Drawn, moves: Sequence[Move]) -> bool:
    """Whether some offer, if it became the outcome without the buyer's will, gave less than a law does."""
    laws = _laws(one)
    owed = max((right.owed.minor for right in laws), default=0)
    back = [right for right in laws if right.return_paid_by] if one.numbers.goods else []
    most = max((right.owed_on_return.minor for right in back), default=0)
    free = any(right.return_paid_by == "merchant" for right in back)
    for move in moves:
        short = move.amount < owed if move.kind in {"keep", "full"} else owed > 0
        if short and not (move.kind in {"exchange", "resend"} and _first(laws, move.kind)):
            return True
        if move.kind == "none" and back:
            return True
        if move.kind in RETURNS and (move.amount < most or (free and move.kind == "return_own")):
            return True
    return False


def _first(laws: Sequence[Right], kind: Kind) -> bool:
    owing = [right for right in laws if right.owed]
    return all(kind in {*right.merchant_chooses, *right.remedies} for right in owing)


def _laws(one: Drawn) -> list[Right]:
    return [right for right in one.case.entitlement.rights if right.statutory]


def _full(one: Drawn) -> Move:
    return Move("full", one.numbers.refundable)


def told(one: Drawn, name: str, moves: tuple[Move, ...]) -> tuple[Expected, bool]:
    """What is expected of it, and whether a person decides."""
    result = expected(one.numbers, moves)
    if name != "this service":
        return result, False
    found = course(one.case)
    return result, bool(found and found.person) and moves[0].kind != "none"


def main() -> None:
    """Draw, compare, print."""
    options = argparse.ArgumentParser()
    options.add_argument("--requests", type=int, default=400)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    dice = random.Random(given.seed)  # noqa: S311 — no secret hangs on it
    requests = [drawn(dice) for _ in range(given.requests)]
    rows = [
        f"{given.requests} requests drawn, seed {given.seed}", "",
        "| policy | EUR in all | EUR each | below a law | agreed | satisfied | disputed | by a person |",
        "|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    found = {name: [_outcome(one, name, policy) for one in requests] for name, policy in POLICIES.items()}
    rows += [_row(name, outcomes) for name, outcomes in found.items()]
    rows += [
        "",
        "EUR each by the price of the goods",
        "",
        "| policy | under 20 EUR | 20 to 100 | above |",
        "|---|---|---|---|",
    ]
    rows += [_by_price(name, outcomes) for name, outcomes in found.items()]
    sys.stdout.write("\n".join(rows) + "\n")


def _outcome(one: Drawn, name: str, policy: Policy) -> dict[str, Any]:
    moves = policy(one)
    result, person = told(one, name, moves)
    cost = result.cost + (one.numbers.person if person else 0.0)
    return {
        "cost": cost / one.case.params.units(1.0, one.numbers.currency),
        "below": below(one, moves),
        "agreed": result.acceptance,
        "satisfied": result.satisfaction,
        "disputed": result.disputes,
        "person": person,
        "price": one.numbers.refundable / one.case.params.units(1.0, one.numbers.currency),
    }


def _by_price(name: str, found: Sequence[dict[str, Any]]) -> str:
    bands = ((0, 20), (20, 100), (100, 10_000))
    each = [[one["cost"] for one in found if low <= one["price"] < high] for low, high in bands]
    return f"| {name} | " + " | ".join(f"{sum(costs) / len(costs):.2f}" for costs in each) + " |"


def _row(name: str, found: Sequence[dict[str, Any]]) -> str:
    means = {key: sum(one[key] for one in found) / len(found) for key in found[0]}
    shares = " | ".join(f"{means[key]:.1%}" for key in ("below", "agreed", "satisfied", "disputed", "person"))
    return f"| {name} | {sum(one['cost'] for one in found):,.0f} | {means['cost']:.2f} | {shares} |"


if __name__ == "__main__":
    main()

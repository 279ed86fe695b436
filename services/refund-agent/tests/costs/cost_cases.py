"""Cases made by hand and at random, and the exhaustive search that the optimiser is held to."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations_with_replacement
from typing import Any, get_args

import numpy as np

from argosy_commerce.money import Money
from argosy_pictures.showing import Result
from refund_agent.domain.checks import Check, CheckName
from refund_agent.domain.complaint import Complaint, ReadReason, Reason, Severity
from refund_agent.domain.costs.bounds import allowed
from refund_agent.domain.costs.case import Case, Limits, Params
from refund_agent.domain.costs.figures import cost_book
from refund_agent.domain.costs.ladder import Floats, parts
from refund_agent.domain.costs.lanes import Lane
from refund_agent.domain.costs.reckoning import terms
from refund_agent.domain.costs.terms import Kind, Move, Terms
from refund_agent.domain.entitlement import Entitlement, Paid, PaidLine

REASONS: tuple[Reason, ...] = get_args(Reason)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
COUNTRIES = ("DE", "FR", "GB", "US", "BR", "JP", "KR", "TR", "RU", "SA", "TH", "CN", "")
NEXT: dict[Kind, tuple[Kind, ...]] = {
    "keep": ("keep", "full"),
    "return_own": ("return_label", "full"),
    "return_label": ("full",),
    "exchange": ("resend", "full"),
    "resend": ("full",),
    "none": (),
    "full": (),
}


def thrown(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 — no secret hangs on it


def euros(amount: str | int, currency: str = "EUR") -> Money:
    return Money(Decimal(amount), currency)


def paid(total: Money, already: Money | None = None) -> Paid:
    zero = Money.zero(total.currency)
    gone = already or zero
    line = PaidLine("A-1", "p-1", "Lamp", 1, total, zero, zero)
    return Paid((line,), total, gone, total - gone, whole_order=True)


def shown(reason: Reason, kind: str = "strong") -> tuple[Check, ...]:
    """Checks that make the evidence of a reason strong, some, contradicted, conflicting or none."""
    row = cost_book().reasons[reason]
    good = [Check("a", name, result, f"{name} {result}") for name, result in row.shown_by.items()][:1]
    bad = [Check("a", name, result, f"{name} {result}") for name, result in row.spoken_against_by.items()][:1]
    weak = [Check("a", one.check, one.result, one.finding, weak=True) for one in good]
    sets = {"strong": good, "some": weak, "contradicted": bad, "conflicting": [*good, *bad], "none": []}
    return tuple(sets[kind])


def complaint(reason: Reason = "damaged", severity: Severity = "partial", **more: Any) -> Complaint:
    return Complaint("de", (ReadReason(reason, 0.9, ()),), severity=severity, **more)


def case(
    total: str | Money = "40.00",
    said: Complaint | None = None,
    *,
    owed: str | int = 0,
    may_return: bool = False,
    payer: Any = "buyer",
    checks: Sequence[Check] = (),
    already: Money | None = None,
    **more: Any,
) -> Case:
    money = total if isinstance(total, Money) else euros(total)
    spent = paid(money, already)
    zero = Money.zero(money.currency)
    entitlement = Entitlement(
        rights=(),
        owed=euros(owed, money.currency),
        owed_on_return=spent.refundable if may_return else zero,
        may_return=may_return,
        must_offer_return=may_return,
        return_paid_by=payer,
        escalate=more.pop("escalate", ()),
    )
    lane = more.pop("lane", Lane("DE", "CN", "", 400))
    return Case(spent, entitlement, said or complaint(), tuple(checks), lane, **more)


def random_case(dice: random.Random, most: int = 6000) -> Case:
    """Any request: reasons, rights, evidence, limits; of at most ``most`` minor units."""
    currency = dice.choice(["EUR", "USD", "KRW", "JPY", "BRL", "KWD"])
    total = Money.of_minor(dice.randint(2, most), currency)
    already = Money.of_minor(dice.randint(0, total.minor - 2), currency) if dice.random() < 0.15 else None
    refundable = (total - already if already else total).minor
    reason = dice.choice(REASONS)
    more: dict[str, Any] = {}
    if dice.random() < 0.2:
        more["asked"] = Money.of_minor(dice.randint(1, refundable), currency)
    elif dice.random() < 0.1:
        more["asked_share"] = dice.random()
    if dice.random() < 0.3:
        more["wish"] = dice.choice(["refund", "partial_refund", "return", "exchange", "resend"])
    return case(
        total,
        complaint(reason, dice.choice(SEVERITIES), **more),
        owed=str(Money.of_minor(dice.choice([0, 0, 0, dice.randint(0, refundable)]), currency).amount),
        may_return=dice.random() < 0.4,
        payer=dice.choice(["buyer", "merchant"]),
        checks=shown(reason, dice.choice(["strong", "some", "contradicted", "none"])),
        already=already,
        lane=Lane(dice.choice(COUNTRIES), "CN", dice.choice(["", "", "DE", "US"]), dice.randint(0, 3000)),
        limits=Limits(rounds=dice.randint(1, 3), goods_cost=dice.choice([None, 0.2, 0.6])),
        params=Params(),
    )


def random_check(dice: random.Random) -> Check:
    return Check(
        "a", dice.choice(get_args(CheckName)), dice.choice(get_args(Result)), "x", dice.random() < 0.3
    )


def exhaustive(numbers: Terms, moves: Sequence[Move], rounds: int) -> float:
    """The least expected cost over every sequence of offers, of partial refunds every minor unit."""
    least = next((move.amount for move in moves if move.kind == "keep"), numbers.refundable)
    kinds: dict[Kind, Floats] = {
        move.kind: np.array([float(move.amount)]) for move in moves if move.kind != "keep"
    }
    if any(move.kind == "keep" for move in moves):
        kinds["keep"] = np.arange(least, numbers.high + 1, dtype=np.float64)
    agrees = {kind: numbers.agrees(kind, amount) for kind, amount in kinds.items()}
    agreed = {kind: sum(numbers.agreed_cost(kind, amount).values()) for kind, amount in kinds.items()}
    refused = {kind: sum(numbers.refused_cost(kind, amount).values()) for kind, amount in kinds.items()}
    left = {kind: sum(numbers.left_cost(kind, amount).values()) for kind, amount in kinds.items()}
    then = refused
    for _ in range(rounds - 1):
        then = {kind: _better(numbers, kind, kinds, agrees, agreed, refused, left, then) for kind in kinds}
    stay, go = 1 - numbers.leaves, numbers.leaves
    first = [
        numbers.message
        + agrees[kind] * agreed[kind]
        + (1 - agrees[kind]) * (go * left[kind] + stay * then[kind])
        for kind in kinds
    ]
    return float(min(costs.min() for costs in first))


def _better(
    numbers: Terms, kind: Kind, kinds: Any, agrees: Any, agreed: Any, refused: Any, left: Any, then: Any
) -> Floats:
    """After each refused offer of a kind: the least of standing by it and of every offer that is no worse."""
    result = np.array(refused[kind], dtype=np.float64)
    for place, before in enumerate(agrees[kind]):
        for after in NEXT[kind]:
            if after not in kinds or before >= 1:
                continue
            above = slice(place + 1, None) if kind == after == "keep" else slice(None)
            now = np.clip((agrees[after][above] - before) / (1 - before), 0, 1)
            missed = numbers.leaves * left[after][above] + (1 - numbers.leaves) * then[after][above]
            costs = numbers.message + now * agreed[after][above] + (1 - now) * missed
            if costs.size:
                result[place] = min(result[place], costs.min())
    return result


def enumerated(numbers: Terms, moves: Sequence[Move]) -> float:
    """Truly every sequence of up to three offers, each reckoned on its own; for small amounts."""
    kept = [move for move in moves if move.kind == "keep"]
    keeps = [Move("keep", cents) for move in kept for cents in range(move.amount, numbers.high + 1)]
    others = [move for move in moves if move.kind != "keep"]
    full = next(move for move in others if move.kind == "full")
    ladders: list[tuple[Move, ...]] = [(move,) for move in others]
    ladders += [(a, b) for a in others for b in others if b.kind in NEXT[a.kind]]
    ladders += [(a, b, full) for a, b in ladders[len(others) :] if "full" in NEXT[b.kind]]
    for many in (1, 2, 3):
        rising = [rungs for rungs in combinations_with_replacement(keeps, many) if len(set(rungs)) == many]
        ladders += rising
        ladders += [(*rungs, full) for rungs in rising if many < 3]
    return min(sum(parts(numbers, ladder).values()) for ladder in ladders)


def numbers_of(one: Case) -> tuple[Terms, list[Move]]:
    numbers = terms(one)
    return numbers, allowed(one, numbers).moves

"""What policies would have cost over past requests: expectations by the same figures, not a replay.

Each request is looked at as its file tells it. A policy's offers and how they would end come from the curves
of acceptance and the figures of costs; what was recorded stands beside, and how far the two are apart is
told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from argosy_commerce.money import Money
from refund_agent.domain.complaint import Reason
from refund_agent.domain.costs.case import Case
from refund_agent.domain.costs.choosing import course
from refund_agent.domain.costs.ladder import Branch, branches, parts
from refund_agent.domain.costs.past import BadLine, PastRequest
from refund_agent.domain.costs.policies import Policy
from refund_agent.domain.costs.reckoning import terms
from refund_agent.domain.costs.recorded import recorded
from refund_agent.domain.costs.terms import RETURNS, Kind, Move, Terms

ALL: Final = "all"
RECORDED: Final = "as recorded"
ALWAYS_REFUND: Final = "always refund"
ALWAYS_RETURN: Final = "always return"
CURRENT: Final = "current policy"
CHANGED: Final = "changed policy"


@dataclass(frozen=True, slots=True)
class Expected:
    """Of one request under one policy: cost in minor units, and shares 0..1."""

    cost: float
    acceptance: float
    satisfaction: float
    disputes: float
    by_a_person: float = 0.0


Strategy = Callable[[Case], Expected]


@dataclass(slots=True)
class Tally:
    """Sums over requests; ``cost`` in euros."""

    requests: int = 0
    cost: float = 0.0
    acceptance: float = 0.0
    satisfaction: float = 0.0
    disputes: float = 0.0
    by_a_person: float = 0.0

    def add(self, one: Expected, euros: float) -> None:
        """One request more, whose cost is ``euros``."""
        self.requests += 1
        self.cost += euros
        self.acceptance += one.acceptance
        self.satisfaction += one.satisfaction
        self.disputes += one.disputes
        self.by_a_person += one.by_a_person

    def mean(self, name: str) -> float:
        """Per request; 0 without any."""
        return float(getattr(self, name)) / self.requests if self.requests else 0.0


@dataclass(slots=True)
class Simulation:
    """Tallies by policy and reason (`ALL`: every), lines that could not be used, and a check of the curves.

    ``recorded``: requests whose end is on record and was no person's decision. ``first_offers``: recorded
    first offers of a partial refund that were answered; of those ``expected`` were expected to be accepted
    and ``accepted`` were.
    """

    tallies: dict[tuple[str, Reason | str], Tally] = field(default_factory=dict)
    bad: list[BadLine] = field(default_factory=list)
    requests: int = 0
    recorded: int = 0
    first_offers: int = 0
    expected: float = 0.0
    accepted: int = 0

    def policies(self) -> list[str]:
        """In the order in which they were added."""
        return [policy for policy, reason in self.tallies if reason == ALL]

    def reasons(self) -> list[str]:
        """The commonest first."""
        policy = next(iter(self.policies()), "")
        found = {reason: tally.requests for (named, reason), tally in self.tallies.items() if named == policy}
        return sorted(found.keys() - {ALL}, key=lambda reason: (-found[reason], reason))


def strategies(current: Policy, changed: Policy | None = None) -> dict[str, Strategy]:
    """Those to compare, by name."""
    found: dict[str, Strategy] = {
        ALWAYS_REFUND: _always_refund,
        ALWAYS_RETURN: _always_return,
        CURRENT: lambda case: _by_policy(case, current),
    }
    if changed is not None:
        found[CHANGED] = lambda case: _by_policy(case, changed)
    return found


def simulate(lines: Iterable[PastRequest | BadLine], policies: Mapping[str, Strategy]) -> Simulation:
    """Every request under every policy; lines that cannot be used are kept aside."""
    found = Simulation()
    for line in lines:
        if isinstance(line, BadLine):
            found.bad.append(line)
            continue
        found.requests += 1
        _check(line, found)
        for name, strategy in policies.items():
            _count(found, name, line.case, strategy(line.case))
        if (seen := recorded(line)) is not None:
            found.recorded += 1
            share = satisfaction_of(line.case, seen.got)
            disputed = float(bool(line.outcome.disputed))
            _count(found, RECORDED, line.case, Expected(seen.cost, float(seen.agreed), share, disputed))
    return found


def _count(found: Simulation, policy: str, case: Case, one: Expected) -> None:
    euros = one.cost / case.params.units(1.0, case.paid.total.currency)
    for reason in (ALL, case.complaint.reason):
        found.tallies.setdefault((policy, reason), Tally()).add(one, euros)


def _check(line: PastRequest, found: Simulation) -> None:
    """Whether the curve had expected what became of the first offer."""
    first = line.offers[0] if line.offers else None
    if first is None or first.decision != "PARTIAL_KEEP" or first.refund is None:
        return
    numbers = terms(line.case)
    amount = first.refund.money.minor
    branch = next(iter(branches(numbers, [Move("keep", amount)])))
    found.first_offers += 1
    found.expected += branch.likelihood
    found.accepted += first.answer == "ACCEPTED"


def _always_refund(case: Case) -> Expected:
    numbers = terms(case)
    return expected(numbers, (Move("full", numbers.refundable),))


def _always_return(case: Case) -> Expected:
    """All money once the goods are back; at once where there are none."""
    numbers = terms(case)
    if not numbers.goods:
        return _always_refund(case)
    label = numbers.payer == "merchant" or numbers.floor > 0
    kind: Kind = "return_label" if label else "return_own"
    return expected(numbers, (Move(kind, numbers.on_return),))


def _by_policy(case: Case, policy: Policy) -> Expected:
    limits = policy.limits(case.paid.total.currency, case.params, case.limits.goods_cost)
    found = course(replace(case, limits=limits))
    if found is None:
        return _always_refund(case)
    one = expected(found.numbers, found.moves)
    if not found.person:
        return one
    return replace(one, cost=one.cost + found.numbers.person, by_a_person=1.0)


def expected(numbers: Terms, moves: tuple[Move, ...]) -> Expected:
    """What comes of offers in a row."""
    agreed = disputes = satisfaction = 0.0
    for branch in branches(numbers, moves):
        kind, amount = branch.last.kind, float(branch.last.amount)
        got = _got(numbers, branch)
        satisfaction += branch.likelihood * min(got / _due(numbers), 1.0)
        if branch.agreed:
            agreed += branch.likelihood
        else:
            disputes += branch.likelihood * numbers.disputes(kind, amount)
    return Expected(sum(parts(numbers, moves).values()), agreed, satisfaction, disputes)


def satisfaction_of(case: Case, got: Money) -> float:
    """What a buyer got, as a share of what was asked or owed, at most 1."""
    return min(got.minor / _due(terms(case)), 1.0)


def _due(numbers: Terms) -> int:
    """What the buyer asked for, else all that could be refunded; never less than is owed."""
    asked = numbers.refundable if numbers.asked is None else numbers.asked
    return max(asked, numbers.owed, 1)


def _got(numbers: Terms, branch: Branch) -> float:
    """What a buyer comes out with; goods again count as all, postage of his own is taken off."""
    kind, amount = branch.last.kind, float(branch.last.amount)
    if not branch.agreed:
        kept = (branch.silent and not numbers.declared) or not numbers.may_return
        stands = float(numbers.stands(kind, amount)) if kept else numbers.owed
        back = numbers.goes_back(kind)
        disputed = numbers.disputes(kind, amount)
        postage = numbers.parcel.label if numbers.payer == "buyer" and numbers.fetched else 0.0
        won_by_buyer = disputed * (1 - numbers.won) * numbers.refundable
        return back * max(numbers.on_return - postage, 0.0) + won_by_buyer + (1 - back - disputed) * stands
    if kind in RETURNS:
        postage = numbers.parcel.label if kind == "return_own" else 0.0
        back = numbers.sends_back[RETURNS[kind]]
        return back * max(amount - postage, 0.0) + (1 - back) * numbers.owed
    if kind == "exchange":
        return numbers.sends_back["merchant"] * numbers.refundable
    return {"resend": float(numbers.refundable), "none": float(numbers.owed)}.get(kind, amount)

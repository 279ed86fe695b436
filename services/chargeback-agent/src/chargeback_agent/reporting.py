"""What became of a merchant's disputes, counted: pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from chargeback_agent.adapters.cases import CaseRecord


@dataclass(slots=True)
class CodeReport:
    """Cases of one reason code. Amounts by currency; ``expected`` adds up the likelihoods of ended cases."""

    network: str
    code: str
    open: int = 0
    won: int = 0
    lost: int = 0
    reversed: int = 0
    expected: float = 0.0
    disputed: dict[str, Decimal] = field(default_factory=dict)
    recovered: dict[str, Decimal] = field(default_factory=dict)
    missing: Counter[str] = field(default_factory=Counter)
    by_mix: dict[tuple[str, ...], tuple[int, int]] = field(default_factory=dict)
    """Evidence shown -> (won, lost)."""

    @property
    def cases(self) -> int:
        """All of them."""
        return self.open + self.won + self.lost + self.reversed

    @property
    def ended(self) -> int:
        """Won and lost."""
        return self.won + self.lost


def report(cases: Iterable[CaseRecord]) -> list[CodeReport]:
    """By network and code, those with most cases first."""
    found: dict[tuple[str, str], CodeReport] = {}
    for case in cases:
        one = found.setdefault((case.network, case.code), CodeReport(case.network, case.code))
        _count(one, case)
    return sorted(found.values(), key=lambda one: (-one.cases, one.network, one.code))


def _count(one: CodeReport, case: CaseRecord) -> None:
    match case.status:
        case "won":
            one.won += 1
        case "lost":
            one.lost += 1
        case "reversed":
            one.reversed += 1
        case _:
            one.open += 1
    if case.amount:
        _add(one.disputed, case)
        if case.status in {"won", "reversed"}:
            _add(one.recovered, case)
    one.missing.update(case.missing)
    if case.status in {"won", "lost"}:
        one.expected += case.win_likelihood
        won, lost = one.by_mix.get(case.evidence_mix, (0, 0))
        one.by_mix[case.evidence_mix] = (won + (case.status == "won"), lost + (case.status == "lost"))


def _add(amounts: dict[str, Decimal], case: CaseRecord) -> None:
    amounts[case.currency] = amounts.get(case.currency, Decimal(0)) + Decimal(case.amount)

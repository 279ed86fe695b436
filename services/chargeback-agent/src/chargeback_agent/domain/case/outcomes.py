"""How earlier cases ended, and what that says about the next: a beta-binomial, small enough to explain.

The weights in data/weights.yaml are worth ``prior_strength`` cases. A merchant's own cases of one code are
compared with what the weights had expected of each, by the evidence it showed: where eight were won and the
weights expected five, the next case is that much likelier, less the fewer cases there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import exp, log

Mix = tuple[str, ...]
"""Kinds of evidence shown, sorted."""


@dataclass(frozen=True, slots=True)
class Count:
    """Cases of one code and one mix."""

    won: int = 0
    lost: int = 0

    def __post_init__(self) -> None:
        if self.won < 0 or self.lost < 0:
            raise ValueError(f"cases won and lost cannot be below zero: {self}")

    @property
    def cases(self) -> int:
        """All of them."""
        return self.won + self.lost


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Counts by network, code and evidence mix."""

    counts: Mapping[tuple[str, str, Mix], Count] = field(default_factory=dict)

    def of(self, network: str, code: str) -> dict[Mix, Count]:
        """The counts of one code by mix."""
        return {
            mix: count for (net, named, mix), count in self.counts.items() if (net, named) == (network, code)
        }


def counted(ended: Iterable[tuple[str, str, Mix, bool]]) -> Outcomes:
    """From ended cases: network, code, evidence mix, whether won."""
    counts: dict[tuple[str, str, Mix], Count] = {}
    for network, code, mix, won in ended:
        key = (network, code, tuple(sorted(mix)))
        known = counts.get(key, Count())
        counts[key] = Count(known.won + won, known.lost + (not won))
    return Outcomes(counts)


def shift(counts: Mapping[Mix, Count], expected: Callable[[Mix], float], strength: float) -> float:
    """Log-odds to add for what came out, against what was expected of each mix (0..1).

    With ``n`` cases of which ``w`` were won and ``p`` their mean expected likelihood, the rate is
    ``(strength * p + w) / (strength + n)``; the shift is its log-odds less those of ``p``.
    """
    cases = sum(count.cases for count in counts.values())
    if not cases or strength <= 0:
        return 0.0
    mean = sum(count.cases * expected(mix) for mix, count in counts.items()) / cases
    mean = min(max(mean, 1e-6), 1 - 1e-6)
    won = sum(count.won for count in counts.values())
    rate = (strength * mean + won) / (strength + cases)
    return log_odds(rate) - log_odds(mean)


def log_odds(likelihood: float) -> float:
    """Of 0 < likelihood < 1."""
    return log(likelihood / (1 - likelihood))


def likelihood(odds: float) -> float:
    """The likelihood of log-odds."""
    if odds < 0:
        return exp(odds) / (1 + exp(odds))
    return 1 / (1 + exp(-odds))

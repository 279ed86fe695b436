"""How likely a buyer agrees to an offer.

Each buyer is taken to have a share of his own below which he does not agree and from which on he does. Of
those shares only the distribution is known: a logistic curve. So an offer no higher than one that was refused
is refused too, and a higher one is taken by those whose share lies between the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log
from typing import Any

from refund_agent.domain.costs.figures import Acceptances, Group, Strength


@dataclass(frozen=True, slots=True)
class Curve:
    """The distribution of buyers' shares: half of them agree at ``half``; ``steepness`` is above 0."""

    half: float
    steepness: float

    def at(self, share: float) -> float:
        """Of all buyers, those who agree to a share (0..1) of what can be refunded."""
        return logistic(self.steepness * (share - self.half))


def logistic(x: float) -> float:
    """1 / (1 + e^-x), for any x."""
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))


@dataclass(frozen=True, slots=True)
class Belief:
    """What is known of a curve: normal in (half, log steepness), with mean and covariance."""

    half: float
    log_steepness: float
    half_variance: float
    steepness_variance: float
    covariance: float = 0.0
    outcomes: int = 0
    """How many outcomes narrowed it."""

    @property
    def curve(self) -> Curve:
        """The likeliest."""
        return Curve(self.half, exp(self.log_steepness))

    def drawn(self, generator: Any) -> Curve:  # noqa: ANN401 — a numpy Generator or anything with its method
        """A curve drawn from the belief, for Thompson sampling; ``generator`` is a numpy.random.Generator."""
        covariance = [[self.half_variance, self.covariance], [self.covariance, self.steepness_variance]]
        half, steepness = generator.multivariate_normal([self.half, self.log_steepness], covariance)
        return Curve(float(min(max(half, 0.0), 1.5)), exp(float(min(max(steepness, -1.0), 4.0))))


Beliefs = Mapping[tuple[Group, Strength], Belief]


def priors(acceptances: Acceptances) -> dict[tuple[Group, Strength], Belief]:
    """What is believed before any outcome."""
    unsure = acceptances.unsure
    return {
        (group, strength): Belief(prior.half, log(prior.steepness), unsure.half_sd**2, unsure.steepness_sd**2)
        for group, curves in acceptances.acceptance.items()
        for strength, prior in curves.items()
    }

"""Outcomes teach: known buyers are recovered, a few hardly count."""

from __future__ import annotations

from dataclasses import replace
from math import exp, log, sqrt

import numpy as np
import pytest

from refund_agent.domain.costs.acceptance import Curve
from refund_agent.domain.costs.case import Params
from refund_agent.domain.costs.choosing import choose
from refund_agent.domain.costs.learning import Outcome, learned, posterior

from .cost_cases import case, complaint

FAULT = ("fault", "none")


def answers(curve: Curve, many: int, seed: int = 1) -> list[Outcome]:
    """Buyers of a known curve, each offered up to three rising shares."""
    generator = np.random.default_rng(seed)
    found = []
    for _ in range(many):
        own = curve.half + generator.logistic() / curve.steepness
        offers = sorted(float(share) for share in generator.uniform(0, 1, generator.integers(1, 4)))
        agreed = next((share for share in offers if share >= own), None)
        refused = max((share for share in offers if share < own), default=None)
        found.append(Outcome("defective", "none", refused=refused, agreed=agreed))
    return found


@pytest.mark.parametrize("curve", [Curve(0.25, 12), Curve(0.55, 6), Curve(0.7, 15)])
def test_known_buyers_are_recovered_within_three_deviations(curve: Curve) -> None:
    belief = posterior(Params().beliefs[FAULT], answers(curve, 800))
    assert belief.half == pytest.approx(curve.half, abs=3 * sqrt(belief.half_variance))
    assert belief.log_steepness == pytest.approx(
        log(curve.steepness), abs=3 * sqrt(belief.steepness_variance)
    )
    assert sqrt(belief.half_variance) < 0.02
    assert belief.outcomes == 800


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """Of 60 groups of buyers about 95 % of the intervals of two deviations hold the true share."""
    prior, curve = Params().beliefs[FAULT], Curve(0.5, 9)
    held = 0
    for seed in range(60):
        belief = posterior(prior, answers(curve, 150, seed))
        held += abs(belief.half - curve.half) <= 2 * sqrt(belief.half_variance)
    assert held >= 53


def test_a_few_outcomes_hardly_move_what_was_believed() -> None:
    prior = Params().beliefs[FAULT]
    usual = [Outcome("defective", "none", refused=0.3), Outcome("defective", "none", agreed=0.5)]
    assert posterior(prior, usual).half == pytest.approx(prior.half, abs=0.01)
    belief = posterior(prior, [Outcome("defective", "none", refused=0.6)] * 2)
    assert 0 < belief.half - prior.half < 0.08
    assert exp(belief.log_steepness) == pytest.approx(exp(prior.log_steepness), rel=0.15)


def test_refusals_raise_and_agreements_lower_what_buyers_are_thought_to_want() -> None:
    prior = Params().beliefs[FAULT]
    assert posterior(prior, [Outcome("defective", "none", refused=0.7)] * 30).half > prior.half
    assert posterior(prior, [Outcome("defective", "none", agreed=0.1)] * 30).half < prior.half


def test_the_order_does_not_matter_and_other_groups_stay() -> None:
    seen = answers(Curve(0.3, 9), 60)
    one, other = learned(seen, Params()), learned(seen[::-1], Params())
    assert one.beliefs == other.beliefs
    assert one.beliefs["late", "none"] == Params().beliefs["late", "none"]


def test_learning_in_two_parts_is_about_learning_instant() -> None:
    seen, prior = answers(Curve(0.3, 9), 400), Params().beliefs[FAULT]
    apart, whole = posterior(posterior(prior, seen[:200]), seen[200:]), posterior(prior, seen)
    assert apart.half == pytest.approx(whole.half, abs=0.01)


def test_disputes_parcels_and_resale_move_by_counts() -> None:
    start = Params().book
    seen = [
        *[Outcome("defective", "none", ended_at=0.0, disputed=True)] * 20,
        *[Outcome("changed_mind", "none", sent_back=False, by="buyer")] * 20,
        *[Outcome("changed_mind", "none", resold=0.25, state="as_new")] * 20,
    ]
    book = learned(seen, Params()).book
    assert book.reasons["defective"].chargeback[0] == pytest.approx((0.3 + 1.0) / 2)
    assert book.reasons["damaged"] == start.reasons["damaged"]
    assert book.figures.sends_back["buyer"].value == pytest.approx(
        start.figures.sends_back["buyer"].value / 2
    )
    assert book.figures.sends_back["merchant"] == start.figures.sends_back["merchant"]
    assert book.figures.resale["as_new"].value == pytest.approx((0.75 + 0.25) / 2)


def test_what_is_learned_changes_the_offer() -> None:
    one = case("40.00", complaint("defective", "slight"))
    generous = learned(answers(Curve(0.15, 15), 300), Params())
    assert choose(replace(one, params=generous)).chosen.offer.refund < choose(one).chosen.offer.refund


def test_nothing_recorded_changes_nothing() -> None:
    assert learned([], Params()).beliefs == Params().beliefs
    assert learned([], Params()).book == Params().book

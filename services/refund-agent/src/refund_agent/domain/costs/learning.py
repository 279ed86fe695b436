"""What recorded outcomes teach: a Bayesian update small enough to explain.

Of each buyer an interval is known: above the last share refused, up to the one agreed to. The curve of
acceptance of a group of reasons and a strength of evidence is believed normal in (half, log steepness); its
posterior is summed over a grid that closes in on it. Likelihoods and resale values move by counts against
`prior` outcomes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, sqrt
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from refund_agent.domain.complaint import Reason
from refund_agent.domain.costs.acceptance import Belief
from refund_agent.domain.costs.case import Params
from refund_agent.domain.costs.figures import Figures, Group, Likelihood, ReasonFigures, State, Strength
from refund_agent.domain.entitlement import Payer

Floats = NDArray[np.float64]
Key = TypeVar("Key", bound=str)
_POINTS: Final = 41
_PASSES: Final = 4
_WIDTH: Final = 5.0  # standard deviations to either side
_LEAST: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one request ended; None where it is not known or does not apply.

    ``refused``: the highest share (0..1) of what could be refunded that was offered to keep the goods and not
    taken; silence counts as not taken. ``agreed``: the share that was taken (both as felt: divided by the
    severity's figure). ``ended_at``: what the last
    offer was worth to a buyer who did not agree, as a share; ``disputed``: whether that buyer disputed the
    payment. ``sent_back``: whether goods came that were to come back, ``by`` whose postage; ``resold``: what
    they brought, as a share of their purchase price, and in which ``state`` they were expected.
    """

    reason: Reason
    strength: Strength
    refused: float | None = None
    agreed: float | None = None
    ended_at: float | None = None
    disputed: bool | None = None
    sent_back: bool | None = None
    by: Payer | None = None
    resold: float | None = None
    state: State | None = None


def learned(outcomes: Iterable[Outcome], params: Params) -> Params:
    """Figures and beliefs after the outcomes; the order of the outcomes does not matter."""
    known = sorted(outcomes, key=repr)
    book = params.book
    groups: dict[tuple[Group, Strength], list[Outcome]] = {}
    for one in known:
        if one.refused is not None or one.agreed is not None:
            groups.setdefault((book.reasons[one.reason].group, one.strength), []).append(one)
    beliefs = {key: posterior(belief, groups.get(key, [])) for key, belief in params.beliefs.items()}
    prior = book.figures.prior.value
    reasons = {name: _reason(row, _of(known, name), prior) for name, row in book.reasons.items()}
    figures = _figures(book.figures, known)
    return replace(params, beliefs=beliefs, book=replace(book, reasons=reasons, figures=figures))


def posterior(belief: Belief, outcomes: Sequence[Outcome]) -> Belief:
    """What is believed of a curve after outcomes with partial refunds."""
    intervals = Counter(
        (-inf if one.refused is None else round(one.refused, 2), inf if one.agreed is None else one.agreed)
        for one in outcomes
    )
    if not intervals:
        return belief
    above, upto = (np.array([pair[side] for pair in intervals]) for side in (0, 1))
    upto = np.maximum(np.round(upto, 2), above + 0.005)
    counts = np.array([float(count) for count in intervals.values()])
    found = belief
    for _ in range(_PASSES):
        found = _summed(belief, found, above, upto, counts)
    return replace(found, outcomes=belief.outcomes + len(outcomes))


def _summed(prior: Belief, near: Belief, above: Floats, upto: Floats, counts: Floats) -> Belief:
    """Mean and covariance of the posterior, over a grid around what is thought near."""
    widths = [_WIDTH * sqrt(variance) for variance in (near.half_variance, near.steepness_variance)]
    reach = np.linspace(-1, 1, _POINTS)
    half, steepness = np.meshgrid(near.half + widths[0] * reach, near.log_steepness + widths[1] * reach)
    slope = np.exp(steepness)[..., None]
    agree = _logistic(slope * (upto - half[..., None])) - _logistic(slope * (above - half[..., None]))
    offset = np.stack([half - prior.half, steepness - prior.log_steepness])
    log = (np.log(np.maximum(agree, _LEAST)) * counts).sum(axis=-1) - _distance(prior, offset) / 2
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    mean_half, mean_steepness = float((weight * half).sum()), float((weight * steepness).sum())
    away, steeper = half - mean_half, steepness - mean_steepness
    step = [(2 * width / (_POINTS - 1)) ** 2 / 12 for width in widths]
    return replace(
        near,
        half=mean_half,
        log_steepness=mean_steepness,
        half_variance=float((weight * away**2).sum()) + step[0],
        steepness_variance=float((weight * steeper**2).sum()) + step[1],
        covariance=float((weight * away * steeper).sum()),
    )


def _distance(prior: Belief, offset: Floats) -> Floats:
    """The squared Mahalanobis distance from a belief's mean."""
    covariance = np.array(
        [[prior.half_variance, prior.covariance], [prior.covariance, prior.steepness_variance]]
    )
    distance: Floats = np.einsum("i...,ij,j...->...", offset, np.linalg.inv(covariance), offset)
    return distance


def _logistic(x: Floats) -> Floats:
    with np.errstate(over="ignore"):
        curve: Floats = 1 / (1 + np.exp(-x))
    return curve


def _of(outcomes: Sequence[Outcome], reason: Reason) -> list[Outcome]:
    return [one for one in outcomes if one.reason == reason and one.disputed is not None]


def _reason(row: ReasonFigures, ended: Sequence[Outcome], prior: float) -> ReasonFigures:
    """Disputes seen against those expected move both ends of a reason's line alike."""
    if not ended:
        return row
    none, nearly_all = row.chargeback
    at = [none + (nearly_all - none) * (one.ended_at or 0.0) for one in ended]
    # The prior's own disputes are as many as `prior` such outcomes would bring.
    usual = prior * sum(at) / len(at)
    if usual + sum(at) <= 0:
        return row
    factor = (usual + sum(bool(one.disputed) for one in ended)) / (usual + sum(at))
    return row.model_copy(update={"chargeback": (min(none * factor, 1.0), min(nearly_all * factor, 1.0))})


def _figures(figures: Figures, outcomes: Sequence[Outcome]) -> Figures:
    prior = figures.prior.value
    back = [one for one in outcomes if one.sent_back is not None]
    resold = [one for one in outcomes if one.resold is not None]
    return figures.model_copy(
        update={
            "sends_back": _moved(
                figures.sends_back, back, lambda one: one.by, lambda one: one.sent_back, prior
            ),
            "resale": _moved(figures.resale, resold, lambda one: one.state, lambda one: one.resold, prior),
        }
    )


def _moved(
    figures: Mapping[Key, Likelihood],
    outcomes: Sequence[Outcome],
    key: Callable[[Outcome], Key | None],
    value: Callable[[Outcome], float | None],
    prior: float,
) -> dict[Key, Likelihood]:
    """Each figure as the mean of ``prior`` outcomes of its own value and those recorded."""
    moved = {}
    for name, figure in figures.items():
        seen = [min(max(float(value(one) or 0.0), 0.0), 1.0) for one in outcomes if key(one) == name]
        mean = (prior * figure.value + sum(seen)) / (prior + len(seen))
        moved[name] = figure.model_copy(update={"value": mean})
    return moved

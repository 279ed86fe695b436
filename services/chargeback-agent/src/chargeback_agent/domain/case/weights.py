"""The figures of the advice (data/weights.yaml), read and checked once."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from argosy_commerce.money import Money
from chargeback_agent.domain.case.reading import data
from chargeback_agent.domain.rules.model import Category, Stage, Weight

Share = Annotated[float, Field(gt=0, lt=1)]
Words = Annotated[str, Field(min_length=1)]


class _Figure(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Sourced(_Figure):
    source: Words
    why: str = ""


class Rate(_Sourced):
    """How often cases without evidence are won."""

    rate: Share


class Odds(_Sourced):
    """What something adds to the log-odds."""

    log_odds: Annotated[float, Field(ge=-10, le=10)]


class Factor(_Sourced):
    """What one kind's weight is multiplied with."""

    factor: Annotated[float, Field(ge=0, le=3)]


class Bounds(_Figure):
    """No likelihood is told below or above these: nothing is that sure."""

    lowest: Share
    highest: Share


class Strength(_Sourced):
    """What the figures are worth, in cases."""

    cases: Annotated[float, Field(gt=0)]


class Least(_Sourced):
    """The likelihood from which a letter is worth sending."""

    likelihood: Share


class Days(_Sourced):
    """Days that must be left for asking the merchant."""

    days: Annotated[float, Field(ge=0)]


class Cost(_Sourced):
    """Work on one answer and its fee, in the currency it is filed under."""

    work: Annotated[Decimal, Field(ge=0)]
    fee: Annotated[Decimal, Field(ge=0)]


class Weights(_Figure):
    """All figures."""

    base: Mapping[Category, Rate]
    codes: Mapping[str, Rate]
    evidence: Mapping[Weight, Odds]
    kinds: Mapping[str, Factor]
    diminish: Annotated[tuple[Share | float, ...], Field(min_length=5, max_length=5)]
    missing_required: Odds
    conditions: Mapping[str, Odds]
    contradictions: Mapping[str, Odds]
    stages: Mapping[Stage, Odds]
    bounds: Bounds
    prior_strength: Strength
    fight_from: Least
    ask_from: Days
    least_strength: Share
    costs: Mapping[str, Cost]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        order: tuple[Weight, ...] = ("required", "compelling", "supporting", "useless")
        figures = [self.evidence[weight].log_odds for weight in order]
        if figures != sorted(figures, reverse=True) or figures[-1] < 0:
            raise ValueError(
                "evidence: required, compelling, supporting, useless must not rise or fall below 0"
            )
        if list(self.diminish) != sorted(self.diminish, reverse=True) or not 0 <= min(self.diminish) <= 1:
            raise ValueError("diminish: each figure must be at most the one before, within 0 and 1")
        if self.missing_required.log_odds > 0 or self.bounds.lowest >= self.bounds.highest:
            raise ValueError("missing_required must not be above 0, and bounds.lowest below bounds.highest")
        return self

    def of(self, kind: str, weight: Weight) -> float:
        """What a complete exhibit of a kind adds."""
        factor = self.kinds[kind].factor if kind in self.kinds else 1.0
        return self.evidence[weight].log_odds * factor

    @property
    def most(self) -> float:
        """The most that one exhibit can add."""
        return self.evidence["required"].log_odds * max([1.0, *(one.factor for one in self.kinds.values())])

    def rate(self, network: str, code: str, category: Category) -> Rate:
        """The base rate of a code, else of its category."""
        return self.codes.get(f"{network} {code}", self.base[category])

    def cost(self, currency: str) -> Money | None:
        """Work and fee in a currency; None where no figure is kept."""
        cost = self.costs.get(currency)
        return Money(cost.work + cost.fee, currency) if cost else None


@cache
def weights() -> Weights:
    """Ours."""
    return Weights.model_validate(data("weights", "weights")["weights"])

"""The figures of costs (data/costs/), read and checked: pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Any, Final, Literal, Self, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from argosy_commerce.sources import Source
from argosy_commerce.terms.strict_yaml import read_mapping, validated
from argosy_pictures.showing import Result
from refund_agent.domain.checks import CheckName
from refund_agent.domain.complaint import Reason, Severity
from refund_agent.domain.costs.lanes import Lanes
from refund_agent.domain.entitlement import Payer
from refund_agent.domain.rights.model import Category

Strength = Literal["strong", "some", "none", "contradicted"]
"""How well the evidence bears a claim out."""
Group = Literal["non_delivery", "late", "fault", "wrong", "missing", "remorse", "billing", "other"]
"""Reasons whose buyers accept alike."""
State = Literal["as_new", "opened", "faulty", "worthless"]
"""Of goods that came back."""
Worth = Literal["return_label", "return_own", "exchange", "resend"]
Share = Annotated[float, Field(ge=0, le=1)]
Words = Annotated[str, Field(min_length=1)]
STRENGTHS: Final[tuple[Strength, ...]] = get_args(Strength)
M = TypeVar("M", bound=BaseModel)


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Sourced(_Data):
    source: Words
    """An id of a Source, or ``judgement``."""
    why: str = ""


class Amount(_Sourced):
    """Euros."""

    value: Annotated[float, Field(ge=0, le=1000)]


class Likelihood(_Sourced):
    """A share or a likelihood."""

    value: Share


class Unproven(Amount):
    """Euros, a share of what was paid, and the groups of reasons in which more has to be shown."""

    share: Share
    groups: tuple[Group, ...]


class Spared(Amount):
    """Euros, and the groups of reasons in which goods are sent back for more."""

    groups: tuple[Group, ...]


class Outcomes(_Sourced):
    """A number of outcomes."""

    value: Annotated[float, Field(gt=0, le=10_000)]


class Chargeback(_Data):
    """What a disputed payment costs besides the payment, and how often it is won, by evidence."""

    fee: Amount
    work: Amount
    won: Mapping[Strength, Likelihood]


class Review(_Data):
    """What a bad review costs, and how many refused buyers write one, by what they were offered."""

    cost: Amount
    after_nothing: Likelihood
    after_all: Likelihood
    agreed: Likelihood


class Figures(_Data):
    """data/costs/figures.yaml."""

    goods_cost: Likelihood
    round: Amount
    person: Amount
    prior: Outcomes
    waiting: Likelihood
    unproven: Unproven
    worth_fetching: Likelihood
    spared: Spared
    handling: Amount
    packing: Amount
    leaves: Likelihood
    sends_back: Mapping[Payer, Likelihood]
    returns_after_refusal: Mapping[Payer, Likelihood]
    resale: Mapping[State, Likelihood]
    categories: Mapping[Category, Likelihood]
    chargeback: Chargeback
    review: Review

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.review.after_nothing.value < self.review.after_all.value:
            raise ValueError("review: after_nothing must not be below after_all")
        for name, by_payer in (("sends_back", self.sends_back), ("returns", self.returns_after_refusal)):
            if set(by_payer) != set(get_args(Payer)):
                raise ValueError(f"{name}: needs {' and '.join(get_args(Payer))}")
        return self


class ReasonFigures(_Sourced):
    """What sets a reason apart (data/costs/reasons.yaml)."""

    group: Group
    goods: bool
    again: bool
    person: tuple[Strength, ...] = ()
    state: Mapping[Severity | Literal["any"], State]
    chargeback: tuple[Share, Share]
    floor: Mapping[Strength, Share]
    by_severity: bool
    shown_by: Mapping[CheckName, Result]
    spoken_against_by: Mapping[CheckName, Result]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.chargeback[0] < self.chargeback[1]:
            raise ValueError("chargeback: the first, after nothing was offered, must not be below the second")
        if "any" not in self.state:
            raise ValueError("state: 'any' is missing")
        if set(self.floor) != set(STRENGTHS):
            raise ValueError(f"floor: needs {', '.join(STRENGTHS)}")
        floors = [self.floor[strength] for strength in STRENGTHS]
        if floors != sorted(floors, reverse=True):
            raise ValueError("floor: weaker evidence must not have a higher floor")
        return self

    def state_of(self, severity: Severity) -> State:
        """Of goods that come back."""
        return self.state.get(severity, self.state["any"])


class Prior(_Sourced):
    """A curve of acceptance before any outcome: the share that half agree to, and how steep it is there."""

    half: Annotated[float, Field(ge=0, le=1.5)]
    steepness: Annotated[float, Field(gt=0, le=60)]


class Factor(_Sourced):
    """By how much a share counts for less."""

    value: Annotated[float, Field(gt=0, le=5)]


class Unsure(_Sourced):
    """Standard deviations of a prior: of ``half``, and of the logarithm of ``steepness``."""

    half_sd: Annotated[float, Field(gt=0, le=1)]
    steepness_sd: Annotated[float, Field(gt=0, le=2)]


class Acceptances(_Data):
    """data/costs/acceptance.yaml."""

    acceptance: Mapping[Group, Mapping[Strength, Prior]]
    unsure: Unsure
    felt: Mapping[Severity, Factor]
    least: Mapping[Group, Likelihood]
    worth: Mapping[Worth, Likelihood]
    asked: Likelihood


@dataclass(frozen=True, slots=True)
class CostBook:
    """All figures. ``per_euro``: what one euro is about, by currency, for estimates."""

    figures: Figures
    reasons: Mapping[Reason, ReasonFigures]
    lost: Mapping[Severity, Likelihood]
    acceptances: Acceptances
    lanes: Lanes
    per_euro: Mapping[str, float]
    sources: Mapping[str, Source]
    as_of: Mapping[str, date]


@cache
def cost_book() -> CostBook:
    """Our own figures."""
    return read_cost_book(files("refund_agent") / "data" / "costs")


class _Reasons(_Data):
    reasons: Mapping[Reason, ReasonFigures]
    lost: Mapping[Severity, Likelihood]


class _Currencies(_Data):
    currencies: Mapping[str, Annotated[float, Field(gt=0)]]


class _Sources(_Data):
    sources: Mapping[str, Source]


class _FigureFile(_Data):
    figures: Figures


def read_cost_book(folder: Traversable) -> CostBook:
    """The figures of a folder laid out as ours. Raises TermDataError naming file and place."""
    dates: dict[str, date] = {}
    reasons = _read(folder, "reasons", _Reasons, dates)
    return CostBook(
        figures=_read(folder, "figures", _FigureFile, dates).figures,
        reasons=reasons.reasons,
        lost=reasons.lost,
        acceptances=_read(folder, "acceptance", Acceptances, dates),
        lanes=_read(folder, "lanes", Lanes, dates),
        per_euro=_read(folder, "currencies", _Currencies, dates).currencies,
        sources=_read(folder, "sources", _Sources, dates).sources,
        as_of=dates,
    )


def _read(folder: Traversable, name: str, model: type[M], dates: dict[str, date]) -> M:
    text = (folder / f"{name}.yaml").read_text(encoding="utf-8")
    known = frozenset({"as_of", *model.model_fields})
    document: dict[str, Any] = read_mapping(text, f"{name}.yaml", holds=name, may_hold=known)
    dates[name] = document.pop("as_of", date.min)
    return validated(model, document, f"{name}.yaml")

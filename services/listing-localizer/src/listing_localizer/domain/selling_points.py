"""Which of a product's features a market's shoppers look at first: dated rules, read as data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, Field


class SellingPointRule(BaseModel):
    """One rule of data/selling_points.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    concepts: tuple[str, ...]
    markets: frozenset[str]
    weight: int = Field(ge=1, le=3)
    why: str
    source: str
    read: date

    def applies_to(self, concept: str) -> bool:
        """Whether the rule speaks of the concept, or of its whole group."""
        group = concept.split(".", 1)[0] + ".*"
        return concept in self.concepts or group in self.concepts


@dataclass(frozen=True, slots=True)
class SellingPoint:
    """A concept with its place (1 is shown first) and the reason for it."""

    concept: str
    rank: int
    why: str


@cache
def rules() -> tuple[SellingPointRule, ...]:
    """All rules, in the order of the file."""
    text = files("listing_localizer").joinpath("data/selling_points.yaml").read_text(encoding="utf-8")
    return tuple(SellingPointRule.model_validate(row) for row in yaml.safe_load(text)["rules"])


def rank_selling_points(concepts: Iterable[str], market: str) -> tuple[SellingPoint, ...]:
    """Order concepts for a market: raised by rules first, then as the merchant named them."""
    scored = []
    for place, concept in enumerate(dict.fromkeys(concepts)):
        applying = [rule for rule in rules() if market in rule.markets and rule.applies_to(concept)]
        weight = sum(rule.weight for rule in applying)
        why = "; ".join(f"{rule.why} ({rule.source})" for rule in applying)
        scored.append((-weight, place, concept, why or "in the merchant's order"))
    return tuple(
        SellingPoint(concept, rank, why) for rank, (_, _, concept, why) in enumerate(sorted(scored), start=1)
    )

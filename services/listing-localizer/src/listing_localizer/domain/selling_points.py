"""Which of a product's features a market's shoppers look at first: dated rules, read as data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from argosy_commerce.terms.strict_yaml import document

Month = Annotated[int, Field(ge=1, le=12)]


class SellingPointRule(BaseModel):
    """One rule of data/selling_points.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    concepts: tuple[str, ...]
    markets: frozenset[str]
    months: frozenset[Month] = frozenset(range(1, 13))
    categories: frozenset[str] = frozenset()
    weight: int = Field(ge=1, le=3)
    why: str
    source: str
    read: date

    def applies_to(self, concept: str) -> bool:
        """Whether the rule speaks of the concept, or of its whole group."""
        group = concept.split(".", 1)[0] + ".*"
        return concept in self.concepts or group in self.concepts

    def holds(self, market: str, on: date, categories: Collection[str]) -> bool:
        """Whether it holds in a market on a day, for a product of these categories."""
        of_category = not self.categories or not self.categories.isdisjoint(categories)
        return market in self.markets and on.month in self.months and of_category


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
    return tuple(SellingPointRule.model_validate(row) for row in document(text)["rules"])


def rank_selling_points(
    concepts: Iterable[str],
    market: str,
    on: date,
    categories: Collection[str] = (),
    known_good: Mapping[str, str] | None = None,
) -> tuple[SellingPoint, ...]:
    """Order concepts for a market on a day: raised by rules first, then as the merchant named them.

    ``categories`` are the product's category and those above it; ``known_good`` are concepts that
    were found to be an advantage in this market, with the reason.
    """
    good = known_good or {}
    holding = [rule for rule in rules() if rule.holds(market, on, categories)]
    scored = []
    for place, concept in enumerate(dict.fromkeys((*concepts, *good))):
        applying = [rule for rule in holding if rule.applies_to(concept)]
        weight = sum(rule.weight for rule in applying) + (concept in good)
        reasons = [f"{rule.why} ({rule.source})" for rule in applying]
        why = "; ".join([*reasons, *([good[concept]] if concept in good else [])])
        scored.append((-weight, place, concept, why or "in the merchant's order"))
    return tuple(
        SellingPoint(concept, rank, why) for rank, (_, _, concept, why) in enumerate(sorted(scored), start=1)
    )


def season(on: date) -> str:
    """The same on days on which the same rules hold, in whatever market."""
    return "".join("1" if on.month in rule.months else "0" for rule in rules())

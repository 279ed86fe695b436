"""What a parcel costs from one country to another: post, customs, re-import."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from refund_agent.domain.rights.model import Category

_FIRST_GRAMS: Final = 500
Words = Annotated[str, Field(min_length=1)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Charge(_Data):
    """Euros, a share of the goods' purchase price, or grams."""

    value: Annotated[float, Field(ge=0)]
    source: Words
    why: str = ""


class LaneRow(_Data):
    """Euros for the first 500 g and for each further kilogram, from one end to the other."""

    origin: Words = Field(alias="from")
    to: Words
    first: Annotated[float, Field(gt=0)]
    kilogram: Annotated[float, Field(ge=0)]
    source: Words
    why: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """Between which countries (ISO 3166, two letters; "" is unknown) the goods would travel, and their
    weight.

    ``warehouse``: where the merchant takes goods back nearer to the buyer; "" is none. ``categories``: kinds
    of goods that are worth less once they came back. ``grams`` of 0 are unknown.
    """

    buyer: str = ""
    merchant: str = "CN"
    warehouse: str = ""
    grams: int = 0
    categories: frozenset[Category] = frozenset()

    @property
    def back_to(self) -> str:
        """Where returned goods go."""
        return self.warehouse or self.merchant


class Lanes(_Data):
    """data/costs/lanes.yaml."""

    lanes: Mapping[str, LaneRow]
    zones: Mapping[str, tuple[Country, ...]]
    customs: tuple[str, ...]
    clearance: Charge
    duty: Mapping[str, Charge]
    usual: Mapping[Category | Literal["any"], Charge]

    def grams(self, lane: Lane) -> int:
        """What the goods weigh, the usual where nothing is known."""
        if lane.grams > 0:
            return lane.grams
        return int(max(one.value for kind, one in self.usual.items() if kind in {"any", *lane.categories}))

    def post(self, origin: str, to: str, grams: int) -> float:
        """Euros for a parcel. The last lane holds for every pair."""
        row = next(
            row for row in self.lanes.values() if self._is(row.origin, origin) and self._to(row, origin, to)
        )
        return row.first + row.kilogram * max(grams - _FIRST_GRAMS, 0) / 1000

    def crosses_customs(self, origin: str, to: str) -> bool:
        """Whether the parcel has to be cleared."""
        together = any(origin in self.zones[zone] and to in self.zones[zone] for zone in self.customs)
        return not (origin == to != "" or together)

    def duty_share(self, origin: str, to: str) -> float:
        """Of the goods' purchase price, due when they come back."""
        if not self.crosses_customs(origin, to):
            return 0.0
        return self.duty.get(to, self.duty["any"]).value

    def faults(self) -> Iterator[str]:
        """Lanes that name what is not known, and pairs that no lane is for."""
        known = {"any", "home", *self.zones}
        for name, row in self.lanes.items():
            for end in (row.origin, row.to):
                if end not in known and not (len(end) == 2 and end.isupper()):
                    yield f"lane {name}: no zone {end!r}"
        last = list(self.lanes.values())[-1]
        if (last.origin, last.to) != ("any", "any"):
            yield "lanes: the last must be from any to any"
        yield from (f"customs: no zone {zone!r}" for zone in self.customs if zone not in self.zones)
        if "any" not in self.duty:
            yield "duty: 'any' is missing"
        if "any" not in self.usual:
            yield "usual: 'any' is missing"

    def _is(self, end: str, country: str) -> bool:
        return end in {"any", country} or country in self.zones.get(end, ())

    def _to(self, row: LaneRow, origin: str, to: str) -> bool:
        # An unknown country is not taken for one's own.
        return (origin == to != "") if row.to == "home" else self._is(row.to, to)

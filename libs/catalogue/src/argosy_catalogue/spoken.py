"""A product said in one language: attributes, variants and charts, each with the merchant's own words."""

from __future__ import annotations

from dataclasses import dataclass

from argosy_catalogue.source import SourceAttribute, SourcePrice


@dataclass(frozen=True, slots=True)
class SpokenAttribute:
    """An attribute in a buyer's language; ``concept`` is empty where its name is the merchant's own."""

    concept: str
    name: str
    value: str
    source: SourceAttribute


@dataclass(frozen=True, slots=True)
class SpokenOption:
    """What is chosen of a variant, in the market's language; empty texts could not be said."""

    concept: str
    name: str
    value: str
    source: SourceAttribute


@dataclass(frozen=True, slots=True)
class SpokenVariant:
    """A variant; the price is the merchant's."""

    sku: str
    options: tuple[SpokenOption, ...]
    price: SourcePrice | None


@dataclass(frozen=True, slots=True)
class ChartColumn:
    """A column of a size chart; ``concept`` is empty for the seller's sizes."""

    concept: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One cell per column, and the row in the merchant's own words."""

    cells: tuple[str, ...]
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpokenChart:
    """A size chart of the market; ``notes`` say what was converted how, and what was kept."""

    columns: tuple[ChartColumn, ...]
    rows: tuple[ChartRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOverWords:
    """Source words that are not said. `start` and `end` are characters of the field."""

    text: str
    field: str
    start: int
    end: int

"""What a reading is made of: each thing found in a merchant's text, with its place in the original."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from argosy_commerce.money import Money
from argosy_commerce.units import Quantity

Span = tuple[int, int]
"""Start and end in the original text, in code points."""


@dataclass(frozen=True, slots=True)
class Found:
    """Anything with a place in the original text."""

    span: Span
    source: str


@dataclass(frozen=True, slots=True)
class Amount(Found):
    """500ml."""

    quantity: Quantity


@dataclass(frozen=True, slots=True)
class AmountRange(Found):
    """90-120斤; both ends in one unit, but of times: 6个月-3岁."""

    low: Quantity
    high: Quantity


@dataclass(frozen=True, slots=True)
class Dimensions(Found):
    """30*40*10cm: two or three lengths in one unit."""

    sides: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Series(Found):
    """52/59/66cm, 2-3-6-8岁: several amounts in one unit, of which each is meant."""

    values: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Tolerance(Found):
    """10g±2g: an amount and how far it may be off, in the same unit."""

    value: Quantity
    off: Quantity


@dataclass(frozen=True, slots=True)
class Count(Found):
    """3件套, 2-3瓶: a number of counted things. ``unit_id`` is a concept of kind unit."""

    number: Decimal
    unit_id: str | None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Multiple(Found):
    """500ml*2瓶: ``count`` times ``each``."""

    each: Quantity
    count: Count


@dataclass(frozen=True, slots=True)
class Percent(Found):
    """95%."""

    number: Decimal


@dataclass(frozen=True, slots=True)
class PercentRange(Found):
    """45%-55%."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Composition(Found):
    """95%棉5%氨纶: share and material concept id, in the order written."""

    parts: tuple[tuple[Decimal, str], ...]


@dataclass(frozen=True, slots=True)
class Price(Found):
    """¥59.9."""

    money: Money


@dataclass(frozen=True, slots=True)
class Year(Found):
    """2024年, 2024新款."""

    year: int


@dataclass(frozen=True, slots=True)
class Date(Found):
    """2024年5月1日, 2024-05-01, 5月1日 (year 0: none was written)."""

    year: int
    month: int
    day: int | None


@dataclass(frozen=True, slots=True)
class Size(Found):
    """XL, S-XXL, 36-41码: clothing or shoe sizes as marked; never converted here."""

    low: str
    high: str | None = None


@dataclass(frozen=True, slots=True)
class Number(Found):
    """A bare number; ``text`` keeps it as written (007, 1:32)."""

    text: str


@dataclass(frozen=True, slots=True)
class Model(Found):
    """A brand, model or standard written in Latin letters, carried letter by letter: Type-C, IP68."""

    text: str


Measure = (
    Amount
    | AmountRange
    | Dimensions
    | Series
    | Tolerance
    | Count
    | Multiple
    | Percent
    | PercentRange
    | Composition
    | Price
    | Year
    | Date
    | Size
    | Number
)
MEASURES = (
    Amount,
    AmountRange,
    Dimensions,
    Series,
    Tolerance,
    Count,
    Multiple,
    Percent,
    PercentRange,
    Composition,
    Price,
    Year,
    Date,
    Size,
    Number,
)


@dataclass(frozen=True, slots=True)
class ConceptMatch(Found):
    """A concept's spelling. ``fills`` are the slots of a phrase, by name; one slot may have several."""

    concept_id: str
    purity: int | None = None
    implied: tuple[str, ...] = ()
    fills: tuple[tuple[str, Item], ...] = ()


@dataclass(frozen=True, slots=True)
class Verbatim(Found):
    """A text the caller wants said exactly so: a kept brand, or a glossary term of this call."""

    text: str


@dataclass(frozen=True, slots=True)
class Unknown(Found):
    """Words of no concept: left out of what is said, listed, counted."""


class DropReason(StrEnum):
    """Why something read is not said."""

    PLATFORM = "platform word, addressed to resellers"
    REACH = "reach word, written to be found"
    PROMOTION = "promotion, not allowed in a title"
    FUNCTION_WORD = "function word"
    YEAR = "year or season of the collection"
    DUPLICATE = "said already"
    OTHER_CATEGORY = "category for reach: another one is the head noun"
    PRICE = "price, not allowed in a title"
    ATTRIBUTE_NAME = "attribute name, told by its value"
    TOO_LONG = "no room within max_chars"


@dataclass(frozen=True, slots=True)
class Dropped(Found):
    """Something understood and left out, and why."""

    reason: DropReason
    concept_id: str | None = None


class BreakKind(StrEnum):
    """How strongly a separator separates."""

    SPACE = "space"
    JOIN = "join"
    """/ + & 和: between things of one kind."""
    COLON = "colon"
    COMMA = "comma"
    STOP = "stop"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Break(Found):
    """A separator."""

    kind: BreakKind


Item = ConceptMatch | Measure | Model | Verbatim | Unknown | Dropped | Break
Sayable = ConceptMatch | Measure | Model | Verbatim


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in a text, in its order. Nothing of the text is in no item."""

    text: str
    items: tuple[Item, ...]
    truncated: bool = False
    coverage: float = field(default=1.0)
    """Share of the characters that carry meaning which were understood (said or dropped by rule)."""

    @property
    def matches(self) -> tuple[ConceptMatch, ...]:
        """Concepts."""
        return tuple(item for item in self.items if isinstance(item, ConceptMatch))

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Numbers of all kinds."""
        return tuple(item for item in self.items if isinstance(item, MEASURES))

    @property
    def models(self) -> tuple[Model, ...]:
        """Brand, model and standard tokens."""
        return tuple(item for item in self.items if isinstance(item, Model))

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """What no concept covers."""
        return tuple(item for item in self.items if isinstance(item, Unknown))

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """What was understood and left out."""
        return tuple(item for item in self.items if isinstance(item, Dropped))

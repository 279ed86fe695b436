"""What a rule of lettering is, and what is ruled about one text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from argosy_commerce.exchange import ExchangeRates
from argosy_commerce.markets import Market


class Kind(StrEnum):
    """What sort of words a rule is about. LETTERING: any words at all."""

    PROMOTION = "promotion"
    PRICE = "price"
    CONTACT = "contact"
    PLATFORM = "platform"
    CLAIM = "claim"
    CODE_PROMPT = "code_prompt"
    LETTERING = "lettering"


class Action(StrEnum):
    """What becomes of the words, the mildest first.

    ALLOW: nothing. MARK: they stay and a person must look. CONVERT: other words stand in their
    place. CUT: they go and the rest is said. DROP: the whole block goes.
    """

    ALLOW = "allow"
    MARK = "mark"
    CONVERT = "convert"
    CUT = "cut"
    DROP = "drop"

    @property
    def strictness(self) -> int:
        """0 for ALLOW to 4 for DROP."""
        return list(Action).index(self)


class Role(StrEnum):
    """What a picture is for; channels ask more of a main picture."""

    MAIN = "main"
    DETAIL = "detail"
    SIZE_CHART = "size_chart"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a picture is to be shown: market, channel ids, its role there, the day, and the rates.

    ``categories`` are concept ids of what the product is, with those above it; empty if not known.
    """

    market: Market
    on: date
    channels: tuple[str, ...] = ("generic",)
    role: Role = Role.DETAIL
    rates: ExchangeRates | None = None
    categories: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ruling:
    """What becomes of one stretch of a text.

    ``span`` is in the text as it was given (code points) and holds what goes, which may be more than
    ``found``, the words that the rule is about. ``text`` is what CONVERT puts there. ``checked``
    says whether the source was read on ``read`` or is general knowledge of that day.
    """

    rule: str
    kind: Kind
    action: Action
    span: tuple[int, int]
    found: str
    reason: str
    source: str
    read: date
    checked: bool
    text: str = ""


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Row):
    """Where a rule was found and when; ``checked`` false: general knowledge, not held against it."""

    where: str = Field(min_length=5)
    read: date
    checked: bool


class Spelling(_Row):
    """Words of a rule, and neighbours that make them other words."""

    text: str = Field(min_length=1)
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


class Case(_Row):
    """Where an action holds: all conditions that are given. ``until`` is the last day."""

    action: Action
    source: str
    markets: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    categories: tuple[str, ...] = ()
    channel_promotes: bool | None = None
    since: date | None = Field(default=None, alias="from")
    until: date | None = None

    @property
    def is_general(self) -> bool:
        """Whether it holds everywhere and always."""
        return (
            not (self.markets or self.channels or self.roles or self.categories or self.since or self.until)
            and self.channel_promotes is None
        )


class Rule(_Row):
    """One rule: its words and what becomes of them where. The first case that holds decides.

    zh             spellings (folded before they are compared)
    concepts       concepts of the term base whose Chinese spellings count too, but ``not_these``
    restricted     a group of data/restricted_claims.yaml whose English words count too
    patterns       regular expressions over the folded text; bounded, so that reading stays linear
    finder         found by code instead of words
    unless         patterns that, anywhere in the clause, make the words harmless
    extent         what a CUT takes: the word, or its clause
    denied         what a denial before the words does: it makes them harmless, or goes with them
    """

    id: str
    kind: Kind
    says: str = Field(min_length=5)
    zh: tuple[Spelling, ...] = ()
    concepts: tuple[str, ...] = ()
    not_these: tuple[str, ...] = ()
    restricted: str | None = None
    patterns: tuple[str, ...] = ()
    finder: Literal["price", "reference_price", "price_off", "price_label", "any", "too_long"] | None = None
    unless: tuple[str, ...] = ()
    extent: Literal["word", "clause"] = "word"
    denied: Literal["allow", "with"] | None = None
    cases: tuple[Case, ...] = Field(min_length=1)
    note: str | None = None

    @field_validator("zh", mode="before")
    @classmethod
    def _bare_words(cls, value: object) -> object:
        if isinstance(value, list):
            return [{"text": word} if isinstance(word, str) else word for word in value]
        return value

    @property
    def denial_frees(self) -> bool:
        """Whether a denial makes the words harmless: of a claim it does, of a contact it does not."""
        return self.denied == "allow" or (self.denied is None and self.kind is Kind.CLAIM)

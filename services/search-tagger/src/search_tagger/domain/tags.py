"""What is said of a product, and what is wanted of one: values that both sides share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from argosy_commerce.money import Money
from search_tagger.domain.joining.looked import LookedAt

Origin = Literal["TEXT", "IMAGE", "BOTH"]
SourceKind = Literal["title", "attribute", "description", "category_hint", "option", "variant", "image"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where words stand, as they stand there; ``ref`` names the attribute, the option or the picture."""

    kind: SourceKind
    ref: str
    quote: str


@dataclass(frozen=True, slots=True)
class Category:
    """What a product is. ``path``: category ids from the root down, itself last. ``confidence`` 0..1."""

    id: str
    path: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Tag:
    """One thing that a product is or has.

    ``attribute``: a concept id (``attribute.colour``). ``value``: a concept id (``colour.black``), or a typed
    value in its canonical writing: ``500 ml``, ``3 pieces``, ``95 % material.cotton``, ``EU 38``, ``XL``,
    ``220-240 V``, a model's letters. ``confidence`` 0..1: how likely a person would agree.
    """

    attribute: str
    value: str
    confidence: float
    origin: Origin
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two places that cannot both be right; neither is merged away, both tags stay with less confidence.

    ``one_value``, ``other_value``: what they say, as a tag has it; empty where the words alone say it.
    """

    attribute: str
    one: Evidence
    other: Evidence
    one_value: str = ""
    other_value: str = ""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A product in ids.

    ``unread``: the merchant's words that no concept stands for; ``unseen``: attributes that the picture's
    engines cannot see; ``doubts``: what a person should look at, one line each; ``pictures``: what came of
    looking at them.
    """

    product_id: str
    category: Category | None
    tags: tuple[Tag, ...]
    contradictions: tuple[Contradiction, ...] = ()
    unread: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    pictures: tuple[LookedAt, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether no further look at a picture may bring what this one did not."""
        return not any(picture.may_tell_more for picture in self.pictures)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that a shopper wants, with the words that say it."""

    attribute: str
    value: str
    confidence: float
    words: str


@dataclass(frozen=True, slots=True)
class PriceRange:
    """Ends that are told; the currency is the market's where the shopper names none."""

    low: Money | None
    high: Money | None


@dataclass(frozen=True, slots=True)
class Interpreted:
    """A query in ids.

    ``language``: BCP 47, found from the words where none was given. ``sizes``: as told, with their system
    where it is sure (``EU 38``, ``25 cm``). ``negated``: concept ids not wanted. ``rewritten``: queries for a
    keyword engine by language of the listings. ``unmatched``: words that mean something and no id covers.
    """

    language: str
    category: Category | None
    wanted: tuple[Wanted, ...] = ()
    price: PriceRange | None = None
    sizes: tuple[str, ...] = ()
    negated: tuple[str, ...] = ()
    rewritten: Mapping[str, tuple[str, ...]] | None = None
    unmatched: tuple[str, ...] = ()

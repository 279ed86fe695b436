"""What is known, piece by piece, each with the place it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from argosy_commerce.reading.items import Item

FactKind = Literal[
    "attribute",  # a row of the product's table; ref: its name
    "title",
    "description",  # ref: the sentence's number
    "option",  # what a variant offers; ref: the option's name
    "variant",  # ref: the SKU
    "chart",  # a row of a size chart; ref: the size
    "price",  # ref: the SKU, "" for the product's
    "weight",
    "policy",  # ref: KIND:MARKET:RULE, or KIND:MARKET:#NUMBER of a sentence; market ALL for every one
    "faq",  # an entry of the merchant's own knowledge; ref: its id
    "market",  # what a country's mains, sizes or customs are; ref: the country
    "order",  # ref: the order's id
    "shipment",  # ref: the order's id
    "picture",  # what was found on a buyer's picture; ref: which of the message's
    "conversation",  # what the buyer said himself; ref: the message's id
]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known, and where it stands. Figures and names in ``quote`` are those of the source.

    ``concept``: what it is about, by the term base (``attribute.material``, ``feature.waterproof``); "" where
    no concept is known. ``items``: its value as read, language-neutral; empty where only words are known.
    ``words``: the words by language, for what is written in words (policies, FAQ); ``of``: the product's id,
    the order's, or "" for what holds for the whole shop. ``topics``: intents that it answers without more
    being known of it (``care``), for what has no concept.
    """

    kind: FactKind
    ref: str
    quote: str
    concept: str = ""
    items: tuple[Item, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    of: str = ""
    topics: frozenset[str] = frozenset()
    question: str = ""
    """What an entry of the merchant's own knowledge answers, in his words; "" for all others."""

    @property
    def place(self) -> str:
        """Unique within one merchant: ``attribute:材质`` of a product, ``policy:SHIPPING:DE``."""
        return f"{self.of}/{self.kind}:{self.ref}"


@dataclass(frozen=True, slots=True)
class Found:
    """A fact that was looked for: how well it fits, 0..1, and what decided.

    ``how``: ``concept``, ``bm25``, ``vector`` or ``rule``. ``likeness``: how much of what the question's
    everyday words mean it says, 0..1.
    """

    fact: Fact
    score: float
    how: str
    likeness: float = 0.0

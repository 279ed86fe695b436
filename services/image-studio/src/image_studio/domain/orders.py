"""What is asked of a picture: for which market, from which language, with which wishes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from argosy_commerce.exchange import ExchangeRates
from argosy_commerce.glossaries import EMPTY, Glossary
from argosy_commerce.lettering_rules import Role
from argosy_commerce.markets import Market
from image_studio.domain.kinds.kinds import Kind

__all__ = ["REMOVABLE", "TRANSLATABLE", "Order", "Role", "Wishes"]

TRANSLATABLE: Final = frozenset({Kind.BRAND, Kind.ON_PRODUCT})
"""Kinds that are kept by default and can be said in the market's language by wish."""
REMOVABLE: Final = TRANSLATABLE | {Kind.WATERMARK, Kind.CODE}
"""Kinds that are left alone by default and can be taken out by wish."""


@dataclass(frozen=True)
class Wishes:
    """Kinds of lettering to treat otherwise than by default.

    ``translate``: said in the market's language although kept by default (BRAND, ON_PRODUCT).
    ``remove``: taken out although left alone by default.
    """

    translate: frozenset[Kind] = frozenset()
    remove: frozenset[Kind] = frozenset()


@dataclass(frozen=True)
class Order:
    """One picture for one market.

    ``source`` is the language of the lettering (BCP 47), ``brand`` the product's or empty,
    ``channels`` the ids of those it is published on. ``on`` is the day whose rules for lettering
    hold; with none named, all that have begun and do not end. ``rates`` turn prices in yuan into the
    market's, None takes them out.
    """

    market: Market
    source: str = "zh-CN"
    brand: str = ""
    channels: tuple[str, ...] = ("generic",)
    role: Role = Role.DETAIL
    wishes: Wishes = field(default_factory=Wishes)
    glossary: Glossary = EMPTY
    on: date = date.max
    rates: ExchangeRates | None = None

    @property
    def language(self) -> str:
        """The language the new words are in, BCP 47."""
        return self.market.language.tag

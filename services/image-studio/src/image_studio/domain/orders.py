"""What is asked of a picture: for which market, from which language, with which wishes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from argosy_commerce.glossaries import EMPTY, Glossary
from argosy_commerce.markets import Market
from image_studio.domain.kinds import Kind

TRANSLATABLE: Final = frozenset({Kind.BRAND, Kind.ON_PRODUCT})
"""Kinds that are kept by default and can be said in the market's language by wish."""
REMOVABLE: Final = TRANSLATABLE | {Kind.WATERMARK, Kind.CODE}
"""Kinds that are left alone by default and can be taken out by wish."""


class Role(Enum):
    """What a picture is for; channels ask more of a main picture."""

    MAIN = "main"
    DETAIL = "detail"
    SIZE_CHART = "size_chart"


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
    ``channels`` the ids of those it is published on.
    """

    market: Market
    source: str = "zh-CN"
    brand: str = ""
    channels: tuple[str, ...] = ("generic",)
    role: Role = Role.DETAIL
    wishes: Wishes = field(default_factory=Wishes)
    glossary: Glossary = EMPTY

    @property
    def language(self) -> str:
        """The language the new words are in, BCP 47."""
        return self.market.language.tag

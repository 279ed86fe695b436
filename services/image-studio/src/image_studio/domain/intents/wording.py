"""What a block will say in another language, and whether it may be shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from argosy_commerce.markets import Market
from argosy_commerce.terms.scripts import foreign_han
from image_studio.domain.lettering import cleaned
from image_studio.domain.numbers.figures import said_in_units_of

_LONGEST: Final = 400


@dataclass(frozen=True)
class Engine:
    """Which engine did a part of the work."""

    name: str
    model: str
    revision: str
    profile: str


@dataclass(frozen=True)
class Wording:
    """A block's new words.

    ``coverage`` is the share of the source they carry, 0..1; ``engine`` is None where no model said
    them; where ``why_not`` says something the old lettering stays. ``shorter`` are other ways to say
    the same, each for less room.
    """

    text: str
    coverage: float
    left_over: tuple[str, ...]
    engine: Engine | None
    why_not: str = ""
    shorter: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        return not self.why_not

    def with_beside(self, beside: str) -> Wording:
        """The words with a note behind them, as a head's unit is."""
        if not beside or not self.text:
            return self
        return replace(self, text=f"{self.text} {beside}", shorter=())


def sayable(wording: Wording, market: Market, min_coverage: float) -> Wording:
    """A wording judged: too little said, source words left standing, nothing at all; what can be said
    is said in the units of the market."""
    language = market.language.tag
    text = cleaned(wording.text)[:_LONGEST]
    why = ""
    if not text:
        why = "no translation"
    elif wording.coverage < min_coverage:
        why = f"only {wording.coverage:.0%} of it can be said"
    elif foreign_han(text, language):
        why = "source words stand in the translation"
    first, *shorter = (() if why else said_in_units_of(text, market)) or (text,)
    return replace(wording, text=first, why_not=why, shorter=tuple(shorter))

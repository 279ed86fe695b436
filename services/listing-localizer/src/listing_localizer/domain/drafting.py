"""A listing while it is being written: the facts, the voice, and what each text follows from."""

from __future__ import annotations

from dataclasses import dataclass, field

from argosy_catalogue.facts import Origin, ProductFacts
from argosy_catalogue.sizing import Sizing
from argosy_catalogue.speaking import Speaker
from argosy_catalogue.spoken import LeftOverWords
from argosy_commerce.channels import Channel
from argosy_commerce.markets import Market
from listing_localizer.domain.listing import Claim


@dataclass(frozen=True, slots=True)
class Line:
    """A text that may stand in the listing, what it follows from, and what it says (see `what_it_says`)."""

    text: str
    origins: tuple[Origin, ...]
    says: frozenset[str] = frozenset()


@dataclass(slots=True)
class Draft:
    """The listing while it is being written."""

    facts: ProductFacts
    market: Market
    channel: Channel
    speaker: Speaker
    sizing: Sizing
    claims: list[Claim] = field(default_factory=list)
    left_over: list[LeftOverWords] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def claim(self, text: str, *origins: Origin) -> str:
        """Note what a text follows from; returns the text."""
        self.claims += (Claim(text, origin) for origin in dict.fromkeys(origins))
        return text

    def keep(self, line: Line) -> str:
        """Note that a line stands in the listing; returns its text."""
        self.speaker.said |= line.says
        return self.claim(line.text, *line.origins)

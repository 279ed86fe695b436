"""A finished listing, as the handler publishes it."""

from __future__ import annotations

from dataclasses import dataclass

from argosy_catalogue.facts import Origin
from argosy_catalogue.spoken import LeftOverWords, SpokenAttribute, SpokenChart, SpokenVariant
from argosy_catalogue.values import DENIALS
from listing_localizer.domain.selling_points import SellingPoint


@dataclass(frozen=True, slots=True)
class Engine:
    """Who wrote it: fields of the events' `Engine`."""

    name: str
    model: str
    revision: str
    profile: str


_MIN_CARRIED = 0.25
"""Share of its characters that a sentence must carry. Clauses that would say something else are left out by
the translator; of a sentence with less than this, what is left is no longer its point."""


@dataclass(frozen=True, slots=True)
class SpokenSentence:
    """A sentence of the description as the tier's translator said it."""

    source: str
    start: int
    """Offset in the source description, characters."""
    text: str
    coverage: float
    left_over: tuple[tuple[str, int, int], ...]
    """(words, start, end) in the sentence."""
    engine: Engine

    @property
    def is_faithful(self) -> bool:
        """Whether its point is carried and no denial lost: 盖子不可以进烤箱 must not praise the lid."""
        denied = any(DENIALS & set(words) for words, _, _ in self.left_over)
        return bool(self.text) and self.coverage >= _MIN_CARRIED and not denied


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of the listing and what it follows from."""

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Listing:
    """One listing for one market and channel, with everything that justifies it."""

    market: str
    locale: str
    channel: str
    category: str | None
    """Concept id of what the product is."""
    title: str
    bullets: tuple[str, ...]
    description: str
    keywords: tuple[str, ...]
    detail_html: str
    attributes: tuple[SpokenAttribute, ...]
    claims: tuple[Claim, ...]
    selling_points: tuple[SellingPoint, ...]
    coverage: float
    left_over: tuple[LeftOverWords, ...]
    review_reasons: tuple[str, ...]
    engine: Engine
    variants: tuple[SpokenVariant, ...] = ()
    size_charts: tuple[SpokenChart, ...] = ()

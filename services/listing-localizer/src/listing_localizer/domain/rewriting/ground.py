"""What may be said of a product in one market, and what must be: the facts, as a checker needs them.

Figures are taken from the term base's own rendering of each fact, read back by the same reader that reads
the generator's text, so that "in the market's writing" means the same on both sides.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from argosy_catalogue.facts import Origin, ProductFacts
from argosy_catalogue.speaking import Speaker, unreadable_brand
from argosy_commerce.channels import Channel
from argosy_commerce.markets import Market
from argosy_commerce.phrasing import Register
from argosy_commerce.proofreading.figures import Figure, compact, read_figures, rows
from argosy_commerce.proofreading.naming import Named, Naming
from argosy_commerce.reading.items import (
    MEASURES,
    Break,
    Composition,
    ConceptMatch,
    Dropped,
    Item,
    Model,
    Price,
    Unknown,
    Year,
)
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.model import Group, Kind
from listing_localizer.domain.listing import Listing

_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9'\u2019&+]*")
_UNSAID_GROUPS = frozenset({Group.PROMOTION, Group.PLATFORM, Group.REACH})
MATERIAL = "attribute.material"


@dataclass(frozen=True, slots=True)
class Ground:
    """The facts of one product for one market and channel, and the term base's own listing of them."""

    base: TermBase
    market: Market
    channel: Channel
    listing: Listing
    """The term base's: whatever a candidate fails in stands as it is here."""
    brand: str
    category: str | None
    concepts: frozenset[str]
    figures: tuple[Figure, ...]
    rows: tuple[tuple[Figure, ...], ...]
    """Figures of one measure: the sides of a box, two times 500 ml."""
    shares: frozenset[tuple[Decimal, str]]
    """Shares of materials in percent, as the source gives them."""
    models: tuple[str, ...]
    """Model and standard names of title and attributes, letter for letter."""
    latin: frozenset[str]
    """Latin words that may stand in any script, casefolded."""
    tokens: frozenset[str]
    """Tokens of letters and digits (IP68, 4K), compact."""
    origins: Mapping[str, Origin]
    """Concept id -> where the source says it first."""
    figure_origins: tuple[tuple[Figure, Origin], ...]

    @property
    def language(self) -> str:
        return self.market.language.base

    @property
    def categories(self) -> frozenset[str]:
        """The product's category and all above it."""
        return frozenset(self.base.lexicon.ancestors(self.category)) if self.category else frozenset()

    @property
    def naming(self) -> Naming:
        """Words of the market's language to concepts."""
        return Naming.of(self.base, self.language)

    @property
    def kept(self) -> tuple[str, ...]:
        """Names that stand letter for letter, whatever else their words mean."""
        return tuple(filter(None, (self.brand, *self.models)))

    def masks(self, text: str) -> list[tuple[int, int]]:
        """Where the kept names stand in a text."""
        spans = []
        for name in self.kept:
            pattern = rf"(?<![^\W_]){re.escape(name)}(?![A-Za-z0-9])"
            spans += [found.span() for found in re.finditer(pattern, text, re.IGNORECASE)]
        return spans

    def names_of_facts(self, text: str) -> list[Named]:
        """Names in a text that stand for facts."""
        return [n for n in self.naming.find(text, self.masks(text)) if n.concepts & self.concepts]

    def facts_named(self, text: str) -> frozenset[str]:
        """Concepts of the product that a text names; names of attributes (weight) and units tell nothing."""
        named = {c for name in self.names_of_facts(text) for c in name.concepts & self.concepts}
        return frozenset(c for c in named if self.base.lexicon[c].kind not in {Kind.ATTRIBUTE, Kind.UNIT})

    def says_something(self, text: str) -> bool:
        """Whether a text holds any fact, figure or kept name."""
        return bool(self.facts_named(text) or self.masks(text) or read_figures(text, self.market.locale))


def ground_of(
    facts: ProductFacts, listing: Listing, market: Market, channel: Channel, base: TermBase
) -> Ground:
    """Collect what may be said. `listing` is the term base's own for this market and channel."""
    language = market.language.base
    speaker = Speaker(base, language, facts.category)
    items = [(_true(item, facts), origin) for item, origin in _items(facts)]
    sayable = [(item, origin) for item, origin in items if _may_be_said(item, facts, base)]
    figures: list[tuple[Figure, Origin]] = []
    measured: list[tuple[Figure, ...]] = []
    said: list[str] = []
    for item, origin in sayable:
        text = speaker.say([item], Register.BULLET)
        said.append(text)
        if has_figures(item):
            found = read_figures(text, market.locale)
            figures += ((figure, origin) for figure in found)
            measured += rows(text, found)
    own = [listing.title, *listing.bullets, *(f"{a.name} {a.value}" for a in listing.attributes)]
    own += listing.description.splitlines()[1:]  # the first is the translator's prose, whoever that is
    said += own
    naming = Naming.of(base, language)
    concepts = _concepts(facts, [item for item, _ in sayable], base)
    for text in own:
        # A unit's word may name something else (ساعة: hour, clock): as part of a figure it does not.
        counted = [(figure.start, figure.end) for figure in read_figures(text, market.locale)]
        concepts |= {concept for name in naming.find(text, counted) for concept in name.concepts}
    named = [i.text for i, origin in sayable if isinstance(i, Model) and origin.kind != "description"]
    source = facts.source
    words = [source.brand, source.title, *(a.value for a in source.attributes), *said]
    words += [a.value for a in source.variant_options]
    origins: dict[str, Origin] = {}
    for match, origin in facts.concepts():
        for concept in (match.concept_id, *match.implied):
            origins.setdefault(concept, origin)
    return Ground(
        base=base,
        market=market,
        channel=channel,
        listing=listing,
        brand="" if unreadable_brand(source.brand, language, base) else source.brand,
        category=facts.category,
        concepts=frozenset(concepts),
        figures=tuple(figure for figure, _ in figures),
        rows=tuple(measured),
        shares=frozenset(_shares(item for item, _ in sayable)),
        models=tuple(dict.fromkeys(named)),
        latin=frozenset(w.casefold() for text in words for w in _LATIN_WORD.findall(text)),
        tokens=frozenset(_tokens(words)),
        origins=origins,
        figure_origins=tuple(figures),
    )


def _items(facts: ProductFacts) -> Iterator[tuple[Item, Origin]]:
    readings = [(facts.title, Origin("title", "", facts.source.title))]
    readings += [(a.value, a.origin) for a in (*facts.attributes, *facts.options)]
    readings.append((facts.description, Origin("description", "", "")))
    for reading, origin in readings:
        for item in reading.items:
            quote = origin.quote if origin.kind == "attribute" else item.source
            yield item, replace(origin, quote=quote)


def _may_be_said(item: Item, facts: ProductFacts, base: TermBase) -> bool:
    """Prices and years of a collection are no statements about the product; promotion is nobody's fact."""
    if isinstance(item, Break | Dropped | Unknown | Price | Year):
        return False
    if not isinstance(item, ConceptMatch):
        return True
    concept = base.lexicon[item.concept_id]
    if concept.group in _UNSAID_GROUPS:
        return False
    if concept.kind is not Kind.CATEGORY or facts.category is None:
        return True
    # Titles name further categories to be found by more searches: they are not what the product is.
    related = {*base.lexicon.ancestors(facts.category)}
    return item.concept_id in related or facts.category in base.lexicon.ancestors(item.concept_id)


def has_figures(item: Item) -> bool:
    """Whether figures of its rendering are free to be said: not those of names (M-42X, 316 steel)."""
    return isinstance(item, MEASURES) or (isinstance(item, ConceptMatch) and bool(item.fills or item.purity))


def _true(item: Item, facts: ProductFacts) -> Item:
    """纯棉 beside 95 % cotton: the material stays, the purity goes (decision 0070)."""
    if not isinstance(item, ConceptMatch) or item.purity is None:
        return item
    for attribute in facts.attributes:
        for measure in attribute.value.measures:
            if isinstance(measure, Composition):
                given = [share for share, material in measure.parts if material == item.concept_id]
                if sum(given) != item.purity:
                    return replace(item, purity=None)
    return item


def _concepts(facts: ProductFacts, items: Sequence[Item], base: TermBase) -> set[str]:
    found: set[str] = set()
    waiting = list(items)
    while waiting:
        item = waiting.pop()
        if isinstance(item, ConceptMatch):
            found |= {item.concept_id, *item.implied}
            waiting += [filler for _, filler in item.fills]
        elif isinstance(item, Composition):
            found |= {material for _, material in item.parts}
    found |= {a.concept_id for a in (*facts.attributes, *facts.options) if a.concept_id}
    if facts.category:
        found.add(facts.category)
    # What a thing is a kind of, it is: a T-shirt is a top.
    return {above for concept in found for above in base.lexicon.ancestors(concept)}


def _shares(items: Iterator[Item]) -> Iterator[tuple[Decimal, str]]:
    for item in items:
        if isinstance(item, Composition):
            yield from item.parts
        elif isinstance(item, ConceptMatch) and item.purity is not None:
            yield Decimal(item.purity), item.concept_id


def _tokens(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        words = re.findall(r"[A-Za-z0-9.]+", text)
        yield from (compact(word.strip(".")) for word in words)
        yield from (compact(a + b) for a, b in itertools.pairwise(words))

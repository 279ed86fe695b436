"""Published listings: the words in which a market's buyers read what a product says itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from argosy.product.v1 import product_pb2
from argosy_commerce.errors import UnknownMarket
from argosy_commerce.markets import market
from cs_agent.domain.fact import Fact
from cs_agent.domain.knowledge.told import instructs

Source = tuple[str, str]
"""What a statement says: a row's name and value, or "" and a sentence of the description."""

MOST_LISTINGS: Final = 20
"""Of a product in one language: markets and channels; of more, the newest."""
_MOST_ROWS: Final = 100
_MOST_CLAIMS: Final = 500
_LONGEST_NAME: Final = 200
_LONGEST: Final = 600
"""Characters; longer words are left out, since a part of them would be half a statement."""
_TERM_BASE: Final = "term-driven"
"""The engine that says by the term base, as `Engine.name` has it."""
_FIRST_CHANNEL: Final = "generic"


@dataclass(frozen=True, slots=True)
class Statement:
    """A listing's words for a row or a sentence of the product.

    ``name``: "" for a sentence. ``by_terms``: the term base said it, which leaves small words out ("or",
    "about") without a note.
    """

    source: Source
    name: str
    value: str
    by_terms: bool


@dataclass(frozen=True, slots=True)
class Published:
    """One market's and channel's listing, as told at a time (aware UTC).

    No statements: a person rejected it, and what was told before does not come back.
    """

    market: str
    channel: str
    told_at: datetime
    statements: tuple[Statement, ...] = ()


def language_of_listing(listing: product_pb2.ListingLocalized) -> str:
    """`pt` of pt-BR."""
    return listing.locale.partition("-")[0].lower()


def language_of_market(code: str) -> str:
    """The language that a market's listings are written in; "" where the market is not known."""
    try:
        return market(code).language.base
    except UnknownMarket:
        return ""


def published_of(listing: product_pb2.ListingLocalized, told_at: datetime) -> Published | None:
    """What a listing says of rows and sentences, whole; None where somebody has still to look at it."""
    if listing.needs_review:
        return None
    told = (
        one
        for one in (*_rows(listing), *_sentences(listing))
        if not any(map(instructs, (one.name, one.value, *one.source)))
    )
    return Published(listing.market, listing.channel, told_at, tuple(told))


def rejected(market: str, channel: str, told_at: datetime) -> Published:
    """A listing that a person does not want used."""
    return Published(market, channel, told_at)


def with_listing(known: Sequence[Published], new: Published) -> tuple[Published, ...]:
    """The listings of a product in one language with one more; of one place the newest counts.

    The order in which they come makes no difference, nor does one that comes again.
    """
    places = {(one.market, one.channel): one for one in known}
    before = places.get((new.market, new.channel))
    if before is None or before.told_at <= new.told_at:
        places[new.market, new.channel] = new
    newest = sorted(places.values(), key=lambda one: (one.told_at, one.market, one.channel), reverse=True)
    return tuple(newest[:MOST_LISTINGS])


def words_of_listings(
    listings: Sequence[Published], country: str, facts: Iterable[Fact]
) -> Mapping[str, Statement]:
    """For a product's facts as they are now, by place: what listings of one language say of the same row.

    The country's own listing comes first. A row that has changed since is another source, and has no words.
    """

    def rank(one: Published) -> tuple[bool, bool, float, str, str]:
        is_here, is_first = one.market == country, one.channel == _FIRST_CHANNEL
        return not is_here, not is_first, -one.told_at.timestamp(), one.market, one.channel

    said: dict[Source, Statement] = {}
    for listing in sorted(listings, key=rank):
        for statement in listing.statements:
            said.setdefault(statement.source, statement)
    if not said:
        return {}
    return {fact.place: said[key] for fact in facts if (key := _source_of(fact)) is not None and key in said}


def _source_of(fact: Fact) -> Source | None:
    if fact.kind in {"attribute", "option"}:
        return fact.ref.partition("#")[0], fact.quote
    return ("", _plain(fact.quote)) if fact.kind == "description" else None


def _rows(listing: product_pb2.ListingLocalized) -> Iterator[Statement]:
    """Rows of which nothing was left over."""
    halves = {left.field.partition(":")[2] for left in listing.left_over if ":" in left.field}
    for row in listing.attributes[:_MOST_ROWS]:
        source = (row.source.name, row.source.value)
        is_told = row.name.strip() and row.value.strip() and all(source)
        fits = len(row.name) <= _LONGEST_NAME and max(len(row.value), *map(len, source)) <= _LONGEST
        if is_told and fits and row.source.name not in halves:
            yield Statement(source, row.name.strip(), row.value.strip(), by_terms=True)


def _sentences(listing: product_pb2.ListingLocalized) -> Iterator[Statement]:
    """Sentences of the description of which nothing was left over.

    Bullets and lines follow from words of a sentence too and are not the sentence.
    """
    prose, *lines = listing.description.split("\n")
    others = {*listing.bullets, *lines}
    lost = [left.text for left in listing.left_over if left.field == "description"]
    told: dict[str, str] = {}
    for claim in listing.claims[:_MOST_CLAIMS]:
        source, text = _plain(claim.evidence.quote), claim.text.strip()
        if claim.evidence.kind != "description" or not source or max(len(source), len(text)) > _LONGEST:
            continue
        if text in prose and text not in others and len(text) > len(told.get(source, "")):
            told[source] = text
    by_terms = listing.engine.name == _TERM_BASE
    for source, text in told.items():
        if not any(_plain(words) in source for words in lost):
            yield Statement(("", source), "", text, by_terms)


def _plain(sentence: str) -> str:
    return sentence.strip().rstrip("。.！？!? ")

"""Writes the listings of one product, market by market, with the help of the tier."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from argosy_commerce.channels import Channel
from argosy_commerce.glossaries import EMPTY, Glossary
from argosy_commerce.markets import Market
from argosy_commerce.terms import TermBase
from argosy_inference import CallContext, TierClient
from argosy_telemetry import histogram, names, tracer
from listing_localizer.adapters.translator import say_sentences
from listing_localizer.domain.facts import ProductFacts, read_facts
from listing_localizer.domain.fields import texts_of
from listing_localizer.domain.listing import Engine, SpokenSentence
from listing_localizer.domain.own_words import in_own_words
from listing_localizer.domain.remembering import Memory, Place, Written, reusable_sentences
from listing_localizer.domain.source import SourceListing
from listing_localizer.domain.writing import write_listing
from listing_localizer.events import listing_localized
from listing_localizer.places import Places
from listing_localizer.settings import LocalizerSettings

_COVERAGE = histogram(names.METRIC_LISTING_COVERAGE)


@dataclass(frozen=True, slots=True)
class Desk:
    """What it takes to write for one merchant."""

    tier: TierClient
    terms: TermBase
    settings: LocalizerSettings
    on: date
    """The day of the event: what sells first depends on the season."""
    glossary: Glossary = EMPTY
    """The merchant's own words, over the platform's."""


async def write_places(
    source: SourceListing, places: Places, memory: Memory, made_by: str, merchant_id: str, desk: Desk
) -> dict[Place, Written]:
    """The listings of these places, written anew; nothing is read or asked for if there are none."""
    if not any(channels for _, channels in places):
        return {}
    facts = await asyncio.to_thread(read_facts, source, desk.terms)
    written: dict[Place, Written] = {}
    for target, channels in places:
        if channels:
            said = reusable_sentences(memory, target.code, made_by)
            written |= await _written_for_market(facts, target, channels, said, merchant_id, desk)
    return written


async def _written_for_market(
    facts: ProductFacts,
    target: Market,
    channels: Sequence[Channel],
    said: Mapping[str, SpokenSentence],
    merchant_id: str,
    desk: Desk,
) -> dict[Place, Written]:
    with tracer().start_as_current_span(
        names.SPAN_LISTING_LOCALIZE, attributes={names.ATTR_MARKET: target.code}
    ):
        facts, terms = await asyncio.to_thread(in_own_words, facts, desk.terms, desk.glossary, target.locale)
        sentences = await say_sentences(
            desk.tier,
            facts.sentences,
            said,
            terms,
            target=target.language.base,
            brand=facts.source.brand,
            context=CallContext(merchant_id, desk.settings.tier_deadline_s),
        )
        engine = sentences[0].engine if sentences else own_engine(desk.terms)
        written: dict[Place, Written] = {}
        for rules in channels:
            listing = await asyncio.to_thread(
                write_listing, facts, target, rules, terms, sentences, engine, desk.on
            )
            message = listing_localized(facts.source.product_id, listing)
            written[target.code, rules.id] = Written(texts_of(message), message, tuple(sentences))
            _COVERAGE.record(listing.coverage, {names.ATTR_MARKET: listing.market})
        return written


def own_engine(terms: TermBase) -> Engine:
    """Who writes a listing without a description: the term base in this process, no model of the tier."""
    return Engine("term-driven", "argosy-terms", terms.revision, "embedded")

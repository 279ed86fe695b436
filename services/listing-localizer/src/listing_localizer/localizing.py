"""Writes the listings of one product, market by market, with the help of the tier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from argosy.product.v1 import product_pb2
from argosy_catalogue.facts import ProductFacts, read_facts
from argosy_catalogue.own_words import in_own_words
from argosy_catalogue.source import SourceProduct
from argosy_catalogue.speaking import unreadable_brand
from argosy_commerce.channels import Channel
from argosy_commerce.glossaries import EMPTY, Glossary
from argosy_commerce.markets import Market
from argosy_commerce.terms import TermBase
from argosy_eventing.threads import in_thread
from argosy_inference import CallContext, TierClient
from argosy_telemetry import histogram, names, tracer
from listing_localizer.adapters.translator import say_sentences
from listing_localizer.domain.fields import texts_of
from listing_localizer.domain.listing import Engine
from listing_localizer.domain.remembering import (
    Memory,
    Place,
    Written,
    changed_fields,
    reusable_sentences,
)
from listing_localizer.domain.wanted_terms import wanted_terms
from listing_localizer.domain.writing import write_listing
from listing_localizer.events import listing_localized
from listing_localizer.places import Places
from listing_localizer.rewriting import Rewriter, rewrite
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
    rewriter: Rewriter | None = None


async def write_places(
    product: product_pb2.Product,
    source: SourceProduct,
    places: Places,
    memory: Memory,
    made_by: str,
    merchant_id: str,
    desk: Desk,
) -> dict[Place, Written]:
    """The listings of these places, written anew; nothing is read or asked for if there are none."""
    if not any(channels for _, channels in places):
        return {}
    facts = await in_thread(read_facts, source, desk.terms)
    written: dict[Place, Written] = {}
    for target, channels in places:
        if channels:
            made = _written_for_market(product, facts, target, channels, memory, made_by, merchant_id, desk)
            written |= await made
    return written


async def _written_for_market(
    product: product_pb2.Product,
    facts: ProductFacts,
    target: Market,
    channels: Sequence[Channel],
    memory: Memory,
    made_by: str,
    merchant_id: str,
    desk: Desk,
) -> dict[Place, Written]:
    with tracer().start_as_current_span(
        names.SPAN_LISTING_LOCALIZE, attributes={names.ATTR_MARKET: target.code}
    ):
        language = target.language.base
        facts, terms = await in_thread(in_own_words, facts, desk.terms, desk.glossary, target.locale)
        sentences = await say_sentences(
            desk.tier,
            facts.sentences,
            reusable_sentences(memory, target.code, made_by),
            own=terms,
            target=language,
            brand="" if unreadable_brand(facts.source.brand, language, terms) else facts.source.brand,
            context=CallContext(merchant_id, desk.settings.tier_deadline_s),
            wanted=wanted_terms(facts, language, terms),
        )
        engine = sentences[0].engine if sentences else own_engine(desk.terms)
        rewriter = desk.rewriter and replace(desk.rewriter, terms=terms)
        written: dict[Place, Written] = {}
        for rules in channels:
            own = await in_thread(write_listing, facts, target, rules, terms, sentences, engine, desk.on)
            drafts = texts_of(listing_localized(facts.source.product_id, own))
            listing = own
            if changed_fields(memory.get((target.code, rules.id)), drafts):
                listing = await rewrite(own, facts, target, rules, merchant_id, rewriter)
            message = listing_localized(facts.source.product_id, listing)
            written[target.code, rules.id] = Written(drafts, message, product, tuple(sentences))
            _COVERAGE.record(listing.coverage, {names.ATTR_MARKET: listing.market})
        return written


def own_engine(terms: TermBase) -> Engine:
    """Who writes a listing without a description: the term base in this process, no model of the tier."""
    return Engine("term-driven", "argosy-terms", terms.revision, "embedded")

"""What this service does with an event: one listing per market and channel asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from argosy.product.v1 import product_pb2
from argosy_commerce.channels import Channel, channel
from argosy_commerce.errors import CommerceError
from argosy_commerce.markets import Market, market
from argosy_commerce.terms import TermBase
from argosy_eventing import Event, Outcome, Output, dead_letter, publish
from argosy_inference import CallContext, TierClient
from argosy_telemetry import counter, histogram, names, tracer
from listing_localizer.adapters.translator import say_sentences
from listing_localizer.domain.facts import ProductFacts, read_facts
from listing_localizer.domain.listing import Engine, Listing
from listing_localizer.domain.source import UnusableProductError, read_source
from listing_localizer.domain.wanted_terms import wanted_terms
from listing_localizer.domain.writing import write_listing
from listing_localizer.events import listing_localized
from listing_localizer.rewriting import Rewriter, rewrite
from listing_localizer.settings import LocalizerSettings

GENERIC = "generic"
MAX_LISTINGS = 200
"""Markets times channels of one event; more is a mistake, and would not fit one transaction."""

_COVERAGE = histogram(names.METRIC_LISTING_COVERAGE)
_NEEDS_REVIEW = counter(names.METRIC_NEEDS_REVIEW)

ProductEvent = product_pb2.ProductCreated | product_pb2.ProductUpdated


@dataclass(frozen=True, slots=True)
class Deps:
    """What the handlers need from outside."""

    tier: TierClient
    terms: TermBase
    settings: LocalizerSettings
    rewriter: Rewriter | None = None
    """None: listings stay as the term base writes them."""


async def localize_listing(event: Event[ProductEvent], deps: Deps) -> Outcome:
    """product.created or product.updated: write the listing anew for each market and channel."""
    try:
        source = read_source(event.data.product)
        places = asked_places(event.data, deps.settings.default_markets)
    except UnusableProductError as error:
        return dead_letter(error.reason, error.detail)
    except CommerceError as error:
        return dead_letter("unknown_market_or_channel", str(error))
    facts = await asyncio.to_thread(read_facts, source, deps.terms)
    outputs = []
    for target, channels in places:
        for listing in await _listings_of_market(facts, target, channels, event.merchant_id, deps):
            data = listing_localized(source.product_id, listing)
            outputs.append(Output("listing.localized", data, f"{listing.market}/{listing.channel}"))
            _COVERAGE.record(listing.coverage, {names.ATTR_MARKET: listing.market})
            if listing.review_reasons:
                _NEEDS_REVIEW.add(1, {names.ATTR_EVENT_TYPE: "listing.localized"})
    return publish(*outputs)


def asked_places(data: ProductEvent, default_markets: Sequence[str]) -> list[tuple[Market, list[Channel]]]:
    """The markets and channels of an event, each once.

    Raises:
        CommerceError: a market or channel that is not known.
        UnusableProductError: more listings than one event may ask for.
    """
    markets = [market(code) for code in dict.fromkeys(data.markets or default_markets)]
    names_ = list(dict.fromkeys(data.channels or (GENERIC,)))
    if len(markets) * len(names_) > MAX_LISTINGS:
        raise UnusableProductError(
            "too_many_listings",
            f"{len(markets)} markets x {len(names_)} channels; an event may ask for {MAX_LISTINGS} listings",
        )
    return [(found, [channel(name, found.code) for name in names_]) for found in markets]


async def _listings_of_market(
    facts: ProductFacts, target: Market, channels: Sequence[Channel], merchant_id: str, deps: Deps
) -> list[Listing]:
    with tracer().start_as_current_span(
        names.SPAN_LISTING_LOCALIZE, attributes={names.ATTR_MARKET: target.code}
    ):
        sentences = await say_sentences(
            deps.tier,
            facts.sentences,
            target=target.language.base,
            brand=facts.source.brand,
            context=CallContext(merchant_id, deps.settings.tier_deadline_s),
            terms=wanted_terms(facts, target.language.base, deps.terms),
        )
        engine = sentences[0].engine if sentences else own_engine(deps)
        listings = []
        for rules in channels:
            own = await asyncio.to_thread(write_listing, facts, target, rules, deps.terms, sentences, engine)
            listings.append(await rewrite(own, facts, target, rules, merchant_id, deps.rewriter))
        return listings


def own_engine(deps: Deps) -> Engine:
    """Who writes a listing without a description: the term base in this process, no model of the tier."""
    return Engine("term-driven", "argosy-terms", deps.terms.revision, "embedded")

"""What this service does with an event: write listings, and keep what people decide about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from argosy.product.v1 import product_pb2
from argosy_catalogue.source import UnusableProductError, read_source
from argosy_commerce.errors import CommerceError
from argosy_commerce.glossaries import Glossaries, Glossary, NoGlossaries
from argosy_commerce.terms import TermBase
from argosy_eventing import Event, Outcome, Output, dead_letter, publish, skip
from argosy_eventing.threads import in_thread
from argosy_inference import TierClient
from argosy_telemetry import counter, names
from listing_localizer.adapters.approved import ApprovedRepository
from listing_localizer.adapters.listings import ListingRepository
from listing_localizer.adapters.preferences import PreferenceRepository
from listing_localizer.domain.preferences import preferences_of
from listing_localizer.domain.remembering import Remembered, made_by_digest, remembered, source_digest
from listing_localizer.domain.reviewing import UnusableReviewError, decided, read_review
from listing_localizer.domain.selling_points import season
from listing_localizer.localizing import Desk, write_places
from listing_localizer.places import ProductEvent, asked_places, changed_places
from listing_localizer.proposing import proposal_of
from listing_localizer.revision import writing_revision
from listing_localizer.rewriting import Rewriter
from listing_localizer.settings import LocalizerSettings

_NEEDS_REVIEW = counter(names.METRIC_NEEDS_REVIEW)


@dataclass(frozen=True, slots=True)
class Deps:
    """What the handlers need from outside."""

    tier: TierClient
    terms: TermBase
    listings: ListingRepository
    approved: ApprovedRepository
    preferences: PreferenceRepository
    settings: LocalizerSettings
    glossaries: Glossaries = field(default_factory=NoGlossaries)
    rewriter: Rewriter | None = None


async def localize_listing(event: Event[ProductEvent], deps: Deps) -> Outcome:
    """product.created, product.updated: write the listing of each market and channel whose words changed."""
    try:
        source = await in_thread(read_source, event.data.product)
        places = asked_places(event.data, deps.settings.default_markets)
    except UnusableProductError as error:
        return dead_letter(error.reason, error.detail)
    except CommerceError as error:
        return dead_letter("unknown_market_or_channel", str(error))
    glossary = await deps.glossaries.of(event.merchant_id, event.platform)
    digest, made_by = source_digest(event.data.product), _made_by(deps, glossary, event.time.date())
    memory = await deps.listings.of(event.merchant_id, source.product_id)
    desk = Desk(deps.tier, deps.terms, deps.settings, event.time.date(), glossary, deps.rewriter)
    stale = changed_places(places, memory, digest, made_by)
    product, merchant = event.data.product, event.merchant_id
    if written := await write_places(product, source, stale, memory, made_by, merchant, desk):
        memory = await deps.listings.remember(
            event.merchant_id,
            source.product_id,
            lambda now: remembered(now, written, digest, made_by, event.id),
        )
    asked = [memory[target.code, rules.id] for target, channels in places for rules in channels]
    if event.type == "product.updated":
        asked = [kept for kept in asked if kept.event_id == event.id]
    return _published(asked) if asked else skip("nothing_changed")


async def record_review(event: Event[product_pb2.ListingReviewed], deps: Deps) -> Outcome:
    """listing.reviewed: keep what a person decided, and publish the listing as it is from now on."""
    try:
        review = read_review(event.data)
    except UnusableReviewError as error:
        return dead_letter(error.reason, error.detail)
    except CommerceError as error:
        return dead_letter("unknown_market_or_channel", str(error))
    memory = await deps.listings.of(event.merchant_id, review.product_id)
    seen = memory.get(review.place)
    if seen is None:
        where = "/".join(review.place)
        return dead_letter("unknown_listing", f"no listing of {review.product_id!r} was written for {where}")
    memory = await deps.listings.remember(
        event.merchant_id,
        review.product_id,
        lambda now: {**now, review.place: decided(now[review.place], review, event.id, event.time)},
    )
    after = memory[review.place]
    await deps.approved.keep(event.merchant_id, review.product_id, review.place, after)
    glossary = await deps.glossaries.of(event.merchant_id, event.platform)
    proposal = await in_thread(
        proposal_of, seen, review.place, event.merchant_id, deps.terms, glossary, event.time.date()
    )
    await deps.preferences.keep(preferences_of(event.data, proposal, event.time), event.id)
    return _published([after])


def _published(listings: Sequence[Remembered]) -> Outcome:
    outputs = []
    for kept in listings:
        data = kept.message
        outputs.append(Output("listing.localized", data, f"{data.market}/{data.channel}"))
        if data.needs_review:
            _NEEDS_REVIEW.add(1, {names.ATTR_EVENT_TYPE: "listing.localized"})
    return publish(*outputs)


def _made_by(deps: Deps, glossary: Glossary, on: date) -> str:
    words = deps.terms.revision, glossary.revision
    chosen = deps.settings.epoch, deps.settings.rewrite
    return made_by_digest((writing_revision(), *words, *chosen, season(on)))

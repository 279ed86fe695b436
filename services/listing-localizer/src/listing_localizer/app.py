"""The composition root: the only file that builds clients."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from argosy_commerce.glossaries import compiled_lines, merchant_over_platform
from argosy_commerce.terms import TermBase
from argosy_eventing import EventingSettings, Service
from argosy_inference import Tier, TierDeadlineExceeded, TierSettings, TierUnavailable
from argosy_store import GlossaryBroken, LayeredGlossaries, Store
from argosy_telemetry import Telemetry, TelemetrySettings, setup
from listing_localizer.adapters.approved import ApprovedRepository
from listing_localizer.adapters.listings import ListingRepository
from listing_localizer.adapters.preferences import PreferenceRepository
from listing_localizer.handlers import Deps, localize_listing, record_review
from listing_localizer.rewriting import Rewriter
from listing_localizer.settings import LocalizerSettings

NAME = "listing-localizer"


def build(
    settings: LocalizerSettings | None = None,
    eventing: EventingSettings | None = None,
    telemetry: Telemetry | None = None,
) -> Service:
    """The service, ready to run; tests give their own settings."""
    own = settings or LocalizerSettings()  # type: ignore[call-arg]  # read from the environment
    service = Service(
        NAME,
        eventing or EventingSettings.load(),
        telemetry=telemetry,
        busy=(TierUnavailable, TierDeadlineExceeded),
        bad=(GlossaryBroken,),
    )

    @asynccontextmanager
    async def open_deps() -> AsyncIterator[Deps]:
        async with (
            Tier(TierSettings(own.triton_url)) as tier,
            await Store.connect(own.mongodb_uri) as store,
        ):
            listings, approved = ListingRepository(store), ApprovedRepository(store)
            preferences = PreferenceRepository(store)
            glossaries = LayeredGlossaries(
                store, compiled_lines, merchant_over_platform, ttl_s=own.glossary_ttl_s
            )
            for repository in (listings, approved, preferences, glossaries):
                await repository.prepare()
            terms = TermBase.with_platform(own.terms_dir)
            rewriter = Rewriter(tier, terms, own, approved) if own.rewrite == "on" else None
            yield Deps(tier, terms, listings, approved, preferences, own, glossaries, rewriter)

    deps = service.use(open_deps)
    service.on("product.created", localize_listing, deps, costly=True, concurrency=own.concurrency)
    service.on("product.updated", localize_listing, deps, costly=True, concurrency=own.concurrency)
    service.on("listing.reviewed", record_review, deps, costly=True, concurrency=own.concurrency)
    return service


def main() -> None:
    """Run until stopped."""
    telemetry = setup(NAME, TelemetrySettings.from_env())
    build(telemetry=telemetry).run()

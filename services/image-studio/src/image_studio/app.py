"""The composition root: the only file that builds clients."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import cv2

from argosy_commerce.glossaries import compiled_lines, merchant_over_platform
from argosy_commerce.markets import markets
from argosy_commerce.terms import TermBase
from argosy_eventing import EventingSettings, Service
from argosy_eventing.threads import in_thread
from argosy_inference import Tier, TierDeadlineExceeded, TierSettings, TierUnavailable
from argosy_store import AllowList, BlobStore, GlossaryBroken, LayeredGlossaries, OutsideFetcher, Store
from argosy_telemetry import Telemetry, TelemetrySettings, setup
from image_studio.adapters.gallery import Gallery
from image_studio.adapters.jpeg_blocks import JpegBlocks
from image_studio.domain.setting.breaking import warm_up
from image_studio.domain.setting.fonts import FontBook
from image_studio.domain.setting.typeset import Typesetter
from image_studio.handlers import Deps, localize_pictures
from image_studio.requests import render_request
from image_studio.settings import StudioSettings
from image_studio.studio import Studio

NAME = "image-studio"
_STALL_AFTER_S = 1200.0


def build(
    settings: StudioSettings | None = None,
    eventing: EventingSettings | None = None,
    telemetry: Telemetry | None = None,
) -> Service:
    """The service, ready to run; tests give their own settings.

    Raises:
        FontMissing: a typeface or the shaping library is not installed.
    """
    own = settings or StudioSettings()  # type: ignore[call-arg]  # read from the environment
    fonts = FontBook(own.font_directories())
    languages = sorted({found.language.tag for found in markets().values()})
    fonts.check(languages)
    # Two threads on busy cores run several times slower than one; pictures are the parallelism.
    cv2.setNumThreads(1)
    service = Service(
        NAME,
        eventing or EventingSettings.load(**_slow_handlers()),
        telemetry=telemetry,
        busy=(TierUnavailable, TierDeadlineExceeded),
        bad=(GlossaryBroken,),
    )

    @asynccontextmanager
    async def open_deps() -> AsyncIterator[Deps]:
        await in_thread(warm_up, languages)
        await in_thread(fonts.warm_up, languages)
        async with (
            Tier(TierSettings(own.triton_url)) as tier,
            OutsideFetcher(AllowList.parse(own.fetch_allow)) as outside,
            await Store.connect(own.mongodb_uri) as store,
        ):
            glossaries = LayeredGlossaries(
                store, compiled_lines, merchant_over_platform, ttl_s=own.glossary_ttl_s
            )
            await glossaries.prepare()
            blocks = JpegBlocks()
            terms = await in_thread(TermBase.with_platform, own.terms_dir)
            studio = Studio(
                tier,
                Typesetter(fonts),
                blocks,
                min_coverage=own.min_coverage,
                kinds_by_sight=own.kinds_by_sight,
                terms=terms,
            )
            try:
                yield Deps(studio, Gallery(BlobStore(own.blob_url), outside), own, glossaries)
            finally:
                await blocks.close()

    deps = service.use(open_deps)
    service.on("product.created", localize_pictures, deps, costly=True, concurrency=own.concurrency)
    service.on("product.updated", localize_pictures, deps, costly=True, concurrency=own.concurrency)
    service.on("image.requested", render_request, deps, costly=True, concurrency=own.concurrency)
    return service


def _slow_handlers() -> dict[str, float]:
    """A product with many long pictures is minutes of honest work, not a stall."""
    return {} if "ARGOSY_EVENTING_STALL_AFTER_S" in os.environ else {"stall_after_s": _STALL_AFTER_S}


def main() -> None:
    """Run until stopped."""
    telemetry = setup(NAME, TelemetrySettings.from_env())
    build(telemetry=telemetry).run()

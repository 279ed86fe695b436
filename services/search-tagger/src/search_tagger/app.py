"""The composition root: with `seeing` the only file that builds clients."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

from argosy_commerce.terms import TermBase
from argosy_eventing import EventingSettings, Service
from argosy_eventing.threads import in_thread
from argosy_store import DocumentConflict, DocumentRejected, Store
from argosy_telemetry import Telemetry, TelemetrySettings, setup
from search_tagger.adapters.index import ProductIndex
from search_tagger.adapters.tagged import TaggedRepository
from search_tagger.handlers import Deps, interpret_query, tag_product
from search_tagger.seeing import opened_eyes
from search_tagger.settings import TaggerSettings
from search_tagger.warming import warm_up

NAME: Final = "search-tagger"
BUSY: Final = (DocumentConflict,)
_BESIDE: Final = 4
BAD: Final = (DocumentRejected,)
"""An id that no store takes will be none tomorrow: a dead letter, and the next events go on."""


def build(
    settings: TaggerSettings | None = None,
    eventing: EventingSettings | None = None,
    telemetry: Telemetry | None = None,
) -> Service:
    """The service, ready to run; tests give their own settings."""
    own = settings or TaggerSettings()  # type: ignore[call-arg]  # read from the environment
    service = Service(NAME, eventing or EventingSettings.load(), telemetry=telemetry, busy=BUSY, bad=BAD)

    @asynccontextmanager
    async def open_deps() -> AsyncIterator[Deps]:
        async with await Store.connect(own.mongodb_uri) as store:
            tagged = TaggedRepository(store)
            await tagged.prepare()
            terms = await in_thread(TermBase.with_platform, own.terms_dir)
            await in_thread(warm_up, terms)
            async with AsyncExitStack() as stack:
                index = None
                if own.search_index is not None:
                    index = stack.enter_context(ProductIndex(own.search_index, make=True))
                eyes = await stack.enter_async_context(opened_eyes(own)) if own.tag_pictures else None
                yield Deps(terms, tagged, own.epoch, index, eyes)

    deps = service.use(open_deps)
    # Most of them wait for their pictures: those that need none go on beside them.
    products = own.concurrency * (_BESIDE if own.tag_pictures else 1)
    service.on("product.created", tag_product, deps, concurrency=products)
    service.on("product.updated", tag_product, deps, concurrency=products)
    service.on("search.queried", interpret_query, deps, concurrency=own.concurrency)
    return service


def main() -> None:
    """Run until stopped."""
    telemetry = setup(NAME, TelemetrySettings.from_env())
    build(telemetry=telemetry).run()

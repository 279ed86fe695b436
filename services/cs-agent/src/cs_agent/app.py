"""The composition root: the only file that builds clients."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import cv2
from google.protobuf.message import Message

from argosy_commerce.terms import TermBase
from argosy_eventing import Event, EventingSettings, Service, events_behind
from argosy_eventing.beside import running
from argosy_eventing.client import Publisher
from argosy_eventing.threads import in_thread
from argosy_inference import Tier, TierSettings
from argosy_ledger import OrderLedger, PolicyLedger, Sealer
from argosy_pictures import colours
from argosy_store import AllowList, BlobStore, DocumentConflict, DocumentRejected, OutsideFetcher, Store
from argosy_telemetry import Telemetry, TelemetrySettings, setup
from cs_agent.adapters.bus import Deltas, Publishes, RefundRequestsByBus
from cs_agent.adapters.conversations import ConversationRepository
from cs_agent.adapters.desks import Desks
from cs_agent.adapters.eyes import EyesOfTier
from cs_agent.adapters.gallery import Gallery
from cs_agent.adapters.http_shop import HttpShop
from cs_agent.adapters.knowledge import EntryRepository, GapRepository, ProductRepository
from cs_agent.adapters.listings import ListingRepository
from cs_agent.adapters.product_pictures import ImprintRepository, PictureRepository
from cs_agent.adapters.reference_shop import ReferenceShop, read_world
from cs_agent.adapters.rules_file import rules_in_force
from cs_agent.domain.tools.rules import ShopRules
from cs_agent.domain.tools.shop import Shop
from cs_agent.events import NAME
from cs_agent.floor import Floor
from cs_agent.handlers import (
    Deps,
    answer_message,
    hear_person,
    keep_listing,
    keep_new_product,
    keep_order,
    keep_policy,
    keep_product,
    keep_review,
    keep_shipment,
)
from cs_agent.knowing import Knowledge
from cs_agent.modelled import modelled_of
from cs_agent.retention import Retention
from cs_agent.settings import ChatSettings
from cs_agent.skills import Own, warm_up
from cs_agent.waiting import Waiting

BUSY: Final = (DocumentConflict,)
"""Worth another try: the next finds the conversation at rest."""
BAD: Final = (DocumentRejected,)
"""An id or a document that no store takes will be none tomorrow: a dead letter, and the next events go on."""


def build(
    settings: ChatSettings | None = None,
    eventing: EventingSettings | None = None,
    telemetry: Telemetry | None = None,
) -> Service:
    """The service, ready to run; tests give their own settings.

    Raises:
        UnusableKeys: ARGOSY_LEDGER_KEYS or its lookup key cannot be used.
        TermDataError: ARGOSY_SHOP_RULES cannot be used.
    """
    # Pictures are looked at beside answers and the tier: on busy cores more threads are slower.
    cv2.setNumThreads(1)
    own = settings or ChatSettings()  # type: ignore[call-arg]  # read from the environment
    bus = eventing or EventingSettings.load()
    sealer = Sealer.from_text(own.ledger_keys, own.ledger_lookup_key)
    rules = rules_in_force(own.shop_rules)
    service = Service(NAME, bus, telemetry=telemetry, busy=BUSY, bad=BAD)

    @asynccontextmanager
    async def open_deps() -> AsyncIterator[Deps]:
        async with (
            await Store.connect(own.mongodb_uri) as store,
            Publisher(bus) as publisher,
            # An answer can do without: a model that is down or full is asked once.
            Tier(TierSettings(own.triton_url, retry_for_s=0.0)) as tier,
            OutsideFetcher(AllowList.parse(own.fetch_allow)) as outside,
        ):

            async def publishes(event: Event[Message]) -> None:
                await publisher.publish(event)

            base = await in_thread(TermBase.load)
            products, entries = ProductRepository(store), EntryRepository(store)
            gaps, policies = GapRepository(store, sealer), PolicyLedger(store)
            listings = ListingRepository(store)
            conversations, orders = ConversationRepository(store, sealer), OrderLedger(store, sealer)
            pictures, imprints = PictureRepository(store), ImprintRepository(store)
            blobs = BlobStore(own.blob_url) if own.blob_url else None
            gallery = Gallery(pictures, imprints, blobs, outside, _now)
            known = (products, listings, entries, gaps, policies, pictures, imprints)
            for kept in (*known, conversations, orders):
                await kept.prepare()
            await in_thread(warm_up, _now())
            await in_thread(colours.warm_up)
            waiting = Waiting(conversations, publishes, _now)
            retention = Retention(conversations, gaps, orders, timedelta(days=own.retention_days))
            async with (
                _shop(own, rules, publishes) as shop,
                running(
                    waiting.sweep_forever(own.chat_sweep_s),
                    retention.sweep_forever(),
                    gallery.sweep_forever(own.chat_sweep_s),
                ),
            ):
                desks = Desks({own.shop_merchant: shop} if shop else {}, rules, orders, _now)
                floor = Floor(
                    conversations=conversations,
                    products=products,
                    gaps=gaps,
                    knowledge=Knowledge(base, products, listings, entries, policies),
                    base=base,
                    skills=Own(),
                    desk=desks.of,
                    speaks=Deltas(publishes),
                    behind=events_behind,
                    clock=_now,
                    pace=own.pace,
                    merchant_language=own.merchant_language,
                    modelled=modelled_of(own, tier),
                    eyes=EyesOfTier(gallery, tier, own.pictures_s),
                )
                yield Deps(floor, orders, policies, listings, gallery)

    deps = service.use(open_deps)
    service.on("chat.message", answer_message, deps, concurrency=own.concurrency)
    service.on("chat.replied", hear_person, deps, concurrency=own.concurrency)
    service.on("product.created", keep_new_product, deps, concurrency=own.concurrency)
    service.on("product.updated", keep_product, deps, concurrency=own.concurrency)
    service.on("listing.localized", keep_listing, deps, concurrency=own.concurrency)
    service.on("listing.reviewed", keep_review, deps, concurrency=own.concurrency)
    service.on("order.placed", keep_order, deps, concurrency=own.concurrency)
    service.on("shipment.updated", keep_shipment, deps, concurrency=own.concurrency)
    service.on("policy.updated", keep_policy, deps)
    return service


@asynccontextmanager
async def _shop(own: ChatSettings, rules: ShopRules, publishes: Publishes) -> AsyncIterator[Shop | None]:
    """The merchant's shop, if one is named."""
    requests = RefundRequestsByBus(publishes, own.shop_merchant, own.shop_platform)
    if own.shop_url:
        shop = HttpShop(own.shop_url, own.shop_token.get_secret_value(), requests, plain=own.shop_plain)
        try:
            yield shop
        finally:
            await shop.close()
    elif own.shop_file:
        given = Path(own.shop_file)
        kept = given.with_name(f"{given.name}.kept")
        world = await in_thread(read_world, kept if kept.exists() else given)
        yield ReferenceShop(world, rules, requests, clock=_now, kept_in=kept)
    else:
        yield None


def _now() -> datetime:
    return datetime.now(UTC)


def main() -> None:
    """Run until stopped."""
    telemetry = setup(NAME, TelemetrySettings.from_env())
    build(telemetry=telemetry).run()

"""The composition root: the only file that builds clients."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

import cv2
from google.protobuf.message import Message

from argosy_eventing import Event, EventingSettings, Service
from argosy_eventing.beside import running
from argosy_eventing.client import Publisher
from argosy_eventing.threads import in_thread
from argosy_inference import Tier, TierDeadlineExceeded, TierSettings, TierUnavailable
from argosy_ledger import OrderLedger, PolicyLedger, Sealer
from argosy_store import AllowList, BlobStore, DocumentConflict, DocumentRejected, OutsideFetcher, Store
from argosy_telemetry import Telemetry, TelemetrySettings, setup
from refund_agent.adapters.evidence_files import EvidenceFiles
from refund_agent.adapters.fingerprints import FingerprintRepository
from refund_agent.adapters.listing_pictures import ListingPictures
from refund_agent.adapters.listings import ListingRepository
from refund_agent.adapters.outcomes import OutcomeRepository
from refund_agent.adapters.requests import RequestRepository
from refund_agent.adapters.sights import SightByTier
from refund_agent.deciding import Desk
from refund_agent.handlers import (
    Deps,
    hear_reply,
    keep_listing,
    keep_new_listing,
    keep_order,
    keep_payment,
    keep_policy,
    keep_refund,
    keep_shipment,
    let_lapse,
    request_refund,
)
from refund_agent.lapsing import Lapsing
from refund_agent.learning import Experience
from refund_agent.readers import hears, reads, warm_up
from refund_agent.retention import Retention
from refund_agent.settings import RefundSettings
from refund_agent.verifying import Verifying, verify

NAME = "refund-agent"
BUSY: Final = (TierUnavailable, TierDeadlineExceeded, DocumentConflict)
"""Worth another try. Many requests of one order at once write one document: the next try finds it at rest."""
BAD: Final = (DocumentRejected,)
"""An id or a document that no store takes will be none tomorrow: a dead letter, and the next events go on."""


def build(
    settings: RefundSettings | None = None,
    eventing: EventingSettings | None = None,
    telemetry: Telemetry | None = None,
) -> Service:
    """The service, ready to run; tests give their own settings.

    Raises:
        UnusableKeys: ARGOSY_LEDGER_KEYS or its lookup key cannot be used.
    """
    # Two files are looked at together, beside the tier: on busy cores more threads are slower.
    cv2.setNumThreads(1)
    own = settings or RefundSettings()  # type: ignore[call-arg]  # read from the environment
    bus = eventing or EventingSettings.load()
    sealer = Sealer.from_text(own.ledger_keys, own.ledger_lookup_key)
    service = Service(NAME, bus, telemetry=telemetry, busy=BUSY, bad=BAD)

    async def publishes(events: Sequence[Event[Message]]) -> None:
        # Rarely: a producer of its own lives no longer than it is needed.
        async with Publisher(bus) as publisher:
            await publisher.publish(*events)

    @asynccontextmanager
    async def open_deps() -> AsyncIterator[Deps]:
        async with (
            Tier(TierSettings(own.triton_url)) as tier,
            OutsideFetcher(AllowList.parse(own.fetch_allow)) as outside,
            await Store.connect(own.mongodb_uri) as store,
        ):
            blobs = BlobStore(own.blob_url)
            outcomes, listings = OutcomeRepository(store), ListingRepository(store)
            orders, prints = OrderLedger(store, sealer), FingerprintRepository(store, sealer)
            files = EvidenceFiles(blobs, outside, tier, own.tier_deadline_s)
            looks = Verifying(
                files,
                prints,
                listings,
                ListingPictures(files),
                orders,
                SightByTier(tier) if own.refund_sight == "on" else None,
                seconds=own.evidence_s,
                tier_deadline_s=own.tier_deadline_s,
            )
            desk = Desk(
                orders=orders,
                policies=PolicyLedger(store),
                requests=RequestRepository(store, sealer),
                reads=reads,
                hears=hears,
                verifies=partial(verify, deps=looks),
                experience=Experience(outcomes, learns=own.refund_learn == "on"),
                settings=own,
                clock=_now,
            )
            for kept in (orders, desk.policies, desk.requests, outcomes, listings, prints):
                await kept.prepare()
            await in_thread(warm_up)
            lapsing = Lapsing(desk.requests, publishes, _now)
            age = timedelta(days=own.retention_days)
            retention = Retention(orders, desk.requests, prints, blobs, age)
            try:
                await files.start()
                async with running(lapsing.sweep_forever(own.refund_sweep_s), retention.sweep_forever()):
                    yield Deps(desk, listings)
            finally:
                await files.close()

    deps = service.use(open_deps)
    service.on("refund.requested", request_refund, deps, concurrency=own.concurrency)
    service.on("refund.replied", hear_reply, deps, concurrency=own.concurrency)
    service.on("refund.lapsed", let_lapse, deps, concurrency=own.concurrency)
    service.on("refund.decided", keep_refund, deps, concurrency=own.concurrency)
    service.on("order.placed", keep_order, deps, concurrency=own.concurrency)
    service.on("payment.authorized", keep_payment, deps, concurrency=own.concurrency)
    service.on("shipment.updated", keep_shipment, deps, concurrency=own.concurrency)
    service.on("policy.updated", keep_policy, deps)
    service.on("product.created", keep_new_listing, deps, concurrency=own.concurrency)
    service.on("product.updated", keep_listing, deps, concurrency=own.concurrency)
    return service


def _now() -> datetime:
    return datetime.now(UTC)


def main() -> None:
    """Run until stopped."""
    telemetry = setup(NAME, TelemetrySettings.from_env())
    build(telemetry=telemetry).run()

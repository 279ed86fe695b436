"""The composition root: the only file that builds clients."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from google.protobuf.message import Message

from argosy.refund.v1 import refund_pb2
from argosy_eventing import Event, EventingSettings, Service
from argosy_eventing.client import Publisher
from argosy_eventing.threads import in_thread
from argosy_inference import TierDeadlineExceeded, TierUnavailable
from argosy_ledger import OrderFacts, OrderLedger, PolicyLedger, Sealer
from argosy_store import BlobStore, DocumentConflict, DocumentRejected, Store
from argosy_telemetry import Telemetry, TelemetrySettings, setup
from refund_agent.adapters.outcomes import OutcomeRepository
from refund_agent.adapters.requests import RequestRepository
from refund_agent.deciding import Desk
from refund_agent.domain.checks import Check
from refund_agent.domain.complaint import Complaint
from refund_agent.handlers import (
    Deps,
    hear_reply,
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
            await Store.connect(own.mongodb_uri) as store,
        ):
            blobs = BlobStore(own.blob_url)
            outcomes = OutcomeRepository(store)
            desk = Desk(
                orders=OrderLedger(store, sealer),
                policies=PolicyLedger(store),
                requests=RequestRepository(store, sealer),
                reads=reads,
                hears=hears,
                verifies=_unlooked,
                experience=Experience(outcomes, learns=own.refund_learn == "on"),
                settings=own,
                clock=_now,
            )
            for kept in (desk.orders, desk.policies, desk.requests, outcomes):
                await kept.prepare()
            await in_thread(warm_up)
            lapsing = Lapsing(desk.requests, publishes, _now)
            age = timedelta(days=own.retention_days)
            retention = Retention(desk.orders, desk.requests, blobs, age)
            async with _running(lapsing.sweep_forever(own.refund_sweep_s), retention.sweep_forever()):
                yield Deps(desk)

    deps = service.use(open_deps)
    service.on("refund.requested", request_refund, deps, concurrency=own.concurrency)
    service.on("refund.replied", hear_reply, deps, concurrency=own.concurrency)
    service.on("refund.lapsed", let_lapse, deps, concurrency=own.concurrency)
    service.on("refund.decided", keep_refund, deps, concurrency=own.concurrency)
    service.on("order.placed", keep_order, deps, concurrency=own.concurrency)
    service.on("payment.authorized", keep_payment, deps, concurrency=own.concurrency)
    service.on("shipment.updated", keep_shipment, deps, concurrency=own.concurrency)
    service.on("policy.updated", keep_policy, deps)
    return service


@asynccontextmanager
async def _running(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Works that go on beside the handlers, cancelled at the end."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


async def _unlooked(
    event: Event[refund_pb2.RefundRequested],
    facts: OrderFacts,  # noqa: ARG001 — as evidence will need it
    complaint: Complaint,  # noqa: ARG001
) -> tuple[Check, ...]:
    """Evidence is not looked at yet: each file cannot tell anything."""
    urls = dict.fromkeys(one.url for one in event.data.evidence if one.url)
    return tuple(Check(url, "readable", "cannot_tell", "it is not looked at yet", weak=True) for url in urls)


def _now() -> datetime:
    return datetime.now(UTC)


def main() -> None:
    """Run until stopped."""
    telemetry = setup(NAME, TelemetrySettings.from_env())
    build(telemetry=telemetry).run()

"""The composition root: the only file that builds clients."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import Final

from argosy_eventing import EventingSettings, Service
from argosy_eventing.beside import running
from argosy_eventing.threads import in_thread
from argosy_inference import Tier, TierDeadlineExceeded, TierSettings, TierUnavailable
from argosy_ledger import ConversationLedger, OrderLedger, PolicyLedger, Sealer
from argosy_store import AllowList, BlobStore, DocumentConflict, DocumentRejected, OutsideFetcher, Store
from argosy_telemetry import Telemetry, TelemetrySettings, setup
from chargeback_agent.adapters.attachments import Attachments
from chargeback_agent.adapters.cases import CaseRepository
from chargeback_agent.adapters.faces import find_faces
from chargeback_agent.adapters.letterheads import LetterheadRepository
from chargeback_agent.adapters.pictures import Pictures
from chargeback_agent.adapters.tallies import TallyRepository
from chargeback_agent.casework import read_all
from chargeback_agent.domain.rules.loader import rule_book
from chargeback_agent.drafting import Desk, warm_up
from chargeback_agent.handlers import (
    Deps,
    continue_dispute,
    keep_message,
    keep_order,
    keep_payment,
    keep_policy,
    keep_refund,
    keep_reply,
    keep_shipment,
    open_dispute,
)
from chargeback_agent.rephrasing import rephraser_of
from chargeback_agent.retention import Retention
from chargeback_agent.settings import ChargebackSettings

NAME = "chargeback-agent"
BUSY: Final = (TierUnavailable, TierDeadlineExceeded, DocumentConflict)
"""Worth another try. Many facts of one order at once write one document: the next try finds it at rest."""
BAD: Final = (DocumentRejected,)
"""An id or a document that no store takes will be none tomorrow: a dead letter, and the next events go on."""


def build(
    settings: ChargebackSettings | None = None,
    eventing: EventingSettings | None = None,
    telemetry: Telemetry | None = None,
) -> Service:
    """The service, ready to run; tests give their own settings.

    Raises:
        UnusableKeys: ARGOSY_LEDGER_KEYS or its lookup key cannot be used.
    """
    own = settings or ChargebackSettings()  # type: ignore[call-arg]  # read from the environment
    sealer = Sealer.from_text(own.ledger_keys, own.ledger_lookup_key)
    service = Service(
        NAME,
        eventing or EventingSettings.load(),
        telemetry=telemetry,
        busy=BUSY,
        bad=BAD,
    )

    @asynccontextmanager
    async def open_deps() -> AsyncIterator[Deps]:
        rules = await in_thread(rule_book)
        async with (
            Tier(TierSettings(own.triton_url)) as tier,
            # A letter can do without: a generator that is down or full is asked once.
            Tier(TierSettings(own.triton_url, retry_for_s=0.0)) as generator,
            OutsideFetcher(AllowList.parse(own.fetch_allow)) as outside,
            await Store.connect(own.mongodb_uri) as store,
        ):
            blobs = BlobStore(own.blob_url)
            desk = Desk(
                orders=OrderLedger(store, sealer),
                conversations=ConversationLedger(store, sealer),
                policies=PolicyLedger(store),
                cases=CaseRepository(store, sealer),
                tallies=TallyRepository(store),
                letterheads=LetterheadRepository(store),
                blobs=blobs,
                pictures=Pictures(blobs, outside),
                rules=rules,
                faces=await in_thread(find_faces, own.font_directories()),
                reads=partial(read_all, rules=rules),
                rephraser=rephraser_of(own, generator) if own.rewrite == "on" else None,
            )
            for kept in (desk.orders, desk.conversations, desk.policies, desk.cases, desk.tallies):
                await kept.prepare()
            await desk.letterheads.prepare()
            attachments = Attachments(blobs, outside, tier, own.tier_deadline_s)
            await attachments.start()
            await in_thread(warm_up, rules, desk.faces)
            age = timedelta(days=own.retention_days)
            retention = Retention(desk.orders, desk.conversations, desk.cases, blobs, age)
            try:
                async with running(retention.sweep_forever()):
                    yield Deps(desk, attachments, own)
            finally:
                await attachments.close()

    deps = service.use(open_deps)
    service.on("dispute.opened", open_dispute, deps, costly=True, concurrency=own.concurrency)
    service.on("dispute.updated", continue_dispute, deps, costly=True, concurrency=own.concurrency)
    service.on("order.placed", keep_order, deps, concurrency=own.concurrency)
    service.on("payment.authorized", keep_payment, deps, concurrency=own.concurrency)
    service.on("shipment.updated", keep_shipment, deps, concurrency=own.concurrency)
    service.on("refund.decided", keep_refund, deps, concurrency=own.concurrency)
    service.on("policy.updated", keep_policy, deps)
    service.on("chat.message", keep_message, deps, concurrency=own.concurrency)
    service.on("chat.replied", keep_reply, deps, concurrency=own.concurrency)
    return service


def main() -> None:
    """Run until stopped."""
    telemetry = setup(NAME, TelemetrySettings.from_env())
    build(telemetry=telemetry).run()

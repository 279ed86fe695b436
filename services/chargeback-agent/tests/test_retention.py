"""What is too old is deleted, and nothing that a case may still need."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from pydantic import ValidationError

from argosy.dispute.v1 import dispute_pb2
from argosy_ledger import Conversation, ConversationLedger, OrderLedger, Sealer
from argosy_store import BlobStore, Store, StoreFailed, StoreUnavailable
from argosy_testing.store import MemoryStore
from chargeback_agent.adapters.cases import CaseRecord, CaseRepository, Told
from chargeback_agent.domain.rules.loader import rule_book
from chargeback_agent.handlers import continue_dispute, keep_message, open_dispute
from chargeback_agent.retention import Retention, Swept
from chargeback_agent.settings import ChargebackSettings

from . import shop
from .test_handlers import deps, draft, usual  # noqa: F401 — the fixture

AGE = timedelta(days=730)
START = datetime(2026, 1, 1, tzinfo=UTC)
NOTHING = Swept(0, 0, 0)


@dataclass
class Kept:
    """Repositories on one clock, a merchant of the test's own."""

    retention: Retention
    merchant: str
    now: datetime = START

    async def case(self, dispute: str, status: str = "open", attachments: tuple[str, ...] = ()) -> CaseRecord:
        letter = await self.retention.blobs.put(self.merchant, f"{dispute} letter".encode(), "text/plain")
        opened = dispute_pb2.DisputeOpened(dispute_id=dispute, notice={"attachments": attachments})
        told = Told(opened, (), self.now, f"e-{dispute}")
        record = CaseRecord(self.merchant, dispute, "o-1", status, (told,), letters=(letter.url,))
        await self.retention.cases.insert(self.merchant, dispute, record)
        return record

    async def there(self, record: CaseRecord) -> tuple[bool, bool]:
        case = await self.retention.cases.get(self.merchant, record.dispute_id)
        return case is not None, await self.retention.blobs.exists(self.merchant, record.letters[0])


async def kept_in(store: Store, folder: str) -> Kept:
    def clock() -> datetime:
        return kept.now

    sealer = Sealer()
    retention = Retention(
        OrderLedger(store, sealer, clock=clock),
        ConversationLedger(store, sealer, clock=clock),
        CaseRepository(store, sealer, clock=clock),
        BlobStore(folder),
        AGE,
    )
    kept = Kept(retention, f"m-{uuid4().hex}")
    for one in (retention.orders, retention.conversations, retention.cases):
        await one.prepare()
    return kept


@pytest.fixture(params=["memory", pytest.param("server", marks=pytest.mark.stack)])
async def kept(request: pytest.FixtureRequest, tmp_path) -> AsyncIterator[Kept]:
    folder = (tmp_path / "blobs").as_uri()
    if request.param == "memory":
        yield await kept_in(MemoryStore(), folder)
        return
    async with await Store.connect(request.getfixturevalue("store")) as store:
        kept = await kept_in(store, folder)
        yield kept
        for one in (kept.retention.orders, kept.retention.conversations, kept.retention.cases):
            for left in [left.key async for left in one.every(kept.merchant)]:
                await one.delete(kept.merchant, left)  # the next test's sweep sees every merchant's


async def test_facts_and_conversations_go_when_nothing_happened_to_them_for_long(kept: Kept) -> None:
    orders, talks = kept.retention.orders, kept.retention.conversations
    for name in ("old", "corrected", "held"):
        await orders.learn(kept.merchant, name, lambda known: known)
        await talks.learn(kept.merchant, name, lambda known: known)
    kept.now += AGE - timedelta(days=1)
    assert await kept.retention.sweep() == NOTHING
    await talks.learn(kept.merchant, "corrected", lambda known: Conversation("corrected", "o-1"))
    await orders.touch(kept.merchant, "held")
    kept.now += timedelta(days=2)
    swept = await kept.retention.sweep()
    assert (swept.orders, swept.conversations) == (2, 2)
    assert await orders.get(kept.merchant, "held")
    assert await talks.get(kept.merchant, "corrected")
    assert await kept.retention.sweep() == NOTHING


async def test_ended_cases_go_with_letters_and_attachments_and_open_ones_stay(kept: Kept) -> None:
    blobs = kept.retention.blobs
    attached = await blobs.put(kept.merchant, b"the bank's form", "text/plain")
    shared = await blobs.put(kept.merchant, b"sent with two cases", "text/plain")
    foreign = await blobs.put("m-other", b"another merchant's", "text/plain")
    named = (attached.url, shared.url, foreign.url, "https://files.example/form.pdf", f"{blobs.root}/../x")
    ended = [
        await kept.case(f"d-{status}", status, named) for status in ("won", "lost", "reversed", "accepted")
    ]
    still_open = await kept.case("d-open", "open", (shared.url,))
    kept.now += AGE + timedelta(days=1)
    recent = await kept.case("d-recent", "won")
    assert (await kept.retention.sweep()).cases == 4
    assert [await kept.there(one) for one in ended] == [(False, False)] * 4
    assert await kept.there(still_open) == await kept.there(recent) == (True, True)
    assert not await blobs.exists(kept.merchant, attached.url)
    assert await blobs.exists(kept.merchant, shared.url)
    assert await blobs.exists("m-other", foreign.url)
    assert await kept.retention.sweep() == NOTHING


async def test_a_case_that_cannot_be_read_keeps_no_other_from_going(kept: Kept, monkeypatch) -> None:
    bad, good = await kept.case("d-bad", "won"), await kept.case("d-good", "won")
    kept.now += AGE + timedelta(days=1)
    read = CaseRepository.get

    async def unreadable(self, merchant, key):
        if key == "d-bad":
            raise StoreFailed("its key is gone")
        return await read(self, merchant, key)

    monkeypatch.setattr(CaseRepository, "get", unreadable)
    assert (await kept.retention.sweep()).cases == 1
    monkeypatch.undo()
    assert await kept.there(good) == (False, False)
    assert await kept.there(bad) == (True, True)


async def test_sweeping_goes_on_after_a_failure_of_any_kind(kept: Kept, monkeypatch) -> None:
    faults, over = [ValueError("a fault of ours"), StoreUnavailable("gone")], asyncio.Event()

    async def failing(self):
        if not faults:
            over.set()
            return NOTHING
        raise faults.pop()

    monkeypatch.setattr(Retention, "sweep", failing)
    task = asyncio.create_task(kept.retention.sweep_forever(timedelta(0)))
    await asyncio.wait_for(over.wait(), 10)
    assert task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_case_told_anew_while_it_is_swept_stays(kept: Kept, monkeypatch) -> None:
    case = await kept.case("d-1", "won")
    kept.now += AGE + timedelta(days=1)
    about = CaseRepository.about

    async def told_meanwhile(self, merchant, order_id, arn=""):
        await self.change(merchant, "d-1", lambda known: CaseRecord(merchant, "d-1", letters=known.letters))
        return await about(self, merchant, order_id, arn)

    monkeypatch.setattr(CaseRepository, "about", told_meanwhile)
    assert await kept.retention.sweep() == NOTHING
    assert (await kept.there(case))[0]


async def test_a_dispute_keeps_its_order_and_conversation_as_long_as_itself(deps, tmp_path) -> None:  # noqa: F811
    desk = deps.desk
    now = START

    def clock() -> datetime:
        return now

    for repository in (desk.orders, desk.conversations, desk.cases):
        repository._clock = clock
    retention = Retention(desk.orders, desk.conversations, desk.cases, desk.blobs, AGE)
    await usual(deps)
    message = {"conversation_id": "c1", "message_id": "1", "order_id": "A-10024", "text": "Thank you"}
    await keep_message(shop.event("chat.message", message, shop.DISPUTED), deps)
    now = START + timedelta(days=500)
    drafted = draft(await open_dispute(shop.dispute(), deps))
    now = START + timedelta(days=1_000)
    assert await retention.sweep() == NOTHING
    body = "The issuer has opened pre-arbitration on case CB-998877. Please respond by 2026-11-20."
    draft(await continue_dispute(shop.update(body, shop.DISPUTED + timedelta(days=25)), deps))
    won = "Case CB-998877: the dispute was decided in your favour. You have won the chargeback."
    now = START + timedelta(days=1_030)
    await continue_dispute(shop.update(won, shop.DISPUTED + timedelta(days=60)), deps)
    now += AGE + timedelta(days=1)
    assert await retention.sweep() == Swept(1, 1, 1)
    assert not await desk.blobs.exists("m-1", drafted.letter.pdf.url)


def test_facts_are_kept_as_long_as_any_network_takes_a_dispute_about_them() -> None:
    codes = [rule for network in rule_book().networks.values() for rule in network.codes.values()]
    latest = max((limit.cap_days or limit.days) for rule in codes for limit in rule.filing)
    settings = ChargebackSettings(triton_url="x", mongodb_uri="x", blob_url="x")
    assert latest == settings.retention_days == 730
    with pytest.raises(ValidationError, match="retention_days"):
        ChargebackSettings(triton_url="x", mongodb_uri="x", blob_url="x", retention_days=90)

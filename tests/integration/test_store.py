"""The repositories on a real server, and the store in memory held to the same behaviour."""

import asyncio
import os
import resource
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import uuid4

import pytest

from argosy_store import (
    DocumentConflict,
    DocumentRejected,
    DocumentRepository,
    Index,
    OutcomeRepository,
    Store,
    StoreUnavailable,
)
from argosy_testing.stack import StackFactory
from argosy_testing.store import MemoryStore

pytestmark = pytest.mark.stack


@dataclass(frozen=True)
class Fact:
    order_id: str
    seen_at: datetime
    amounts: tuple[int, ...] = ()
    proof: bytes = b""
    note: str | None = None


class FactRepository(DocumentRepository[Fact]):
    collection: ClassVar[str] = "integration_facts"
    indexes: ClassVar[tuple[Index, ...]] = (
        Index(("order_id",)),
        Index(("seen_at", "order_id"), unique=True),
        Index(("amounts",)),
    )

    def encode(self, document: Fact) -> Mapping[str, object]:
        return {
            "order_id": document.order_id,
            "seen_at": document.seen_at,
            "amounts": list(document.amounts),
            "proof": document.proof,
            "note": document.note,
        }

    def decode(self, fields: Mapping[str, Any]) -> Fact:
        proof = bytes(fields["proof"])
        return Fact(fields["order_id"], fields["seen_at"], tuple(fields["amounts"]), proof, fields["note"])


@pytest.fixture(params=["memory", "server"])
async def connected(request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
        return
    async with await Store.connect(request.getfixturevalue("store")) as made:
        yield made


@pytest.fixture
def merchant() -> str:
    return f"m-{uuid4().hex}"


NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


async def test_an_outcome_is_kept_once_and_comes_back_byte_for_byte(connected: Store, merchant: str) -> None:
    outcomes = OutcomeRepository(connected, f"service-{merchant}")
    await outcomes.prepare()
    await outcomes.prepare()
    body = bytes(range(256)) * 64
    assert await outcomes.get(merchant, "e|1") is None
    assert (await outcomes.put(merchant, "e|1", body)).inserted
    again = await outcomes.put(merchant, "e|1", b"another try")
    assert (again.outcome, again.inserted) == (body, False)
    found = await outcomes.get_many([(merchant, "e|1"), (merchant, "e|2")])
    assert list(found) == [(merchant, "e|1")]
    assert found[merchant, "e|1"].created_at.tzinfo is not None


async def test_of_many_puts_at_once_one_wins_and_all_agree(connected: Store, merchant: str) -> None:
    outcomes = OutcomeRepository(connected, f"service-{merchant}")
    puts = await asyncio.gather(*(outcomes.put(merchant, "e-1", f"{n}".encode()) for n in range(20)))
    assert sum(put.inserted for put in puts) == 1
    assert len({put.outcome for put in puts}) == 1


async def test_outcomes_expire_after_their_window_by_our_own_sweep(connected: Store, merchant: str) -> None:
    service = f"service-{merchant}"
    now = datetime.now(UTC)
    early = OutcomeRepository(connected, service, clock=lambda: now - timedelta(days=8))
    outcomes = OutcomeRepository(connected, service, clock=lambda: now)
    await early.put(merchant, "old", b"x")
    await outcomes.put(merchant, "new", b"x")
    assert await outcomes.sweep() == 1
    assert await outcomes.get(merchant, "old") is None
    assert await outcomes.get(merchant, "new") is not None


async def test_documents_keep_their_types_and_versions(connected: Store, merchant: str) -> None:
    facts = FactRepository(connected)
    await facts.prepare()
    fact = Fact("o-1", NOON, (1, 2**40), b"\x00\xff", None)
    kept = await facts.insert(merchant, "f-1", fact)
    found = await facts.get(merchant, "f-1")
    assert found == kept
    changed = await facts.replace(merchant, "f-1", replace(fact, note='späť $set {"$ne": 1}'), version=1)
    assert changed.version == 2
    with pytest.raises(DocumentConflict):
        await facts.replace(merchant, "f-1", fact, version=1)
    with pytest.raises(DocumentConflict):
        await facts.insert(merchant, "f-1", fact)
    assert await facts.get(f"{merchant}-other", "f-1") is None
    assert await facts.delete(merchant, "f-1")


async def test_changes_at_the_same_time_are_all_there(connected: Store, merchant: str) -> None:
    facts = FactRepository(connected)

    def one_more(fact: Fact | None) -> Fact:
        return replace(fact, amounts=(*fact.amounts, 1)) if fact else Fact("o-1", NOON, (1,))

    await asyncio.gather(*(facts.change(merchant, "f-1", one_more) for _ in range(6)))
    found = await facts.get(merchant, "f-1")
    assert found is not None
    assert found.document.amounts == (1,) * 6


async def test_documents_are_found_in_order_and_by_equal_fields_only(connected: Store, merchant: str) -> None:
    now = NOON
    facts = FactRepository(connected, clock=lambda: now)
    for number in range(5):
        now += timedelta(seconds=1)
        await facts.insert(merchant, f"f-{number}", Fact(f"o-{number % 2}", now))
    assert [f.key for f in await facts.find(merchant, {"order_id": "o-0"})] == ["f-0", "f-2", "f-4"]
    newest = await facts.find(merchant, newest_first=True, limit=2)
    assert [f.key for f in newest] == ["f-4", "f-3"]
    assert await facts.find(merchant, {"order_id": "o-0", "seen_at": NOON}) == []
    injected: Any = {"order_id": {"$gt": ""}}
    with pytest.raises(DocumentRejected):
        await facts.find(merchant, injected)


async def test_documents_are_found_by_any_element_of_a_list(connected: Store, merchant: str) -> None:
    now = NOON
    facts = FactRepository(connected, clock=lambda: now)
    for number in range(4):
        now += timedelta(seconds=1)
        await facts.insert(merchant, f"f-{number}", Fact(f"o-{number}", now, (number, number + 10)))
    await facts.insert(f"{merchant}-other", "f-0", Fact("o-0", NOON, (1,)))
    assert [one.key for one in await facts.find_any(merchant, "amounts", [13, 0, 1])] == ["f-3", "f-1", "f-0"]
    assert [one.key for one in await facts.find_any(merchant, "amounts", [13, 0, 1], limit=1)] == ["f-3"]
    assert await facts.find_any(merchant, "amounts", [7]) == []


class DueRepository(FactRepository):
    collection: ClassVar[str] = "integration_due"
    indexes: ClassVar[tuple[Index, ...]] = (Index(("due_at",), every_merchant=True),)

    def encode(self, document: Fact) -> Mapping[str, object]:
        never = document.note == "never"
        return {**super().encode(document), "due_at": None if never else document.seen_at}


async def test_documents_are_read_by_their_keys_at_once(connected: Store, merchant: str) -> None:
    facts = FactRepository(connected)
    await facts.prepare()
    for number in range(5):
        await facts.insert(merchant, f"f-{number}", Fact(f"o-{number}", NOON + timedelta(days=number)))
    found = await facts.get_all(merchant, ["f-4", "f-9", "f-1", "f-4"])
    assert [(one.key, one.document.order_id, one.version) for one in found] == [
        ("f-4", "o-4", 1), ("f-1", "o-1", 1),
    ]  # fmt: skip
    assert await facts.get_all(f"{merchant}-other", ["f-4"]) == []


async def test_stamps_tell_which_documents_changed(connected: Store, merchant: str) -> None:
    facts = FactRepository(connected)
    await facts.prepare()
    for number in range(3):
        await facts.insert(merchant, f"f-{number}", Fact(f"o-{number}", NOON + timedelta(days=number)))
    before = await facts.stamps(merchant)
    assert {(key, version) for key, version, _ in before} == {("f-0", 1), ("f-1", 1), ("f-2", 1)}
    assert await facts.stamps(merchant) == before
    assert await facts.stamps(f"{merchant}-other") == frozenset()
    await facts.change(merchant, "f-1", lambda _: Fact("o-9", NOON))
    await facts.delete(merchant, "f-2")
    after = await facts.stamps(merchant)
    assert {(key, version) for key, version, _ in after} == {("f-0", 1), ("f-1", 2)}
    assert len(before & after) == 1


async def test_what_is_due_is_found_in_all_merchants_earliest_first(connected: Store, merchant: str) -> None:
    facts = DueRepository(connected)
    await facts.prepare()
    for number, note in enumerate((None, "never", None, None)):
        fact = Fact(f"o-{number}", NOON - timedelta(hours=number), note=note)
        await facts.insert(f"{merchant}-{number % 2}", f"f-{number}", fact)

    async def due(by: datetime, limit: int = 100) -> list[str]:
        found = await facts.due("due_at", by, limit=limit)
        return [one.key for one in found if one.merchant_id.startswith(merchant)]

    assert await due(NOON) == ["f-3", "f-2", "f-0"]
    assert await due(NOON - timedelta(hours=2)) == ["f-3", "f-2"]
    assert await due(NOON - timedelta(hours=9)) == []
    with pytest.raises(DocumentRejected):
        await facts.due("order_id", NOON)


async def test_a_unique_index_holds_within_a_merchant(connected: Store, merchant: str) -> None:
    facts = FactRepository(connected)
    await facts.prepare()
    await facts.insert(merchant, "f-1", Fact("o-1", NOON))
    await facts.insert(f"{merchant}-other", "f-1", Fact("o-1", NOON))
    with pytest.raises(DocumentConflict):
        await facts.insert(merchant, "f-2", Fact("o-1", NOON))


async def test_untouched_documents_expire(connected: Store, merchant: str) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=400)
    old, today = FactRepository(connected, clock=lambda: long_ago), FactRepository(connected)
    await old.insert(merchant, "f-1", Fact("o-1", NOON))
    await today.insert(merchant, "f-2", Fact("o-2", NOON))
    assert await today.expire(timedelta(days=365)) >= 1
    assert [f.key for f in await today.find(merchant)] == ["f-2"]


async def test_readiness_is_a_real_write_and_read(connected: Store) -> None:
    await connected.check()
    await connected.check()


async def test_a_document_that_bson_cannot_hold_is_refused(store: str, merchant: str) -> None:
    async with await Store.connect(store) as connected:
        facts = FactRepository(connected)
        for amounts in ((2**70,), ({1, 2},)):
            with pytest.raises(DocumentRejected):
                await facts.insert(merchant, "f-1", Fact("o-1", NOON, amounts))  # type: ignore[arg-type] # on purpose


async def test_what_was_acknowledged_survives_kill_9(own_stack: StackFactory, merchant: str) -> None:
    stack = own_stack("store")
    acknowledged: list[str] = []
    async with await Store.connect(stack.mongodb_uri) as connected:
        outcomes = OutcomeRepository(connected, "service")

        async def write(worker: int) -> None:
            for number in range(2_000):
                event_id = f"{worker}-{number}"
                await outcomes.put(merchant, event_id, event_id.encode())
                acknowledged.append(event_id)

        writing = [asyncio.create_task(write(worker)) for worker in range(4)]
        while len(acknowledged) < 150:  # noqa: ASYNC110 — a count, not an event
            await asyncio.sleep(0.01)
        await stack.kill("store")
        ended = await asyncio.gather(*writing, return_exceptions=True)
        assert {type(end) for end in ended} == {StoreUnavailable}
        await stack.until_ready("store")
        found = await outcomes.get_many((merchant, event_id) for event_id in acknowledged)
    assert {event_id for _, event_id in found} == set(acknowledged)
    assert all(kept.outcome == event_id.encode() for (_, event_id), kept in found.items())


async def test_a_store_whose_disk_is_full_is_gone_until_there_is_room_and_keeps_what_it_acknowledged(
    own_stack: StackFactory, merchant: str
) -> None:
    stack = own_stack("store")
    acknowledged: list[str] = []
    pid = stack.stack.pid("store")
    assert pid is not None
    async with await Store.connect(stack.mongodb_uri) as connected:
        outcomes = OutcomeRepository(connected, "service")
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))  # as a disk with 1 MB left

        async def fill() -> None:
            for number in range(500):
                await outcomes.put(merchant, f"e-{number}", os.urandom(20_000))
                acknowledged.append(f"e-{number}")

        with pytest.raises(StoreUnavailable):
            await fill()
        assert acknowledged
        again = await Store.connect(stack.mongodb_uri, patience_s=60)  # begun again, without the limit
        await again.close()
        assert stack.stack.pid("store") != pid
        found = await outcomes.get_many((merchant, event_id) for event_id in acknowledged)
        assert {event_id for _, event_id in found} == set(acknowledged)
        assert (await outcomes.put(merchant, "after", b"x")).inserted


async def test_a_store_that_is_gone_is_named_soon_and_the_same_client_recovers(
    own_stack: StackFactory, merchant: str
) -> None:
    stack = own_stack("store")
    async with await Store.connect(stack.mongodb_uri) as connected:
        outcomes = OutcomeRepository(connected, "service")
        await outcomes.put(merchant, "before", b"x")
        await stack.stop_part("store")
        started = time.monotonic()
        with pytest.raises(StoreUnavailable):
            await outcomes.put(merchant, "during", b"x")
        assert time.monotonic() - started < 6
        with pytest.raises(StoreUnavailable):
            await Store.connect(stack.mongodb_uri)
        coming_back = asyncio.create_task(Store.connect(stack.mongodb_uri, patience_s=60))
        await stack.start_part("store")
        await (await coming_back).close()
        assert await outcomes.get(merchant, "before") is not None
        assert (await outcomes.put(merchant, "during", b"x")).inserted

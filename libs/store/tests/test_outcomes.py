"""An event's outcome is kept once, comes back as it was, and goes when its window has passed."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_store import ChecksumMismatch, DocumentRejected, OutcomeRepository, StoreUnavailable
from argosy_store.keys import PART_MAX, document_id
from argosy_store.outcomes import OUTCOME_MAX_BYTES
from argosy_testing.store import MemoryStore


@pytest.fixture
def outcomes(store: MemoryStore, clock) -> OutcomeRepository:
    return OutcomeRepository(store, "listing-localizer", window=timedelta(days=7), clock=clock)


async def test_an_outcome_comes_back_byte_for_byte(outcomes: OutcomeRepository, clock) -> None:
    assert await outcomes.get("m-1", "e-1") is None
    kept = await outcomes.put("m-1", "e-1", b"\x00\xff outcome")
    assert kept.inserted
    found = await outcomes.get("m-1", "e-1")
    assert found is not None
    assert (found.outcome, found.created_at, found.inserted) == (b"\x00\xff outcome", clock.now, False)


async def test_the_first_put_wins_and_later_ones_are_told_so(outcomes: OutcomeRepository) -> None:
    puts = await asyncio.gather(*(outcomes.put("m-1", "e-1", f"try {n}".encode()) for n in range(8)))
    assert sum(put.inserted for put in puts) == 1
    assert len({put.outcome for put in puts}) == 1


async def test_the_same_event_id_of_another_merchant_or_service_is_another_event(
    store: MemoryStore, outcomes: OutcomeRepository
) -> None:
    await outcomes.put("m-1", "e-1", b"one")
    assert (await outcomes.put("m-2", "e-1", b"two")).inserted
    assert (await OutcomeRepository(store, "image-studio").put("m-1", "e-1", b"three")).inserted


async def test_many_are_read_at_once_and_missing_ones_left_out(outcomes: OutcomeRepository) -> None:
    await outcomes.put("m-1", "e-1", b"one")
    await outcomes.put("m-2", "e-2", b"two")
    found = await outcomes.get_many([("m-1", "e-1"), ("m-2", "e-2"), ("m-1", "e-2")])
    assert {key: value.outcome for key, value in found.items()} == {
        ("m-1", "e-1"): b"one",
        ("m-2", "e-2"): b"two",
    }
    assert await outcomes.get_many([]) == {}


async def test_the_sweep_removes_what_is_older_than_the_window_and_only_its_own(
    store: MemoryStore, outcomes: OutcomeRepository, clock
) -> None:
    other = OutcomeRepository(store, "image-studio", clock=clock)
    await outcomes.put("m-1", "old", b"old")
    await other.put("m-1", "old", b"old")
    clock.forward(timedelta(days=7))
    await outcomes.put("m-1", "new", b"new")
    assert await outcomes.sweep() == 0
    clock.forward(timedelta(seconds=1))
    assert await outcomes.sweep() == 1
    assert await outcomes.get("m-1", "old") is None
    assert await outcomes.get("m-1", "new") is not None
    assert await other.get("m-1", "old") is not None


async def test_an_outcome_that_is_not_what_was_put_is_never_handed_out(
    store: MemoryStore, outcomes: OutcomeRepository
) -> None:
    await outcomes.put("m-1", "e-1", b"genuine")
    store.collection("outcomes")._documents[document_id("listing-localizer", "m-1", "e-1")]["outcome"] = b"x"
    with pytest.raises(ChecksumMismatch, match="e-1"):
        await outcomes.get("m-1", "e-1")


async def test_a_store_that_is_gone_is_named_and_a_repeated_put_is_safe(
    store: MemoryStore, outcomes: OutcomeRepository
) -> None:
    store.available = False
    for operation in (outcomes.put("m-1", "e-1", b"x"), outcomes.get("m-1", "e-1"), outcomes.sweep()):
        with pytest.raises(StoreUnavailable, match="memory"):
            await operation
    store.available = True
    assert (await outcomes.put("m-1", "e-1", b"x")).inserted


async def test_sweeping_goes_on_after_the_store_was_gone(
    store: MemoryStore, outcomes: OutcomeRepository, clock
) -> None:
    await outcomes.put("m-1", "e-1", b"x")
    clock.forward(timedelta(days=8))
    store.available = False
    sweeping = asyncio.create_task(outcomes.sweep_forever(timedelta(milliseconds=5)))
    await asyncio.sleep(0.02)
    store.available = True
    async with asyncio.timeout(2):
        while await outcomes.get("m-1", "e-1") is not None:  # noqa: ASYNC110 — the store has no event to wait for
            await asyncio.sleep(0.005)
    sweeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sweeping


async def test_an_outcome_too_large_for_a_document_is_refused(outcomes: OutcomeRepository) -> None:
    with pytest.raises(DocumentRejected, match="blob store"):
        await outcomes.put("m-1", "e-1", b"x" * (OUTCOME_MAX_BYTES + 1))


@pytest.mark.parametrize("event_id", ["", "x" * (PART_MAX + 1), "nul\x00", "half \ud800"])
async def test_an_id_that_cannot_be_a_key_is_refused(outcomes: OutcomeRepository, event_id: str) -> None:
    with pytest.raises(DocumentRejected, match="key"):
        await outcomes.put("m-1", event_id, b"x")


def test_a_window_has_to_be_a_time_span(store: MemoryStore) -> None:
    with pytest.raises(ValueError, match="window"):
        OutcomeRepository(store, "s", window=timedelta(0))


parts = st.lists(
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=20),
    min_size=1,
    max_size=4,
)


@given(parts, parts)
def test_two_keys_are_the_same_only_if_their_parts_are(one: list[str], other: list[str]) -> None:
    assert (document_id(*one) == document_id(*other)) == (one == other)

"""A glossary changes as a whole, belongs to one owner, and is read again soon after it changed."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_store import (
    DocumentConflict,
    DocumentRejected,
    GlossaryBroken,
    GlossaryCache,
    GlossaryRepository,
    PlatformGlossaryRepository,
    StoreUnavailable,
)
from argosy_store.glossaries import GLOSSARY_MAX_BYTES, PART_BYTES
from argosy_testing.store import MemoryStore


@pytest.fixture
async def glossaries(store: MemoryStore, clock) -> GlossaryRepository:
    repository = GlossaryRepository(store, clock=clock)
    await repository.prepare()
    return repository


def many(count: int, size: int = 100) -> list[str]:
    return [f"{number:06}".ljust(size, "词") for number in range(count)]


def documents(store: MemoryStore) -> int:
    return len(store.collection("glossaries")._documents)


async def test_lines_come_back_in_their_order_from_several_small_documents(
    glossaries: GlossaryRepository, store: MemoryStore, clock
) -> None:
    lines = many(5_000)
    assert await glossaries.save("m-1", lines, version=0) == 1
    found = await glossaries.load("m-1")
    assert (found.lines, found.version) == (tuple(lines), 1)
    assert found.changed_at == clock.now.replace(microsecond=123_000)
    assert documents(store) == 1 + sum(len(line.encode()) for line in lines) // PART_BYTES + 1


async def test_an_owner_without_a_glossary_has_an_empty_one_of_version_nought(
    glossaries: GlossaryRepository,
) -> None:
    found = await glossaries.load("m-1")
    assert (found.lines, found.version, found.changed_at) == ((), 0, None)
    assert await glossaries.version("m-1") == 0


async def test_no_owner_reads_or_changes_anothers(glossaries: GlossaryRepository, store: MemoryStore) -> None:
    await glossaries.save("m-1", ["a"], version=0)
    assert (await glossaries.load("m-2")).lines == ()
    await glossaries.save("m-2", ["b"], version=0)
    assert (await glossaries.load("m-1")).lines == ("a",)
    platforms = PlatformGlossaryRepository(store)
    assert (await platforms.load("m-1")).lines == ()


async def test_a_new_glossary_leaves_nothing_of_the_old_one(
    glossaries: GlossaryRepository, store: MemoryStore
) -> None:
    await glossaries.save("m-1", many(20_000), version=0)
    assert await glossaries.save("m-1", ["a"], version=1) == 2
    assert documents(store) == 2
    assert await glossaries.save("m-1", [], version=2) == 3
    assert (await glossaries.load("m-1")).lines == ()
    assert documents(store) == 1


async def test_who_saves_over_a_change_he_has_not_seen_is_told_so(
    glossaries: GlossaryRepository, store: MemoryStore
) -> None:
    await glossaries.save("m-1", ["a"], version=0)
    for version in (0, 2):
        with pytest.raises(DocumentConflict, match="changed meanwhile"):
            await glossaries.save("m-1", ["b"], version=version)
    assert (await glossaries.load("m-1")).lines == ("a",)
    assert documents(store) == 2


async def test_of_two_who_save_at_once_one_is_seen_whole(
    glossaries: GlossaryRepository, store: MemoryStore
) -> None:
    original = glossaries.replace

    async def late(*args: Any, **kwargs: Any) -> Any:
        glossaries.replace = original  # type: ignore[method-assign]
        await glossaries.save("m-1", ["quicker"], version=1)
        return await original(*args, **kwargs)

    await glossaries.save("m-1", ["first"], version=0)
    glossaries.replace = late  # type: ignore[method-assign]
    with pytest.raises(DocumentConflict, match="changed meanwhile"):
        await glossaries.save("m-1", ["slower"], version=1)
    assert (await glossaries.load("m-1")).lines == ("quicker",)
    assert documents(store) == 2


@pytest.mark.parametrize("calls_before_death", range(6))
async def test_a_writer_that_dies_at_any_point_leaves_the_old_or_the_new_glossary(
    glossaries: GlossaryRepository, store: MemoryStore, clock, calls_before_death: int
) -> None:
    old, new = tuple(many(3_000)), tuple(many(4_000, 90))
    await glossaries.save("m-1", old, version=0)
    left = calls_before_death
    original = store.touch

    def dying() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            store.available = False
        original()

    store.touch = dying  # type: ignore[method-assign]
    with pytest.raises(StoreUnavailable):
        await glossaries.save("m-1", new, version=1)
    store.touch, store.available = original, True  # type: ignore[method-assign]
    found = await glossaries.load("m-1")
    assert found.lines in {old, new}
    clock.forward(timedelta(hours=2))
    await glossaries.save("m-1", ["a"], version=found.version)
    assert documents(store) == 2, "what the dead writer left is swept"


async def test_a_reader_that_is_overtaken_by_a_change_reads_the_new_glossary(
    glossaries: GlossaryRepository,
) -> None:
    await glossaries.save("m-1", many(3_000), version=0)
    original = glossaries._parts

    async def overtaken(owner_id: str, batch: str) -> Any:
        glossaries._parts = original  # type: ignore[method-assign]
        await glossaries.save(owner_id, ["new"], version=1)
        return await original(owner_id, batch)

    glossaries._parts = overtaken  # type: ignore[method-assign]
    found = await glossaries.load("m-1")
    assert (found.lines, found.version) == (("new",), 2)


async def test_lost_and_altered_parts_are_never_taken_for_the_glossary(
    glossaries: GlossaryRepository, store: MemoryStore
) -> None:
    await glossaries.save("m-1", ["a", "b"], version=0)
    stored = store.collection("glossaries")._documents
    (part,) = [key for key in stored if not key.endswith('"head"]')]
    stored[part]["document"]["lines"][0] = "x"
    with pytest.raises(GlossaryBroken, match="m-1"):
        await glossaries.load("m-1")
    del stored[part]
    with pytest.raises(GlossaryBroken, match="import it again"):
        await glossaries.load("m-1")


async def test_a_glossary_that_is_too_large_is_refused_before_anything_is_written(
    glossaries: GlossaryRepository, store: MemoryStore
) -> None:
    with pytest.raises(DocumentRejected, match="bytes"):
        await glossaries.save("m-1", ["x" * (GLOSSARY_MAX_BYTES + 1)], version=0)
    assert documents(store) == 0


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=30), max_size=30))
def test_any_lines_come_back(lines: list[str]) -> None:
    async def there_and_back() -> tuple[str, ...]:
        glossaries = GlossaryRepository(MemoryStore())
        await glossaries.save("m-1", lines, version=0)
        return (await glossaries.load("m-1")).lines

    assert asyncio.run(there_and_back()) == tuple(lines)


# --- the cache ---------------------------------------------------------------------------------


class Seconds:
    """A clock in seconds that moves only when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def counting(made: list[tuple[str, ...]]) -> Any:
    def make(lines: Sequence[str]) -> tuple[str, ...]:
        made.append(tuple(lines))
        return tuple(lines)

    return make


async def test_a_glossary_is_read_once_and_a_change_is_seen_after_the_time_to_live(
    glossaries: GlossaryRepository, store: MemoryStore, seconds: Seconds
) -> None:
    made: list[tuple[str, ...]] = []
    cache = GlossaryCache(glossaries, counting(made), ttl_s=30, clock=seconds)
    await glossaries.save("m-1", ["a"], version=0)
    assert await cache.of("m-1") == ("a",)
    before = store.operations
    assert await cache.of("m-1") == ("a",)
    assert store.operations == before
    await glossaries.save("m-1", ["b"], version=1)
    seconds.now = 29.9
    assert await cache.of("m-1") == ("a",)
    seconds.now = 30
    assert await cache.of("m-1") == ("b",)
    assert made == [("a",), ("b",)]


async def test_an_unchanged_glossary_is_not_made_again_and_costs_one_small_read(
    glossaries: GlossaryRepository, store: MemoryStore, seconds: Seconds
) -> None:
    made: list[tuple[str, ...]] = []
    cache = GlossaryCache(glossaries, counting(made), ttl_s=30, clock=seconds)
    await glossaries.save("m-1", ["a"], version=0)
    await cache.of("m-1")
    seconds.now = 31
    before = store.operations
    assert await cache.of("m-1") == ("a",)
    assert (store.operations - before, len(made)) == (1, 1)
    seconds.now = 60
    await cache.of("m-1")
    assert store.operations - before == 1


async def test_an_owner_without_a_glossary_is_remembered_too(
    glossaries: GlossaryRepository, store: MemoryStore, seconds: Seconds
) -> None:
    cache = GlossaryCache(glossaries, tuple, clock=seconds)
    assert await cache.of("m-1") == ()
    before = store.operations
    assert await cache.of("m-1") == ()
    assert store.operations == before


@pytest.mark.parametrize("bound", [{"most_owners": 2}, {"most_lines": 20}])
async def test_only_so_much_is_kept_and_the_longest_unasked_goes_first(
    glossaries: GlossaryRepository, seconds: Seconds, bound: dict[str, int]
) -> None:
    made: list[tuple[str, ...]] = []
    cache = GlossaryCache(glossaries, counting(made), clock=seconds, **bound)
    for owner in ("m-1", "m-2", "m-3"):
        await glossaries.save(owner, many(10, 8), version=0)
    for owner in ("m-1", "m-2", "m-1", "m-3", "m-1", "m-3"):
        await cache.of(owner)
    assert len(made) == 3
    await cache.of("m-2")
    assert len(made) == 4


async def test_a_store_that_is_gone_is_an_error_and_no_glossary(
    glossaries: GlossaryRepository, store: MemoryStore, seconds: Seconds
) -> None:
    cache = GlossaryCache(glossaries, tuple, ttl_s=30, clock=seconds)
    await glossaries.save("m-1", ["a"], version=0)
    await cache.of("m-1")
    store.available = False
    seconds.now = 31
    with pytest.raises(StoreUnavailable):
        await cache.of("m-1")
    store.available = True
    assert await cache.of("m-1") == ("a",)

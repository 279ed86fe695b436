"""Documents belong to one merchant, keep their order of versions, and are found by indexed scalars only."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest

from argosy_store import (
    DocumentConflict,
    DocumentRejected,
    DocumentRepository,
    Index,
    StoreFailed,
    StoreUnavailable,
    Unchanged,
    Versioned,
)
from argosy_testing.store import MemoryStore


@dataclass(frozen=True)
class Note:
    order_id: str
    lines: tuple[str, ...] = ()
    count: int = 0


class NoteRepository(DocumentRepository[Note]):
    collection: ClassVar[str] = "notes"
    indexes: ClassVar[tuple[Index, ...]] = (Index(("order_id",)), Index(("count",), unique=False))

    def encode(self, document: Note) -> Mapping[str, object]:
        return {"order_id": document.order_id, "lines": list(document.lines), "count": document.count}

    def decode(self, fields: Mapping[str, Any]) -> Note:
        return Note(fields["order_id"], tuple(fields["lines"]), fields["count"])


class UniqueOrderRepository(NoteRepository):
    collection: ClassVar[str] = "unique_notes"
    indexes: ClassVar[tuple[Index, ...]] = (Index(("order_id",), unique=True),)


class NotesByLine(NoteRepository):
    collection: ClassVar[str] = "notes_by_line"
    indexes: ClassVar[tuple[Index, ...]] = (Index(("lines",)),)


@pytest.fixture
async def notes(store: MemoryStore, clock) -> NoteRepository:
    repository = NoteRepository(store, clock=clock)
    await repository.prepare()
    return repository


async def test_a_document_comes_back_with_key_version_and_time(notes: NoteRepository, clock) -> None:
    kept = await notes.insert("m-1", "n-1", Note("o-1", ("a", "b"), 2))
    found = await notes.get("m-1", "n-1")
    assert found == kept
    assert found == Versioned("n-1", Note("o-1", ("a", "b"), 2), 1, clock.now.replace(microsecond=123_000))


async def test_several_are_read_by_their_keys_at_once_in_the_order_of_the_keys(notes: NoteRepository) -> None:
    for number in range(4):
        await notes.insert("m-1", f"n-{number}", Note(f"o-{number}"))
    await notes.insert("m-2", "n-9", Note("another's"))
    found = await notes.get_all("m-1", ["n-3", "n-9", "n-0", "n-3", "n-2"])
    assert [(one.key, one.document.order_id) for one in found] == [
        ("n-3", "o-3"), ("n-0", "o-0"), ("n-2", "o-2"),
    ]  # fmt: skip
    assert await notes.get_all("m-1", []) == []
    with pytest.raises(DocumentRejected, match="at most"):
        await notes.get_all("m-1", [f"n-{number}" for number in range(10_000)])


async def test_no_merchant_reads_changes_finds_or_deletes_anothers_document(notes: NoteRepository) -> None:
    await notes.insert("m-1", "n-1", Note("o-1"))
    assert await notes.get("m-2", "n-1") is None
    assert await notes.find("m-2", {"order_id": "o-1"}) == []
    assert not await notes.delete("m-2", "n-1")
    with pytest.raises(DocumentConflict):
        await notes.replace("m-2", "n-1", Note("stolen"), version=1)
    assert (await notes.insert("m-2", "n-1", Note("own"))).version == 1
    found = await notes.get("m-1", "n-1")
    assert found is not None
    assert found.document == Note("o-1")


async def test_inserting_a_key_twice_is_a_conflict(notes: NoteRepository) -> None:
    await notes.insert("m-1", "n-1", Note("o-1"))
    with pytest.raises(DocumentConflict, match="exists"):
        await notes.insert("m-1", "n-1", Note("o-2"))


async def test_a_replacement_has_to_know_the_version_it_replaces(notes: NoteRepository) -> None:
    first = await notes.insert("m-1", "n-1", Note("o-1"))
    second = await notes.replace("m-1", "n-1", Note("o-2"), version=first.version)
    assert second.version == 2
    with pytest.raises(DocumentConflict, match="not at version 1"):
        await notes.replace("m-1", "n-1", Note("o-3"), version=first.version)


async def test_changes_at_the_same_time_are_all_there_in_the_end(notes: NoteRepository) -> None:
    def one_more(note: Note | None) -> Note:
        return replace(note, count=note.count + 1) if note else Note("o-1", count=1)

    await asyncio.gather(*(notes.change("m-1", "n-1", one_more) for _ in range(10)))
    found = await notes.get("m-1", "n-1")
    assert found is not None
    assert (found.document.count, found.version) == (10, 10)


async def test_a_change_that_changes_nothing_writes_nothing(
    notes: NoteRepository, store: MemoryStore
) -> None:
    await notes.insert("m-1", "n-1", Note("o-1"))
    before = store.operations
    assert (await notes.change("m-1", "n-1", lambda note: note or Note("x"))).version == 1
    assert store.operations == before + 1


async def test_a_change_gives_up_when_others_are_always_quicker(notes: NoteRepository) -> None:
    await notes.insert("m-1", "n-1", Note("o-1"))
    collection = notes._collection
    original = collection.find_one_and_update

    async def never_there(*args: Any, **kwargs: Any) -> None:
        await original({"_id": "nothing"}, {}, return_document=True)

    collection.find_one_and_update = never_there
    with pytest.raises(DocumentConflict, match="while being changed"):
        await notes.change("m-1", "n-1", lambda note: Note("o-2"))


async def test_documents_are_found_by_indexed_fields_in_order_of_change(notes: NoteRepository, clock) -> None:
    for number in range(4):
        await notes.insert("m-1", f"n-{number}", Note("o-1" if number < 3 else "o-2", count=number))
        clock.forward(timedelta(seconds=1))
    oldest_first = await notes.find("m-1", {"order_id": "o-1"})
    assert [found.key for found in oldest_first] == ["n-0", "n-1", "n-2"]
    newest = await notes.find("m-1", {"order_id": "o-1"}, newest_first=True, limit=2)
    assert [found.key for found in newest] == ["n-2", "n-1"]
    assert len(await notes.find("m-1")) == 4


@pytest.mark.parametrize(
    "equal", [{"lines": "a"}, {"$where": "1"}, {"order_id": {"$ne": ""}}, {"order_id": ["o-1"]}]
)
async def test_operators_and_fields_without_index_are_no_query(
    notes: NoteRepository, equal: Mapping[str, Any]
) -> None:
    with pytest.raises(DocumentRejected):
        await notes.find("m-1", equal)


@pytest.mark.parametrize("limit", [0, -1, 1_001])
async def test_the_number_of_results_is_bounded(notes: NoteRepository, limit: int) -> None:
    with pytest.raises(DocumentRejected, match="limit"):
        await notes.find("m-1", limit=limit)


async def test_documents_are_found_by_any_element_of_a_list(store: MemoryStore, clock) -> None:
    notes = NotesByLine(store, clock=clock)
    for key, lines in (("n-1", ("a", "b")), ("n-2", ("c",)), ("n-3", ("b", "c"))):
        await notes.insert("m-1", key, Note("o-1", lines))
        clock.forward(timedelta(seconds=1))
    await notes.insert("m-2", "n-4", Note("o-1", ("b",)))
    assert [one.key for one in await notes.find_any("m-1", "lines", ["b", "x"])] == ["n-3", "n-1"]
    assert [one.key for one in await notes.find_any("m-1", "lines", ["c", "b"], limit=1)] == ["n-3"]
    assert await notes.find_any("m-1", "lines", []) == []


async def test_any_takes_indexed_fields_scalars_and_bounded_numbers_only(store: MemoryStore) -> None:
    notes = NotesByLine(store)
    injected: Any = [{"$gt": ""}]
    for field, values, limit in (("lines", injected, 1), ("other", ["a"], 1), ("lines", ["a"], 5_001)):
        with pytest.raises(DocumentRejected):
            await notes.find_any("m-1", field, values, limit=limit)


async def test_an_empty_merchant_finds_nothing_but_an_error(notes: NoteRepository) -> None:
    for operation in (notes.get("", "n-1"), notes.find(""), notes.delete("", "n-1")):
        with pytest.raises(DocumentRejected, match="empty"):
            await operation


async def test_a_unique_index_is_unique_within_one_merchant(store: MemoryStore, clock) -> None:
    repository = UniqueOrderRepository(store, clock=clock)
    await repository.prepare()
    await repository.insert("m-1", "n-1", Note("o-1"))
    await repository.insert("m-2", "n-1", Note("o-1"))
    with pytest.raises(DocumentConflict):
        await repository.insert("m-1", "n-2", Note("o-1"))


async def test_what_nobody_changed_for_long_expires(notes: NoteRepository, clock) -> None:
    await notes.insert("m-1", "old", Note("o-1"))
    await notes.insert("m-1", "changed", Note("o-1"))
    clock.forward(timedelta(days=30, seconds=1))
    await notes.change("m-1", "changed", lambda note: Note("o-2"))
    assert await notes.expire(timedelta(days=30)) == 1
    assert [found.key for found in await notes.find("m-1")] == ["changed"]


async def test_what_is_touched_does_not_expire_and_keeps_its_version(notes: NoteRepository, clock) -> None:
    kept = await notes.insert("m-1", "touched", Note("o-1"))
    clock.forward(timedelta(days=20))
    assert await notes.touch("m-1", "touched")
    assert not await notes.touch("m-1", "never there")
    clock.forward(timedelta(days=20))
    assert await notes.expire(timedelta(days=30)) == 0
    assert await notes.replace("m-1", "touched", Note("o-2"), version=kept.version)


async def test_what_nobody_changed_for_long_is_found_in_all_merchants_longest_first(
    notes: NoteRepository, clock
) -> None:
    for merchant, key, order in (("m-2", "a", "o-1"), ("m-1", "b", "o-1"), ("m-1", "c", "o-2")):
        await notes.insert(merchant, key, Note(order))
        clock.forward(timedelta(days=1))
    clock.forward(timedelta(days=30))
    await notes.insert("m-1", "new", Note("o-1"))
    old = await notes.unchanged(timedelta(days=30), {"order_id": "o-1"})
    assert old == [Unchanged("m-2", "a", 1), Unchanged("m-1", "b", 1)]
    assert len(await notes.unchanged(timedelta(days=30), limit=2)) == 2
    with pytest.raises(DocumentRejected):
        await notes.unchanged(timedelta(days=30), {"order_id": {"$ne": ""}})


class DueNotes(NoteRepository):
    collection: ClassVar[str] = "due_notes"
    indexes: ClassVar[tuple[Index, ...]] = (Index(("order_id",)), Index(("at",), every_merchant=True))

    def encode(self, document: Note) -> Mapping[str, object]:
        at = datetime(2026, 1, document.count, tzinfo=UTC) if document.count else None
        return {**super().encode(document), "at": at}


async def test_what_is_due_is_found_in_all_merchants_earliest_first(store: MemoryStore) -> None:
    notes = DueNotes(store)
    await notes.prepare()
    for merchant, key, day in (("m-1", "a", 9), ("m-2", "b", 3), ("m-1", "c", 0), ("m-1", "d", 20)):
        await notes.insert(merchant, key, Note("o-1", count=day))
    by = datetime(2026, 1, 9, tzinfo=UTC)
    assert await notes.due("at", by) == [Unchanged("m-2", "b", 1), Unchanged("m-1", "a", 1)]
    assert len(await notes.due("at", by, limit=1)) == 1
    for field in ("order_id", "count", "nothing"):
        with pytest.raises(DocumentRejected):
            await notes.due(field, by)


async def test_a_document_that_moved_on_is_not_deleted(notes: NoteRepository) -> None:
    seen = await notes.insert("m-1", "n-1", Note("o-1"))
    await notes.change("m-1", "n-1", lambda note: Note("o-2"))
    assert not await notes.delete("m-1", "n-1", version=seen.version)
    assert await notes.delete("m-1", "n-1", version=seen.version + 1)


async def test_deleting_says_whether_there_was_something(notes: NoteRepository) -> None:
    await notes.insert("m-1", "n-1", Note("o-1"))
    assert await notes.delete("m-1", "n-1")
    assert not await notes.delete("m-1", "n-1")


async def test_a_document_of_another_shape_is_named(notes: NoteRepository, store: MemoryStore) -> None:
    await notes.insert("m-1", "n-1", Note("o-1"))
    next(iter(store.collection("notes")._documents.values()))["document"] = {"surprise": 1}
    with pytest.raises(StoreFailed, match="do not fit"):
        await notes.get("m-1", "n-1")


async def test_a_store_that_is_gone_is_named(notes: NoteRepository, store: MemoryStore) -> None:
    store.available = False
    with pytest.raises(StoreUnavailable, match="find_one on notes"):
        await notes.get("m-1", "n-1")


async def test_every_document_of_a_merchant_and_of_no_other_is_given_out_in_the_order_of_keys(
    notes: NoteRepository,
) -> None:
    for key in ("n-2", "n-1", "n-3"):
        await notes.insert("m-1", key, Note("o-1"))
    await notes.insert("m-2", "n-0", Note("o-2"))
    assert [found.key async for found in notes.every("m-1")] == ["n-1", "n-2", "n-3"]
    assert [found.key async for found in notes.every("m-3")] == []

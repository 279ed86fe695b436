"""The base of the services' own repositories: typed documents, per merchant, with versions."""

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Generic, TypeVar

from pymongo import ASCENDING, DESCENDING, IndexModel, ReturnDocument

from argosy_store.connection import Document, Store
from argosy_store.errors import DocumentConflict, DocumentRejected, StoreFailed
from argosy_store.keys import document_id
from argosy_store.outcomes import utc_now
from argosy_telemetry import counter, names

D = TypeVar("D")
Scalar = str | int | bool | datetime

FIND_MAX = 1_000
ANY_MAX = 5_000
_CHANGE_TRIES = 16

_EXPIRED = counter(names.METRIC_STORE_EXPIRED)


@dataclass(frozen=True, slots=True)
class Index:
    """An index over fields of a document; the merchant always comes first in it.

    ``every_merchant``: it does not, so that `DocumentRepository.due` finds what is due of them all.
    """

    fields: tuple[str, ...]
    unique: bool = False
    every_merchant: bool = False


@dataclass(frozen=True, slots=True)
class Versioned(Generic[D]):
    """A document with its key, the version that a later write must name, and its last change."""

    key: str
    document: D
    version: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Where a document is that nobody changed for long, or that is due: whose, its key, its version."""

    merchant_id: str
    key: str
    version: int


class DocumentRepository(ABC, Generic[D]):
    """Documents of one kind. A subclass names the collection and says how a document is written.

    The merchant's id is part of every key and of every query, so that no merchant reads another's
    documents, whatever key comes in; ``expire``, ``unchanged``, ``due`` and ``kept`` alone see all
    merchants'. Each operation touches one document (those and ``find`` aside, which promise nothing across
    documents).

        class FactRepository(DocumentRepository[Fact]):
            collection = "facts"
            indexes = (Index(("order_id",)),)

            def encode(self, document: Fact) -> Mapping[str, object]: ...
            def decode(self, fields: Mapping[str, object]) -> Fact: ...
    """

    collection: ClassVar[str]
    indexes: ClassVar[tuple[Index, ...]] = ()

    def __init__(self, store: Store, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._store = store
        self._clock = clock
        self._collection = store.collection(self.collection)
        self._indexed = frozenset(field for index in self.indexes for field in index.fields)

    @abstractmethod
    def encode(self, document: D) -> Mapping[str, object]:
        """The document's fields in types BSON knows: str, int, float, bool, bytes, datetime, lists, maps."""

    @abstractmethod
    def decode(self, fields: Mapping[str, object]) -> D:
        """The document that :meth:`encode` wrote."""

    async def prepare(self) -> None:
        """Make the indexes; safe to repeat. Call once at the start."""
        models = [
            IndexModel(
                [
                    *([] if index.every_merchant else [("merchant_id", ASCENDING)]),
                    *((f"document.{field}", ASCENDING) for field in index.fields),
                ],
                name="by_" + "_".join(index.fields),
                unique=index.unique,
            )
            for index in self.indexes
        ]
        models.append(IndexModel([("updated_at", ASCENDING)], name="expiry"))
        async with self._store.operation(self.collection, "create_indexes"):
            await self._collection.create_indexes(models)

    async def get(self, merchant_id: str, key: str) -> Versioned[D] | None:
        """The document under that key, or None."""
        async with self._store.operation(self.collection, "find_one"):
            found = await self._collection.find_one({"_id": document_id(merchant_id, key)})
        return None if found is None else self._versioned(found)

    async def get_all(self, merchant_id: str, keys: Collection[str]) -> Sequence[Versioned[D]]:
        """Those of the documents under the keys that are there, in the order of the keys, by one query.

        DocumentRejected for more than ``ANY_MAX`` keys.
        """
        if len(keys) > ANY_MAX:
            raise DocumentRejected(f"{len(keys)} keys; at most {ANY_MAX} are read at once")
        ids = [document_id(merchant_id, key) for key in dict.fromkeys(keys)]
        if not ids:
            return []
        async with self._store.operation(self.collection, "find"):
            found = {one["_id"]: one async for one in self._collection.find({"_id": {"$in": ids}})}
        return [self._versioned(found[one]) for one in ids if one in found]

    async def stamps(self, merchant_id: str) -> frozenset[tuple[str, int, datetime]]:
        """Key, version and time of change of each of a merchant's documents, which are not read themselves.

        As long as they are the same, so are the documents (but for one removed and made anew within the same
        millisecond): for whoever keeps what came of them.
        """
        document_id(merchant_id)
        fields = {"_id": 0, "key": 1, "version": 1, "updated_at": 1}
        async with self._store.operation(self.collection, "find"):
            cursor = self._collection.find({"merchant_id": merchant_id}, fields)
            return frozenset([(one["key"], one["version"], one["updated_at"]) async for one in cursor])

    async def insert(self, merchant_id: str, key: str, document: D) -> Versioned[D]:
        """Keep a new document. Raises DocumentConflict if the key, or a unique index, has one already."""
        now = self._now()
        new: Document = {
            "_id": document_id(merchant_id, key),
            "merchant_id": merchant_id,
            "key": key,
            "version": 1,
            "created_at": now,
            "updated_at": now,
            "document": dict(self.encode(document)),
        }
        async with self._store.operation(self.collection, "insert_one"):
            await self._collection.insert_one(new)
        return Versioned(key, document, 1, now)

    async def replace(self, merchant_id: str, key: str, document: D, *, version: int) -> Versioned[D]:
        """Replace the document that has that version. DocumentConflict if it has moved on."""
        now = self._now()
        async with self._store.operation(self.collection, "find_one_and_update"):
            found = await self._collection.find_one_and_update(
                {"_id": document_id(merchant_id, key), "version": version},
                {
                    "$set": {"document": dict(self.encode(document)), "updated_at": now},
                    "$inc": {"version": 1},
                },
                return_document=ReturnDocument.AFTER,
            )
        if found is None:
            raise DocumentConflict(
                f"{self.collection} {key!r} is not at version {version} any more; read it again"
            )
        return self._versioned(found)

    async def change(self, merchant_id: str, key: str, how: Callable[[D | None], D]) -> Versioned[D]:
        """Read, change by the pure function ``how`` (None: no document yet) and write back.

        Repeats when another writer was quicker; raises DocumentConflict after several such rounds.
        ``how`` returning what it was given writes nothing.
        """
        for _ in range(_CHANGE_TRIES):
            current = await self.get(merchant_id, key)
            changed = how(None if current is None else current.document)
            if current is not None and changed == current.document:
                return current
            try:
                if current is None:
                    return await self.insert(merchant_id, key, changed)
                return await self.replace(merchant_id, key, changed, version=current.version)
            except DocumentConflict:
                continue
        raise DocumentConflict(f"{self.collection} {key!r} changed {_CHANGE_TRIES} times while being changed")

    async def find(
        self,
        merchant_id: str,
        equal: Mapping[str, Scalar] | None = None,
        *,
        newest_first: bool = False,
        limit: int = 100,
    ) -> Sequence[Versioned[D]]:
        """A merchant's documents whose indexed fields equal the given values, by time of change.

        Only scalars are taken and only indexed fields: an operator such as ``{"$ne": ""}`` that came
        in with somebody's request is refused as DocumentRejected, and no query walks a collection.
        """
        if not 0 < limit <= FIND_MAX:
            raise DocumentRejected(f"limit is {limit}; it goes from 1 to {FIND_MAX}")
        document_id(merchant_id)
        query = {"merchant_id": merchant_id, **self._equal(equal or {})}
        order = DESCENDING if newest_first else ASCENDING
        async with self._store.operation(self.collection, "find"):
            cursor = self._collection.find(query).sort([("updated_at", order), ("_id", order)]).limit(limit)
            return [self._versioned(found) async for found in cursor]

    async def find_any(
        self, merchant_id: str, field: str, values: Collection[Scalar], *, limit: int = 100
    ) -> Sequence[Versioned[D]]:
        """A merchant's documents whose indexed field is one of the values, or holds one where it is a list.

        The newest first, by time of change. Refusals as in `find`, with ``ANY_MAX`` as the greatest limit.
        """
        if not 0 < limit <= ANY_MAX:
            raise DocumentRejected(f"limit is {limit}; it goes from 1 to {ANY_MAX}")
        document_id(merchant_id)
        for value in values:
            self._equal({field: value})
        query = {"merchant_id": merchant_id, f"document.{field}": {"$in": list(values)}}
        async with self._store.operation(self.collection, "find"):
            cursor = self._collection.find(query).sort([("updated_at", DESCENDING), ("_id", DESCENDING)])
            return [self._versioned(found) async for found in cursor.limit(limit)]

    async def every(self, merchant_id: str) -> AsyncIterator[Versioned[D]]:
        """All documents of a merchant in the order of their keys, read as they are asked for: for exports."""
        document_id(merchant_id)
        async with self._store.operation(self.collection, "find"):
            cursor = self._collection.find({"merchant_id": merchant_id}).sort([("_id", ASCENDING)])
            async for found in cursor:
                yield self._versioned(found)

    async def delete(self, merchant_id: str, key: str, *, version: int | None = None) -> bool:
        """Remove a document, only if it is at that version where one is named; whether that was so."""
        query: dict[str, object] = {"_id": document_id(merchant_id, key)}
        if version is not None:
            query["version"] = version
        async with self._store.operation(self.collection, "delete_one"):
            result = await self._collection.delete_one(query)
        return result.deleted_count == 1

    async def touch(self, merchant_id: str, key: str) -> bool:
        """Have a document count as changed now, so that it does not expire; whether there is one.

        Its version stays: nobody who is about to write has to read it again.
        """
        async with self._store.operation(self.collection, "find_one_and_update"):
            found = await self._collection.find_one_and_update(
                {"_id": document_id(merchant_id, key)},
                {"$set": {"updated_at": self._now()}},
                return_document=ReturnDocument.AFTER,
            )
        return found is not None

    async def unchanged(
        self, unchanged_for: timedelta, equal: Mapping[str, Scalar] | None = None, *, limit: int = 100
    ) -> Sequence[Unchanged]:
        """What nobody changed for that long, of all merchants, longest first: where `expire` will not do.

        ``equal`` as in `find`, with the same refusals.
        """
        query = {"updated_at": {"$lt": self._now() - unchanged_for}, **self._equal(equal or {})}
        async with self._store.operation(self.collection, "find"):
            cursor = self._collection.find(query).sort([("updated_at", ASCENDING)]).limit(limit)
            return [Unchanged(one["merchant_id"], one["key"], one["version"]) async for one in cursor]

    async def due(self, field: str, by: datetime, *, limit: int = 100) -> Sequence[Unchanged]:
        """What has a time in an indexed field that is not after ``by``, of all merchants, earliest first.

        Raises DocumentRejected for a field without an index ``every_merchant``.
        """
        if not any(index.every_merchant and index.fields[0] == field for index in self.indexes):
            raise DocumentRejected(f"{self.collection} has no index on {field!r} of every merchant")
        place = f"document.{field}"
        async with self._store.operation(self.collection, "find"):
            cursor = self._collection.find({place: {"$lte": by}}).sort([(place, ASCENDING)]).limit(limit)
            return [Unchanged(one["merchant_id"], one["key"], one["version"]) async for one in cursor]

    async def expire(self, unchanged_for: timedelta) -> int:
        """Remove what nobody changed for that long, of all merchants; returns how many."""
        async with self._store.operation(self.collection, "delete_many"):
            result = await self._collection.delete_many({"updated_at": {"$lt": self._now() - unchanged_for}})
        if result.deleted_count:
            _EXPIRED.add(result.deleted_count, {names.ATTR_DB_COLLECTION: self.collection})
        return result.deleted_count

    async def kept(self) -> AsyncGenerator[tuple[Unchanged, Mapping[str, object]], None]:
        """Every document of every merchant with its fields as they lie in the store: for whoever keeps it."""
        async with self._store.operation(self.collection, "find"):
            async for found in self._collection.find({}).sort([("_id", ASCENDING)]):
                yield Unchanged(found["merchant_id"], found["key"], found["version"]), found["document"]

    async def rewrite(self, merchant_id: str, key: str) -> bool:
        """Write a document as :meth:`encode` writes it today; whether it is there. Its time of change stays.

        Raises DocumentConflict after several rounds in which another writer was quicker.
        """
        for _ in range(_CHANGE_TRIES):
            current = await self.get(merchant_id, key)
            if current is None:
                return False
            async with self._store.operation(self.collection, "find_one_and_update"):
                found = await self._collection.find_one_and_update(
                    {"_id": document_id(merchant_id, key), "version": current.version},
                    {"$set": {"document": dict(self.encode(current.document))}, "$inc": {"version": 1}},
                    return_document=ReturnDocument.AFTER,
                )
            if found is not None:
                return True
        raise DocumentConflict(f"{self.collection} {key!r} changed {_CHANGE_TRIES} times while being written")

    def _equal(self, equal: Mapping[str, Scalar]) -> dict[str, object]:
        for field, value in equal.items():
            if field not in self._indexed:
                raise DocumentRejected(f"{self.collection} has no index on {field!r}; add one to `indexes`")
            if not isinstance(value, str | int | bool | datetime):
                raise DocumentRejected(f"{field} is a {type(value).__name__}; only scalars are looked up")
        return {f"document.{field}": value for field, value in equal.items()}

    def _now(self) -> datetime:
        now = self._clock()
        return now.replace(microsecond=now.microsecond // 1000 * 1000)  # BSON keeps milliseconds

    def _versioned(self, found: Document) -> Versioned[D]:
        try:
            document = self.decode(found["document"])
        except (KeyError, TypeError, ValueError) as error:
            raise StoreFailed(
                f"{self.collection} {found.get('key')!r} cannot be read back ({type(error).__name__}); "
                "its fields do not fit this version of the service, or a key that sealed it is not there"
            ) from error
        return Versioned(found["key"], document, found["version"], found["updated_at"])

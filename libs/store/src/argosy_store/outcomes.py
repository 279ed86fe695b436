"""The bytes of outcomes that were costly, so that a redelivered event never pays twice."""

import asyncio
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bson.binary import Binary
from pymongo import ASCENDING, IndexModel

from argosy_store.connection import Document, Store
from argosy_store.errors import ChecksumMismatch, DocumentConflict, DocumentRejected, StoreUnavailable
from argosy_store.keys import document_id
from argosy_telemetry import counter, logger, names

COLLECTION = "outcomes"
OUTCOME_MAX_BYTES = 12 * 1024 * 1024
"""A document may have 16 MiB; an outcome is events, and events are small."""

_log = logger("argosy_store")
_EXPIRED = counter(names.METRIC_STORE_EXPIRED)


@dataclass(frozen=True, slots=True)
class StoredOutcome:
    """An outcome as it stands in the store; ``inserted`` is false where another put came first."""

    outcome: bytes
    created_at: datetime
    inserted: bool


def utc_now() -> datetime:
    return datetime.now(UTC)


class OutcomeRepository:
    """Encoded outcomes of one service, by merchant and event id, kept for a window of days.

    Who puts first wins: every later put of the same event gets the first bytes back and must publish
    these. The merchant is part of the key, so that an event id used twice by two merchants never
    hands one the other's outcome.
    """

    def __init__(
        self,
        store: Store,
        service: str,
        *,
        window: timedelta = timedelta(days=7),
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        if window <= timedelta(0):
            raise ValueError("the window of an OutcomeRepository is a time span above zero")
        self._store = store
        self._service = service
        self._window = window
        self._clock = clock
        self._collection = store.collection(COLLECTION)

    async def prepare(self) -> None:
        """Make the index that expiry needs; safe to repeat. Call once at the start."""
        async with self._store.operation(COLLECTION, "create_indexes"):
            await self._collection.create_indexes(
                [IndexModel([("service", ASCENDING), ("created_at", ASCENDING)], name="expiry")]
            )

    async def get(self, merchant_id: str, event_id: str) -> StoredOutcome | None:
        """The outcome of an event, or None. Raises StoreUnavailable, ChecksumMismatch."""
        key = document_id(self._service, merchant_id, event_id)
        async with self._store.operation(COLLECTION, "find_one"):
            found = await self._collection.find_one({"_id": key})
        return None if found is None else _decode(found)

    async def get_many(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], StoredOutcome]:
        """The outcomes among ``keys`` (merchant id, event id) that are there, in one round trip."""
        wanted = {document_id(self._service, *key): key for key in keys}
        if not wanted:
            return {}
        async with self._store.operation(COLLECTION, "find"):
            cursor = self._collection.find({"_id": {"$in": list(wanted)}})
            return {wanted[found["_id"]]: _decode(found) async for found in cursor}

    async def put(self, merchant_id: str, event_id: str, outcome: bytes) -> StoredOutcome:
        """Keep ``outcome`` unless there is one already; returns the one that counts.

        Raises StoreUnavailable (then it may or may not have been kept: put it again),
        DocumentRejected.
        """
        if len(outcome) > OUTCOME_MAX_BYTES:
            raise DocumentRejected(
                f"an outcome of {self._service} has {len(outcome)} bytes; the limit is {OUTCOME_MAX_BYTES}; "
                "put large results into the blob store"
            )
        key = document_id(self._service, merchant_id, event_id)
        document: Document = {
            "_id": key,
            "service": self._service,
            "merchant_id": merchant_id,
            "event_id": event_id,
            "outcome": Binary(outcome),
            "sha256": hashlib.sha256(outcome).hexdigest(),
            "created_at": self._clock(),
        }
        for _ in range(3):
            try:
                async with self._store.operation(COLLECTION, "insert_one"):
                    await self._collection.insert_one(document)
            except DocumentConflict:
                winner = await self.get(merchant_id, event_id)
                if winner is not None:
                    return winner
                continue  # expired between the two: ours may stand now
            return StoredOutcome(outcome, document["created_at"], inserted=True)
        raise StoreUnavailable(f"outcome {key} was there and was not there, three times in a row")

    async def sweep(self) -> int:
        """Remove what is older than the window; returns how many. Needed, since TTL indexes are not
        everywhere: the embedded server has none.
        """
        async with self._store.operation(COLLECTION, "delete_many"):
            result = await self._collection.delete_many(
                {"service": self._service, "created_at": {"$lt": self._clock() - self._window}}
            )
        if result.deleted_count:
            _EXPIRED.add(result.deleted_count, {names.ATTR_DB_COLLECTION: COLLECTION})
        return result.deleted_count

    async def sweep_forever(self, every: timedelta = timedelta(minutes=10)) -> None:
        """Sweep now and then until cancelled; a store that is gone is waited for."""
        while True:
            try:
                await self.sweep()
            except StoreUnavailable as error:
                _log.warning("outcomes not swept, trying again later", reason=str(error))
            await asyncio.sleep(every.total_seconds())


def _decode(found: Document) -> StoredOutcome:
    outcome = bytes(found["outcome"])
    if hashlib.sha256(outcome).hexdigest() != found["sha256"]:
        raise ChecksumMismatch(f"outcome {found['_id']} does not have the checksum it was stored with")
    return StoredOutcome(outcome, found["created_at"], inserted=False)

"""A changed key: what is still sealed with which, and everything sealed with the first.

A service seals what it writes with the first key, and leaves alone what it does not write. An old key is
needed until nothing is sealed with it; waiting for that takes as long as documents are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from argosy_ledger.sealing import Sealer, key_of
from argosy_store import DocumentRepository


@dataclass(slots=True)
class SealedDocuments:
    """Documents of one collection by the names of the keys in them; "" is what lies unsealed."""

    collection: str
    by_key: Counter[str] = field(default_factory=Counter)
    resealed: int = 0


async def documents_by_key(repository: DocumentRepository[Any]) -> SealedDocuments:
    """How many documents hold something sealed with each key; one of two keys counts under both."""
    found = SealedDocuments(repository.collection)
    async with aclosing(repository.kept()) as kept:
        async for _, fields in kept:
            found.by_key.update(set(_keys(fields)))
    return found


async def reseal(repository: DocumentRepository[Any], sealer: Sealer) -> SealedDocuments:
    """Write what is not wholly sealed with the first key; counted by the keys that it had before.

    Safe beside running services and safe to repeat: each document is written by itself, at the version that
    was read, and keeps its time of change, so that it expires when it would have. Raises StoreError:
    StoreFailed for a document whose key is not there.
    """
    found = SealedDocuments(repository.collection)
    async with aclosing(repository.kept()) as kept:
        async for place, fields in kept:
            keys = set(_keys(fields))
            found.by_key.update(keys)
            if keys - {sealer.first_key} and await repository.rewrite(place.merchant_id, place.key):
                found.resealed += 1
    return found


def _keys(value: object) -> Iterator[str]:
    if isinstance(value, bytes):
        yield key_of(value)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)

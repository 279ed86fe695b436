"""The bytes at an address that somebody sent: a blob of ours, else an outside address on the allow-list."""

from __future__ import annotations

from collections.abc import Collection

from argosy_store.blobs import BlobStore
from argosy_store.media import IMAGE_TYPES
from argosy_store.outside import OutsideFetcher


async def bytes_at(
    blobs: BlobStore,
    outside: OutsideFetcher,
    merchant_id: str,
    url: str,
    *,
    max_bytes: int,
    accept: Collection[str] = IMAGE_TYPES,
) -> bytes:
    """At most ``max_bytes``; ``accept``: media types, of outside addresses alone.

    Raises:
        StoreUnavailable: the blob store is gone, worth another try.
        StoreError: not there, not the merchant's, not allowed, too large, or of another media type.
    """
    if blobs.owns(url):
        return await blobs.get(merchant_id, url, max_bytes=max_bytes)
    return (await outside.fetch(url, accept=accept, max_bytes=max_bytes)).data

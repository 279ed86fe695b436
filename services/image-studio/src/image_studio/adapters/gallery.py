"""Where pictures come from and go: the blob store, and merchants' own addresses, guarded."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from argosy_store import (
    BlobMissing,
    BlobRejected,
    BlobTooLarge,
    ChecksumMismatch,
    Fetched,
    OutsideFailed,
    StoredBlob,
    UnsafeAddress,
)

_TRY_AGAIN_S: Final = (0.3, 1.5)


class PictureMissing(Exception):
    """A picture cannot be had; the message says why and what to do."""


class Blobs(Protocol):
    """The calls of ``argosy_store.BlobStore`` that the studio makes."""

    def owns(self, url: str) -> bool: ...
    async def get(self, merchant_id: str, url: str, *, max_bytes: int | None = None) -> bytes: ...
    async def put(
        self, merchant_id: str, data: bytes, media_type: str, *, width: int = 0, height: int = 0
    ) -> StoredBlob: ...


class Outside(Protocol):
    """The call of ``argosy_store.OutsideFetcher`` that the studio makes."""

    async def fetch(self, url: str) -> Fetched: ...


@dataclass(frozen=True)
class Gallery:
    """Pictures by address, and finished ones into the store."""

    blobs: Blobs
    outside: Outside
    try_again_s: Sequence[float] = _TRY_AGAIN_S

    async def fetch(self, merchant_id: str, url: str) -> bytes:
        """The bytes of a picture.

        Raises:
            PictureMissing: not there, not allowed, too large or no picture.
            StoreUnavailable: the blob store is gone; worth a retry.
        """
        try:
            if self.blobs.owns(url):
                return await self.blobs.get(merchant_id, url)
            return await self._from_outside(url)
        except (BlobMissing, BlobRejected, BlobTooLarge, ChecksumMismatch, UnsafeAddress) as error:
            raise PictureMissing(f"the picture cannot be fetched: {error}") from error
        except OutsideFailed as error:
            raise PictureMissing(f"the picture's address does not answer: {error}") from error

    async def keep(
        self, merchant_id: str, content: bytes, media_type: str, *, width: int, height: int
    ) -> StoredBlob:
        """Put a picture into the store.

        Raises:
            StoreUnavailable: the blob store is gone; worth a retry.
        """
        return await self.blobs.put(merchant_id, content, media_type, width=width, height=height)

    async def _from_outside(self, url: str) -> bytes:
        for pause in self.try_again_s:
            try:
                return (await self.outside.fetch(url)).data
            except OutsideFailed as error:
                if not error.retryable:
                    raise
            await asyncio.sleep(pause)
        return (await self.outside.fetch(url)).data

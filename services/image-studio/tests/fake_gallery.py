"""The blob store and outside addresses as the handlers' tests have them."""

from __future__ import annotations

import hashlib
import io

from PIL import Image

from argosy_store import BlobMissing, Fetched, StoredBlob, StoreUnavailable
from image_studio.settings import StudioSettings

SETTINGS = StudioSettings(
    triton_url="tier:8001", blob_url="file:///blobs", mongodb_uri="mongodb://127.0.0.1:1"
)


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


class MemoryBlobs:
    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}
        self.down = False

    def owns(self, url: str) -> bool:
        return url.startswith("blob:")

    async def get(self, merchant_id: str, url: str, *, max_bytes: int | None = None) -> bytes:
        if url not in self.held:
            raise BlobMissing(url)
        return self.held[url]

    async def put(self, merchant_id, data, media_type, *, width=0, height=0) -> StoredBlob:
        if self.down:
            raise StoreUnavailable("gone")
        url = f"blob:{merchant_id}/{hashlib.sha256(data).hexdigest()}"
        self.held[url] = data
        return StoredBlob(url, media_type, width, height, len(data), "0" * 64)


class Shelf:
    """Outside addresses and what each answers, one answer a call."""

    def __init__(self) -> None:
        self.answers: dict[str, list[bytes | Exception]] = {}

    async def fetch(self, url: str) -> Fetched:
        answer = self.answers[url][0] if len(self.answers[url]) == 1 else self.answers[url].pop(0)
        if isinstance(answer, Exception):
            raise answer
        return Fetched(answer, "image/png", url)

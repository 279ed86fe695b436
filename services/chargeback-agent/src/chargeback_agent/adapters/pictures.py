"""Pictures of exhibits, fetched under guard and made small enough for a letter."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Final

from PIL import Image

from argosy_eventing.threads import in_thread
from argosy_store import (
    BlobStore,
    ImageRejected,
    OutsideFetcher,
    StoreError,
    StoreUnavailable,
    bytes_at,
    load_image,
)
from chargeback_agent.domain.case.model import Exhibit
from chargeback_agent.domain.letter.document import Picture
from chargeback_agent.domain.letter.fitting import BEST, Look

_MOST_BYTES: Final = 16 * 1024 * 1024


class Pictures:
    """Pictures by address: the merchant's own blobs, and outside addresses on the allow-list."""

    def __init__(self, blobs: BlobStore, outside: OutsideFetcher) -> None:
        self._blobs = blobs
        self._outside = outside

    async def of(self, merchant_id: str, exhibits: tuple[Exhibit, ...]) -> Mapping[str, Picture]:
        """By exhibit label, those that could be had; a letter is written without the others.

        Raises StoreUnavailable: the blob store is gone, worth another try.
        """
        found = {}
        for exhibit in exhibits:
            if exhibit.picture_url:
                try:
                    content = await bytes_at(
                        self._blobs, self._outside, merchant_id, exhibit.picture_url, max_bytes=_MOST_BYTES
                    )
                    found[exhibit.label] = await in_thread(_small, content, exhibit.label)
                except StoreUnavailable:
                    raise
                except (StoreError, ImageRejected):
                    continue
        return found


def shrink(picture: Picture, look: Look) -> Picture:
    """The picture no finer than ``look``; as it is where that saves nothing."""
    with Image.open(io.BytesIO(picture.content)) as image:
        made = _saved(image.convert("RGB"), look, picture.caption)
    return made if len(made.content) < len(picture.content) else picture


def _small(content: bytes, label: str) -> Picture:
    image, _ = load_image(content, max_bytes=_MOST_BYTES)
    return _saved(image.convert("RGB") if image.mode != "RGB" else image, BEST, label)


def _saved(image: Image.Image, look: Look, caption: str) -> Picture:
    image.thumbnail((look.longest, look.longest), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=look.quality)
    return Picture(out.getvalue(), image.width, image.height, caption)

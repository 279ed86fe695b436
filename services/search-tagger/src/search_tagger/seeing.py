"""What looks at pictures, by the settings: for the service, and for `argosy tag`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from argosy_inference import Tier, TierSettings
from argosy_store import AllowList, BlobStore, OutsideFetcher
from search_tagger.adapters.eyes import Eyes
from search_tagger.settings import PictureSettings

_RETRY_S: Final = 2.0
"""Tags can do without: a tier that is down is not waited for with every product."""


@asynccontextmanager
async def opened_eyes(own: PictureSettings) -> AsyncIterator[Eyes]:
    """Ready to look, inside the running loop; closed at the end."""
    async with (
        Tier(TierSettings(own.triton_url, retry_for_s=min(_RETRY_S, own.tag_pictures_s))) as tier,
        OutsideFetcher(AllowList.parse(own.fetch_allow), timeout_s=own.tag_pictures_s) as outside,
    ):
        yield Eyes(
            BlobStore(own.blob_url) if own.blob_url else None,
            outside,
            tier,
            most=own.tag_pictures,
            seconds=own.tag_pictures_s,
            at_once=own.tag_pictures_at_once,
        )

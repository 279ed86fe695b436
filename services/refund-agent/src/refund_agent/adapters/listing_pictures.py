"""Listings' pictures, studied once and remembered: requests for one product come in numbers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from argosy_eventing.threads import in_thread
from argosy_pictures.comparing import Studied, studied
from argosy_pictures.fingerprints import Fingerprint, fingerprint
from argosy_pictures.looks import Look
from argosy_pictures.opening import decoded
from argosy_store import ImageRejected, StoreError, StoreUnavailable
from refund_agent.adapters.evidence_files import EvidenceFiles

_LONGEST_SIDE: Final = 720
_REMEMBERED: Final = 128
"""About 2 MB each."""


@dataclass(frozen=True, slots=True, eq=False)
class ListingPicture:
    """A listing's picture with what is compared, and its fingerprint."""

    studied: Studied
    print: Fingerprint


class ListingPictures:
    """By merchant and address; those that cannot be had are left out."""

    def __init__(self, files: EvidenceFiles) -> None:
        self._files = files
        self._known: OrderedDict[tuple[str, str], ListingPicture] = OrderedDict()

    async def of(self, merchant_id: str, urls: Sequence[str]) -> tuple[ListingPicture, ...]:
        """In the order of the addresses. Raises StoreUnavailable."""
        found = [await self._one(merchant_id, url) for url in urls]
        return tuple(one for one in found if one is not None)

    async def _one(self, merchant_id: str, url: str) -> ListingPicture | None:
        key = (merchant_id, url)
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        try:
            made = await in_thread(_made, await self._files.fetch(merchant_id, url))
        except StoreUnavailable:
            raise
        except (StoreError, ImageRejected):
            return None
        self._known[key] = made
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return made


def _made(data: bytes) -> ListingPicture:
    pixels, sent = decoded(data, _LONGEST_SIDE)
    return ListingPicture(studied(Look(pixels, sent), thing_only=True), fingerprint(pixels))

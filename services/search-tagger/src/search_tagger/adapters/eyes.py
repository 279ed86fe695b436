"""A product's pictures looked at: fetched under guard, opened within bounds, measured and read by the tier.

Whatever is wrong with one costs that picture alone: the product is tagged by its words, and the reason told.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from time import monotonic
from typing import Final
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

from argosy.product.v1 import product_pb2
from argosy_eventing.threads import in_thread
from argosy_inference import CallContext, Candidates, TierClient
from argosy_pictures.faults import fault_of
from argosy_pictures.opening import MOST_BYTES, opened
from argosy_store import BlobStore, OutsideFailed, OutsideFetcher, StoreError, bytes_at
from argosy_telemetry import logger
from search_tagger.adapters.tier_look import look
from search_tagger.domain.joining.looked import LookedAt, Reason

_log = logger("search_tagger")
_SMALLEST: Final = 16
"""Pixels a side: nothing is told in less, and no letter stands in it."""
_HELD: Final = 12
"""Pictures that are fetched or wait to be measured, 16 MB each at most."""
_OF_A_MERCHANT: Final = 4
"""Of these: whose hosts are slow must not hold up the others."""
_LONGEST_REF: Final = 120
_SILENT_FOR_S: Final = 30.0
"""How long a host that let a product wait in vain is not asked again: other products must not wait too."""
_LONG: Final = 0.5
"""Of the time for fetching: who fails quicker than that holds nobody up."""
_MOST_HOSTS: Final = 1_000
_BREAKS: Final = (ArithmeticError, LookupError, ValueError, MemoryError)
_OF_THE_TIME: Final = 0.9
"""For the tier, so that what one model does not say in time does not take along what the others said."""


class Eyes:
    """Looks at pictures; one for a process.

    ``most``: of a product; ``seconds``: for fetching a product's pictures, and again for looking at one
    that is fetched; ``at_once``: pictures that are decoded and measured at the same time.
    """

    def __init__(
        self,
        blobs: BlobStore | None,
        outside: OutsideFetcher,
        tier: TierClient,
        *,
        most: int,
        seconds: float,
        at_once: int,
    ) -> None:
        self._blobs = blobs
        self._outside = outside
        self._tier = tier
        self._seconds = seconds
        self._looking = asyncio.Semaphore(at_once)
        self._held = asyncio.Semaphore(_HELD)
        self._of_merchants: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._silent: dict[str, float] = {}
        self._most = most
        self.looks = f"{most} pictures"
        """What is looked at, in a word: the same for the same tags."""

    async def look(
        self, merchant_id: str, product: product_pb2.Product, candidates: Candidates
    ) -> tuple[LookedAt, ...]:
        """The first pictures that show the product, in its order. Never raises but what cancelling does."""
        wanted = pictures_of(product, self._most)
        async with asyncio.TaskGroup() as group:
            work = [group.create_task(self._one(merchant_id, *one, candidates)) for one in wanted]
        return tuple(task.result() for task in work)

    async def _one(self, merchant_id: str, ref: str, url: str, candidates: Candidates) -> LookedAt:
        turn = self._of_merchants.setdefault(merchant_id, asyncio.Semaphore(_OF_A_MERCHANT))
        async with turn, self._held:
            return await self._in_turn(merchant_id, ref, url, candidates)

    async def _in_turn(self, merchant_id: str, ref: str, url: str, candidates: Candidates) -> LookedAt:
        try:
            data = await self._fetch(merchant_id, url)
        except (StoreError, TimeoutError) as error:
            return _unseen(ref, fault_of(error))
        try:
            async with self._looking, asyncio.timeout(self._seconds):
                picture = await in_thread(opened, data)
                if min(picture.pixels.shape[:2]) < _SMALLEST:
                    return _unseen(ref, "too_small")
                context = CallContext(merchant_id, _OF_THE_TIME * self._seconds)
                return _settled(await look(self._tier, ref, picture, candidates, context))
        except TimeoutError:
            return _unseen(ref, "slow")
        except StoreError as error:
            return _unseen(ref, fault_of(error))
        except _BREAKS as error:
            _log.error("a picture was not looked at", error=type(error).__name__)
            return _unseen(ref, "broken")

    async def _fetch(self, merchant_id: str, url: str) -> bytes:
        host, began = _host_of(url), monotonic()
        if self._silent.get(host, 0.0) > began:
            raise TimeoutError
        try:
            async with asyncio.timeout(self._seconds):
                if self._blobs is None:
                    return (await self._outside.fetch(url, max_bytes=MOST_BYTES)).data
                return await bytes_at(self._blobs, self._outside, merchant_id, url, max_bytes=MOST_BYTES)
        except (TimeoutError, OutsideFailed):
            if host and monotonic() - began > _LONG * self._seconds:
                self._hush(host)
            raise

    def _hush(self, host: str) -> None:
        self._silent.pop(host, None)
        self._silent[host] = monotonic() + _SILENT_FOR_S
        while len(self._silent) > _MOST_HOSTS:
            del self._silent[next(iter(self._silent))]


def pictures_of(product: product_pb2.Product, most: int) -> list[tuple[str, str]]:
    """Id (or place) and address of the first so many; the main ones first, no size chart."""
    kinds = product_pb2.ProductImage
    shown = [
        (image.role != kinds.MAIN, image.id[:_LONGEST_REF] or f"#{number}", image.url)
        for number, image in enumerate(product.images, 1)
        if image.url and image.role != kinds.SIZE_CHART
    ]
    found: dict[str, str] = {}
    for _, ref, url in sorted(shown, key=lambda one: one[0]):
        if len(found) == most:
            break
        if url not in found.values():
            found.setdefault(ref, url)
    return list(found.items())


def _settled(seen: LookedAt) -> LookedAt:
    """Of what was looked at with no answer at all, that it was not."""
    return _unseen(seen.ref, seen.reason) if seen.may_tell_more and not seen.engines else seen


def _unseen(ref: str, reason: Reason) -> LookedAt:
    seen = LookedAt(ref, "REFUSED", reason)
    return replace(seen, outcome="NOT_LOOKED") if seen.may_tell_more else seen


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""

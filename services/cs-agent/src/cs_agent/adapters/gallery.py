"""The merchants' product pictures: looked at once when a product is told, searched when a buyer sends one."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

import cv2

from argosy.product.v1 import product_pb2
from argosy_eventing.threads import in_thread
from argosy_pictures.comparing import Studied
from argosy_pictures.fingerprints import Fingerprint
from argosy_pictures.opening import MOST_BYTES, decoded
from argosy_store import (
    BlobStore,
    ImageRejected,
    OutsideFailed,
    OutsideFetcher,
    StoreError,
    StoreUnavailable,
    Versioned,
    bytes_at,
)
from argosy_telemetry import logger
from cs_agent.adapters.product_pictures import (
    DUE,
    ImprintRepository,
    Imprints,
    PictureRepository,
    ProductPictures,
)
from cs_agent.domain.pictures.catalogue import Catalogue
from cs_agent.domain.pictures.imprint import Imprint, Traits, imprint_of, traits_of
from cs_agent.domain.pictures.recognising import Compared, by_product, compared, key_of

_log = logger("cs_agent")
LONGEST_SIDE: Final = 720
BREAKS: Final = (cv2.error, ArithmeticError, LookupError, ValueError, MemoryError)
"""What a picture may break in a measurement."""
_FRESH_S: Final = 10.0
"""How long a catalogue is taken as it is, before it is asked for what is new."""
_NEW: Final = 200
_MOST_TRIES: Final = 5
_MOST_FEATURES: Final = 4_000_000
"""In all catalogues in memory: some 350 MB."""
_AT_ONCE: Final = 20


@dataclass(slots=True, eq=False)
class _Shelf:
    """A merchant's catalogue, of which documents, and when it was last asked for new ones."""

    pictures: dict[str, Versioned[ProductPictures]]
    catalogue: Catalogue
    at: float


class Gallery:
    """One for a process. Every instance looks at what is due; twice is once."""

    def __init__(
        self,
        pictures: PictureRepository,
        imprints: ImprintRepository,
        blobs: BlobStore | None,
        outside: OutsideFetcher,
        clock: Callable[[], datetime],
    ) -> None:
        self._pictures = pictures
        self._imprints = imprints
        self._blobs = blobs
        self._outside = outside
        self._clock = clock
        self._shelves: OrderedDict[str, _Shelf] = OrderedDict()
        self._told = asyncio.Event()

    async def learn(self, merchant_id: str, product: product_pb2.Product, told_at: datetime) -> None:
        """A product as an event tells it; its pictures are looked at beside. Raises StoreError."""
        if await self._pictures.learn(merchant_id, product, told_at):
            self._told.set()

    async def bytes(self, merchant_id: str, url: str) -> bytes:
        """A picture's. Raises StoreError."""
        if self._blobs is None:
            return (await self._outside.fetch(url, max_bytes=MOST_BYTES)).data
        return await bytes_at(self._blobs, self._outside, merchant_id, url, max_bytes=MOST_BYTES)

    # Learning.

    async def sweep(self) -> int:
        """Look at what is due, one picture after another: an import must not take a core from buyers.

        How many products; raises StoreUnavailable.
        """
        due = await self._pictures.due(DUE, self._clock(), limit=_AT_ONCE)
        for one in due:
            await self._study(one.merchant_id, one.key)
        return len(due)

    async def sweep_forever(self, every_s: float) -> None:
        """Sweep now and then, and at once when told, until cancelled; a store that is gone is waited for."""
        while True:
            self._told.clear()
            try:
                busy = await self.sweep() >= _AT_ONCE
            except StoreUnavailable:
                busy = False
            if not busy:
                try:
                    await asyncio.wait_for(self._told.wait(), every_s)
                except TimeoutError:
                    continue

    async def _study(self, merchant_id: str, product_id: str) -> None:
        kept = await self._pictures.get(merchant_id, product_id)
        if kept is None or kept.document.due is None:
            return
        known = kept.document
        made: list[Imprint] = []
        again = False
        for url in known.urls:
            try:
                data = await self.bytes(merchant_id, url)
                made.append(await in_thread(_imprint, data))
            except StoreUnavailable:
                raise
            except (ImageRejected, *BREAKS):
                continue
            except StoreError as error:
                again = again or (isinstance(error, OutsideFailed) and error.retryable)
        tries = known.tries + 1
        retry = again and len(made) < len(known.urls) and tries < _MOST_TRIES
        if len(made) < len(known.urls) and not retry:
            lost = len(known.urls) - len(made)
            _log.warning("pictures of a product are of no use: buyers' are not held against them", count=lost)
        imprints = Imprints(tuple(one.studied for one in made))
        await self._imprints.change(merchant_id, product_id, lambda _: imprints)

        def how(now: ProductPictures | None) -> ProductPictures:
            if now is None or now.urls != known.urls:
                return now or known
            due = self._clock() + timedelta(minutes=2**tries) if retry else None
            return replace(now, due=due, tries=tries, traits=tuple(one.traits for one in made))

        await self._pictures.change(merchant_id, product_id, how)

    # Searching.

    async def search(
        self, merchant_id: str, theirs: Studied, print_: Fingerprint, *, besides: str = ""
    ) -> tuple[Compared, ...]:
        """Products whose pictures are worth comparing with a buyer's, compared; ``besides``: one that is
        compared whatever it looks like. Raises StoreError.
        """
        shelf = await self._shelf(merchant_id)
        traits = await in_thread(traits_of, theirs, print_)
        keys = await in_thread(shelf.catalogue.candidates, traits, print_.asked)
        wanted = dict.fromkeys((*by_product(keys), *filter(None, (besides,))))
        ours = {one: await self._of(merchant_id, one, shelf) for one in wanted}
        found = [(shelf.pictures[one].document, imprints) for one, imprints in ours.items() if imprints]
        return await in_thread(
            lambda: tuple(
                compared(one.product_id, theirs, print_, imprints, coloured=one.coloured)
                for one, imprints in found
            )
        )

    async def urls_of(self, merchant_id: str, product_id: str) -> tuple[str, ...]:
        """Of a product's main pictures. Raises StoreError."""
        kept = await self._pictures.get(merchant_id, product_id)
        return kept.document.urls if kept else ()

    async def _of(self, merchant_id: str, product_id: str, shelf: _Shelf) -> Sequence[Imprint]:
        known = shelf.pictures.get(product_id)
        kept = await self._imprints.get(merchant_id, product_id) if known else None
        if known is None or kept is None:
            return ()
        pairs = zip(known.document.traits, kept.document.studied, strict=False)
        return tuple(Imprint(traits, studied) for traits, studied in pairs)

    async def _shelf(self, merchant_id: str) -> _Shelf:
        shelf = self._shelves.get(merchant_id)
        if shelf is None:
            shelf = _Shelf({}, Catalogue({}), -_FRESH_S)
            self._shelves[merchant_id] = shelf
        self._shelves.move_to_end(merchant_id)
        if monotonic() - shelf.at >= _FRESH_S or not shelf.pictures:
            await self._refresh(merchant_id, shelf)
            total = sum(one.catalogue.features for one in self._shelves.values())
            while total > _MOST_FEATURES and len(self._shelves) > 1:
                _, gone = self._shelves.popitem(last=False)
                total -= gone.catalogue.features
        return shelf

    async def _refresh(self, merchant_id: str, shelf: _Shelf) -> None:
        """Documents that changed since; all of them where these are many, or at first."""
        shelf.at = monotonic()
        newest = await self._pictures.find(merchant_id, newest_first=True, limit=_NEW)
        changed = [one for one in newest if not _is_known(one, shelf)]
        if len(changed) == _NEW:
            changed = [one async for one in self._pictures.every(merchant_id) if not _is_known(one, shelf)]
        if not changed:
            return
        pictures = shelf.pictures | {one.key: one for one in changed}
        shelf.catalogue = await in_thread(lambda: Catalogue(dict(_traits(pictures))))
        shelf.pictures = pictures


def _is_known(one: Versioned[ProductPictures], shelf: _Shelf) -> bool:
    known = shelf.pictures.get(one.key)
    return known is not None and known.version == one.version


def _traits(pictures: dict[str, Versioned[ProductPictures]]) -> Sequence[tuple[str, Traits]]:
    return [
        (key_of(key, at), traits)
        for key, one in pictures.items()
        for at, traits in enumerate(one.document.traits)
    ]


def _imprint(data: bytes) -> Imprint:
    pixels, _ = decoded(data, LONGEST_SIDE)
    return imprint_of(pixels)

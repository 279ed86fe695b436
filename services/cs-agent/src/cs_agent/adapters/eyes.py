"""A message's pictures looked at: fetched under guard, opened within bounds, read by the tier, recognised.

Nothing of them is kept or logged; how many were looked at and why others were not is counted by name.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from argosy_eventing.threads import in_thread
from argosy_inference import CallContext, TierClient, TierError
from argosy_pictures.colours import named_in
from argosy_pictures.comparing import Studied, studied
from argosy_pictures.faults import PictureFault, fault_of
from argosy_pictures.fingerprints import Fingerprint, fingerprint
from argosy_pictures.looks import Line, Look, Pixels
from argosy_pictures.opening import decoded
from argosy_pictures.reading import lines_on
from argosy_pictures.showing import Finding, damaged, shown
from argosy_store import StoreError, StoreUnavailable
from argosy_telemetry import logger
from cs_agent.adapters.gallery import BREAKS, LONGEST_SIDE, Gallery
from cs_agent.domain.pictures.looked import Fault, Looked, Seen, Unseen, codes_on, words_on
from cs_agent.domain.pictures.recognising import Compared, recognised
from cs_agent.measures import count_picture, place_of

_log = logger("cs_agent")
MOST: Final = 4
"""Of a message; each takes about half a second of a core, and as much of the tier's."""
_LONGEST_ADDRESS: Final = 2_000
_LEFT_S: Final = 0.3
"""Of the time for all is kept to compare what was opened late."""
_TOLD_AS: Final[dict[PictureFault, Fault]] = {
    "address": "address",
    "missing": "missing",
    "too_large": "too_large",
    "no_picture": "no_picture",
    "too_small": "broken",
    "broken": "broken",
    "host_silent": "not_looked",
    "store_down": "not_looked",
}
"""What a buyer is told of it."""


class EyesOfTier:
    """Looks at pictures; ``seconds``: for all of a message's, and what was not looked at then is told so."""

    def __init__(self, gallery: Gallery, tier: TierClient, seconds: float) -> None:
        self._gallery = gallery
        self._tier = tier
        self._seconds = seconds
        self._at_once = asyncio.Semaphore(2)

    async def look(
        self, merchant_id: str, urls: Sequence[str], *, product_id: str, title: str, damage: bool
    ) -> Looked:
        """Each picture within its bounds; never raises but what a cancelled task does.

        ``product_id``, ``title``: of the product in talk; ``damage``: whether it is looked for.
        """
        wanted = list(dict.fromkeys(urls))
        begun: dict[int, Seen] = {}
        work = [
            asyncio.create_task(self._one(merchant_id, number, url, product_id, title, damage, begun))
            for number, url in enumerate(wanted[:MOST], 1)
        ]
        try:
            await asyncio.wait(work, timeout=self._seconds)
        finally:
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)
        found = [
            _result(task) or begun.get(number) or _unseen(number, url, "not_looked")
            for number, (url, task) in enumerate(zip(wanted, work, strict=False), 1)
        ]
        for one in found:
            count_picture(one.fault if isinstance(one, Unseen) else "looked")
        return Looked(
            tuple(one for one in found if isinstance(one, Seen)),
            tuple(one for one in found if isinstance(one, Unseen)),
            tuple(wanted[MOST:]),
        )

    async def _one(
        self,
        merchant_id: str,
        number: int,
        url: str,
        product_id: str,
        title: str,
        damage: bool,
        begun: dict[int, Seen],
    ) -> Seen | Unseen:
        """``begun``: takes what is seen of it before its words are read and damage is looked for."""
        if len(url) > _LONGEST_ADDRESS:
            return _unseen(number, url, "address")
        began = asyncio.get_running_loop().time()
        try:
            data = await self._gallery.bytes(merchant_id, url)
            async with self._at_once:
                pixels, sent = await in_thread(decoded, data)
                reading = asyncio.create_task(self._read(merchant_id, pixels, began))
                try:
                    theirs, print_ = await in_thread(_studied, pixels, sent)
                    found = await self._gallery.search(merchant_id, theirs, print_, besides=product_id)
                    told = recognised(found)
                    focus = next((one for one in found if one.product_id == product_id), None)
                    seen = Seen(number, url, told, _of_focus(focus, title), read=False)
                    begun[number] = seen
                    on = told.sure or focus
                    if damage and on is not None:
                        harm = await self._damage(merchant_id, on, theirs)
                        seen = begun[number] = replace(seen, damage=harm)
                    lines = await reading
                finally:
                    reading.cancel()
                    await asyncio.gather(reading, return_exceptions=True)
        except (StoreError, *BREAKS) as error:
            return _unseen(number, url, _TOLD_AS[fault_of(error)])
        if lines is None:
            return seen
        return replace(seen, codes=codes_on(lines), words=words_on(lines), read=True)

    async def _read(self, merchant_id: str, pixels: Pixels, began: float) -> tuple[Line, ...] | None:
        """The words on it; None where the tier is down, or slower than the time that is left."""
        left = self._seconds - _LEFT_S - (asyncio.get_running_loop().time() - began)
        if left <= 0:
            return None
        try:
            async with asyncio.timeout(left):
                found = await lines_on(self._tier, pixels, CallContext(merchant_id, left))
        except (TierError, TimeoutError):
            return None
        return tuple(Line(one.text, one.quad, one.confidence) for one in found)

    async def _damage(self, merchant_id: str, on: Compared, theirs: Studied) -> Finding | None:
        """Against the product's pictures, had anew: what is kept of them has no pixels."""
        if on.copied:
            return None  # the shop's own picture shows nothing of what came
        urls = await self._gallery.urls_of(merchant_id, on.product_id)
        for url in urls:
            try:
                data = await self._gallery.bytes(merchant_id, url)
                harm = await in_thread(_damaged, data, theirs)
            except StoreUnavailable:
                raise
            except (StoreError, *BREAKS):
                continue
            if harm.result == "passed":
                return harm
        return None


def _result(task: asyncio.Task[Seen | Unseen]) -> Seen | Unseen | None:
    """None where there was no time, or a fault of ours, which costs this picture alone."""
    if task.cancelled():
        return None
    if (error := task.exception()) is not None:
        _log.error("a picture was not looked at", error=type(error).__name__, place=place_of(error))
        return None
    return task.result()


def _studied(pixels: Pixels, sent: tuple[int, int]) -> tuple[Studied, Fingerprint]:
    return studied(Look(pixels, sent)), fingerprint(pixels)


def _damaged(data: bytes, theirs: Studied) -> Finding:
    pixels, sent = decoded(data, LONGEST_SIDE)
    return damaged([theirs], [studied(Look(pixels, sent), thing_only=True)])


def _of_focus(one: Compared | None, title: str) -> Finding | None:
    """Whether it shows the product in talk; a product in many colours fails by none of them."""
    if one is None:
        return None
    return shown(one.like, coloured=one.coloured or bool(named_in(title)))


def _unseen(number: int, url: str, fault: Fault) -> Unseen:
    return Unseen(number, url, fault)

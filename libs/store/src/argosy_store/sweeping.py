"""Looking through documents now and then: what is too old is deleted, what is due is told of."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta

from argosy_store.documents import Unchanged
from argosy_store.errors import StoreError, StoreUnavailable
from argosy_telemetry import logger

_log = logger("argosy_store.sweeping")


async def delete_each(
    found: Iterable[Unchanged], delete: Callable[[Unchanged], Awaitable[bool]], what: str
) -> int:
    """Delete documents whose time is over; how many were.

    One that cannot be deleted is told of by ``what`` it is, and left to the next sweep.

    Raises:
        StoreUnavailable: the store is gone.
    """
    gone = 0
    for old in found:
        try:
            gone += await delete(old)
        except StoreUnavailable:
            raise
        except StoreError as error:
            _log.error(f"{what} is not deleted, though its time is over", reason=str(error))
    return gone


async def sweep_forever(sweep: Callable[[], Awaitable[object]], every: timedelta, of: str) -> None:
    """Sweep now and then until cancelled; a store that is gone is waited for. ``of`` names it in logs."""
    while True:
        try:
            await sweep()
        except StoreUnavailable as error:
            _log.warning("not swept, trying again later", of=of, reason=str(error))
        except Exception as error:  # noqa: BLE001 — nobody waits for this task: it would end unseen
            _log.error("a sweep failed, trying again later", of=of, exc_info=error)
        await asyncio.sleep(every.total_seconds())

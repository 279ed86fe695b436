"""What is deleted by its age: requests with their files, and facts of orders."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from argosy_ledger import OrderLedger
from argosy_store import BlobStore, StoreError, StoreUnavailable, Unchanged
from argosy_telemetry import logger
from refund_agent.adapters.requests import RequestRepository
from refund_agent.forgetting import delete_files

_log = logger("refund_agent")
_A_SWEEP: Final = 500
"""The rest waits for the next sweep."""


@dataclass(frozen=True, slots=True)
class Retention:
    """Deletes what nothing has happened to for ``age``; every instance sweeps, and none waits for another."""

    orders: OrderLedger
    requests: RequestRepository
    blobs: BlobStore
    age: timedelta

    async def sweep(self) -> tuple[int, int]:
        """Once; how many orders and requests were deleted. Raises StoreUnavailable."""
        gone = 0
        for old in await self.requests.unchanged(self.age, limit=_A_SWEEP):
            try:
                gone += await self._delete(old)
            except StoreUnavailable:
                raise
            except StoreError as error:
                _log.error("a request is not deleted, though its time is over", reason=str(error))
        return await self.orders.expire(self.age), gone

    async def sweep_forever(self, every: timedelta = timedelta(hours=1)) -> None:
        """Sweep now and then until cancelled; a store that is gone is waited for."""
        while True:
            try:
                orders, requests = await self.sweep()
                if orders or requests:
                    _log.info("deleted by age", orders=orders, requests=requests)
            except StoreUnavailable as error:
                _log.warning("not swept, trying again later", reason=str(error))
            except Exception as error:  # noqa: BLE001 — nobody waits for this task: it would end unseen
                _log.error("a sweep failed, trying again later", exc_info=error)
            await asyncio.sleep(every.total_seconds())

    async def _delete(self, old: Unchanged) -> bool:
        found = await self.requests.get(old.merchant_id, old.key)
        if found is None or found.version != old.version:
            return False
        # The files first: a request without them is found again, files without their request never.
        await delete_files(old.merchant_id, found.document, self.blobs)
        return await self.requests.delete(old.merchant_id, old.key, version=old.version)

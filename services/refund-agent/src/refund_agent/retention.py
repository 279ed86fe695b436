"""What is deleted by its age: requests with their files, pictures' fingerprints, and facts of orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from argosy_ledger import OrderLedger
from argosy_store import BlobStore, Unchanged, delete_each, sweep_forever
from argosy_telemetry import logger
from refund_agent.adapters.fingerprints import FingerprintRepository
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
    prints: FingerprintRepository
    blobs: BlobStore
    age: timedelta

    async def sweep(self) -> tuple[int, int]:
        """Once; how many orders and requests were deleted. Raises StoreUnavailable."""
        old = await self.requests.unchanged(self.age, limit=_A_SWEEP)
        gone = await delete_each(old, self._delete, "a request")
        orders = await self.orders.expire(self.age)
        await self.prints.expire(self.age)
        if orders or gone:
            _log.info("deleted by age", orders=orders, requests=gone)
        return orders, gone

    async def sweep_forever(self, every: timedelta = timedelta(hours=1)) -> None:
        """Sweep now and then until cancelled; a store that is gone is waited for."""
        await sweep_forever(self.sweep, every, "what is too old")

    async def _delete(self, old: Unchanged) -> bool:
        found = await self.requests.get(old.merchant_id, old.key)
        if found is None or found.version != old.version:
            return False
        # The files first: a request without them is found again, files without their request never.
        await delete_files(old.merchant_id, found.document, self.blobs)
        return await self.requests.delete(old.merchant_id, old.key, version=old.version)

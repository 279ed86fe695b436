"""What is deleted by its age: facts, conversations, ended cases with their letters and attachments."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, get_args

from argosy_ledger import ConversationLedger, OrderLedger
from argosy_store import BlobStore, StoreError, StoreUnavailable, Unchanged, UnsafeAddress
from argosy_telemetry import logger
from chargeback_agent.adapters.cases import CaseRecord, CaseRepository, Status

_log = logger("chargeback_agent")
_ENDED: Final = tuple(status for status in get_args(Status) if status != "open")
_CASES_A_SWEEP: Final = 500
"""Of each ending; the rest waits for the next sweep."""


@dataclass(frozen=True, slots=True)
class Swept:
    """How many of each were deleted."""

    orders: int
    conversations: int
    cases: int


@dataclass(frozen=True, slots=True)
class Retention:
    """Deletes what nothing has happened to for ``age``. Open cases stay, however old.

    Every instance sweeps: what one has deleted, the others do not find, and one that stops half way leaves
    nothing that the next sweep would not find.
    """

    orders: OrderLedger
    conversations: ConversationLedger
    cases: CaseRepository
    blobs: BlobStore
    age: timedelta

    async def sweep(self) -> Swept:
        """Once. A case that cannot be deleted is told of and left to the next sweep.

        Raises StoreUnavailable.
        """
        ended = 0
        for status in _ENDED:
            for old in await self.cases.unchanged(self.age, {"status": status}, limit=_CASES_A_SWEEP):
                try:
                    ended += await self._delete(old)
                except StoreUnavailable:
                    raise
                except StoreError as error:
                    _log.error("a case is not deleted, though its time is over", reason=str(error))
        return Swept(await self.orders.expire(self.age), await self.conversations.expire(self.age), ended)

    async def sweep_forever(self, every: timedelta = timedelta(hours=1)) -> None:
        """Sweep now and then until cancelled; a store that is gone is waited for."""
        while True:
            try:
                swept = await self.sweep()
                if swept != Swept(0, 0, 0):
                    _log.info(
                        "deleted by age",
                        orders=swept.orders,
                        conversations=swept.conversations,
                        cases=swept.cases,
                    )
            except StoreUnavailable as error:
                _log.warning("not swept, trying again later", reason=str(error))
            except Exception as error:  # noqa: BLE001 — nobody waits for this task: it would end unseen
                _log.error("a sweep failed, trying again later", exc_info=error)
            await asyncio.sleep(every.total_seconds())

    async def _delete(self, old: Unchanged) -> bool:
        found = await self.cases.get(old.merchant_id, old.key)
        if found is None or found.version != old.version:
            return False
        record = found.document
        # The files first: a case without them is found again, files without their case never.
        others = await self.cases.about(old.merchant_id, record.order_id, record.arn)
        shared = {url for one in others if one.dispute_id != record.dispute_id for url in _files_of(one)}
        for url in _files_of(record):
            if url not in shared:
                with suppress(UnsafeAddress):  # a file elsewhere is not ours to delete
                    await self.blobs.delete(old.merchant_id, url)
        return await self.cases.delete(old.merchant_id, old.key, version=old.version)


def _files_of(record: CaseRecord) -> tuple[str, ...]:
    """Letters written, and files that came with notices; the same bytes have one address."""
    attached = (url for told in record.told for url in told.opened.notice.attachments)
    return (*record.letters, *attached)

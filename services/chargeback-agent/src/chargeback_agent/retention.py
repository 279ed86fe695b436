"""What is deleted by its age: facts, conversations, ended cases with their letters and attachments."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final, get_args

from argosy_ledger import ConversationLedger, OrderLedger
from argosy_store import BlobStore, Unchanged, UnsafeAddress, delete_each, sweep_forever
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
            old = await self.cases.unchanged(self.age, {"status": status}, limit=_CASES_A_SWEEP)
            ended += await delete_each(old, self._delete, "a case")
        swept = Swept(await self.orders.expire(self.age), await self.conversations.expire(self.age), ended)
        if swept != Swept(0, 0, 0):
            _log.info("deleted by age", **asdict(swept))
        return swept

    async def sweep_forever(self, every: timedelta = timedelta(hours=1)) -> None:
        """Sweep now and then until cancelled; a store that is gone is waited for."""
        await sweep_forever(self.sweep, every, "what is too old")

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

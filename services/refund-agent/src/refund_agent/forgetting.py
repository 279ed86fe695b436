"""A buyer taken out of requests: his words and files go; what was asked for, offered and decided stays."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from argosy.refund.v1 import refund_pb2
from argosy_ledger import OrderFacts
from argosy_store import BlobStore, UnsafeAddress
from refund_agent.adapters.fingerprints import FingerprintRepository
from refund_agent.adapters.requests import RequestRecord, RequestRepository


@dataclass(frozen=True, slots=True)
class ForgottenRequests:
    """Requests that held the buyer's words or files; ``still_open``: those that a person has to end now."""

    requests: tuple[str, ...]
    files: int
    still_open: tuple[str, ...] = ()


async def forget_requests(
    merchant: str,
    orders_of_buyer: Sequence[OrderFacts],
    requests: RequestRepository,
    prints: FingerprintRepository,
    blobs: BlobStore,
    *,
    dry_run: bool,
) -> ForgottenRequests:
    """Take a buyer out of the requests about his orders; with ``dry_run`` only say what would go."""
    about, files, still_open = [], 0, []
    for facts in orders_of_buyer:
        for record in await requests.about(merchant, facts.order_id):
            about.append(record.request_id)
            files += len(record.files)
            if record.state.phase != "decided":
                still_open.append(record.request_id)
            if not dry_run:
                await delete_files(merchant, record, blobs)
                await prints.forget(record.platform, merchant, facts.order_id)
                await requests.change(merchant, record.request_id, partial(_bare, record))
    return ForgottenRequests(tuple(about), files, tuple(still_open))


async def delete_files(merchant: str, record: RequestRecord, blobs: BlobStore) -> None:
    """Delete what came as evidence; files that lie elsewhere are not ours to delete."""
    for url in record.files:
        with suppress(UnsafeAddress):
            await blobs.delete(merchant, url)


def _bare(seen: RequestRecord, known: RequestRecord | None) -> RequestRecord:
    record, bare = known or seen, None
    if record.requested is not None:
        bare = refund_pb2.RefundRequested()
        bare.CopyFrom(record.requested)
        bare.ClearField("reason_text")
        bare.ClearField("evidence")
    checks = (
        None if record.checks is None else tuple(replace(one, ref="", finding="") for one in record.checks)
    )
    return replace(record, requested=bare, checks=checks, forgotten=True)

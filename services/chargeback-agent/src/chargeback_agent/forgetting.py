"""A buyer taken out of everything that is kept: ledger, conversations, cases, letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from argosy.dispute.v1 import dispute_pb2
from argosy_ledger import ConversationLedger, OrderFacts, OrderLedger
from argosy_ledger.forgetting import without_person
from argosy_store import BlobStore
from chargeback_agent.adapters.cases import CaseRecord, CaseRepository, Told


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What names the buyer, or did."""

    orders: tuple[str, ...]
    conversations: int
    cases: tuple[str, ...]
    letters: int
    still_open: tuple[str, ...] = ()
    """Cases that are not over: they cannot be answered any more once the buyer is gone."""


async def forget(
    merchant: str,
    orders_of_buyer: Sequence[OrderFacts],
    orders: OrderLedger,
    conversations: ConversationLedger,
    cases: CaseRepository,
    blobs: BlobStore,
    *,
    dry_run: bool,
) -> Forgotten:
    """Take a buyer out; with ``dry_run`` only say what would go.

    Orders keep what was sold and for how much, cases keep how they ended; letters and conversations go.
    """
    talks, open_cases, about, letters = 0, [], [], 0
    for facts in orders_of_buyer:
        talks += len(await conversations.of_order(merchant, facts.order_id))
        arn = facts.payment.data.arn if facts.payment else ""
        for case in await cases.about(merchant, facts.order_id, arn):
            about.append(case.dispute_id)
            letters += len(case.letters)
            if case.status == "open":
                open_cases.append(case.dispute_id)
            if not dry_run:
                for url in case.letters:
                    await blobs.delete(merchant, url)
                await cases.change(merchant, case.dispute_id, partial(_emptied, case))
        if not dry_run:
            while found := await conversations.of_order(merchant, facts.order_id):
                for talk in found:
                    await conversations.delete(merchant, talk.conversation_id)
            await orders.learn(merchant, facts.order_id, without_person)
    names = tuple(facts.order_id for facts in orders_of_buyer)
    return Forgotten(names, talks, tuple(dict.fromkeys(about)), letters, tuple(dict.fromkeys(open_cases)))


def _emptied(seen: CaseRecord, known: CaseRecord | None) -> CaseRecord:
    record = known or seen
    told = tuple(Told(_bare(one.opened), (), one.time, one.event_id) for one in record.told)
    return replace(record, told=told, letters=())


def _bare(opened: dispute_pb2.DisputeOpened) -> dispute_pb2.DisputeOpened:
    bare = dispute_pb2.DisputeOpened()
    bare.CopyFrom(opened)
    bare.notice.ClearField("body")
    bare.notice.ClearField("subject")
    bare.notice.ClearField("attachments")
    return bare

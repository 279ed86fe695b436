"""`argosy forget`: a buyer taken out of everything that is kept about a merchant's orders."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from argosy_ledger import ConversationLedger, OrderLedger, UnusableKeys
from argosy_local.commands.console import failed, out
from argosy_local.commands.ledger_keys import sealer
from argosy_local.commands.target import store_uri, target
from argosy_store import Store, StoreError
from chargeback_agent.adapters.cases import CaseRepository
from chargeback_agent.forgetting import Forgotten, forget
from cs_agent.adapters.conversations import ConversationRepository as ChatRepository
from cs_agent.forgetting import forget_conversations
from refund_agent.adapters.fingerprints import FingerprintRepository
from refund_agent.adapters.requests import RequestRepository
from refund_agent.forgetting import ForgottenRequests, forget_requests


def forget_buyer(
    merchant: Annotated[str, typer.Option(help="The merchant whose buyer it is.")],
    *,
    buyer: Annotated[str, typer.Option(help="The buyer's id at the shop.")] = "",
    email: Annotated[str, typer.Option(help="The buyer's e-mail address.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would go, and change nothing.")
    ] = False,
) -> None:
    """Erase a buyer: name, address, card, messages, letters and files go; figures and endings stay.

    Events on the broker end with their topics' retention. Exit 0: done. 1: nobody named, no store.
    """
    if not buyer and not email:
        raise failed("name the buyer with --buyer or --email")
    try:
        done, asked, talks = asyncio.run(_forget(merchant, buyer, email, dry_run=dry_run))
    except (StoreError, UnusableKeys) as error:
        raise failed(str(error)) from None
    verb = "would lose" if dry_run else "lost"
    out.print(
        f"{len(done.orders)} orders {verb} their buyer; {done.conversations} conversations, "
        f"{done.letters} letters of {len(done.cases)} cases {'would go' if dry_run else 'are gone'}",
        highlight=False,
    )
    if asked.requests:
        out.print(
            f"{len(asked.requests)} requests {verb} the buyer's words and {asked.files} files",
            highlight=False,
        )
    if talks:
        out.print(
            f"{len(talks)} conversations with the agent {'would go' if dry_run else 'are gone'}",
            highlight=False,
        )
    for dispute in done.still_open:
        out.print(
            f"case {dispute} is still open and can{'' if dry_run else 'not'} be answered from what is kept"
        )
    for request in asked.still_open:
        out.print(f"request {request} is still open; a person has to end it", highlight=False)


async def _forget(
    merchant: str, buyer: str, email: str, *, dry_run: bool
) -> tuple[Forgotten, ForgottenRequests, tuple[str, ...]]:
    keys, blobs = sealer(), target().blobs
    async with await Store.connect(store_uri()) as store:
        orders = OrderLedger(store, keys)
        mine = await orders.of_buyer(merchant, buyer, email, limit=1000)
        # Requests first: without their buyer the orders are not found again.
        requests, prints = RequestRepository(store, keys), FingerprintRepository(store, keys)
        talks = await forget_conversations(
            merchant, mine, ChatRepository(store, keys), buyer=buyer, email=email, dry_run=dry_run
        )
        asked = await forget_requests(merchant, mine, requests, prints, blobs, dry_run=dry_run)
        conversations, cases = ConversationLedger(store, keys), CaseRepository(store, keys)
        done = await forget(merchant, mine, orders, conversations, cases, blobs, dry_run=dry_run)
    return done, asked, talks

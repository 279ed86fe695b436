"""`argosy keys`: which keys personal data is sealed with, and everything sealed with the first of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import typer
from rich.table import Table

from argosy_ledger import (
    ConversationLedger,
    OrderLedger,
    SealedDocuments,
    Sealer,
    UnusableKeys,
    documents_by_key,
)
from argosy_ledger import reseal as reseal_documents
from argosy_local.commands.console import failed, out
from argosy_local.commands.ledger_keys import sealer
from argosy_local.commands.target import store_uri
from argosy_store import DocumentRepository, Store, StoreError
from chargeback_agent.adapters.cases import CaseRepository
from cs_agent.adapters.conversations import ConversationRepository
from cs_agent.adapters.knowledge import GapRepository
from refund_agent.adapters.requests import RequestRepository

SEALED = (
    OrderLedger,
    ConversationLedger,
    CaseRepository,
    RequestRepository,
    ConversationRepository,
    GapRepository,
)
"""Every repository that seals; a test looks for others."""

keys = typer.Typer(no_args_is_help=True, help="The keys that personal data is sealed with.")


@keys.command("list")
def list_keys() -> None:
    """Show how many documents each key has sealed, and which key nothing needs any more."""
    chosen = _sealer()
    found = _each(lambda repository, _: documents_by_key(repository), chosen)
    _show(found)
    used = {name for one in found for name in one.by_key}
    for name in chosen.keys:
        if name not in used and name != chosen.first_key:
            out.print(f"{name} seals nothing any more: it can be taken out of ARGOSY_LEDGER_KEYS.")
    for name in sorted(used - set(chosen.keys) - {""}):
        out.print(f"{name} is not in ARGOSY_LEDGER_KEYS: what it seals cannot be read.", style="red")


@keys.command()
def reseal() -> None:
    """Seal everything with the first key of ARGOSY_LEDGER_KEYS; services may go on meanwhile."""
    chosen = _sealer()
    if not chosen.keys:
        raise failed("ARGOSY_LEDGER_KEYS is not set: give the services' keys, the new one first")
    found = _each(reseal_documents, chosen)
    _show(found)
    out.print(f"Sealed {sum(one.resealed for one in found)} documents anew with {chosen.first_key}.")


def _sealer() -> Sealer:
    try:
        return sealer()
    except UnusableKeys as error:
        raise failed(str(error)) from None


def _each(
    what: Callable[[DocumentRepository[Any], Sealer], Awaitable[SealedDocuments]], chosen: Sealer
) -> list[SealedDocuments]:
    async def through() -> list[SealedDocuments]:
        async with await Store.connect(store_uri()) as store:
            return [await what(kind(store, chosen), chosen) for kind in SEALED]

    try:
        return asyncio.run(through())
    except StoreError as error:
        raise failed(str(error)) from None


def _show(found: list[SealedDocuments]) -> None:
    names = sorted({name for one in found for name in one.by_key})
    table = Table("documents", *(name or "(unsealed)" for name in names))
    for one in found:
        table.add_row(one.collection, *(str(one.by_key[name]) for name in names))
    out.print(table)

"""`argosy refunds show` and `past`: how a request stands and how it came there; decided ones as lines."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from argosy_ledger import Sealer, UnusableKeys
from argosy_local.commands.console import err, failed, out
from argosy_local.commands.ledger_keys import sealer
from argosy_local.commands.target import store_uri
from argosy_store import Store, StoreError
from refund_agent.adapters.requests import RequestRecord, RequestRepository
from refund_agent.adapters.states import check_fields, state_fields
from refund_agent.domain.negotiation.state import State
from refund_agent.domain.options import Offer
from refund_agent.past_requests import past_line

Merchant = Annotated[str, typer.Option(help="The merchant.")]


def show(
    request: Annotated[str, typer.Argument(help="The request's id.")],
    *,
    merchant: Merchant,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """How a request stands: its offers, its decision, and every step with who took it and why.

    Exit 0: shown. 1: there is no such request, or the store cannot be reached.
    """
    try:
        record = asyncio.run(_one(merchant, request, sealer()))
    except (StoreError, UnusableKeys) as error:
        raise failed(str(error)) from None
    if record is None:
        raise failed(f"{merchant} has no request {request}")
    if as_json:
        typer.echo(json.dumps(_as_json(record), ensure_ascii=False, indent=2))
        return
    for line in _lines(record):
        out.print(line, highlight=False, markup=False, soft_wrap=True)


def past(
    *,
    merchant: Merchant,
    out_: Annotated[Path | None, typer.Option("--out", help="Write to this file.")] = None,
) -> None:
    """Decided requests, one JSON object a line, as `simulate` reads them. They name no buyer.

    Exit 0: written. 1: the store cannot be reached, or the file cannot be written.
    """
    try:
        lines = asyncio.run(_past(merchant, sealer()))
    except (StoreError, UnusableKeys) as error:
        raise failed(str(error)) from None
    text = "".join(f"{line}\n" for line in lines)
    if out_ is None:
        typer.echo(text, nl=False)
        return
    try:
        out_.write_text(text, encoding="utf-8")
    except OSError as error:
        raise failed(f"{out_} cannot be written: {error.strerror}") from None
    err.print(f"{len(lines)} requests", highlight=False)


async def _one(merchant: str, request: str, keys: Sealer) -> RequestRecord | None:
    async with await Store.connect(store_uri()) as store:
        found = await RequestRepository(store, keys).get(merchant, request)
    return found.document if found else None


async def _past(merchant: str, keys: Sealer) -> list[str]:
    async with await Store.connect(store_uri()) as store:
        every = RequestRepository(store, keys).every(merchant)
        return [line async for kept in every if (line := past_line(kept.document))]


def _lines(record: RequestRecord) -> list[str]:
    state = record.state
    lines = [f"{record.request_id}: {state.phase}, order {record.order_id or 'unknown'}"]
    if record.due_at is not None:
        lines.append(f"until {record.due_at:%Y-%m-%d %H:%M} UTC")
    lines += [
        f"round {made.number}: {_said(made.offer)}, until {made.until:%Y-%m-%d %H:%M} UTC"
        for made in state.rounds
    ]
    if state.verdict is not None:
        verdict = state.verdict
        lines.append(
            f"decided: {_said(verdict.offer) if verdict.offer else verdict.decision} ({verdict.how})"
        )
        lines += _due(state)
    lines += [
        f"checked: {check.check} {check.result.replace('_', ' ')}: {check.finding}"
        for check in record.checks or ()
    ]
    lines.append("")
    for entry in state.trail:
        lines.append(f"{entry.at:%Y-%m-%d %H:%M:%S} {entry.by:6} {entry.what}")
        lines += [f"    {why}" for why in entry.why]
    return lines


def _due(state: State) -> list[str]:
    """When the money is to be paid."""
    verdict, lines = state.verdict, []
    if verdict is None:
        return []
    if state.back_at is not None:
        lines.append(f"the goods came back: {state.back_at:%Y-%m-%d %H:%M} UTC")
    elif verdict.returns:
        lines.append("the goods are to come back")
    pay = verdict.pay
    if pay is not None and pay.by is not None:
        later = ", later only if neither goods nor proof of sending came" if _waits(state) else ""
        lines.append(f"to be paid by {pay.by:%Y-%m-%d} UTC{later}")
    elif pay is not None and pay.days is not None:
        lines.append(f"to be paid within {pay.days} days after the goods have come")
    return lines


def _waits(state: State) -> bool:
    return bool(state.verdict and state.verdict.returns and state.back_at is None)


def _said(offer: Offer) -> str:
    parts: list[str] = [offer.decision]
    if offer.refund:
        parts.append(str(offer.refund))
    parts += [word for word, true in (("label", offer.return_label), ("resend", offer.resend)) if true]
    return " ".join(parts)


def _as_json(record: RequestRecord) -> dict[str, object]:
    return {
        "request_id": record.request_id,
        "order_id": record.order_id,
        "phase": record.state.phase,
        "language": record.language,
        "due_at": record.due_at.isoformat() if record.due_at else None,
        **state_fields(record.state),
        "evidence_checks": check_fields(record.checks or ()),
    }

"""`argosy listings`: what people decided about listings, as lines to train with."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from argosy_local.commands.console import failed, out
from argosy_local.commands.target import store_uri
from argosy_store import Store, StoreError
from listing_localizer.adapters.preferences import PreferenceRepository
from listing_localizer.domain.preferences import Preference, dpo_lines, kto_lines, to_line

listings = typer.Typer(no_args_is_help=True, help="What people decided about listings.")

SECRET = "ARGOSY_EXPORT_SECRET"  # noqa: S105 — the variable's name
_SHORTEST_SECRET = 16


class Form(StrEnum):
    """The forms of an export."""

    DPO = "dpo"
    KTO = "kto"
    RAW = "raw"


@listings.callback()
def _group() -> None:
    """Keeps `argosy listings preferences` a command of a group."""


@listings.command()
def preferences(
    merchant: Annotated[str, typer.Option(help="The merchant whose decisions they are.")],
    *,
    out_file: Annotated[Path, typer.Option("--out", help="JSON lines go here.")] = Path("preferences.jsonl"),
    form: Annotated[
        Form, typer.Option(help="dpo: pairs; kto: single judgements; raw: for the merchant, with names.")
    ] = Form.DPO,
) -> None:
    """Export what people approved, edited and rejected.

    dpo and kto name nobody: merchants carry a pseudonym made with ARGOSY_EXPORT_SECRET (16 bytes or more).
    Exit 0: written. 1: no secret, or the store cannot be read.
    """
    secret = os.environ.get(SECRET, "").encode()
    if form is not Form.RAW and len(secret) < _SHORTEST_SECRET:
        raise failed(
            f"set {SECRET} to {_SHORTEST_SECRET} bytes or more: pseudonyms are made with it (or --form raw)"
        )
    try:
        found = asyncio.run(_all(merchant))
    except StoreError as error:
        raise failed(str(error)) from None
    lines = list(_lines(found, form, secret))
    out_file.parent.mkdir(parents=True, exist_ok=True)
    out_file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    out.print(f"{len(found)} decisions, {len(lines)} lines in {out_file}", highlight=False)


async def _all(merchant: str) -> list[Preference]:
    async with await Store.connect(store_uri()) as store:
        return [kept.document async for kept in PreferenceRepository(store).every(merchant)]


def _lines(found: Iterable[Preference], form: Form, secret: bytes) -> Iterable[str]:
    match form:
        case Form.DPO:
            return dpo_lines(found, secret)
        case Form.KTO:
            return kto_lines(found, secret)
        case Form.RAW:
            return map(to_line, found)

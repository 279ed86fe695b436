"""`argosy disputes`: a merchant's letterhead and template, and what became of its disputes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer
from babel import Locale
from rich.table import Table

from argosy_ledger import Sealer, UnusableKeys
from argosy_local.commands.console import failed, out
from argosy_local.commands.ledger_keys import sealer
from argosy_local.commands.target import store_uri, target
from argosy_store import Store, StoreError
from chargeback_agent.adapters.cases import CaseRecord, CaseRepository
from chargeback_agent.adapters.letterheads import KEY, LetterheadRecord, LetterheadRepository
from chargeback_agent.domain.letter.templates import PLACES, UnusableTemplate, read_template
from chargeback_agent.domain.letter.wording import LANGUAGES
from chargeback_agent.drafting import WORD
from chargeback_agent.reporting import CodeReport, report

disputes = typer.Typer(no_args_is_help=True, help="Disputes: who writes the letters, and how they ended.")

_TITLES = (
    "network",
    "code",
    "open",
    "won",
    "lost",
    "withdrawn",
    "expected",
    "disputed",
    "back",
    "missing most",
)
Merchant = Annotated[str, typer.Option(help="The merchant.")]


@disputes.command()
def letterhead(
    merchant: Merchant,
    *,
    name: Annotated[str, typer.Option(help="The shop's name, as banks know it.")] = "",
    line: Annotated[list[str] | None, typer.Option(help="Address, e-mail ...; may be given again.")] = None,
    country: Annotated[str, typer.Option(help="The shop's own country, such as CN.")] = "",
    language: Annotated[
        str,
        typer.Option(help=f"Of every letter, else what its recipient needs: {', '.join(LANGUAGES)}."),
    ] = "",
    template: Annotated[
        Path | None,
        typer.Option(
            help="A Word file with {{letter}} and, if the exhibits go elsewhere, {{exhibits}}; "
            f"{', '.join(PLACES)} in such braces are filled."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check, and change nothing.")] = False,
) -> None:
    """Set who writes a merchant's letters; without a name it is shown.

    Exit 0: set, or shown. 1: the template cannot be used, or the store cannot be reached.
    """
    content = b""
    if template is not None:
        try:
            content = template.read_bytes()
            read_template(content)
        except OSError as error:
            raise failed(f"{template} cannot be read: {error.strerror}") from None
        except UnusableTemplate as error:
            faults = "\n".join(f"- {one}" for one in error.faults)
            raise failed(f"{template} cannot be used:\n{faults}") from None
    if country and country.upper() not in _countries():
        raise failed(f"{country!r} is no country code; write it as CN, US, DE ...")
    if language and language not in LANGUAGES:
        raise failed(f"no letters in {language!r}; there are {', '.join(LANGUAGES)}")
    head = LetterheadRecord(name, tuple(line or ()), country.upper(), language=language)
    if dry_run:
        out.print("good; nothing was changed")
        return
    try:
        kept = asyncio.run(_set(merchant, head, content) if name else _shown(merchant))
    except StoreError as error:
        raise failed(str(error)) from None
    if kept is None:
        raise failed(f"{merchant} has no letterhead; set one with --name")
    letters = f"letters in {Locale.parse(kept.language, sep='-').english_name}" if kept.language else ""
    rows = (kept.name, *kept.lines, kept.country, letters, "with a template" if kept.template_url else "")
    out.print("\n".join(row for row in rows if row), highlight=False, markup=False)


@disputes.command("report")
def report_(
    merchant: Merchant,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """What became of a merchant's disputes, by reason code: won, lost, what was missing most."""
    try:
        cases = asyncio.run(_cases(merchant, sealer()))
    except (StoreError, UnusableKeys) as error:
        raise failed(str(error)) from None
    found = report(cases)
    if as_json:
        typer.echo(json.dumps([_as_json(one) for one in found], ensure_ascii=False, indent=2))
        return
    if not found:
        out.print(f"{merchant} has no disputes")
        return
    table = Table(box=None, pad_edge=False)
    for title in _TITLES:
        table.add_column(title, overflow="fold")
    for one in found:
        expected = f"{one.expected:.1f} of {one.ended}" if one.ended else ""
        lacking = ", ".join(kind for kind, _ in one.missing.most_common(3))
        table.add_row(
            one.network, one.code, str(one.open), str(one.won), str(one.lost), str(one.reversed), expected,
            _amounts(one.disputed), _amounts(one.recovered), lacking,
        )  # fmt: skip
    out.print(table)


async def _set(merchant: str, head: LetterheadRecord, template: bytes) -> LetterheadRecord:
    url = ""
    if template:
        url = (await target().blobs.put(merchant, template, WORD)).url
    async with await Store.connect(store_uri()) as store:

        def changed(known: LetterheadRecord | None) -> LetterheadRecord:
            kept = url or (known.template_url if known else "")
            return replace(head, template_url=kept)

        return (await LetterheadRepository(store).change(merchant, KEY, changed)).document


async def _shown(merchant: str) -> LetterheadRecord | None:
    async with await Store.connect(store_uri()) as store:
        return await LetterheadRepository(store).of(merchant)


async def _cases(merchant: str, keys: Sealer) -> list[CaseRecord]:
    async with await Store.connect(store_uri()) as store:
        return [kept.document async for kept in CaseRepository(store, keys).every(merchant)]


def _as_json(one: CodeReport) -> dict[str, object]:
    return {
        "network": one.network,
        "code": one.code,
        "open": one.open,
        "won": one.won,
        "lost": one.lost,
        "reversed": one.reversed,
        "expected_won": round(one.expected, 2),
        "disputed": {currency: str(amount) for currency, amount in one.disputed.items()},
        "recovered": {currency: str(amount) for currency, amount in one.recovered.items()},
        "missing": dict(one.missing.most_common()),
        "by_evidence": [
            {"evidence": list(mix), "won": won, "lost": lost}
            for mix, (won, lost) in sorted(one.by_mix.items())
        ],
    }


def _amounts(amounts: Mapping[str, Decimal]) -> str:
    return ", ".join(f"{amount:,} {currency}" for currency, amount in sorted(amounts.items()))


def _countries() -> frozenset[str]:
    return frozenset(code for code in map(str, Locale("en").territories) if code.isalpha())

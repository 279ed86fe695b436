"""`argosy glossary`: a merchant's, or a platform's, own words over the term base."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.table import Table
from rich.text import Text

from argosy_commerce.glossaries import (
    Difference,
    Format,
    ReadGlossary,
    Rule,
    UnreadableGlossary,
    difference,
    format_of,
    write_glossary,
)
from argosy_commerce.glossaries.glossary import revision_of, said
from argosy_commerce.terms import TermBase
from argosy_local.commands.console import err, failed, out
from argosy_local.commands.target import store_uri
from argosy_local.commands.terms import own_base
from argosy_local.glossaries.desk import (
    Kept,
    Owner,
    as_change,
    as_row,
    merged,
    open_desk,
    overrides,
    read_file,
)
from argosy_store import DocumentConflict, StoreError

glossary = typer.Typer(no_args_is_help=True, help="A merchant's or platform's own words.")

ROWS_LEFT_OUT = 2
_SHOWN = 20
T = TypeVar("T")

Merchant = Annotated[str | None, typer.Option(help="The merchant whose glossary it is.")]
Platform = Annotated[str | None, typer.Option(help="The platform, whose glossary all its merchants share.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


@glossary.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV, TBX or JSON lines.")],
    *,
    merchant: Merchant = None,
    platform: Platform = None,
    strict: Annotated[bool, typer.Option("--strict", help="Take nothing if any row is bad.")] = False,
    merge: Annotated[
        bool, typer.Option("--merge", help="Keep the rules that the file does not name.")
    ] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Put a file's rules in the place of the glossary, all at once.

    Exit 0: done. 1: the file cannot be used. 2: done, and bad rows were left out.
    """
    owner = _owner(merchant, platform)
    base = own_base()
    try:
        read = read_file(file, base)
        _show_faults(file, read)
        if strict and read.faults_in_all:
            raise failed(f"{file}: {read.faults_in_all} bad rows; nothing was imported (--strict)")
        found, rules = _stored(_import(owner, read.rules, merge=merge, dry_run=dry_run))
    except UnreadableGlossary as error:
        raise failed(f"{file}: {error}") from None
    if as_json:
        _echo(
            as_change(found)
            | {
                "revision": revision_of(rules),
                "rules": len(rules),
                "dry_run": dry_run,
                "encoding": read.encoding,
                "faults": [{"line": f.line, "what": f.what, "remedy": f.remedy} for f in read.faults],
                "faults_in_all": read.faults_in_all,
            }
        )
    else:
        _show_difference(found, base, rules)
        done = "would have" if dry_run else "has"
        out.print(f"{owner} {done} {_counted(len(rules), 'rule')}; {_seen(dry_run=dry_run)}", highlight=False)
    if read.faults_in_all:
        raise typer.Exit(ROWS_LEFT_OUT)


async def _import(
    owner: Owner, rules: Sequence[Rule], *, merge: bool, dry_run: bool
) -> tuple[Difference, Sequence[Rule]]:
    async with open_desk(store_uri(), owner) as desk:
        kept = await desk.read()
        _warn(kept)
        new = merged(kept.rules, rules) if merge else rules
        found = difference(kept.rules, new)
        if (found or kept.broken) and not dry_run:
            await desk.replace(new, kept)
        return found, new


@glossary.command()
def show(
    text: Annotated[str, typer.Argument(help="Only rules with this in them.")] = "",
    *,
    merchant: Merchant = None,
    platform: Platform = None,
    top: Annotated[int, typer.Option(min=1, help="How many rules to show.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Show the glossary, and since when it is as it is."""
    owner = _owner(merchant, platform)
    kept = _stored(_read(owner))
    wanted = text.casefold()
    rules = [
        rule
        for rule in kept.rules
        if any(wanted in field.casefold() for field in (rule.source, rule.target or "", rule.note))
    ]
    changed = kept.changed_at.isoformat() if kept.changed_at else None
    if as_json:
        _echo(
            {
                "revision": revision_of(kept.rules),
                "version": kept.version,
                "changed_at": changed,
                "rules": [as_row(rule) for rule in rules],
            }
        )
        return
    if not kept.rules:
        out.print(f"{owner} has no glossary.", highlight=False)
        return
    table = Table("source", "language", "target", "category", "note")
    for rule in rules[:top]:
        target = rule.target or "(never translate)"
        cells = (rule.source, rule.language, target, rule.category or "", rule.note)
        table.add_row(*(Text(cell) for cell in cells))
    out.print(table)
    out.print(
        f"{_counted(len(kept.rules), 'rule')} of {owner}, since {changed}, "
        f"revision {revision_of(kept.rules)}",
        highlight=False,
    )
    if len(rules) > top:
        err.print(f"{len(rules) - top} more; --top or --json shows them.")


@glossary.command()
def export(
    file: Annotated[Path, typer.Argument(help="The file to write: .csv, .tbx or .jsonl.")],
    *,
    merchant: Merchant = None,
    platform: Platform = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")] = False,
) -> None:
    """Write the glossary into a file that `import` reads back as it is."""
    owner = _owner(merchant, platform)
    try:
        form: Format = format_of(file.name)
    except UnreadableGlossary as error:
        raise failed(str(error)) from None
    kept = _stored(_read(owner))
    try:
        with file.open("wb" if force else "xb") as target:
            target.write(write_glossary(kept.rules, form))
    except FileExistsError:
        raise failed(f"{file} is there already; --force overwrites it") from None
    except OSError as error:
        raise failed(f"{file}: cannot be written: {error.strerror}") from None
    out.print(f"{_counted(len(kept.rules), 'rule')} of {owner}: {file}", highlight=False, soft_wrap=True)


@glossary.command()
def clear(
    *, merchant: Merchant = None, platform: Platform = None, dry_run: DryRun = False, as_json: AsJson = False
) -> None:
    """Take all rules away."""
    owner = _owner(merchant, platform)
    found, _ = _stored(_import(owner, (), merge=False, dry_run=dry_run))
    if as_json:
        _echo(as_change(found) | {"dry_run": dry_run})
        return
    done = "would be removed" if dry_run else "removed"
    out.print(f"{_counted(len(found.removed), 'rule')} of {owner} {done}.", highlight=False)


async def _read(owner: Owner) -> Kept:
    async with open_desk(store_uri(), owner) as desk:
        kept = await desk.read()
        _warn(kept)
        return kept


def _owner(merchant: str | None, platform: str | None) -> Owner:
    if bool(merchant) == bool(platform):
        raise failed("Say whose glossary: --merchant M or --platform P.")
    return Owner(merchant) if merchant else Owner(platform or "", is_platform=True)


def _stored(work: Coroutine[Any, Any, T]) -> T:
    """Run it; what the store says is told as a message."""
    try:
        return asyncio.run(work)
    except DocumentConflict as error:
        raise failed(f"{error}; nothing was changed") from None
    except StoreError as error:
        raise failed(str(error)) from None


def _warn(kept: Kept) -> None:
    if kept.broken:
        err.print(kept.broken, style="yellow", markup=False, highlight=False, soft_wrap=True)


def _show_faults(file: Path, read: ReadGlossary) -> None:
    for fault in read.faults:
        err.print(f"{file}: {fault}", style="yellow", markup=False, highlight=False, soft_wrap=True)
    if read.faults_in_all > len(read.faults):
        err.print(f"{file}: {read.faults_in_all - len(read.faults)} more bad rows", highlight=False)
    if read.encoding == "gb18030":
        err.print(f"{file} was read as GBK; save it as UTF-8 if letters such as é are lost", highlight=False)


def _show_difference(found: Difference, base: TermBase, rules: Sequence[Rule]) -> None:
    for name, rows in (
        ("added", [f"{_where(rule)} is {said(rule)}" for rule in found.added]),
        ("changed", [f"{_where(new)} is {said(new)}, was {said(old)}" for old, new in found.changed]),
        ("removed", [f"{_where(rule)} was {said(rule)}" for rule in found.removed]),
    ):
        for row in rows[:_SHOWN]:
            out.print(f"{name}: {row}", markup=False, highlight=False, soft_wrap=True)
        if len(rows) > _SHOWN:
            out.print(f"{name}: {len(rows) - _SHOWN} more", highlight=False)
    out.print(
        f"{len(found.added)} added, {len(found.changed)} changed, {len(found.removed)} removed, "
        f"{found.same} as before.",
        highlight=False,
    )
    if over := overrides(rules, base):
        first = over[0]
        out.print(
            f"{_counted(len(over), 'rule')} instead of the term base's words, such as {first.rule.source}: "
            f"{said(first.rule)} and not {first.ours!r} ({first.concept_id}).",
            markup=False, highlight=False, soft_wrap=True,
        )  # fmt: skip


def _where(rule: Rule) -> str:
    return f"{rule.source} ({rule.language}{', ' + rule.category if rule.category else ''})"


def _seen(*, dry_run: bool) -> str:
    return "nothing was changed (--dry-run)." if dry_run else "services see it within half a minute."


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _echo(document: object) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))

"""`argosy backfill`: a whole catalogue, with a progress bar, resumable, and a report of what it came to."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from argosy_commerce.channels import channel
from argosy_commerce.errors import CommerceError
from argosy_commerce.markets import market
from argosy_contracts import BadEvent
from argosy_local.backfill.catalogue import BadCatalogue, read_catalogue
from argosy_local.backfill.journal import AnotherBackfill, Journal
from argosy_local.backfill.report import write_report
from argosy_local.backfill.running import Backfill, HowFar, Stalled, Wanted, event_of, listeners
from argosy_local.commands.console import err, out
from argosy_local.commands.target import Target, target
from argosy_local.commands.traced import traced

LED_TO_NOTHING = 2
UNFINISHED = 3
_SHOWN_ERRORS = 20


def backfill(
    catalogue: Annotated[Path, typer.Argument(help="JSONL of products (or events), or CSV with a header.")],
    *,
    markets: Annotated[str, typer.Option(help="Markets, such as ES,KR; empty: the merchant's.")] = "",
    channels: Annotated[str, typer.Option(help="Channels, such as amazon,ebay.")] = "generic",
    out_dir: Annotated[Path, typer.Option("--out", help="Journal and report go here.")] = Path(
        "out/backfill"
    ),
    merchant: Annotated[str, typer.Option(help="merchant_id of the products.")] = "m-local",
    platform: Annotated[str, typer.Option(help="platform of the products.")] = "local",
    pictures: Annotated[bool, typer.Option(help="Have their pictures localized as well.")] = False,
    in_flight: Annotated[int, typer.Option(help="Products under way at once.", min=1, max=5000)] = 200,
    restart: Annotated[bool, typer.Option(help="Forget what an earlier run noted in --out.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read the catalogue and say what is in it.")
    ] = False,
) -> None:
    """Localize a catalogue. Interrupted, the same command goes on where it was.

    Exit 0: every product is done. 1: the catalogue or folder cannot be used. 2: some rows led to nothing.
    3: not finished.
    """
    try:
        wanted = Wanted(merchant, platform, _codes(markets), _channels(channels), pictures)
        if dry_run:
            raise typer.Exit(_look(catalogue, wanted))
        where = target()
        journal = _journal(out_dir, f"{catalogue.resolve()}; {wanted.identity}", restart=restart)
    except (BadCatalogue, AnotherBackfill, CommerceError) as error:
        err.print(str(error), style="red", markup=False, highlight=False)
        raise typer.Exit(1) from None
    code = 0
    try:
        with traced(where.eventing):
            asyncio.run(_run(catalogue, wanted, where, journal, in_flight))
    except (Stalled, BadCatalogue) as error:
        err.print(str(error), style="red", markup=False, highlight=False)
        code = UNFINISHED
    except KeyboardInterrupt:
        err.print("interrupted; the same command goes on where it was", highlight=False)
        code = UNFINISHED
    raise typer.Exit(_report(out_dir, journal, catalogue, code))


def _codes(text: str) -> tuple[str, ...]:
    return tuple(market(code).code for code in text.replace(",", " ").split())


def _channels(text: str) -> tuple[str, ...]:
    return tuple(channel(name).id for name in text.replace(",", " ").split())


def _look(catalogue: Path, wanted: Wanted) -> int:
    """Read everything, publish nothing; the exit code."""
    good = bad = 0
    for row in read_catalogue(catalogue):
        try:
            event_of(row, wanted)
            good += 1
        except BadEvent as error:
            bad += 1
            if bad <= _SHOWN_ERRORS:
                err.print(
                    f"{catalogue}:{row.line}: {error.detail}", style="yellow", markup=False, highlight=False
                )
    places = max(1, len(wanted.markets)) * max(1, len(wanted.channels))
    out.print(
        f"{good} products, {bad} rows that cannot be used; up to {good * places} listings", highlight=False
    )
    return LED_TO_NOTHING if bad else 0


def _journal(folder: Path, identity: str, *, restart: bool) -> Journal:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "journal.sqlite"
    if restart:
        for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
            (folder / name).unlink(missing_ok=True)
    return Journal(path, identity)


async def _run(catalogue: Path, wanted: Wanted, where: Target, journal: Journal, in_flight: int) -> None:
    total = sum(1 for _ in read_catalogue(catalogue))
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("products; {task.fields[listings]} listings"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err) as bar:
        task = bar.add_task("localizing", total=total, listings=0)

        def show(far: HowFar) -> None:
            bar.update(task, completed=far.finished + far.bad, listings=far.listings)

        work = Backfill(where.eventing, listeners(where.services), journal, show, in_flight)
        await work.run(read_catalogue(catalogue), wanted)
        bar.update(task, completed=total)


def _report(folder: Path, journal: Journal, catalogue: Path, code: int) -> int:
    page = write_report(folder, journal, title=f"Argosy: {catalogue.name}")
    counts = journal.counts()
    listings, reviews = journal.listings()
    nothing = counts.get("dead", 0) + counts.get("bad", 0)
    out.print(
        f"{counts.get('done', 0)} products done, {counts.get('open', 0)} open, {nothing} led to nothing; "
        f"{listings} listings, {reviews} marked for review.",
        highlight=False,
    )
    for word in journal.unknown_words(10):
        out.print(f"  not said: {word.text} ({word.products} products)", markup=False, highlight=False)
    out.print(f"Look at it: {page.resolve().as_uri()}", highlight=False, soft_wrap=True)
    journal.close()
    return code or (LED_TO_NOTHING if nothing else 0)

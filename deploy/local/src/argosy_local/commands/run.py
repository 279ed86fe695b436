"""`argosy run`: publish the events in files, wait for all they lead to, and leave a page to look at."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from argosy_eventing.client import EventTooLarge
from argosy_local.commands.console import err, out
from argosy_local.commands.target import Target, target
from argosy_local.commands.traced import traced
from argosy_local.run.files import bring_files
from argosy_local.run.following import Arrived, NobodyListens, NotAllArrived, Run
from argosy_local.run.following import Progress as HowFar
from argosy_local.run.inputs import BadInputFile, InputEvent, read_event_files
from argosy_local.run.writing import FolderInUse, Written, prepare_folder, write_results

DEAD_LETTERED = 2
UNFINISHED = 3


def run(
    files: Annotated[list[Path], typer.Argument(help="JSON, JSON array or JSONL files of events.")],
    *,
    out_dir: Annotated[Path, typer.Option("--out", help="Where to write results and index.html.")] = Path(
        "out"
    ),
    in_turn: Annotated[
        bool, typer.Option("--in-turn", help="The next event of a key only after all the last one led to.")
    ] = False,
    merchant: Annotated[str, typer.Option(help="merchant_id of events that name none.")] = "m-local",
    platform: Annotated[str, typer.Option(help="platform of events that name none.")] = "local",
    timeout: Annotated[float, typer.Option(help="Seconds to wait for everything.", min=1)] = 1800.0,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check the files and say what would be published.")
    ] = False,
) -> None:
    """Publish events from files and wait for every result.

    Exit 0: all arrived. 1: files or folder cannot be used. 2: some dead-lettered. 3: not all arrived.
    """
    try:
        given = read_event_files(files, merchant=merchant, platform=platform)
        if dry_run:
            for item in given:
                event = item.event
                out.print(f"{item.place}: {event.type} {event.key} of {event.merchant_id}", highlight=False)
            return
        where = target()
        prepare_folder(out_dir)
        with traced(where.eventing):
            arrived, written = asyncio.run(_run(given, where, out_dir, in_turn=in_turn, timeout_s=timeout))
    except (BadInputFile, FolderInUse, EventTooLarge, NobodyListens) as error:
        err.print(str(error), style="red", markup=False, highlight=False)
        raise typer.Exit(1) from None
    except NotAllArrived as error:
        err.print(str(error), style="red", markup=False, highlight=False)
        raise typer.Exit(UNFINISHED) from None
    _report(given, arrived, written)
    if arrived.dead_letters:
        raise typer.Exit(DEAD_LETTERED)


async def _run(
    given: list[InputEvent], where: Target, folder: Path, *, in_turn: bool, timeout_s: float
) -> tuple[Arrived, Written]:
    blobs = where.blobs
    for item in given:
        await bring_files(item, blobs)
    events = [item.event for item in given]
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err) as bar:
        task = bar.add_task("publishing", total=None)

        def show(progress: HowFar) -> None:
            waiting = ", ".join(f"{name} {count}" for name, count in progress.waiting_for.items())
            text = f"{progress.results} results" + (f"; waiting for {waiting}" if waiting else "")
            bar.update(task, description=text, completed=progress.handled, total=progress.to_handle)

        following = Run(where.eventing, where.services, show, timeout_s=timeout_s)
        arrived = await following.publish_and_follow(events, in_turn=in_turn)
    written = await write_results(
        folder, events, arrived, blobs, title=f"Argosy: {_counted(len(events), 'event')}"
    )
    return arrived, written


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _report(given: list[InputEvent], arrived: Arrived, written: Written) -> None:
    reviews = sum(bool(getattr(event.data, "needs_review", False)) for event in arrived.results)
    out.print(
        f"{_counted(len(given), 'event')} in, {_counted(len(arrived.results), 'result')} out in "
        f"{arrived.seconds:.1f} s; "
        f"{reviews} marked for review, {len(arrived.dead_letters)} dead-lettered.",
        highlight=False,
    )
    if arrived.first_result_s is not None:
        out.print(f"The first result came after {arrived.first_result_s:.1f} s.", highlight=False)
    if arrived.repeated:
        out.print(
            f"Handled before, shown again: {', '.join(arrived.repeated)}", markup=False, highlight=False
        )
    for letter in arrived.dead_letters:
        err.print(
            f"{letter.event_id} was dead-lettered by {letter.service}: {letter.reason}: {letter.detail}",
            style="red", markup=False, highlight=False,
        )  # fmt: skip
    for blob in written.missing_blobs:
        err.print(f"no blob: {blob}", style="yellow", markup=False, highlight=False)
    out.print(f"Look at it: {written.page.resolve().as_uri()}", highlight=False, soft_wrap=True)

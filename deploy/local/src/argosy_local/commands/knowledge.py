"""`argosy knowledge`: a merchant's own answers, and what buyers asked that nothing answered."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.table import Table
from rich.text import Text

from argosy_ledger import UnusableKeys
from argosy_local.commands.console import err, failed, out
from argosy_local.commands.ledger_keys import sealer
from argosy_local.commands.target import store_uri
from argosy_store import Store, StoreError
from cs_agent.adapters.knowledge import EntryRepository, GapRepository
from cs_agent.domain.knowledge.faq import MAX_BYTES
from cs_agent.knowing import NotKept, entries_of, gaps_of
from cs_agent.knowing import add as add_entries
from cs_agent.knowing import answer as answer_gap
from cs_agent.knowing import remove as remove_entry

knowledge = typer.Typer(
    no_args_is_help=True, help="What a merchant tells cs-agent, and what buyers asked in vain."
)

ROWS_LEFT_OUT = 2
T = TypeVar("T")
Merchant = Annotated[str, typer.Option(help="The merchant whose knowledge it is.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


@knowledge.command("add")
def add(
    file: Annotated[Path, typer.Argument(help="Markdown with headings, CSV, or a web page's text.")],
    *,
    merchant: Merchant,
) -> None:
    """Questions and answers of a file; one with the same question is replaced.

    Exit 0: all kept. 1: nothing was kept. 2: some were left out, each with the reason.
    """
    try:
        if file.stat().st_size > MAX_BYTES:
            raise failed(f"{file} has more than {MAX_BYTES:,} bytes; split it")
        data = file.read_bytes()
    except OSError as error:
        raise failed(f"{file} cannot be read: {error.strerror}") from None
    added = _with_store(lambda entries, _: add_entries(entries, merchant, data, file.name))
    out.print(f"{added.new} new, {added.replaced} replaced", highlight=False)
    for fault in added.read.faults:
        err.print(fault, style="yellow", markup=False, highlight=False)
    for one in added.read.tainted:
        err.print(
            f"left out, it speaks to an agent: {one.place}", style="yellow", markup=False, highlight=False
        )
    if not added.new and not added.replaced:
        raise typer.Exit(1)
    if added.read.faults or added.read.tainted:
        raise typer.Exit(ROWS_LEFT_OUT)


@knowledge.command("list")
def list_(*, merchant: Merchant, as_json: AsJson = False) -> None:
    """All of a merchant's entries: id, question, answer. Exit 0, also where there are none."""
    found = _with_store(lambda entries, _: entries_of(entries, merchant))
    if as_json:
        rows = [
            {"id": one.id, "product": one.product, "question": one.question, "answer": one.answer}
            for one in found
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    _show(
        ("id", "product", "question", "answer"),
        [(one.id, one.product, one.question, one.answer) for one in found],
    )


@knowledge.command("remove")
def remove(entry: Annotated[str, typer.Argument(help="The entry's id.")], *, merchant: Merchant) -> None:
    """Take an entry away. Exit 1: there is none of that id."""
    if not _with_store(lambda entries, _: remove_entry(entries, merchant, entry)):
        raise failed(f"{merchant} has no entry {entry!r}; `argosy knowledge list` shows them")


@knowledge.command("gaps")
def gaps(
    *,
    merchant: Merchant,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")] = 200,
    as_json: AsJson = False,
) -> None:
    """What buyers asked and nothing answered, the most often asked first; personal data is masked."""
    found = _with_store(lambda _, open_: gaps_of(open_, merchant, limit=limit))
    if as_json:
        rows = [
            {
                "id": one.id,
                "times": one.times,
                "intent": one.intent,
                "product": one.product,
                "language": one.language,
                "words": one.words,
                "why": one.why,
                "last": one.last.isoformat(),
            }
            for one in found
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    rows_ = [(one.id, str(one.times), one.intent, one.product, one.language, one.words) for one in found]
    _show(("gap", "times", "about", "product", "language", "words"), rows_)


@knowledge.command("answer")
def answer(
    gap: Annotated[str, typer.Argument(help="The gap's id.")],
    text: Annotated[str, typer.Argument(help="What buyers are to be told.")],
    *,
    merchant: Merchant,
) -> None:
    """Answer a gap: from now on it is knowledge. Exit 1: no such gap, or no such answer can be kept."""
    entry = _with_store(lambda entries, open_: answer_gap(open_, entries, merchant, gap, text))
    out.print(f"entry {entry.id}: {entry.question}", markup=False, highlight=False, soft_wrap=True)


def _with_store(work: Callable[[EntryRepository, GapRepository], Awaitable[T]]) -> T:
    """Work on the store that is up, its errors explained."""

    async def done() -> T:
        keys = sealer()
        async with await Store.connect(store_uri()) as store:
            return await work(EntryRepository(store), GapRepository(store, keys))

    try:
        return asyncio.run(done())
    except (StoreError, UnusableKeys, NotKept) as error:
        raise failed(str(error)) from None


def _show(titles: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    table = Table(box=None, pad_edge=False)
    for title in titles:
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    out.print(table)

"""`argosy tag`: a catalogue in language-neutral ids, in an index that `argosy search` looks into."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from argosy_local.backfill.catalogue import BadCatalogue, read_catalogue
from argosy_local.commands.console import err, failed, out, shown
from argosy_local.commands.target import tier_url
from argosy_local.commands.terms import own_base
from argosy_local.tagging.pictures import CataloguePictures
from argosy_local.tagging.running import Report, tag_catalogue
from search_tagger.adapters.index import NoIndex, ProductIndex

INDEX = Path("out/search/index.sqlite")
SOME_NOT_TAGGED = 2
INTERRUPTED = 3
_SHOWN = 15


def tag(
    catalogue: Annotated[Path, typer.Argument(help="JSONL of products (or events), or CSV with a header.")],
    *,
    merchant: Annotated[str, typer.Option(help="Whose products they are.")] = "m-local",
    index: Annotated[Path, typer.Option(help="The file that `argosy search` looks into.")] = INDEX,
    report: Annotated[Path | None, typer.Option(help="Write the whole report here, as JSON.")] = None,
    pictures: Annotated[
        bool,
        typer.Option(
            "--pictures",
            help="Look at the first pictures of each product. Needs a tier: that of the stack that is up, or "
            "ARGOSY_TRITON_URL. Looks at files beside the catalogue and at what ARGOSY_FETCH_ALLOW names.",
        ),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tag and report; write no index.")] = False,
) -> None:
    """Tag a catalogue. Interrupted or given again, it tags what is new or changed.

    Exit 0: every product is tagged. 1: the catalogue or index cannot be used. 2: some rows could not be
    tagged. 3: interrupted, or there is no tier to look at pictures with.
    """
    far, code, began = Report(), 0, time.monotonic()
    tier = tier_url() if pictures else ""
    try:
        total = sum(1 for _ in read_catalogue(catalogue))
        base = own_base()
        with ExitStack() as stack:
            kept = None if dry_run else stack.enter_context(ProductIndex(index, make=True))
            looker = None
            if pictures:
                looker = stack.enter_context(CataloguePictures(merchant, base, catalogue.parent, tier))
            bar = stack.enter_context(_bar())
            task = bar.add_task("tagging", total=total)
            began = time.monotonic()

            def show(now: Report) -> None:
                nonlocal far
                far = now
                bar.update(task, completed=now.rows)

            tag_catalogue(read_catalogue(catalogue), merchant, base, kept, show, looker)
    except (BadCatalogue, NoIndex) as error:
        raise failed(str(error)) from None
    except KeyboardInterrupt:
        err.print("interrupted; the same command goes on where it was", highlight=False)
        code = INTERRUPTED
    seconds = time.monotonic() - began
    _print(far, seconds)
    if report is not None:
        report.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(_facts(far, seconds), ensure_ascii=False, indent=2)
        report.write_text(text + "\n", encoding="utf-8")
    if not dry_run and not code:
        out.print(
            f"Try it: argosy search '...' --index {index}", highlight=False, soft_wrap=True, markup=False
        )
    if code or far.troubles:
        raise typer.Exit(code or SOME_NOT_TAGGED)


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=err)


def _print(report: Report, seconds: float) -> None:
    out.print(
        f"{report.tagged} products tagged, {report.unchanged} were there as they are, "
        f"{len(report.troubles)} rows could not be tagged; {report.tags} tags, {seconds:.1f} s.",
        highlight=False,
    )
    out.print(
        f"{report.without_category} without a category, {report.contradicted} contradict themselves, "
        f"{report.needs_review} to be looked at by a person.",
        highlight=False,
    )
    if report.pictures:
        counts = ", ".join(f"{count} {reason}" for reason, count in report.pictures.most_common())
        out.print(f"Pictures: {counts}.", highlight=False)
    for title, counted in (("category", report.categories), ("no concept for", report.unread)):
        if counted:
            table = Table(title, "products", *(["such as"] if counted is report.unread else []), box=None)
            for name, products in counted.most_common(_SHOWN):
                cells = [", ".join(report.examples[name])] if counted is report.unread else []
                table.add_row(*(Text(cell) for cell in (name, str(products), *cells)))
            out.print(table)
            if len(counted) > _SHOWN:
                out.print(f"{len(counted) - _SHOWN} more; --report FILE names all of them.", highlight=False)
    for product_id, reasons in list(report.doubtful.items())[:_SHOWN]:
        err.print(f"look at {shown(product_id)}: {shown('; '.join(reasons))}", markup=False, highlight=False)
    if report.needs_review > _SHOWN:
        err.print(f"{report.needs_review - _SHOWN} more to look at; --report FILE names all of them.")
    for trouble in report.troubles[:_SHOWN]:
        where = f"line {trouble.line} {shown(trouble.product_id)}".strip()
        err.print(f"{where}: {shown(trouble.reason)}", style="yellow", markup=False, highlight=False)
    if len(report.troubles) > _SHOWN:
        err.print(f"{len(report.troubles) - _SHOWN} more; --report FILE names all of them.")


def _facts(report: Report, seconds: float) -> dict[str, object]:
    return {
        "tagged": report.tagged,
        "unchanged": report.unchanged,
        "tags": report.tags,
        "without_category": report.without_category,
        "contradicted": report.contradicted,
        "needs_review": report.needs_review,
        "to_look_at": [
            {"product_id": product_id, "reasons": list(reasons)}
            for product_id, reasons in report.doubtful.items()
        ],
        "pictures": dict(report.pictures.most_common()),
        "seconds": round(seconds, 2),
        "categories": dict(report.categories.most_common()),
        "unread": [
            {"word": word, "products": count, "such_as": report.examples[word]}
            for word, count in report.unread.most_common()
        ],
        "not_tagged": [asdict(trouble) for trouble in report.troubles],
    }

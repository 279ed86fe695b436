"""`argosy taxonomy import`: a Shopify product-taxonomy release as further words for our categories."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from argosy_commerce.terms import TermBase
from argosy_commerce.terms.strict_yaml import TermDataError
from argosy_local.commands.console import err, failed, out
from argosy_local.settings import TERMS_VARIABLE
from argosy_local.taxonomy.matching import matched
from argosy_local.taxonomy.release import BadRelease, read_release
from argosy_local.taxonomy.writing import write_import

taxonomy = typer.Typer(no_args_is_help=True, help="Category trees of others.")
_SHOWN = 10


@taxonomy.callback()
def _group() -> None:
    """Keeps `argosy taxonomy import` a command of a group."""


@taxonomy.command("import")
def import_release(
    release: Annotated[Path, typer.Argument(help="A release: its dist or data/localizations is in it.")],
    *,
    out_dir: Annotated[Path, typer.Option("--out", help="Folder of own concepts to write into.")],
) -> None:
    """Map a release's categories to ours by their names in all languages, and take over what we lack.

    Nothing of ours is changed: the folder is read over our concepts by services with ARGOSY_TERMS_DIR.
    Exit 0: written. 1: no release, or it cannot be written.
    """
    try:
        found = read_release(release)
        base = TermBase.load()
        total = sum(len(names) for names in found.names.values())
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=err) as bar:
            task = bar.add_task("comparing names", total=total)
            matches = matched(found, base, lambda done: bar.update(task, completed=done))
            bar.update(task, completed=total)
        path, report = write_import(out_dir, found, matches, base)
        TermBase.with_platform(out_dir)
    except (BadRelease, TermDataError, OSError) as error:
        raise failed(str(error)) from None
    words = sum(len(one.new) for one in matches.mapped)
    version = f" {found.version}" if found.version else ""
    out.print(
        f"Release{version} in {', '.join(sorted(found.names))}: {len(found.ids)} categories; "
        f"{len(matches.mapped)} of ours are in it, "
        f"with {words} words that we had not; {len(matches.unmapped)} map to nothing.",
        highlight=False,
        soft_wrap=True,
    )
    for why, count in Counter(clash.why for clash in matches.clashes).most_common():
        out.print(f"  clashes, {why}: {count}", highlight=False)
    for fault in found.faults[:_SHOWN]:
        err.print(fault, style="yellow", markup=False, highlight=False)
    out.print(f"Wrote {path} and {report}", highlight=False, soft_wrap=True, markup=False)
    out.print(f"Services read it with {TERMS_VARIABLE}={out_dir.resolve()}", highlight=False, soft_wrap=True)

"""`argosy demo`: a small catalogue of eight products, from Chinese to six markets, with a page to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from argosy_local.commands.console import err, explained, settings
from argosy_local.commands.run import run
from argosy_local.commands.up import up
from argosy_local.control import read_state
from argosy_local.demo.canvas import FontMissing
from argosy_local.demo.catalogue import MARKETS, PRODUCTS, write_catalogue


def demo(
    *,
    out_dir: Annotated[Path, typer.Option("--out", help="Where to write results and index.html.")] = Path(
        "out/demo"
    ),
    observability: Annotated[
        bool, typer.Option(help="If the stack has to be started: with Prometheus and a collector of traces.")
    ] = False,
    markets: Annotated[str, typer.Option(help="Markets to work for, with commas.")] = ",".join(MARKETS),
) -> None:
    """Start the stack if none is up, publish a small catalogue, and show what becomes of it."""
    chosen = settings()
    state = read_state(chosen.home)
    if state is None or not state.supervisor_alive:
        up(foreground=False, only="", services=True, observability=observability)
    wanted = [market.strip().upper() for market in markets.split(",") if market.strip()]
    err.print(f"Drawing {len(PRODUCTS)} products for {', '.join(wanted)} ...")
    with explained():
        try:
            catalogue = write_catalogue(chosen.home / "demo", wanted)
        except FontMissing as error:
            err.print(str(error), style="red", markup=False)
            raise typer.Exit(1) from None
    run(
        [catalogue],
        out_dir=out_dir,
        in_turn=False,
        merchant="m-demo",
        platform="demo",
        timeout=1800.0,
        dry_run=False,
    )
    err.print("The stack stays up: try `argosy run` on a product of your own, `argosy down` ends it.")

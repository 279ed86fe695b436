"""`argosy down`: end the stack and leave nothing behind."""

from __future__ import annotations

from typing import Annotated

import typer

from argosy_local.commands.console import err, settings
from argosy_local.control import read_state, take_down


def down(
    *,
    keep_data: Annotated[
        bool,
        typer.Option(help="Keep Kafka's records, the documents, the blobs and the logs for the next `up`."),
    ] = False,
) -> None:
    """Stop every process of the stack, then remove its data and logs (unless --keep-data)."""
    chosen = settings()
    if read_state(chosen.home) is None and not chosen.home.exists():
        err.print(f"Nothing is up in {chosen.home}.")
        return
    with err.status("Stopping the services, then the stack ..."):
        done = take_down(chosen.home, keep_data=keep_data)
    if done.orphans:
        err.print(f"Ended {len(done.orphans)} process(es) that a killed supervisor had left.")
    kept = f"data and logs are kept in {chosen.home}" if keep_data else "data and logs are removed"
    err.print(f"{'Down' if done.was_up else 'Nothing was up'}; {kept}.")

"""`argosy trace`: an event's way through the services, as a tree with durations."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from argosy_local.commands.console import err, failed, out, settings
from argosy_local.control import read_state
from argosy_local.parts.collector import traces_folder
from argosy_local.traces.reading import latest, traces_about
from argosy_local.traces.showing import list_table, trace_table


def trace(
    wanted: Annotated[
        str,
        typer.Argument(
            help="The id of an event, a trace, a product ...; none lists the latest.", metavar="ID"
        ),
    ] = "",
    *,
    details: Annotated[
        bool, typer.Option("--details", help="Also store operations and single attempts.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many traces.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="The spans, for programs.")] = False,
) -> None:
    """Show the traces that `argosy up --observability` keeps. Exit 1: none is about it. 3: none are kept."""
    home = settings().home
    folder = traces_folder(home)
    if not folder.is_dir():
        raise failed("No traces are kept here: `argosy up --observability` starts the collector.", 3)
    found = traces_about(folder, wanted) if wanted else latest(folder, limit)
    if not found:
        about = f"No trace is about {wanted!r}" if wanted else "No event has been traced"
        raise failed(f"{about}; spans arrive within some seconds of the work, the oldest are dropped.")
    if as_json:
        rows = [asdict(span) for spans in list(found.values())[:limit] for span in spans]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not wanted:
        out.print(list_table(found))
        return
    for key, spans in list(found.items())[:limit]:
        out.print(f"trace {key}", highlight=False)
        out.print(trace_table(spans, details=details))
    if len(found) > limit:
        err.print(f"{len(found) - limit} more traces; --limit shows them.", highlight=False)
    state = read_state(home)
    if state is None or not state.supervisor_alive:
        err.print("The stack is down; these are the traces it has kept.", highlight=False)

"""`argosy status`: what runs, where, since when, and what went wrong last."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from argosy_local.commands.console import err, out, settings
from argosy_local.commands.table import healthy, problems, resident_mb, shown_status, stack_table
from argosy_local.control import read_state


def status(*, as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """Show every part with health, address, memory, restarts and log; exit 1 unless all serve."""
    chosen = settings()
    state = read_state(chosen.home)
    if state is None:
        err.print(f"Nothing is up in {chosen.home}. `argosy up` starts the stack.")
        raise typer.Exit(3)
    if as_json:
        whole = asdict(state) | {"healthy": healthy(state)}
        for name, part in state.parts.items():
            whole["parts"][name] |= {
                "status": shown_status(state, part),
                "resident_mb": resident_mb(part),
            }
        out.print_json(json.dumps(whole))
    else:
        if not state.supervisor_alive:
            err.print("The supervisor is gone; `argosy down` ends what it left, `argosy up` starts anew.")
        out.print(stack_table(state))
        for line in problems(state):
            out.print(line, style="yellow", markup=False, highlight=False)
    if not healthy(state):
        raise typer.Exit(1)

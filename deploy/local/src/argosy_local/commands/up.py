"""`argosy up`: start the embedded stack and every service, and wait until all of it serves."""

from __future__ import annotations

import os
import time
from typing import Annotated

import typer
from rich.live import Live

from argosy_local.commands.console import err, explained, out, settings
from argosy_local.commands.table import problems, stack_table
from argosy_local.control import (
    follow,
    prepare_home,
    read_state,
    start_supervisor,
    supervisor_command,
    take_down,
)
from argosy_local.layout import Layout
from argosy_local.services import SERVICES
from argosy_local.settings import OBSERVERS, PARTS, shown_address
from argosy_local.state import StackState


def up(
    *,
    foreground: Annotated[
        bool, typer.Option(help="Stay in the foreground; Ctrl-C takes the stack down.")
    ] = False,
    only: Annotated[str, typer.Option(help="Only these parts and services, e.g. `kafka,store`.")] = "",
    services: Annotated[bool, typer.Option(help="Start Argosy's services on the stack.")] = True,
    observability: Annotated[
        bool,
        typer.Option(help="With Prometheus and a collector of traces (`make observability`)."),
    ] = False,
) -> None:
    """Start Kafka, the document store, Triton and the services; ready means proven by real work."""
    chosen = settings()
    with explained():
        layout = Layout.find()
        observers = OBSERVERS if observability else ()
        if observability:
            _ = layout.prometheus, layout.collector  # what is not there is said before anything starts
        parts, wanted = _wanted(only, services=services)
    state = read_state(chosen.home)
    if state is not None and state.supervisor_alive:
        err.print(f"A stack is already up in {chosen.home}.")
        out.print(stack_table(state))
        return
    if foreground:
        prepare_home(chosen.home)
        command = supervisor_command(parts, wanted, observers)
        os.execve(command[0], command, {**chosen.environment, "ARGOSY_HOME": str(chosen.home)})  # noqa: S606 — our own module
    began = time.monotonic()
    supervisor = start_supervisor(
        chosen.home, parts=parts, services=wanted, observers=observers, environ=chosen.environment
    )
    try:
        with explained(), Live(console=err, refresh_per_second=4) as live:

            def show(state: StackState) -> None:
                live.update(stack_table(state))

            ready = follow(chosen.home, supervisor, show)
            live.update("")
    except KeyboardInterrupt:
        err.print("Stopping what was started ...")
        supervisor.terminate()
        supervisor.wait()
        take_down(chosen.home, keep_data=True)
        raise typer.Exit(130) from None
    out.print(stack_table(ready))
    out.print(f"Up in {time.monotonic() - began:.0f} s. `argosy status` shows it, `argosy down` ends it.")
    if observability:
        out.print(
            f"Metrics and alerts: {ready.parts['prometheus'].address}. `argosy dashboards` draws dashboards, "
            "`argosy trace EVENT_ID` shows an event's way.",
            highlight=False,
            soft_wrap=True,
        )
    for line in problems(ready):
        out.print(line, style="yellow", markup=False, highlight=False)
    for name, value in sorted(ready.environment.items()):
        out.print(f"  export {name}={shown_address(value)}", highlight=False, soft_wrap=True)


def _wanted(only: str, *, services: bool) -> tuple[list[str], list[str]]:
    installed = [entry.name for entry in SERVICES if entry.installed]
    if not only:
        return list(PARTS), installed if services else []
    names = [name.strip() for name in only.split(",") if name.strip()]
    unknown = [name for name in names if name not in (*PARTS, *installed)]
    if unknown:
        raise typer.BadParameter(
            f"no part or service {', '.join(unknown)}; there are {', '.join((*PARTS, *installed))}"
        )
    return [n for n in names if n in PARTS], [n for n in names if n in installed]

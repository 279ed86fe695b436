"""`argosy logs`: the end of a part's log, and what comes after."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from argosy_local.commands.console import err, out, settings
from argosy_local.process import last_lines


def logs(
    part: Annotated[str, typer.Argument(help="A part or service; none lists what there is.")] = "",
    *,
    lines: Annotated[int, typer.Option("--lines", "-n", min=1)] = 40,
    follow: Annotated[bool, typer.Option("--follow", "-f")] = False,
) -> None:
    """Show the last lines of a part's log (`supervisor` for the launcher's own)."""
    directory = settings().home / "logs"
    known = {path.stem: path for path in sorted(directory.glob("*.log"))}
    if not part:
        for path in known.values():
            out.print(str(path), highlight=False, soft_wrap=True)
        return
    if part not in known:
        err.print(f"No log of {part!r} in {directory}; there are: {', '.join(known) or 'none'}")
        raise typer.Exit(1)
    for line in last_lines(known[part], lines, cap_bytes=1024 * 1024):
        out.print(line, markup=False, highlight=False, soft_wrap=True)
    if follow:
        _follow(known[part])


def _follow(path: Path) -> None:
    with path.open(errors="replace") as file:
        file.seek(0, 2)
        try:
            while True:
                line = file.readline()
                if line:
                    out.print(line.rstrip("\n"), markup=False, highlight=False, soft_wrap=True)
                else:
                    time.sleep(0.3)
        except KeyboardInterrupt:
            return

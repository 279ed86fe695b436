"""`argosy dashboards`: the dashboards drawn from what Prometheus knows, without Grafana."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

import typer

from argosy_local.commands.console import explained, failed, out, settings
from argosy_local.control import read_state
from argosy_local.dashboards.asking import NoAnswer, Prometheus
from argosy_local.dashboards.reading import read_dashboard
from argosy_local.layout import Layout

PROMETHEUS_VARIABLE = "ARGOSY_PROMETHEUS_URL"
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def dashboards(
    *,
    out_dir: Annotated[Path, typer.Option("--out", help="The folder for the pictures.")] = Path(
        "out/dashboards"
    ),
    last: Annotated[str, typer.Option(help="The time shown: 30m, 6h, 7d.")] = "1h",
    prometheus: Annotated[
        str, typer.Option(help="Another Prometheus than that of `argosy up --observability`.")
    ] = "",
) -> None:
    """Draw each dashboard as a picture. Exit 1: Prometheus does not answer. 3: none is up."""
    from argosy_local.dashboards.drawing import draw  # noqa: PLC0415 — matplotlib takes a second to import

    found = re.fullmatch(r"([1-9][0-9]{0,4})([smhd])", last)
    if found is None:
        raise typer.BadParameter(f"{last!r} is no time: 30m, 6h, 7d")
    seconds = int(found[1]) * _SECONDS[found[2]]
    address = prometheus or os.environ.get(PROMETHEUS_VARIABLE, "") or _own()
    with explained():
        files = sorted(Layout.find().dashboards.glob("*.json"))
    out_dir.mkdir(parents=True, exist_ok=True)
    try:
        with Prometheus(address) as server:
            for file in files:
                dashboard = read_dashboard(file, seconds)
                target = out_dir / f"{dashboard.name}.png"
                draw(dashboard, server.answers(dashboard, seconds), target)
                out.print(str(target), highlight=False, soft_wrap=True)
    except NoAnswer as error:
        raise failed(str(error)) from None


def _own() -> str:
    state = read_state(settings().home)
    part = state.parts.get("prometheus") if state is not None and state.supervisor_alive else None
    if part is None:
        raise failed(
            "No Prometheus is up here: `argosy up --observability` starts one, --prometheus names another.", 3
        )
    return part.address

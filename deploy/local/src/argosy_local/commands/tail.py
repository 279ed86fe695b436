"""`argosy tail`: follow events as they come."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated

import typer
from google.protobuf.message import Message
from rich.text import Text

from argosy_contracts import TOPICS, Event, to_json
from argosy_eventing import EventingSettings
from argosy_eventing.client import Subscriber
from argosy_local.commands.console import err, out
from argosy_local.commands.target import target


def tail(
    types: Annotated[list[str] | None, typer.Argument(help="Event types; none = all.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON event a line.")] = False,
    from_start: Annotated[bool, typer.Option("--from-start", help="First all that is still kept.")] = False,
    count: Annotated[int, typer.Option(help="End after so many events; 0 = never.", min=0)] = 0,
) -> None:
    """Follow events as they come; Ctrl-C ends it."""
    wanted = types or list(TOPICS)
    unknown = [name for name in wanted if name not in TOPICS]
    if unknown:
        err.print(
            f"no event type {', '.join(unknown)}; there are {', '.join(TOPICS)}", style="red", markup=False
        )
        raise typer.Exit(1)
    where = target()
    try:
        asyncio.run(_follow(where.eventing, wanted, as_json=as_json, from_start=from_start, count=count))
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


async def _follow(
    settings: EventingSettings, types: list[str], *, as_json: bool, from_start: bool, count: int
) -> None:
    async with Subscriber(settings, types, start="earliest" if from_start else "latest") as events:
        seen = 0
        async for event in events:
            _show(event, as_json=as_json)
            seen += 1
            if count and seen >= count:
                return


def _show(event: Event[Message], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(to_json(event), ensure_ascii=False))
        return
    line = Text.assemble(
        (f"{event.time:%H:%M:%S} ", "dim"),
        (f"{event.type} ", "bold cyan"),
        f"{event.key} ",
        (f"merchant {event.merchant_id} ", "dim"),
        _gist(event.data),
    )
    out.print(line, soft_wrap=True)


def _gist(data: Message) -> str:
    """What a person wants to see of it: market, title, whether to look at it."""
    telling = ("market", "locale", "channel", "image_id", "title")
    parts = [str(getattr(data, name)) for name in telling if hasattr(data, name)]
    if getattr(data, "needs_review", False):
        parts.append("[look at it]")
    return " ".join(part for part in parts if part)

"""`argosy dead-letters`: events that failed for good: look at them, send them again, or settle them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.table import Table

from argosy_contracts import BadEvent, decode, to_json
from argosy_eventing.dead_letter_box import DeadLetter, DeadLetterBox
from argosy_local.commands.console import err, out
from argosy_local.commands.target import target
from argosy_local.commands.traced import traced

dead_letters = typer.Typer(no_args_is_help=True, help="Events that failed for good.")

Ids = Annotated[list[str] | None, typer.Argument(help="Ids as `list` shows them.")]
Service = Annotated[str | None, typer.Option(help="Only those that this service failed.")]
Every = Annotated[bool, typer.Option("--all", help="Every open letter.")]


@dead_letters.command("list")
def list_letters(
    *, service: Service = None, as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False
) -> None:
    """Show every open letter with its reason."""
    letters = asyncio.run(DeadLetterBox(target().eventing).list(service=service))
    if as_json:
        typer.echo(json.dumps([_row(letter) for letter in letters], ensure_ascii=False, indent=2))
        return
    if not letters:
        out.print("No dead letters.")
        return
    table = Table("id", "failed at", "service", "event", "reason", "detail")
    for letter in letters:
        failed = f"{letter.failed_at:%Y-%m-%d %H:%M:%S}"
        table.add_row(letter.id, failed, letter.service, letter.event_id, letter.reason, letter.detail)
    out.print(table)


@dead_letters.command()
def show(id_: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Show one letter whole: why it failed, its headers, and the event as far as it can be read."""
    letter = _found(DeadLetterBox(target().eventing), [id_])[0]
    document = _row(letter) | {
        "attempts": letter.attempts,
        "partition": letter.partition,
        "offset": letter.offset,
        "headers": {name: (value or b"").decode("utf-8", "replace") for name, value in letter.headers},
    }
    try:
        document["event"] = to_json(decode(letter.topic, letter.key, letter.value, letter.headers))
    except BadEvent as error:
        document["unreadable"] = str(error)
        document["value_bytes"] = len(letter.value or b"")
        document["value_hex"] = (letter.value or b"")[:256].hex()
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))


@dead_letters.command()
def replay(ids: Ids = None, *, every: Every = False, service: Service = None) -> None:
    """Send letters again to the service that failed them, byte for byte."""
    bus = target().eventing
    box = DeadLetterBox(bus)
    letters = _chosen(box, ids, every=every, service=service)
    with traced(bus):
        asyncio.run(box.replay(letters))
    out.print(f"Sent {len(letters)} again; what fails again comes back as a new letter.")


@dead_letters.command()
def drop(ids: Ids = None, *, every: Every = False, service: Service = None) -> None:
    """Settle letters without sending anything; the record of them stays on the bus for its retention."""
    box = DeadLetterBox(target().eventing)
    letters = _chosen(box, ids, every=every, service=service)
    asyncio.run(box.drop(letters))
    out.print(f"Dropped {len(letters)}.")


def _chosen(
    box: DeadLetterBox, ids: list[str] | None, *, every: bool, service: str | None
) -> list[DeadLetter]:
    if bool(ids) == (every or service is not None):
        err.print("Name letters by their ids, or take --all or --service NAME.", style="red")
        raise typer.Exit(1)
    if ids:
        return _found(box, ids)
    return asyncio.run(box.list(service=service))


def _found(box: DeadLetterBox, ids: Sequence[str]) -> list[DeadLetter]:
    letters = {letter.id: letter for letter in asyncio.run(box.list())}
    missing = [id_ for id_ in ids if id_ not in letters]
    if missing:
        err.print(f"no open dead letter {', '.join(missing)}; `list` shows those there are", style="red")
        raise typer.Exit(1)
    return [letters[id_] for id_ in ids]


def _row(letter: DeadLetter) -> dict[str, object]:
    return {
        "id": letter.id,
        "topic": letter.topic,
        "event_id": letter.event_id,
        "service": letter.service,
        "reason": letter.reason,
        "detail": letter.detail,
        "failed_at": letter.failed_at.isoformat(),
    }

"""`argosy chat`: a conversation with cs-agent in the terminal, each sentence with what it rests on."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from argosy_local.commands.console import failed


def chat(
    *,
    product: Annotated[
        str, typer.Option(help="The product in talk: its id, or a file of events whose first product it is.")
    ] = "",
    merchant: Annotated[str, typer.Option(help="The merchant who sells it.")] = "m-local",
    language: Annotated[str, typer.Option(help="What the platform says of the buyer's language.")] = "",
    shop: Annotated[
        Path | None, typer.Option(help="A reference shop's file: orders can be worked on.")
    ] = None,
    rules: Annotated[str, typer.Option(help="Another shop's rules, a file like shop_rules.yaml.")] = "",
    facts: Annotated[
        list[Path] | None,
        typer.Option(help="Files of product, listing and policy events, instead of the store."),
    ] = None,
    faq: Annotated[
        list[Path] | None, typer.Option(help="Files of the merchant's own knowledge, beside --facts.")
    ] = None,
    now: Annotated[str, typer.Option(help="The shop's clock begins here (RFC 3339).")] = "",
    why: Annotated[bool, typer.Option("--why", help="Show under each sentence what it rests on.")] = False,
) -> None:
    """Write to cs-agent as a buyer does: one message a line, from the terminal or from standard input.

    The same turn as in the service, in this process; nothing is kept. What is known comes from the stack's
    store, or from files (--facts, --faq, a file as --product). Exit 0: ended. 1: a file or option is no use.
    """
    # What the service reads at its start is read here too, and only for this command.
    from argosy_local.chatting import UNUSABLE, Asked, clock, talk  # noqa: PLC0415

    try:
        begins = clock(now)
        asked = Asked(
            product, merchant, language, shop, rules, tuple(facts or ()), tuple(faq or ()), begins, why
        )
        asyncio.run(talk(asked))
    except UNUSABLE as error:
        raise failed(str(error)) from None

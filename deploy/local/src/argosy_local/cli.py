"""The `argosy` command: one file per subcommand, wired here and nowhere else."""

from __future__ import annotations

import typer

from argosy_local.commands.backfill import backfill
from argosy_local.commands.chat import chat
from argosy_local.commands.dashboards import dashboards
from argosy_local.commands.dead_letters import dead_letters
from argosy_local.commands.demo import demo
from argosy_local.commands.disputes import disputes
from argosy_local.commands.down import down
from argosy_local.commands.forget import forget_buyer
from argosy_local.commands.glossary import glossary
from argosy_local.commands.keys import keys
from argosy_local.commands.knowledge import knowledge
from argosy_local.commands.listings import listings
from argosy_local.commands.logs import logs
from argosy_local.commands.refunds import refunds
from argosy_local.commands.run import run
from argosy_local.commands.search import search
from argosy_local.commands.status import status
from argosy_local.commands.tag import tag
from argosy_local.commands.tail import tail
from argosy_local.commands.taxonomy import taxonomy
from argosy_local.commands.terms import terms
from argosy_local.commands.trace import trace
from argosy_local.commands.up import up

app = typer.Typer(
    name="argosy",
    help="The embedded stack and every service of Argosy: start it, look at it, end it.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
app.command()(up)
app.command()(status)
app.command()(down)
app.command()(logs)
app.command()(run)
app.command()(demo)
app.command()(backfill)
app.command()(tag)
app.command()(search)
app.command()(tail)
app.command()(chat)
app.command()(trace)
app.command()(dashboards)
app.command("forget")(forget_buyer)
app.add_typer(dead_letters, name="dead-letters")
app.add_typer(terms, name="terms")
app.add_typer(taxonomy, name="taxonomy")
app.add_typer(glossary, name="glossary")
app.add_typer(listings, name="listings")
app.add_typer(disputes, name="disputes")
app.add_typer(refunds, name="refunds")
app.add_typer(knowledge, name="knowledge")
app.add_typer(keys, name="keys")

"""A conversation with cs-agent in this process: what it knows, where orders are worked on, what is shown."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from argosy.product.v1 import product_pb2
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.strict_yaml import TermDataError
from argosy_ledger import OrderLedger, PolicyLedger, Sealer, UnusableKeys
from argosy_local.commands.console import err, failed, out
from argosy_local.commands.ledger_keys import sealer
from argosy_local.commands.target import store_uri
from argosy_local.run.inputs import BadInputFile, read_event_files
from argosy_store import Store, StoreError
from cs_agent.acting import Desk
from cs_agent.adapters.desks import Desks
from cs_agent.adapters.file_knowledge import FileKnowledge
from cs_agent.adapters.knowledge import EntryRepository, ProductRepository
from cs_agent.adapters.listings import ListingRepository
from cs_agent.adapters.reference_shop import ReferenceShop, read_world
from cs_agent.adapters.rules_file import rules_in_force
from cs_agent.domain.answer import Sentence
from cs_agent.domain.knowledge.faq import Entry, read_faq
from cs_agent.domain.tools.shop import RefundAsk, ShopBad
from cs_agent.events import chat_replied, evidence
from cs_agent.floor import Knows
from cs_agent.knowing import Knowledge
from cs_agent.skills import Own
from cs_agent.talk import Talk
from cs_agent.turn_means import Replied

UNUSABLE: Final = (BadInputFile, StoreError, UnusableKeys, TermDataError, ShopBad, OSError, ValueError)
"""What a file, an option or a store that is no use raises."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command was told."""

    product: str
    merchant: str
    language: str
    shop: Path | None
    rules: str
    facts: tuple[Path, ...]
    faq: tuple[Path, ...]
    clock: Callable[[], datetime]
    why: bool

    @property
    def in_file(self) -> bool:
        """Whether the product is told by a file."""
        return bool(self.product) and Path(self.product).is_file()

    @property
    def in_files(self) -> bool:
        """Whether all that is known comes from files; a shop alone needs nothing to be known."""
        told = bool(self.facts or self.faq) or self.in_file
        return told or (self.shop is not None and not self.product)


async def talk(asked: Asked) -> None:
    """Messages from the terminal or standard input, each answered. Raises what `UNUSABLE` names."""
    base = TermBase.load()
    async with _opened(asked, base) as (knows, product, desk):
        conversation = Talk(base, Own(), knows, desk, asked.clock, asked.merchant, product)

        async def hears(sentence: Sentence, _language: str) -> None:
            out.print(sentence.text, highlight=False, markup=False, soft_wrap=True)
            if asked.why:
                out.print(
                    f"    {_ground(sentence)}", style="dim", highlight=False, markup=False, soft_wrap=True
                )

        for line in _lines():
            turn = await conversation.says(line, asked.language, hears=hears)
            for row in _rest(turn, why=asked.why):
                out.print(row, style="dim", highlight=False, markup=False, soft_wrap=True)
            out.print()


def _lines() -> Iterator[str]:
    """Messages: as typed, or those of standard input, shown."""
    typed = sys.stdin.isatty()
    if typed:
        err.print("One message a line; end with Ctrl-D.", style="dim")
    while True:
        if typed:
            err.print("> ", end="", style="bold")
        line = sys.stdin.readline()
        if not line:
            return
        if line.strip():
            if not typed:
                out.print(f"> {line.strip()}", style="bold", highlight=False, markup=False, soft_wrap=True)
            yield line.strip()


def _ground(sentence: Sentence) -> str:
    told = evidence(sentence)
    where = " ".join(filter(None, (told.kind, told.ref)))
    return f"{where}: {told.quote}" if told.quote else where


def _rest(turn: Replied, *, why: bool) -> Iterator[str]:
    """What is not said to the buyer: who goes on, what was done, what a person should look at."""
    message = chat_replied("", "", turn.draft, turn.understood)
    if turn.draft.handoff:
        yield f"[handed over: {turn.draft.handoff}]"
    for one in turn.draft.unanswered:
        yield f"[not known: {one.intent}]"
    if why:
        read = ", ".join(f"{one.intent} {one.confidence:.2f}" for one in turn.understood.intents)
        yield f"[{turn.draft.language}; {read}]"
        for action in message.actions:
            yield f"[{action.tool} {dict(action.arguments.items())}]"
    for reason in message.review_reasons:
        yield f"[to be looked at: {reason}]"


@asynccontextmanager
async def _opened(
    asked: Asked, base: TermBase
) -> AsyncIterator[tuple[Knows, product_pb2.Product | None, Desk]]:
    """What is known, the product in talk, and where orders are worked on."""
    rules = rules_in_force(asked.rules)
    shop = None
    if asked.shop is not None:
        world = read_world(asked.shop)
        shop = ReferenceShop(world, rules, _NoRequests(), clock=asked.clock)
    if asked.in_files:
        known = _from_files(asked, base)
        first = next(iter(known.products.values()), None)
        product = first if asked.in_file else known.products.get(asked.product)
        if asked.product and product is None:
            raise failed(f"no product {asked.product!r} in these files")
        desks = Desks({asked.merchant: shop} if shop else {}, rules, None, asked.clock)
        yield known, product, desks.of(asked.merchant)
        return
    async with await Store.connect(store_uri()) as store:
        keys: Sealer = sealer()
        products = ProductRepository(store)
        found = await products.get(asked.merchant, asked.product) if asked.product else None
        if asked.product and found is None:
            raise failed(f"{asked.merchant} has no product {asked.product!r}; `argosy run` a product.created")
        desks = Desks({asked.merchant: shop} if shop else {}, rules, OrderLedger(store, keys), asked.clock)
        kept = Knowledge(
            base, products, ListingRepository(store), EntryRepository(store), PolicyLedger(store)
        )
        yield kept, found.document.product if found else None, desks.of(asked.merchant)


def _from_files(asked: Asked, base: TermBase) -> FileKnowledge:
    files = [*([Path(asked.product)] if asked.in_file else []), *asked.facts]
    given = read_event_files(files, merchant=asked.merchant, platform="local") if files else []
    entries: list[Entry] = []
    for file in asked.faq:
        read = read_faq(file.read_bytes(), file.name)
        for fault in read.faults:
            err.print(f"{file}: {fault}", style="yellow", highlight=False, markup=False)
        entries += read.entries
    return FileKnowledge.of(base, [one.event for one in given], entries)


class _NoRequests:
    """Where refund requests go from a terminal: nowhere, and it is shown among the actions."""

    async def publish(self, ask: RefundAsk) -> None:
        """Nothing listens."""


def clock(now: str) -> Callable[[], datetime]:
    """The time, shifted to begin at ``now`` where one is given. Raises ValueError."""
    began = datetime.now(UTC)
    try:
        shift = datetime.fromisoformat(now) - began if now else timedelta()
    except (ValueError, TypeError):
        raise ValueError(f"--now {now!r} is no time with its zone, like 2026-02-20T12:00:00Z") from None
    return lambda: datetime.now(UTC) + shift

"""What a merchant's agent knows, ready to be searched; for the CLI: add, list, remove, gaps, answer."""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from argosy.fact.v1 import fact_pb2
from argosy_commerce.terms import TermBase
from argosy_ledger import PolicyLedger
from argosy_store import DocumentConflict, Versioned
from cs_agent.adapters.knowledge import EntryRepository, Gap, GapRepository, KnownProduct, ProductRepository
from cs_agent.adapters.listings import ListingRepository
from cs_agent.domain.answer import Unanswered
from cs_agent.domain.knowledge.faq import Entry, Read, entry_of, read_faq
from cs_agent.domain.knowledge.gaps import gap_id, masked
from cs_agent.domain.knowledge.listings import Published, words_of_listings
from cs_agent.domain.knowledge.products import facts_of_product
from cs_agent.domain.knowledge.shop import facts_of_shop
from cs_agent.domain.knowledge.told import instructs
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.retrieval.matters import matters

K = TypeVar("K")
V = TypeVar("V")

MOST_ENTRIES = 1_000
"""Of a merchant: as many as one query of the store gives."""
_KEPT = 500
"""Products whose shelves are kept in memory; about 200 kB each with many variants."""

_KEPT_TERMS = 100
"""Shops' terms and own knowledge by country, merchants' entries; a few megabytes each with a thousand."""


class NotKept(ValueError):
    """No such gap, an answer that cannot be kept, or a merchant's knowledge is full."""


@dataclass(frozen=True, slots=True)
class Added:
    """What came of a file: how many entries are new, how many replaced one, and what was said of it."""

    new: int
    replaced: int
    read: Read


class _Latest(Generic[K, V]):
    """The values used last, at most ``most``."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        if key in self._values:
            self._values.move_to_end(key)
        return self._values.get(key)

    def put(self, key: K, value: V) -> V:
        self._values[key] = value
        self._values.move_to_end(key)
        while len(self._values) > self._most:
            self._values.popitem(last=False)
        return value


class Knowledge:
    """A merchant's knowledge as an agent searches it. One for a process; safe to share within its loop."""

    def __init__(
        self,
        base: TermBase,
        products: ProductRepository,
        listings: ListingRepository,
        entries: EntryRepository,
        policies: PolicyLedger,
    ) -> None:
        self._base = base
        self._products = products
        self._listings = listings
        self._entries = entries
        self._policies = policies
        self._shelves: _Latest[tuple[str, str, int], Shelf] = _Latest(_KEPT)
        self._shop: _Latest[bytes, Shelf] = _Latest(_KEPT_TERMS)
        self._own: _Latest[str, tuple[frozenset[object], Sequence[Entry]]] = _Latest(_KEPT_TERMS)

    async def shelf(
        self,
        merchant_id: str,
        product_id: str,
        country: str,
        language: str,
        now: datetime,
        *,
        kept: Versioned[KnownProduct] | None = None,
    ) -> Shelf:
        """All that is known for a question about a product, in force at ``now`` (aware).

        ``language``: of the buyer, a tag. ``kept``: the product as it was just read, which is not read again.
        """
        if kept is None and product_id:
            kept = await self._products.get(merchant_id, product_id)
        histories, entries, listings = await asyncio.gather(
            self._policies.of_markets(merchant_id, "", country),
            self._own_entries(merchant_id),
            self._published(merchant_id, kept, language.partition("-")[0]),
        )
        policies = [policy for history in histories if (policy := history.on(now))]
        own = [one for one in entries if one.product in {"", product_id}]
        product = self._product(merchant_id, kept) if kept else Shelf(())
        words = words_of_listings(listings, country, (row.fact for row in product.rows))
        return replace(product, published=words) + self._terms(country, policies, own)

    async def _published(
        self, merchant_id: str, kept: Versioned[KnownProduct] | None, language: str
    ) -> Sequence[Published]:
        """A product's listings in a language; none are needed in the one that it is written in."""
        if kept is None or kept.document.product.language.partition("-")[0].lower() == language:
            return ()
        return await self._listings.of(merchant_id, kept.key, language)

    async def _own_entries(self, merchant_id: str) -> Sequence[Entry]:
        """A merchant's entries, read anew where one of them changed."""
        stamps = await self._entries.stamps(merchant_id)
        known = self._own.get(merchant_id)
        if known is None or known[0] != stamps:
            # Stamps first: what changes in between is read now and once more at the next turn.
            entries = await entries_of(self._entries, merchant_id) if stamps else ()
            known = self._own.put(merchant_id, (stamps, entries))
        return known[1]

    def _terms(self, country: str, policies: Sequence[fact_pb2.PolicyUpdated], own: Sequence[Entry]) -> Shelf:
        """What holds whatever is asked about, made ready once as long as it is the same."""
        digest = hashlib.sha256(country.encode())
        for policy in policies:
            digest.update(policy.SerializeToString(deterministic=True))
        digest.update(repr([(one.id, one.question, one.answer, sorted(one.topics)) for one in own]).encode())
        key = digest.digest()
        made = self._shop.get(key)
        if made is None:
            made = self._shop.put(key, Shelf.of(facts_of_shop(policies, own, country), matters()))
        return made

    def _product(self, merchant_id: str, kept: Versioned[KnownProduct]) -> Shelf:
        key = (merchant_id, kept.key, kept.version)
        made = self._shelves.get(key)
        if made is None:
            told = facts_of_product(kept.document.product, self._base)
            made = self._shelves.put(key, Shelf.of(told.facts, matters()))
        return made


async def add(entries: EntryRepository, merchant_id: str, data: bytes, name: str) -> Added:
    """A file of a merchant's own knowledge; an entry with the same question is replaced.

    Raises NotKept where the merchant would have more than 1,000 entries; then nothing was kept.
    """
    read = read_faq(data, name)
    known = {one.id for one in await entries_of(entries, merchant_id)}
    new = {one.id for one in read.entries} - known
    if len(known) + len(new) > MOST_ENTRIES:
        raise NotKept(
            f"{len(known)} entries are known and {len(new)} would be new; at most {MOST_ENTRIES} are kept"
        )
    for one in read.entries:
        await _keep(entries, merchant_id, one)
    return Added(len(new), len(read.entries) - len(new), read)


async def entries_of(entries: EntryRepository, merchant_id: str) -> Sequence[Entry]:
    """All of a merchant's entries, by their questions."""
    found = await entries.find(merchant_id, limit=MOST_ENTRIES)
    return sorted((one.document for one in found), key=lambda one: (one.product, one.question))


async def remove(entries: EntryRepository, merchant_id: str, entry_id: str) -> bool:
    """Whether there was such an entry; it is gone."""
    return await entries.delete(merchant_id, entry_id)


async def note_gap(
    gaps: GapRepository,
    merchant_id: str,
    product_id: str,
    unanswered: Unanswered,
    language: str,
    now: datetime,
    personal: Sequence[str] = (),
) -> str:
    """Keep a question that had no answer, personal data masked, counted if known; the gap's id.

    ``personal``: names and addresses of its conversation, masked too.
    """
    key, words = gap_id(product_id, unanswered, personal), masked(unanswered.words, personal)
    new = Gap(key, unanswered.intent, words, language, product_id, unanswered.why, 1, now, now)

    def how(known: Gap | None) -> Gap:
        if known is None:
            return new
        if known.last >= now:
            return known  # the same message a second time
        return replace(known, times=known.times + 1, last=now)

    await gaps.change(merchant_id, key, how)
    return key


async def gaps_of(gaps: GapRepository, merchant_id: str, *, limit: int = 200) -> Sequence[Gap]:
    """What was asked and not answered, the most often asked first."""
    found = await gaps.find(merchant_id, newest_first=True, limit=limit)
    return sorted((one.document for one in found), key=lambda one: (-one.times, one.id))


async def answer(
    gaps: GapRepository, entries: EntryRepository, merchant_id: str, gap_key: str, text: str
) -> Entry:
    """A merchant's answer to a gap becomes an entry of his knowledge, and the gap is closed.

    Raises NotKept: no such gap, no words, or words that speak to an agent instead of a buyer.
    """
    found = await gaps.get(merchant_id, gap_key)
    if found is None:
        raise NotKept(f"no gap {gap_key[:40]!r}; `argosy knowledge gaps` lists them")
    if not text.strip() or any(instructs(line) for line in text.split("\n")):
        raise NotKept("an answer has to say to a buyer what is so; this one is empty or speaks to an agent")
    gap = found.document
    # No topics: an answer about one certificate is none to every question about safety.
    entry = entry_of(gap.words, text, product=gap.product)
    await _keep(entries, merchant_id, entry)
    # The answer first: if the process ends here, the gap is answered twice, never lost.
    await gaps.delete(merchant_id, gap_key)
    return entry


async def _keep(entries: EntryRepository, merchant_id: str, entry: Entry) -> None:
    try:
        await entries.change(merchant_id, entry.id, lambda _: entry)
    except DocumentConflict as error:
        raise NotKept(f"{entry.question[:40]!r} is being changed by somebody else; try again") from error

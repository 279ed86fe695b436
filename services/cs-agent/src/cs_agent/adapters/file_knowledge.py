"""What is known, out of files of events and of a merchant's own knowledge: without a store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from google.protobuf.message import Message

from argosy.fact.v1 import fact_pb2
from argosy.product.v1 import product_pb2
from argosy_commerce.terms import TermBase
from argosy_contracts import Event
from argosy_ledger import Fact, PolicyHistory
from argosy_ledger.merging import with_policy
from cs_agent.domain.knowledge.faq import Entry
from cs_agent.domain.knowledge.listings import (
    Published,
    language_of_listing,
    language_of_market,
    published_of,
    rejected,
    with_listing,
    words_of_listings,
)
from cs_agent.domain.knowledge.products import facts_of_product
from cs_agent.domain.knowledge.shop import facts_of_shop
from cs_agent.domain.retrieval.indexed import Shelf
from cs_agent.domain.retrieval.matters import matters


@dataclass(slots=True)
class FileKnowledge:
    """One merchant's products, listings, policies and entries; the last event of a thing counts."""

    base: TermBase
    products: dict[str, product_pb2.Product] = field(default_factory=dict)
    policies: dict[tuple[str, str], PolicyHistory] = field(default_factory=dict)
    listings: dict[tuple[str, str], tuple[Published, ...]] = field(default_factory=dict)
    """By product and language."""
    entries: list[Entry] = field(default_factory=list)
    _shelves: dict[str, Shelf] = field(default_factory=dict)

    @classmethod
    def of(
        cls, base: TermBase, events: Iterable[Event[Message]], entries: Sequence[Entry] = ()
    ) -> FileKnowledge:
        """Of products', listings', reviews' and policies' events; others say nothing here."""
        known = cls(base, entries=list(entries))
        for event in events:
            match event.data:
                case product_pb2.ProductCreated() | product_pb2.ProductUpdated():
                    known.products[event.data.product.id] = event.data.product
                case product_pb2.ListingLocalized():
                    published = published_of(event.data, event.time)
                    known._publish(event.data.product_id, language_of_listing(event.data), published)
                case product_pb2.ListingReviewed(verdict=product_pb2.ListingReviewed.REJECTED):
                    gone = rejected(event.data.market, event.data.channel, event.time)
                    known._publish(event.data.product_id, language_of_market(event.data.market), gone)
                case fact_pb2.PolicyUpdated():
                    kind = fact_pb2.PolicyUpdated.Kind.Name(event.data.kind)
                    key = (kind, event.data.market)
                    history = known.policies.get(key, PolicyHistory(*key))
                    known.policies[key] = with_policy(history, Fact(event.data, event.time, event.id))
        return known

    async def shelf(
        self,
        merchant_id: str,  # noqa: ARG002 — one merchant's
        product_id: str,
        country: str,
        language: str,
        now: datetime,
        *,
        kept: object = None,  # noqa: ARG002 — all of it is at hand
    ) -> Shelf:
        """All that is known for a question about a product, in force at ``now`` (aware)."""
        if product_id in self.products and product_id not in self._shelves:
            told = facts_of_product(self.products[product_id], self.base)
            self._shelves[product_id] = Shelf.of(told.facts, matters())
        histories = [one for (_, market), one in self.policies.items() if market in {"", country}]
        policies = [policy for one in histories if (policy := one.on(now))]
        own = [one for one in self.entries if one.product in {"", product_id}]
        shop = Shelf.of(facts_of_shop(policies, own, country), matters())
        product = self._shelves.get(product_id, Shelf(()))
        listings = self.listings.get((product_id, language.partition("-")[0]), ())
        words = words_of_listings(listings, country, (row.fact for row in product.rows))
        return replace(product, published=words) + shop

    def _publish(self, product_id: str, language: str, new: Published | None) -> None:
        if new is not None:
            key = product_id, language
            self.listings[key] = with_listing(self.listings.get(key, ()), new)

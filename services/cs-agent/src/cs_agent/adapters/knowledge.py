"""What a merchant's agent knows, kept: products as published, his own entries, open questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, cast

from argosy.product.v1 import product_pb2
from argosy_ledger import Sealer
from argosy_store import DocumentRepository, Index, Store
from cs_agent.domain.knowledge.faq import Entry
from cs_agent.domain.understood import Intent

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KnownProduct:
    """A product as its last event told it; ``told_at``: when (aware UTC); an older one changes nothing."""

    product: product_pb2.Product
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that no fact answered; ``words``: of a buyer who asked it, personal data masked before."""

    id: str
    intent: Intent
    words: str
    language: str
    product: str
    why: str
    times: int
    first: datetime
    last: datetime


class ProductRepository(DocumentRepository[KnownProduct]):
    """Products by their id. A merchant's public words, not sealed."""

    collection: ClassVar[str] = "cs_products"

    async def learn(self, merchant_id: str, product: product_pb2.Product, told_at: datetime) -> int:
        """Keep a product unless a later event told it already; its version."""
        new = KnownProduct(product, told_at)

        def how(known: KnownProduct | None) -> KnownProduct:
            return known if known is not None and known.told_at >= told_at else new

        return (await self.change(merchant_id, product.id, how)).version

    def encode(self, document: KnownProduct) -> Fields:
        """Fields as MongoDB keeps them; the time to the microsecond, which BSON would cut off."""
        data = document.product.SerializeToString(deterministic=True)
        return {"product": data, "told_at": document.told_at.astimezone(UTC).isoformat()}

    def decode(self, fields: Fields) -> KnownProduct:
        """What `encode` wrote."""
        product = product_pb2.Product()
        product.ParseFromString(fields["product"])
        return KnownProduct(product, datetime.fromisoformat(fields["told_at"]))


class EntryRepository(DocumentRepository[Entry]):
    """A merchant's own entries by their id, found again by product; his public words, not sealed."""

    collection: ClassVar[str] = "cs_entries"
    indexes: ClassVar[tuple[Index, ...]] = (Index(("product",)),)

    def encode(self, document: Entry) -> Fields:
        """Fields as MongoDB keeps them."""
        return {
            "id": document.id,
            "question": document.question,
            "answer": document.answer,
            "language": document.language,
            "topics": sorted(document.topics),
            "product": document.product,
        }

    def decode(self, fields: Fields) -> Entry:
        """What `encode` wrote."""
        return Entry(
            fields["id"],
            fields["question"],
            fields["answer"],
            fields["language"],
            frozenset(fields["topics"]),
            fields["product"],
        )


class GapRepository(DocumentRepository[Gap]):
    """Questions without an answer; a buyer's words are sealed."""

    collection: ClassVar[str] = "cs_gaps"

    def __init__(self, store: Store, sealer: Sealer, **options: Any) -> None:  # noqa: ANN401 — the base's own
        super().__init__(store, **options)
        self._sealer = sealer

    def encode(self, document: Gap) -> Fields:
        """Fields as MongoDB keeps them."""
        return {
            "id": document.id,
            "intent": document.intent,
            "words": self._sealer.seal(document.words.encode(), document.id),
            "language": document.language,
            "product": document.product,
            "why": document.why,
            "times": document.times,
            "first": document.first,
            "last": document.last,
        }

    def decode(self, fields: Fields) -> Gap:
        """What `encode` wrote."""
        return Gap(
            fields["id"],
            cast("Intent", fields["intent"]),
            self._sealer.open(fields["words"], fields["id"]).decode(),
            fields["language"],
            fields["product"],
            fields["why"],
            fields["times"],
            _aware(fields["first"]),
            _aware(fields["last"]),
        )


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

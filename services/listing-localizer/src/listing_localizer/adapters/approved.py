"""Texts that a merchant approved, kept by market and category: examples for the generator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from argosy_store import DocumentRepository, Index, document_id
from listing_localizer.domain.fields import Texts
from listing_localizer.domain.remembering import Place, Remembered
from listing_localizer.domain.rewriting.approved import ApprovedText

_LOOKED_THROUGH = 50
"""The newest of a market and category; the most like a product among them are its examples."""


@dataclass(frozen=True, slots=True)
class Approved:
    """The approved texts of one listing, and what they speak of."""

    market: str
    category: str
    concepts: tuple[str, ...]
    texts: ApprovedText


class ApprovedRepository(DocumentRepository[Approved]):
    """The port `ApprovedTexts` on the document store."""

    collection: ClassVar[str] = "approved_texts"
    indexes: ClassVar[tuple[Index, ...]] = (Index(("market", "category")),)

    async def keep(self, merchant_id: str, product_id: str, place: Place, kept: Remembered) -> None:
        """Let the approved texts of a listing be what the person last decided, or none."""
        key = document_id(product_id, *place)
        texts = {name: approval.texts for name, approval in kept.approvals.items()}
        if not any(texts.values()):
            await self.delete(merchant_id, key)
            return
        concepts = tuple(point.concept for point in kept.message.selling_points)
        approved = Approved(place[0], kept.message.category, concepts, _as_example(texts))
        await self.change(merchant_id, key, lambda _: approved)

    async def similar(
        self, merchant: str, market: str, category: str | None, concepts: Sequence[str], limit: int
    ) -> Sequence[ApprovedText]:
        """Texts of this merchant alone, of the market and category, those that share most concepts first."""
        equal = {"market": market, "category": category or ""}
        found = await self.find(merchant, equal, newest_first=True, limit=_LOOKED_THROUGH)
        wanted = set(concepts)
        best = sorted(found, key=lambda one: -len(wanted.intersection(one.document.concepts)))
        return [one.document.texts for one in best[:limit]]

    def encode(self, document: Approved) -> Mapping[str, object]:
        """Fields as MongoDB keeps them."""
        return {
            "market": document.market,
            "category": document.category,
            "concepts": list(document.concepts),
            "title": document.texts.title,
            "bullets": list(document.texts.bullets),
            "description": document.texts.description,
            "keywords": list(document.texts.keywords),
        }

    def decode(self, fields: Mapping[str, Any]) -> Approved:
        """What `encode` wrote."""
        texts = ApprovedText(
            fields["title"], tuple(fields["bullets"]), fields["description"], tuple(fields["keywords"])
        )
        return Approved(fields["market"], fields["category"], tuple(fields["concepts"]), texts)


def _as_example(texts: Mapping[str, Texts]) -> ApprovedText:
    return ApprovedText(
        title="".join(texts.get("title", ())),
        bullets=tuple(texts.get("bullets", ())),
        description="".join(texts.get("description", ())),
        keywords=tuple(texts.get("keywords", ())),
    )

"""What listings show: pictures, brand and variants, as `product.created` and `product.updated` tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from argosy.product.v1 import product_pb2
from argosy_store import DocumentRepository, Index

MOST_PICTURES: Final = 3
_MOST_VARIANTS: Final = 200


@dataclass(frozen=True, slots=True)
class Listing:
    """A product as its shop lists it.

    ``pictures``: addresses, the main one first; ``variants``: (name, value) pairs by sku; ``time`` and
    ``event_id``: of the event that told it.
    """

    product_id: str
    title: str
    brand: str
    pictures: tuple[str, ...]
    variants: Mapping[str, tuple[tuple[str, str], ...]]
    time: datetime
    event_id: str


class ListingRepository(DocumentRepository[Listing]):
    """Listings by product, found by sku where an order names no product."""

    collection: ClassVar[str] = "refund_listings"
    indexes: ClassVar[tuple[Index, ...]] = (Index(("skus",)),)

    async def learn(
        self, merchant_id: str, product: product_pb2.Product, time: datetime, event_id: str
    ) -> None:
        """Keep a product as an event tells it; of two events the later counts, whatever comes first."""
        new = _listing(product, time, event_id)

        def later(known: Listing | None) -> Listing:
            return known if known and (known.time, known.event_id) >= (time, event_id) else new

        await self.change(merchant_id, product.id, later)

    async def of(self, merchant_id: str, product_id: str, sku: str) -> Listing | None:
        """The listing of an order's line, if the shop has told it."""
        if product_id and (found := await self.get(merchant_id, product_id)):
            return found.document
        by_sku = await self.find_any(merchant_id, "skus", [sku], limit=1) if sku else ()
        return by_sku[0].document if by_sku else None

    def encode(self, document: Listing) -> Mapping[str, object]:
        """Fields as MongoDB keeps them."""
        return {
            "product_id": document.product_id,
            "title": document.title,
            "brand": document.brand,
            "pictures": list(document.pictures),
            "skus": list(document.variants),
            "variants": [
                {"sku": sku, "options": [list(pair) for pair in options]}
                for sku, options in document.variants.items()
            ],
            "time": document.time.isoformat(),
            "event_id": document.event_id,
        }

    def decode(self, fields: Mapping[str, Any]) -> Listing:
        """What `encode` wrote."""
        variants = {
            row["sku"]: tuple((name, value) for name, value in row["options"]) for row in fields["variants"]
        }
        return Listing(
            fields["product_id"], fields["title"], fields["brand"], tuple(fields["pictures"]), variants,
            datetime.fromisoformat(fields["time"]), fields["event_id"],
        )  # fmt: skip


def _listing(product: product_pb2.Product, time: datetime, event_id: str) -> Listing:
    shown = [
        image for image in product.images if image.role != product_pb2.ProductImage.SIZE_CHART and image.url
    ]
    shown.sort(key=lambda image: image.role != product_pb2.ProductImage.MAIN)
    variants = {
        variant.sku: tuple((option.name, option.value) for option in variant.options)
        for variant in list(product.variants)[:_MOST_VARIANTS]
        if variant.sku
    }
    pictures = tuple(dict.fromkeys(image.url for image in shown))[:MOST_PICTURES]
    return Listing(product.id, product.title, product.brand, pictures, variants, time, event_id)

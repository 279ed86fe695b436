"""Product pictures as buyers' are held against them: traits to search by, imprints to compare with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Final

import numpy as np

from argosy.product.v1 import product_pb2
from argosy_pictures.comparing import Studied
from argosy_store import DocumentRepository, Index
from cs_agent.domain.pictures.imprint import Traits, from_bytes, to_bytes

DUE: Final = "due"
MOST_PICTURES: Final = 2
"""Of a product: the main ones."""
_NEVER: Final = None


@dataclass(frozen=True, slots=True, eq=False)
class ProductPictures:
    """What is known of a product's pictures. ``due``: when they are to be looked at (again), None where they
    were; ``tries``: how often that failed; ``coloured``: it comes in several variants.
    """

    product_id: str
    urls: tuple[str, ...]
    told_at: datetime
    due: datetime | None = _NEVER
    tries: int = 0
    coloured: bool = False
    traits: tuple[Traits, ...] = ()
    """One for each picture that could be had."""


class PictureRepository(DocumentRepository[ProductPictures]):
    """By product; about 4 kB a picture, so that a merchant's are read in one go."""

    collection: ClassVar[str] = "cs_product_pictures"
    indexes: ClassVar[tuple[Index, ...]] = (Index((DUE,), every_merchant=True),)

    async def learn(self, merchant_id: str, product: product_pb2.Product, told_at: datetime) -> bool:
        """Note a product's pictures as an event tells them; whether there are new ones to look at."""
        urls, coloured = main_pictures(product), len(product.variants) > 1

        def how(known: ProductPictures | None) -> ProductPictures:
            if known is None:
                return ProductPictures(product.id, urls, told_at, told_at if urls else None, 0, coloured)
            if known.told_at >= told_at or (known.urls, known.coloured) == (urls, coloured):
                return known
            return ProductPictures(product.id, urls, told_at, told_at if urls else None, 0, coloured)

        return (await self.change(merchant_id, product.id, how)).document.due is not None

    def encode(self, document: ProductPictures) -> Mapping[str, object]:
        """Fields as MongoDB keeps them."""
        return {
            "product_id": document.product_id,
            "urls": list(document.urls),
            "told_at": document.told_at.astimezone(UTC).isoformat(),
            DUE: document.due,
            "tries": document.tries,
            "coloured": document.coloured,
            "traits": [_traits_fields(one) for one in document.traits],
        }

    def decode(self, fields: Mapping[str, Any]) -> ProductPictures:
        """What `encode` wrote."""
        due = fields[DUE]
        return ProductPictures(
            fields["product_id"],
            tuple(fields["urls"]),
            datetime.fromisoformat(fields["told_at"]),
            due if due is None or due.tzinfo else due.replace(tzinfo=UTC),
            fields["tries"],
            fields["coloured"],
            tuple(_read_traits(one) for one in fields["traits"]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Imprints:
    """A product's pictures studied, in the order of its traits."""

    studied: tuple[Studied, ...]


class ImprintRepository(DocumentRepository[Imprints]):
    """By product; about 45 kB a picture, read for the few that are compared in full."""

    collection: ClassVar[str] = "cs_product_imprints"

    def encode(self, document: Imprints) -> Mapping[str, object]:
        """Fields as MongoDB keeps them."""
        return {"studied": [to_bytes(one) for one in document.studied]}

    def decode(self, fields: Mapping[str, Any]) -> Imprints:
        """What `encode` wrote."""
        return Imprints(tuple(from_bytes(one) for one in fields["studied"]))


def main_pictures(product: product_pb2.Product) -> tuple[str, ...]:
    """Addresses of the main pictures, else of the first; never of a size chart."""
    shown = [one for one in product.images if one.url and one.role != product_pb2.ProductImage.SIZE_CHART]
    main = [one.url for one in shown if one.role == product_pb2.ProductImage.MAIN]
    return tuple(dict.fromkeys(main or [one.url for one in shown][:1]))[:MOST_PICTURES]


def _traits_fields(traits: Traits) -> dict[str, object]:
    return {
        "hashes": [f"{bits:064x}" for bits in traits.hashes],
        "codes": traits.codes.astype("<u4").tobytes(),
        "colours": [float(one) for one in traits.colours],
        "outline": [float(one) for one in traits.outline],
        "plain": traits.plain,
    }


def _read_traits(fields: Mapping[str, Any]) -> Traits:
    return Traits(
        tuple(int(bits, 16) for bits in fields["hashes"]),
        np.frombuffer(bytes(fields["codes"]), "<u4").reshape(-1, 3).astype(np.uint32),
        np.array(fields["colours"], np.float32),
        np.array(fields["outline"], np.float32),
        bool(fields["plain"]),
    )

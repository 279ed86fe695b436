"""What the document store remembers of each product's tags: one document per merchant and product."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from argosy.product.v1 import product_pb2
from argosy_store import DocumentRepository
from search_tagger.domain.remembering import Remembered

_MOST_BYTES = 4_000_000
"""Tags unpack to less than a record of the bus may hold; more was not written here."""


class TaggedRepository(DocumentRepository[Remembered]):
    """The memory in the document store."""

    collection: ClassVar[str] = "tagged_products"

    async def of(self, merchant_id: str, product_id: str) -> Remembered | None:
        """What is remembered of a product."""
        found = await self.get(merchant_id, product_id)
        return None if found is None else found.document

    async def remember(
        self, merchant_id: str, product_id: str, how: Callable[[Remembered | None], Remembered]
    ) -> Remembered:
        """Read, change by a pure function, and write back; again if another writer was quicker."""
        return (await self.change(merchant_id, product_id, how)).document

    def encode(self, document: Remembered) -> Mapping[str, object]:
        """The message packed: it is read whole or not at all."""
        return {
            "made_of": document.made_of,
            "event_id": document.event_id,
            "is_whole": document.is_whole,
            "message": zlib.compress(document.message.SerializeToString(deterministic=True)),
        }

    def decode(self, fields: Mapping[str, Any]) -> Remembered:
        """The memory that `encode` wrote."""
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(fields["message"], _MOST_BYTES)
        if unpacker.unconsumed_tail:
            raise ValueError(f"tags unpack to more than {_MOST_BYTES} bytes")
        message = product_pb2.ProductTagged.FromString(data)
        return Remembered(
            fields["made_of"], message, fields["event_id"], is_whole=fields.get("is_whole", True)
        )

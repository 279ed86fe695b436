"""What the document store remembers of each product's listings: one document per merchant and product."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import astuple
from typing import Any, ClassVar

from argosy.product.v1 import product_pb2
from argosy_store import DocumentRepository
from listing_localizer.domain.listing import Engine, SpokenSentence
from listing_localizer.domain.remembering import Approval, Memory, Place, Rejection, Remembered

_MOST_BYTES = 4_000_000
"""A listing unpacks to less than a record of the bus may hold; more was not written here."""


class ListingRepository(DocumentRepository[Memory]):
    """The memory in the document store."""

    collection: ClassVar[str] = "listings"

    async def of(self, merchant_id: str, product_id: str) -> Memory:
        """All listings of a product; empty if there are none."""
        found = await self.get(merchant_id, product_id)
        return {} if found is None else found.document

    async def remember(self, merchant_id: str, product_id: str, how: Callable[[Memory], Memory]) -> Memory:
        """Read, change by a pure function, and write back; again if another writer was quicker."""
        return (await self.change(merchant_id, product_id, lambda memory: how(memory or {}))).document

    def encode(self, document: Memory) -> Mapping[str, object]:
        """Texts as they are, listings and sentences packed: they are read whole or not at all."""
        return {"places": [_encoded(place, kept) for place, kept in document.items()]}

    def decode(self, fields: Mapping[str, Any]) -> Memory:
        """The memory that `encode` wrote."""
        return dict(_decoded(row) for row in fields["places"])


def _encoded(place: Place, kept: Remembered) -> dict[str, object]:
    sentences = [astuple(sentence) for sentence in kept.sentences]
    return {
        "market": place[0],
        "channel": place[1],
        "source": kept.source,
        "made_by": kept.made_by,
        "event_id": kept.event_id,
        "drafts": {name: list(texts) for name, texts in kept.drafts.items()},
        "message": zlib.compress(kept.message.SerializeToString()),
        "product": zlib.compress(kept.product.SerializeToString()),
        "sentences": zlib.compress(json.dumps(sentences, ensure_ascii=False).encode()),
        "approvals": {
            name: {
                "texts": list(one.texts),
                "draft": list(one.draft),
                "source": one.source,
                "event_id": one.event_id,
                "at": one.at,
            }
            for name, one in kept.approvals.items()
        },
        "rejections": {
            name: {"draft": list(one.draft), "reason": one.reason, "event_id": one.event_id, "at": one.at}
            for name, one in kept.rejections.items()
        },
    }


def _decoded(row: Mapping[str, Any]) -> tuple[Place, Remembered]:
    message = product_pb2.ListingLocalized.FromString(_unpacked(row["message"]))
    sentences = tuple(
        SpokenSentence(source, start, text, coverage, tuple((w, a, b) for w, a, b in left), Engine(*engine))
        for source, start, text, coverage, left, engine in json.loads(_unpacked(row["sentences"]))
    )
    return (row["market"], row["channel"]), Remembered(
        source=row["source"],
        made_by=row["made_by"],
        drafts=_texts(row["drafts"]),
        message=message,
        product=product_pb2.Product.FromString(_unpacked(row["product"])),
        sentences=sentences,
        approvals={
            name: Approval(
                tuple(one["texts"]), tuple(one["draft"]), one["source"], one["event_id"], one["at"]
            )
            for name, one in row["approvals"].items()
        },
        rejections={
            name: Rejection(tuple(one["draft"]), one["reason"], one["event_id"], one["at"])
            for name, one in row["rejections"].items()
        },
        event_id=row["event_id"],
    )


def _texts(fields: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(texts) for name, texts in fields.items()}


def _unpacked(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(packed, _MOST_BYTES)
    if unpacker.unconsumed_tail:
        raise ValueError(f"a listing unpacks to more than {_MOST_BYTES} bytes")
    return data

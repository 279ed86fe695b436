"""Fingerprints of pictures that came with requests of a platform's shops, found again where they are near.

Kept are the hashes, two handles (of the shop and of the order, made with the operator's lookup key) and the
time. No picture, buyer, order or shop can be told from them without that key; what is given out names none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Final

from argosy_ledger import Sealer
from argosy_store import DocumentRepository, Index, Store
from refund_agent.domain.evidence.reuse import NEAR, Fingerprint, Match, pieces_asked, pieces_kept

_MOST_CANDIDATES: Final = 5_000


@dataclass(frozen=True, slots=True)
class SeenPicture:
    """A picture of an earlier request: its hashes, whose (as handles), and when it came."""

    hashes: tuple[int, ...]
    pieces: tuple[str, ...]
    shop: str
    order: str
    at: datetime


class FingerprintRepository(DocumentRepository[SeenPicture]):
    """By platform. What is near is found by pieces of the hashes, never by going through all of them."""

    collection: ClassVar[str] = "refund_pictures"
    indexes: ClassVar[tuple[Index, ...]] = (Index(("pieces",)), Index(("order",)))

    def __init__(self, store: Store, sealer: Sealer, **options: Any) -> None:  # noqa: ANN401 — the base's own
        super().__init__(store, **options)
        self._sealer = sealer

    async def keep(
        self, platform: str, merchant_id: str, order_id: str, print_: Fingerprint, at: datetime
    ) -> None:
        """Remember a picture of a request; told again it is kept once, with its first time."""
        new = SeenPicture(
            print_.kept,
            pieces_kept(print_),
            self._sealer.handle(merchant_id, "shop", merchant_id),
            self._sealer.handle(merchant_id, "order", order_id),
            at,
        )
        key = hashlib.sha256(f"{new.order}/{print_.kept[0]:064x}".encode()).hexdigest()[:40]

        def first(known: SeenPicture | None) -> SeenPicture:
            return new if known is None else replace(known, at=min(known.at, at))

        await self.change(_scope(platform), key, first)

    async def earlier(
        self, platform: str, merchant_id: str, order_id: str, print_: Fingerprint, before: datetime
    ) -> tuple[Match, ...]:
        """Near pictures that came earlier with other orders, the nearest first."""
        shop = self._sealer.handle(merchant_id, "shop", merchant_id)
        order = self._sealer.handle(merchant_id, "order", order_id)
        found = await self.find_any(_scope(platform), "pieces", pieces_asked(print_), limit=_MOST_CANDIDATES)
        near = [
            Match(away, one.document.shop == shop, one.document.at)
            for one in found
            if one.document.order != order
            and one.document.at < before
            and (away := print_.away(one.document.hashes)) <= NEAR
        ]
        return tuple(sorted(near, key=lambda one: one.away))

    async def forget(self, platform: str, merchant_id: str, order_id: str) -> int:
        """Take the pictures of an order's requests out; returns how many."""
        order = self._sealer.handle(merchant_id, "order", order_id)
        found = await self.find(_scope(platform), {"order": order}, limit=1_000)
        return sum([await self.delete(_scope(platform), one.key) for one in found])

    def encode(self, document: SeenPicture) -> Mapping[str, object]:
        """Fields as MongoDB keeps them."""
        return {
            "hashes": [f"{bits:064x}" for bits in document.hashes],
            "pieces": list(document.pieces),
            "shop": document.shop,
            "order": document.order,
            "at": document.at.astimezone(UTC).isoformat(),
        }

    def decode(self, fields: Mapping[str, Any]) -> SeenPicture:
        """What `encode` wrote."""
        return SeenPicture(
            tuple(int(bits, 16) for bits in fields["hashes"]),
            tuple(fields["pieces"]),
            fields["shop"],
            fields["order"],
            datetime.fromisoformat(fields["at"]),
        )


def _scope(platform: str) -> str:
    return platform or "-"

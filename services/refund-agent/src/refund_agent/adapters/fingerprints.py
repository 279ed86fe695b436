"""Fingerprints of pictures that came with requests of a platform's shops, found again where they are near.

Kept are the hashes, handles (of the shop, the order, the buyer's account and e-mail address, made with the
operator's lookup key) and the time. No picture, buyer, order or shop can be told from them without that key;
what is given out names none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Final

from argosy_ledger import Sealer
from argosy_pictures.fingerprints import NEAR, Fingerprint, pieces_asked, pieces_kept
from argosy_store import DocumentRepository, Index, Store
from refund_agent.domain.evidence.reuse import Buyer, Match

_MOST_CANDIDATES: Final = 5_000


@dataclass(frozen=True, slots=True)
class Sender:
    """Where a picture comes from. ``account``, ``email``: the buyer's, "" where they are not on record.

    ``shared``: accounts are the platform's; else each shop has its own, and two shops' say nothing together.
    """

    platform: str
    merchant_id: str
    order_id: str
    account: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    shared: bool = False


@dataclass(frozen=True, slots=True)
class SeenPicture:
    """A picture of an earlier request: its hashes, whose (as handles, "" if unknown), and when it came."""

    hashes: tuple[int, ...]
    pieces: tuple[str, ...]
    shop: str
    order: str
    account: str
    email: str
    at: datetime


class FingerprintRepository(DocumentRepository[SeenPicture]):
    """By platform. What is near is found by pieces of the hashes, never by going through all of them."""

    collection: ClassVar[str] = "refund_pictures"
    indexes: ClassVar[tuple[Index, ...]] = (Index(("pieces",)), Index(("order",)))

    def __init__(self, store: Store, sealer: Sealer, **options: Any) -> None:  # noqa: ANN401 — the base's own
        super().__init__(store, **options)
        self._sealer = sealer

    async def keep(self, sender: Sender, print_: Fingerprint, at: datetime) -> None:
        """Remember a picture of a request; told again it is kept once, with its first time."""
        new = self._seen(sender, print_, at)
        key = hashlib.sha256(f"{new.order}/{print_.kept[0]:064x}".encode()).hexdigest()[:40]

        def first(known: SeenPicture | None) -> SeenPicture:
            return new if known is None else replace(new, at=min(known.at, at))

        await self.change(_scope(sender.platform), key, first)

    async def earlier(self, sender: Sender, print_: Fingerprint, before: datetime) -> tuple[Match, ...]:
        """Near pictures that came earlier with other orders, the nearest first."""
        new, scope = self._seen(sender, print_, before), _scope(sender.platform)
        found = await self.find_any(scope, "pieces", pieces_asked(print_), limit=_MOST_CANDIDATES)
        near = [
            Match(away, known.shop == new.shop, _buyer(known, new, shared=sender.shared), known.at)
            for known in (one.document for one in found)
            if known.order != new.order and known.at < before and (away := print_.away(known.hashes)) <= NEAR
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
            "account": document.account,
            "email": document.email,
            "at": document.at.astimezone(UTC).isoformat(),
        }

    def decode(self, fields: Mapping[str, Any]) -> SeenPicture:
        """What `encode` wrote."""
        return SeenPicture(
            tuple(int(bits, 16) for bits in fields["hashes"]),
            tuple(fields["pieces"]),
            fields["shop"],
            fields["order"],
            fields["account"],
            fields["email"],
            datetime.fromisoformat(fields["at"]),
        )

    def _seen(self, sender: Sender, print_: Fingerprint, at: datetime) -> SeenPicture:
        handle, merchant, platform = self._sealer.handle, sender.merchant_id, _scope(sender.platform)
        return SeenPicture(
            print_.kept,
            pieces_kept(print_),
            handle(merchant, "shop", merchant),
            handle(merchant, "order", sender.order_id),
            handle(platform if sender.shared else merchant, "account", sender.account),
            handle(platform, "email", sender.email),
            at,
        )


def _buyer(known: SeenPicture, new: SeenPicture, *, shared: bool) -> Buyer:
    """One account or one address is one buyer; two are two where nothing else is the same."""
    pairs = [(known.email, new.email)]
    if shared or known.shop == new.shop:
        pairs.append((known.account, new.account))
    told = [one == other for one, other in pairs if one and other]
    return "unknown" if not told else "same" if any(told) else "other"


def _scope(platform: str) -> str:
    return platform or "-"

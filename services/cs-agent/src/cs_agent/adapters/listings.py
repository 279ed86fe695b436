"""Published listings, kept: of each product in each language what its markets' listings say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from argosy_store import DocumentRepository
from cs_agent.domain.knowledge.listings import Published, Statement, with_listing


class ListingRepository(DocumentRepository[Sequence[Published]]):
    """Listings by language and product, so that a question costs one read. Public words, not sealed."""

    collection: ClassVar[str] = "cs_listings"

    async def of(self, merchant_id: str, product_id: str, language: str) -> Sequence[Published]:
        """All that was published of a product in a language; empty where nothing was."""
        found = await self.get(merchant_id, _key(product_id, language))
        return found.document if found else ()

    async def learn(self, merchant_id: str, product_id: str, language: str, new: Published) -> None:
        """Keep a listing unless a later one of the same place is kept."""
        key = _key(product_id, language)
        await self.change(merchant_id, key, lambda known: with_listing(known or (), new))

    def encode(self, document: Sequence[Published]) -> Mapping[str, object]:
        """Fields as MongoDB keeps them; the time to the microsecond, which BSON would cut off."""
        return {
            "listings": [
                {
                    "market": one.market,
                    "channel": one.channel,
                    "told_at": one.told_at.astimezone(UTC).isoformat(),
                    "statements": [
                        [*said.source, said.name, said.value, said.by_terms] for said in one.statements
                    ],
                }
                for one in document
            ]
        }

    def decode(self, fields: Mapping[str, Any]) -> Sequence[Published]:
        """What `encode` wrote."""
        return tuple(
            Published(
                row["market"],
                row["channel"],
                datetime.fromisoformat(row["told_at"]),
                tuple(
                    Statement((heading, words), name, value, by_terms)
                    for heading, words, name, value, by_terms in row["statements"]
                ),
            )
            for row in fields["listings"]
        )


def _key(product_id: str, language: str) -> str:
    return f"{language}:{product_id}"

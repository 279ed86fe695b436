"""What people decided about texts, kept per merchant for a later training (decision 0074)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, ClassVar

from argosy_store import DocumentConflict, DocumentRepository, Index, document_id
from listing_localizer.domain.preferences import Preference, of_line, to_line


class PreferenceRepository(DocumentRepository[Preference]):
    """One document per decision and field."""

    collection: ClassVar[str] = "listing_preferences"
    indexes: ClassVar[tuple[Index, ...]] = (Index(("market",)),)

    async def keep(self, preferences: Iterable[Preference], event_id: str) -> None:
        """Keep them; the same decision delivered again changes nothing."""
        for preference in preferences:
            place = preference.product_id, preference.market, preference.channel
            key = document_id(*place, preference.field, event_id)
            with suppress(DocumentConflict):  # delivered again: it is there
                await self.insert(preference.merchant_id, key, preference)

    def encode(self, document: Preference) -> Mapping[str, object]:
        """The line that is exported to the merchant, and the market it is about."""
        return {"market": document.market, "line": to_line(document)}

    def decode(self, fields: Mapping[str, Any]) -> Preference:
        """What `encode` wrote."""
        return of_line(fields["line"])

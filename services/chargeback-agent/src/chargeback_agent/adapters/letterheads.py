"""Who writes a merchant's letters: name, address, language, and a Word template if there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from argosy_store import DocumentRepository

KEY = "letterhead"


@dataclass(frozen=True, slots=True)
class LetterheadRecord:
    """As the merchant gave it. ``country`` is the merchant's own, ISO 3166-1; ``template_url`` a blob.

    ``language`` is what letters are always written in; empty: what each recipient needs.
    """

    name: str
    lines: tuple[str, ...] = ()
    country: str = ""
    template_url: str = ""
    language: str = ""


class LetterheadRepository(DocumentRepository[LetterheadRecord]):
    """One letterhead a merchant."""

    collection: ClassVar[str] = "chargeback_letterheads"

    async def of(self, merchant_id: str) -> LetterheadRecord | None:
        """The merchant's, if it has given one."""
        found = await self.get(merchant_id, KEY)
        return found.document if found else None

    def encode(self, document: LetterheadRecord) -> Mapping[str, object]:
        """Fields as MongoDB keeps them."""
        return {
            "name": document.name,
            "lines": list(document.lines),
            "country": document.country,
            "template_url": document.template_url,
            "language": document.language,
        }

    def decode(self, fields: Mapping[str, Any]) -> LetterheadRecord:
        """What `encode` wrote."""
        return LetterheadRecord(
            fields["name"],
            tuple(fields["lines"]),
            fields["country"],
            fields["template_url"],
            fields.get("language", ""),
        )

"""Glossaries of merchants and platforms: lines of text that take each other's place as a whole."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import uuid4

from argosy_store.documents import DocumentRepository, Index, Versioned
from argosy_store.errors import DocumentConflict, DocumentRejected, GlossaryBroken

PART_BYTES = 256 * 1024
"""Of one document; 5,000 rules are two or three."""
GLOSSARY_MAX_BYTES = 64 * 1024 * 1024
_PARTS_MAX = 1_000
_HEAD = "head"
_READ_TRIES = 5
_ABANDONED_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class GlossaryHead:
    """Which batch of lines counts, and what it must add up to."""

    batch: str
    parts: int
    lines: int
    sha256: str


@dataclass(frozen=True, slots=True)
class GlossaryPart:
    """Some lines of one batch, in their order; ``place`` counts from 0."""

    batch: str
    place: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredGlossary:
    """A glossary as it stands in the store; version 0 and no lines where there is none."""

    lines: tuple[str, ...]
    version: int
    """Goes up with each change; a later :meth:`GlossaryRepository.save` names it."""
    changed_at: datetime | None


NO_GLOSSARY = StoredGlossary((), 0, None)


class GlossaryRepository(DocumentRepository[GlossaryHead | GlossaryPart]):
    """The merchants' glossaries. What a line says is the caller's affair.

    Lines are written as parts of a new batch, and then one document, the head, is changed to name that
    batch: a reader sees all of the old lines or all of the new ones. Of two who save at once, one is
    told so (DocumentConflict) and nothing of his is seen.
    """

    collection: ClassVar[str] = "glossaries"
    indexes: ClassVar[tuple[Index, ...]] = (Index(("batch",)),)

    def encode(self, document: GlossaryHead | GlossaryPart) -> Mapping[str, object]:
        if isinstance(document, GlossaryPart):
            return {"batch": document.batch, "place": document.place, "lines": list(document.lines)}
        return {
            "batch": document.batch,
            "parts": document.parts,
            "count": document.lines,
            "sha256": document.sha256,
        }

    def decode(self, fields: Mapping[str, Any]) -> GlossaryHead | GlossaryPart:
        if "place" in fields:
            return GlossaryPart(fields["batch"], fields["place"], tuple(fields["lines"]))
        return GlossaryHead(fields["batch"], fields["parts"], fields["count"], fields["sha256"])

    async def version(self, owner_id: str) -> int:
        """The version of the owner's glossary, 0 if there is none: one small document is read."""
        _, version, _ = await self._head(owner_id)
        return version

    async def load(self, owner_id: str) -> StoredGlossary:
        """All lines of the owner's glossary.

        Raises StoreUnavailable, and GlossaryBroken if it is not what was saved.
        """
        for _ in range(_READ_TRIES):
            head, version, changed_at = await self._head(owner_id)
            if head is None:
                return NO_GLOSSARY
            parts = sorted(await self._parts(owner_id, head.batch), key=lambda part: part.place)
            lines = tuple(line for part in parts for line in part.lines)
            if len(parts) == head.parts and len(lines) == head.lines:
                if _checksum(lines) != head.sha256:
                    raise GlossaryBroken(
                        f"the glossary of {owner_id!r} is not what was stored; import it again"
                    )
                return StoredGlossary(lines, version, changed_at)
            if await self.version(owner_id) == version:
                break  # nobody has put another in its place meanwhile
        raise GlossaryBroken(f"parts of the glossary of {owner_id!r} are gone; import it again")

    async def save(self, owner_id: str, lines: Sequence[str], *, version: int) -> int:
        """Put ``lines`` in the place of the glossary that has ``version``; returns the new version.

        Raises DocumentConflict if somebody else has changed it since, DocumentRejected if it is too large.
        """
        head, current, _ = await self._head(owner_id)
        if current != version:
            raise DocumentConflict(f"the glossary of {owner_id!r} was changed meanwhile; look at it again")
        batch = uuid4().hex
        parts = list(_parted(lines))
        if sum(len(line.encode()) for line in lines) > GLOSSARY_MAX_BYTES or len(parts) > _PARTS_MAX:
            raise DocumentRejected(f"a glossary may have {GLOSSARY_MAX_BYTES:,} bytes")
        for place, part in enumerate(parts):
            await self.insert(owner_id, f"{batch}/{place}", GlossaryPart(batch, place, part))
        new = GlossaryHead(batch, len(parts), len(lines), _checksum(lines))
        try:
            if current == 0:
                kept = await self.insert(owner_id, _HEAD, new)
            else:
                kept = await self.replace(owner_id, _HEAD, new, version=current)
        except DocumentConflict:
            await self._remove(owner_id, batch)
            raise DocumentConflict(
                f"the glossary of {owner_id!r} was changed meanwhile; look at it again"
            ) from None
        if head is not None:
            await self._remove(owner_id, head.batch)
        await self._remove_abandoned(owner_id, batch)
        return kept.version

    async def _head(self, owner_id: str) -> tuple[GlossaryHead | None, int, datetime | None]:
        found = await self.get(owner_id, _HEAD)
        if found is None:
            return None, 0, None
        if not isinstance(found.document, GlossaryHead):
            raise GlossaryBroken(f"the glossary of {owner_id!r} has a part where its head should be")
        return found.document, found.version, found.updated_at

    async def _parts(self, owner_id: str, batch: str) -> list[GlossaryPart]:
        found = await self.find(owner_id, {"batch": batch}, limit=_PARTS_MAX)
        return [kept.document for kept in found if isinstance(kept.document, GlossaryPart)]

    async def _remove(self, owner_id: str, batch: str) -> None:
        for part in await self._parts(owner_id, batch):
            await self.delete(owner_id, f"{batch}/{part.place}")

    async def _remove_abandoned(self, owner_id: str, batch: str) -> None:
        """Parts of batches whose writer was killed; those of a writer at work are younger."""
        oldest: Sequence[Versioned[GlossaryHead | GlossaryPart]] = await self.find(owner_id, limit=_PARTS_MAX)
        for kept in oldest:
            part = kept.document
            young = kept.updated_at > self._now() - _ABANDONED_AFTER
            if isinstance(part, GlossaryPart) and part.batch != batch and not young:
                await self.delete(owner_id, kept.key)


class PlatformGlossaryRepository(GlossaryRepository):
    """The platforms' glossaries: in a collection of their own, as a merchant may have a platform's name."""

    collection: ClassVar[str] = "platform_glossaries"


def _parted(lines: Sequence[str]) -> Iterator[tuple[str, ...]]:
    part: list[str] = []
    size = 0
    for line in lines:
        bytes_ = len(line.encode())
        if part and size + bytes_ > PART_BYTES:
            yield tuple(part)
            part, size = [], 0
        part.append(line)
        size += bytes_
    if part:
        yield tuple(part)


def _checksum(lines: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()

"""One owner's glossary in the document store: read, replaced as a whole, compared before."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from argosy_commerce.glossaries import (
    MAX_RULES,
    Difference,
    ReadGlossary,
    Rule,
    UnreadableGlossary,
    format_of,
    read_glossary,
    rule_of_line,
    written_line,
)
from argosy_commerce.glossaries.decoding import MAX_FILE_BYTES
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.model import Kind
from argosy_store import GlossaryBroken, GlossaryRepository, PlatformGlossaryRepository, Store


@dataclass(frozen=True, slots=True)
class Owner:
    """A merchant or a platform, by its id."""

    id: str
    is_platform: bool = False

    def __str__(self) -> str:
        return f"{'platform' if self.is_platform else 'merchant'} {self.id}"


@dataclass(frozen=True, slots=True)
class Kept:
    """A glossary as it stands in the store; ``broken`` says why its rules cannot be read."""

    rules: tuple[Rule, ...]
    version: int
    changed_at: datetime | None
    broken: str = ""


class GlossaryDesk:
    """One owner's glossary."""

    def __init__(self, repository: GlossaryRepository, owner: Owner) -> None:
        self._repository = repository
        self._owner = owner

    async def read(self) -> Kept:
        """What is kept now. Raises StoreError."""
        try:
            stored = await self._repository.load(self._owner.id)
            rules = tuple(rule_of_line(line) for line in stored.lines)
        except (GlossaryBroken, ValueError) as error:
            version = await self._repository.version(self._owner.id)
            return Kept((), version, None, str(error))
        return Kept(rules, stored.version, stored.changed_at)

    async def replace(self, rules: Sequence[Rule], kept: Kept) -> None:
        """Put rules in the place of what was read. Raises DocumentConflict if that has changed since."""
        await self._repository.save(
            self._owner.id, [written_line(rule) for rule in rules], version=kept.version
        )


@asynccontextmanager
async def open_desk(uri: str, owner: Owner) -> AsyncIterator[GlossaryDesk]:
    """The owner's glossary in the store at ``uri``. Raises StoreError."""
    async with await Store.connect(uri) as store:
        repository = PlatformGlossaryRepository(store) if owner.is_platform else GlossaryRepository(store)
        await repository.prepare()
        yield GlossaryDesk(repository, owner)


def read_file(path: Path, base: TermBase) -> ReadGlossary:
    """The rules in a file. Raises UnreadableGlossary, also for a file that cannot be opened."""
    form = format_of(path.name)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise UnreadableGlossary(f"cannot be read: {error.strerror}") from None
    return read_glossary(data, f"x.{form}", category_of=lambda text: category_of(text, base))


def category_of(text: str, base: TermBase) -> str | None:
    """The category that a cell names by its concept id or in Chinese; None if it is none."""
    ids = [text] if text in base.lexicon else list(base.concepts_spelled(text))
    return next((found for found in ids if base.lexicon[found].kind is Kind.CATEGORY), None)


def merged(kept: Sequence[Rule], new: Sequence[Rule]) -> tuple[Rule, ...]:
    """The new rules over those kept. Raises UnreadableGlossary if they are more than there may be."""
    rules = {rule.key: rule for rule in kept} | {rule.key: rule for rule in new}
    if len(rules) > MAX_RULES:
        raise UnreadableGlossary(f"{len(rules):,} rules together; a glossary may have {MAX_RULES:,}")
    return tuple(rules.values())


@dataclass(frozen=True, slots=True)
class Override:
    """A rule that says another word than the term base has for a concept."""

    rule: Rule
    concept_id: str
    ours: str


def overrides(rules: Sequence[Rule], base: TermBase) -> list[Override]:
    """Rules whose source is a concept's spelling and whose word is not the concept's."""
    found = []
    for rule in rules:
        ids = set(base.concepts_spelled(rule.source))
        if len(ids) != 1 or rule.target is None:
            continue
        concept = base.lexicon[ids.pop()]
        term = concept.term(rule.language)
        if term is not None and term.preferred.casefold() != rule.target.casefold():
            found.append(Override(rule, concept.id, term.preferred))
    return found


def as_row(rule: Rule) -> dict[str, object]:
    """A rule for programs."""
    return {
        "source": rule.source,
        "language": rule.language,
        "target": rule.target,
        "never_translate": rule.never_translate,
        "category": rule.category,
        "note": rule.note,
    }


def as_change(found: Difference) -> dict[str, object]:
    """A difference for programs."""
    return {
        "added": [as_row(rule) for rule in found.added],
        "changed": [{"before": as_row(old), "after": as_row(new)} for old, new in found.changed],
        "removed": [as_row(rule) for rule in found.removed],
        "same": found.same,
    }

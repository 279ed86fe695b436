"""The term base as a file for people and their tools: a table, or TBX."""

from __future__ import annotations

from collections.abc import Sequence

from argosy_commerce.glossaries.csv_file import write_table
from argosy_commerce.glossaries.tbx import ADMITTED, PREFERRED, TbxEntry, TbxTerm, write_entries
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Concept


def as_csv(lexicon: Lexicon, languages: Sequence[str]) -> bytes:
    """A row per concept; several spellings or alternatives stand in one cell, parted by ` | `."""
    heading = ["id", "kind", "attribute", "parent", "zh"]
    for language in languages:
        heading += [language, f"{language} alternatives"]
    return write_table([heading, *(_row(concept, languages) for concept in _in_order(lexicon))])


def _row(concept: Concept, languages: Sequence[str]) -> list[str]:
    row = [concept.id, concept.kind.value, concept.attribute or "", concept.parent or ""]
    row.append(" | ".join(surface.text for surface in concept.zh))
    for language in languages:
        term = concept.term(language)
        row += [term.preferred, " | ".join(term.alternatives)] if term else ["", ""]
    return row


def as_tbx(lexicon: Lexicon, languages: Sequence[str]) -> bytes:
    """An entry per concept: each spelling a Chinese term, the preferred word and the admitted ones."""
    return write_entries((_entry(concept, languages) for concept in _in_order(lexicon)), "Argosy's term base")


def _entry(concept: Concept, languages: Sequence[str]) -> TbxEntry:
    entry = TbxEntry(concept.id, subject=concept.parent or concept.attribute or concept.kind.value)
    if concept.zh:
        entry.languages.append(("zh", [TbxTerm(surface.text) for surface in concept.zh]))
    for language in languages:
        term = concept.term(language)
        if term is not None:
            terms = [TbxTerm(term.preferred, status=PREFERRED)]
            terms += [TbxTerm(word, status=ADMITTED) for word in term.alternatives]
            entry.languages.append((language, terms))
    return entry


def _in_order(lexicon: Lexicon) -> list[Concept]:
    return sorted(lexicon, key=lambda concept: concept.id)

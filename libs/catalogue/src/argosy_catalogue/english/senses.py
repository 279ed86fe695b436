"""Which concept an English name means: in the name of a row, or in a value under a heading."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from argosy_catalogue.english.wording import plain_colours
from argosy_catalogue.headings import CAN_HEAD
from argosy_commerce.proofreading.naming import Named
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.model import Kind

ANSWERS = frozenset({"answer.yes", "answer.no"})
MATERIAL = "attribute.material"
_COLOUR = "attribute.colour"
_ANSWER = re.compile(r"\s*(?:yes|no)\s*(?:$|[,;.(])", re.IGNORECASE)
_ROW_NAMES = "attribute."
"""Ids of attributes that head rows; `heading.` and `measure.` ids head columns and sections."""


class Senses:
    """The senses of one term base's English names. Immutable."""

    def __init__(self, base: TermBase) -> None:
        self._lexicon = base.lexicon
        self._with_values = {concept.attribute for concept in base.lexicon if concept.attribute} - {MATERIAL}

    def of_name(self, named: Named) -> str | None:
        """The concept meant in the name of a row; None where it may be several or heads no row."""
        ids = {c for c in named.concepts if self._lexicon[c].kind not in {Kind.UNIT, Kind.CATEGORY}}
        attributes = {c for c in ids if self._lexicon[c].kind is Kind.ATTRIBUTE}
        things = {c for c in ids if self._lexicon[c].kind in CAN_HEAD} or ids - attributes
        heads = {c for c in attributes if c.startswith(_ROW_NAMES)}
        return self._one(heads or things, named.text)

    def of_value(self, named: Named, text: str, heading: str | None, *, surely: bool = False) -> str | None:
        """The concept meant in a value under this heading; None where it may be several.

        ``surely``: also where one of several is called just so: walnut is a colour's name, and a wood's.
        """
        ids = {c for c in named.concepts if self._lexicon[c].kind is not Kind.UNIT}
        if ids & ANSWERS:
            is_answer = heading is not None and _ANSWER.match(text) and not text[: named.start].strip()
            return next(iter(ids & ANSWERS)) if is_answer else None
        asked = {c for c in ids if heading is not None and self._lexicon[c].attribute == heading}
        if heading in self._with_values and " " not in named.text:
            ids = asked  # Pattern: Solid is no solid core: one word has too many senses
        # Light of light grey names no attribute; the heading may be said again: Detachable hood.
        others = {c for c in ids if c == heading or self._lexicon[c].kind is not Kind.ATTRIBUTE}
        meant = asked or others
        if surely and (
            len({self._sort(concept) for concept in meant}) > 1 or self._may_be_wood(meant, named, heading)
        ):
            return None
        return self._one(meant, named.text)

    def _may_be_wood(self, ids: AbstractSet[str], named: Named, heading: str | None) -> bool:
        """Whether a colour outside a row of colours is called by what has it: walnut, chestnut, champagne."""
        are_colours = {self._lexicon[concept].attribute for concept in ids} == {_COLOUR}
        return are_colours and heading != _COLOUR and named.text.casefold() not in plain_colours()

    def _sort(self, concept: str) -> str:
        """What a concept tells of: things are of one sort, whatever part or product they are."""
        kind = self._lexicon[concept].kind
        return (
            "thing" if kind in {Kind.CATEGORY, Kind.PART} else self._lexicon[concept].attribute or kind.value
        )

    def _one(self, ids: AbstractSet[str], text: str) -> str | None:
        ids = {concept for concept in ids if self._is_called(concept, text)} or ids
        return next(iter(ids)) if len(ids) == 1 else None

    def _is_called(self, concept: str, text: str) -> bool:
        """Whether it is the concept's own name, and not what shoppers type as well."""
        term = self._lexicon[concept].term("en")
        return term is not None and text.casefold().rstrip("s") in {
            name.casefold().rstrip("s") for name in (term.preferred, term.plural) if name
        }

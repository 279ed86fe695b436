"""One act of saying: the grammar, the lexicon, and the record of what was and was not said."""

from __future__ import annotations

from dataclasses import dataclass, field

from argosy_commerce.phrasing.grammar import Filler, Grammar
from argosy_commerce.phrasing.plan import Head, Modifier, NounPhrase
from argosy_commerce.phrasing.quantities import say_measure
from argosy_commerce.phrasing.register import Register
from argosy_commerce.reading.items import (
    MEASURES,
    Composition,
    ConceptMatch,
    DropReason,
    Item,
    Measure,
    Model,
    Number,
    Percent,
    Verbatim,
)
from argosy_commerce.reading.numerals import read_number
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Group, Term

Omission = tuple[Item, DropReason | None]
_MADE_FOR, _THING = "fits.made_for", "category"


@dataclass(slots=True)
class Voice:
    """Says single items and keeps the record. Lives for one text."""

    grammar: Grammar
    lexicon: Lexicon
    register: Register
    promotions: bool
    category: str | None
    subject: str | None = None
    """The category that a text without a noun speaks of; its qualities agree with it."""
    omitted: list[Omission] = field(default_factory=list)
    terms_used: dict[str, str] = field(default_factory=dict)

    def omit(self, item: Item, reason: DropReason | None) -> None:
        """Records that an item is not said."""
        self.omitted.append((item, reason))

    def use(self, concept_id: str, term: Term) -> None:
        """Records a term that was said."""
        self.terms_used.setdefault(concept_id, term.preferred)

    def use_all(self, head: Head | None, modifiers: list[Modifier]) -> None:
        """Records a noun phrase that was said."""
        if head is not None:
            self.use(head.concept.id, head.term)
        for modifier in modifiers:
            self.use(modifier.concept.id, modifier.term)

    def measure(self, measure: Measure) -> str:
        """A measure in the language."""
        if isinstance(measure, Composition):
            for _, concept_id in measure.parts:
                term = self.lexicon[concept_id].term(self.grammar.language)
                if term is not None:
                    self.use(concept_id, term)
        return say_measure(measure, self.grammar, self.lexicon)

    def phrase(self, match: ConceptMatch) -> str | None:
        """A phrase concept with its slots filled; None, and recorded, if it cannot be said here."""
        concept = self.lexicon[match.concept_id]
        if concept.group is Group.PROMOTION and not self.promotions:
            self.omit(match, DropReason.PROMOTION)
            return None
        term = concept.term(self.grammar.language)
        if term is None:
            self.omit(match, None)
            return None
        values: dict[str, list[Filler]] = {}
        for name, item in match.fills:
            value = self._filler(item)
            if value is None:
                self.omit(match, None)
                return None
            values.setdefault(name, []).append(value)
        self.use(concept.id, term)
        short = term.short if self.register is Register.BANNER else None
        return self.grammar.fill(short or term.preferred, values)

    def made_for(self, phrase: NounPhrase) -> tuple[str, tuple[ConceptMatch, ...]] | None:
        """For bicycles, and the items that say it; None, and recorded, where the language cannot say it."""
        said: list[ConceptMatch] = []
        for thing in phrase.made_for:
            term = self.lexicon[thing.concept_id].term(self.grammar.language)
            if term is None or not self.grammar.says_made_for(term):
                self.omit(thing, None)
            elif phrase.head is not None and self.grammar.repeats(term, phrase.head.term):
                self.omit(thing, DropReason.DUPLICATE)  # a phone case is for phones
            else:
                said.append(thing)
        if not said or _MADE_FOR not in self.lexicon:
            for thing in said:
                self.omit(thing, None)
            return None
        fills = tuple((_THING, thing) for thing in said)
        span, source = (said[0].span[0], said[-1].span[1]), "".join(thing.source for thing in said)
        text = self.phrase(ConceptMatch(span, source, _MADE_FOR, fills=fills))
        return None if text is None else (text, tuple(said))

    def _filler(  # noqa: PLR0911 — one per kind of filler
        self, item: Item
    ) -> Filler | None:
        if isinstance(item, ConceptMatch):
            term = self.lexicon[item.concept_id].term(self.grammar.language)
            if term is None:
                return None
            self.use(item.concept_id, term)
            return term.preferred, term, None
        if isinstance(item, Number):
            return item.text, None, read_number(item.text)
        if isinstance(item, Percent):
            return self.measure(item), None, item.number
        if isinstance(item, MEASURES):
            return self.measure(item), None, None
        if isinstance(item, Model | Verbatim):
            return item.text, None, None
        return None

"""Says items for one market, and remembers which source items were said and which could not be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from argosy_commerce.phrasing import Register, grammar_for, say
from argosy_commerce.phrasing.quantities import say_measure
from argosy_commerce.reading.items import (
    Break,
    ConceptMatch,
    Dropped,
    DropReason,
    Item,
    Measure,
    Reading,
    Unknown,
    Verbatim,
)
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.scripts import foreign_han

_NOT_SAID = (None, DropReason.TOO_LONG)


@dataclass(slots=True)
class Speaker:
    """One text's voice, be it a listing or an answer. Lives for one text."""

    base: TermBase
    language: str
    category: str | None
    hidden: str = ""
    """A brand that the language's readers cannot read; it is left out and listed."""
    said: set[str] = field(default_factory=set)
    """What stands somewhere in the text, as `what_it_says` names it."""
    by_rule: set[str] = field(default_factory=set)
    """What a rule leaves out: duplicates, promotion, categories for reach."""

    def speak(
        self,
        items: Sequence[Item],
        register: Register,
        *,
        max_chars: int | None = None,
        of_product: bool = False,
    ) -> tuple[str, frozenset[str]]:
        """The items as text, and what of them it says. Count it by `said` once the text is sure to stand.

        ``of_product``: they are qualities of the product itself, and agree with its name.
        """
        items = [item for item in items if not self._is_hidden(item)]
        spoken = say(
            items,
            self.language,
            register,
            lexicon=self.base.lexicon,
            max_chars=max_chars,
            category=self.category,
            subject=self.category if of_product else None,
        )
        unsaid = {what_it_says(item) for item, reason in spoken.omitted if reason in _NOT_SAID}
        ruled = {what_it_says(item) for item, reason in spoken.omitted if reason not in _NOT_SAID}
        self.by_rule |= ruled
        if not spoken.text:
            return "", frozenset()
        meant = {what_it_says(item) for item in items if not isinstance(item, Break)}
        return spoken.text, frozenset(meant - unsaid - ruled)

    def _is_hidden(self, item: Item) -> bool:
        return bool(self.hidden) and isinstance(item, Verbatim) and item.text == self.hidden

    def say(self, items: Sequence[Item], register: Register, *, max_chars: int | None = None) -> str:
        """The items as words that stand in the text; what could not be said stays open."""
        text, says = self.speak(items, register, max_chars=max_chars)
        self.said |= says
        return text

    def readable(self, items: Sequence[Item]) -> str:
        """As `say` in a bullet, but empty where a letter of it is Chinese to the market's readers."""
        said = self.say(items, Register.BULLET)
        return "" if foreign_han(said, self.language) else said

    def accounts_for(self, item: Item) -> bool:
        """Whether the text says it, or a rule left it out."""
        what = what_it_says(item)
        return what in self.said or what in self.by_rule

    def measure(self, measure: Measure) -> str:
        """A measure as the language writes it."""
        return say_measure(measure, grammar_for(self.language), self.base.lexicon)

    def name_of(self, concept_id: str) -> str | None:
        """A concept's preferred term with a sentence's capital; None where the language has none."""
        term = self.base.lexicon[concept_id].term(self.language)
        return grammar_for(self.language).sentence(term.preferred) if term else None

    def heading(self, concept_id: str, of: str | None) -> str | None:
        """An attribute's name over its value: `Width (strap)` where it is the width of a strap."""
        name = self.name_of(concept_id)
        if name is None or of is None:
            return name
        term = self.base.lexicon[of].term(self.language)
        return None if term is None else f"{name} ({term.preferred})"

    def spec(self, name: str, value: str) -> str:
        """`Material: cotton`, as the language writes it."""
        return grammar_for(self.language).spec(name, value)

    def lost(self, reading: Reading) -> list[Item]:
        """Items of a reading that nothing in the text says and no rule left out."""
        return [
            item
            for item in reading.items
            if not isinstance(item, Break | Dropped)
            and (isinstance(item, Unknown) or not self.accounts_for(item))
        ]


def unreadable_brand(brand: str, language: str, base: TermBase) -> str:
    """The brand where it is written in letters that the language's readers do not know, and nobody said to
    keep it; else empty. A name in Latin letters is the merchant's to give, in the glossary: none is made up.
    """
    return brand if foreign_han(brand, language) and brand not in base.kept else ""


def what_it_says(item: Item) -> str:
    """The same for items that say the same, wherever they stand: a concept, a measure, a name."""
    if isinstance(item, ConceptMatch):
        return f"{item.concept_id} {item.source if item.fills else ''}"
    return f"{type(item).__name__} {item.source.strip()}"


def weight(items: Iterable[Item]) -> int:
    """Meaning-bearing characters: letters and digits of the source, separators left out."""
    return sum(
        sum(1 for character in item.source if character.isalnum())
        for item in items
        if not isinstance(item, Break)
    )

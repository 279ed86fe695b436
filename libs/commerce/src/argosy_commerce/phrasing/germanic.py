"""What German and Dutch share: adjectives before the noun, first parts grown onto it, the rest behind it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.plan import Head, Modifier, Place
from argosy_commerce.terms.model import Role, Term
from argosy_commerce.terms.patterns import has_slots


class Germanic(Grammar):
    """A language of the family: its endings and its spelling are its own, the order is shared."""

    genders = frozenset({"m", "f", "n"})
    compounds = True
    order = (
        Place.FEATURE,
        Place.STYLE,
        Place.FIT,
        Place.CUT,
        Place.COLOUR,
        Place.PATTERN,
        Place.AUDIENCE,
        Place.OCCASION,
        Place.SEASON,
        Place.MATERIAL,
        Place.PART,
        Place.OTHER,
    )
    room: ClassVar[Mapping[Place, int]] = {
        Place.FEATURE: 1,
        Place.STYLE: 1,
        Place.FIT: 1,
        Place.CUT: 1,
        Place.COLOUR: 1,
        Place.PATTERN: 1,
        Place.AUDIENCE: 1,
        Place.SEASON: 1,
        Place.OCCASION: 1,
        Place.MATERIAL: 1,
    }

    @abstractmethod
    def agreeing(self, adjective: Term, noun: Term) -> str:
        """An adjective before its noun, without article."""

    @abstractmethod
    def grown(self, part: str, noun: str) -> str:
        """A first part and a noun as one word."""

    @abstractmethod
    def grows_inside(self, part: str, noun: Term, outside: str) -> bool:
        """Whether a purpose, a season or a material can be a part of this noun, behind the outside one."""

    @abstractmethod
    def grows_outside(self, part: str, noun: Term) -> bool:
        """Whether an audience can be its first part, before the other."""

    @abstractmethod
    def after(self, modifier: Modifier) -> str:
        """What describes a noun and does not grow onto it, behind the noun."""

    @abstractmethod
    def plural(self, term: Term) -> str:
        """A noun in the plural."""

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        noun = head.term
        before = [m for m in modifiers if self.stands_before(m)]
        inside, outside, behind = self._compounds(noun, modifiers)
        word = self.stem(noun) if outside else noun.preferred
        for modifier in [*inside, *outside]:
            word = self.grown(modifier.term.compound or "", word)
        behind += [m for m in modifiers if m.role is Role.PREPOSITIONAL]
        return " ".join([*(self.before(m, noun) for m in before), word, *names, *self.behind(behind)])

    def stands_before(self, modifier: Modifier) -> bool:
        """Whether a modifier stands before the noun as a word of its own."""
        return modifier.role in {Role.ADJECTIVE, Role.INVARIABLE}

    def before(self, modifier: Modifier, noun: Term) -> str:
        """Such a word."""
        if modifier.role is Role.INVARIABLE:
            return modifier.term.as_modifier
        return self.agreeing(modifier.term, noun)

    def part(self, modifier: Modifier) -> str | None:
        """What of a modifier can grow onto a noun."""
        return modifier.term.compound

    def stem(self, noun: Term) -> str:
        """What an audience grows onto, where that is not the whole noun."""
        return noun.preferred

    def behind(self, modifiers: Sequence[Modifier]) -> Sequence[str]:
        """The phrases behind the noun, in the order and the form they stand there."""
        return [self.said_behind(modifier) for modifier in modifiers]

    def said_behind(self, modifier: Modifier) -> str:
        """One such phrase."""
        return modifier.term.as_modifier if modifier.role is Role.PREPOSITIONAL else self.after(modifier)

    def _compounds(
        self, noun: Term, modifiers: Sequence[Modifier]
    ) -> tuple[list[Modifier], list[Modifier], list[Modifier]]:
        """Parts to grow onto the noun first and last, and what does not grow."""
        inside: list[Modifier] = []
        outside: list[Modifier] = []
        behind: list[Modifier] = []
        loose = [m for m in modifiers if not (self.stands_before(m) or m.role is Role.PREPOSITIONAL)]
        for modifier in loose:
            part = self.part(modifier)
            if modifier.place is Place.AUDIENCE and part and self.grows_outside(part, noun):
                outside.append(modifier)
        first = "".join(modifier.term.compound or "" for modifier in outside)
        for modifier in loose:
            part = self.part(modifier)
            if modifier in outside:
                continue
            if part and not modifier.purity and not inside and self.grows_inside(part, noun, first):
                inside.append(modifier)
            else:
                behind.append(modifier)
        return inside, outside, behind

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        if modifier.purity:
            return self.share(Decimal(modifier.purity), modifier.term)
        if head is not None and modifier.role in {Role.NOUN, Role.COMPOUND}:
            return self.after(modifier)
        if head is not None and modifier.role is Role.PREPOSITIONAL:
            return modifier.term.as_modifier
        return modifier.term.preferred

    def counted(self, number: Decimal, written: str, unit: Term) -> str:
        if has_slots(unit.preferred):
            return self.fill(unit.preferred, {"n": [(written, None, number)]})
        return f"{written} {unit.preferred if number == 1 else self.plural(unit)}"

"""What Spanish, French, Italian and Portuguese share: modifiers after the noun, agreeing with it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.plan import Head, Modifier, Place
from argosy_commerce.terms.model import Role, Term
from argosy_commerce.terms.patterns import has_slots


class Romance(Grammar):
    """A language of the family: its words, its articles and its endings are its own, the order is shared."""

    form_keys = frozenset({"f", "pl", "f_pl", "def"})
    genders = frozenset({"m", "f"})
    most_adjectives = 2
    order = (
        Place.SEASON,
        Place.OCCASION,
        Place.CUT,
        Place.STYLE,
        Place.FIT,
        Place.FEATURE,
        Place.OTHER,
        Place.COLOUR,
        Place.PATTERN,
        Place.MATERIAL,
        Place.PART,
        Place.AUDIENCE,
    )
    room: ClassVar[Mapping[Place, int]] = {
        Place.SEASON: 1,
        Place.OCCASION: 1,
        Place.CUT: 1,
        Place.STYLE: 1,
        Place.FIT: 1,
        Place.FEATURE: 1,
        Place.COLOUR: 1,
        Place.PATTERN: 1,
        Place.MATERIAL: 1,
        Place.AUDIENCE: 1,
    }
    closest: ClassVar[frozenset[Place]] = frozenset()
    """Where a describing noun is all but one word with its head; adjectives follow: sac de voyage noir."""
    particles: ClassVar[Mapping[Place, str]]
    """The preposition that ties a describing noun of a place to its head, where it is not «de»."""
    of: ClassVar[str] = "de"
    relative: ClassVar[str]
    """The pronoun that opens a clause (que estiliza): such a clause follows a comma."""
    in_nouns: ClassVar[frozenset[str]]
    """Words after which a noun of several words stays as it is in the plural: taza de café."""
    with_article: ClassVar[Mapping[str, str]]
    """Slot forms that are a preposition with the definite article: form -> preposition."""
    contractions: ClassVar[Mapping[tuple[str, str], str]] = {}
    """(preposition, article) -> what they become; articles as ``definite_article`` writes them."""

    @abstractmethod
    def feminine(self, word: str) -> str:
        """The feminine of one adjective, given in the masculine singular."""

    @abstractmethod
    def many(self, word: str) -> str:
        """The plural of one word, given in the singular."""

    @abstractmethod
    def definite_article(self, term: Term) -> str:
        """The article with what parts it from the word: ``la``, a space; ``l'``, nothing."""

    @abstractmethod
    def indefinite_article(self, term: Term) -> str:
        """The singular article, likewise."""

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        # Adjectives keep close to the noun they agree with; de, con and para phrases come after.
        before = [m for m in modifiers if self.stands_before(m)]
        bound = [m for m in modifiers if m not in before and self.binds(m)]
        rest = [m for m in modifiers if m not in before and m not in bound]
        close = [m for m in rest if self.keeps_close(m)]
        far = [m for m in rest if m not in close]
        noun = " ".join([*(self.before(m, head.term) for m in before), head.term.preferred])
        near = [self.after(m, head.term) for m in (*bound, *close)]
        return " ".join([noun, *names, *near, *self.chained([self.after(m, head.term) for m in far])])

    def binds(self, modifier: Modifier) -> bool:
        """Whether a modifier is all but one word with the noun, before any adjective."""
        return modifier.role is Role.NOUN and modifier.place in self.closest

    def keeps_close(self, modifier: Modifier) -> bool:
        """Whether a modifier stands before what is tied to the noun by a preposition."""
        return modifier.role in {Role.ADJECTIVE, Role.INVARIABLE}

    def chained(self, phrases: list[str]) -> list[str]:
        """Phrases with a preposition, one behind the other."""
        return phrases

    def stands_before(self, modifier: Modifier) -> bool:  # noqa: ARG002 — for a language to answer
        """Whether an adjective is one of the few that come before their noun."""
        return False

    def before(self, modifier: Modifier, noun: Term) -> str:
        """Such an adjective, agreeing."""
        return self.agree(modifier.term, noun)

    def attachable(self, modifier: Modifier) -> bool:
        # A clause (que estiliza) follows a comma, or it would seem to speak of the word before.
        return super().attachable(modifier) and not modifier.term.as_modifier.startswith(f"{self.relative} ")

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        term = modifier.term
        if modifier.purity:
            return self.pure(term, modifier.purity)
        if head is None:
            return term.preferred
        if modifier.role is Role.ADJECTIVE:
            return self.agree(term, head.term)
        if modifier.role is Role.NOUN and modifier.place is not Place.MATERIAL:
            return self.after(modifier, head.term)
        return term.as_modifier

    def after(self, modifier: Modifier, noun: Term) -> str:
        """What describes a noun, behind it."""
        term = modifier.term
        if modifier.purity and modifier.role is Role.NOUN:
            return self.of_pure(term, modifier.purity)
        if modifier.role is Role.ADJECTIVE:
            return self.agree(term, noun)
        if modifier.role is Role.NOUN:
            particle = self.particles.get(modifier.place, self.of)
            return term.modifier or self.joined(particle, term.preferred)
        return term.as_modifier

    def joined(self, preposition: str, word: str) -> str:
        """A preposition before a word without an article."""
        return f"{preposition} {word}"

    def pure(self, material: Term, percent: int) -> str:
        """A material alone and how pure it is."""
        return f"{material.preferred} {self.percent(Decimal(percent))}"

    def of_pure(self, material: Term, percent: int) -> str:
        """The same behind a noun."""
        return self.joined(self.of, self.pure(material, percent))

    def in_form(self, term: Term, form: str) -> str:
        if form == "pl":
            return self.plural(term)
        if form == "def":
            return self.definite(term)
        if form == "indef":
            bare = term.number == "pl" or not term.countable
            return term.preferred if bare else f"{self.indefinite_article(term)}{term.preferred}"
        if form in self.with_article:
            return self.contracted(self.with_article[form], self.definite(term))
        return term.preferred

    def definite(self, term: Term) -> str:
        """The noun with its definite article."""
        return term.forms.get("def") or f"{self.definite_article(term)}{term.preferred}"

    def contracted(self, preposition: str, definite: str) -> str:
        """A preposition before a definite noun: de + el abrigo, del abrigo."""
        for (particle, article), together in self.contractions.items():
            if particle == preposition and definite.startswith(article):
                return f"{together}{definite.removeprefix(article)}"
        return f"{preposition} {definite}"

    def counted(self, number: Decimal, written: str, unit: Term) -> str:
        if has_slots(unit.preferred):
            return self.fill(unit.preferred, {"n": [(written, None, number)]})
        one = self.locale.plural_form(number) == "one"
        return f"{written} {unit.preferred if one else self.plural(unit)}"

    def agree(self, adjective: Term, noun: Term) -> str:
        """The adjective in the noun's gender and number; of several words the first agrees."""
        feminine, many = noun.gender == "f", noun.number == "pl"
        word = adjective.as_modifier
        key = "f_pl" if feminine and many else "f" if feminine else "pl" if many else None
        if key is None:
            return word
        if key in adjective.forms:
            return adjective.forms[key]
        if feminine and "f" in adjective.forms:
            return self.many(adjective.forms["f"]) if many else adjective.forms["f"]
        first, _, rest = word.partition(" ")
        if feminine:
            first = self.feminine(first)
        if many:
            first = self.many(first)
        return f"{first} {rest}".strip()

    def plural(self, term: Term) -> str:
        """The plural of a noun: its own, or of its first word, and of the adjective that follows it."""
        if term.plural or term.forms.get("pl"):
            return term.plural or term.forms["pl"]
        if term.number == "pl" or not term.countable:
            return term.preferred
        first, _, rest = term.preferred.partition(" ")
        adjective, _, more = rest.partition(" ")
        if adjective and self.inflects(adjective):
            rest = f"{self.many(adjective)} {more}".strip()
        return f"{self.many(first)} {rest}".strip()

    def inflects(self, word: str) -> bool:
        """Whether the second word of a noun is an adjective that takes the plural with it."""
        return word not in self.in_nouns

"""What every language's grammar answers; a language module holds its rules, its order and its customs."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_percent

from argosy_commerce.money import Money
from argosy_commerce.phrasing.plan import TELLING, Head, Modifier, NounPhrase, Place
from argosy_commerce.reading.items import Measure
from argosy_commerce.terms.model import Role, Term
from argosy_commerce.terms.patterns import Slot, has_slots, parse_pattern

Filler = tuple[str, Term | None, Decimal | None]
"""What stands in a slot: as written, its term where it is a concept, its value where it is a number."""


def names_word(text: str, word: str) -> bool:
    """Whether a word stands in a text, whatever its case.

    >>> names_word("Hundeleine", "Hund"), names_word("dog leash", "Dog")
    (False, True)
    """
    text, word = text.casefold(), word.casefold()
    # Most often it does not, and a pattern for each pair of words would have to be compiled.
    return word in text and re.search(rf"\b{re.escape(word)}\b", text) is not None


class Grammar(ABC):
    """One language. Stateless; all text in and out is plain Unicode in logical order."""

    language: ClassVar[str]
    order: ClassVar[Sequence[Place]]
    """Order of attached modifiers from the first written to the last."""
    room: ClassVar[Mapping[Place, int]]
    """How many modifiers of each place a noun carries; the rest trails after commas."""
    form_keys: ClassVar[frozenset[str]] = frozenset()
    """Keys of a term's ``forms`` that this grammar understands."""
    slot_forms: ClassVar[frozenset[str]] = frozenset()
    """Forms a phrase's slot may ask for: ``{season|def.acc}``."""
    genders: ClassVar[frozenset[str]] = frozenset()
    """The genders that a noun must name one of (m, f, n); empty where nouns have none."""
    compounds: ClassVar[bool] = False
    """Whether a describing noun grows together with its noun (role ``compound``): Baumwollhemd."""
    forms_plurals: ClassVar[bool] = True
    """Whether plurals follow from a rule (or there are none); otherwise nouns must give theirs."""
    unisex_for_both: ClassVar[bool] = False
    """Whether a title for men and women says one word for both, where it would say them apart."""
    alone_agrees: ClassVar[bool] = False
    """Whether a quality standing alone agrees with the product it is said of: camisa: «Suave y ligera»."""
    describes_materials: ClassVar[bool] = False
    """Whether a quality right before a material in a list is said of it: gruby poliester."""
    most_attached: ClassVar[int] = 5
    most_adjectives: ClassVar[int] = 9
    """How many agreeing adjectives a noun carries before it sounds like a list."""
    comma: ClassVar[str] = ", "
    semicolon: ClassVar[str] = "; "
    full_stop: ClassVar[str] = "."
    between_sentences: ClassVar[str] = " "
    times: ClassVar[str] = " × "
    range_sign: ClassVar[str] = "–"

    @abstractmethod
    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        """Head with its attached modifiers, in order, agreeing, and model names; no capital yet."""

    def title_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        """The same as the core of a title."""
        return self.noun_phrase(head, modifiers, names)

    @abstractmethod
    def alone(self, modifier: Modifier, head: Head | None) -> str:
        """A modifier standing by itself, after a comma or in a list."""

    @abstractmethod
    def in_form(self, term: Term, form: str) -> str:
        """A term in a grammatical form that a slot asks for."""

    @abstractmethod
    def counted(self, number: Decimal, written: str, unit: Term) -> str:
        """A number (already written) of things."""

    def measured(self, text: str) -> str:
        """A measure as written by the common rules, with the language's own signs."""
        return text

    def measure_in_title(self, measure: Measure, text: str) -> str:  # noqa: ARG002 — of this, nothing
        """A measure among the facts of a title, where no name of it stands before it."""
        return text

    def attachable(self, modifier: Modifier) -> bool:
        """Whether a modifier can stand beside a noun at all; what cannot trails."""
        return modifier.place is not Place.OTHER or modifier.role is not Role.PREPOSITIONAL

    def split(self, phrase: NounPhrase) -> tuple[list[Modifier], list[Modifier]]:
        """Attached modifiers in the language's order, and those that trail, in the text's."""
        room = dict(self.room)
        adjectives = self.most_adjectives
        attached: list[Modifier] = []
        words = {m.term.as_modifier.casefold() for m in phrase.modifiers if self._in_head(m, phrase.head)}
        for modifier in sorted(phrase.modifiers, key=lambda m: TELLING.index(m.place)):
            word = modifier.term.as_modifier.casefold()
            is_adjective = modifier.role in {Role.ADJECTIVE, Role.INVARIABLE}
            free = room.get(modifier.place, 0) and (adjectives or not is_adjective)
            if word in words or len(attached) == self.most_attached or not free:
                continue
            if self.attachable(modifier):
                room[modifier.place] -= 1
                adjectives -= is_adjective
                attached.append(modifier)
                words.add(word)
        attached.sort(key=lambda m: self.order.index(m.place))
        trailing: dict[str, Modifier] = {}
        for modifier in phrase.modifiers:
            word = modifier.term.as_modifier.casefold()
            if modifier not in attached and word not in words:
                trailing.setdefault(word, modifier)
        return attached, list(trailing.values())

    def _in_head(self, modifier: Modifier, head: Head | None) -> bool:
        return head is not None and self.repeats(modifier.term, head.term)

    def repeats(self, modifier: Term, noun: Term) -> bool:
        """Whether the noun already says the modifier: dog, dog leash."""
        return names_word(noun.preferred, modifier.as_modifier)

    def listed(self, words: Sequence[str]) -> str:
        """``a, b and c`` by CLDR's list pattern."""
        if len(words) < 2:
            return "".join(words)
        return format_list(words, locale=self.locale)

    def either(self, words: Sequence[str]) -> str:
        """``a, b or c`` by CLDR's list pattern."""
        return format_list(words, style="or", locale=self.locale) if len(words) > 1 else "".join(words)

    def features(self, modifiers: Sequence[Modifier], head: Head | None) -> str:
        """Two or three features of one thing, as one list."""
        return self.listed([self.alone(modifier, head) for modifier in modifiers])

    def trailed(
        self, modifiers: Sequence[Modifier], head: Head | None
    ) -> list[tuple[str, Sequence[Modifier]]]:
        """What follows the core of a title after commas, with what each chunk says."""
        return [(self.alone(modifier, head), [modifier]) for modifier in modifiers]

    def says_made_for(self, thing: Term) -> bool:  # noqa: ARG002 — most languages can of any thing
        """Whether it is known how the language says what something is for, of this thing."""
        return True

    def together(self, words: Sequence[str]) -> str:
        """Chunks that belong to one title or one banner."""
        return self.comma.join(words)

    def in_title(self, chunks: Sequence[str]) -> str:
        """The core of a title and what trails it, not yet capitalised."""
        return self.together(chunks)

    def stopped(self, text: str) -> str:
        """A sentence with its full stop."""
        return text + self.full_stop

    def spec(self, attribute: str, value: str) -> str:
        """``Material: cotton``."""
        return f"{attribute}: {value}"

    def percent(self, number: Decimal) -> str:
        """``95 %`` as CLDR writes it for the language, with Latin digits and all places kept."""
        places = max(0, -int(number.normalize().as_tuple().exponent))
        pattern = self.locale.percent_formats[None].pattern
        if places:
            pattern = pattern.replace("0", "0." + "0" * places)
        text = format_percent(number / 100, format=pattern, locale=self.locale, numbering_system="latn")
        return _plain_space(text)

    def counter(self, unit: Term, source: str) -> Term:  # noqa: ARG002 — for languages with measure words
        """The word that counts things as the source's measure word does (支, 片); for most languages one."""
        return unit

    def multiple(self, each: str, count: str, *, has_unit: bool) -> str:
        """``500 ml × 2 bottles``; a bare number of things comes first: ``2 × 500 ml``."""
        return self.times.join([each, count] if has_unit else [count, each])

    def price(self, money: Money) -> str:
        """``¥39.90`` as CLDR writes it for the language."""
        return money.formatted(self.language)

    def under(self, heading: str, term: Term) -> str:  # noqa: ARG002 — of this, nothing
        """A term as the value under an attribute's name (its concept id)."""
        return term.preferred

    def share(self, percent: Decimal, material: Term) -> str:
        """``95 % cotton``."""
        return f"{self.percent(percent)} {material.preferred}"

    def title(self, text: str) -> str:
        """Capitalised as titles of the market are."""
        return self.sentence(text)

    def sentence(self, text: str) -> str:
        """First letter large, where the script has large letters; names such as iPhone keep theirs."""
        first = text.split(" ", 1)[0]
        if len(first) > 1 and any(c.isupper() for c in first[1:]) and first[:1].islower():
            return text
        return text[:1].upper() + text[1:]

    def plural_word(self, number: Decimal, words: Mapping[str, str]) -> str:
        """The word for a number by CLDR's plural rule of the language."""
        return words.get(self.locale.plural_form(number), words["other"])

    def fill(self, pattern: str, values: Mapping[str, Sequence[Filler]]) -> str:
        """A slot pattern with its slots filled; several fillers of one slot become a list."""
        if not has_slots(pattern):
            return pattern
        return "".join(
            part if isinstance(part, str) else self._slot(part, values[part.name])
            for part in parse_pattern(pattern)
        )

    def _slot(self, slot: Slot, fillers: Sequence[Filler]) -> str:
        if slot.plurals:
            return self.plural_word(fillers[0][2] or Decimal(0), slot.plurals)
        return self.filled([term or Term(preferred=written) for written, term, _ in fillers], slot.form)

    def filled(self, fillers: Sequence[Term], form: str | None) -> str:
        """The fillers of one slot in the form it asks for."""
        return self.listed([f.preferred if form is None else self.in_form(f, form) for f in fillers])

    @property
    def locale(self) -> Locale:
        """CLDR data of the language."""
        return Locale.parse(self.language)


def _plain_space(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u200f", "").replace("\u200e", "")

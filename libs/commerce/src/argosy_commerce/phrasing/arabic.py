"""Arabic: modifiers after the noun, agreeing in gender; plurals of things take the feminine singular.

Modern standard Arabic as shops of Saudi Arabia write it, without vowel signs, Latin digits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.plan import Head, Modifier, Place
from argosy_commerce.terms.model import Kind, Role, Term
from argosy_commerce.terms.patterns import has_slots

_ARTICLE = "ال"


class Arabic(Grammar):
    """فستان صيفي نسائي أسود من القطن."""

    language = "ar"
    form_keys = frozenset({"f", "pl", "few", "def", "li", "bi"})
    slot_forms = frozenset({"def", "li", "bi", "pl"})
    genders = frozenset({"m", "f"})
    alone_agrees = True
    forms_plurals = False
    most_adjectives = 3
    comma = "، "
    order = (
        Place.AUDIENCE,
        Place.SEASON,
        Place.OCCASION,
        Place.STYLE,
        Place.FIT,
        Place.CUT,
        Place.COLOUR,
        Place.PATTERN,
        Place.MATERIAL,
        Place.FEATURE,
        Place.PART,
        Place.OTHER,
    )
    room: ClassVar[Mapping[Place, int]] = {
        Place.AUDIENCE: 1,
        Place.SEASON: 1,
        Place.OCCASION: 1,
        Place.STYLE: 1,
        Place.FIT: 1,
        Place.CUT: 1,
        Place.COLOUR: 1,
        Place.PATTERN: 1,
        Place.MATERIAL: 1,
        Place.FEATURE: 1,
    }

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        # Adjectives keep close to the noun they agree with; من, بـ and لـ phrases come after them.
        close = [m for m in modifiers if m.role in {Role.ADJECTIVE, Role.INVARIABLE}]
        far = [m for m in modifiers if m not in close]
        noun = head.term.preferred
        if head.concept.kind is Kind.ATTRIBUTE:
            noun = noun.removeprefix(_ARTICLE)  # a table's heading is definite, a described noun not
        adjectives = [self._after(m, head.term) for m in close]
        return " ".join([noun, *adjectives, *names, *(self._after(m, head.term) for m in far)])

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        term = modifier.term
        if modifier.purity:
            return f"{term.preferred} {modifier.purity}%"
        if head is None:
            return term.preferred
        return self._after(modifier, head.term)

    def in_form(self, term: Term, form: str) -> str:
        if form == "pl":
            return plural(term)
        if form in term.forms:
            return term.forms[form]
        if form == "def":
            return definite(term)
        if form in {"li", "bi"}:
            word = definite(term)
            if form == "bi":
                return f"ب{word}"
            return f"لل{word[2:]}" if word.startswith(_ARTICLE) else f"ل{word}"
        return term.preferred

    def counted(self, number: Decimal, written: str, unit: Term) -> str:
        if has_slots(unit.preferred):
            return self.fill(unit.preferred, {"n": [(written, None, number)]})
        last = int(number) % 100 if number == int(number) else 0
        few = 3 <= last <= 10
        return f"{written} {unit.forms.get('few') or plural(unit) if few else unit.preferred}"

    def percent(self, number: Decimal) -> str:
        return f"{format(number.normalize(), 'f')}%"

    def share(self, percent: Decimal, material: Term) -> str:
        return f"{material.preferred} {self.percent(percent)}"

    def _after(self, modifier: Modifier, noun: Term) -> str:
        term = modifier.term
        if modifier.role is Role.ADJECTIVE:
            return agree(term, noun)
        if modifier.role is Role.NOUN:
            if modifier.purity:
                return f"من {definite(term)} {modifier.purity}%"
            if modifier.place is Place.MATERIAL:
                return f"من {definite(term)}"
            if modifier.place in {Place.AUDIENCE, Place.SEASON, Place.OCCASION}:
                return self.in_form(term, "li")
        return term.as_modifier


def agree(adjective: Term, noun: Term) -> str:
    """The adjective in the noun's gender; of several words each single one that ends as an adjective.

    >>> agree(Term(preferred="قطني"), Term(preferred="حقيبة", gender="f"))
    'قطنية'
    """
    feminine = noun.gender == "f" or noun.number == "pl"
    word = adjective.as_modifier
    if not feminine:
        return word
    if "f" in adjective.forms:
        return adjective.forms["f"]
    first, _, rest = word.partition(" ")
    if first.endswith(("ة", "ى", "اء")):
        return word
    return f"{first}ة {rest}".strip()


def definite(term: Term) -> str:
    """With the article; a noun that another noun already determines (قماش أكسفورد) stays."""
    if "def" in term.forms:
        return term.forms["def"]
    word = term.preferred
    if word.startswith(_ARTICLE) or " " in word or not "\u0600" <= word[0] <= "\u06ff":
        return word
    return _ARTICLE + word


def plural(term: Term) -> str:
    """The plural: given by the term, for broken plurals have no rule."""
    if term.number == "pl":
        return term.preferred
    return term.plural or term.forms.get("pl") or term.preferred

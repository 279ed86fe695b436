"""Spanish: modifiers after the noun, agreeing in gender and number; materials and purposes with «de»."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.plan import Head, Modifier, Place
from argosy_commerce.terms.model import Role, Term
from argosy_commerce.terms.patterns import has_slots

_UNACCENTED = str.maketrans("áéíóú", "aeiou")
_DE = frozenset({Place.SEASON, Place.OCCASION, Place.MATERIAL, Place.PATTERN, Place.PART})


class Spanish(Grammar):
    """As written in the shops of Spain."""

    language = "es"
    form_keys = frozenset({"f", "pl", "f_pl", "def"})
    slot_forms = frozenset({"def", "indef", "pl", "de", "a"})
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

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        # Adjectives keep close to the noun they agree with; de, con and para phrases come after.
        close = [m for m in modifiers if m.role in {Role.ADJECTIVE, Role.INVARIABLE}]
        far = [m for m in modifiers if m not in close]
        described = [self._after(m, head.term) for m in (*close, *far)]
        return " ".join([head.term.preferred, *names, *described])

    def attachable(self, modifier: Modifier) -> bool:
        # A clause (que estiliza) follows a comma, or it would seem to speak of the word before.
        return super().attachable(modifier) and not modifier.term.as_modifier.startswith("que ")

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        term = modifier.term
        if modifier.purity:
            return f"{term.preferred} {self.percent(Decimal(modifier.purity))}"
        if head is None:
            return term.preferred
        if modifier.role is Role.ADJECTIVE:
            return agree(term, head.term)
        if modifier.role is Role.NOUN and modifier.place is not Place.MATERIAL:
            return self._after(modifier, head.term)
        return term.as_modifier

    def in_form(self, term: Term, form: str) -> str:
        word = term.preferred
        if form == "pl":
            return plural(term)
        if form == "def":
            return term.forms.get("def") or f"{_definite(term)} {word}"
        if form == "indef":
            article = {"m": "un", "f": "una"}[term.gender or "m"]
            return word if term.number == "pl" or not term.countable else f"{article} {word}"
        if form in {"de", "a"}:
            definite = term.forms.get("def") or f"{_definite(term)} {word}"
            if definite.startswith("el "):
                return f"{form}l {definite[3:]}"
            return f"{form} {definite}"
        return word

    def counted(self, number: Decimal, written: str, unit: Term) -> str:
        if has_slots(unit.preferred):
            return self.fill(unit.preferred, {"n": [(written, None, number)]})
        return f"{written} {unit.preferred if number == 1 else plural(unit)}"

    def share(self, percent: Decimal, material: Term) -> str:
        return f"{self.percent(percent)} {material.preferred}"

    def _after(self, modifier: Modifier, noun: Term) -> str:
        term = modifier.term
        if modifier.purity and modifier.role is Role.NOUN:
            return f"de {term.preferred} {self.percent(Decimal(modifier.purity))}"
        if modifier.role is Role.ADJECTIVE:
            return agree(term, noun)
        if modifier.role is Role.NOUN:
            particle = "para" if modifier.place is Place.AUDIENCE else "de"
            return term.modifier or f"{particle} {term.preferred}"
        return term.as_modifier


def agree(adjective: Term, noun: Term) -> str:
    """The adjective in the noun's gender and number; of several words the first agrees.

    >>> agree(Term(preferred="negro"), Term(preferred="camisas", gender="f", number="pl"))
    'negras'
    """
    feminine, many = noun.gender == "f", noun.number == "pl"
    word = adjective.as_modifier
    key = "f_pl" if feminine and many else "f" if feminine else "pl" if many else None
    if key is None:
        return word
    if key in adjective.forms:
        return adjective.forms[key]
    if feminine and "f" in adjective.forms:
        return _many(adjective.forms["f"]) if many else adjective.forms["f"]
    first, _, rest = word.partition(" ")
    if feminine:
        first = _feminine(first)
    if many:
        first = _many(first)
    return f"{first} {rest}".strip()


def plural(term: Term) -> str:
    """The plural of a noun: the term's own, or of its first word (taza de café, tazas de café)."""
    if term.plural or term.forms.get("pl"):
        return term.plural or term.forms["pl"]
    if term.number == "pl" or not term.countable:
        return term.preferred
    first, _, rest = term.preferred.partition(" ")
    adjective, _, more = rest.partition(" ")
    if adjective and adjective not in {"de", "para", "con", "sin", "en", "a", "tipo", "y"}:
        rest = f"{_many(adjective)} {more}".strip()
    return f"{_many(first)} {rest}".strip()


def _feminine(word: str) -> str:
    if word.endswith("o"):
        return word[:-1] + "a"
    if re.search(r"(dor|tor|sor)$", word):
        return word + "a"
    if re.search(r"[áéíóú](n|s)$", word) and not word.endswith("és"):
        return word[:-2] + word[-2:].translate(_UNACCENTED) + "a"
    if word.endswith("és"):
        return word[:-2] + "esa"
    return word


def _many(word: str) -> str:
    if word.endswith("z"):
        return word[:-1] + "ces"
    if re.search(r"[aeoáéó]$", word) or re.search(r"[iu]$", word):
        return word + "s"
    if re.search(r"[áéíóú][ns]$", word):
        return word[:-2] + word[-2:].translate(_UNACCENTED) + "es"
    if re.search(r"[íú]$", word):
        return word + "es"
    if word.endswith(("s", "x")):
        return word
    return word + "es"


def _definite(term: Term) -> str:
    if term.number == "pl":
        return "las" if term.gender == "f" else "los"
    return "la" if term.gender == "f" else "el"

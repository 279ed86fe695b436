"""German: compounds, strong adjective endings before the noun, «aus» for what does not compound."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.plan import Head, Modifier, Place
from argosy_commerce.terms.model import Role, Term
from argosy_commerce.terms.patterns import has_slots

_STRONG = {"m": "er", "f": "e", "n": "es"}
_ARTICLES = {
    "def": {
        "nom": {"m": "der", "f": "die", "n": "das", "pl": "die"},
        "acc": {"m": "den", "f": "die", "n": "das", "pl": "die"},
        "dat": {"m": "dem", "f": "der", "n": "dem", "pl": "den"},
        "gen": {"m": "des", "f": "der", "n": "des", "pl": "der"},
    },
    "indef": {
        "nom": {"m": "ein", "f": "eine", "n": "ein", "pl": ""},
        "acc": {"m": "einen", "f": "eine", "n": "ein", "pl": ""},
        "dat": {"m": "einem", "f": "einer", "n": "einem", "pl": ""},
        "gen": {"m": "eines", "f": "einer", "n": "eines", "pl": ""},
    },
}
_CASES = ("nom", "acc", "dat", "gen")
_LONGEST_CLOSED = 22
"""Letters up to which a compound is written closed; DIN 5008 and Duden advise a hyphen beyond."""


class German(Grammar):
    """As written in German shops: Damen-Sommerkleid aus Baumwolle, schwarz."""

    language = "de"
    form_keys = frozenset({"gen", "dat", "acc", "adj"})
    slot_forms = frozenset(
        {*(f"{article}.{case}" for article in _ARTICLES for case in _CASES), "pl", "compound"}
    )
    genders = frozenset({"m", "f", "n"})
    compounds = True
    forms_plurals = False
    most_adjectives = 2
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

    def repeats(self, modifier: Term, noun: Term) -> bool:
        part = (modifier.compound or modifier.as_modifier).rstrip("-").casefold()
        return part in noun.preferred.casefold()

    def attachable(self, modifier: Modifier) -> bool:
        if modifier.role is Role.ADJECTIVE:
            # Of several words only the whole could take an ending: leicht zu reinigen trails.
            return " " not in modifier.term.as_modifier or "adj" in modifier.term.forms
        return super().attachable(modifier)

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        noun = head.term
        adjectives = [m for m in modifiers if m.role in {Role.ADJECTIVE, Role.INVARIABLE}]
        compounds, after = self._compounds(noun, modifiers)
        before = [self._before(m, noun) for m in adjectives]
        word = noun.preferred
        for modifier in compounds:
            word = compound(modifier.term.compound or "", word)
        after += [m.term.as_modifier for m in modifiers if m.role is Role.PREPOSITIONAL]
        return " ".join([*before, word, *names, *after])

    def _compounds(self, noun: Term, modifiers: Sequence[Modifier]) -> tuple[list[Modifier], list[str]]:
        """Parts to grow onto the noun from the inside out, and phrases for the others."""
        inside: list[Modifier] = []
        outside: list[Modifier] = []
        after: list[str] = []
        for modifier in modifiers:
            if modifier.role not in {Role.COMPOUND, Role.NOUN}:
                continue
            part = modifier.term.compound
            if modifier.place is Place.AUDIENCE and part:
                outside.append(modifier)
            elif part and not modifier.purity and not inside and joins(part, noun.preferred):
                inside.append(modifier)
            else:
                after.append(self._after(modifier))
        return [*inside, *outside], after

    def _after(self, modifier: Modifier) -> str:
        term = modifier.term
        if modifier.place is Place.MATERIAL:
            share = f"{self.percent(Decimal(modifier.purity))} " if modifier.purity else ""
            return f"aus {share}{term.forms.get('dat', term.preferred)}"
        if modifier.place in {Place.SEASON, Place.OCCASION} and term.gender:
            return f"für {self.in_form(term, 'def.acc')}"
        if modifier.place is Place.AUDIENCE:
            return f"für {term.preferred}"
        if modifier.place in {Place.PART, Place.FEATURE}:
            return term.modifier or f"mit {term.forms.get('dat', term.preferred)}"
        return term.as_modifier

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        if modifier.purity:
            return f"{self.percent(Decimal(modifier.purity))} {modifier.term.preferred}"
        if head is not None and modifier.role in {Role.NOUN, Role.COMPOUND}:
            return self._after(modifier)
        if head is not None and modifier.role is Role.PREPOSITIONAL:
            return modifier.term.as_modifier
        return modifier.term.preferred

    def in_form(self, term: Term, form: str) -> str:
        if form == "pl":
            return plural(term)
        if form == "compound":
            return term.compound or term.preferred
        kind, _, case = form.partition(".")
        which = "pl" if term.number == "pl" else term.gender or "n"
        article = _ARTICLES[kind][case][which]
        return f"{article} {_noun_in_case(term, case)}".strip()

    def counted(self, number: Decimal, written: str, unit: Term) -> str:
        if has_slots(unit.preferred):
            return self.fill(unit.preferred, {"n": [(written, None, number)]})
        return f"{written} {unit.preferred if number == 1 else plural(unit)}"

    def share(self, percent: Decimal, material: Term) -> str:
        return f"{self.percent(percent)} {material.preferred}"

    @staticmethod
    def _before(modifier: Modifier, noun: Term) -> str:
        if modifier.role is Role.INVARIABLE:
            return modifier.term.as_modifier
        return strong(modifier.term, noun)


def strong(adjective: Term, noun: Term) -> str:
    """The adjective before a noun without article, nominative.

    >>> strong(Term(preferred="dunkel"), Term(preferred="Kleid", gender="n"))
    'dunkles'
    """
    stem = adjective.forms.get("adj") or adjective.as_modifier
    if "adj" not in adjective.forms:
        stem = re.sub(r"el$", "l", stem)
        stem = re.sub(r"(?<=[au])er$", "r", stem)
        stem = stem.removesuffix("e")
    return stem + ("e" if noun.number == "pl" else _STRONG[noun.gender or "n"])


def joins(part: str, noun: str) -> bool:
    """Whether a first part can grow onto the noun: one word, and not the same word again."""
    return " " not in noun and part.rstrip("-").casefold() not in noun.casefold()


def compound(part: str, noun: str) -> str:
    """Part and noun as one word, hyphenated where reading asks for it.

    >>> compound("Baumwoll", "Hemd"), compound("Baumwoll", "T-Shirt"), compound("Damen-", "Kleid")
    ('Baumwollhemd', 'Baumwoll-T-Shirt', 'Damen-Kleid')
    """
    if part.endswith("-"):
        return part + noun
    awkward = "-" in noun or not noun[:1].isalpha() or noun[1:2].isupper()
    if awkward or len(part) + len(noun) > _LONGEST_CLOSED or part[-3:].casefold() == noun[:1].casefold() * 3:
        return f"{part}-{noun}"
    return part + noun[:1].lower() + noun[1:]


def plural(term: Term) -> str:
    """The plural: given by the term, for German has no rule."""
    if term.number == "pl" or not term.countable:
        return term.preferred
    return term.plural or term.preferred


def _noun_in_case(term: Term, case: str) -> str:
    if case in term.forms:
        return term.forms[case]
    if case == "gen" and term.gender in {"m", "n"} and term.number == "sg":
        ending = "es" if re.search(r"(s|ß|x|z)$", term.preferred) else "s"
        return term.preferred + ending
    return term.preferred

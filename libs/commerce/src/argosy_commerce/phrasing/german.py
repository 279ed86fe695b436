"""German: compounds, strong adjective endings before the noun, «aus» for what does not compound."""

from __future__ import annotations

import re
from decimal import Decimal

from argosy_commerce.phrasing.germanic import Germanic
from argosy_commerce.phrasing.plan import Modifier, Place
from argosy_commerce.terms.model import Role, Term

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


class German(Germanic):
    """As written in German shops: Damen-Sommerkleid aus Baumwolle, schwarz."""

    language = "de"
    form_keys = frozenset({"gen", "dat", "acc", "adj"})
    slot_forms = frozenset(
        {*(f"{article}.{case}" for article in _ARTICLES for case in _CASES), "pl", "compound"}
    )
    forms_plurals = False
    most_adjectives = 2

    def repeats(self, modifier: Term, noun: Term) -> bool:
        part = (modifier.compound or modifier.as_modifier).rstrip("-").casefold()
        return part in noun.preferred.casefold()

    def attachable(self, modifier: Modifier) -> bool:
        if modifier.role is Role.ADJECTIVE:
            # Of several words only the whole could take an ending: leicht zu reinigen trails.
            return " " not in modifier.term.as_modifier or "adj" in modifier.term.forms
        return super().attachable(modifier)

    def agreeing(self, adjective: Term, noun: Term) -> str:
        return strong(adjective, noun)

    def grown(self, part: str, noun: str) -> str:
        return compound(part, noun)

    def grows_inside(self, part: str, noun: Term, outside: str) -> bool:  # noqa: ARG002 — hyphens part them
        return joins(part, noun.preferred)

    def grows_outside(self, part: str, noun: Term) -> bool:  # noqa: ARG002 — Damen- takes any noun
        return True

    def plural(self, term: Term) -> str:
        return plural(term)

    def after(self, modifier: Modifier) -> str:
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

    def in_form(self, term: Term, form: str) -> str:
        if form == "pl":
            return plural(term)
        if form == "compound":
            return term.compound or term.preferred
        kind, _, case = form.partition(".")
        which = "pl" if term.number == "pl" else term.gender or "n"
        article = _ARTICLES[kind][case][which]
        return f"{article} {_noun_in_case(term, case)}".strip()


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

"""Spanish: the family's order; materials and purposes with «de», for whom with «para»."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from argosy_commerce.phrasing.plan import Place
from argosy_commerce.phrasing.romance import Romance
from argosy_commerce.terms.model import Term

_UNACCENTED = str.maketrans("áéíóú", "aeiou")


class Spanish(Romance):
    """As written in the shops of Spain.

    >>> Spanish().agree(Term(preferred="negro"), Term(preferred="camisas", gender="f", number="pl"))
    'negras'
    >>> Spanish().in_form(Term(preferred="verano", gender="m"), "de")
    'del verano'
    """

    language = "es"
    alone_agrees = True
    slot_forms = frozenset({"def", "indef", "pl", "de", "a"})
    particles: ClassVar[Mapping[Place, str]] = {Place.AUDIENCE: "para"}
    relative = "que"
    in_nouns = frozenset({"de", "para", "con", "sin", "en", "a", "tipo", "y"})
    with_article: ClassVar[Mapping[str, str]] = {"de": "de", "a": "a"}
    contractions: ClassVar[Mapping[tuple[str, str], str]] = {("de", "el "): "del ", ("a", "el "): "al "}

    def feminine(self, word: str) -> str:
        if word.endswith("o"):
            return word[:-1] + "a"
        if re.search(r"(dor|tor|sor)$", word):
            return word + "a"
        if re.search(r"[áéíóú](n|s)$", word) and not word.endswith("és"):
            return word[:-2] + word[-2:].translate(_UNACCENTED) + "a"
        if word.endswith("és"):
            return word[:-2] + "esa"
        return word

    def many(self, word: str) -> str:
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

    def definite_article(self, term: Term) -> str:
        if term.number == "pl":
            return "las " if term.gender == "f" else "los "
        return "la " if term.gender == "f" else "el "

    def indefinite_article(self, term: Term) -> str:
        return "una " if term.gender == "f" else "un "

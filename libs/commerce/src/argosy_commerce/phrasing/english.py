"""English: modifiers before the noun in the fixed adjective order, title case in titles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.plan import Head, Modifier, Place
from argosy_commerce.terms.model import Role, Term
from argosy_commerce.terms.patterns import has_slots

_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "nor",
        "but",
        "for",
        "of",
        "in",
        "on",
        "at",
        "to",
        "by",
        "with",
        "without",
        "from",
        "as",
        "per",
        "vs",
    ]
)


class English(Grammar):
    """As written in US and UK shops."""

    language = "en"
    form_keys = frozenset({"pl", "indef"})
    slot_forms = frozenset({"pl", "indef"})
    order = (
        Place.AUDIENCE,
        Place.FEATURE,
        Place.STYLE,
        Place.FIT,
        Place.CUT,
        Place.COLOUR,
        Place.PATTERN,
        Place.MATERIAL,
        Place.OTHER,
        Place.SEASON,
        Place.OCCASION,
        Place.PART,
    )
    room: ClassVar[Mapping[Place, int]] = {
        Place.AUDIENCE: 1,
        Place.FEATURE: 1,
        Place.STYLE: 1,
        Place.FIT: 1,
        Place.CUT: 2,
        Place.COLOUR: 1,
        Place.PATTERN: 1,
        Place.MATERIAL: 1,
        Place.SEASON: 1,
        Place.OCCASION: 1,
    }

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        before = [m for m in modifiers if m.role is not Role.PREPOSITIONAL]
        after = [m for m in modifiers if m.role is Role.PREPOSITIONAL]
        words = [*names, *map(self._before, before), head.term.preferred]
        words += [m.term.as_modifier for m in after]
        return " ".join(words)

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        term = modifier.term
        if modifier.purity:
            return f"{modifier.purity}% {term.preferred}"
        if head is None:
            return term.preferred
        if modifier.place is Place.AUDIENCE and modifier.role in {Role.NOUN, Role.ADJECTIVE}:
            return f"for {term.preferred}"
        if modifier.place in {Place.SEASON, Place.OCCASION} and modifier.role is Role.NOUN:
            return f"for {term.preferred}"
        if modifier.place is Place.PART and modifier.role is Role.NOUN:
            return f"with {term.preferred}"
        # cotton's adjunct is for standing before a noun; what brings its own preposition stands here.
        return term.preferred if modifier.role is Role.NOUN else term.as_modifier

    def in_form(self, term: Term, form: str) -> str:
        if form == "pl":
            return plural(term)
        if form == "indef":
            word = term.preferred
            if term.number == "pl" or not term.countable:
                return word
            return term.forms.get("indef") or f"{_article(word)} {word}"
        return term.preferred

    def counted(self, number: Decimal, written: str, unit: Term) -> str:
        if has_slots(unit.preferred):
            return self.fill(unit.preferred, {"n": [(written, None, number)]})
        return f"{written} {unit.preferred if number == 1 else plural(unit)}"

    def title(self, text: str) -> str:
        words = text.split(" ")
        return " ".join(self._title_word(word, first=index == 0) for index, word in enumerate(words))

    @staticmethod
    def _title_word(word: str, *, first: bool) -> str:
        if not first and word.strip(",") in _SMALL:
            return word
        plain = re.fullmatch(r"[A-Z]+[a-z]*(-[a-z]+)+,?", word)  # T-shirt, Korean-style
        if not plain and (any(character.isupper() for character in word) or _is_unit(word)):
            return word
        return re.sub(r"(^|[-/])([a-zà-ÿ])", lambda m: m[1] + m[2].upper(), word)

    @staticmethod
    def _before(modifier: Modifier) -> str:
        if modifier.purity and modifier.role is Role.NOUN:
            return f"{modifier.purity}% {modifier.term.preferred}"
        return modifier.term.as_modifier


def plural(term: Term) -> str:
    """The plural of a noun: the term's own, or by rule.

    >>> plural(Term(preferred="dress"))
    'dresses'
    """
    word = term.preferred
    if term.plural or term.forms.get("pl"):
        return term.plural or term.forms["pl"]
    if term.number == "pl" or not term.countable:
        return word
    if re.search(r"(s|x|z|ch|sh)$", word):
        return word + "es"
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    if word.endswith(("fe",)):
        return word[:-2] + "ves"
    return word + "s"


def _article(word: str) -> str:
    return "an" if re.match(r"(?i)(?!uni|use|usb|one|eu)[aeiou]|hour", word) else "a"


_UNITS = frozenset("mm cm m km in ft g kg mg oz lb ml l mAh x px rpm lm yr hr min".split())  # noqa: SIM905 — a list of words


def _is_unit(word: str) -> bool:
    return word.strip(",.") in _UNITS

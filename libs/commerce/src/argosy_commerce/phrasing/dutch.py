"""Dutch: -e on adjectives but before a bare het-word, closed compounds, «van», «met», «voor» after."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar

from argosy_commerce.phrasing.germanic import Germanic
from argosy_commerce.phrasing.plan import Head, Modifier, Place
from argosy_commerce.terms.model import Role, Term

_LONGEST_OF_THREE, _LONGEST = 20, 25
"""Letters of a compound: herenzomersneakers, and with an audience alone. Beyond, shops write «voor heren»."""
_ORDER = ("van", "in", "op", "met", "zonder", "tegen", "om", "voor", "als")
"""Phrases behind the noun from the closest: T-shirt van katoen met V-hals voor heren."""
_CLASHING = re.compile(r"a[aeiu]|e[eiu]|i[eij]|o[eiou]|u[iu]")
"""Vowels that would be read as one across the seam: auto-organizer (Leidraad, klinkerbotsing)."""
_INFLECTED = re.compile(r"(e|en|isch|baar|loos|end|ig|slim)$")


class Dutch(Germanic):
    """As written in Dutch shops: Zwarte katoenen damesjurk met korte mouwen."""

    language = "nl"
    form_keys = frozenset({"e", "stem"})
    """e: an adjective's inflected form; stem: what an audience grows onto (dierenmand: hondenmand)."""
    slot_forms = frozenset({"def", "indef", "pl", "compound"})
    room: ClassVar[Mapping[Place, int]] = {
        **Germanic.room,
        Place.FIT: 2,
        Place.CUT: 2,
        Place.FEATURE: 2,
        Place.PART: 2,
    }
    most_attached = 6
    most_adjectives = 3

    def repeats(self, modifier: Term, noun: Term) -> bool:
        word = noun.preferred.casefold()
        said = {modifier.compound or modifier.as_modifier, modifier.preferred, inflected(modifier)}
        return any(_says(word, part.rstrip("-").casefold()) for part in said)

    def attachable(self, modifier: Modifier) -> bool:
        if modifier.role in {Role.ADJECTIVE, Role.INVARIABLE}:
            # «makkelijk schoon te maken» stands before no noun.
            return " te " not in modifier.term.as_modifier
        return super().attachable(modifier)

    def stands_before(self, modifier: Modifier) -> bool:
        # «katoenen», but «van 100% katoen».
        return super().stands_before(modifier) and not modifier.purity

    def agreeing(self, adjective: Term, noun: Term) -> str:
        bare = noun.gender == "n" and noun.number == "sg"
        return adjective.as_modifier if bare else inflected(adjective)

    def grown(self, part: str, noun: str) -> str:
        return compound(part, noun)

    def grows_inside(self, part: str, noun: Term, outside: str) -> bool:
        # A dierenmand takes a kind of animal alone: hondenmand, but «dierenmand voor de winter».
        return "stem" not in noun.forms and joins(part, noun.preferred, _LONGEST_OF_THREE - len(outside))

    def grows_outside(self, part: str, noun: Term) -> bool:
        return joins(part, noun.preferred, _LONGEST)

    def stem(self, noun: Term) -> str:
        return noun.forms.get("stem", noun.preferred)

    def after(self, modifier: Modifier) -> str:
        term = modifier.term
        if modifier.place is Place.MATERIAL:
            pure = modifier.purity
            return f"van {self.share(Decimal(pure), term) if pure else term.preferred}"
        if term.modifier:
            return term.modifier
        if modifier.place in {Place.SEASON, Place.OCCASION}:
            return f"voor {self.in_form(term, 'def')}"
        if modifier.place is Place.AUDIENCE:
            return f"voor {term.preferred}"
        if modifier.place in {Place.PART, Place.FEATURE, Place.PATTERN}:
            return f"met {term.preferred}"
        return term.preferred

    def behind(self, modifiers: Sequence[Modifier]) -> Sequence[str]:
        """In the usual order, «met» said once (met korte mouwen en V-hals), a second «voor» after a comma."""
        phrases = super().behind(modifiers)
        plain = [p for p in phrases if p.startswith("met ") and not re.search(r" (en|te|voor|van) ", p)]
        joined = [f"met {self.listed([p.removeprefix('met ') for p in plain])}"] if plain else []
        ordered = sorted([*joined, *(p for p in phrases if p not in plain)], key=_rank)
        alike = [one[:4] == other[:4] for one, other in pairwise([*ordered, ""])]
        return [f"{p}," if again else p for p, again in zip(ordered, alike, strict=True)]

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        bare = modifier.place is Place.MATERIAL and modifier.role is not Role.PREPOSITIONAL
        bare = bare or (modifier.place is Place.FEATURE and modifier.role is Role.COMPOUND)
        if bare and not modifier.purity:
            return modifier.term.preferred
        if modifier.place is Place.AUDIENCE and modifier.role is Role.INVARIABLE and head is not None:
            return modifier.term.as_modifier
        return super().alone(modifier, head)

    def in_form(self, term: Term, form: str) -> str:
        if form == "pl":
            return plural(term)
        if form == "compound":
            return term.compound or term.preferred
        if form == "indef":
            return term.preferred if term.number == "pl" or not term.countable else f"een {term.preferred}"
        if term.gender is None:  # said without an article: voor kantoor, voor yoga
            return term.preferred
        article = "het" if term.gender == "n" and term.number == "sg" else "de"
        return f"{article} {term.preferred}"

    def plural(self, term: Term) -> str:
        return plural(term)

    def sentence(self, text: str) -> str:
        if text.startswith("ij"):  # one letter: IJsblokjesvorm
            return "IJ" + text[2:]
        first, seam, rest = text.partition("-")  # Heren-T-shirt, but iPhone-hoesje
        return super().sentence(first) + seam + rest


def inflected(adjective: Term) -> str:
    """The adjective with its -e; of several words the last takes it.

    >>> [inflected(Term(preferred=w)) for w in ("wit", "groot", "grijs", "effen", "extra fel")]
    ['witte', 'grote', 'grijze', 'effen', 'extra felle']
    """
    *before, last = adjective.as_modifier.split(" ")
    return adjective.forms.get("e") or " ".join([*before, _with_e(last)])


def joins(part: str, noun: str, longest: int) -> bool:
    """Whether a first part can grow onto the noun: its last word, where those before are adjectives.

    >>> joins("dames", "korte broek", 25), joins("dames", "hoesje voor oordopjes", 25)
    (True, False)
    """
    *before, last = noun.split(" ")
    if part.rstrip("-").casefold() in noun.casefold() or len(part) + len(last) > longest:
        return False
    return all(_INFLECTED.search(word) for word in before)


def compound(part: str, noun: str) -> str:
    """Part and noun as one word, hyphenated where reading asks for it.

    >>> compound("dames", "jurk"), compound("heren", "T-shirt"), compound("kinder", "korte broek")
    ('damesjurk', 'heren-T-shirt', 'korte kinderbroek')
    >>> compound("mini", "iglo"), compound("dames", "bh"), compound("HD-", "camera")
    ('mini-iglo', 'dames-bh', 'HD-camera')
    """
    *before, last = noun.split(" ")
    letters = last[:1].isupper() or not last[:1].isalpha() or last[1:2] == "-"
    letters = letters or not re.search(r"[aeiouy]", last)
    seam = "-" if letters or _CLASHING.match(part[-1] + last[0]) else ""
    return " ".join([*before, part + last if part.endswith("-") else part + seam + last])


def plural(term: Term) -> str:
    """The plural: the term's own, or by rule.

    >>> [plural(Term(preferred=word)) for word in ("jas", "jurk", "hoes", "foto", "beker", "batterij")]
    ['jassen', 'jurken', 'hoezen', "foto's", 'bekers', 'batterijen']
    """
    if term.number == "pl" or not term.countable:
        return term.preferred
    if term.plural:
        return term.plural
    word = term.preferred
    if re.search(r"([^aeiou]|i)[aiou]$|[^aeiou]y$", word):
        return word + "'s"
    if re.search(r"[^i]e$|[aeiouy].*[^aeiou](el|em|en|er|erd|aar|aard|ie)$|(eau|é|ee)$", word):
        return word + "s"
    return _lengthened(word) + "n" if not word.endswith("heid") else word[:-4] + "heden"


def _with_e(word: str) -> str:
    if re.search(r"([^aeiou]en|e|[^aeiou][aiouy])$", word):  # open, beige, sexy
        return word
    return _lengthened(word)


def _lengthened(word: str) -> str:
    """A word with an -e, spelled so that it sounds as before."""
    if word.endswith("ieel"):  # industrieel
        return word[:-4] + "iële"
    stem, last = word[:-1], word[-1]
    if re.search(r"[aeiou]", last) or word.endswith("ij"):
        return word + "e"
    if re.search(r"(aa|ee|oo|uu)$", stem):  # groot, grijs
        return stem[:-1] + _voiced(last) + "e"
    if re.search(r"(oe|ui|ij|ie|eu|au|ou|ei)$", stem) or re.search(r"[lr]f$", word):
        return stem + _voiced(last) + "e"
    cluster = not re.search(r"[aeiouy]$", stem)  # zwart
    # No stress on the last syllable: donker, veilig.
    unstressed = re.search(r"[aeiouy].*[^aeiou](er|el|em|ig|or|um)$", word)
    return word + "e" if cluster or unstressed or last == "x" else stem + last * 2 + "e"


def _voiced(consonant: str) -> str:
    return {"s": "z", "f": "v"}.get(consonant, consonant)


def _says(word: str, part: str) -> bool:
    """Whether a noun starts with the part or, where that is no accident of letters, ends in it."""
    ending = rf"|{re.escape(part)}\b" if len(part) > 3 else ""
    return len(part) > 2 and re.search(rf"\b{re.escape(part)}{ending}", word) is not None


def _rank(phrase: str) -> int:
    first = phrase.split(" ", 1)[0]
    return _ORDER.index(first) if first in _ORDER else _ORDER.index("om")

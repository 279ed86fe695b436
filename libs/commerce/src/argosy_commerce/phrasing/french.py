"""French: short adjectives before the noun, the others behind it; en coton, à manches courtes, d'été."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from argosy_commerce.phrasing.plan import TELLING, Head, Modifier, NounPhrase, Place
from argosy_commerce.phrasing.romance import Romance
from argosy_commerce.terms.model import Role, Term

NO_BREAK = "\u00a0"
"""Before : and %. French print wants narrow ones before ; ! ?, which fonts of pictures often lack."""

_BEFORE = frozenset({"petit", "grand", "gros", "beau", "joli", "nouveau", "vieux", "bon", "mini"})
_BEFORE_VOWEL = {"beau": "bel", "nouveau": "nouvel", "vieux": "vieil"}
_ASPIRATED = re.compile(
    r"ha(ch|ll|mac|mster|nche|nd|nfu|rnais|ut)|héris|hi(bou|jab|p)|ho(bb|ckey|od|rs|tte|u)|hu(b|it|la|sky)"
)
"""How the words with an aspirated h begin that a shop needs: de haute qualité, la housse."""
_VOWELS = "aàâeéèêiîïoôuùûœæ"
_SHARED = re.compile(r"(à |avec )(?!main\b|\w+(?:er|ir)\b)")
"""Prepositions that two neighbours share: à fleurs et manches courtes; but à offrir à fleurs."""
_LAST = ("avec ", "pour ")
_PLAIN = "adjective"
_MOST = {"à ": 2, "avec ": 2, "pour ": 1, _PLAIN: 1}
"""How many phrases with a preposition, and features of one word, a noun carries; more would be a list."""

_FEMININE = {
    "blanc": "blanche",
    "franc": "franche",
    "sec": "sèche",
    "frais": "fraîche",
    "doux": "douce",
    "faux": "fausse",
    "roux": "rousse",
    "vieux": "vieille",
    "fou": "folle",
    "mou": "molle",
    "long": "longue",
    "gros": "grosse",
    "gras": "grasse",
    "bas": "basse",
    "épais": "épaisse",
    "public": "publique",
    "grec": "grecque",
    "favori": "favorite",
    "gentil": "gentille",
    "aigu": "aiguë",
    "complet": "complète",
    "discret": "discrète",
    "concret": "concrète",
    "secret": "secrète",
}
_FEMININE_ENDINGS = (
    (r"e$", "e"),
    (r"eau$", "elle"),
    (r"(?<=[ée]ri)eur$|(?<=maj)eur$|(?<=min)eur$|(?<=meill)eur$", "eure"),
    (r"teur$", "trice"),
    (r"eur$", "euse"),
    (r"eux$", "euse"),
    (r"(e|ei|u)l$", r"\1lle"),
    (r"(e|i?o)n$", r"\1nne"),
    (r"et$", "ette"),
    (r"er$", "ère"),
    (r"f$", "ve"),
    (r"x$", "se"),
)
_PLAIN_PLURALS = frozenset(
    {"bal", "banal", "bancal", "fatal", "final", "glacial", "natal", "naval", "bleu", "pneu"}
)
_OUX = frozenset({"bijou", "caillou", "chou", "genou", "hibou", "joujou", "pou"})


class French(Romance):
    """As written in the shops of France.

    >>> french = French()
    >>> french.agree(Term(preferred="blanc"), Term(preferred="robes", gender="f", number="pl"))
    'blanches'
    >>> [french.in_form(Term(preferred=word, gender="m"), "du") for word in ("printemps", "hiver")]
    ['du printemps', "de l'hiver"]
    """

    language = "fr"
    slot_forms = frozenset({"def", "indef", "pl", "de", "du", "au"})
    order = (
        Place.OCCASION,
        Place.SEASON,
        Place.STYLE,
        Place.FIT,
        Place.FEATURE,
        Place.OTHER,
        Place.COLOUR,
        Place.PATTERN,
        Place.CUT,
        Place.PART,
        Place.MATERIAL,
        Place.AUDIENCE,
    )
    room: ClassVar[Mapping[Place, int]] = {**Romance.room, Place.CUT: 2, Place.FEATURE: 2}
    most_attached = 6
    closest = frozenset({Place.OCCASION, Place.SEASON})
    particles: ClassVar[Mapping[Place, str]] = {
        Place.MATERIAL: "en",
        Place.AUDIENCE: "pour",
        Place.PART: "avec",
    }
    relative = "qui"
    in_nouns = frozenset(
        {"à", "au", "aux", "avec", "de", "des", "du", "en", "et", "par", "pour", "sans", "sur"}
    )
    with_article: ClassVar[Mapping[str, str]] = {"du": "de", "au": "à"}
    contractions: ClassVar[Mapping[tuple[str, str], str]] = {
        ("de", "le "): "du ",
        ("de", "les "): "des ",
        ("à", "le "): "au ",
        ("à", "les "): "aux ",
    }

    def feminine(self, word: str) -> str:
        prefix, hyphen, last = word.rpartition("-")
        if last in _FEMININE:
            return f"{prefix}{hyphen}{_FEMININE[last]}"
        for ending, becomes in _FEMININE_ENDINGS:
            if re.search(ending, word):
                return re.sub(ending, becomes, word)
        return word + "e"

    def many(self, word: str) -> str:
        if word.endswith(("s", "x", "z")):
            return word
        if word in _PLAIN_PLURALS:
            return word + "s"
        if word.endswith("al"):
            return word[:-2] + "aux"
        if word.endswith(("au", "eu")) or word in _OUX:
            return word + "x"
        return word + "s"

    def inflects(self, word: str) -> bool:
        # Names (LED, USB) and elided articles (d'eau) stay as they are.
        return super().inflects(word) and "'" not in word and word.islower()

    def definite_article(self, term: Term) -> str:
        if term.number == "pl":
            return "les "
        if _elides(term.preferred):
            return "l'"
        return "la " if term.gender == "f" else "le "

    def indefinite_article(self, term: Term) -> str:
        return "une " if term.gender == "f" else "un "

    def joined(self, preposition: str, word: str) -> str:
        if preposition == "de" and _elides(word):
            return f"d'{word}"
        return f"{preposition} {word}"

    def in_form(self, term: Term, form: str) -> str:
        if form == "de":
            return self.joined("de", term.preferred)
        return super().in_form(term, form)

    def stands_before(self, modifier: Modifier) -> bool:
        return modifier.term.as_modifier in _BEFORE

    def before(self, modifier: Modifier, noun: Term) -> str:
        agrees = modifier.role is Role.ADJECTIVE
        word = self.agree(modifier.term, noun) if agrees else modifier.term.as_modifier
        return _BEFORE_VOWEL.get(word, word) if _elides(noun.preferred) else word

    def binds(self, modifier: Modifier) -> bool:
        return super().binds(modifier) or _is_shown(modifier)

    def keeps_close(self, modifier: Modifier) -> bool:
        # résistant à l'usure, taille haute: as long as a phrase, and placed like one; not bleu marine.
        short = " " not in modifier.term.as_modifier or modifier.place is Place.COLOUR
        return short and super().keeps_close(modifier)

    def chained(self, phrases: list[str]) -> list[str]:
        chain: list[str] = []
        # What it comes with and whom it is for stand last: en coton avec capuche pour femme.
        for phrase in sorted(phrases, key=lambda text: _LAST.index(text[:5]) if text[:5] in _LAST else -1):
            shared = _SHARED.match(phrase)
            before = _SHARED.match(chain[-1]) if chain else None
            if shared and before and shared[1] == before[1]:
                chain[-1] += f" et {phrase.removeprefix(shared[1])}"
            else:
                chain.append(phrase)
        return chain

    def split(self, phrase: NounPhrase) -> tuple[list[Modifier], list[Modifier]]:
        attached, trailing = super().split(phrase)
        too_many = self._too_many(attached, phrase.head)
        if too_many:
            rest = tuple(m for m in phrase.modifiers if m not in too_many)
            attached, trailing = self.split(replace(phrase, modifiers=rest))
            trailing = [m for m in phrase.modifiers if m in trailing or m in too_many]
        return sorted(attached, key=lambda m: not _is_shown(m)), trailing

    def _too_many(self, attached: list[Modifier], head: Head | None) -> list[Modifier]:
        """What would make a list of the noun phrase: a third «à», a second plain feature."""
        left = dict(_MOST)
        if head is not None and " pour " in head.term.preferred:
            left["pour "] = 0
        too_many: list[Modifier] = []
        for modifier in sorted(attached, key=lambda m: TELLING.index(m.place)):
            kind = self._kind(modifier)
            if kind is not None:
                left[kind] -= 1
                too_many += [modifier] * (left[kind] < 0)
        return too_many

    def _kind(self, modifier: Modifier) -> str | None:
        bound = self.binds(modifier) or self.stands_before(modifier)
        if modifier.place is Place.FEATURE and self.keeps_close(modifier) and not bound:
            return _PLAIN
        return next((word for word in _MOST if modifier.term.as_modifier.startswith(word)), None)

    def repeats(self, modifier: Term, noun: Term) -> bool:
        # support de voiture, pour voiture; siège auto, pour voiture; chaussons antidérapants, antidérapants.
        said = {modifier.as_modifier, self.agree(modifier, noun), modifier.preferred, *modifier.alternatives}
        return any(re.search(rf"\b{re.escape(word)}\b", noun.preferred, re.IGNORECASE) for word in said)

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        term = modifier.term
        if head is None or modifier.purity:
            return super().alone(modifier, head)
        if modifier.role is Role.NOUN and modifier.place in self.closest:
            return f"pour {self.definite(term)}"
        # Behind a comma the thing itself is named: robe d'été, col en V (beside the noun: à col en V).
        names_itself = term.as_modifier.startswith("à ") and " " in term.preferred
        if self.stands_before(modifier) or names_itself:
            return term.preferred
        return super().alone(modifier, head)

    def pure(self, material: Term, percent: int) -> str:
        return self.share(Decimal(percent), material)

    def of_pure(self, material: Term, percent: int) -> str:
        return self.pure(material, percent)

    def percent(self, number: Decimal) -> str:
        return super().percent(number).replace(" ", NO_BREAK)

    def spec(self, attribute: str, value: str) -> str:
        return f"{attribute}{NO_BREAK}: {value}"


def _elides(word: str) -> bool:
    """Whether le, la, de lose their vowel before the word.

    >>> [_elides(word) for word in ("été", "hiver", "housse", "yoga")]
    [True, True, False, False]
    """
    letters = word.casefold()
    return letters.startswith(tuple(_VOWELS)) or (letters.startswith("h") and not _ASPIRATED.match(letters))


def _is_shown(modifier: Modifier) -> bool:
    """What a thing shows and a technique's name come right behind it: peluche ourson, lampe LED."""
    word = modifier.term.as_modifier
    shown = modifier.place is Place.PATTERN or not word.islower()
    return modifier.role is Role.INVARIABLE and shown and word.isalpha()

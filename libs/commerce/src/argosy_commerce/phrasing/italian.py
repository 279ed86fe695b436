"""Italian: adjectives close behind the noun; in cotone, a maniche corte, con cappuccio, da donna."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

from argosy_commerce.phrasing.plan import TELLING, Head, Modifier, NounPhrase, Place
from argosy_commerce.phrasing.romance import Romance
from argosy_commerce.terms.model import Role, Term

_BEFORE = frozenset({"mini"})
"""What stands before its noun in titles; grande and piccolo sound like praise there."""
_VOWELS = "aàeèéiìoòuùh"
_BEFORE_LO = re.compile(r"s[bcdfghjklmnpqrtvwz]|z|gn|ps|pn|x|y")
"""Beginnings that take lo, gli, uno: lo zaino, gli stivali, lo smartphone, lo yoga."""
_ARTICLES = {
    "il ": "l ",
    "lo ": "llo ",
    "l'": "ll'",
    "la ": "lla ",
    "i ": "i ",
    "gli ": "gli ",
    "le ": "lle ",
}
_STEMS = {"di": "de", "a": "a", "da": "da", "in": "ne", "su": "su"}
_NAMED = ("a ", "ad ", "con ", "in ", "di ")
"""Behind a comma what these phrases bring is named itself: vita alta, scollo a V."""
_LAST = ("con ", "per ", "in confezione ", "in scatola", "in set ")
_MOST = {"a": 2, "ad": 1, "con": 2, "in": 2, "di": 1, "per": 1, "da": 2}
"""How many phrases with a preposition a noun carries; more would be a list."""


class Italian(Romance):
    """As written in the shops of Italy.

    >>> italian = Italian()
    >>> italian.agree(Term(preferred="bianco"), Term(preferred="scarpe", gender="f", number="pl"))
    'bianche'
    >>> [italian.in_form(Term(preferred=word, gender="m"), "del") for word in ("cane", "zaino", "autunno")]
    ['del cane', 'dello zaino', "dell'autunno"]
    """

    language = "it"
    alone_agrees = True
    slot_forms = frozenset({"def", "indef", "pl", "del", "al", "dal", "nel", "sul"})
    order = (
        Place.SEASON,
        Place.STYLE,
        Place.FIT,
        Place.FEATURE,
        Place.OTHER,
        Place.COLOUR,
        Place.PATTERN,
        Place.CUT,
        Place.MATERIAL,
        Place.PART,
        Place.OCCASION,
        Place.AUDIENCE,
    )
    room: ClassVar[Mapping[Place, int]] = {
        **Romance.room,
        Place.CUT: 2,
        Place.FEATURE: 2,
        Place.OTHER: 1,
        Place.PART: 1,
    }
    most_attached = 6
    most_adjectives = 3
    particles: ClassVar[Mapping[Place, str]] = {Place.MATERIAL: "in"}
    of = "di"
    relative = "che"
    in_nouns = frozenset(
        {"a", "ad", "al", "alla", "alle", "con", "da", "dei", "del", "della", "di", "e", "in", "per", "senza"}
    )
    with_article: ClassVar[Mapping[str, str]] = {
        "del": "di",
        "al": "a",
        "dal": "da",
        "nel": "in",
        "sul": "su",
    }
    contractions: ClassVar[Mapping[tuple[str, str], str]] = {
        (preposition, article): stem + ending
        for preposition, stem in _STEMS.items()
        for article, ending in _ARTICLES.items()
    }

    def feminine(self, word: str) -> str:
        if word.endswith("tore"):
            return word[:-4] + "trice"
        return word[:-1] + "a" if word.endswith("o") else word

    def many(self, word: str) -> str:
        return _plural(word)

    def inflects(self, word: str) -> bool:
        # Names (LED, USB) and elided articles (d'aria) stay as they are.
        return super().inflects(word) and word.isalpha() and word.islower()

    def definite_article(self, term: Term) -> str:
        many, word = term.number == "pl", term.preferred.casefold()
        if term.gender == "f":
            return "le " if many else "l'" if word[0] in _VOWELS else "la "
        if word[0] in _VOWELS:
            return "gli " if many else "l'"
        if _BEFORE_LO.match(word):
            return "gli " if many else "lo "
        return "i " if many else "il "

    def indefinite_article(self, term: Term) -> str:
        word = term.preferred.casefold()
        if term.gender == "f":
            return "un'" if word[0] in _VOWELS else "una "
        return "uno " if _BEFORE_LO.match(word) else "un "

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        before = [m for m in modifiers if self.stands_before(m)]
        bound = [m for m in modifiers if self.binds(m)]
        people = [m for m in modifiers if m.place is Place.AUDIENCE and m.role is Role.PREPOSITIONAL]
        rest = [m for m in modifiers if m not in before and m not in bound and m not in people]
        # What it looks like comes last of the adjectives: abito da sera lungo rosso.
        close = sorted(filter(self.keeps_close, rest), key=lambda m: m.place in {Place.COLOUR, Place.PATTERN})
        far = [self.after(m, head.term) for m in rest if m not in close]
        noun = " ".join([*(m.term.as_modifier for m in before), head.term.preferred])
        # vestito da donna nero; but cappotto nero da uomo, for «uomo nero» is somebody else, and
        # abito da sera rosso da donna.
        named = " ".join([noun, *(self.after(m, head.term) for m in bound)])
        apart = any(self._could_describe(m, person, head) for m in close for person in people)
        near = [*bound, *close, *people] if apart or " da " in named else [*bound, *people, *close]
        return " ".join([noun, *names, *(self.after(m, head.term) for m in near), *self.chained(far)])

    def _could_describe(self, adjective: Modifier, person: Modifier, head: Head) -> bool:
        """Whether an adjective behind «da donna» could be taken for hers; «per bambini» follows all."""
        if adjective.role is not Role.ADJECTIVE or not person.term.as_modifier.startswith("da "):
            return True
        one = person.term.model_copy(update={"number": "sg"})
        return self.agree(adjective.term, head.term) == self.agree(adjective.term, one)

    def stands_before(self, modifier: Modifier) -> bool:
        return modifier.term.as_modifier in _BEFORE

    def binds(self, modifier: Modifier) -> bool:
        # zaino da viaggio nero, lampada LED da scrivania, peluche orsetto marrone
        purpose = modifier.place is not Place.AUDIENCE and modifier.term.as_modifier.startswith("da ")
        return _is_shown(modifier) or (purpose and modifier.role is Role.PREPOSITIONAL)

    def keeps_close(self, modifier: Modifier) -> bool:
        # resistente all'usura: as long as a phrase, and placed like one; not verde scuro.
        short = " " not in modifier.term.as_modifier or modifier.place is Place.COLOUR
        return short and super().keeps_close(modifier)

    def chained(self, phrases: list[str]) -> list[str]:
        chain: list[str] = []
        # What it comes with, for and in stands last: in cotone con cappuccio e tasche per la scuola.
        for phrase in sorted(phrases, key=lambda text: [text.startswith(word) for word in _LAST[::-1]]):
            if chain and phrase.startswith("con ") and chain[-1].startswith("con "):
                chain[-1] = _and(chain[-1], phrase.removeprefix("con "))
            else:
                chain.append(phrase)
        return chain

    def attachable(self, modifier: Modifier) -> bool:
        # A noun of its own (idea regalo) follows a comma.
        own = modifier.place is Place.OCCASION and modifier.role is Role.NOUN
        return super().attachable(modifier) and not own

    def split(self, phrase: NounPhrase) -> tuple[list[Modifier], list[Modifier]]:
        attached, trailing = super().split(phrase)
        left = dict(_MOST)
        if phrase.head is not None:
            left.update({word: 0 for word in ("da", "per") if f" {word} " in phrase.head.term.preferred})
        for modifier in sorted(attached, key=lambda m: TELLING.index(m.place)):
            word = modifier.term.as_modifier.partition(" ")[0]
            by_preposition = modifier.role is Role.PREPOSITIONAL and word in left
            if not by_preposition or (word == "da" and modifier.place is Place.AUDIENCE):
                continue
            left[word] -= 1
            if left[word] < 0:
                attached.remove(modifier)
                trailing.append(modifier)
        trailing.sort(key=phrase.modifiers.index)
        return sorted(attached, key=self._rank), trailing

    def _rank(self, modifier: Modifier) -> int:
        # lampada LED da cucina da parete
        return (
            0
            if _is_shown(modifier)
            else 1
            if modifier.place is Place.OCCASION and self.binds(modifier)
            else 2
        )

    def repeats(self, modifier: Term, noun: Term) -> bool:
        # costume da bagno, da bagno; tappetino auto, da auto; giacca imbottita, imbottita.
        said = {modifier.as_modifier, self.agree(modifier, noun), modifier.preferred, *modifier.alternatives}
        return any(re.search(rf"\b{re.escape(word)}\b", noun.preferred, re.IGNORECASE) for word in said)

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        term = modifier.term
        if head is not None and not modifier.purity:
            named = term.as_modifier.startswith(_NAMED) and " " in term.preferred
            if self.stands_before(modifier) or (named and modifier.place is not Place.AUDIENCE):
                return term.preferred
            if modifier.role is Role.NOUN:
                return self.after(modifier, head.term)
        return super().alone(modifier, head)

    def pure(self, material: Term, percent: int) -> str:
        return self.share(Decimal(percent), material)

    def of_pure(self, material: Term, percent: int) -> str:
        return self.pure(material, percent)

    def listed(self, words: Sequence[str]) -> str:
        *others, last = words or ("",)
        return _and(", ".join(others), last) if others else last


def _and(before: str, word: str) -> str:
    """Two things joined; «ed» before an e.

    >>> _and("leggero", "elastico"), _and("leggero", "morbido")
    ('leggero ed elastico', 'leggero e morbido')
    """
    return f"{before} {'ed' if word[:1].casefold() in {'e', 'è'} else 'e'} {word}"


def _is_shown(modifier: Modifier) -> bool:
    """What a thing shows and a technique's name come right behind it: peluche orsetto, lampada LED."""
    word = modifier.term.as_modifier
    shown = modifier.place is Place.PATTERN or not word.islower()
    return modifier.role is Role.INVARIABLE and shown and word.isalpha()


def _plural(word: str) -> str:  # noqa: PLR0911 — one per ending
    """The plural of a noun or adjective by its ending; -a is taken for feminine.

    >>> [_plural(word) for word in ("bianco", "elastico", "largo", "larga", "ampio", "verde", "sport")]
    ['bianchi', 'elastici', 'larghi', 'larghe', 'ampi', 'verdi', 'sport']
    >>> [_plural(word) for word in ("camicia", "fascia", "città", "serie", "giacca", "antico")]
    ['camicie', 'fasce', 'città', 'serie', 'giacche', 'antichi']
    """
    if not re.search(r"[aeo]$", word) or word.endswith("ie"):
        return word
    if re.search(r"[cg]a$", word):
        return word[:-1] + "he"
    if re.search(r"[^aeiou][cg]ia$", word):
        return word[:-2] + "e"
    if word.endswith("a"):
        return word[:-1] + "e"
    if word.endswith("io"):
        return word[:-1]
    if word.endswith("go") or (re.search(r"co$", word) and not re.search(r"[ai]co$", word)):
        return word[:-1] + "hi"
    if word in _HARD:
        return word[:-1] + "hi"
    return word[:-1] + "i"


_HARD = frozenset({"antico", "carico", "opaco", "scarico"})
"""Words in -aco and -ico that keep the hard sound."""

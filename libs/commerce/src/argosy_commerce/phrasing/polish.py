"""Polish: adjectives agree, before the noun in prose and after it in titles; cases by preposition."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import takewhile
from typing import ClassVar

from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.plan import TELLING, Head, Modifier, NounPhrase, Place
from argosy_commerce.terms.model import Role, Term
from argosy_commerce.terms.patterns import has_slots

_PREPOSITION = re.compile(r" (?=(?:bez|dla|do|na|o|od|po|pod|przeciw|przez|u|w|we|z|ze) )")
_CONSONANT = "bcćdfghjklłmnńprsśtwzźż"
_ZE = re.compile(rf"(?i)(?:sz|s(?!z)|[zśźż]|w(?=[sz]))(?=[{_CONSONANT}])|100\b")
"""What «ze» stands before for the tongue's sake: ze stali, ze szkła, ze stu; but z szyfonu, z siatki."""
_Z = re.compile(r"ze? ")
_CLASSIFYING = frozenset({Place.AUDIENCE, Place.SEASON, Place.OCCASION})
"""What kind of thing it is: buty damskie, kurtka zimowa. These follow the noun in prose as well."""
_FAR = (
    Place.OCCASION,
    Place.PATTERN,
    Place.STYLE,
    Place.MATERIAL,
    Place.FIT,
    Place.CUT,
    Place.COLOUR,
    Place.FEATURE,
    Place.PART,
    Place.OTHER,
    Place.SEASON,
    Place.AUDIENCE,
)
"""Order of what stands behind the noun and its adjectives: w kwiaty, z kapturem, dla dzieci."""
_SHORTEST_STEM, _LONGEST_ENDING = 5, 4
_MOST_BEHIND = 2
"""The noun's own phrase counts as one: buty do biegania."""


class Polish(Grammar):
    """As written in Polish shops: title «Sukienka damska letnia czarna», prose «czarna sukienka letnia»."""

    language = "pl"
    form_keys = frozenset({"f", "n", "gen", "acc", "gen_pl", "dla"})
    """``dla`` is the purpose with its own preposition (na plażę, do biura); ``n`` is the plural as well."""
    slot_forms = frozenset({"gen", "acc", "pl", "dla"})
    genders = frozenset({"m", "f", "n"})
    alone_agrees = True
    most_adjectives = 3
    order = (
        Place.AUDIENCE,
        Place.SEASON,
        Place.OCCASION,
        Place.FEATURE,
        Place.STYLE,
        Place.FIT,
        Place.CUT,
        Place.OTHER,
        Place.MATERIAL,
        Place.PATTERN,
        Place.COLOUR,
        Place.PART,
    )
    room: ClassVar[Mapping[Place, int]] = {
        Place.AUDIENCE: 1,
        Place.SEASON: 1,
        Place.OCCASION: 1,
        Place.FEATURE: 1,
        Place.STYLE: 1,
        Place.FIT: 1,
        Place.CUT: 1,
        Place.MATERIAL: 1,
        Place.PATTERN: 1,
        Place.COLOUR: 1,
        Place.PART: 1,
    }

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        before = [m for m in modifiers if _single(m) and m.place not in _CLASSIFYING]
        # What it is made of stands next to it: lekka czarna bawełniana bluzka.
        before.sort(key=lambda m: m.place is Place.MATERIAL)
        return self._phrase(head.term, before, [m for m in modifiers if m not in before], names)

    def title_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        # Shoppers scan titles by the noun, so it comes first and all adjectives follow.
        return self._phrase(head.term, [], modifiers, names)

    def _phrase(
        self, noun: Term, before: Sequence[Modifier], after: Sequence[Modifier], names: Sequence[str]
    ) -> str:
        """Adjectives join the noun itself; its own preposition follows them: buty damskie do biegania."""
        core, *tail = _PREPOSITION.split(noun.preferred, maxsplit=1)
        close = sorted(filter(_close, after), key=lambda m: m.role is Role.INVARIABLE)
        far = sorted((m for m in after if m not in close), key=lambda m: _FAR.index(m.place))
        if tail and tail[0].startswith("dla ") and any(m.term.as_modifier.startswith("dla ") for m in far):
            tail = []  # karma dla zwierząt, but karma dla psa
        words = [*(agree(m.term, noun) for m in before), core, *(self._said(m, noun) for m in close)]
        return " ".join([*words, *tail, *names, *(self._said(m, noun) for m in far)])

    def split(self, phrase: NounPhrase) -> tuple[list[Modifier], list[Modifier]]:
        """As elsewhere, but behind the noun stand two phrases at most (z bawełny, do jogi), one with z."""
        attached, trailing = super().split(phrase)
        if phrase.head is None:
            return attached, trailing
        noun = phrase.head.term
        own = _PREPOSITION.split(noun.preferred, maxsplit=1)[1:]
        room = _MOST_BEHIND - len(own)
        with_z = any(map(_Z.match, own))
        spare: list[Modifier] = []
        # 100% bawełna reads best by itself, so it is the first to trail.
        far = [m for m in attached if not _close(m)]
        for modifier in sorted(far, key=lambda m: (m.purity is not None, TELLING.index(m.place))):
            another_z = _Z.match(self._said(modifier, noun)) is not None
            if not room or (another_z and with_z):
                spare.append(modifier)
            else:
                room -= 1
                with_z |= another_z
        attached = [m for m in attached if m not in spare]
        return attached, [m for m in phrase.modifiers if m in spare or m in trailing]

    def repeats(self, modifier: Term, noun: Term) -> bool:
        # The noun says it in its own form: letni, sukienka letnia; dziecięcy, namiot dla dzieci. Kin count
        # only of an adjective made of a noun: pojemny says something new of a pojemnik.
        said, words = modifier.as_modifier.casefold(), noun.preferred.casefold()
        forms = {said, agree(modifier, noun).casefold()}
        if any(re.search(rf"\b{re.escape(form)}\b", words) for form in forms):
            return True
        derived = modifier.modifier is not None and modifier.role is Role.ADJECTIVE
        return derived and any(_akin(said, word) for word in words.split(" "))

    def features(self, modifiers: Sequence[Modifier], head: Head | None) -> str:
        words = [self.alone(modifier, head) for modifier in modifiers]
        # odporny na wstrząsy i odporny na nacisk: once is enough where all that follow share it.
        shared = re.match(r"odporn[yae] na ", words[-1])
        for index in range(len(words) - 1, 0, -1):
            if shared is None or not words[index - 1].startswith(shared[0]):
                break
            words[index] = words[index].removeprefix(shared[0])
        return self.listed(words)

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        if modifier.purity:
            return self.share(Decimal(modifier.purity), modifier.term)
        if head is None:
            return modifier.term.preferred
        return self._said(modifier, head.term)

    def _said(self, modifier: Modifier, noun: Term) -> str:
        term = modifier.term
        if modifier.purity and "gen" in term.forms:
            return _from(f"{self.percent(Decimal(modifier.purity))} {term.forms['gen']}")
        if modifier.role is Role.ADJECTIVE:
            return agree(term, noun)
        if modifier.role is Role.NOUN and "gen" in term.forms:
            return term.modifier or _from(term.forms["gen"])
        return term.as_modifier

    def in_form(self, term: Term, form: str) -> str:
        if form == "pl":
            return plural(term)
        if form == "acc":
            return term.forms.get("acc") or accusative(term)
        if form == "dla":
            return _purpose(term)
        return term.forms.get(form) or term.preferred

    def counted(self, number: Decimal, written: str, unit: Term) -> str:
        if has_slots(unit.preferred):
            return self.fill(unit.preferred, {"n": [(written, None, number)]})
        few = plural(unit)
        # 2 sztuki, 5 sztuk, 22 sztuki; 1,5 sztuki is CLDR's "other".
        words = {
            "one": unit.preferred,
            "few": few,
            "many": unit.forms.get("gen_pl", few),
            "other": unit.forms.get("gen", few),
        }
        return f"{written} {self.plural_word(number, words)}"


def agree(adjective: Term, noun: Term) -> str:
    """The adjective in the noun's gender and number; of several words the first adjective agrees.

    The plural of things and the neuter are one form.

    >>> agree(Term(preferred="wysoki"), Term(preferred="buty", number="pl"))
    'wysokie'
    >>> agree(Term(preferred="ręcznie robiony"), Term(preferred="torba", gender="f"))
    'ręcznie robiona'
    """
    word = adjective.as_modifier
    if noun.number == "sg" and noun.gender not in {"f", "n"}:
        return word
    key = "f" if noun.gender == "f" and noun.number == "sg" else "n"
    if key in adjective.forms:
        return adjective.forms[key]
    words = word.split(" ")
    for index, one in enumerate(words):
        if one.endswith(("y", "i")):
            words[index] = _feminine(one) if key == "f" else _neuter(one)
            break
    return " ".join(words)


def accusative(noun: Term) -> str:
    """The accusative of a thing's name: only feminine nouns in -a differ from the nominative.

    >>> accusative(Term(preferred="kurtka zimowa z kapturem", gender="f"))
    'kurtkę zimową z kapturem'
    """
    if noun.gender != "f" or noun.number == "pl":
        return noun.preferred
    core, *tail = _PREPOSITION.split(noun.preferred, maxsplit=1)
    first, *others = core.split(" ")
    words = [re.sub(r"a$", "ę", first), *(re.sub(r"a$", "ą", word) for word in others)]
    return " ".join([*words, *tail])


def plural(noun: Term) -> str:
    """The plural: the term's own, or by rule of the noun and the adjectives right behind it.

    >>> plural(Term(preferred="kurtka zimowa", gender="f")), plural(Term(preferred="plecak", gender="m"))
    ('kurtki zimowe', 'plecaki')
    """
    if noun.plural or noun.number == "pl" or not noun.countable:
        return noun.plural or noun.preferred
    core, *tail = _PREPOSITION.split(noun.preferred, maxsplit=1)
    first, *others = core.split(" ")
    described = [_described(word, noun.gender) for word in others]
    return " ".join([_many(first, noun.gender), *described, *tail])


def _described(word: str, gender: str | None) -> str:
    """The plural of what stands behind a noun, where it is an adjective: zimowa, zimowe; else as it is."""
    lemma = word
    if gender == "f" and word.endswith("a"):
        lemma = re.sub(r"a$", "", word)
        lemma += "" if lemma.endswith("i") else "i" if lemma.endswith(("k", "g")) else "y"
    return _neuter(lemma) if lemma != word or gender == "m" else word


def _many(word: str, gender: str | None) -> str:
    if gender == "n":
        return re.sub(r"(um|[oe])$", "a", word)
    stem = re.sub(r"a$", "", word)
    if gender == "m":
        stem = re.sub(r"ek$", "k", stem)  # zegarek, zegarki
    if stem.endswith(("k", "g")):
        return stem + "i"
    if re.search(r"(c|cz|sz|rz|ż|dz|l|j|i)$", stem):
        return stem + "e"
    if stem.endswith("ść"):
        return stem[:-1] + "ci"
    return stem + "y"


def _feminine(word: str) -> str:
    if word.endswith("y") or re.search(r"[kg]i$", word):
        return word[:-1] + "a"
    return word + "a"


def _neuter(word: str) -> str:
    if word.endswith("y"):
        return word[:-1] + "e"
    return word + "e" if word.endswith("i") else word


def _from(genitive: str) -> str:
    return f"{'ze' if _ZE.match(genitive) else 'z'} {genitive}"


def _purpose(term: Term) -> str:
    """What it is for, with the preposition that it takes: na plażę, do biura, dla kobiet."""
    if "dla" in term.forms:
        return term.forms["dla"]
    if term.role is Role.PREPOSITIONAL:
        return term.as_modifier
    if "gen" in term.forms:
        return f"dla {term.forms['gen']}"
    return f"na {term.forms.get('acc') or accusative(term)}"


def _akin(one: str, other: str) -> bool:
    """Whether two words share their stem: samochodowy, samochodu; not elektryczny, elektroniczny."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return shared >= _SHORTEST_STEM and shared >= len(one) - _LONGEST_ENDING


def _close(modifier: Modifier) -> bool:
    """Whether it stands right at the noun: sukienka czarna, sukienka oversize."""
    return _single(modifier) or modifier.role is Role.INVARIABLE


def _single(modifier: Modifier) -> bool:
    """One adjective; what brings a complement (odporny na wodę) cannot stand before the noun."""
    return modifier.role is Role.ADJECTIVE and " " not in modifier.term.as_modifier and not modifier.purity

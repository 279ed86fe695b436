"""Dutch: -e on adjectives but before a bare het-word, closed compounds, «van», «met», «voor» after."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar

from argosy_commerce.phrasing.germanic import Germanic
from argosy_commerce.phrasing.plan import Head, Modifier, NounPhrase, Place
from argosy_commerce.terms.model import Role, Term

_LONGEST_OF_THREE, _LONGEST = 20, 25
"""Letters of a compound: herenzomersneakers, and with an audience alone. Beyond, shops write «voor heren»."""
_LONGEST_OF_PURPOSE = 17
"""Letters of a compound with a purpose: slaapkamergordijn; beyond, «voor kantoor» behind the noun."""
_ORDER = ("van", "in", "op", "met", "zonder", "tegen", "om", "voor", "als")
"""Phrases behind the noun from the closest: T-shirt van katoen met V-hals voor heren."""
_CLASHING = re.compile(r"a[aeiu]|e[eiu]|i[eij]|o[eiou]|u[iu]")
"""Vowels that would be read as one across the seam: auto-organizer (Leidraad, klinkerbotsing)."""
_SHARED = re.compile(r"(?:met|(?:geschikt )?voor) ")
"""What neighbours share: met vakken en deksel, geschikt voor inductie en gas."""
_MOST_TOGETHER = 3
_ALIKE = (
    {"audience.women", "audience.men"},
    {"audience.girls", "audience.boys"},
    {"audience.dogs", "audience.cats"},
)
"""Whom one «voor» takes together: voor honden en katten; but voor baby's, voor thuis."""
_FOR_BABIES = re.compile(r"baby|kinderwagen|luier|romper|boxpakje|fopspeen|rammelaar|slab|grondbox")
"""What is a baby's of itself: luiertas, not «babyluiertas»."""
_FOR_ALL = {f"category.{root}" for root in ("home", "kitchen", "lamp", "stationery", "car")}
"""Things of neither sex: zitzak voor dames, not «dameszitzak»."""
_PHRASE = re.compile(r"(?:geschikt|met|zonder|voor|van|in|op|om|als|tegen|aan|uit|bij|tot|volgens|per) ")
"""What no adjective is: a list of features begins with the adjectives."""
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
        if modifier.compound == "baby" and _FOR_BABIES.search(word):
            return True
        if modifier.as_modifier.endswith(f" {word}"):  # rietje, met verzwaard rietje
            return True
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

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        where = [m for m in modifiers if m.place is Place.OCCASION]
        told = [m for m in modifiers if not any(_tells(other, m) for other in modifiers)]
        loose = where[1:]
        if head.concept.parent in _FOR_ALL:
            loose = [*loose, *(m for m in told if m.concept.id in {"audience.women", "audience.men"})]
        said = [self._behind_it(m) if m in loose else m for m in told]
        return super().noun_phrase(head, _both(said), names)

    def split(self, phrase: NounPhrase) -> tuple[list[Modifier], list[Modifier]]:
        # Whom it is for as well: koffer voor dames en heren, not «dameskoffer, voor heren».
        attached, trailing = super().split(phrase)
        other = next((m for m in trailing if any(_alike(m, one) for one in attached)), None)
        if other is not None:
            trailing.remove(other)
            attached.insert(1 + next(i for i, one in enumerate(attached) if _alike(other, one)), other)
        self._take_audiences(attached, trailing)
        for one in [m for m in attached if m.place is Place.PART]:  # met rietje: met verzwaard rietje
            for finer in [m for m in trailing if _tells(m, one)]:
                trailing.remove(finer)
                attached.insert(attached.index(one) + 1, finer)
        where = next(
            (m for m in attached if m.place is Place.OCCASION and m.role is Role.PREPOSITIONAL), None
        )
        also = [m for m in trailing if m.place is Place.OCCASION and where is not None]
        if where is not None and also and len(self._groups([where, also[0]], self.said_behind)) == 1:
            trailing.remove(also[0])  # voor thuis en de keuken
            attached.insert(attached.index(where) + 1, also[0])
        return attached, trailing

    @staticmethod
    def _take_audiences(attached: list[Modifier], trailing: list[Modifier]) -> None:
        """Beside an audience behind the noun: one that grows onto it, and others of its «voor»."""
        whom = [m for m in attached if m.place is Place.AUDIENCE]
        if not whom or whom[0].role is not Role.PREPOSITIONAL:
            return
        others = [m for m in trailing if m.place is Place.AUDIENCE]
        grown = [m for m in others if m.role is Role.COMPOUND][:1]
        shared = _group(whom[0], whom[0].term.as_modifier)
        alike = [m for m in others if m not in grown and _group(m, m.term.as_modifier) == shared]
        taken = [*grown, *alike[: _MOST_TOGETHER - 1]]
        at = attached.index(whom[0]) + 1
        attached[at:at] = taken
        trailing[:] = [m for m in trailing if m not in taken]

    def _compounds(
        self, noun: Term, modifiers: Sequence[Modifier]
    ) -> tuple[list[Modifier], list[Modifier], list[Modifier]]:
        inside, outside, behind = super()._compounds(noun, modifiers)
        purposes = [m for m in inside if m.place is Place.OCCASION and not m.concept.id.startswith("use.")]
        for one in purposes:  # «damesshopper voor kantoor», not «dameskantoorshopper»; but damesmotorlaarzen
            letters = len(one.term.compound or "") + len(noun.preferred)
            if outside or letters > _LONGEST_OF_PURPOSE:
                inside.remove(one)
                behind.insert(0, one)
        return inside, outside, behind

    def _behind_it(self, modifier: Modifier) -> Modifier:
        """A modifier that does not grow onto the noun."""
        term = modifier.term.model_copy(update={"modifier": self.said_behind(modifier)})
        return replace(modifier, term=term, role=Role.PREPOSITIONAL)

    def behind(self, modifiers: Sequence[Modifier]) -> Sequence[str]:
        """In the usual order, what one «met» or «voor» takes together (met korte mouwen en V-hals), a
        second «voor» after a comma.
        """
        phrases = [
            self._sharing(group, self.said_behind) for group in self._groups(modifiers, self.said_behind)
        ]
        ordered = sorted(phrases, key=_rank)
        # «voor onderwijs, als schoudertas te dragen»: not what it is for.
        alike = [
            one[:4] == other[:4] or (one[:5] == "voor " and other[:4] == "als ")
            for one, other in pairwise([*ordered, ""])
        ]
        return [f"{p}," if again else p for p, again in zip(ordered, alike, strict=True)]

    def trailed(
        self, modifiers: Sequence[Modifier], head: Head | None
    ) -> list[tuple[str, Sequence[Modifier]]]:
        def say(modifier: Modifier) -> str:
            is_stuff = modifier.place is Place.MATERIAL and modifier.role is not Role.PREPOSITIONAL
            return self.after(modifier) if is_stuff and head is not None else self.alone(modifier, head)

        return [(self._sharing(group, say), group) for group in self._groups(modifiers, say)]

    def features(self, modifiers: Sequence[Modifier], head: Head | None) -> str:
        def say(modifier: Modifier) -> str:
            return self.alone(modifier, head)

        words = [self._sharing(group, say) for group in self._groups(modifiers, say)]
        plain = [word for word in words if not _PHRASE.match(word)]
        phrases = [word for word in words if _PHRASE.match(word)]
        if any(" en " in word for word in plain) or not plain:
            return self.comma.join([*plain, *phrases])
        return self.comma.join([self.listed(plain), *phrases])

    def _groups(self, modifiers: Sequence[Modifier], say: Callable[[Modifier], str]) -> list[list[Modifier]]:
        """What one preposition takes together, each group where its first stands."""
        groups: dict[str, list[Modifier]] = {}
        for modifier in modifiers:
            group = _group(modifier, say(modifier))
            if len(groups.get(group, ())) == _MOST_TOGETHER:
                group += "…"
            groups.setdefault(group, []).append(modifier)
        return list(groups.values())

    def _sharing(self, group: Sequence[Modifier], say: Callable[[Modifier], str]) -> str:
        first, *others = [say(modifier) for modifier in group]
        shared = _SHARED.match(first)
        return self.listed([first, *(word.removeprefix(shared[0]) if shared else word for word in others)])

    def measured(self, text: str) -> str:
        """Ranges that begin below nought take a word.

        >>> Dutch().measured("-20–50 °C")
        '-20 tot 50 °C'
        """
        return re.sub(r"^(-\d[\d.,]*)–", r"\1 tot ", text)

    def spec(self, attribute: str, value: str) -> str:
        # Verpakking: cadeauverpakking, not «in cadeauverpakking».
        said = re.sub(rf"^in (?=\w*{re.escape(attribute)}$)", "", value, flags=re.IGNORECASE)
        return super().spec(attribute, self.sentence(said) if value[:1].isupper() else said)

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
        if form == "def" and (phrase := re.match(r"voor (?!(?:in|op|aan) )(.+)", term.modifier or "")):
            return phrase[1]  # voor kantoor, voor hondentraining
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


def _both(modifiers: Sequence[Modifier]) -> list[Modifier]:
    """Two audiences alike as one phrase behind the noun: voor dames en heren."""
    for index, one in enumerate(modifiers):
        other = next((m for m in modifiers[index + 1 :] if _alike(one, m)), None)
        if other is not None:
            said = f"voor {one.term.preferred} en {other.term.preferred}"
            term = one.term.model_copy(update={"modifier": said})
            both = replace(one, term=term, role=Role.PREPOSITIONAL)
            return [both if m is one else m for m in modifiers if m is not other]
    return list(modifiers)


def _alike(one: Modifier, other: Modifier) -> bool:
    return one is not other and any({one.concept.id, other.concept.id} == pair for pair in _ALIKE)


def _tells(finer: Modifier, one: Modifier) -> bool:
    """Whether it says all that the other says: met verzwaard rietje and rietje, petite dames and dames."""
    if finer is one or finer.role is not Role.PREPOSITIONAL:
        return False
    if one.place is Place.AUDIENCE and finer.place is Place.AUDIENCE:
        return finer.term.as_modifier.endswith(f" {one.term.preferred}")
    plain = re.fullmatch(r"met (\S+)", one.term.as_modifier)
    return bool(plain and re.fullmatch(rf"met .+ {re.escape(plain[1])}", finer.term.as_modifier))


def _group(modifier: Modifier, phrase: str) -> str:
    """What may share its preposition with it: what it has, where it is used, whom of a kind it is for."""
    own = modifier.concept.id
    shared = _SHARED.match(phrase)
    if shared is None or re.search(r" (en|te|van) |^met .* voor |^voor het ", phrase):
        return own
    if modifier.place is Place.AUDIENCE:
        return "voor whom"
    if shared[0] == "voor " and modifier.place is not Place.OCCASION:
        return f"{modifier.place} {modifier.concept.id}"
    further = re.match(r"voor (?:in|op|aan|bij|onder) ", phrase)
    return "voor in" if further else shared[0]  # voor in de auto en op reis; but voor in de auto, voor thee


def _rank(phrase: str) -> int:
    first = phrase.split(" ", 1)[0]
    return _ORDER.index(first) if first in _ORDER else _ORDER.index("om")

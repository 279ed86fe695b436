"""Polish: adjectives agree, before the noun in prose and after it in titles; cases by preposition."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile
from typing import ClassVar

from argosy_commerce.phrasing.grammar import Grammar, names_word
from argosy_commerce.phrasing.plan import TELLING, Head, Modifier, NounPhrase, Place
from argosy_commerce.phrasing.polish_forms import genitive
from argosy_commerce.reading.items import Measure, Size
from argosy_commerce.terms.model import Role, Term
from argosy_commerce.terms.patterns import has_slots

_PREPOSITION = re.compile(r" (?=(?:bez|dla|do|na|o|od|po|pod|przeciw|przez|u|w|we|z|ze) )")
_CONSONANT = "bcćdfghjklłmnńprsśtwzźż"
_ZE = re.compile(rf"(?i)(?:sz|s(?!z)|[zśźż]|w(?=[sz]))(?=[{_CONSONANT}])|100\b")
"""What «ze» stands before for the tongue's sake: ze stali, ze szkła, ze stu; but z szyfonu, z siatki."""
_ONCE = re.compile(r"(z)e? |(do) |(na) ")
_CLASSIFYING = frozenset({Place.AUDIENCE, Place.SEASON, Place.OCCASION})
"""What kind of thing it is: buty damskie, kurtka zimowa. These follow the noun in prose as well."""
_FAR = (
    Place.AUDIENCE,
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
)
"""Order of what stands behind the noun and its adjectives: dla dzieci, w kwiaty, z kapturem."""
_GIFT, _THEMES, _TOYS = "occasion.gift", "theme.", "category.toys"
_PLACE_OF_USE = re.compile(
    r"do (?=(?:akademika|biura|domu|gastronomii|hoteli|salonu|sypialni)$)|na (?=(?:biurko|ścianę)$)"
)
_REACH = re.compile(r"do (?:kolan|kostek|połowy łydki)$|za kolano$")
_OPENING = re.compile(r"(?:bez|dla|do|na|o|od|po|pod|przeciw|przez|u|w|we|wewnątrz|z|za|ze) ")
_WITH = re.compile(r"ze? (?=\w+(?:em|ą|mi|[iy]m)\b)")
"""«z» with the instrumental (z kapturem): other cases (z bawełny) are joined to none of these."""
_RESISTANT = re.compile(r"odporn[yae] na |zapobiegając[yae] |chroniąc[yae] przed ")
_SHARED = (
    _RESISTANT,
    re.compile(r"w stylu "),
    re.compile(r"do cery "),
    re.compile(r"do (?=[A-Z])"),
    re.compile(r"dla (?!psa\b|kota\b|szczeniąt\b|kociąt\b|zwierząt\b)"),
    _PLACE_OF_USE,
    _WITH,
)
"""What two chunks of a title say once: do domu i biura, z pilotem i timerem."""
_PAIRS = (
    ("dziecięc", "niemowlęc"),
    ("damsk", "męsk"),
    ("dziewczęc", "chłopięc"),
)
_ANY_PET = "dla zwierząt"
_PET = re.compile(r"\bdla (?:psa|kota|szczeniąt|kociąt)\b")
_ABBREVIATED = re.compile(r"(?:Ok|Maks)\. ")
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
    describes_materials = True
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
        after = [_shaped(m, head) for m in modifiers if m not in before]
        return self._phrase(head.term, before, after, names)

    def title_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        # Shoppers scan titles by the noun, so it comes first and all adjectives follow.
        return self._phrase(head.term, [], [_shaped(m, head) for m in modifiers], names)

    def _phrase(
        self, noun: Term, before: Sequence[Modifier], after: Sequence[Modifier], names: Sequence[str]
    ) -> str:
        """Adjectives join the noun itself; its own preposition follows them: buty damskie do biegania."""
        core, *tail = _PREPOSITION.split(noun.preferred, maxsplit=1)
        close = sorted(filter(_close, after), key=lambda m: m.role is Role.INVARIABLE)
        far = _outward([m for m in after if m not in close])
        behind = [self._said(m, noun) for m in far]
        told = next((i for i, words in enumerate(behind) if words.startswith("dla ")), None)
        if told is not None and tail and tail[0].startswith("dla "):
            # karma dla zwierząt, but karma dla psa; smycz dla psa, smycz dla psa i kota
            behind[told] = _paired(tail[0], behind[told]) or behind[told]
            tail = []
        words = [*(agree(m.term, noun) for m in before), core, *(self._said(m, noun) for m in close)]
        return " ".join([*words, *tail, *names, *behind])

    def split(self, phrase: NounPhrase) -> tuple[list[Modifier], list[Modifier]]:
        """As elsewhere, but behind the noun stand two phrases at most, no two of z, do or na.

        Of several that it is for, the noun takes the one that is an adjective: kamizelka damska, dla mamy.
        """
        by_adjective = sorted(phrase.modifiers, key=_is_audience_phrase)
        attached, trailing = super().split(replace(phrase, modifiers=tuple(by_adjective)))
        if phrase.head is None:
            return attached, trailing
        noun = phrase.head.term
        own = _PREPOSITION.split(noun.preferred, maxsplit=1)[1:]
        room = _MOST_BEHIND - len(own)
        taken = {_opening(words) for words in own}
        spare: list[Modifier] = []
        # 100% bawełna reads best by itself, so it is the first to trail.
        far = [m for m in attached if not _close(_shaped(m, phrase.head))]
        for modifier in sorted(far, key=lambda m: (m.purity is not None, TELLING.index(m.place))):
            opening = _opening(self._said(modifier, noun))
            if not room or (opening is not None and opening in taken):
                spare.append(modifier)
            else:
                room -= 1
                taken.add(opening)
        attached = [m for m in attached if m not in spare]
        return attached, [m for m in phrase.modifiers if m in spare or m in trailing]

    def repeats(self, modifier: Term, noun: Term) -> bool:
        # The noun says it in its own form or by a synonym: letni, sukienka letnia; dziecięcy, namiot dla
        # dzieci; na kolano, ochraniacze na kolana. Kin count only of what is made of a noun or a verb:
        # pojemny says something new of a pojemnik, chłodzący nothing of a chłodzenie.
        said, words = modifier.as_modifier.casefold(), noun.preferred.casefold()
        synonyms = [synonym.casefold() for synonym in modifier.alternatives]
        forms = {said, agree(modifier, noun).casefold(), *synonyms}
        if any(names_word(words, form) for form in forms):
            return True
        purpose = re.fullmatch(r"(?:do|na) (\w+)", said)
        derived = modifier.modifier is not None and modifier.role is Role.ADJECTIVE
        kin = [purpose[1]] if purpose else [said] if derived else []
        if re.fullmatch(r"\w+ący", said):
            kin = [said, *synonyms]
        return any(_akin(one, word) for one in kin for word in words.split(" "))

    def features(self, modifiers: Sequence[Modifier], head: Head | None) -> str:
        """Adjectives as one list, short ones first, then the phrases: lekki i cichy, z pilotem."""
        plain: list[str] = []
        phrases: list[str] = []
        fixed: list[str] = []
        new = [m for m in modifiers if head is None or not self.repeats(m.term, head.term)]
        for modifier in new or modifiers:
            word = self.alone(modifier, head)
            of_its_kind = phrases if _OPENING.match(word) else plain
            is_fixed = modifier.role is Role.INVARIABLE or word[0].isdigit()
            (fixed if is_fixed else of_its_kind).append(word)
        plain.sort(key=lambda word: " " in word)
        # odporny na wstrząsy i odporny na nacisk: once is enough where all that follow share it.
        shared = _RESISTANT.match(plain[-1]) if plain else None
        for index in range(len(plain) - 1, 0, -1):
            if shared is None or not plain[index - 1].startswith(shared[0]):
                break
            plain[index] = plain[index].removeprefix(shared[0])
        return self.comma.join(filter(None, [self.listed(plain), *self._sharing(phrases, (_WITH,)), *fixed]))

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        if modifier.purity:
            return self.share(Decimal(modifier.purity), modifier.term)
        if head is None:
            return modifier.term.preferred
        return self._said(_shaped(modifier, head), head.term)

    def in_title(self, chunks: Sequence[str]) -> str:
        core, *rest = chunks or [""]
        trailing: list[str] = []
        for chunk in rest:
            paired = _paired(core, chunk)
            if paired is not None:
                core = paired
                continue
            if chunk == _ANY_PET and any(map(_PET.search, [core, *rest])):
                continue
            at = next((i for i, other in enumerate(trailing) if _paired(other, chunk)), None)
            if at is None:
                trailing.append(chunk)
            else:
                trailing[at] = _paired(trailing[at], chunk) or chunk
        # What ends the noun's own chunk is joined as well: etui z klapką, z portfelem → z klapką i portfelem.
        words = core.split(" ")
        for place in range(len(words) - 1, 0, -1):
            ending = " ".join(words[place:])
            if not _OPENING.match(ending) and not _RESISTANT.match(ending):
                continue
            if any(opening.match(ending) for opening in _SHARED):
                joined, *others = self._sharing([ending, *trailing], _SHARED)
                return self.comma.join([" ".join([*words[:place], joined]), *others])
            break
        return self.comma.join([core, *self._sharing(trailing, _SHARED)])

    def _sharing(self, words: Sequence[str], openings: Sequence[re.Pattern[str]]) -> list[str]:
        """Words that open alike as one: z pilotem, z timerem → z pilotem i timerem."""
        groups: dict[str, list[str]] = {}
        for word in words:
            number, found = next(
                ((i, match) for i, opening in enumerate(openings) if (match := opening.match(word))),
                (0, None),
            )
            opening = found[0] if found else ""
            key = f"{number} {'z ' if openings[number] is _WITH else opening}" if found else word
            groups.setdefault(key, []).append(word)
        return [self._once_opened(group, openings) for group in groups.values()]

    def _once_opened(self, group: Sequence[str], openings: Sequence[re.Pattern[str]]) -> str:
        first, *others = group
        if not others:
            return first
        # A word that opens like none of them is in its group as often as it was said: once is enough.
        opened = ((next((o for o in openings if o.match(word)), None), word) for word in others)
        bare = [opening.sub("", word, count=1) for opening, word in opened if opening is not None]
        if not bare:
            return first
        if any(" i " in word for word in group):
            return " oraz ".join([first, *bare])
        return self.listed([first, *bare])

    def spec(self, attribute: str, value: str) -> str:
        """What a colon introduces goes on in small letters where it is no name: ok. 210 g."""
        if _ABBREVIATED.match(value):
            value = value[:1].lower() + value[1:]
        return super().spec(attribute, value)

    def measure_in_title(self, measure: Measure, text: str) -> str:
        return f"rozm. {text}" if isinstance(measure, Size) else text

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
        if form == "gen":
            return genitive(term) or term.preferred
        return term.forms.get(form) or term.preferred

    def says_made_for(self, thing: Term) -> bool:
        return genitive(thing) is not None

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


def _shaped(modifier: Modifier, head: Head) -> Modifier:
    """A toy is what is drawn on other things: pluszak króliczek, but piżama z motywem króliczka."""
    if not modifier.concept.id.startswith(_THEMES) or head.concept.parent != _TOYS:
        return modifier
    bare = modifier.term.model_copy(update={"modifier": None, "role": Role.INVARIABLE})
    return replace(modifier, term=bare, role=Role.INVARIABLE)


def _outward(modifiers: Sequence[Modifier]) -> list[Modifier]:
    """From the noun outward; an adjective with its complement stands nearest of all but the material.

    Kurtka ze skóry ocieplana polarem dla seniorów: behind «dla seniorów» it would seem to be theirs.
    """
    far = sorted(modifiers, key=_distance)
    with_complement = [m for m in far if m.role is Role.ADJECTIVE]
    if not with_complement:
        return far
    nearest = [m for m in far if m.place is Place.MATERIAL and m not in with_complement]
    return [*nearest, *with_complement, *(m for m in far if m not in nearest and m not in with_complement)]


def _distance(modifier: Modifier) -> int:
    """How far from the noun a phrase stands: its reach comes first, when and where it is used last."""
    words = modifier.term.as_modifier
    if _REACH.match(words):
        return -1
    if modifier.concept.id == _GIFT:
        return len(_FAR) + 1
    if _PLACE_OF_USE.match(words) or (modifier.place is Place.OCCASION and words.startswith("na ")):
        return len(_FAR)
    return _FAR.index(modifier.place)


def _paired(words: str, chunk: str) -> str | None:
    """Words with a chunk that belongs to one of them joined on; None if none does.

    >>> _paired("kalosze męskie zimowe", "damskie"), _paired("smycz dla psa", "dla kota")
    ('kalosze męskie i damskie zimowe', 'smycz dla psa i kota')
    """
    if _PET.fullmatch(chunk) and _ANY_PET in words:
        return words.replace(_ANY_PET, chunk, 1)
    if _PET.fullmatch(chunk) and (found := _PET.search(words)) and found[0] != chunk:
        joint = "," if words[found.end() :].startswith(" i ") else " i"
        return words.replace(found[0], f"{found[0]}{joint} {chunk.removeprefix('dla ')}", 1)
    for one, other in (*_PAIRS, *(pair[::-1] for pair in _PAIRS)):
        if re.fullmatch(rf"{other}\w+", chunk) and (found := re.search(rf"\b{one}\w+", words)):
            if re.search(rf"\b{other}", words):
                return None
            return words.replace(found[0], f"{found[0]} i {chunk}", 1)
    return None


def _akin(one: str, other: str) -> bool:
    """Whether two words share their stem: samochodowy, samochodu; not elektryczny, elektroniczny."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return shared >= _SHORTEST_STEM and shared >= len(one) - _LONGEST_ENDING


def _opening(phrase: str) -> str | None:
    """The preposition that may open but one phrase behind a noun: z, do, na.

    >>> _opening("ze stali"), _opening("dla kobiet")
    ('z', None)
    """
    found = _ONCE.match(phrase)
    return found and found[found.lastindex or 0]


def _is_audience_phrase(modifier: Modifier) -> bool:
    """Whom it is for, said behind the noun: dla seniorów; not damski."""
    return modifier.place is Place.AUDIENCE and modifier.role is Role.PREPOSITIONAL


def _close(modifier: Modifier) -> bool:
    """Whether it stands right at the noun: sukienka czarna, sukienka oversize."""
    return _single(modifier) or modifier.role is Role.INVARIABLE


def _single(modifier: Modifier) -> bool:
    """One adjective; what brings a complement (odporny na wodę) cannot stand before the noun."""
    return modifier.role is Role.ADJECTIVE and " " not in modifier.term.as_modifier and not modifier.purity

"""Turkish: everything before the noun, compounds by a possessive suffix, nothing plural after a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.plan import Head, Modifier, NounPhrase, Place
from argosy_commerce.phrasing.turkish_suffixes import SUFFIXES, in_case, possessed, with_suffix
from argosy_commerce.terms.model import Role, Term
from argosy_commerce.terms.patterns import has_slots

_SMALL = frozenset(["ve", "ile", "veya", "ya", "da", "de"])
"""Lower case within titles (TDK, büyük harflerin kullanıldığı yerler); için is no conjunction."""
_SYMBOLS = frozenset("mm cm dm m km g kg mg ml t g/m² km/sa devir/dk".split())  # noqa: SIM905 — a list of words
_KINDS_OF_PET = frozenset({"kedi", "köpek", "yavru kedi", "yavru köpek", "kuş", "papağan", "hamster"})
_PET = "evcil hayvan "
_SAYS_SAME = (
    ("temizl", "temizl"),
    ("şarj", "şarj"),
    ("sünger", "sünger"),
    ("araç", "oto"),
    ("araç", "araba"),
    ("balık av", "olta"),
    ("noel", "yılbaşı"),
    ("doğa yürüyüş", "trekking"),
    ("çapraz", "çapraz"),
    ("tek omuz", "omuz"),
    ("banyo", "duş"),
    ("ağırlıklı pipet", "pipet"),
    ("diz", "dizli"),
    ("masa", "masası"),
    ("çiftler", "çift"),
)
"""How words of a modifier and of a noun begin that say the same: temizlik in yüz temizleme jeli."""
_BY_UNIT = {
    "adet": [(r"\d ", "Miktar")],
    "beden": [(r"\d (cm|mm|m|inç)$", "Boyut")],
    "dolgu materyali": [(r"^\d[\d.,–]* k?g$", "Dolgu ağırlığı")],
    "taş cinsi": [(r"\d karat$", "Taş ağırlığı"), (r"\d mm$", "Taş boyutu")],
}
"""Headings that their value's unit makes another: beden is of clothes."""
_FOR = " için"
_COUNT = " sayısı"
_TASTED = frozenset({"flavour", "scent", "ingredient"})
"""What a thing has in it, as a feature: tavuklu, limon kokulu."""
_MANY = re.compile(r"l[ae]r$")
_HOME = "occasion.home"
_IN_A_HOME = frozenset({"room.kitchen", "room.bathroom", "room.bedroom", "room.living_room", "room.balcony"})
_LIKE_A_HOME = frozenset(
    {
        "occasion.office",
        "occasion.dormitory",
        "occasion.apartments",
        "occasion.school",
        "use.canteen",
        "use.hotels",
        "room.balcony_garden",
    }
)
_ONE_SEX = frozenset({"audience.women", "audience.men"})
_BOTH_SEXES = frozenset({"audience.unisex", "audience.couples"})
_BABY, _CHILD, _YOUNG = "bebek", "çocuk ", "yavru "
_BELOW_ZERO = re.compile(r"(?<!\S)(-\d[\d,]*)–(\d)")


class Turkish(Grammar):
    """As shops of Türkiye write: Kadın Siyah Kısa Kollu Yazlık Pamuklu Elbise.

    Roles of an audience: ``invariable`` opens a title bare (Kadın Siyah Elbise), ``noun`` makes a
    compound with the thing (Yumuşak Bebek Battaniyesi), ``adjective`` never does (Unisex Tişört).
    """

    language = "tr"
    form_keys = frozenset({"poss", "li", "pl"})
    slot_forms = frozenset({*SUFFIXES, "pl.gen"})
    most_attached = 8
    order = (
        Place.AUDIENCE,
        Place.COLOUR,
        Place.STYLE,
        Place.PATTERN,
        Place.OTHER,
        Place.FIT,
        Place.CUT,
        Place.FEATURE,
        Place.PART,
        Place.SEASON,
        Place.MATERIAL,
        Place.OCCASION,
    )
    room: ClassVar[Mapping[Place, int]] = {
        Place.AUDIENCE: 3,
        Place.COLOUR: 1,
        Place.STYLE: 1,
        Place.PATTERN: 1,
        Place.OTHER: 1,
        Place.FIT: 1,
        Place.CUT: 3,
        Place.FEATURE: 2,
        Place.PART: 1,
        Place.SEASON: 1,
        Place.MATERIAL: 1,
        Place.OCCASION: 3,
    }

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        return self._phrase(head, modifiers, names, people_first=False)

    def title_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        return self._phrase(head, modifiers, names, people_first=True)

    def _phrase(
        self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str], *, people_first: bool
    ) -> str:
        people = _named_once([m for m in modifiers if m.place is Place.AUDIENCE])
        others = [m for m in modifiers if m.place is not Place.AUDIENCE and not _is_use(m)]
        uses = [m.term.as_modifier for m in modifiers if _is_use(m)]
        others.sort(key=lambda m: m.role is not Role.PREPOSITIONAL)
        bare = [m for m in people if m.role is Role.INVARIABLE]
        apart = [m for m in people if m.role in {Role.ADJECTIVE, Role.PREPOSITIONAL}]
        leads = people_first and (others or apart)
        joined = [m for m in people if m not in apart and not (leads and m in bare)]
        at_home = [m for m in others if m.concept.id == _HOME]
        places = [m.concept.id for m in modifiers if _is_use(m)]
        if at_home and _IN_A_HOME & {*places}:  # a kitchen is at home
            others = [m for m in others if m not in at_home]
        elif at_home and not joined and _LIKE_A_HOME & {*places[:1]}:  # ev ve ofis, not «ev tipi ofis»
            others = [m for m in others if m not in at_home]
            uses = [at_home[0].term.preferred, *uses]
        compound = [
            self._together([m.term.as_modifier for m in joined]),
            self.listed(uses),
        ]
        noun = head.term.preferred
        if any(compound):
            noun = head.term.forms.get("poss") or possessed(noun)
            if _KINDS_OF_PET & {m.term.preferred for m in joined}:
                noun = noun.removeprefix(_PET)
            if compound[0].endswith(_BABY) and not compound[1] and noun.startswith(_CHILD):
                noun = f"ve {noun}"  # bebek ve çocuk oto koltuğu
        words = [self._together([m.term.as_modifier for m in bare])] if leads else []
        words += self._shared([m.term.as_modifier for m in apart])
        words = [
            *words,
            *map(_as_written, names),
            *self._shared([self._before(m) for m in others]),
            *compound,
            noun,
        ]
        return " ".join(_each_once(words))

    def split(self, phrase: NounPhrase) -> tuple[list[Modifier], list[Modifier]]:
        """A second use joins the first only where they are alike: mutfak ve banyo rafı."""
        attached, trailing = super().split(phrase)
        uses = [m for m in attached if _is_use(m)]
        crowded = any(m.place is Place.AUDIENCE and m.role is Role.NOUN for m in attached)
        for use in uses[1:]:
            if crowded or use not in uses[:2] or _group(use) != _group(uses[0]):
                attached.remove(use)
                trailing.append(use)
        return attached, trailing

    def repeats(self, modifier: Term, noun: Term) -> bool:
        words = noun.preferred.split(" ")
        return super().repeats(modifier, noun) or any(
            modifier.as_modifier.casefold().startswith(one) and word.startswith(other)
            for one, other in _SAYS_SAME
            for word in words
        )

    def features(self, modifiers: Sequence[Modifier], head: Head | None) -> str:
        words = [m.term.as_modifier if _group(m) in _TASTED else self.alone(m, head) for m in modifiers]
        return self._together(sorted(words, key=lambda word: word.endswith(_FOR)))

    def in_title(self, chunks: Sequence[str]) -> str:
        """What trails with «için» as one list: ofis, bahçe ve mutfak için; people apart from things."""
        lists: dict[bool, list[str]] = {}
        places: list[str | bool] = []
        apart = bool(chunks) and _FOR not in chunks[0].casefold()
        for index, chunk in enumerate(chunks):
            if index == 0 or not chunk.endswith(_FOR) or any(c.isdigit() for c in chunk):
                places.append(chunk)
                continue
            whom = apart and _MANY.search(chunk.removesuffix(_FOR)) is not None
            if whom not in lists:
                places.append(whom)
            lists.setdefault(whom, []).append(chunk.removesuffix(_FOR))
        return self.together([p if isinstance(p, str) else self.listed(lists[p]) + _FOR for p in places])

    def measured(self, text: str) -> str:
        return _BELOW_ZERO.sub(r"\1 ila \2", text)

    def _together(self, words: Sequence[str]) -> str:
        chunks = self._shared(words)
        simple = len(chunks) == len(words) and not any(" ve " in chunk for chunk in chunks)
        return self.listed(chunks) if simple else self.comma.join(chunks)

    def _shared(self, words: Sequence[str]) -> list[str]:
        """su ve toz geçirmez: what neighbours end in is said once, after the last."""
        groups: list[list[list[str]]] = []
        for word in words:
            parts = word.split(" ")
            if groups and _same_end([*groups[-1], parts]):
                groups[-1].append(parts)
            else:
                groups.append([parts])
        return [self._with_end(group) for group in groups]

    def _with_end(self, group: Sequence[Sequence[str]]) -> str:
        end = _same_end(group) if len(group) > 1 else 0
        if end == 0:
            return " ".join(group[0])
        return " ".join([self.listed([" ".join(parts[:-end]) for parts in group]), *group[0][-end:]])

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        term = modifier.term
        if modifier.purity:
            return self.share(Decimal(modifier.purity), term)
        if head is None or modifier.place is Place.MATERIAL:
            return term.preferred
        if modifier.place is Place.AUDIENCE and modifier.role in {Role.NOUN, Role.INVARIABLE}:
            return f"{self.in_form(term, 'pl')} için"
        if _is_use(modifier):
            return f"{term.preferred} için"
        return self._before(modifier)

    def in_form(self, term: Term, form: str) -> str:
        if form == "pl.gen":
            return with_suffix(self.in_form(term, "pl"), "gen")
        return term.forms.get(form) or in_case(term.preferred, form)

    def counted(self, number: Decimal, written: str, unit: Term) -> str:
        if has_slots(unit.preferred):
            return self.fill(unit.preferred, {"n": [(written, None, number)]})
        return f"{written} {unit.preferred}"

    def spec(self, attribute: str, value: str) -> str:
        name = attribute.casefold()
        if name == "adet" and re.fullmatch(r"[\d.,–]+ adet", value):
            value = value.removesuffix(" adet")
        elif name.endswith(_COUNT):  # Delik sayısı: 8, not «8 delikli»
            kind = with_suffix(name.removesuffix(_COUNT), "li")
            value = re.sub(rf"^([\d.,–]+) {re.escape(kind)}(?!\S*\w)", r"\1", value)
        elif re.match(rf"{re.escape(name)} \d", value, re.IGNORECASE):  # Genişlik: genişlik 1,5 m
            value = value[len(name) + 1 :]
        for figures, heading in _BY_UNIT.get(name, ()):
            if re.search(figures, value):
                attribute = heading
        return f"{attribute}: {self.sentence(value)}"

    def title(self, text: str) -> str:
        return " ".join(_title_words(text.split(" ")))

    def sentence(self, text: str) -> str:
        return text if _is_name(text.split(" ", 1)[0]) else capitalised(text)

    def _before(self, modifier: Modifier) -> str:
        term = modifier.term
        if modifier.purity and modifier.place is Place.MATERIAL:
            return self.share(Decimal(modifier.purity), term)
        if modifier.place is Place.PART and modifier.role is Role.NOUN and term.modifier is None:
            return self.in_form(term, "li")
        return term.as_modifier


def capitalised(text: str) -> str:
    """The first letter large: i keeps its dot, ı has none.

    >>> capitalised("ipek şal"), capitalised("ısıya dayanıklı"), capitalised("çelik")
    ('İpek şal', 'Isıya dayanıklı', 'Çelik')
    """
    return ("İ" if text[:1] == "i" else text[:1].upper()) + text[1:]


def _as_written(name: str) -> str:
    """A name's first letter large as its own language has it: Ipad, not İpad."""
    return name if _is_name(name) else name[:1].upper() + name[1:]


def _group(modifier: Modifier) -> str:
    return modifier.concept.id.partition(".")[0]


def _same_end(group: Sequence[Sequence[str]]) -> int:
    """How many words all end in, one of each left before them."""
    end = 0
    while all(len(parts) > end + 1 and parts[-1 - end] == group[0][-1 - end] for parts in group):
        end += 1
    return end


def _named_once(people: Sequence[Modifier]) -> list[Modifier]:
    """A child is said by a girl (kız çocuk), a pet by a dog, women and men by unisex or couples."""
    words = {m.term.preferred for m in people}
    if any(m.concept.id in _BOTH_SEXES for m in people):
        people = [m for m in people if m.concept.id not in _ONE_SEX]
    return [
        m
        for m in people
        if not any(w.endswith(" " + m.term.preferred) and not w.startswith(_YOUNG) for w in words)
        and not (m.term.preferred == _PET.strip() and words & _KINDS_OF_PET)
    ]


def _is_use(modifier: Modifier) -> bool:
    return modifier.place is Place.OCCASION and modifier.role is Role.NOUN


def _is_name(word: str) -> bool:
    return word[:1].islower() and any(c.isupper() for c in word[1:])


def _each_once(words: Sequence[str]) -> Iterator[str]:
    """Single words; where one phrase ends as the next begins, once: suni deri, deri ceket."""
    before = ""
    for word in " ".join(filter(None, words)).split(" "):
        if word.casefold() != before:
            yield word
        before = word.casefold()


def _title_words(words: Sequence[str]) -> Iterator[str]:
    before = ""
    for word in words:
        plain = word.strip(",.")
        is_symbol = plain in _SYMBOLS and before[-1:].isdigit()
        if (before and plain in _SMALL) or is_symbol or any(c.isupper() for c in word[1:]):
            yield word
        else:
            yield re.sub(r"(^|[-/(–])([a-zçğıöşü])", lambda m: m[1] + capitalised(m[2]), word)
        before = plain

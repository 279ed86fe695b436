"""Russian: adjectives agree, before the noun in sentences and after it in titles; «из», «с», «для»."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.plan import Head, Modifier, NounPhrase, Place
from argosy_commerce.phrasing.russian_chunks import gathered, says_again
from argosy_commerce.phrasing.russian_forms import (
    CASES,
    agree,
    counting_word,
    declined,
    many,
    measured,
    plural,
)
from argosy_commerce.terms.model import Role, Term
from argosy_commerce.terms.patterns import has_slots
from argosy_commerce.units import write_number

_BEFORE = (
    Place.FEATURE,
    Place.COLOUR,
    Place.PATTERN,
    Place.FIT,
    Place.STYLE,
    Place.CUT,
    Place.OTHER,
    Place.MATERIAL,
    Place.SEASON,
    Place.OCCASION,
    Place.PART,
    Place.AUDIENCE,
)
"""Adjectives before a noun: what tells least of its kind first, чёрная кожаная женская сумка."""
_AFTER = (
    Place.COLOUR,
    Place.FIT,
    Place.MATERIAL,
    Place.STYLE,
    Place.PATTERN,
    Place.CUT,
    Place.FEATURE,
    Place.PART,
    Place.SEASON,
    Place.OCCASION,
    Place.AUDIENCE,
    Place.OTHER,
)
"""Phrases after a noun: куртка оверсайз из хлопка с капюшоном для мальчиков."""
_WITH = re.compile(r"со? ")
_LONG_WITH = re.compile(r"[сзшж][бвгджзйклмнпрстфхцчшщ]|щ|вс|мн|льн", re.IGNORECASE)
"""Before these the preposition is «со»: со шнурком, со съёмной ручкой (Rosenthal, 199)."""
_LEAST_STEM = 4
_ORDINARY = "обычный"
_AUDIENCE = "attribute.audience"
_WHOLE = {"материал", "размер"}
"""Headings whose values repeat them: Размер: Единый размер."""
_OF_CARS = "автомобильный"
_BELOW_ZERO = re.compile(r"(?<!\S)-(\d[\d,]*)–(\d)")
_BY_UNIT = {
    "масса/объём нетто": {"г": "Масса нетто", "л": "Объём нетто"},
    "наполнитель": {"г": "Вес наполнителя"},
    "объём": {"ч": "Ёмкость", "г": "Масса"},
    "вставка": {"м": "Размер вставки", "т": "Вес вставки", "а": "Вес вставки"},
}
"""A heading said of several units, by the unit's last letter."""
_TRADES = {
    "beauty": {"category.beauty"},
    "hair": {"category.shampoo", "category.conditioner", "category.hair_mask"},
    "bed": {
        *("category.bedding_set", "category.bed_sheet", "category.duvet", "category.pillow"),
        *("category.blanket", "category.mattress", "category.duvet_cover", "category.bed"),
        *("category.mosquito_net", "category.cooling_mat", "category.electric_blanket"),
        "category.water_heated_blanket",
    },
    "shelf": {f"category.{name}" for name in ("shelf", "shoe_rack", "bookshelf", "drying_rack", "bird_cage")},
}
"""Trades with words of their own, by form: куртка водонепроницаемая, но тушь водостойкая; стол двухместный,
но кровать двуспальная; a later trade wins over an earlier one."""


class Russian(Grammar):
    """As written on Ozon and Wildberries: платье женское летнее чёрное из хлопка с коротким рукавом."""

    language = "ru"
    form_keys = frozenset({*CASES, "many", *_TRADES})
    slot_forms = frozenset({*CASES, "pl", "many", "ordinary"})
    genders = frozenset({"m", "f", "n"})
    most_attached = 6
    most_adjectives = 4
    order = (
        Place.AUDIENCE,
        Place.SEASON,
        Place.OCCASION,
        Place.FEATURE,
        Place.STYLE,
        Place.FIT,
        Place.CUT,
        Place.PATTERN,
        Place.COLOUR,
        Place.MATERIAL,
        Place.PART,
        Place.OTHER,
    )
    room: ClassVar[Mapping[Place, int]] = {
        Place.AUDIENCE: 1,
        Place.SEASON: 1,
        Place.OCCASION: 1,
        Place.STYLE: 1,
        Place.FIT: 1,
        Place.CUT: 1,
        Place.FEATURE: 1,
        Place.COLOUR: 1,
        Place.PATTERN: 1,
        Place.MATERIAL: 1,
        Place.PART: 1,
    }

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        close = [m for m in modifiers if self._agrees(m)]
        close.sort(key=lambda m: _BEFORE.index(m.place))
        adjectives = [_agreeing(m, head) for m in close]
        return " ".join([*adjectives, head.term.preferred, *names, *self._following(modifiers)])

    def title_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        adjectives = [_agreeing(m, head) for m in modifiers if self._agrees(m)]
        return " ".join([head.term.preferred, *names, *adjectives, *self._following(modifiers)])

    def attachable(self, modifier: Modifier) -> bool:
        # Participles with their object follow a comma: чехол, устойчивый к царапинам.
        if modifier.role is Role.ADJECTIVE and " " in modifier.term.as_modifier:
            return False
        return super().attachable(modifier)

    def split(self, phrase: NounPhrase) -> tuple[list[Modifier], list[Modifier]]:
        # One «для», one «на» beside the noun, a second follows a comma; of «с» all make one list.
        attached, trailing = super().split(phrase)
        said = {"для"} if phrase.head is not None and " для " in phrase.head.term.preferred else set()
        spare: list[Modifier] = []
        for modifier in sorted((m for m in attached if not self._agrees(m)), key=self._rank):
            preposition = self._after(modifier).split(" ", 1)[0]
            told = any(
                says_again(self._after(modifier), m.term.as_modifier) for m in attached if self._agrees(m)
            )
            if told or (preposition in said and not _WITH.match(self._after(modifier))):
                spare.append(modifier)
            said.add(preposition)
        return [m for m in attached if m not in spare], [*spare, *trailing]

    def features(self, modifiers: Sequence[Modifier], head: Head | None) -> str:
        # Only nouns make a list with «и» where no noun is described: not «без запаха и прочность».
        if head is None and any(m.term.gender is None for m in modifiers):
            return self.together([self.alone(m, head) for m in modifiers])
        return super().features(modifiers, head)

    def in_title(self, chunks: Sequence[str]) -> str:
        return self.together(gathered(chunks, self.listed))

    def listed(self, words: Sequence[str]) -> str:
        if any(" и " in word for word in words):  # школьники и студенты, мамы: one «и» is enough
            return ", ".join(words)
        return super().listed(words)

    def under(self, heading: str, term: Term) -> str:
        return f"для {declined(term, 'gen')}" if heading == _AUDIENCE else super().under(heading, term)

    def measured(self, text: str) -> str:
        return _BELOW_ZERO.sub(r"от -\1 до \2", text)

    def spec(self, attribute: str, value: str) -> str:
        name = attribute.casefold()
        if name in _BY_UNIT and (unit := re.search(r"\d (кг|г|мг|мАч|Ач|мл|л|мм|карата?)$", value)):
            attribute = _BY_UNIT[name].get(unit[1][-1], attribute)
        return super().spec(attribute, ", ".join(_not_again(part, name) for part in value.split(", ")))

    def repeats(self, modifier: Term, noun: Term) -> bool:
        word = modifier.as_modifier.casefold()
        if word == _OF_CARS and noun.preferred.casefold().startswith("авто"):
            return True
        stem = re.sub(r"(ый|ий|ой)$", "", word)
        if stem != word and len(stem) >= _LEAST_STEM and " " not in stem:
            name = noun.preferred.casefold()
            return stem in name and re.search(rf"\b{re.escape(stem)}[а-яё]{{2,3}}\b", name) is not None
        return super().repeats(modifier, noun)

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        term = modifier.term
        if modifier.purity:
            return self.share(Decimal(modifier.purity), term)
        if head is not None:
            return _agreeing(modifier, head) if self._agrees(modifier) else self._after(modifier)
        if modifier.place is Place.AUDIENCE and modifier.role is not Role.INVARIABLE:
            return f"для {declined(term, 'gen')}"
        return term.preferred

    def in_form(self, term: Term, form: str) -> str:
        if form == "pl":
            return plural(term)
        if form == "many":
            return many(term)
        if form == "ordinary":
            return f"{agree(_ORDINARY, term.gender, term.number)} {term.preferred}"
        if term.preferred[:1].isdigit():
            return measured(term.preferred, form)
        return declined(term, form)

    def counted(self, number: Decimal, written: str, unit: Term) -> str:
        if has_slots(unit.preferred):
            return self.fill(unit.preferred, {"n": [(written, None, number)]})
        return f"{written} {counting_word(number, unit, self.locale)}"

    def percent(self, number: Decimal) -> str:
        return f"{write_number(number, self.language)}%"

    def stopped(self, text: str) -> str:
        return text if text.endswith(".") else super().stopped(text)  # 5 шт.

    @staticmethod
    def _agrees(modifier: Modifier) -> bool:
        return modifier.role is Role.ADJECTIVE and not modifier.purity

    def _following(self, modifiers: Sequence[Modifier]) -> list[str]:
        """What stands after the noun; of two «с» the second becomes «и»."""
        far = sorted((m for m in modifiers if not self._agrees(m)), key=self._rank)
        phrases = [self._after(m) for m in far]
        accompanied = [phrase for phrase in phrases if _WITH.match(phrase)]
        if len(accompanied) < 2:
            return phrases
        at = phrases.index(accompanied[0])
        things = [_WITH.sub("", phrase, count=1) for phrase in accompanied]
        others = [phrase for phrase in phrases if phrase not in accompanied]
        return [*others[:at], with_thing(self.listed(things)), *others[at:]]

    def _rank(self, modifier: Modifier) -> tuple[bool, int, int]:
        own = least = _AFTER.index(modifier.place)
        if _WITH.match(self._after(modifier)):
            least = max(own, _AFTER.index(Place.CUT))  # из шёлка с принтом: the silk is not the print's
        return modifier.role is not Role.INVARIABLE, least, own

    def _after(self, modifier: Modifier) -> str:
        term = modifier.term
        if modifier.purity:
            return f"из {self.percent(Decimal(modifier.purity))} {declined(term, 'gen')}"
        if modifier.role is not Role.NOUN:
            return term.as_modifier
        if modifier.place is Place.MATERIAL:
            return f"из {declined(term, 'gen')}"
        if modifier.place in {Place.PART, Place.FEATURE}:
            return term.modifier or with_thing(declined(term, "ins"))
        return term.modifier or f"для {declined(term, 'gen')}"


def with_thing(thing: str) -> str:
    """«с» or «со» and what follows.

    >>> with_thing("капюшоном"), with_thing("шнурком")
    ('с капюшоном', 'со шнурком')
    """
    return f"со {thing}" if _LONG_WITH.match(thing) else f"с {thing}"


def _agreeing(modifier: Modifier, head: Head) -> str:
    word = modifier.term.as_modifier
    for trade, categories in _TRADES.items():
        if not categories.isdisjoint({head.concept.id, head.concept.parent}):
            word = modifier.term.forms.get(trade, word)
    return agree(word, head.term.gender, head.term.number)


def _not_again(value: str, heading: str) -> str:
    """Вырез горловины: V-образный, not «V-образный вырез»."""
    words = value.split(" ")
    said_above = (
        len(words) == 2
        and heading not in _WHOLE
        and len(words[1]) > _LEAST_STEM
        and words[1][:-1].casefold() in heading
    )
    return words[0] if said_above and re.search(r"(ый|ий|ой|ая|яя|ое|ее|ые|ие)$", words[0]) else value

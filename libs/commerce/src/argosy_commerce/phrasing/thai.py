"""Thai: modifiers after the noun, no spaces inside a phrase, a space between phrases and at figures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar

from argosy_commerce.money import Money
from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.plan import Head, Modifier, NounPhrase, Place
from argosy_commerce.reading.items import Measure, Size
from argosy_commerce.terms.model import Role, Term
from argosy_commerce.terms.patterns import has_slots
from argosy_commerce.units import write_number

_BORDER = re.compile(r"(?<=[\u0e00-\u0e7f])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[\u0e00-\u0e7f])")
_FOR = "สำหรับ"
_SUITS = "เหมาะกับ"
"""What a thing is for, and for whom: สำหรับฤดูร้อน, เหมาะกับผู้สูงวัย."""
_BETWEEN_SEASONS = re.compile("และ(?=ฤดู)")
_CHILDREN = "เด็ก"
_ONE_KIND = (
    ("audience.women", "audience.men"),
    ("audience.girls", "audience.boys"),
    ("audience.adults", "audience.children"),
    ("audience.children", "audience.baby"),
    ("audience.dogs", "audience.cats"),
)
"""Who may stand together beside a noun: เสื้อยืดผู้หญิงและผู้ชาย; others are for whom else it is."""
_OF_NOBODY = re.compile("สัตว์|^ตุ๊กตา|^เครื่อง")
"""ตุ๊กตาผู้หญิง is the doll of a woman, เครื่องดักยุงทารก catches baby gnats: these are for somebody."""
_BESIDES = frozenset(
    f"audience.{who}"
    for who in (
        *("students", "beginners", "elderly", "middle_aged", "middle_aged_and_older", "adults", "petite"),
        *("mothers", "fathers", "grandmothers", "grandfathers", "postpartum", "couples", "best_friends"),
        *("boyfriend", "girlfriend", "dogs", "cats"),
    )
)
"""They leave the place beside the noun to women, men and children: เสื้อผู้หญิง เหมาะกับผู้สูงวัย."""
_NOT_IN_TITLE = _BESIDES - {
    f"audience.{who}"
    for who in (
        "elderly",
        "middle_aged",
        "middle_aged_and_older",
        "adults",
        "petite",
        "postpartum",
        "couples",
    )
}
"""ลิปสติกนักเรียน and ขวดน้ำคุณพ่อ are what people type, but no names of things."""
_COLOUR = "สี"
_SIZE_LETTERS = re.compile(r"\d*X*[SML](?![A-Za-z])")


class Thai(Grammar):
    """เดรสผู้หญิง ผ้าฝ้าย แขนสั้น สีดำ."""

    language = "th"
    slot_forms = frozenset({"classifier"})
    most_attached = 6
    describes_materials = True
    comma = " "
    full_stop = ""
    order = (
        Place.AUDIENCE,
        Place.STYLE,
        Place.FIT,
        Place.PATTERN,
        Place.MATERIAL,
        Place.CUT,
        Place.COLOUR,
        Place.FEATURE,
        Place.SEASON,
        Place.OCCASION,
        Place.PART,
        Place.OTHER,
    )
    room: ClassVar[Mapping[Place, int]] = {
        Place.AUDIENCE: 1,
        Place.STYLE: 1,
        Place.FIT: 1,
        Place.PATTERN: 1,
        Place.MATERIAL: 1,
        Place.CUT: 2,
        Place.COLOUR: 1,
        Place.FEATURE: 1,
        Place.SEASON: 1,
        Place.OCCASION: 1,
    }

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        return apart("".join(self._each_once(self._words(head, modifiers, names))))

    def title_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        return apart(" ".join(self._words(head, modifiers, names, _NOT_IN_TITLE)))

    def _words(
        self,
        head: Head,
        modifiers: Sequence[Modifier],
        names: Sequence[str],
        apart_from: frozenset[str] = frozenset(),
    ) -> list[str]:
        """The noun with whom it is for, closed up, then each further modifier."""
        close = [m for m in modifiers if _is_of_whom(m) and m.concept.id not in apart_from]
        if _OF_NOBODY.search(head.term.preferred):
            close = []
        noun = head.term.preferred + "และ".join(m.term.as_modifier for m in close)
        return [noun, *names, *(self._after(m) for m in modifiers if m not in close)]

    def split(self, phrase: NounPhrase) -> tuple[list[Modifier], list[Modifier]]:
        """Two audiences of one kind stand together; boys and girls are the children there are."""
        ids = {modifier.concept.id for modifier in phrase.modifiers}
        if ids & {"audience.girls", "audience.boys"}:
            rest = tuple(m for m in phrase.modifiers if m.concept.id != "audience.children")
            phrase = replace(phrase, modifiers=rest)
        main_first = sorted(phrase.modifiers, key=lambda m: m.concept.id in _BESIDES)
        attached, trailing = super().split(replace(phrase, modifiers=tuple(main_first)))
        first = next((m for m in attached if _is_of_whom(m)), None)
        for other in [m for m in trailing if first is not None and _is_of_whom(m)]:
            if first is not None and any({first.concept.id, other.concept.id} == set(p) for p in _ONE_KIND):
                attached.insert(attached.index(first) + 1, other)
                trailing.remove(other)
                break
        return attached, trailing

    def repeats(self, modifier: Term, noun: Term) -> bool:
        return modifier.as_modifier.removeprefix("ใช้") in noun.preferred

    def alone(self, modifier: Modifier, head: Head | None) -> str:
        if modifier.purity:
            return f"{modifier.term.preferred} {modifier.purity}%"
        return self._after(modifier) if head is not None else modifier.term.preferred

    def in_form(self, term: Term, form: str) -> str:
        return term.classifier or term.preferred if form == "classifier" else term.preferred

    def counted(self, number: Decimal, written: str, unit: Term) -> str:
        if has_slots(unit.preferred):
            return apart(self.fill(unit.preferred, {"n": [(written, None, number)]}))
        return f"{written} {unit.preferred}"

    def percent(self, number: Decimal) -> str:
        return f"{format(number.normalize(), 'f')}%"

    def measured(self, text: str) -> str:
        return apart(text)

    def price(self, money: Money) -> str:
        # A shop writes 39.90 หยวน, not CLDR's CN¥39.90.
        if money.currency == "CNY":
            return f"{write_number(money.amount, self.language)} หยวน"
        return super().price(money)

    def share(self, percent: Decimal, material: Term) -> str:
        return f"{material.preferred} {self.percent(percent)}"

    def listed(self, words: Sequence[str]) -> str:
        if len(words) < 2:
            return "".join(words)
        before_last = " " if len(words) > 2 or "และ" in "".join(words) else ""
        return apart(f"{' '.join(words[:-1])}{before_last}และ{words[-1]}")

    def together(self, words: Sequence[str]) -> str:
        """A space parts phrases, as a comma does elsewhere; figures and colours in a row take a comma."""
        text = "".join(words[:1])
        for before, word in pairwise(words):
            in_a_row = word[:1].isdigit() and before[:1].isdigit()
            # XL 85–95 กก. 4XL 95–105 กก.: each size and whom it fits
            in_a_row &= not (_SIZE_LETTERS.match(before) or _SIZE_LETTERS.match(word))
            in_a_row |= word.startswith(_COLOUR) and before.startswith(_COLOUR)
            text += f"{', ' if in_a_row else ' '}{word}"
        return text

    def in_title(self, chunks: Sequence[str]) -> str:
        core, *rest = chunks or ("",)
        return " ".join(self._each_once([*core.split(" "), *rest]))

    def _each_once(self, pieces: list[str]) -> list[str]:
        for before in (_SUITS, _FOR):
            pieces = self._said_once(pieces, before)
        return pieces

    def _said_once(self, pieces: list[str], before: str) -> list[str]:
        """สำหรับห้องครัวและห้องน้ำ for สำหรับห้องครัว and สำหรับห้องน้ำ; boys and girls are the children."""
        at = [i for i, piece in enumerate(pieces) if piece.startswith(before) and " " not in piece[:-1]]
        named = [part for i in at for part in _BETWEEN_SEASONS.split(pieces[i].removeprefix(before))]
        if any(f"{_CHILDREN}ผู้" in word for word in (*pieces, *named)):
            named = [word for word in named if word != _CHILDREN]
        named = [word for word in dict.fromkeys(named) if word]
        if not at or not all(pieces[i] != before for i in at):
            return pieces
        together = [f"{before}{self.listed(named)}"] if named else []
        rest = [piece for i, piece in enumerate(pieces) if i not in at[1:]]
        return [*rest[: at[0]], *together, *rest[at[0] + 1 :]]

    def measure_in_title(self, measure: Measure, text: str) -> str:
        return f"ไซส์ {text}" if isinstance(measure, Size) else text

    def sentence(self, text: str) -> str:
        return apart(text)

    @staticmethod
    def _after(modifier: Modifier) -> str:
        if modifier.purity:
            return f"{modifier.term.as_modifier} {modifier.purity}%"
        if _is_of_whom(modifier):
            return f"{_SUITS}{modifier.term.as_modifier}"
        if modifier.place in {Place.SEASON, Place.OCCASION} and modifier.term.modifier is None:
            return f"{_FOR}{modifier.term.preferred}"
        return modifier.term.as_modifier


def _is_of_whom(modifier: Modifier) -> bool:
    return modifier.place is Place.AUDIENCE and modifier.role is Role.NOUN


def apart(text: str) -> str:
    """A space wherever Thai meets Latin letters or figures: ขนาด 500 มล."""
    return _BORDER.sub(" ", text)

"""Thai: modifiers after the noun, no spaces inside a phrase, a space between phrases and at figures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.plan import Head, Modifier, Place
from argosy_commerce.terms.model import Role, Term
from argosy_commerce.terms.patterns import has_slots

_BORDER = re.compile(r"(?<=[\u0e00-\u0e7f])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[\u0e00-\u0e7f])")


class Thai(Grammar):
    """เดรสผู้หญิง ผ้าฝ้าย แขนสั้น สีดำ."""

    language = "th"
    slot_forms = frozenset({"classifier"})
    most_attached = 6
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
        return apart("".join(self._words(head, modifiers, names)))

    def title_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        return apart(" ".join(self._words(head, modifiers, names)))

    def _words(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str]) -> list[str]:
        """The noun with whom it is for, closed up, then each further modifier."""
        close = [m for m in modifiers if m.place is Place.AUDIENCE and m.role is Role.NOUN]
        noun = head.term.preferred + "".join(m.term.as_modifier for m in close)
        return [noun, *names, *(self._after(m) for m in modifiers if m not in close)]

    def repeats(self, modifier: Term, noun: Term) -> bool:
        return modifier.as_modifier in noun.preferred

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

    def share(self, percent: Decimal, material: Term) -> str:
        return f"{material.preferred} {self.percent(percent)}"

    def listed(self, words: Sequence[str]) -> str:
        if len(words) < 2:
            return "".join(words)
        return apart(f"{' '.join(words[:-1])} และ{words[-1]}")

    def sentence(self, text: str) -> str:
        return apart(text)

    @staticmethod
    def _after(modifier: Modifier) -> str:
        if modifier.purity:
            return f"{modifier.term.as_modifier} {modifier.purity}%"
        if modifier.place in {Place.SEASON, Place.OCCASION} and modifier.term.modifier is None:
            return f"สำหรับ{modifier.term.preferred}"
        return modifier.term.as_modifier


def apart(text: str) -> str:
    """A space wherever Thai meets Latin letters or figures: ขนาด 500 มล."""
    return _BORDER.sub(" ", text)

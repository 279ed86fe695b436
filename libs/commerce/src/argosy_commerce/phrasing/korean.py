"""Korean: everything before the noun, particles by the last sound, numbers with their counters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import ClassVar

from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.plan import Head, Modifier, Place
from argosy_commerce.terms.model import Term
from argosy_commerce.terms.patterns import has_slots

_DIGITS_WITH_FINAL = frozenset("013678")
"""영, 일, 삼, 육, 칠, 팔 end in a consonant."""
_LETTERS_WITH_FINAL = frozenset("lmnr")
"""엘, 엠, 엔, 알."""


_DESCRIBED_BY_VERBS = frozenset({Place.FEATURE, Place.STYLE, Place.FIT, Place.CUT})
_ADNOMINAL = re.compile(r"(?:..[한운]|.[은는]|[강순편진연]한)$")
"""Nouns end so too, mostly short ones: 방한 (against cold), 무한 (endless), 다운 (down)."""


class Korean(Grammar):
    """여성 여름 블랙 코튼 반팔 원피스."""

    language = "ko"
    slot_forms = frozenset(
        {"은/는", "이/가", "을/를", "과/와", "으로/로", "이나/나", "에", "의", "에서", "용"}
    )
    most_attached = 6
    order = (
        Place.AUDIENCE,
        Place.SEASON,
        Place.OCCASION,
        Place.STYLE,
        Place.FEATURE,
        Place.FIT,
        Place.COLOUR,
        Place.PATTERN,
        Place.MATERIAL,
        Place.CUT,
        Place.OTHER,
        Place.PART,
    )
    room: ClassVar[Mapping[Place, int]] = {
        Place.AUDIENCE: 1,
        Place.SEASON: 1,
        Place.OCCASION: 1,
        Place.STYLE: 1,
        Place.FEATURE: 1,
        Place.FIT: 1,
        Place.COLOUR: 1,
        Place.PATTERN: 1,
        Place.MATERIAL: 1,
        Place.CUT: 2,
    }

    def noun_phrase(self, head: Head, modifiers: Sequence[Modifier], names: Sequence[str] = ()) -> str:
        return " ".join([*names, *map(self._before, modifiers), head.term.preferred])

    def repeats(self, modifier: Term, noun: Term) -> bool:
        return modifier.as_modifier in noun.preferred

    def alone(self, modifier: Modifier, head: Head | None) -> str:  # noqa: ARG002 — nothing agrees in Korean
        if modifier.purity:
            return f"{modifier.term.preferred} {modifier.purity}%"
        if modifier.place in _DESCRIBED_BY_VERBS:
            return nominal(modifier.term.preferred)
        return modifier.term.preferred

    def features(self, modifiers: Sequence[Modifier], head: Head | None) -> str:
        text = ""
        for modifier, following in zip_longest(modifiers, modifiers[1:]):
            word = modifier.term.preferred
            linked = following and _ADNOMINAL.search(following.term.preferred)
            if linked and _ADNOMINAL.search(word):
                text += f"{connective(word)} "
            else:
                text += self.alone(modifier, head) + (", " if following else "")
        return text

    def filled(self, fillers: Sequence[Term], form: str | None) -> str:
        # A particle stands after the last of a list: 여름, 겨울에.
        *others, last = fillers
        return self.listed([*(f.preferred for f in others), self.in_form(last, form or "")])

    def in_form(self, term: Term, form: str) -> str:
        return with_particle(term.preferred, form) if form else term.preferred

    def counted(self, number: Decimal, written: str, unit: Term) -> str:
        if has_slots(unit.preferred):
            return self.fill(unit.preferred, {"n": [(written, None, number)]})
        return f"{written}{unit.preferred}"

    def percent(self, number: Decimal) -> str:
        return f"{format(number.normalize(), 'f')}%"

    def share(self, percent: Decimal, material: Term) -> str:
        return f"{material.preferred} {self.percent(percent)}"

    def listed(self, words: Sequence[str]) -> str:
        return ", ".join(words)

    @staticmethod
    def _before(modifier: Modifier) -> str:
        if modifier.purity and modifier.place is Place.MATERIAL:
            return f"{modifier.term.preferred} {modifier.purity}%"
        return modifier.term.as_modifier


def with_particle(word: str, particle: str) -> str:
    """The word with the particle its last sound asks for.

    >>> with_particle("여름", "을/를"), with_particle("바다", "을/를"), with_particle("겨울", "으로/로")
    ('여름을', '바다를', '겨울로')
    """
    after_consonant, _, after_vowel = particle.partition("/")
    if not after_vowel:
        return word + particle
    final = _final(word)
    if particle.startswith("으로") and final == "l":
        return word + after_vowel
    return word + (after_consonant if final else after_vowel)


def connective(word: str) -> str:
    """An adnominal verb before another: 부드러운 -> 부드럽고.

    >>> connective("가벼운"), connective("통기성 좋은"), connective("편안한"), connective("흡수하는")
    ('가볍고', '통기성 좋고', '편안하고', '흡수하고')
    """
    if word.endswith("한"):
        return word[:-1] + "하고"
    if word.endswith("운") and "가" <= word[-2] <= "힣" and (ord(word[-2]) - ord("가")) % 28 == 0:
        return word[:-2] + chr(ord(word[-2]) + _FINAL_P) + "고"
    return word[:-1] + "고"


def nominal(word: str) -> str:
    """An adnominal verb standing alone takes the noun ending shops use: 부드러운 -> 부드러움.

    >>> nominal("가벼운"), nominal("통기성 좋은"), nominal("주머니가 있는"), nominal("흡수하는")
    ('가벼움', '통기성 좋음', '주머니가 있음', '흡수함')
    """
    if not _ADNOMINAL.search(word):
        return word
    last = word[-1]
    if last in "한운":
        return word[:-1] + chr(ord(last) - _FINAL_N + _FINAL_M)
    stem = word[-2]
    if not "가" <= stem <= "힣":
        return word
    if (ord(stem) - ord("가")) % 28:
        return word[:-1] + "음"
    return word[:-2] + chr(ord(stem) + _FINAL_M)


_FINAL_N, _FINAL_M, _FINAL_P = 4, 16, 17


def _final(word: str) -> str:
    """The final consonant's class of the last syllable: "" none, "l" ㄹ, "c" any other."""
    last = word.rstrip(")")[-1:]
    if "가" <= last <= "힣":
        index = (ord(last) - ord("가")) % 28
        return "" if index == 0 else "l" if index == 8 else "c"
    if last.isdigit():
        return "l" if last in "178" else "c" if last in _DIGITS_WITH_FINAL else ""
    lower = last.lower()
    return "l" if lower in "lr" else "c" if lower in _LETTERS_WITH_FINAL else ""

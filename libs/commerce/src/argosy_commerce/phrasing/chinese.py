"""Chinese, simplified: everything before the noun, without spaces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.plan import Head, Modifier, Place
from argosy_commerce.terms.model import Term
from argosy_commerce.terms.patterns import has_slots


class Chinese(Grammar):
    """女士夏季黑色棉短袖连衣裙."""

    language = "zh"
    most_attached = 8
    comma = "，"
    full_stop = "。"
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
        phrase = "".join([*(self._before(m) for m in modifiers), head.term.preferred])
        return " ".join([*names, phrase])

    def repeats(self, modifier: Term, noun: Term) -> bool:
        return modifier.as_modifier in noun.preferred

    def alone(self, modifier: Modifier, head: Head | None) -> str:  # noqa: ARG002 — nothing agrees in Chinese
        return self._before(modifier)

    def in_form(self, term: Term, form: str) -> str:  # noqa: ARG002 — there are no forms
        return term.preferred

    def counted(self, number: Decimal, written: str, unit: Term) -> str:
        if has_slots(unit.preferred):
            return self.fill(unit.preferred, {"n": [(written, None, number)]})
        return f"{written}{unit.preferred}"

    def percent(self, number: Decimal) -> str:
        return f"{format(number.normalize(), 'f')}%"

    def share(self, percent: Decimal, material: Term) -> str:
        return f"{self.percent(percent)}{material.preferred}"

    def spec(self, attribute: str, value: str) -> str:
        return f"{attribute}：{value}"

    def sentence(self, text: str) -> str:
        return text

    def title(self, text: str) -> str:
        """Titles of Chinese shops part their words with spaces."""
        return text.replace(self.comma, " ")

    def _before(self, modifier: Modifier) -> str:
        share = self.percent(Decimal(modifier.purity)) if modifier.purity else ""
        return share + modifier.term.as_modifier

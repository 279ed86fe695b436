"""Chinese, simplified: everything before the noun, without spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

from argosy_commerce.phrasing.grammar import Grammar
from argosy_commerce.phrasing.plan import Head, Modifier, Place
from argosy_commerce.reading.items import Measure, Size
from argosy_commerce.terms.model import Role, Term
from argosy_commerce.terms.patterns import has_slots


class Chinese(Grammar):
    """女士夏季黑色棉短袖连衣裙."""

    language = "zh"
    most_attached = 8
    comma = "，"
    semicolon = "；"
    full_stop = "。"
    between_sentences = ""
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
        """Model names in Latin letters stand right before the noun: 高速USB3.0移动硬盘盒."""
        return _closed_up([*map(self._before, modifiers), *names, head.term.preferred])

    def attachable(self, modifier: Modifier) -> bool:
        return modifier.role is not Role.PREPOSITIONAL  # 送礼, 可外穿: said after the noun, apart

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

    def counter(self, unit: Term, source: str) -> Term:
        """With the merchant's own counter: 10片, not 10件."""
        counters = [text for text in (unit.preferred, *unit.alternatives) if not has_slots(text)]
        told = unicodedata.normalize("NFKC", source).strip()
        own = max((counter for counter in counters if told.endswith(counter)), key=len, default=None)
        return unit if own is None else unit.model_copy(update={"preferred": own})

    def measured(self, text: str) -> str:
        return re.sub(r"\s*×\s*", "×", text).replace("–", "-")

    def measure_in_title(self, measure: Measure, text: str) -> str:
        if isinstance(measure, Size) and text[-1].isdigit():
            return f"{text}号" if measure.source.endswith("号") else f"{text}码"
        return text

    def in_title(self, chunks: Sequence[str]) -> str:
        """What another chunk says as well is left out: 心率监测 监测."""
        told = [
            chunk
            for place, chunk in enumerate(chunks)
            if place == 0 or not chunk.isalpha() or not any(chunk in o and chunk != o for o in chunks)
        ]
        return self.together(told)

    def listed(self, words: Sequence[str]) -> str:
        return "、".join(words)

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


def _closed_up(words: Sequence[str]) -> str:
    """Without spaces, except between Latin words: 防水USB 3.0接口.

    >>> _closed_up(["高速", "USB3.0", "SATA", "硬盘盒"])
    '高速USB3.0 SATA硬盘盒'
    """
    return re.sub(r"(?<=[!-~])\0(?=[!-~])", " ", "\0".join(words)).replace("\0", "")

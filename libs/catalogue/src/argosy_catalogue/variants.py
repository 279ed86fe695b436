"""The variants that buyers choose from: never Chinese, never two alike without saying so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from argosy_catalogue.facts import ProductFacts
from argosy_catalogue.sizing import Sizing, plain_size, shown, size_and_rest
from argosy_catalogue.source import SourceAttribute, SourceVariant
from argosy_catalogue.speaking import Speaker
from argosy_catalogue.spoken import LeftOverWords, SpokenOption, SpokenVariant
from argosy_commerce.charts.heads import SIZE
from argosy_commerce.sizes import Converted, Kept, KeptReason
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.model import Kind

_MAY_BE_SIZES = frozenset({SIZE, "attribute.specification", "attribute.dimensions"})


@dataclass(slots=True)
class VariantFindings:
    """All variants, with what a person should look at."""

    variants: tuple[SpokenVariant, ...] = ()
    reasons: list[str] = field(default_factory=list)
    left_over: list[LeftOverWords] = field(default_factory=list)


def say_variants(facts: ProductFacts, sizing: Sizing, base: TermBase) -> VariantFindings:
    """Each variant with its options in the market's language; prices as they are."""
    writer = _VariantWriter(facts, sizing, Speaker(base, sizing.market.language.base, facts.category))
    found = writer.findings
    found.variants = tuple(writer.variant(variant) for variant in facts.source.variants)
    found.reasons += _alike(facts.source.variants, found.variants)
    found.reasons = list(dict.fromkeys(found.reasons))
    return found


class _VariantWriter:
    def __init__(self, facts: ProductFacts, sizing: Sizing, speaker: Speaker) -> None:
        self.findings = VariantFindings()
        self._facts = facts
        self._sizing = sizing
        self._speaker = speaker
        self._said: dict[SourceAttribute, SpokenOption] = {}

    def variant(self, variant: SourceVariant) -> SpokenVariant:
        options = tuple(self._option(option) for option in variant.options)
        return SpokenVariant(variant.sku, options, variant.price)

    def _option(self, source: SourceAttribute) -> SpokenOption:
        if source not in self._said:
            concept, name = self._name(source)
            self._said[source] = SpokenOption(concept, name, self._value(source, concept), source)
        return self._said[source]

    def _name(self, source: SourceAttribute) -> tuple[str, str]:
        reading = self._speaker.base.read(source.name, category=self._facts.category)
        kinds = self._speaker.base.lexicon
        for match in reading.matches:
            if kinds[match.concept_id].kind is Kind.ATTRIBUTE:
                return match.concept_id, self._speaker.name_of(match.concept_id) or ""
        said = self._speaker.readable(reading.items)
        if not said or self._speaker.lost(reading):
            self._lose(source, source.name, "the name of a choice could not be said")
            return "", ""
        return "", said

    def _value(self, source: SourceAttribute, concept: str) -> str:
        if concept in _MAY_BE_SIZES and (size := self._size(source, concept)):
            return size
        return self._words(source, source.value, concept)

    def _size(self, source: SourceAttribute, concept: str) -> str:
        """The size converted, with what else is said of it; empty where it is no size of a known kind."""
        size, rest = size_and_rest(source.value)
        whole = self._sizing.convert(source.value)
        if isinstance(whole, Converted):
            return shown(whole, size)
        answer = self._sizing.convert(size) if size else None
        is_told = isinstance(answer, Kept) and answer.is_doubt and answer.reason is not KeptReason.UNREADABLE
        if isinstance(answer, Kept) and is_told and concept == SIZE:
            self.findings.reasons.append(f"variants: {size[:40]}: {answer.why}; the seller's size is kept")
        said = shown(answer, size) if isinstance(answer, Converted) else ""
        if concept == SIZE:
            said = said or plain_size(size) or ""
        if not said:
            return ""
        more = self._words(source, rest, concept) if rest else ""
        return f"{said} · {more}" if more else said

    def _words(self, source: SourceAttribute, text: str, concept: str) -> str:
        reading = self._speaker.base.read(text, category=self._facts.category, attribute=concept or None)
        said = self._speaker.readable(reading.items)
        lost = [item.source for item in self._speaker.lost(reading)]
        for words in lost if said or lost else [text]:
            self._lose(source, words, "a choice could not be said whole")
        return said

    def _lose(self, source: SourceAttribute, words: str, why: str) -> None:
        self.findings.left_over.append(_left_over(source, words))
        self.findings.reasons.append(f"variants: {why}: {source.name[:40]} {source.value[:40]}")


def _left_over(source: SourceAttribute, words: str) -> LeftOverWords:
    """Characters of the option's value; of its name where they stand there."""
    text = source.value if words in source.value else source.name
    start = max(text.find(words), 0)
    return LeftOverWords(words, f"variant:{source.name}", start, start + len(words))


def _alike(sources: Sequence[SourceVariant], said: Sequence[SpokenVariant]) -> list[str]:
    """Variants that the merchant tells apart and their words do not."""
    seen: dict[tuple[tuple[str, str], ...], SourceVariant] = {}
    reasons = []
    for source, spoken in zip(sources, said, strict=True):
        key = tuple((option.name, option.value) for option in spoken.options)
        other = seen.setdefault(key, source)
        if other is not source and other.options != source.options:
            reasons.append(f"variants {other.sku[:40]!r} and {source.sku[:40]!r} read the same")
    return reasons[:5]

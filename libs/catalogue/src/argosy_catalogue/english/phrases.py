"""English phrases around one slot, read backwards: `up to {m}`, `{category} not included`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final

from argosy_commerce.reading.items import Amount, AmountRange, Break, ConceptMatch, Item, Model, Number
from argosy_commerce.reading.slots import fits_slot
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.patterns import NUMERIC_SLOTS, Slot, parse_pattern, slot_type
from argosy_commerce.terms.strict_yaml import document

Span = tuple[int, int]
Fillers = Callable[[int, int], Sequence[Item]]
"""The items that a place of the text consists of, nothing of it unread; [] where it does not."""
_IDLE: Final = re.compile(r"\s*(?:(?:a|an|the|any)\s+)?(?P<words>.*?)\s*", re.IGNORECASE | re.DOTALL)


_YEARS: Final = frozenset({"y", "year", "age_year"})
_AGE: Final = "age_year"


@dataclass(frozen=True, slots=True)
class EnglishPhrase:
    """A phrase's concept and one way to write it; ``slot``: its slot's name, which may hold ``types``."""

    concept: str
    written: re.Pattern[str]
    slot: str
    types: str


class EnglishPhrases:
    """The phrases of data/english_phrases.yaml that a term base has. Immutable."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._phrases = tuple(_phrases(lexicon))

    def read(self, text: str, span: Span, fillers: Fillers) -> ConceptMatch | None:
        """The phrase that a piece of text is from its first letter to its last; None where it is none."""
        for phrase in self._phrases:
            found = phrase.written.fullmatch(text, *span)
            inner = _IDLE.fullmatch(text, *found.span("slot")) if found else None
            if inner is None:
                continue
            fills: list[Item] = [
                _as_age(item) if phrase.types == "age" else item
                for item in fillers(*inner.span("words"))
                if not isinstance(item, Break)
            ]
            if fills and all(self._fits(item, phrase.types) for item in fills):
                named = tuple((phrase.slot, item) for item in fills)
                return ConceptMatch(span, text[slice(*span)], phrase.concept, fills=named)
        return None

    def _fits(self, item: Item, type_: str) -> bool:
        if isinstance(item, ConceptMatch):
            concept = self._lexicon[item.concept_id]
            return not item.fills and type_ in (concept.kind.value, concept.attribute)
        if isinstance(item, Model):
            return type_ == "measure" and item.text[:1].isdigit()  # 60 Nm
        if type_ == "number":
            return isinstance(item, Number)
        return type_ in NUMERIC_SLOTS and fits_slot(item, type_)


def _phrases(lexicon: Lexicon) -> Iterator[EnglishPhrase]:
    for concept, ways in _ways().items():
        if concept not in lexicon:
            continue
        for way in ways:
            parts = parse_pattern(way)
            (slot,) = (part for part in parts if isinstance(part, Slot))
            written = "".join(map(_written, parts))
            types = slot_type(slot.name, lexicon[concept].slots)
            yield EnglishPhrase(concept, re.compile(written, re.IGNORECASE | re.DOTALL), slot.name, types)


def _as_age(item: Item) -> Item:
    """Years as years of age; a bare number stays what it is."""
    if isinstance(item, Amount) and item.quantity.unit in _YEARS:
        return replace(item, quantity=replace(item.quantity, unit=_AGE))
    if isinstance(item, AmountRange) and {item.low.unit, item.high.unit} <= _YEARS:
        return replace(item, low=replace(item.low, unit=_AGE), high=replace(item.high, unit=_AGE))
    return item


def _written(part: str | Slot) -> str:
    if isinstance(part, Slot):
        return "(?P<slot>.+?)"
    return re.sub(r"(?:\\\s|\s)+", r"\\s+", re.escape(part))


@cache
def _ways() -> Mapping[str, Sequence[str]]:
    """data/english_phrases.yaml, read once."""
    text = files("argosy_catalogue").joinpath("data/english_phrases.yaml").read_text(encoding="utf-8")
    ways: Mapping[str, Sequence[str]] = document(text)["phrases"]
    return ways

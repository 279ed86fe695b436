"""What the values of a product's options are, read once: a colour, 5 litres, a pack of three, a phone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal

from argosy_commerce.folding import folded
from argosy_commerce.proofreading.figures import Figure, read_figures
from argosy_commerce.reading.items import Amount, Count
from argosy_commerce.terms import TermBase
from argosy_commerce.units import units, units_by_zh
from cs_agent.domain.understanding.named import ProductSummary, concepts_of
from cs_agent.domain.understanding.spelling import cleaned

Kind = Literal["model", "plug", "colour", "amount", "pack", "size", "words"]
_SINGLE: Final = "feature.single_piece"
_TOKEN: Final = re.compile(r"[a-z0-9]+(?:[.][0-9]+)?")
_LETTERS: Final = re.compile(r"(?:xxs|xs|s|m|l|xl|xxl|xxxl|[2-6]xl)")
_NUMBER: Final = re.compile(r"\d{2,3}(?:\.5)?")
_SIZE_SIGN: Final = re.compile(r"[码号]$")
_ALIKE: Final = {"2xl": "xxl", "3xl": "xxxl"}
_LARGE_SIGNS: Final = re.compile(r"(?<=\d)[vw](?![a-z])")
_BRACKET: Final = re.compile(r"[（(【\[]")
_LONGEST: Final = 80
_MOST: Final = 60

Quantity = tuple[str, Fraction]
"""A dimension, and how much in its base unit."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value as the merchant writes it, with all that it may be named by. ``size``: canonical, or ""."""

    written: str
    plain: str
    concepts: frozenset[str]
    amounts: frozenset[Quantity]
    figures: frozenset[Decimal]
    packs: frozenset[Decimal]
    tokens: frozenset[str]
    size: str


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen by one name."""

    name: str
    kind: Kind
    values: tuple[Value, ...]


@lru_cache(maxsize=256)
def options_of(names: tuple[tuple[str, tuple[str, ...]], ...], language: str) -> tuple[Option, ...]:
    """Options by their names and values, those that leave a choice."""
    found = []
    for name, written in names:
        values = tuple(_value(one, language) for one in written[:_MOST])
        if len(values) > 1:
            found.append(Option(name, _kind(values), values))
    return tuple(found)


def choices_of(product: ProductSummary) -> tuple[Option, ...]:
    """The options of a product that leave a choice, in the merchant's order."""
    names: dict[str, dict[str, None]] = {}
    for variant in product.variants:
        for name, value in variant.options.items():
            names.setdefault(name, {})[value] = None
    return options_of(tuple((name, tuple(values)) for name, values in names.items()), product.language)


def quantities(figure: Figure) -> frozenset[Quantity]:
    """What a figure with a unit comes to; a counter is none."""
    return frozenset(
        (units()[unit].dimension, (Fraction(value) + units()[unit].offset) * units()[unit].scale)
        for unit in figure.units
        if unit in units()
        for value in figure.values
    )


def size_named(word: str) -> str:
    """A size in one spelling, "" where a word is none: 2XL and xxl are one."""
    plain = _SIZE_SIGN.sub("", folded(cleaned(word), "en").strip()).replace(",", ".")
    return _ALIKE.get(plain, plain) if _LETTERS.fullmatch(plain) or _NUMBER.fullmatch(plain) else ""


def with_large_signs(text: str) -> str:
    """110v as 110V: a unit of two letters or less is told by its case."""
    return _LARGE_SIGNS.sub(lambda one: one[0].upper(), text)


def figures_of(text: str, language: str) -> list[Figure]:
    """Figures of a cleaned text with their units, as buyers of a language write them."""
    found = []
    for figure in read_figures(with_large_signs(text), language):
        by_sign = language == "zh" and not figure.units and bool(figure.values)
        found.append(_with_sign(figure, text) if by_sign else figure)
    return [*found, *_counted(text, found)] if language == "zh" else found


def _counted(text: str, found: list[Figure]) -> list[Figure]:
    """Counts that Chinese writes in words: 三条装, 两件."""
    counts = (one for one in TermBase.load().read(text[:_LONGEST]).items if isinstance(one, Count))
    return [
        Figure(one.source, *one.span, frozenset({one.number}), frozenset({"unit.piece"}))
        for one in counts
        if all(one.span[1] <= known.start or known.end <= one.span[0] for known in found)
    ]


def _with_sign(figure: Figure, text: str) -> Figure:
    """A figure with the unit that stands behind it as merchants write it: 20寸."""
    for length in (4, 3, 2, 1):
        ids = units_by_zh().get(text[figure.end : figure.end + length])
        if ids:
            end = figure.end + length
            return Figure(text[figure.start : end], figure.start, end, figure.values, frozenset(ids))
    return figure


def _value(written: str, language: str) -> Value:
    text = cleaned(written)[:_LONGEST]
    plain = folded(text, "en").strip()
    concepts = concepts_of(written, language)
    figures = figures_of(text, language)
    amounts = frozenset[Quantity]().union(*map(quantities, figures))
    packs = {value for one in figures if one.units - units().keys() for value in one.values}
    if language == "zh":
        items = TermBase.load().read(text).items
        packs |= {one.number for one in items if isinstance(one, Count) and one.number > 0}
        told = (one.quantity for one in items if isinstance(one, Amount))
        amounts |= {
            (
                units()[one.unit].dimension,
                (Fraction(one.value) + units()[one.unit].offset) * units()[one.unit].scale,
            )
            for one in told
        }
    if _SINGLE in concepts:
        packs.add(Decimal(1))
    bare = frozenset(value for one in figures for value in one.values)
    return Value(
        written,
        _BRACKET.split(plain)[0].strip() or plain,
        concepts,
        amounts,
        bare,
        frozenset(packs),
        frozenset(_TOKEN.findall(plain)),
        size_named(written),
    )


def _kind(values: tuple[Value, ...]) -> Kind:
    """What most of its values are."""

    def most(holds: int) -> bool:
        return 2 * holds >= len(values)

    if most(sum(any(one.startswith("feature.plug_") for one in value.concepts) for value in values)):
        return "plug"
    if most(sum(any(one.startswith("colour.") for one in value.concepts) for value in values)):
        return "colour"
    if most(sum(bool(value.size) for value in values)):
        return "size"
    if most(sum(bool(value.amounts) for value in values)):
        return "amount"
    if most(sum(bool(value.packs) for value in values)):
        return "pack"
    named = [value for value in values if any(map(str.isdigit, "".join(value.tokens)))]
    return "model" if most(len(named)) else "words"

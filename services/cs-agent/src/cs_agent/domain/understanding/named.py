"""Concepts that a message names, and which variants of the product in talk that means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from argosy_commerce.folding import folded
from argosy_commerce.hues import hues_of
from argosy_commerce.proofreading.naming import Named, Naming
from argosy_commerce.terms import TermBase
from argosy_commerce.units import units, units_by_zh
from cs_agent.domain.understanding.spelling import cleaned

_LONGEST: Final = 1_200
_MOST: Final = 40
_SIZE: Final = re.compile(
    r"(?<![A-Za-zÀ-ɏ0-9.,/-])(?:xxs|xs|s|m|l|xl|xxl|xxxl|[2-6]xl|\d{2,3}(?:[.,]5)?)(?![A-Za-zÀ-ɏ0-9%]|[.,]\d)",
    re.IGNORECASE,
)
_SIZES_ALIKE: Final = {"2xl": "xxl", "3xl": "xxxl"}
_ASCII: Final = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)?")
_MEASURE: Final = re.compile(r"(?<=\d)\s+(?=[a-z%])")
_COMMA: Final = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d))")
_MEASURED: Final = frozenset({"length", "mass", "volume", "power", "electric_potential"})
_UNSURE: Final = ("answer.", "craft.", "origin.")
"""Ordinary words of a message: yes, ripped."""


@dataclass(frozen=True, slots=True)
class VariantOptions:
    """A variant in short: its SKU, and its options by name as the merchant writes them."""

    sku: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ProductSummary:
    """What reading needs of the product in talk. ``language``: the base that it is written in."""

    product_id: str
    variants: tuple[VariantOptions, ...] = ()
    language: str = "zh"
    title: str = ""


def concepts_in(text: str, language: str) -> tuple[str, ...]:
    """Ids of the concepts that a cleaned text names, in its order; forty of its first 1,200 characters."""
    found = _naming(language).find(text[:_LONGEST])
    ids = (one for named in found for one in sorted(named.concepts) if not one.startswith(_UNSURE))
    return tuple(dict.fromkeys(ids))[:_MOST]


def names_in(text: str, language: str) -> tuple[Named, ...]:
    """What the term base's names stand for in a cleaned text, in its order."""
    return _naming(language).find(text[:_LONGEST])


def brands_in(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Where makers that the term base knows are named in another script than the Latin, in order."""
    found = _naming(language).find(text[:_LONGEST])
    named = (
        one
        for one in found
        if not one.text[:1].isascii() and all(id_.startswith("brand.") for id_ in one.concepts)
    )
    return tuple((one.start, one.end) for one in named)


def covering(word: str, language: str) -> frozenset[str]:
    """The concepts that a word means as a whole, and not by a part of it."""
    found = _naming(language).find(word)
    return frozenset[str]().union(*(one.concepts for one in found if one.end - one.start == len(word)))


@cache
def _naming(language: str) -> Naming:
    """Compiled when a language is first met; the term base is read once for the whole process."""
    return Naming.of(TermBase.load(), language)


def skus_in(text: str, concepts: tuple[str, ...], product: ProductSummary | None) -> tuple[str, ...]:
    """Variants that agree with the most options that the words name; none where none is named."""
    if product is None:
        return ()
    wanted, line = set(concepts), _compared(text[:_LONGEST].replace("\n", " "))
    sizes = {_SIZES_ALIKE.get(found := one[0].lower(), found) for one in _SIZE.finditer(line)}
    values = {value for variant in product.variants for value in variant.options.values()}
    named = {value for value in values if _is_named(value, line, sizes, wanted, product.language)}
    hues = {one.removeprefix("colour.") for one in wanted if one.startswith("colour.")}
    for among in _by_option(product):
        named -= _less_named(named & among, among, line)
        if not named & among:
            named |= {one for one in among if hues & hues_of(concepts_of(one, product.language))}
    scored = {
        variant.sku: sum(value in named for value in variant.options.values()) for variant in product.variants
    }
    most = max(scored.values(), default=0)
    return tuple(sku for sku, score in scored.items() if score == most) if most else ()


def _by_option(product: ProductSummary) -> list[set[str]]:
    found: dict[str, set[str]] = {}
    for variant in product.variants:
        for name, value in variant.options.items():
            found.setdefault(name, set()).add(value)
    return list(found.values())


def _less_named(named: set[str], among: set[str], line: str) -> set[str]:
    """Values of models of which another is named with more of its words: "iPhone 15" of "15 pro max"."""
    if len(named) < 2:
        return set()
    words = {value: set(_ASCII.findall(folded(cleaned(value), "en"))) for value in among}
    said = set(_ASCII.findall(line))
    hits = {value: len(words[value] & said) for value in named}
    most = max(hits.values())
    if most < 1:
        return set()
    best = {value for value in named if hits[value] == most}
    least = min(len(words[value]) for value in best)
    return {value for value in named if hits[value] and not (value in best and len(words[value]) == least)}


def nearest(skus: tuple[str, ...], sku: str, product: ProductSummary | None) -> tuple[str, ...]:
    """Of several variants those most like the one talked of: "and in black?" keeps its size."""
    options = {one.sku: set(one.options.items()) for one in product.variants} if product else {}
    if len(skus) < 2 or sku not in options:
        return skus
    shared = {one: len(options[one] & options[sku]) for one in skus if one in options}
    most = max(shared.values(), default=0)
    return tuple(one for one, count in shared.items() if count == most) or skus


def _compared(text: str) -> str:
    """Folded, figures beside their units and with a point: 22,5 m is 22.5m, and so is 22.5米."""
    line = _COMMA.sub(".", _MEASURE.sub("", folded(text, "en")))
    signs, pattern = _in_chinese()
    return pattern.sub(lambda one: signs[one[0]], line)


@cache
def _in_chinese() -> tuple[Mapping[str, str], re.Pattern[str]]:
    """Units as merchants write them behind a figure of an option: 22.5米 is asked for as 22.5 m."""
    signs = {
        sign: min(ids, key=len).lower()
        for sign, ids in units_by_zh().items()
        if len(ids) == 1 and not sign.isascii() and units()[min(ids)].dimension in _MEASURED
    }
    longest = sorted(signs, key=len, reverse=True)
    return signs, re.compile(rf"(?<=\d)(?:{'|'.join(map(re.escape, longest))})")


def _is_named(value: str, line: str, sizes: set[str], wanted: set[str], language: str) -> bool:
    plain = _compared(cleaned(value))
    if plain in line and (len(plain) > 2 or not plain.isascii()):
        return bool(re.search(rf"(?<![a-z0-9]){re.escape(plain)}(?![a-z0-9])", line))
    if _SIZES_ALIKE.get(plain, plain) in sizes:
        return True
    shared = wanted & concepts_of(value, language)
    if any(one.startswith(("colour.", "material.", "pattern.", "feature.plug_")) for one in shared):
        return True
    own = _ASCII.findall(plain)
    return any(
        len(one) > 1 and re.search(rf"(?<![a-z0-9.]){re.escape(one)}(?![a-z0-9]|\.[0-9])", line)
        for one in own
    )


@lru_cache(maxsize=4_096)
def concepts_of(value: str, language: str) -> frozenset[str]:
    """The concepts that a merchant's value names."""
    found = _naming(language).concepts(value[:80])
    # The base reads merchants' Chinese by its spellings, which are more than its names: 酒红.
    return found | frozenset(TermBase.load().concepts_spelled(value[:80])) if language == "zh" else found
